"""Produire un sujet : à côté, relu, puis mis d'un coup à la place de l'ancien, que rien d'autre n'efface."""

import contextlib
import logging
import os
import shutil
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException

from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.course import Course, find_root
from mlcourse.grading.gradebook.database import in_french, open_gradebook, require_gradebook
from mlcourse.grading.gradebook.handin import HandIn, in_words
from mlcourse.grading.gradebook.kit import pack
from mlcourse.grading.gradebook.leaks import refuse_leaks
from mlcourse.grading.gradebook.master import graded_form
from mlcourse.grading.gradebook.registration import refuse_changed_notebooks, register
from mlcourse.grading.terminal import count

SHOWN = 5  # les fichiers que l'on nomme
_FORBIDDEN = "+*?[]{}"  # nbgrader les refuse, ou les prend pour un motif


def publish_all(assignments, say, packed=False):
    """Produit ces devoirs, ou tous, et leurs archives si `packed`, sans qu'un refus arrête les suivants.

    Rend vrai s'ils le sont tous.
    """
    try:
        course = Course(find_root(Path.cwd()))
        done = [_published(course, assignment, say, packed) for assignment in assignments or course.assignments()]
    except GradingError as refusal:
        say(str(refusal))
        return False
    return all(done)


def _published(course, assignment, say, packed):
    folder = Path(course.coursedir.format_path(course.coursedir.release_directory, ".", assignment))
    before = _files(folder)
    try:
        _publish(course, assignment)
        changed = _changed(before, _files(folder))
        say(f"{os.path.relpath(folder, course.root)} {changed} {_deadline(course, assignment)}")
        if packed:
            say(f"{pack(course, assignment)} est à donner aux étudiants.")
    except GradingError as refusal:
        say(str(refusal))
        return False
    return True


def _files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _changed(before, after):
    """Ce que la production d'un sujet a fait de ses fichiers, {chemin: contenu}."""
    if before == after:
        return "était déjà à jour : rien n'y change."
    names = sorted(name for name in after if before.get(name) != after[name])
    told = ", ".join(names[:SHOWN]) + (f" et {len(names) - SHOWN} de plus" if len(names) > SHOWN else "")
    lost = count(len(before.keys() - after.keys()), "fichier de moins", "fichiers de moins")
    written = f"est {'récrit' if before else 'écrit'} : {told}" if names else f"a {lost}"
    return f"{written}, {lost}." if names and before.keys() - after.keys() else f"{written}."


def _deadline(course, assignment):
    """L'échéance qui vaut désormais, pour l'énoncé et pour la correction."""
    moment = HandIn(config=course.config).moment(assignment)
    return f"Échéance : {in_words(moment)}." if moment else "Pas d'échéance (c.HandIn.due, dans nbgrader_config.py)."


def _publish(course, assignment):
    """Produit le sujet d'un devoir ; lève `GradingError` sans rien avoir changé."""
    course.notebooks(assignment)
    check_name(assignment)
    coursedir = course.coursedir
    coursedir.assignment_id = assignment
    converter = GenerateAssignment(coursedir=coursedir, config=course.config)
    converter.force = True
    converter.log.setLevel(logging.CRITICAL)
    try:
        converter.start()
    except NbGraderException as error:
        raise GradingError(str(error)) from None


def release(converter, plain):
    """Remplace `GenerateAssignment.start`, que nbgrader et formgrader appellent aussi ; `plain` est l'original."""
    try:
        _release(converter, plain)
    except GradingError as refusal:
        converter.log.error(str(refusal))
        raise NbGraderException(str(refusal)) from None


def _release(converter, plain):
    coursedir, config = converter.coursedir, converter.config
    assignment, step = coursedir.assignment_id, coursedir.release_directory
    check_name(assignment)
    paths = sorted(Path(coursedir.format_path(coursedir.source_directory, ".", assignment)).glob("*.ipynb"))
    notebooks = [graded_form(path, config)[0] for path in paths]
    if not converter.no_database:
        _follow_changes(coursedir, assignment, paths, config)
    target = Path(coursedir.format_path(step, ".", assignment))
    with _beside(coursedir, step) as root:
        made = root / target.name
        if target.exists():
            shutil.copytree(target, made)
        _convert(converter, plain, assignment)
        refuse_leaks(notebooks, made, config)
        _replace(target, made)


def check_name(assignment):
    """Refuse le nom d'un dossier que nbgrader ne saurait pas suivre."""
    if assignment != assignment.strip() or any(c in _FORBIDDEN or not c.isprintable() for c in assignment):
        raise GradingError(
            f"Le dossier « {assignment} » ne peut pas être un devoir : donnez-lui un nom sans espace au début ni à la "
            f"fin, sans aucun de ces signes : {' '.join(_FORBIDDEN)}"
        )


def _follow_changes(coursedir, assignment, paths, config):
    """Inscrit d'abord le sujet : nbgrader, qui le fera aussi, refuse qu'il ait changé de cellules."""
    require_gradebook(coursedir)
    with in_french(), contextlib.closing(open_gradebook(coursedir)) as gradebook:
        refuse_changed_notebooks(gradebook, assignment, [path.stem for path in paths])
        for path in paths:
            register(gradebook, coursedir, assignment, path, config)


@contextlib.contextmanager
def _beside(coursedir, step):
    """Fait écrire nbgrader dans un dossier voisin de celui des sujets, vide d'abord, effacé ensuite."""
    coursedir.release_directory = f"{step}-en-cours"
    root = Path(coursedir.format_path(coursedir.release_directory, ".", "."))
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    try:
        yield root
    finally:
        coursedir.release_directory = step
        shutil.rmtree(root, ignore_errors=True)


def _convert(converter, plain, assignment):
    try:
        plain(converter)
    except NbGraderException as error:
        raise GradingError(f"nbgrader n'a pas su produire {assignment}, dont rien n'a changé : {error}") from None


def _replace(target, made):
    """Met le dossier neuf à la place de l'ancien, qui y revient si le système s'y refuse."""
    old = made.with_name(f"{made.name} (ancien)")
    if target.exists():
        os.replace(target, old)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(made, target)
    except OSError:
        if old.exists():
            os.replace(old, target)
        raise
