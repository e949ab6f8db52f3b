"""Inscrit à tests/book/addresses.txt les adresses nouvelles du livre construit.

L'adresse d'une page et l'ancre d'une section ne changent plus une fois le livre lu : quelqu'un les a peut-être notées.
La liste les garde, un test vérifie qu'elles sont toutes là. Cette commande n'en ôte aucune.
"""

import re
from pathlib import Path

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
LIST = ROOT / "tests" / "book" / "addresses.txt"
# Le titre « Non publié » du journal s'en va à chaque version.
WITHOUT_ANCHORS = {"changements"}
# Sphinx numérote ce qui n'a pas de nom : ces ancres-là ne disent rien, et personne ne les écrit.
NUMBERED = re.compile(r"(?:id|index-|equation-)\d+$")

PLACES = "section[id], span[id], div.math[id], figure[id], dt[id], fieldset[id], table[id], div.exercise[id]"


def addresses(site, pages):
    """Donne l'adresse de chaque page, et de chaque endroit d'une page auquel on peut mener."""
    for page in pages:
        yield f"{page}.html"
        article = BeautifulSoup((site / f"{page}.html").read_text(encoding="utf8"), "html.parser").find("article")
        for tag in article.select(PLACES):
            if page not in WITHOUT_ANCHORS and not NUMBERED.match(tag["id"]):
                yield f"{page}.html#{tag['id']}"


def recorded():
    """Donne les adresses déjà inscrites."""
    return LIST.read_text(encoding="utf8").split() if LIST.is_file() else []


def main():
    """Ajoute à la liste les adresses qui n'y sont pas."""
    pages = [str(path.relative_to(HTML).with_suffix("")) for path in HTML.rglob("*.html")]
    found = set(addresses(HTML, [page for page in pages if (HTML / "../../book" / f"{page}.md").is_file()]))
    new = sorted(found - set(recorded()))
    LIST.write_text("".join(f"{address}\n" for address in sorted({*recorded(), *new})), encoding="utf8")
    print(f"{len(new)} adresses de plus, {len(found)} en tout.")


if __name__ == "__main__":
    main()
