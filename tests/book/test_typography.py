"""Le passage typographique : ce qui s'imprime pour ce qui se tape."""

import pytest
from docutils import nodes
from sphinx import addnodes

from mlcourse.french import NARROW, NO_BREAK


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


def test_a_number_stays_with_the_chapter_or_the_exercise_it_names(typography):
    written = "le chapitre 3, les exercices 2 et\n4 du devoir\n1, une table rase"
    kept = f"le chapitre{NO_BREAK}3, les exercices{NO_BREAK}2 et\n4 du devoir{NO_BREAK}1, une table rase"
    assert typeset(typography, nodes.Text(written)) == kept


def test_the_sizes_of_a_network_stay_on_one_line(typography):
    parent = nodes.paragraph("", "", nodes.Text("Un réseau 64-32-1, sous-ajusté, sur MNIST-5k."))
    typography.hold_sizes(parent[0])
    assert [tag.astext() for tag in parent.findall(nodes.inline)] == ["64-32-1", "MNIST-5k"]
    assert parent.astext() == "Un réseau 64-32-1, sous-ajusté, sur MNIST-5k."


def test_the_copy_button_speaks_typeset_french_and_leaves_the_other_languages_alone(typography):
    script = "'en': {\n 'done': 'Oh !',\n},\n'fr' : {\n 'done': 'Copié !',\n},\n'es': {\n 'done': '¡Ah !',\n}"
    assert typography.typeset_messages(script) == script.replace("Copié !", f"Copié{NARROW}!")


def welded(typography, *children):
    """Donne ce que la ligne ne coupera pas, autour de chaque formule d'un paragraphe."""
    parent = nodes.paragraph("", "", *children)
    for formula in list(parent.findall(nodes.math)):
        typography.weld(formula)
    return parent, [tag.astext() for tag in parent.findall(nodes.inline)]


def test_a_formula_is_welded_to_what_touches_it_on_either_side(typography):
    children = [
        nodes.Text("si ("),
        nodes.math("", "y"),
        nodes.Text("),\nalors l’"),
        nodes.math("", "a"),
        nodes.Text("."),
    ]
    parent, together = welded(typography, *children)
    assert together == ["(y),", "l’a."]
    assert parent.astext() == "si (y),\nalors l’a."


def test_a_no_break_space_is_part_of_what_touches_a_formula(typography):
    _, together = welded(typography, nodes.math("", "z"), nodes.Text(f"{NO_BREAK}: le logit "), nodes.math("", "a"))
    assert together == [f"z{NO_BREAK}:"]


def test_punctuation_after_a_formula_gets_its_no_break_space(typography):
    assert typeset(typography, nodes.math("", "z"), nodes.Text(" : le logit")) == f"z{NO_BREAK}: le logit"
    assert typeset(typography, nodes.math("", "z"), nodes.Text("; puis")) == f"z{NARROW}; puis"


def test_equal_texts_in_one_paragraph_are_told_apart(typography):
    parts = (nodes.Text(" ; "), nodes.emphasis("", "a"), nodes.Text(" ; "), nodes.math("", "b"), nodes.Text(" ; "))
    assert typeset(typography, *parts) == f"{NARROW}; a{NARROW}; b{NARROW}; "


def test_a_signature_keeps_its_characters(typography):
    signature = addnodes.desc_signature("", "", nodes.inline("", "f(a='relu', b=-1)"))
    text = next(iter(signature.findall(nodes.Text)))
    assert not typography.is_prose(text)


def test_an_address_shown_as_a_link_is_not_prose(typography):
    link = nodes.reference("", "https://exemple.fr/l'a", refuri="https://exemple.fr/l'a")
    assert typeset(typography, link) == "https://exemple.fr/l'a"
