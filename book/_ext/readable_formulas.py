r"""Une formule en une ligne de texte : ``\frac{\partial L}{\partial z}`` se lit « ∂L/∂z ».

KaTeX écrit chaque formule deux fois, pour l'œil et en MathML pour les lecteurs d'écran ; c'est la seconde
qui se lit ici. Un indice ou un exposant prend les petits caractères d'Unicode s'ils existent tous et s'il est
court ; sinon « _ » ou « ^ », avec des parenthèses là où l'on se tromperait.
"""

from __future__ import annotations

import re

from bs4 import NavigableString, Tag

LOW = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
HIGH = str.maketrans("0123456789+-−=()⊤TnLlijkm′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵀᵀⁿᴸˡⁱʲᵏᵐ′")
ACCENTS = {
    "^": "\N{COMBINING CIRCUMFLEX ACCENT}",
    "ˉ": "\N{COMBINING MACRON}",
    "~": "\N{COMBINING TILDE}",
    "˙": "\N{COMBINING DOT ABOVE}",
    "⃗": "\N{COMBINING RIGHT ARROW ABOVE}",
}
RELATION = re.compile(r"\s*([=≠≈≡≤≥<>∈∉→←↦⟶⟼∼≪≫⇒⇔⟹⟺⊙∘∝≜]|:=)\s*")
# Autour d'un nom de fonction, que l'on sépare de ses voisins.
EDGE = "\N{FUNCTION APPLICATION}"
EDGES = re.compile(rf"(?<![\w)\]}}]){EDGE}+|{EDGE}+(?=[(\[\s,;]|$)")
UNSEEN = re.compile("[\N{WORD JOINER}-\N{INVISIBLE PLUS}\N{ZERO WIDTH SPACE}\N{BOTTOM CURLY BRACKET}]")
AMBIGUOUS = re.compile(r"[\s+−×·/,=]")
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def grouped(text: str) -> str:
    """Met entre parenthèses ce qui, sur une ligne, se lirait de travers."""
    return f"({text})" if AMBIGUOUS.search(BRACKETED.sub("", text)) else text


def small(text: str, table: dict[int, int], mark: str) -> str:
    """Donne un indice ou un exposant."""
    text = text.strip(f" {EDGE}")
    if len(text) < 5 and all(ord(sign) in table for sign in text):
        return text.translate(table)
    return mark + grouped(text)


def read_script(node: Tag, parts: list[str]) -> str:
    """Lit une base et ce qu'elle porte dessous, dessus, ou les deux."""
    base, *others = parts
    text = base.rstrip(EDGE)
    edge = base[len(text) :]
    if node.name in ("msub", "munder", "msubsup", "munderover"):
        text += small(others.pop(0), LOW, "_")
    if others and node.name == "mover" and others[0] in ACCENTS:
        return text + ACCENTS[others[0]] + edge
    return text + (small(others[0], HIGH, "^") if others else "") + edge


def read_node(node: Tag | NavigableString) -> str:
    """Lit un nœud de MathML et tout ce qu'il contient."""
    if isinstance(node, NavigableString):
        return UNSEEN.sub("", str(node)).strip("\n")
    if node.name == "annotation":
        return ""
    if node.name == "mi" and len(node.get_text()) > 1:
        return EDGE + node.get_text() + EDGE
    parts = [read_node(child) for child in node.children]
    if node.name == "mfrac":
        return "/".join(map(grouped, parts))
    if node.name == "msqrt":
        return f"√{grouped(''.join(parts))}"
    if node.name in ("msub", "msup", "msubsup", "munder", "mover", "munderover"):
        return read_script(node, parts)
    separator = {"mtable": " ; ", "mtr": " "}.get(node.name, "")
    return separator.join(part for part in parts if part) + (" " if node.name == "mspace" else "")


def read_formula(math: Tag) -> str:
    """Donne la formule d'un élément ``math`` en une ligne."""
    text = EDGES.sub("", RELATION.sub(r" \1 ", read_node(math)))
    return re.sub(rf"[\s{EDGE}]+", " ", text).strip()
