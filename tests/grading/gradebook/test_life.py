"""La vie d'un devoir : le sujet change quand une partie de la classe est notée, et rien de ce qui est lu ne se perd."""

import json

import pytest

from mlcourse.command import main
from mlcourse.grading.errors import GradingError

from ..batches import NAMES, execute, rows, run
from ..small_course import ASSIGNMENT, filled
from .test_source_reading import GRADED, PROSE, edited

READ = "UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 WHERE auto_score IS NULL"
BY_HAND = "SELECT count(*), sum(needs_manual_grade) FROM grade WHERE manual_score = 2.5"
SAID = "SELECT count(*) FROM comment WHERE manual_comment = 'Bien vu.'"


@pytest.fixture
def half(course, monkeypatch):
    """Le sujet est distribué, aimé corrigé et lu ; les autres attendent."""
    monkeypatch.chdir(course.root)
    assert main(["publier"]) == 0
    run(course, patterns=["aimé"])
    execute(course, READ, "UPDATE comment SET manual_comment = 'Bien vu.'")
    return course


def cells(course, change):
    """Change la liste des cellules du sujet."""
    notebook = json.loads(course.source.read_text("utf-8"))
    notebook["cells"] = change(notebook["cells"])
    course.source.write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")


def twin(cell, name, source=None):
    """La même cellule, sous un autre nom."""
    copy = json.loads(json.dumps(cell))
    copy["id"] = copy["metadata"]["nbgrader"]["grade_id"] = name
    return copy | ({} if source is None else {"source": source})


def subject(course):
    return (course.root / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8")


def test_test_added_when_half_the_class_is_graded_counts_for_all_and_loses_nothing(half):
    cells(half, lambda found: [*found, twin(found[4], "double-un", "assert double(1) == 2")])
    assert main(["publier"]) == 0
    assert "double-un" in subject(half)
    lot, pool = run(half)
    assert sorted(pool.graded) == sorted(NAMES)
    assert lot.total == 7
    assert lot.final["aimé"].score == 6.5
    assert lot.final["aimé"].to_read == 0
    assert rows(half, BY_HAND) == [(1, 0)]
    assert rows(half, SAID) == [(2,)]
    assert main(["notes", ASSIGNMENT]) == 1  # les deux autres sont à lire


def test_written_answer_added_is_to_be_read_where_it_was_answered(half):
    cells(half, lambda found: [*found, twin(found[PROSE], "question-2", "Une autre réponse.")])
    copy = filled(half.released())
    copy.cells[-1].source = "La somme de deux impairs l'est aussi."
    half.submit("Zoé N'Guyen", copy)
    lot, _ = run(half)
    assert [lot.final[student].to_read for student in NAMES] == [2, 1, 0]
    assert rows(half, BY_HAND) == [(1, 0)]


def test_mark_of_a_replaced_answer_stays_but_does_not_count_until_it_is_read_again(half):
    run(half)
    half.submit("aimé", filled(half.released(), question="Une autre réponse."))
    lot, _ = run(half)
    assert (lot.final["aimé"].score, lot.final["aimé"].to_read) == (3, 1)
    assert rows(half, BY_HAND) == [(1, 1)]
    execute(half, "UPDATE grade SET needs_manual_grade = 0 WHERE manual_score = 2.5")
    lot, _ = run(half)
    assert (lot.final["aimé"].score, lot.final["aimé"].to_read) == (5.5, 0)


def test_test_put_right_is_run_again_and_the_answers_stay_read(half):
    edited(half, GRADED, source="# Le double (2 points).\nassert double(2) == 5")
    lot, _ = run(half)
    assert lot.final["aimé"].score == 3.5
    assert lot.final["aimé"].to_read == 0


def test_points_that_change_keep_the_marks_and_ask_for_another_look(half):
    edited(half, PROSE, settings={"points": 2})
    edited(half, GRADED, settings={"points": 4})
    lot, _ = run(half)
    assert lot.total == 7
    assert lot.final["aimé"].to_read == 1
    assert rows(half, BY_HAND) == [(1, 1)]
    execute(half, "UPDATE grade SET manual_score = 2, needs_manual_grade = 0 WHERE manual_score = 2.5")
    assert run(half)[0].final["aimé"].score == 7


@pytest.mark.parametrize("name", ["double-nul", None])
def test_test_renamed_or_removed_takes_only_its_own_points(half, name):
    cells(half, lambda found: [*found[:4], *([twin(found[4], name)] if name else []), *found[5:]])
    assert main(["publier"]) == 0
    lot, _ = run(half)
    assert lot.total == (6 if name else 5)
    assert lot.final["aimé"].score == (5.5 if name else 4.5)
    assert "double-zero" not in subject(half)


def test_answer_already_read_cannot_go_and_nothing_has_changed(half, capsys):
    before = subject(half), rows(half)
    cells(half, lambda found: found[:PROSE])
    assert main(["publier"]) == 2
    assert "a perdu « question », et 2 notes ou commentaires" in capsys.readouterr().err.replace("\u00a0", " ")
    with pytest.raises(GradingError, match="sous le même nom"):
        run(half)
    assert (subject(half), rows(half)) == before


def test_answer_that_is_worth_nothing_any_more_keeps_its_marks(half):
    edited(half, PROSE, settings={"points": 0})
    lot, _ = run(half)
    assert lot.total == 3
    assert rows(half, BY_HAND) == [(1, 1)]
