"""Lire un carnet de l'enseignant avec soin : ce qu'il a de fautif se dit en une phrase, avec sa place et son remède.

Rien ne se distribue et rien ne se corrige d'un sujet où une faute de frappe ferait du tort à toute une classe.
"""

import json
import math

import nbformat

from mlcourse._silence import no_warnings
from mlcourse.checks.notebook import grade_id, grading, is_solution
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.delimiters import HIDDEN, SOLUTION, configured, look_alike, regions
from mlcourse.grading.gradebook.points import points_by_cell, told
from mlcourse.grading.submission.reading import shown

_ROLES = ("grade", "solution", "locked", "task")
_MARKS = {
    b"\xef\xbb\xbf": "une marque d'ordre des octets (BOM)",
    b"\xff\xfe": "de l'UTF-16",
    b"\xfe\xff": "de l'UTF-16",
}
_COMPLETE = "reprenez-en une sauvegarde"


def read_source(path, config):
    """Rend le carnet de l'enseignant, ou lève `GradingError`."""
    try:
        notebook = _parse(path.read_bytes())
        _check_names(path, notebook)
        pairs = configured(config)
        _check_each(notebook, lambda cell: _check_cell(cell, pairs))
        worth = points_by_cell(notebook)
        _check_each(notebook, lambda cell: told(cell, worth))
    except OSError as error:
        raise GradingError(f"Le sujet {path.name} ne se lit pas : {error.strerror}.") from None
    except ValueError as fault:
        raise GradingError(f"Le sujet {path.name} ne se prépare pas : {fault}.") from None
    return notebook


def _check_each(notebook, check):
    """Contrôle chaque cellule, et dit de laquelle vient une faute."""
    for number, cell in enumerate(notebook.cells, 1):
        try:
            check(cell)
        except ValueError as fault:
            raise ValueError(f"cellule {number}{_called(cell)} : {fault}") from None


def _called(cell):
    return f", {shown(grade_id(cell))}" if grade_id(cell) else ""


def _parse(content):
    """Le carnet que contient un fichier, si c'en est un, entier."""
    for start, what in _MARKS.items():
        if content.startswith(start):
            raise ValueError(f"le fichier commence par {what} : enregistrez-le en UTF-8, sans rien devant")
    try:
        document = json.loads(content.decode())
    except UnicodeDecodeError as error:
        raise ValueError(f"l'octet {error.start + 1} n'est pas de l'UTF-8 : enregistrez le fichier en UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"s'arrête ou s'abîme ligne {error.lineno}"
        raise ValueError(f"le fichier {place} et n'est pas un carnet Jupyter complet : {_COMPLETE}") from None
    _check_structure(document)
    try:
        with no_warnings():  # une cellule sans identifiant en reçoit un
            _, notebook = nbformat.validator.normalize(nbformat.from_dict(document))
            nbformat.validate(notebook)
    except (nbformat.ValidationError, KeyError, AttributeError, TypeError) as error:
        where = "/".join(map(str, getattr(error, "absolute_path", ())))
        raise ValueError(f"ce n'est pas un carnet Jupyter complet ({where or 'racine'}) : {_COMPLETE}") from None
    for cell in notebook.cells:
        cell.source = "".join(cell.source)
    return notebook


def _check_structure(document):
    if not isinstance(document, dict) or not isinstance(document.get("cells"), list):
        raise ValueError(f"ce n'est pas un carnet Jupyter complet : {_COMPLETE}")
    if document.get("nbformat") != 4:
        raise ValueError("il n'est pas au format 4 : ouvrez-le dans JupyterLab, et enregistrez-le")


def _check_names(path, notebook):
    """Refuse deux cellules d'un même nom, dans ce carnet ou dans deux carnets du devoir."""
    seen: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells, 1):
        name = _name(cell, number)
        if name and name in seen:
            raise ValueError(
                f"deux cellules portent le nom {shown(name)}, la {seen[name]} et la {number} : changez-en une"
            )
        seen[name] = number
    for other in sorted(path.parent.glob("*.ipynb")):
        if other.name != path.name and (shared := _names_in(other) & (seen.keys() - {""})):
            raise ValueError(
                f"la cellule {seen[min(shared)]} porte le nom {shown(min(shared))}, qui est aussi dans {other.name} : "
                "changez-en un, ou ôtez ce carnet du dossier s'il est de trop"
            )


def _name(cell, number):
    """Le nom d'une cellule que nbgrader suit, ou une chaîne vide."""
    ours = cell.metadata.get("nbgrader", {})
    if not any(isinstance(ours, dict) and ours.get(role) for role in _ROLES):
        return ""
    name = ours.get("grade_id")
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f"la cellule {number} n'a pas de nom : donnez-lui un grade_id")
    return name


def _names_in(path):
    """Les noms des cellules d'un autre carnet ; s'il ne se lit pas, c'est à lui qu'on le reprochera."""
    try:
        cells = nbformat.from_dict(json.loads(path.read_bytes()))["cells"]
        return {_name(cell, 0) for cell in cells} - {""}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return set()


def _check_cell(cell, pairs):
    ours = grading(cell)
    if ours.get("grade") or ours.get("task"):
        _check_points(ours.get("points"))
    if cell.cell_type != "code" and ours.get("grade") and not is_solution(cell):
        raise ValueError("elle vaut des points sans être du code ni une réponse : faites-en « Manually graded answer »")
    if is_solution(cell) and cell.get("attachments"):
        raise ValueError(
            f"{shown(min(cell.attachments))} est joint à la réponse, et partirait avec le sujet : ôtez-le, ou "
            "joignez-le à une cellule d'énoncé"
        )
    if near := look_alike(cell.source, pairs, cell.cell_type == "code"):
        raise ValueError("la ligne {} ressemble à un délimiteur sans en être un : écrivez « {} »".format(*near))
    contents = {content for content, _ in regions(cell.source, pairs)}
    if SOLUTION in contents and not is_solution(cell):
        raise ValueError("une solution est délimitée hors d'une cellule de réponse : faites-en une réponse")
    if HIDDEN in contents and (is_solution(cell) or not ours.get("grade")):
        raise ValueError("des tests cachés sont délimités hors d'une cellule de tests : donnez-lui des points")


def _check_points(points):
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 <= points < math.inf:
        said = "n'a pas de points" if points is None else f"vaut {points!r} points"
        raise ValueError(f"elle {said} : donnez-lui un nombre, positif ou nul")
