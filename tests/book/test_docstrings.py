"""Les docstrings du cœur : chacune dit tout ce que l'on doit lui passer, ce qu'elle rend, et d'où elle vient."""

import ast
import importlib
import inspect
import re
import sys
import textwrap

from numpydoc.docscrape import NumpyDocString
from numpydoc.validate import validate

# Les sections du plan du livre, écrites ou non : la référence lie d'elle-même celles qui existent.
SECTIONS = {f"{chapter}.{k}" for chapter, last in ((1, 6), (2, 4), (3, 7)) for k in range(1, last + 1)}
# Les règles de numpydoc que suit le cœur, et ce qu'il faut faire. Les autres sont de goût (SA01, ES01), relisent
# une phrase anglaise (SS05), ou prennent pour une faute une minuscule de formule (PR08, RT04), un renvoi à une autre
# fonction pour tous les types (PR04), les sources après l'exemple (GL07), un résultat nommé (RT02).
RULES = {
    "GL01": "commencez la docstring sur la ligne des guillemets",
    "GL03": "une seule ligne vide sépare deux paragraphes",
    "GL05": "remplacez les tabulations par des espaces",
    "GL06": "gardez les titres de numpydoc (Parameters, Returns, Raises, Examples, References…)",
    "GL08": "ajoutez une docstring",
    "SS01": "commencez par une phrase",
    "SS03": "terminez la première phrase par un point",
    "SS06": "faites tenir la première phrase sur une ligne",
    "PR01": "décrivez sous « Parameters » tous les paramètres de la signature",
    "PR02": "ôtez de « Parameters » ce qui n'est pas dans la signature",
    "PR03": "donnez les paramètres dans l'ordre de la signature",
    "PR07": "dites ce qu'est le paramètre",
    "PR09": "terminez la description du paramètre par un point",
    "PR10": "mettez une espace avant les deux-points qui précèdent le type",
    "RT01": "ajoutez « Returns »",
    "RT03": "dites ce qui est rendu",
    "RT05": "terminez la description du résultat par un point",
    "YD01": "ajoutez « Yields »",
    "EX01": "ajoutez sous « Examples » un exemple qui s'exécute",
}
# Une méthode peut s'en remettre à l'exemple de sa classe.
NOT_FOR_METHODS = {"EX01"}


def resolve(name):
    """Donne l'objet que désigne un nom complet."""
    _, module, *path = name.split(".")
    value = importlib.import_module(f"mlcourse.{module}")
    for attribute in path:
        value = getattr(value, attribute)
    return value


def is_method(name):
    """Dit si un nom complet est celui d'une méthode : paquet, module, classe, méthode."""
    return name.count(".") == 3


def complaints(name):
    """Donne ce qui manque à la docstring d'une entrée, en français."""
    for code, message in validate(name)["errors"]:
        if code in RULES and not (is_method(name) and code in NOT_FOR_METHODS):
            yield f"{RULES[code]} ({code} : {message})"


def names_in(node):
    """Donne les noms qu'un nœud contient."""
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}


def raised_by(node, scope):
    """Donne les exceptions qui sortent d'un nœud : les siennes et celles des fonctions privées qu'il appelle."""
    if isinstance(node, ast.Try):
        caught = set().union(*(names_in(handler.type) for handler in node.handlers if handler.type))
        rest = [*node.handlers, *node.orelse, *node.finalbody]
        inside = set().union(*(raised_by(child, scope) for child in node.body)) - caught
        return inside.union(*(raised_by(child, scope) for child in rest))
    found = set().union(*(raised_by(child, scope) for child in ast.iter_child_nodes(node)))
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        found |= names_in(node.exc.func)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        helper = scope.get(node.func.id)
        if inspect.isfunction(helper) and (helper.__name__[0] == "_" or "._" in helper.__module__):
            found |= raised(helper)
    return found


def raised(value):
    """Donne les exceptions que lève le code d'une fonction, ou de ce qui construit une classe."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(value))).body
    builders = [node for node in tree.body if getattr(node, "name", "") in {"__init__", "__post_init__"}]
    scope = vars(sys.modules[value.__module__])
    return set().union(*(raised_by(node, scope) for node in (builders if inspect.isclass(value) else [tree])))


def documented(docstring):
    """Donne les exceptions que dit une docstring."""
    return {error.type for error in NumpyDocString(docstring)["Raises"]}


def test_a_docstring_follows_numpydoc(entry):
    found = list(complaints(entry))
    assert not found, f"{entry} :\n" + "\n".join(found)


def test_a_docstring_names_its_section_of_the_book(entry):
    numbers = set(re.findall(r"\b[Ss]ection\s+(\d+\.\d+)\s+du\s+livre", inspect.getdoc(resolve(entry)) or ""))
    assert numbers or is_method(entry), (
        f"{entry} : ajoutez sous « References » la section qui l'établit, par exemple « Section 3.4 du livre. »"
    )
    assert numbers <= SECTIONS, f"{entry} : le plan du livre n'a pas de section {', '.join(sorted(numbers - SECTIONS))}"


def test_a_docstring_says_the_errors_that_the_code_raises(entry):
    value = resolve(entry)
    docstring = inspect.getdoc(value)
    missing = raised(getattr(value, "fget", value)) - documented(docstring)
    # Une dérivée renvoie à sa fonction, qui dit les erreurs en même temps que les arguments.
    assert not missing or "Comme pour `" in docstring, (
        f"{entry} : ajoutez sous « Raises » quand se lève {', '.join(sorted(missing))}"
    )


def imaginary():
    """Rend l'unité

    Returns
    -------
    int
        L'unité
    """


def test_what_is_missing_is_said_in_french(monkeypatch):
    monkeypatch.setattr("mlcourse.losses.one_hot", imaginary)
    imaginary.__module__ = "mlcourse.losses"
    found = list(complaints("mlcourse.losses.one_hot"))
    assert [message.split(" (")[0] for message in found] == [RULES[code] for code in ("SS03", "RT05", "EX01")]


class Refusing:
    """Refuse tout."""

    def __init__(self, a):
        """Refuse d'exister."""
        if a:
            raise ValueError("a")
        raise KeyError("a")

    def method(self):
        """Refuse de servir."""
        try:
            _refuse()
        except (OSError, TypeError):
            raise TypeError("a") from None


def _refuse():
    if not imaginary():
        raise ArithmeticError("b")
    raise OSError("a")


def test_the_errors_raised_are_read_in_the_code():
    assert raised(Refusing) == {"ValueError", "KeyError"}
    assert raised(Refusing.method) == {"ArithmeticError", "TypeError"}
    assert raised(imaginary) == set()


def test_the_errors_said_are_read_in_the_docstring():
    docstring = "A.\n\nRaises\n------\nValueError\n    Si a.\nKeyError\n    Si b.\n\nExamples\n--------\nUn."
    assert documented(docstring) == {"ValueError", "KeyError"}
    assert documented("A.") == set()
