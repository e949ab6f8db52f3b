"""Le passage typographique : ce qui s'imprime pour ce qui se tape."""

import pytest
from docutils import nodes
from sphinx import addnodes

from mlcourse.french import NARROW, NO_BREAK

JOINER = "\N{WORD JOINER}"


@pytest.fixture(scope="session")
def typography(extension):
    return extension("french_typography")


def typeset(typography, *children):
    parent = nodes.paragraph("", "", *children)
    for text in list(parent.findall(nodes.Text)):
        if typography.is_prose(text):
            typography.typeset_node(text)
    return parent.astext()


def test_code_and_formulas_keep_their_characters(typography):
    code, formula = nodes.literal("", "f(x) ; g'(x) ?"), nodes.math("", "g'(z) : z")
    assert typeset(typography, code, formula) == "f(x) ; g'(x) ?g'(z) : z"


def test_a_line_never_breaks_between_a_formula_and_its_punctuation(typography):
    text = typeset(typography, nodes.Text("si "), nodes.math("", "y = 0"), nodes.Text(", alors "), nodes.math("", "a"))
    assert text == f"si y = 0{JOINER}, alors a"


def test_punctuation_after_a_formula_gets_its_no_break_space(typography):
    assert typeset(typography, nodes.math("", "z"), nodes.Text(" : le logit")) == f"z{JOINER}{NO_BREAK}: le logit"
    assert typeset(typography, nodes.math("", "z"), nodes.Text("; puis")) == f"z{JOINER}{NARROW}; puis"


def test_equal_texts_in_one_paragraph_are_told_apart(typography):
    parts = (nodes.Text(" ; "), nodes.emphasis("", "a"), nodes.Text(" ; "), nodes.math("", "b"), nodes.Text(" ; "))
    assert typeset(typography, *parts) == f"{NARROW}; a{NARROW}; b{JOINER}{NARROW}; "


def test_a_signature_keeps_its_characters(typography):
    signature = addnodes.desc_signature("", "", nodes.inline("", "f(a='relu', b=-1)"))
    text = next(iter(signature.findall(nodes.Text)))
    assert not typography.is_prose(text)


def test_an_address_shown_as_a_link_is_not_prose(typography):
    link = nodes.reference("", "https://exemple.fr/l'a", refuri="https://exemple.fr/l'a")
    assert typeset(typography, link) == "https://exemple.fr/l'a"
