"""La recherche : ce que le livre dit, passage par passage, et de quoi le fouiller sans rien demander à personne.

Sphinx ne trouve un mot qu'avec ses accents, et relit chaque page par le réseau pour en citer un extrait :
ouvert depuis un dossier, le livre n'en montrerait aucun. Ici, les passages sont un script que la page de
recherche charge avec MiniSearch, et recherche.js les indexe à l'ouverture.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString, SoupStrainer, Tag
from npm_packages import MODULES, install_npm_packages
from readable_formulas import read_formula
from sphinx.application import Sphinx
from sphinx.config import Config

ENGINE = MODULES / "minisearch" / "dist" / "umd" / "index.js"
LICENCE = MODULES / "minisearch" / "LICENSE.txt"
OWN_FILES = [Path(__file__).with_name(name) for name in ("recherche.js", "recherche.css")]
DATA = "recherche-passages.js"
REPLACED = ("searchindex.js", "_static/searchtools.js")  # l'index de Sphinx, et ce qui le fouille

HEADS = "h1, h2, h3, h4, dt[id], .citation > .label"
# Ni l'appareil de la page, ni ce qu'il faut chercher : la réponse d'une question, la solution d'un exercice.
APPARATUS = ".reading-time, .headerlink, .curseur-reglages, .linenos, script, style, button, [aria-hidden=true]"
UNREAD = f"{APPARATUS}, fieldset.question details, .exercise details, .exercise textarea, details.hide > summary"
BLOCKS = {"p", "li", "dt", "dd", "div", "pre", "td", "th", "tr", "summary", "figcaption", "legend", "label", "br"}
MARK = "\0"  # la place d'un titre : nul texte ne contient ce signe
INVISIBLE = re.compile("[\N{WORD JOINER}\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}]")


def read_text(node: Tag | NavigableString) -> str:
    """Donne le texte qu'un lecteur voit, une formule en toutes lettres."""
    if isinstance(node, NavigableString):
        return str(node) if type(node) is NavigableString else ""
    if node.name == "math":
        return read_formula(node)
    text = "".join(map(read_text, node.children))
    return f" {text} " if node.name in BLOCKS or "eqno" in node.get("class", []) else text


def tidy(text: str) -> str:
    """Ôte les signes invisibles et les blancs de trop ; les espaces insécables restent."""
    return re.sub(r"[ \n\t]+", " ", INVISIBLE.sub("", text)).strip(" ")


def head_title(head: Tag) -> str:
    """Donne le titre d'un passage : le nom d'une fonction sans sa signature, un mot du glossaire et son anglais."""
    if "sig" in head.get("class", []):
        return head["id"]
    definition = head.find_next_sibling("dd") if head.name == "dt" else None
    english = definition and definition.select_one(":scope > p:first-child > [lang=en]:first-child")
    return tidy(read_text(head)) + (f" ({tidy(read_text(english))})" if english else "")


def head_anchor(head: Tag) -> str:
    """Donne l'ancre d'un passage, la sienne ou celle de sa section ; le titre de la page n'en a pas besoin."""
    return "" if head.name == "h1" else head.get("id") or head.parent.get("id", "")


def read_passages(page: str) -> Iterator[tuple[str, str, str]]:
    """Découpe une page construite en passages : ancre, titre, texte, de chaque titre jusqu'au suivant."""
    article = BeautifulSoup(page, "html.parser", parse_only=SoupStrainer("article")).find("article")
    for tag in article.select(UNREAD):
        tag.decompose()
    heads = article.select(HEADS)
    titles = [(head_anchor(head), head_title(head)) for head in heads]
    for head in heads:
        head.replace_with(MARK)
    texts = read_text(article).split(MARK)[1:]
    for (anchor, title), text in zip(titles, texts, strict=True):
        yield anchor, title, tidy(text)


def write_passages(app: Sphinx, exception: Exception | None) -> None:
    """Écrit les passages de toutes les pages, et retire l'index que Sphinx a fait."""
    if exception is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    pages = {
        f"{name}.html": list(read_passages((site / f"{name}.html").read_text(encoding="utf8")))
        for name in sorted(app.env.found_docs)
    }
    data = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
    (site / "_static" / DATA).write_text(f"const PAGES = {data};\n", encoding="utf8")
    for name in REPLACED:
        (site / name).unlink(missing_ok=True)


def copy_engine(app: Sphinx, config: Config) -> None:
    """Copie MiniSearch, notre script et son style dans ``_static``."""
    install_npm_packages()
    assets = Path(app.doctreedir) / "assets-recherche"
    assets.mkdir(parents=True, exist_ok=True)
    shutil.copy(ENGINE, assets / "minisearch.js")
    shutil.copy(LICENCE, assets / "minisearch-LICENSE.txt")
    config.html_static_path.extend(map(str, (assets, *OWN_FILES)))


def setup(app: Sphinx) -> dict[str, object]:
    """Branche la copie du moteur et l'écriture des passages."""
    app.connect("config-inited", copy_engine)
    app.connect("build-finished", write_passages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
