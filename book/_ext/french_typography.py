"""Typographie française : les pages s'écrivent avec le clavier, le livre s'affiche comme il s'imprime.

Espace fine insécable (U+202F) avant ; ! ? et entre les tranches de trois chiffres, espace insécable
(U+00A0) avant : et %, dans « » et devant une unité, un renvoi ou le numéro d'un chapitre, apostrophe courbe, points de
suspension. Une formule et ce qui la touche, parenthèse ou ponctuation, restent sur la même ligne ;
les parties de 64-32-1 aussi. Ni le code ni les formules ne changent. Le travail se fait à la lecture
des pages : les titres des menus, les légendes et l'index de recherche en profitent. Le bouton qui
copie un code dit ce qu'il fait dans un script ; ses messages français sont mis en forme à la fin.
"""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from mlcourse.french import NARROW, NO_BREAK, printed

BEFORE_REFERENCE = re.compile(r"\b((?:équation|formule|figure|tableau|section|chapitre|programme|relation)s?)[ \n]$")
NUMBERED = re.compile(r"\b((?:chapitre|section|devoir|exercice|question|figure|tableau|table)s?)[ \n](?=\d)")
SIZES = re.compile(r"(\w+(?:-\d+\w*)+)")
UNTOUCHED = (nodes.FixedTextElement, nodes.literal, nodes.math, nodes.raw, nodes.Invisible, addnodes.desc_signature)


def is_prose(text: nodes.Text) -> bool:
    """Dit si un nœud de texte est de la prose : ni code, ni formule, ni adresse."""
    node = text.parent
    if isinstance(node, nodes.reference) and text.astext() == node.get("refuri"):
        return False
    while node is not None:
        if isinstance(node, UNTOUCHED):
            return False
        node = node.parent
    return True


def rank(node: nodes.Node) -> int:
    """Donne la place d'un nœud parmi ses frères ; par identité, car deux frères peuvent être égaux."""
    return next(i for i, sibling in enumerate(node.parent.children) if sibling is node)


def neighbour(node: nodes.Node, step: int) -> nodes.Node | None:
    """Donne le nœud voisin dans le même paragraphe : -1 avant, 1 après."""
    siblings, index = node.parent.children, rank(node) + step
    return siblings[index] if 0 <= index < len(siblings) else None


def typeset_node(text: nodes.Text) -> None:
    """Remplace un nœud de texte par sa forme imprimée, compte tenu de ses voisins."""
    result = NUMBERED.sub(rf"\1{NO_BREAK}", printed(text.astext()))
    before, after = neighbour(text, -1), neighbour(text, 1)
    if before is not None:
        result = re.sub(r"^([;!?]+)(?=\s|$)", rf"{NARROW}\1", result)
        result = re.sub(r"^:(?=\s|$)", f"{NO_BREAK}:", result)
    if isinstance(after, addnodes.pending_xref):
        result = BEFORE_REFERENCE.sub(rf"\1{NO_BREAK}", result)
    if result != text.astext():
        text.parent[rank(text)] = nodes.Text(result)


def weld(formula: nodes.math) -> None:
    """Réunit une formule et ce qui la touche, des deux côtés, dans un élément que la ligne ne coupe pas.

    Un navigateur coupe la ligne de part et d'autre d'une formule, même devant un point ou après une espace insécable ;
    seul le style d'un élément qui contient les deux l'en empêche (« .welded », dans elements.css).
    """
    before, after = neighbour(formula, -1), neighbour(formula, 1)
    left = before.astext() if isinstance(before, nodes.Text) else ""
    right = after.astext() if isinstance(after, nodes.Text) else ""
    left, head = re.fullmatch(r"(.*?)([^ \n]*)", left, re.DOTALL).groups()
    tail, right = re.fullmatch(r"([^ \n]*)(.*)", right, re.DOTALL).groups()
    if head or tail:
        for text, rest in ((before, left), (after, right)):
            if isinstance(text, nodes.Text):
                text.parent[rank(text)] = nodes.Text(rest)
        whole = nodes.inline(classes=["welded"])
        formula.parent[rank(formula)] = whole
        whole += [nodes.Text(head), formula, nodes.Text(tail)]


def hold_sizes(text: nodes.Text) -> None:
    """Garde sur une ligne 64-32-1 ou MNIST-5k, que le navigateur couperait après un trait d'union."""
    parts = SIZES.split(text.astext())
    if len(parts) > 1 and not isinstance(text.parent, nodes.title):
        held = [
            nodes.inline("", part, classes=["unbroken"]) if i % 2 else nodes.Text(part) for i, part in enumerate(parts)
        ]
        index = rank(text)
        text.parent[index : index + 1] = held


class FrenchTypography(SphinxTransform):
    """Met en forme la prose d'une page, et le texte de remplacement de ses images."""

    # Avant que Sphinx ne relève les titres (880).
    default_priority = 820

    def apply(self, **kwargs: object) -> None:
        """Passe sur chaque texte de la page."""
        for text in list(filter(is_prose, self.document.findall(nodes.Text))):
            typeset_node(text)
        for formula in list(self.document.findall(nodes.math)):
            weld(formula)
        for text in list(filter(is_prose, self.document.findall(nodes.Text))):
            hold_sizes(text)
        for node in self.document.findall(nodes.image):
            if "alt" in node:
                node["alt"] = printed(node["alt"])
        for node in self.document.findall(nodes.meta):
            if "content" in node:
                node["content"] = printed(node["content"])


def offer_filter(app: Sphinx) -> None:
    """Donne aux gabarits le filtre `printed` : ôter les balises du titre de l'onglet ôte ses espaces insécables."""
    app.builder.templates.environment.filters["printed"] = printed


def typeset_messages(script: str) -> str:
    """Met en forme les messages français d'un script, celui de sphinx_copybutton, qui en a en plusieurs langues."""

    def typeset_french(messages: re.Match) -> str:
        return re.sub(r"'([^'\n]*)'", lambda text: f"'{printed(text[1])}'", messages[0])

    return re.sub(r"'fr' *: *\{[^}]*\}", typeset_french, script)


def typeset_copy_button(app: Sphinx, exception: Exception | None) -> None:
    """Met en forme ce que dit le bouton de copie."""
    path = Path(app.outdir) / "_static" / "copybutton.js"
    if exception is None and path.exists():
        path.write_text(typeset_messages(path.read_text(encoding="utf8")), encoding="utf8")


def setup(app: Sphinx) -> dict[str, object]:
    """Ajoute le passage typographique à la lecture des pages."""
    app.add_transform(FrenchTypography)
    app.connect("builder-inited", offer_filter)
    app.connect("build-finished", typeset_copy_button)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
