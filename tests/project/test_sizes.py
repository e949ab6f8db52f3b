"""Ce que l'on peut lire d'une traite : le code se compte, et lui seul ; les docstrings s'étendent à loisir."""

import ast
import tokenize

import pytest

from .test_imports import MODULES, layer_of, name_of

MODULE, CLASS_MODULE, FUNCTION = 150, 220, 25
# Le cœur se lit en une soirée ; son appendice, qui fait tourner règles et activations, se lit à part ou pas du tout.
CORE, APPENDIX = 1200, 300
APPENDIX_LAYERS = {"_inplace", "_compiled", "_fused"}

BLANK = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DOCUMENTED = (ast.Module, ast.ClassDef, *FUNCTIONS)


def code_lines(path):
    """Les numéros des lignes de code d'un fichier : ni docstring, ni commentaire, ni ligne vide ; et son arbre."""
    lines, tree = set(), ast.parse(path.read_text(encoding="utf-8"))
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type not in BLANK:
                lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None:
            lines -= spanned(node.body[0])
    return lines, tree


def spanned(first, last=None):
    """Les numéros des lignes qui vont d'un nœud à un autre, ou qu'un seul occupe."""
    return set(range(first.lineno, (last or first).end_lineno + 1))


def bound_of(path):
    """Ce qu'un module peut compter de lignes : davantage quand une seule classe en fait plus de la moitié."""
    lines, tree = code_lines(path)
    classes = [len(lines & spanned(node)) for node in tree.body if isinstance(node, ast.ClassDef)]
    return CLASS_MODULE if 2 * max(classes, default=0) > len(lines) else MODULE


def function_lengths(path):
    """Le nom de chaque fonction et les lignes de code de son corps : une signature étalée n'en est pas."""
    lines, tree = code_lines(path)
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            yield node.name, len(lines & spanned(node.body[0], node.body[-1]))


def count(layers):
    """Les lignes de code de chaque module de ces couches."""
    return {name_of(path): len(code_lines(path)[0]) for path in MODULES if layer_of(name_of(path)) in layers}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_one_idea_that_can_be_read_at_once(path):
    length, bound = len(code_lines(path)[0]), bound_of(path)
    assert length <= bound, (
        f"{name_of(path)} a {length} lignes de code, pour {bound} au plus. Faites-le relire : s'il y a là deux idées, "
        f"la seconde mérite son module ; s'il n'y en a qu'une, simplifiez. Ne le coupez pas au compteur."
    )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_fits_in_a_glance(path):
    too_long = {name: length for name, length in function_lengths(path) if length > FUNCTION}
    assert not too_long, (
        f"{name_of(path)} : {too_long} lignes de code, pour {FUNCTION} au plus. Donnez un nom à une étape, et "
        f"faites-en une fonction."
    )


@pytest.mark.parametrize(
    ("what", "layers", "bound"), [("le cœur", {"core"}, CORE), ("l'appendice du cœur", APPENDIX_LAYERS, APPENDIX)]
)
def test_the_core_is_read_in_one_evening(what, layers, bound):
    lengths = count(layers)
    total = sum(lengths.values())
    assert total > bound / 4, f"{what} n'a que {total} lignes : est-il encore compté tout entier ? {lengths}"
    assert total <= bound, (
        f"{what} a {total} lignes de code, pour {bound} au plus. Ce qu'un lecteur du cours n'ouvre jamais vit hors du "
        f"cœur ; ce qui s'y répète n'y a qu'une place. Module par module : {lengths}"
    )


EXAMPLE = '''"""Un
module."""

# Rien.
x = f(  # un appel
    1,
)


def f(
    y,
):
    """Une fonction."""

    return y
'''
CLASS = '''class C:
    """Une classe."""

    a = b = c = """Un texte
    n'est pas une docstring."""
'''


@pytest.fixture
def module(tmp_path):
    """Écrit un module d'essai et en donne le chemin."""

    def write(text):
        path = tmp_path / "module.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_docstrings_comments_and_blank_lines_are_not_code(module):
    path = module(EXAMPLE)
    assert len(code_lines(path)[0]) == 7
    assert dict(function_lengths(path)) == {"f": 1}


def test_a_class_makes_its_module_when_it_is_more_than_half_of_it(module):
    assert [bound_of(module(CLASS + "x = 1\n" * lines)) for lines in (2, 3)] == [CLASS_MODULE, MODULE]
    assert bound_of(module(CLASS + CLASS)) == MODULE
