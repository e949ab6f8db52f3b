"""Le passage typographique : ce qui s'imprime pour ce qui se tape."""

import pytest
from docutils import nodes
from sphinx import addnodes

NBSP, THIN, JOINER = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{WORD JOINER}"


@pytest.fixture(scope="session")
def typography(extension):
    return extension("french_typography")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Pourquoi ?", f"Pourquoi{THIN}?"),
        ("Pourquoi?", f"Pourquoi{THIN}?"),
        ("une perte ; un coût", f"une perte{THIN}; un coût"),
        ("Vraiment ?!", f"Vraiment{THIN}?!"),
        ("(vraiment ?)", f"(vraiment{THIN}?)"),
        ("le coût : une moyenne", f"le coût{NBSP}: une moyenne"),
        ("voici :", f"voici{NBSP}:"),
        ("« 90 % »", f"«{NBSP}90{NBSP}%{NBSP}»"),
        ("«mot»", f"«{NBSP}mot{NBSP}»"),
        ("« Oui ! »", f"«{NBSP}Oui{THIN}!{NBSP}»"),
        ("l'écart d'un lot", "l’écart d’un lot"),
        ("l'« écart »", f"l’«{NBSP}écart{NBSP}»"),
        ("et ainsi de suite...", "et ainsi de suite…"),
        ("1 797 images", f"1{THIN}797 images"),
        ("1 234 567 octets", f"1{THIN}234{THIN}567{NBSP}octets"),
        ("en 12 ms ou 3 s", f"en 12{NBSP}ms ou 3{NBSP}s"),
        ("voir p. 12", f"voir p.{NBSP}12"),
        ("0,25 et 12,8 millions", "0,25 et 12,8 millions"),
        ("theta <- theta - alpha g", f"theta{NBSP}← theta −{NBSP}alpha g"),
        ("z >= 0 et a <= 1", f"z ≥{NBSP}0 et a ≤{NBSP}1"),
        ("exp(-z), de -1 à 1", "exp(−z), de −1 à 1"),
        ("relu'(z)", "relu′(z)"),
        ("ndarray -- le gradient", f"ndarray{NBSP}– le gradient"),
        ("un porte-clés, dix-sept", "un porte-clés, dix-sept"),
    ],
)
def test_prose_is_printed_the_french_way(typography, typed, printed):
    assert typography.typeset(typed) == printed


@pytest.mark.parametrize("text", ["https://exemple.fr/a?b=1", "à 10:30", "module::nom", "a != b", "en 1986 et 2015"])
def test_what_is_not_punctuation_is_left_alone(typography, text):
    assert typography.typeset(text) == text


def test_typesetting_twice_changes_nothing_more(typography):
    once = typography.typeset("L'erreur : « 1 797 » fois, soit 90 % ! Pourquoi ?")
    assert typography.typeset(once) == once


def printed(typography, *children):
    parent = nodes.paragraph("", "", *children)
    for text in list(parent.findall(nodes.Text)):
        if typography.is_prose(text):
            typography.typeset_node(text)
    return parent.astext()


def test_code_and_formulas_keep_their_characters(typography):
    code, formula = nodes.literal("", "f(x) ; g'(x) ?"), nodes.math("", "g'(z) : z")
    assert printed(typography, code, formula) == "f(x) ; g'(x) ?g'(z) : z"


def test_a_line_never_breaks_between_a_formula_and_its_punctuation(typography):
    text = printed(typography, nodes.Text("si "), nodes.math("", "y = 0"), nodes.Text(", alors "), nodes.math("", "a"))
    assert text == f"si y = 0{JOINER}, alors a"


def test_punctuation_after_a_formula_gets_its_no_break_space(typography):
    assert printed(typography, nodes.math("", "z"), nodes.Text(" : le logit")) == f"z{JOINER}{NBSP}: le logit"
    assert printed(typography, nodes.math("", "z"), nodes.Text("; puis")) == f"z{JOINER}{THIN}; puis"


def test_equal_texts_in_one_paragraph_are_told_apart(typography):
    parts = (nodes.Text(" ; "), nodes.emphasis("", "a"), nodes.Text(" ; "), nodes.math("", "b"), nodes.Text(" ; "))
    assert printed(typography, *parts) == f"{THIN}; a{THIN}; b{JOINER}{THIN}; "


def test_a_signature_keeps_its_characters(typography):
    signature = addnodes.desc_signature("", "", nodes.inline("", "f(a='relu', b=-1)"))
    text = next(iter(signature.findall(nodes.Text)))
    assert not typography.is_prose(text)


def test_an_address_shown_as_a_link_is_not_prose(typography):
    link = nodes.reference("", "https://exemple.fr/l'a", refuri="https://exemple.fr/l'a")
    assert printed(typography, link) == "https://exemple.fr/l'a"
