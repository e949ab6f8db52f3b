"""L'examen lui-même : il voit une fuite, un script, un processus survivant quand il y en a."""

import json
import subprocess
import sys

import pytest

from .copies.base import ASSIGNMENT, LOOT, Copy, filled
from .copies.classroom import Classroom, Orphanage
from .copies.hostile_outputs import ELEMENTS
from .copies.inspection import Graded, canaries, leaks, scripts

SECRET = next(line for line in canaries(ASSIGNMENT) if line.startswith("_"))  # d'un test caché


@pytest.fixture
def graded(tmp_path):
    copy = Copy("étudiant", "essai", "Une copie.", filled)
    classroom = Classroom(tmp_path, [copy])
    yield Graded(classroom, 0, [], set(), [])
    classroom.listener.close()


def show(graded, *, page="", output=""):
    """Met ce texte dans le retour, ou dans une sortie du carnet corrigé."""
    copy = graded.classroom.copies["étudiant"]
    folder = graded.classroom.folder / "classe" / "autograded" / copy.student / "devoir1"
    folder.mkdir(parents=True, exist_ok=True)
    outputs = [{"output_type": "stream", "name": "stdout", "text": output}]
    cell = {"cell_type": "code", "source": "", "outputs": outputs}
    (folder / "devoir1.ipynb").write_text(json.dumps({"cells": [cell]}), "utf-8")
    graded.pages = {copy.student: page}
    return copy


def test_line_that_the_student_wrote_is_no_leak(graded):
    own = "log_A = shifted - np.log(np.exp(shifted).sum(axis=0))"
    assert own in canaries(ASSIGNMENT)
    assert leaks(graded, show(graded, page=f"<pre>{own}</pre>")) == []


@pytest.mark.parametrize("where", ["page", "output"])
@pytest.mark.parametrize("text", [SECRET, LOOT])
def test_leak_is_seen_wherever_it_shows(graded, where, text):
    assert leaks(graded, show(graded, **{where: text}))


def test_secret_of_the_environment_is_seen(graded):
    assert leaks(graded, show(graded, output=graded.classroom.token))


def test_some_hidden_number_is_a_canary(graded):
    number = next(canary for canary in canaries(ASSIGNMENT) if canary[0].isdigit())
    assert leaks(graded, show(graded, page=f"[{number}123, 2.]"))


def test_innocent_page_shows_nothing(graded):
    copy = show(graded, page="<p>Propriété non vérifiée</p>", output="dW : (3, 4)")
    assert leaks(graded, copy) == scripts(graded, copy) == []


def test_every_active_element_is_seen(graded):
    found = "\n".join(scripts(graded, show(graded, page=ELEMENTS)))
    for name in ("<script>", "<img onerror", "<svg onload", "<a href", "<iframe", "<form", "<object", "<base", "<meta"):
        assert name in found


DETACHED = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(60)"


@pytest.mark.parametrize("environment", [None, {}], ids=["hérité", "vide"])
def test_surviving_process_is_seen_even_detached_and_without_an_environment(tmp_path, environment):
    with Orphanage() as orphanage:
        orphanage.patience = 1.0
        command = [sys.executable, "-c", DETACHED]
        assert orphanage.start(command, tmp_path / "sortie.txt", env=environment).wait() == 0
    (survivor,) = orphanage.survivors
    assert "os.setsid()" in survivor


def test_surviving_process_of_a_class_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.grading.copies.classroom.COMMAND", DETACHED)
    monkeypatch.setattr(Orphanage, "patience", 1.0)
    classroom = Classroom(tmp_path, [])
    classroom.listener.close()
    code, survivors = classroom.grade()
    assert (code, len(survivors)) == (0, 1)


def test_processes_of_the_other_tests_are_not_seen(tmp_path):
    with Orphanage() as orphanage:
        orphanage.patience = 1.0
        subprocess.run([sys.executable, "-c", DETACHED], check=True)  # comme un navigateur : un orphelin
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE):  # et un enfant
            assert orphanage.start(["true"], tmp_path / "sortie.txt").wait() == 0
            assert orphanage.alive() == []
    assert orphanage.survivors == []


def test_changed_submission_is_seen(graded):
    before = graded.classroom.fingerprint()
    next((graded.classroom.folder / "solutions").rglob("*.ipynb")).write_text("{}")
    assert graded.classroom.fingerprint() != before
