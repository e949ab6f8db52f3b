"""L'atelier des devoirs : faire porter une autre solution à un sujet, et l'exécuter comme le ferait un noyau."""

import ast
import contextlib
import copy
import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import nbformat

from mlcourse.checks import draws
from mlcourse.checks.notebook import grade_id, grading, is_test

ROOT = Path(__file__).parents[2]
SOURCES = {path.stem: path for path in sorted((ROOT / "solutions").glob("*/*.ipynb"))}
SEED = 20  # de l'exécution rapide, quand elle n'en reçoit pas
VARIANTS = sorted(Path(__file__).parent.glob("devoir*/**/*.py"))


@dataclass(frozen=True)
class Variant:
    """Une solution d'un exercice, juste ou fautive ; `broken` réunit les propriétés qu'elle doit perdre.

    `demand` sont les mots de l'énoncé auxquels elle seule manque, que note `graded`, la première propriété perdue.
    """

    assignment: str
    exercise: str
    name: str
    sentence: str
    named: frozenset
    broken: frozenset
    source: str
    graded: str = ""
    demand: str = ""

    def __str__(self):
        return f"{self.assignment}-{self.exercise}-{self.name}"

    @property
    def missed(self):
        """Les noms des tests qu'elle manque."""
        return [f"{self.exercise}-{name}" for name in self.broken]


def variants(prefix):
    """Lit, dans tous les fichiers de variantes, les fonctions dont le nom commence par `prefix`."""
    return [variant for path in VARIANTS for variant in _variants_of(path, prefix)]


def _variants_of(path, prefix):
    functions = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    helpers = {node.name: node for node in functions if node.name.startswith("_")}
    for node in functions:
        if node.name.startswith(prefix):
            assignment = path.relative_to(Path(__file__).parent).parts[0]
            sentence, _, rest = ast.get_docstring(node).partition("\n")
            lost, demand = _said(rest, "Perd")
            named, carried = frozenset(lost), frozenset(_said(rest, "Entraîne")[0])
            name, node.name = node.name.removeprefix(prefix), path.stem
            source = apart("\n\n\n".join(ast.unparse(part) for part in (*helpers.values(), node)), helpers)
            graded = lost[0] if lost else ""
            yield Variant(assignment, path.stem, name, sentence, named, named | carried, source, graded, demand)


def apart(source, helpers):
    """Donne à des aides un nom qu'aucun test n'emploie : ici, une copie et ses tests ont les mêmes variables."""
    for helper in helpers:
        source = re.sub(rf"\b{helper}\b", f"{helper}_of_the_copy", source)
    return source


def _said(text, label):
    """Les propriétés que nomme une ligne, et les mots de l'énoncé qu'elle cite, s'il y en a."""
    found = re.search(rf"^{label} : (.+?)(?:, pour « (.+) »)?$", text, re.MULTILINE)
    return (found[1].split(", "), found[2] or "") if found else ([], "")


def read(path):
    """Lit un carnet."""
    return nbformat.read(path, as_version=4)


def graded_cells(notebook, exercise=""):
    """Rend {grade_id: cellule} pour les cellules de tests d'un exercice, ou de tous."""
    prefix = f"{exercise}-" if exercise else ""
    return {grade_id(cell): cell for cell in notebook.cells if is_test(cell) and grade_id(cell).startswith(prefix)}


def coded_exercises(notebook):
    """Les noms des exercices de programmation."""
    return [grade_id(cell) for cell in notebook.cells if grading(cell)["solution"] and not grading(cell)["grade"]]


def with_source(notebook, name, source):
    """Rend une copie du carnet où la cellule de ce nom a ce contenu."""
    notebook = copy.deepcopy(notebook)
    (cell,) = [cell for cell in notebook.cells if grade_id(cell) == name]
    cell.source = source
    return notebook


@dataclass(frozen=True)
class Marks:
    """Le résultat d'une exécution : les points par cellule de tests, et le message de celles qui échouent."""

    points: dict
    messages: dict

    def lost(self, exercise):
        """Les propriétés de l'exercice qui n'ont pas tous leurs points."""
        return {name.removeprefix(f"{exercise}-") for name in self.messages if name.startswith(f"{exercise}-")}


def untimed(notebook):
    """Rend une copie du carnet sans les cellules qui mesurent un temps."""
    notebook = copy.deepcopy(notebook)
    notebook.cells = [cell for cell in notebook.cells if ".vectorized(" not in cell.source]
    return notebook


def of_exercise(notebook, exercise):
    """Rend une copie du carnet réduite à ce qui n'a pas de nom d'exercice, et à un exercice."""
    notebook = copy.deepcopy(notebook)
    notebook.cells = [
        cell
        for cell in notebook.cells
        if not (grading(cell)["grade"] or grading(cell)["solution"]) or grade_id(cell).partition("-")[0] == exercise
    ]
    return notebook


def run(notebook, seed=SEED, **names):
    """Exécute les cellules dans l'ordre et dans un seul espace de noms, et note comme nbgrader.

    Les tests tirent leurs données de `seed` ; `names` sont déjà dans l'espace de noms.
    Une cellule de tests rapporte ses points si elle ne lève rien, n'avertit pas et n'écrit rien sur la sortie d'erreur.
    """
    draws.use(seed)
    namespace, points, messages = {"__name__": "__main__"} | names, {}, {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            complaint = _complaint(cell.source, namespace)
            if is_test(cell):
                points[grade_id(cell)] = 0.0 if complaint else grading(cell)["points"]
                messages.update({grade_id(cell): complaint} if complaint else {})
    return Marks(points, messages)


def _complaint(source, namespace):
    errors = io.StringIO()
    with (
        contextlib.redirect_stderr(errors),
        contextlib.redirect_stdout(io.StringIO()),
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always")
        # Comme un noyau. Celui-ci serait d'un autre test, dont le ramasse-miettes passe ici.
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            exec(compile(source, "<cellule>", "exec"), namespace)
        except (Exception, SystemExit) as error:  # noqa: BLE001 (comme un noyau, qui survit à toute erreur)
            return f"{type(error).__name__}: {error}"
    return errors.getvalue() or "\n".join(str(warning.message) for warning in caught)
