"""Une formule, de TeX à MathML : ce qui entre dans la page est un arbre vérifié, et non le texte d'une bibliothèque.

La bibliothèque latex2mathml recolle des morceaux d'une formule et en défait les entités après l'avoir écrite : une
balise que la copie avait perdue s'y referme. On ne lui demande donc que l'arbre ; il n'en reste que ce que nomment
`ELEMENTS` et `ATTRIBUTES`, et tout texte s'y écrit comme du texte.
"""

import html
import re
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element

from mlcourse.grading.submission.formulas import LOOKALIKE, inert_formulas

MAX_FORMULA = 2_000
ELEMENTS = {
    *("math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace"),
    *("msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover"),
}
ATTRIBUTES = {
    *("accent", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle", "fence", "form"),
    *("height", "largeop", "linebreak", "linethickness", "lspace", "mathcolor", "mathsize", "mathvariant", "maxsize"),
    *("minsize", "movablelimits", "notation", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator"),
    *("stretchy", "voffset", "width"),
}
_VALUE = re.compile(r"[\w .#%+-]{0,80}")  # un mot, un nombre, une longueur, une couleur ; jamais une adresse


def formula(source, display="inline"):
    r"""Une formule en MathML ; son texte, si une commande n'y est pas permise ou ne se comprend pas.

    >>> formula("a<b").partition(">")[2], formula(r"\href{x}{y}")
    ('<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow></math>', '<code>\\href{x}{y}</code>')
    """
    marked = f"${source}$"
    if len(source) <= MAX_FORMULA and LOOKALIKE not in source and inert_formulas(marked) == marked:
        try:
            tree = _checked(convert_to_element(source, display=display))
            return tostring(tree, encoding="unicode", short_empty_elements=False)
        except Exception:  # noqa: BLE001 (une faute de frappe égare l'analyseur ; la formule se lit quand même)
            pass
    return f"<code>{html.escape(source)}</code>"


def _checked(element):
    """Le même arbre, réduit à ce qui est permis, où les références de caractères sont devenues des caractères."""
    if element.tag not in ELEMENTS:
        raise ValueError(element.tag)
    attributes = {name: value for name, value in element.items() if name in ATTRIBUTES and _VALUE.fullmatch(value)}
    kept = Element(element.tag, attributes)
    kept.text = html.unescape(element.text or "")
    kept.extend(map(_checked, element))
    return kept
