"""Ce que formgrader dit à qui lit : une note d'avant la dernière remise, trop de points, ce qui reste à lire."""

from types import SimpleNamespace

import pytest
from nbgrader.api import Grade, Gradebook
from nbgrader.server_extensions.formgrader.base import BaseHandler

from mlcourse.grading.gradebook.scripts import read_afresh

from ..batches import execute, rows
from ..copies.opening import until
from ..gradebook.test_opening import submission
from .gestures import MARKS, give, remains, saved

pytestmark = [pytest.mark.navigateur, pytest.mark.timeout(300)]

ONE = """WHERE cell_id IN (SELECT id FROM base_cell WHERE name = '{cell}') AND notebook_id IN (
    SELECT submitted_notebook.id FROM submitted_notebook JOIN submitted_assignment
    ON submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = 'aimé')"""
EXTRA, STALE = "#question_extra_credit", ".périmée"


def ask_again(graded, cell):
    """Rend une note à relire, comme le fait une nouvelle remise."""
    execute(graded, f"UPDATE grade SET needs_manual_grade = 1 {ONE.format(cell=cell)}")


def test_mark_of_the_answer_before_is_told_beside_the_rubric_until_it_is_given_again(tab, graded):
    tab.keyboard.press("1")
    saved(tab)
    assert tab.locator(STALE).count() == 0
    ask_again(graded, "question")
    tab.reload(wait_until="networkidle")
    told = tab.locator(f".barème {STALE}")
    assert "la note et les lignes cochées sont celles d’avant (0,7)" in told.inner_text()
    assert saved(tab) == "0,7"
    tab.click(".à-lire .mark-graded")
    told.wait_for(state="detached")
    assert (0.7,) in rows(graded, MARKS)
    give(tab, "")
    saved(tab)
    assert tab.locator(STALE).count() == 0


def test_points_given_beside_the_answer_before_are_told_too(tab, graded, server):
    given = "UPDATE grade SET extra_credit = 2, manual_score = NULL, needs_manual_grade = 1"
    execute(graded, f"{given} {ONE.format(cell='double-test')}")
    tab.goto(submission(server, "aimé"), wait_until="networkidle")
    told = tab.locator(STALE)
    told.wait_for()
    assert "les points en plus sont ceux d’avant (2)" in told.inner_text()
    execute(graded, f"UPDATE grade SET extra_credit = NULL, needs_manual_grade = 0 {ONE.format(cell='double-test')}")


def test_points_beyond_those_of_the_copy_are_told_and_still_written(tab, graded):
    give(tab, "3")
    saved(tab)
    words = tab.get_by_text("La copie dépasserait 6 points : elle en aurait 8,5. C’est inscrit.")
    tab.fill(EXTRA, "2,5")
    tab.keyboard.press("Tab")
    words.wait_for()
    saved(tab)
    assert words.is_visible()
    assert rows(graded, "SELECT extra_credit FROM grade WHERE extra_credit > 0") == [(2.5,)]
    give(tab, "0,5")
    words.wait_for(state="hidden")
    saved(tab)


def test_enter_goes_to_what_is_left_to_read_of_the_copy_before_it_leaves_it(tab, graded, server):
    execute(graded, f"UPDATE grade SET needs_manual_grade = 1, manual_score = 1 {ONE.format(cell='double-test')}")
    tab.goto(submission(server, "aimé"), wait_until="networkidle")
    here = tab.url
    until(tab, "document.querySelectorAll('.ligne:enabled').length === 3")
    tab.fill("#double-test", "2")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.className") == "ligne tabbable"
    assert tab.url.partition("?")[0] == here.partition("?")[0]
    tab.keyboard.press("1")
    assert saved(tab) == "0,7"
    remains(tab, "Il reste 2 copies à lire")
    with tab.expect_navigation(wait_until="networkidle"):
        tab.keyboard.press("Enter")
    assert submission(server, "aimé") not in tab.url


def test_answer_that_is_passed_over_does_not_keep_one_on_the_copy(tab, graded, server):
    execute(graded, f"UPDATE grade SET needs_manual_grade = 1, manual_score = 1 {ONE.format(cell='double-test')}")
    tab.goto(submission(server, "aimé"), wait_until="networkidle")
    until(tab, "document.querySelectorAll('.ligne:enabled').length === 3")
    tab.click("#double-test")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.className") == "ligne tabbable"
    with tab.expect_navigation(wait_until="networkidle"):
        tab.keyboard.press("Enter")
    assert submission(server, "aimé") not in tab.url


def test_what_a_command_writes_while_jupyter_runs_is_read_at_once(graded, monkeypatch):
    monkeypatch.setattr(BaseHandler, "on_finish", BaseHandler.on_finish)
    read_afresh()
    with Gradebook(f"sqlite:///{graded.root / 'classe' / 'gradebook.db'}") as gradebook:
        handler = object.__new__(BaseHandler)
        handler.application = SimpleNamespace(settings={"nbgrader_gradebook": gradebook})
        kept = gradebook.db.query(Grade).filter(Grade.needs_manual_grade.is_(False)).first()
        execute(graded, f"UPDATE grade SET needs_manual_grade = 1 WHERE id = '{kept.id}'")
        assert kept.needs_manual_grade is False  # la session s'en tient à ce qu'elle a lu
        BaseHandler.on_finish(handler)
        assert kept.needs_manual_grade is True
        execute(graded, f"UPDATE grade SET needs_manual_grade = 0 WHERE id = '{kept.id}'")
