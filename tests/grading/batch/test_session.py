"""Ce que dit de la classe le tableau d'une correction : qui est en retard, qui manque, ce qui n'est pas corrigé."""

import contextlib
import io
import os
import re
import signal
import time
import weakref
from functools import partial
from math import ceil

import pytest

from mlcourse import command
from mlcourse.command import main
from mlcourse.grading.batch import session
from mlcourse.grading.batch.pools import LocalPool
from mlcourse.grading.errors import GradingError
from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.gradebook.register import Received, Register

from ..batches import NAMES, execute, rows
from ..small_course import ASSIGNMENT, WRONG, InstantPool, SmallCourse, filled

DUE = "UPDATE assignment SET duedate = '2026-01-01 00:00:00.000000'"
COSTS = "SELECT student_id, late_submission_penalty FROM submitted_notebook JOIN submitted_assignment ON "
COSTS += "submitted_assignment.id = submitted_notebook.assignment_id WHERE late_submission_penalty NOT NULL"
BY_HAND = """
UPDATE grade SET manual_score = 5, needs_manual_grade = 0
WHERE cell_id = (SELECT id FROM base_cell WHERE name = 'double-test') AND notebook_id = (
    SELECT submitted_notebook.id FROM submitted_notebook JOIN submitted_assignment
    ON submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = 'aimé')
"""


class Pool(InstantPool):
    def close(self):
        """Rien à fermer."""


class Interrupting(Pool):
    """Un moteur où l'on interrompt la correction : pendant la répétition, ou pendant que l'on attend une copie."""

    copies, graded = True, 0

    def grade(self, bundles):
        for bundle, result in super().grade(bundles):
            Interrupting.graded += 1
            if (bundle.student in NAMES) == self.copies:
                self.interrupt()
            yield bundle, result


class Swallowing(Interrupting):
    """Une bibliothèque y avale l'interruption."""

    def interrupt(self):
        with contextlib.suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


class Losing(Interrupting):
    """L'interruption y tombe dans un rappel, d'où Python la perd."""

    def interrupt(self):
        held = Pool()
        watch = weakref.ref(held, lambda _: signal.raise_signal(signal.SIGINT))
        del held
        assert watch() is None
        time.sleep(60)


def grade_by(pool, monkeypatch):
    """Fait corriger par ces moyens-là, sans lancer de poste."""
    monkeypatch.setattr(command, "_slots", lambda _: contextlib.nullcontext())
    monkeypatch.setattr(session, "_pool", lambda *_: pool())


@pytest.fixture
def grade(course, monkeypatch, capsys):
    """Corrige la classe par la commande ; rend son code de sortie et ce qu'elle affiche."""
    monkeypatch.chdir(course.root)
    grade_by(Pool, monkeypatch)

    def run(*arguments):
        code = main(["corriger", ASSIGNMENT, *arguments])
        return code, capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")

    return run


def bar(monkeypatch):
    """Là où s'écrit la barre."""
    told = io.StringIO()
    monkeypatch.setattr(session, "tqdm", partial(session.tqdm, file=told))
    return told


def handed_in(course, student, date):
    register = Register.of(course.open().coursedir, ASSIGNMENT)
    register.add(Received(student, "", "", date, "", official=True))


def listed(course, text):
    (course.root / "classe" / "liste.csv").write_text(text, "utf-8")


def test_lateness_is_in_the_table_and_an_extension_shortens_it(course, grade):
    handed_in(course, "aimé", "2026-01-03T02:00:00+00:00")
    grade()
    execute(course, DUE)
    assert "en retard de 2 j 2 h" in grade()[1]
    listed(course, "Nom complet;Prolongation\naimé;2 jours\n")
    assert "en retard de 2 h" in grade()[1]
    listed(course, "Nom complet;Prolongation\naimé;3 jours\n")
    assert "en retard" not in grade()[1]


def test_a_late_day_costs_what_the_settings_say_and_an_extension_gives_it_back(course, grade):
    settings = course.root / "nbgrader_config.py"
    settings.write_text(settings.read_text("utf-8") + "\nc.LatePenalty.per_day = 0.1\n", "utf-8")
    handed_in(course, "aimé", "2026-01-02T02:00:00+00:00")
    grade()
    execute(course, DUE)
    assert "2,4 + ? / 6" in grade()[1]  # deux jours entamés, sur trois points
    assert [student for student, _ in rows(course, COSTS)] == ["aimé"]
    execute(course, "UPDATE grade SET manual_score = 3, needs_manual_grade = 0 WHERE manual_score IS NULL "
                    "AND cell_id = (SELECT id FROM base_cell WHERE name = 'question')")  # fmt: skip
    assert "4,8 / 6" in grade()[1]
    listed(course, "Nom complet;Prolongation\naimé;2 jours\n")
    grade()
    assert rows(course, COSTS) == []


def test_who_handed_in_nothing_is_in_the_table(course, grade):
    listed(course, "Nom complet\naimé\nAda Absente\nZoé N'Guyen\nÉlodie (groupe 2)\n")
    _, shown = grade()
    assert "Ada Absente — n'a rien rendu" in " ".join(shown.split())
    assert shown.rstrip().endswith("1 étudiant n'a rien rendu.")
    assert "Ada" not in grade("--etudiant", "aimé")[1]


@pytest.mark.parametrize("place", ["perdu.ipynb", "Ève/petit.ipynb", "Ève/Petit/petit.ipynb", ".Ève/x/petit.ipynb"])
def test_what_is_not_in_its_place_is_named_and_calls_a_person(course, grade, place):
    path = course.root / "classe" / "submitted" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"{}")
    code, shown = grade()
    assert code == 1
    assert "n'est pas corrigé" in shown
    assert "/".join(place.split("/")[:2]) in shown


def test_table_says_how_many_copies_it_took_again(course, grade):
    assert "3 copies corrigées." in grade()[1]
    assert "3 copies corrigées, et rien n'a changé depuis : aucune ne l'est à nouveau." in grade()[1]
    course.submit("aimé", filled(course.released(), WRONG))
    shown = grade()[1]
    assert "3 copies corrigées, dont 1 cette fois." in shown
    assert re.findall(r"(\S+) +1 \+ \? / 6 +3 auparavant", shown) == ["aimé"]
    assert shown.count("auparavant") == 1
    assert "auparavant" not in grade()[1]


def test_copy_that_no_test_could_mark_has_no_mark_until_a_person_gives_one(course, grade):
    (course.root / "classe" / "submitted" / "aimé" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").unlink()
    course.submit("aimé", b"PDF", name="copie.pdf")
    code, shown = grade()
    assert code == 1
    assert "aimé — (!)" in " ".join(shown.split())
    assert "note à mettre à la main" in " ".join(shown.split())
    execute(course, BY_HAND)
    _, shown = grade()
    assert "(!)" not in shown
    assert "aimé 5 / 6" in " ".join(shown.split())


def test_students_have_names_in_formgrader_and_those_typed_there_stay(course, grade):
    grade()
    names = "SELECT id, first_name, last_name FROM student ORDER BY id"
    assert ("Zoé N'Guyen", "Zoé", "N'Guyen") in rows(course, names)
    execute(course, "UPDATE student SET first_name = 'Aimé', last_name = 'Césaire' WHERE id = 'aimé'")
    grade("--force")
    assert ("aimé", "Aimé", "Césaire") in rows(course, names)


@pytest.mark.parametrize("settings", ["", "c.SplitExecute.sans_boite = True"])
def test_bar_says_all_along_that_there_is_no_box(course, grade, capsys, monkeypatch, settings):
    path = course.root / "nbgrader_config.py"
    path.write_text(f"{path.read_text('utf-8')}\n{settings}\n", "utf-8")
    told = bar(monkeypatch)
    grade()
    assert ("SANS BOÎTE" in told.getvalue()) == bool(settings)


def test_bar_names_at_the_end_the_copies_it_is_waiting_for(course, grade, monkeypatch):
    told = bar(monkeypatch)
    grade()
    *_, before, last = told.getvalue().strip().split("\r")[:4]  # le départ, puis une image par copie
    assert "2/3" in before
    minutes = ceil(Limits().wall_seconds / 60)
    assert before.replace("\u00a0", " ").rstrip().endswith(f"attend Zoé N'Guyen (jusqu'à {minutes} min)")
    assert "encore" not in before  # une estimation serait fausse
    assert "attend" not in last


class Watched(io.StringIO):
    """Un terminal, qui compte les images de la barre."""

    images = 0

    def isatty(self):
        return True

    def write(self, text):
        self.images += "/3" in text
        return super().write(text)


class Waiting(Pool):
    """Un moteur dont une copie ne vient qu'une fois la barre redessinée sans elle, ou après dix secondes."""

    screen = Watched()

    def grade(self, bundles):
        for bundle, result in super().grade(bundles):
            if bundle.student in NAMES:
                self._wait(self.screen.images + 2)
            yield bundle, result

    def _wait(self, images):
        deadline = time.monotonic() + 10
        while self.screen.images < images:
            assert time.monotonic() < deadline, "la barre ne bouge pas"
            time.sleep(0.01)


def test_clock_of_the_bar_goes_on_while_a_copy_is_awaited(course, grade, monkeypatch):
    grade_by(Waiting, monkeypatch)
    monkeypatch.setattr(session, "tqdm", partial(session.tqdm, file=Waiting.screen))
    monkeypatch.setattr(session, "TICK", 0.01)
    assert "3 copies corrigées." in grade()[1]


def test_what_a_system_leaves_behind_is_not_named(course, grade):
    (course.root / "classe" / "submitted" / ".DS_Store").write_bytes(b"")
    (course.root / "classe" / "submitted" / "aimé" / ".ipynb_checkpoints").mkdir()
    assert "N'est pas à la place" not in grade()[1]


def test_a_class_that_is_nowhere_in_its_place_is_named_too(tmp_path):
    course = SmallCourse(tmp_path)
    (course.root / "classe" / "submitted" / "groupe" / "Zoé").mkdir(parents=True)
    with pytest.raises(GradingError, match="groupe/Zoé"):
        course.open().students(ASSIGNMENT)


def test_interruption_that_a_library_swallows_still_stops_the_command(grade, course, monkeypatch):
    grade_by(Swallowing, monkeypatch)
    assert grade() == (130, "")
    marked = rows(course)
    assert 0 < len({student for student, *_ in marked}) < len(NAMES)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_interruption_that_python_loses_comes_again_without_a_word(grade, course, monkeypatch):
    grade_by(Losing, monkeypatch)  # une exception perdue dont Python dirait un mot ferait échouer l'essai
    assert grade() == (130, "")
    assert rows(course) == []


@pytest.mark.parametrize("loss", [Swallowing, Losing])
def test_interruption_during_the_rehearsal_is_not_lost_either(grade, course, monkeypatch, loss):
    monkeypatch.setattr(Interrupting, "copies", False)
    monkeypatch.setattr(Interrupting, "graded", 0)
    grade_by(loss, monkeypatch)
    assert grade() == (130, "")
    assert rows(course) == []
    assert Interrupting.graded <= 2  # le corrigé et le squelette
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_the_slots_say_while_they_load_is_kept_in_the_journal(monkeypatch):
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")  # tout ce que charge un poste se dit sur sa sortie d'erreur
    journal = io.StringIO()
    with contextlib.closing(LocalPool(1)) as pool:
        pool.journal = journal
    pool.close()
    assert journal.getvalue().count("| mlcourse.grading.batch.slots\n") == 1
