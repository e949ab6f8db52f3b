"""Les pages qui exécutent du code, en carnets que tout Jupyter ouvre, sans rien du livre.

Le texte vient de la page construite, où renvois, numéros et nombres calculés sont déjà écrits ; le code, de sa source,
où rien n'est masqué. Une question de fin de page ou un lien d'une page à l'autre n'ont pas de sens dans un carnet : la
première se retire, le second ne garde que ses mots. Un curseur devient la cellule qui le montre.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig

HIDDEN = {"remove-cell", "remove-input", "hide-input", "hide-cell"}
# Dans le livre, cette fonction donne un nombre au texte ; celui d'un carnet l'a déjà.
GLUE = re.compile(r"^from myst_nb import glue$", re.MULTILINE)
FOREWORD = (
    "*Une page du livre, en carnet. Exécutez les cellules dans l’ordre (Maj+Entrée) : chacune peut avoir besoin de "
    "celles qui la précèdent. Une cellule repliée (« … ») porte du code que la page ne montre pas ; un clic la déplie.*"
)
NO_GLUE = "def glue(name, value, **options):\n    pass  # le texte cite déjà ce nombre"
UNWANTED = "a.headerlink, .reading-time, section:has(> .question), script, .curseur > *, .eqno, button, form, nav"


class Text(MarkdownConverter):
    """Le Markdown d'un morceau de page ; les formules y restent du TeX."""

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Un lien vers le dehors reste ; d'un autre, les mots."""
        return super().convert_a(el, text, parent_tags) if el.get("href", "").startswith("http") else text

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Ce qui se déplie reste plié."""
        return f"\n\n<details>\n\n{text}\n\n</details>\n\n"

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Le titre de ce qui se déplie."""
        return f"\n\n<summary>{text.strip()}</summary>\n\n"


def formula(tag: Tag) -> str:
    """Une formule, en TeX, et son numéro s'il y en a un, sur une ligne : un retrait ou un cadre n'y ajoutent rien."""
    tex = " ".join(tag.find("annotation").get_text().split())
    if tag.name == "span":
        return f"${tex}$"
    number = tag.find(class_="eqno")
    label = f" \\tag{{{number.get_text().strip('()# ')}}}" if number else ""
    return f"$${tex}{label}$$"


def simplified(html: str) -> tuple[Tag, list[str]]:
    """Le corps d'une page, réduit à ce qui va dans un carnet, et ses formules, dont une marque y tient la place.

    Sans quoi le Markdown échapperait les signes du TeX.
    """
    article = BeautifulSoup(html, "html.parser").find("article")
    formulas = []
    for tag in article.select(".math"):
        formulas.append(formula(tag))
        tag.string = f"formule{len(formulas) - 1}x"
    for tag in article.select(UNWANTED):
        tag.decompose()
    for title in article.select(".admonition-title:not(summary)"):
        title.name = "strong"
    for admonition in article.select(".admonition:not(details)"):
        admonition.name = "blockquote"
    return article, formulas


def markdown(tags: list[Tag], formulas: list[str]) -> str:
    """Le texte de quelques éléments d'une page, en Markdown."""
    writer = Text(heading_style="atx", bullets="-", escape_misc=False)
    whole = "\n\n".join(writer.process_tag(tag, parent_tags=set()) for tag in tags)
    text = re.sub(r"formule(\d+)x", lambda found: formulas[int(found[1])], whole)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def blocks(tag: Tag) -> Iterator[Tag]:
    """Les éléments d'une page, dans l'ordre ; les sections et les cadres qui contiennent du code s'ouvrent."""
    for child in tag.find_all(recursive=False):
        opened = child.name == "section" or ("cell" not in child.get("class", []) and child.select_one("div.cell"))
        yield from blocks(child) if opened else [child]


def code_cell(source: str, *, hidden: bool = False) -> nbformat.NotebookNode:
    """Une cellule de code, repliée si la page ne montre pas son code."""
    metadata = {"jupyter": {"source_hidden": True}} if hidden else {}
    return nbformat.v4.new_code_cell(GLUE.sub(NO_GLUE, source), metadata=metadata)


def cells(html: str, sources: list[nbformat.NotebookNode]) -> Iterator[nbformat.NotebookNode]:
    """Les cellules d'un carnet : le texte de la page, et le code à sa place, cellules invisibles comprises."""
    article, formulas = simplified(html)
    waiting, coming = [], iter(sources)

    def text() -> Iterator[nbformat.NotebookNode]:
        found = markdown(waiting, formulas)
        waiting.clear()
        yield from [nbformat.v4.new_markdown_cell(found)] if found else []

    yield nbformat.v4.new_markdown_cell(FOREWORD)
    for tag in blocks(article):
        slider = tag.select_one(".curseur")
        if "cell" in tag.get("class", []):
            yield from text()
            yield from upto_visible(coming)
            waiting.extend(tag.select("figcaption"))
        elif slider:
            yield from text()
            yield code_cell(f'from mlcourse.widgets import slider\n\nslider("{slider["data-slider"]}")')
            waiting.extend(tag.select("figcaption"))
        else:
            waiting.append(tag)
    yield from text()
    yield from (code_cell(cell.source, hidden=True) for cell in coming)


def upto_visible(sources: Iterator[nbformat.NotebookNode]) -> Iterator[nbformat.NotebookNode]:
    """Les cellules que la page n'a pas, puis celle qu'elle a."""
    for source in sources:
        tags = set(source.metadata.get("tags", []))
        yield code_cell(source.source, hidden=bool(tags & HIDDEN))
        if "remove-cell" not in tags:
            return


def is_executed(path: Path) -> bool:
    """Dit si une page exécute du code."""
    return is_myst_markdown_notebook(path.read_text(encoding="utf8"))


def page_notebook(source: Path, html: str) -> bytes:
    """Le carnet d'une page, de sa source et de ce que le livre en a fait ; deux fois la même donne les mêmes octets."""
    read = read_myst_markdown_notebook(source.read_text(encoding="utf8"), MdParserConfig(), add_source_map=False)
    found = list(cells(html, [cell for cell in read.cells if cell.cell_type == "code"]))
    for number, cell in enumerate(found):
        cell.id = f"cellule-{number}"
    kernel = {
        "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"},
        "language_info": {"name": "python"},  # sans quoi JupyterLite demande quel noyau choisir
    }
    notebook = nbformat.v4.new_notebook(cells=found, metadata=kernel)
    return (nbformat.writes(notebook) + "\n").encode()
