"""L'index des notions : ``{notions}`` dit, pour chaque mot du glossaire, où le livre l'introduit.

Rien ne s'y écrit à la main. Un mot mène à sa définition, puis, page par page, à la première section qui le porte dans
son titre ou le met en italique, comme on fait d'un mot nouveau ; à défaut, à la première section qui l'emploie dans
la page que nomme le glossaire.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from mlcourse.french import NARROW, NO_BREAK

GLOSSARY = "glossaire"
# Où un mot s'introduit : les pages de repères le répéteraient toutes.
TAUGHT = (
    "introduction",
    "prerequis",
    "retropropagation/",
    "activations-initialisation-normalisation/",
    "optimiseurs/",
    "experiences/",
)
# « Un rang qui ne monte pas » ne parle pas du pas de la descente.
NEGATION = re.compile(r"\b(?:ne |n’)\S+(?: \S+)?? pas\b")
NOT_PROSE = (nodes.FixedTextElement, nodes.literal, nodes.math, nodes.raw, nodes.Invisible)


class Notions(nodes.General, nodes.Element):
    """La place de l'index, tant que tout le livre n'est pas lu."""


@dataclass
class Place:
    """Une section du livre, et ce qu'elle dit sans ses sous-sections."""

    page: str
    anchor: str
    title: nodes.title
    words: str
    stressed: list[str]


def fold(word: str) -> str:
    """Donne la clé de rangement d'un mot : sans casse ni accents."""
    return unicodedata.normalize("NFKD", word.casefold().replace("’", "'")).encode("ascii", "ignore").decode()


def places(env: BuildEnvironment, page: str) -> Iterator[Place]:
    """Donne les sections d'une page ; celle qui l'ouvre n'a pas d'ancre."""
    for rank, section in enumerate(env.get_doctree(page).findall(nodes.section)):
        own = [child for child in section.children if not isinstance(child, nodes.section)]
        texts = [text for child in own for text in child.findall(nodes.Text) if not isinstance(text.parent, NOT_PROSE)]
        stressed = [node.astext() for child in own for node in child.findall(nodes.emphasis)]
        title = section[section.first_child_matching_class(nodes.title)]
        anchor, words = section["ids"][0] if rank else "", " ".join(text.astext() for text in texts)
        yield Place(page, anchor, title, words, [*stressed, NEGATION.sub("", title.astext())])


def pattern(word: str) -> re.Pattern:
    """Reconnaît un mot, au nombre et à la casse près."""
    letters = r"s?\s+".join(map(re.escape, word.split()))
    return re.compile(rf"\b{letters}(?:s|x|e|es)?\b", re.IGNORECASE)


def introduced(word: str, named: str, book: dict[str, list[Place]]) -> Iterator[Place]:
    """Donne la section qui introduit un mot, dans chaque page qui le fait."""
    found = pattern(word)
    for page, sections in book.items():
        stressed = [place for place in sections if any(found.search(text) for text in place.stressed)]
        used = [place for place in sections if page == named and found.search(place.words)]
        yield from (stressed or used or ([sections[0]] if page == named else []))[:1]


def entries(glossary: nodes.document) -> list[tuple[nodes.term, str]]:
    """Donne les mots du glossaire, et la page que nomme chaque définition."""
    items = list(glossary.findall(nodes.definition_list_item))
    named = [[link["reftarget"] for link in item.findall(addnodes.pending_xref)] for item in items]
    pairs = [(item[0], pages[-1]) for item, pages in zip(items, named, strict=True)]
    return sorted(pairs, key=lambda pair: fold(pair[0].astext()))


def reading_order(env: BuildEnvironment, page: str) -> Iterator[str]:
    """Donne les pages du livre dans l'ordre du sommaire."""
    yield page
    for child in env.toctree_includes.get(page, []):
        yield from reading_order(env, child)


def label(env: BuildEnvironment, place: Place) -> nodes.inline:
    """Nomme une section : le numéro de sa page, ou son titre, puis le sien."""
    number = ".".join(map(str, env.toc_secnumbers.get(place.page, {}).get("", ())))
    page = number or (env.titles[place.page].astext() if place.anchor else "")
    title = [child.deepcopy() for child in place.title.children]
    return nodes.inline("", "", *([nodes.Text(f"{page}{NO_BREAK}: ")] if page else []), *title)


def write_index(app: Sphinx, page: str) -> Iterator[nodes.Node]:
    """Écrit l'index d'une page, lettre par lettre, tout le livre étant lu."""
    env = app.env
    pages = [name for name in reading_order(env, env.config.root_doc) if name.startswith(TAUGHT)]
    book = {name: list(places(env, name)) for name in pages}
    rows = [(term, list(introduced(term.astext(), named, book))) for term, named in entries(env.get_doctree(GLOSSARY))]
    for letter, group in groupby(rows, key=lambda row: fold(row[0].astext())[0].upper()):
        yield nodes.rubric("", letter, **{"heading-level": 2})
        items = nodes.bullet_list()
        for term, found in group:
            word = nodes.strong("", term.astext())
            entry = nodes.paragraph("", "", make_refnode(app.builder, page, GLOSSARY, term["ids"][0], word))
            for rank, place in enumerate(found):
                entry += nodes.Text(f"{NARROW}; " if rank else f"{NO_BREAK}: ")
                entry += make_refnode(app.builder, page, place.page, place.anchor, label(env, place))
            items += nodes.list_item("", entry)
        yield items


class NotionsDirective(SphinxDirective):
    """Marque la place de l'index."""

    def run(self) -> list[nodes.Node]:
        """Laisse un nœud que l'on remplira."""
        return [Notions()]


def fill(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Met l'index à sa place."""
    for node in list(doctree.findall(Notions)):
        node.replace_self(list(write_index(app, page)))


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre la directive et ce qui la remplit."""
    app.add_node(Notions)
    app.add_directive("notions", NotionsDirective)
    app.connect("doctree-resolved", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
