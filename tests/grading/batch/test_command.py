"""La commande `mlcourse corriger`, de bout en bout : ce qu'elle affiche, ce qu'elle rend, ce qu'elle refuse."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from mlcourse.command import main
from mlcourse.grading.batch.summary import summary
from mlcourse.grading.gradebook.database import open_gradebook
from mlcourse.grading.gradebook.reader import Mark
from mlcourse.grading.sandbox.spending import lineage
from mlcourse.grading.submission.remarks import NOTHING, Remarks

from ..small_course import ASSIGNMENT, RIGHT, WRONG, SmallCourse, filled

pytestmark = pytest.mark.boite

ENGLISH = re.compile(r"\b(usage|error|required|arguments are|invalid|choose from|show this|unrecognized|expected)\b")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = SmallCourse(tmp_path_factory.mktemp("commande"))
    released = course.released()
    course.submit("Zoé N'Guyen", filled(released, RIGHT))
    course.submit("Élodie", filled(released, WRONG, released.cells[-1].source))
    open_gradebook(course.open().coursedir).close()
    return course


def start(course, *arguments, **environment):
    ours = {"JUPYTER_CONFIG_DIR": str(course.root / "réglages"), "OMP_NUM_THREADS": "1", "COLUMNS": "100"} | environment
    command = [sys.executable, "-m", "mlcourse", *arguments]
    return subprocess.Popen(
        command, cwd=course.root, env=os.environ | ours, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def run(course, *arguments, **environment):
    process = start(course, *arguments, **environment)
    output, errors = process.communicate(timeout=300)
    return process.returncode, output.replace("\u00a0", " ").replace("\u202f", " "), errors


def message(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    shown = capsys.readouterr()
    return stop.value.code, (shown.out + shown.err).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def here(monkeypatch, capfd):
    """Lance la commande dans ce processus-ci, qui a déjà tout chargé, comme `run` en lance un."""

    def run(course, *arguments):
        monkeypatch.chdir(course.root)
        capfd.readouterr()
        code = main(arguments)
        shown = capfd.readouterr()
        return code, shown.out.replace("\u00a0", " ").replace("\u202f", " "), shown.err

    return run


@pytest.mark.parametrize(
    ("arguments", "clue"),
    [
        ((), "il manque : verbe"),
        (("noter",), "'noter' n'existe pas ; au choix : 'rassembler', 'corriger'"),
        (("corriger",), "il manque : devoir"),
        (("corriger", "x", "--jobs"), "--jobs : une valeur est attendue"),
        (("corriger", "x", "--jobs", "deux"), "--jobs : 'deux' n'est pas ce qui était attendu"),
        (("corriger", "x", "--jobs", "0"), "--jobs : il faut au moins une copie à la fois"),
        (("corriger", "x", "--vite"), "arguments inconnus : --vite"),
        (("corriger", "x", "--force=oui"), "--force : la valeur 'oui' est de trop"),
    ],
    ids=str,
)
def test_wrong_call_is_explained_in_french(capsys, arguments, clue):
    code, text = message(capsys, *arguments)
    assert code == 2
    assert clue in text
    assert text.startswith("utilisation : mlcourse")
    assert not ENGLISH.search(text)


@pytest.mark.parametrize("arguments", [("-h",), ("corriger", "-h")])
def test_help_is_in_french_and_gives_the_exit_codes(capsys, arguments):
    code, text = message(capsys, *arguments)
    assert code == 0
    assert not ENGLISH.search(text)
    assert ("code de sortie" in text) == (len(arguments) == 2)


def test_class_is_graded_and_summed_up(course, tmp_path, here, monkeypatch):
    ours = course.copy(tmp_path)
    code, output, errors = run(ours, "corriger", ASSIGNMENT, "--jobs", "2")
    lines = output.splitlines()
    assert code == 1, errors  # une réponse est à lire
    assert lines[0].split() == ["Étudiant", "Note", "Remarques"]
    told = "rien de répondu à « Question » ; 1 test sur 2 échoue"
    assert lines[2].replace("\N{NO-BREAK SPACE}", " ").split(maxsplit=4) == ["Élodie", "1", "/", "6", told]
    assert lines[3].split(maxsplit=7) == ["Zoé", "N'Guyen", "3", "+", "?", "/", "6", "une réponse à lire"]
    assert lines[-2:] == ["2 copies corrigées.", "1 copie attend une lecture à la main, dans formgrader."]
    assert "Correction de petit" in errors
    assert "2/2" in errors
    assert "Traceback" not in errors
    monkeypatch.setenv("COLUMNS", "100")
    code, again, _ = here(ours, "corriger", ASSIGNMENT)
    assert (code, again.splitlines()[:-2]) == (1, lines[:-2])


def test_copy_that_needs_a_person_changes_the_exit_code(course, tmp_path, here):
    ours = course.copy(tmp_path)
    ours.submit("Ève", b"{")
    code, output, _ = here(ours, "corriger", ASSIGNMENT, "--etudiant", "Ève")
    assert code == 1
    assert "(!)" in output
    assert "ne se lit pas" in output
    assert "1 copie demande qu'une personne regarde : voir (!)." in output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("devoir9",), "Devoir inconnu : devoir9. Devoirs du cours : petit."),
        ((ASSIGNMENT, "--student", "Zoe"), "Aucune copie de « Zoe »."),
        ((ASSIGNMENT, "--cluster", "tcp://127.0.0.1:9"), "Aucun ordonnanceur dask ne répond à tcp://127.0.0.1:9"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_one_sentence(course, here, monkeypatch, arguments, sentence):
    monkeypatch.setattr("mlcourse.grading.batch.cluster.PATIENCE", 0.5)
    code, output, errors = here(course, "corriger", *arguments)
    assert (code, output) == (2, "")
    shown = errors.replace("\u00a0", " ").strip().splitlines()
    assert len(shown) == 1
    assert sentence in shown[0]


def test_folder_that_is_no_course_is_one_sentence(course, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["corriger", ASSIGNMENT]) == 2
    assert "lancez la commande dans le dossier du cours" in capsys.readouterr().err


def test_without_bubblewrap_nothing_runs_until_the_risk_is_accepted_by_name(course, tmp_path, here, monkeypatch):
    ours = course.copy(tmp_path)
    code, output, errors = run(ours, "corriger", ASSIGNMENT, PATH=str(tmp_path))
    assert (code, output) == (2, "")
    assert "bubblewrap" in errors
    assert "--sans-boite" in errors
    assert not (ours.root / "classe" / "autograded").exists()
    monkeypatch.setenv("PATH", str(tmp_path))
    code, output, errors = here(ours, "corriger", ASSIGNMENT, "--sans-boite")
    assert code == 1, errors
    assert "3 + ? / 6" in output


def under_way(course, folder):
    """Une classe, et la commande qui la corrige : une copie au moins l'est déjà, et une autre n'en finit pas."""
    ours = course.copy(folder)
    (folder / "temporaire").mkdir()
    ours.submit("lent", filled(ours.released(), "import time\n\n\ndef double(x):\n    time.sleep(3600)"))
    results = ours.root / "classe" / "correction" / ASSIGNMENT
    shutil.rmtree(results, ignore_errors=True)  # ce qu'un autre test a laissé dans le modèle
    process = start(ours, "corriger", ASSIGNMENT, "--jobs", "1", TMPDIR=str(folder / "temporaire"))
    deadline = time.monotonic() + 120
    while not [*results.glob("*.json")] and time.monotonic() < deadline:
        time.sleep(0.05)
    return ours, process


def test_killed_command_takes_everything_with_it_and_goes_on_when_called_again(course, tmp_path, here):
    ours, process = under_way(course, tmp_path)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    deadline = time.monotonic() + 120
    while list((tmp_path / "temporaire").iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list((tmp_path / "temporaire").iterdir()) == []
    ours.submit("lent", filled(ours.released(), RIGHT))
    code, output, errors = here(ours, "corriger", ASSIGNMENT)
    assert code == 1, errors
    assert output.count("3 + ? / 6") == 2


def test_interrupted_command_says_how_to_go_on(course, tmp_path):
    _, process = under_way(course, tmp_path)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "")
    assert "La même commande reprendra" in errors
    assert "Traceback" not in errors


def test_command_interrupted_twice_while_its_slots_load_says_one_sentence_and_leaves_none(course, tmp_path):
    process = start(course.copy(tmp_path), "corriger", ASSIGNMENT, "--jobs", "2")
    deadline = time.monotonic() + 60
    while not (born := lineage(process.pid)[1:]) and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    time.sleep(0.1)  # les postes mettent bien plus longtemps à se charger, et ne voient qu'alors qu'on les congédie
    born += lineage(process.pid)[1:]
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "")
    assert errors == "Interrompu. La même commande reprendra où celle-ci s'est arrêtée.\n"
    assert born
    assert [pid for pid in born if os.path.exists(f"/proc/{pid}")] == []


def test_what_is_true_of_nearly_the_whole_class_is_said_once():
    changed, late = "trois cellules de tests d'une autre version", Remarks(("en retard",))
    outcomes = {f"Étudiant {rank}": Remarks((changed,)) for rank in range(7)}
    outcomes |= {"Aimé": Remarks((changed,)) + late, "Zoé": Remarks((changed,), needs_person=True), "Ève": NOTHING}
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in summary(outcomes, {}, 20.0)]
    assert f"9 copies sur 10 : {changed}." in lines
    assert sum(changed in line for line in lines) == 2  # celle qui demande une personne garde sa raison
    assert any(line.startswith("Aimé") and line.endswith("en retard") for line in lines)
    few = dict(list(outcomes.items())[:4])
    assert sum(changed in line for line in summary(few, {}, 20.0)) == 4


def test_summary_aligns_wraps_and_never_moves_the_terminal():
    long = "une remarque qui ne tient pas sur une seule ligne du terminal, si étroit soit-il, et qui continue"
    outcomes = {"\x1b[2Jmal": Remarks(("x\x07",), needs_person=True), "Zoé": Remarks((long,)), "absent": NOTHING}
    lines = summary(outcomes, {"Zoé": Mark(14.25, 2), "\x1b[2Jmal": Mark(0.0, 0)}, 20.0, width=60)
    assert not any(c in "\n".join(lines) for c in "\x1b\x07")
    assert max(map(len, lines[:-3])) <= 60
    assert "14,25 + ? / 20" in lines[3]
    assert lines[3].index("une remarque") == lines[4].index(lines[4].split()[0])
    assert "2 réponses à lire" in " ".join(" ".join(lines).split()).replace("\u00a0", " ")
    assert lines[-1].startswith("1 copie demande")
