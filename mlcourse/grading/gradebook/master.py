"""Préparer le carnet de l'enseignant : ce que nbgrader en distribue, ce qu'il en note, en un seul document."""

import copy
import json
import re
from functools import lru_cache
from pathlib import Path

import nbformat
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import SaveCells
from traitlets.config import LazyConfigValue

from mlcourse.grading.errors import GradingError
from mlcourse.grading.examination.libraries import require_libraries
from mlcourse.grading.gradebook.source_reading import read_source

# Ce que disent les préprocesseurs de nbgrader, et ce qu'il faut en comprendre.
FAULTS = {
    r"language '(.*)' has not been": "son noyau est « {} », et les devoirs sont en Python : changez de noyau",
    "schema": "les métadonnées de ses cellules datent d'un autre nbgrader : lancez nbgrader update",
    "failed to validate": "nbgrader refuse les réglages de ses cellules : reprenez-les dans « Create Assignment »",
}


def resources_of(assignment, notebook, db_url="", student="."):
    """Ce que les préprocesseurs de nbgrader attendent à côté d'un carnet."""
    names = {"assignment": assignment, "notebook": notebook, "student": student, "db_url": db_url}
    return {"nbgrader": names, "metadata": {"name": notebook, "path": ""}, "unique_key": notebook}


def source_path(coursedir, assignment, notebook):
    """Le chemin du carnet de l'enseignant."""
    return Path(coursedir.format_path(coursedir.source_directory, ".", assignment)) / f"{notebook}.ipynb"


class _Hashed:
    """Des réglages qui se comparent par leur contenu, pour servir de clé."""

    def __init__(self, config):
        self.config, self.key = config, repr({name: _asked(section) for name, section in config.items() if section})

    def __eq__(self, other):
        return isinstance(other, _Hashed) and self.key == other.key

    def __hash__(self):
        return hash(self.key)


def _asked(section):
    """Une section de réglages, telle qu'on l'a écrite : ce que `traitlets` en calcule plus tard n'y change rien."""
    return {name: value.to_dict() if isinstance(value, LazyConfigValue) else value for name, value in section.items()}


def graded_form(path, config):
    """Le carnet tel quel, tel que `generate_assignment` l'inscrit au carnet de notes, et tel qu'il le distribue."""
    path = Path(path)
    return copy.deepcopy(_graded_form(path, path.stat().st_mtime_ns, _Hashed(config)))


@lru_cache(maxsize=16)
def _graded_form(path, _modified, hashed):
    notebook = read_source(path, hashed.config)
    try:
        return notebook, *stages(path, notebook, hashed.config)
    except GradingError:
        raise
    except Exception as error:  # noqa: BLE001 (nbgrader lève de tout devant un sujet mal fait)
        cause = _in_french(f"{error} {error.__context__ or ''}")
        raise GradingError(f"Le sujet {path.name} ne se prépare pas : {cause}.") from None


def stages(path, notebook, config):
    """Le sujet, passé par les préprocesseurs de `nbgrader generate_assignment`."""
    resources = resources_of(path.parent.name, path.stem)
    graded, released = None, copy.deepcopy(notebook)
    for stage in GenerateAssignment(config=config).preprocessors:
        if stage is SaveCells:
            graded = copy.deepcopy(released)
        else:
            released, resources = stage(config=config)(released, resources)
    return graded or copy.deepcopy(released), released


def _in_french(text):
    """Ce que nbgrader reproche à un sujet ; cité tel quel, si on ne le connaît pas."""
    for clue, sentence in FAULTS.items():
        if found := re.search(clue, text, re.IGNORECASE):
            return sentence.format(*found.groups())
    said = " ".join(text.split())[:300].rstrip(".")
    return f"nbgrader le refuse (« {said} »)"


def prepare(path, config):
    """Rend le carnet de l'enseignant, chaque cellule portant ce que l'étudiant en a reçu et son empreinte nbgrader.

    Le texte distribué est dans `metadata.mlcourse.released`, quand il diffère ; l'empreinte dans `metadata.nbgrader`.
    """
    original, graded, released = graded_form(path, config)
    solutions = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in original.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    for cell, public in zip(graded.cells, released.cells, strict=True):
        cell.source = solutions.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
        if cell.source != public.source:
            cell.metadata["mlcourse"] = {"released": public.source}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    require_libraries(graded)
    return graded


def master_text(path, config):
    """Le carnet préparé, en JSON ; on ne le prépare à nouveau que s'il a changé."""
    path = Path(path)
    return _cached_text(path, path.stat().st_mtime_ns, _Hashed(config))


@lru_cache(maxsize=16)
def _cached_text(path, _modified, hashed):
    return json.dumps(prepare(path, hashed.config), ensure_ascii=False)


def master_for(coursedir, assignment, notebook, config):
    """Le carnet préparé d'un devoir, relu dans le dossier des sources."""
    path = source_path(coursedir, assignment, notebook)
    if not path.is_file():
        raise GradingError(f"Le sujet {path.name} n'est pas dans {path.parent} : remettez-l'y.")
    return nbformat.from_dict(json.loads(master_text(path, config)))
