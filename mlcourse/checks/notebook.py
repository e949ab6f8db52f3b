"""Ce qu'est une cellule de devoir : ses rôles, ce qui entoure les solutions et les tests cachés, ce qu'elle définit.

Une cellule est celle d'un carnet, lue par `json` ou par `nbformat`. Ce module n'emploie que la bibliothèque standard.
"""

import ast
import hashlib
import re
import unicodedata
import warnings
from functools import lru_cache

SOLUTION = ("# DÉBUT SOLUTION", "# FIN SOLUTION")
HIDDEN = ("# DÉBUT TESTS CACHÉS", "# FIN TESTS CACHÉS")
USUAL = frozenset({"numpy", "matplotlib"})  # ce qu'un devoir permet, s'il n'en dit rien
UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
# Aucun de ces motifs n'a deux répétitions de suite qui se disputent les mêmes caractères : une ligne d'un million
# d'espaces se lit en un temps proportionnel à sa longueur.
_NOT_PYTHON = re.compile(r"^[ \t]*[%!?].*$|^.*\?[ \t]*$", re.MULTILINE)  # commandes d'IPython, demandes d'aide
_ANSWERED = re.compile(r"^([\w, ]+)= *[%!].*$", re.MULTILINE)  # fichiers = !ls
_RUNS = re.compile(r"^[ \t]*%(?:run|load)\b", re.MULTILINE)
_FORMATTED = re.compile(r"""f['"]|fr['"]""", re.IGNORECASE)
_LIBRARIES = re.compile(r"^\W*Bibliothèques\b.*$", re.MULTILINE)
_MODULE = re.compile(r"`([^\W\d][\w.]*)`")
_REREAD = 200_000_000  # accolades fois caractères
# Un nom et ses points, quelles que soient ses lettres et ses fins de ligne.
_DOTTED = re.compile(r"(?:\.[\s\\]*+[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*+[\s\\]*+)++", re.ASCII)
_DOTS = 100  # d'un nom
_ACCENTS = 100  # de suite
_FOREIGN = re.compile(rf"[\x80-\U0010ffff]{{{_ACCENTS},}}")
_CACHED = 512  # cellules : un poste corrige cent fois le même sujet


def grading(cell):
    """Ce que nbgrader sait d'une cellule : ses réglages, vides s'il n'en a pas."""
    return cell["metadata"].get("nbgrader", {})


def grade_id(cell):
    """Le nom d'une cellule pour nbgrader, ou une chaîne vide."""
    return grading(cell).get("grade_id", "")


def is_solution(cell):
    """Vrai d'une cellule où l'étudiant répond."""
    return bool(grading(cell).get("solution"))


def is_test(cell):
    """Vrai d'une cellule de tests, que nbgrader note d'après ses sorties."""
    return cell["cell_type"] == "code" and bool(grading(cell).get("grade")) and not is_solution(cell)


def allowed_libraries(cells):
    """Les modules que nomme l'énoncé, sur sa ligne « Bibliothèques » ; None s'il n'en a pas."""
    for cell in cells:
        line = cell["cell_type"] == "markdown" and not is_solution(cell) and _LIBRARIES.search(cell["source"])
        if line:
            return frozenset(_MODULE.findall(line[0]))
    return None


def untouched(cell):
    """Vrai d'une cellule telle que nbgrader l'a distribuée : l'empreinte qu'elle porte est la sienne."""
    ours = grading(cell)
    if "checksum" not in ours:
        return True
    words = [cell["source"], cell["cell_type"], *map(str, (bool(ours.get("grade")), is_solution(cell)))]
    words += [str(not is_solution(cell) and bool(ours.get("grade") or ours.get("locked"))), ours["grade_id"]]
    words += [str(float(ours["points"]))] if ours.get("grade") else []
    return hashlib.md5("".join(words).encode(), usedforsecurity=False).hexdigest() == ours["checksum"]


def hidden_lines(source, delimiters=HIDDEN):
    r"""Les numéros des lignes cachées, délimiteurs compris.

    >>> hidden_lines("assert f(1)\n# DÉBUT TESTS CACHÉS\nassert f(2)\n# FIN TESTS CACHÉS\nassert f(3)")
    (2, 3, 4)
    """
    begin, end = delimiters
    inside, found = False, []
    for number, line in enumerate(source.split("\n"), 1):
        inside = inside or begin in line
        if inside:
            found.append(number)
        inside = inside and end not in line
    return tuple(found)


def without_lines(source, numbers):
    r"""Le même programme, dont ces lignes sont vides : chaque autre reste à sa place.

    >>> without_lines("a\nb\nc", (2,))
    'a\n\nc'
    """
    return "\n".join("" if number in numbers else line for number, line in enumerate(source.split("\n"), 1))


def parse(source):
    """L'arbre d'un programme, ou None s'il ne se lit pas : commandes `%magiques`, faute de syntaxe, longueur."""
    try:
        return _tree(source)
    except UNPARSABLE:
        return None


def syntax_fault(source):
    """La ligne où un programme cesse d'être du Python, ou zéro."""
    try:
        _tree(source)
    except UNPARSABLE as error:
        return getattr(error, "lineno", None) or 1
    return 0


def _tree(source):
    """L'arbre d'un programme ; lève l'une des `UNPARSABLE`, aussi quand Python y passerait un temps sans mesure.

    Python 3.11 relit une chaîne f"…" à chacune de ses accolades, recopie un nom à chacun de ses points, et en range les
    accents écrits à part en les comparant deux à deux.
    """
    if source.count("{") * len(source) > _REREAD and _FORMATTED.search(source):
        raise ValueError("trop d'accolades")
    if any(found[0].count(".") > _DOTS for found in _DOTTED.finditer(source)):
        raise ValueError("un nom a trop de points")
    if any(_overloaded(found[0]) for found in _FOREIGN.finditer(source)):
        raise ValueError("une lettre a trop d'accents")
    with warnings.catch_warnings(action="ignore"):  # « \\s » dans une chaîne : l'affaire de qui l'a écrite
        return ast.parse(source)


def _overloaded(text):
    """Vrai d'un texte dont une lettre porte trop d'accents écrits à part."""
    kinds = "".join(unicodedata.category(letter)[0] for letter in text)
    return "M" * (_ACCENTS + 1) in kinds


def parse_cell(source):
    r"""L'arbre d'une cellule de Jupyter, sans ses lignes qui ne sont pas du Python ; None s'il ne se lit pas.

    >>> [type(node).__name__ for node in parse_cell("%matplotlib inline\nfiles = !ls\nx = 1\nx?").body]
    ['Assign', 'Assign']
    """
    return parse(source) or parse(_NOT_PYTHON.sub("", _ANSWERED.sub(r"\1= None", source)))


def defined_names(source):
    r"""Ce que demande une solution : ce qu'elle définit par `def`, `class` ou `=`, ni ce qu'elle importe, ni le reste.

    >>> sorted(defined_names("import numpy as np\ndef f(x):\n    y = 1\nclass A: pass\ng = h = f"))
    ['A', 'f', 'g', 'h']
    """
    tree = parse_cell(source)
    names = {statement.name for statement in tree.body if hasattr(statement, "name")} if tree else set()
    for statement in tree.body if tree else ():
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        names.update(target.id for target in targets if isinstance(target, ast.Name))
    return names


def may_define(definable, names):
    r"""Vrai si rien n'exclut qu'un programme, dont `definable` sont les `definable_names`, définisse l'un de ces noms.

    >>> [may_define(definable_names(source), {"f"}) for source in ("from a import *", "%time f = g", "f(2)")]
    [True, True, False]
    >>> may_define(definable_names("from a import *"), {})  # une réponse rédigée ne définit rien
    False
    """
    return bool(names) and ("*" in definable or not definable.isdisjoint(names))


def definable_names(source):
    r"""Les noms auxquels rien n'exclut que ce programme donne un sens ; « * » s'il peut en donner un à tous.

    >>> sorted(definable_names("globals()['f'] = g")), sorted(definable_names("exec(text)"))
    (['', 'f'], ['', '*'])
    """
    tree = parse_cell(source)
    found = {name for node in ast.walk(tree) for name in _given(node)} if tree else set()
    if parse(source) is None:
        found.update(re.findall(r"\w+", source), "*" if _RUNS.search(source) else "")
    return frozenset(found)


def _given(node):
    """Les noms auxquels cette partie d'un programme donnerait un sens."""
    match node:
        case ast.Call(func=ast.Name(id="exec" | "eval")):
            return ("*",)
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.keyword(arg=name):
            return (name,)
        case ast.alias(name=name, asname=other):  # « * » s'il importe tout
            return (other or name,)
        case ast.Constant(value=str(text)):
            return re.findall(r"\w+", text)
    return (getattr(node, "name", ""),)  # def, class, except, match


@lru_cache(_CACHED)
def bound_names(source):
    r"""Tout ce qu'un programme laisse derrière lui, imports, tuples et blocs compris, même s'il ne se lit pas.

    >>> sorted(bound_names("import numpy as np\nfor i in range(3):\n    last = i"))
    ['i', 'last', 'np']
    >>> bound_names("%time\ndef f(x)\n    return x")
    frozenset({'f'})
    """
    tree = parse_cell(source)
    if tree is None:
        return frozenset(re.findall(r"^(?:async +)?(?:def|class) +(\w+)", source, re.MULTILINE))
    return frozenset(name for name, _ in _bound(tree.body))


@lru_cache(_CACHED)
def imported_names(source):
    r"""{nom: instruction}, pour ce qu'un programme ne laisse derrière lui qu'en l'important.

    >>> imported_names("import numpy as np\nfrom a import f\ndef f(x):\n    import b")
    {'np': 'import numpy as np'}
    """
    tree = parse_cell(source)
    found = [*_bound(tree.body)] if tree else []
    defined = {name for name, node in found if not isinstance(node, ast.Import | ast.ImportFrom)}
    return {name: ast.unparse(node) for name, node in found if name not in defined}


def _bound(body):
    """(nom, nœud) de ce que laissent des instructions, dans leurs blocs aussi : définitions, imports, affectations."""
    waiting = [*body]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node
            case ast.Import() | ast.ImportFrom():
                yield from (((alias.asname or alias.name).partition(".")[0], node) for alias in node.names)
            case ast.Name(id=name, ctx=ast.Store()):
                yield name, node
            case _:
                if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
                    yield node.name, node
                waiting += ast.iter_child_nodes(node)


@lru_cache(_CACHED)
def used_names(source):
    """Tous les noms qu'emploie un programme."""
    tree = parse(source)
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name)) if tree else frozenset()
