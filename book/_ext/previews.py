"""Les aperçus : ce à quoi mène un renvoi se montre sous lui, sans que le lecteur quitte sa ligne.

Citation, équation, figure, mot du glossaire, section, page, entrée de la référence : chaque aperçu est lu dans la page
construite à laquelle mène le renvoi. Ceux d'une page sont un script, que ``previews.js`` va chercher au premier renvoi
survolé, atteint ou touché : file:// ne lit rien d'autre, et une page que l'on ne fait que lire n'en pèse pas plus.
"""

from __future__ import annotations

import copy
import json
import posixpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, SoupStrainer, Tag
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

SCRIPT, STYLESHEET = (Path(__file__).with_suffix(kind) for kind in (".js", ".css"))
FOLDER = "apercus"
LINK = "a.reference.internal[href]"
# L'appareil de la page, ce qui n'est là que pour les machines, et tout d'un curseur sauf sa figure.
LEFT_OUT = (
    ".headerlink, .reading-time, script, style, button, annotation, .curseur > :not(.curseur-dessin), fieldset details"
)
# Ce qui ne vaut que dans la page : une ancre y est unique, un rang de liste ou de clavier n'y est plus le même.
TIED = ("id", "role", "tabindex")


def read_page(path: Path) -> BeautifulSoup:
    """Lit d'une page construite ce qui peut se montrer ailleurs : sa description et son texte, sans appareil."""
    page = BeautifulSoup(path.read_text(encoding="utf8"), "html.parser", parse_only=SoupStrainer(["meta", "article"]))
    for tag in page.select(LEFT_OUT):
        tag.decompose()
    return page


def titled(title: Tag, text: Tag | None) -> list[Tag]:
    """Donne un titre, que l'aperçu ne met pas au plan de la page, et le texte qui le suit ; rien s'il n'y en a pas."""
    title = copy.copy(title)
    title.name, title.attrs = "p", {"class": ["apercu-titre"]}
    return [title, copy.copy(text)] if text else []


def shown(page: BeautifulSoup, anchor: str) -> list[Tag]:
    """Donne ce que montre l'aperçu d'un endroit d'une page, ou de la page même, si l'ancre est vide."""
    if not anchor:
        about = page.find("meta", attrs={"name": "description"})
        return titled(page.h1, about and page.new_tag("p", string=about["content"]))
    target = page.find(id=anchor)
    if target is not None and target.name == "span":  # une étiquette posée devant un titre
        target = target.find_parent("section")
    if target is None:
        return []
    if target.name == "section":
        return titled(target.find(["h1", "h2", "h3", "h4"]), target.find("p", recursive=False))
    if target.name == "dt":
        return titled(target, target.find_next_sibling("dd").p)
    return [copy.copy(tag) for tag in (target.find_all("p") if "citation" in target.get("class", ()) else [target])]


def portable(tag: Tag, there: str, here: str) -> str:
    """Donne un fragment tel qu'une autre page peut le montrer : sans ancre ni renvoi, ses images à leur place."""
    for part in [tag, *tag.find_all(True)]:
        part.attrs = {name: value for name, value in part.attrs.items() if name not in TIED}
    for wrapping in tag.select("a.internal, .curseur, .curseur-dessin"):
        wrapping.unwrap()
    for image in tag.find_all("img"):
        image["src"] = posixpath.relpath(
            posixpath.join(posixpath.dirname(there), image["src"]), posixpath.dirname(here)
        )
    return str(tag)


def previews(pages: dict[str, BeautifulSoup], here: str) -> dict[str, str]:
    """Donne l'aperçu de chaque renvoi d'une page, par l'adresse qu'elle écrit."""
    found = {}
    for address in sorted({link["href"] for link in pages[here].select(f"article {LINK}")}):
        url = urlsplit(address)
        there = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(url.path))) if url.path else here
        if there in pages and (parts := shown(pages[there], unquote(url.fragment))):
            found[address] = "".join(portable(part, there, here) for part in parts)
    return found


def write_previews(app: Sphinx, exception: Exception | None) -> None:
    """Écrit les aperçus de chaque page, toutes étant construites."""
    if exception is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    pages = {f"{name}.html": read_page(site / f"{name}.html") for name in sorted(app.env.found_docs)}
    for page in pages:
        path = site / "_static" / FOLDER / f"{page.removesuffix('.html')}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        data = json.dumps(previews(pages, page), ensure_ascii=False, separators=(",", ":"))
        path.write_text(f"const APERCUS = {data};\n", encoding="utf8")


def add_script(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Charge le script et le style sur les pages du livre ; celle de recherche n'a pas de renvois."""
    if doctree is not None:
        app.add_css_file(STYLESHEET.name)
        app.add_js_file(SCRIPT.name, loading_method="defer")


def configure(app: Sphinx, config: Config) -> None:
    """Fait servir le script et le style."""
    config.html_static_path.extend(map(str, (SCRIPT, STYLESHEET)))


def setup(app: Sphinx) -> dict[str, object]:
    """Branche l'écriture des aperçus, et ce qui les montre."""
    app.connect("config-inited", configure)
    app.connect("html-page-context", add_script)
    app.connect("build-finished", write_previews)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
