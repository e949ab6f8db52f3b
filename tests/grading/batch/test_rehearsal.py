"""Avant les copies, le corrigé et le squelette passent par le même chemin : une cellule en faute arrête tout."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from mlcourse.command import main
from mlcourse.grading.batch.batch import Batch
from mlcourse.grading.batch.store import require_writable
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook import rehearsal

from ..batches import run
from ..small_course import ASSIGNMENT, SOLUTION, InstantPool, SmallCourse, filled

ZERO, ANSWER = 4, 2  # les places du test d'un point et de la réponse, dans le carnet de l'enseignant
OUTSIDE = SOLUTION.replace("# DÉBUT SOLUTION", "return x + x\n    # DÉBUT SOLUTION")


def rewrite(course, place, source=None, **settings):
    """Change le texte ou les réglages d'une cellule de l'enseignant."""
    notebook = json.loads(course.source.read_text("utf-8"))
    cell = notebook["cells"][place]
    cell["source"] = cell["source"] if source is None else source
    cell["metadata"]["nbgrader"].update(settings)
    course.source.write_text(json.dumps(notebook), "utf-8")


class Clumsy(InstantPool):
    """Un moteur surchargé, dont les premiers résultats ne valent rien."""

    def _result(self, bundle):
        result = super()._result(bundle)
        return result if len(self.graded) > 2 else super()._result(bundle.__class__(**vars(bundle) | {"files": {}}))


def rehearse(course, pool=None, **options):
    """Répète, sans corriger personne ; rend le moteur, qui sait qui est passé."""
    pool = pool or InstantPool()
    with Batch(course.open(), ASSIGNMENT, **options) as lot:
        lot.rehearse(pool)
    return pool


def test_good_subject_passes_once_and_is_not_played_again(course):
    assert len(rehearse(course).graded) == 2
    assert rehearse(course).graded == []
    rewrite(course, ZERO, "assert double(0) == 0, 'autrement'")
    assert len(rehearse(course).graded) == 2


@pytest.mark.parametrize(
    ("place", "source", "clue"),
    [
        (ZERO, "assert double(0) == 1", r"le corrigé échoue à «.double-zero."),
        (ZERO, "assert double(0) = 0", r"«.double-zero.», qui n'est pas du Python \(ligne 1\)"),
        (ZERO, "open('donnees.csv')", "le corrigé échoue à «.double-zero."),
        (ZERO, "assert True", r"le squelette distribué a des points à «.double-zero."),
        (ANSWER, OUTSIDE, r"squelette.*double-test.*squelette.*double-zero"),
    ],
    ids=["faux", "illisible", "fichier absent", "vide", "solution hors de ses délimiteurs"],
)
def test_cell_that_would_lie_about_everybody_is_named_and_nothing_is_graded(course, place, source, clue):
    rewrite(course, place, source)
    with pytest.raises(GradingError, match=clue) as refusal:
        rehearse(course)
    assert "\n" not in str(refusal.value)
    assert "--accepter double-" in str(refusal.value)
    assert not (course.root / "classe" / "autograded").exists()


def test_cell_can_be_accepted_by_its_name_and_by_no_other(course):
    rewrite(course, ZERO, "assert double(0) == 1")
    with pytest.raises(GradingError):
        rehearse(course, accepted=["double-test"])
    rehearse(course, accepted=["double-zero"])
    settings = course.root / "nbgrader_config.py"
    settings.write_text(settings.read_text("utf-8") + "\nc.SplitExecute.accepter = ['double-zero']\n", "utf-8")
    rehearse(course)


def test_cell_without_points_and_answer_in_prose_are_not_concerned(course):
    rewrite(course, ZERO, "assert False", points=0.0)
    rehearse(course)
    assert run(course)[0].final["aimé"].score == 2


def test_busy_machine_has_a_second_chance(course):
    assert len(rehearse(course, Clumsy()).graded) == 4
    assert rehearse(course).graded == []


def test_verdict_of_plain_nbgrader_is_asked_once(course, monkeypatch):
    played, graded = [], SimpleNamespace(notebook=None)
    monkeypatch.setattr(rehearsal, "grade", lambda *arguments, **_: played.append(arguments) or graded)
    monkeypatch.setattr(rehearsal, "faults", lambda graded: {"double-zero": "le corrigé échoue"})
    source = json.dumps(course.master())
    for _ in range(2):
        with pytest.raises(GradingError, match="Rien n'est corrigé"):
            rehearsal.rehearse_here(source, ASSIGNMENT, [], given={})
    rehearsal.rehearse_here(source, ASSIGNMENT, ["double-zero"], given={})
    assert len(played) == 2


@pytest.mark.parametrize(
    ("place", "settings", "clue"),
    [
        (ZERO, {"grade_id": "double-test"}, "deux cellules portent le nom « double-test »"),
        (ZERO, {"points": float("nan")}, "vaut nan points"),
        (ZERO, {"points": -1}, "vaut -1 points"),
        (ZERO, {"grade_id": ""}, "n'a pas de nom"),
        (ANSWER, {"solution": False, "locked": True}, "hors d'une cellule de réponse"),
    ],
    ids=str,
)
def test_subject_that_cannot_be_prepared_is_one_sentence(course, place, settings, clue):
    rewrite(course, place, **settings)
    with pytest.raises(GradingError) as refusal:
        Batch(course.open(), ASSIGNMENT)
    assert clue in str(refusal.value).replace("\u00a0", " ")


def test_subject_without_a_point_is_refused(course):
    notebook = json.loads(course.source.read_text("utf-8"))
    for cell in notebook["cells"]:
        cell["metadata"].clear()
        cell["source"] = "1"
    course.source.write_text(json.dumps(notebook), "utf-8")
    with pytest.raises(GradingError, match="ne vaut de points"):
        Batch(course.open(), ASSIGNMENT)


@pytest.mark.parametrize("name", ["", ".", "..", "../petit", "petit/", "/etc", "a" * 300, "*", "petit\n", "{0}"])
def test_name_that_is_no_assignment_is_one_sentence(course, name):
    with pytest.raises(GradingError, match="Devoir inconnu"):
        Batch(course.open(), name)


@pytest.mark.parametrize("folder", ["autograded", "correction"])
def test_folder_that_nothing_can_be_written_in_is_told_before_any_copy_runs(course, folder):
    (course.root / "classe" / folder).write_text("un fichier à sa place")
    with pytest.raises(GradingError, match=rf"Rien ne peut s'écrire dans le dossier .*{folder}"):
        Batch(course.open(), ASSIGNMENT)


def test_file_system_in_reading_only_is_told():
    with pytest.raises(GradingError, match="Rien ne peut s'écrire"):
        require_writable(Path("/proc/correction"))


@pytest.mark.parametrize("content", [b"SQLite format 3\0" + b"x" * 4000, b"bonjour" * 99])
def test_damaged_gradebook_is_told_before_any_copy_runs(course, content):
    (course.root / "classe" / "gradebook.db").write_bytes(content)
    with pytest.raises(GradingError, match="abîmé"):
        Batch(course.open(), ASSIGNMENT)


@pytest.mark.boite
def test_command_refuses_in_one_sentence_with_code_2_and_grades_once_accepted(tmp_path, monkeypatch, capsys):
    course = SmallCourse(tmp_path)
    course.submit("Zoé", filled(course.released()))
    rewrite(course, ZERO, "1000.0")
    monkeypatch.chdir(course.root)
    assert main(["corriger", ASSIGNMENT, "--jobs", "1"]) == 2
    said = capsys.readouterr().err.replace("\u00a0", " ")
    assert "« double-zero », qui rend « 1000.0 » au lieu d'une note de 0 à 1" in said
    assert said.count("\n") == 1
    assert main(["corriger", ASSIGNMENT, "--jobs", "1", "--accepter", "double-zero"]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert re.search(r"Zoé — \(!\) .*le test « double-zero » est fautif", told)
