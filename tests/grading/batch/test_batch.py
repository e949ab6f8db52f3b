"""Un lot : ce qui se refait, ce qui ne se refait pas, ce qui se garde."""

import csv
import json
import os
from dataclasses import replace

import pytest

from mlcourse.grading.batch import answered, archive, batch
from mlcourse.grading.batch.slots import CRASHED
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook import master
from mlcourse.grading.gradebook.database import open_gradebook
from mlcourse.grading.gradebook.export import RowByRow
from mlcourse.grading.gradebook.reader import Mark
from mlcourse.grading.gradebook.source_reading import read_source
from mlcourse.grading.submission.remarks import Remarks

from ..batches import COMMENTS, NAMES, execute, rows, run
from ..small_course import ASSIGNMENT, WRONG, InstantPool, filled


def test_everyone_is_marked_once_and_a_second_run_grades_nobody(course):
    first, pool = run(course)
    assert {student: mark.score for student, mark in first.final.items()} == dict(zip(NAMES, (3, 1, 3), strict=True))
    assert first.total == 6
    before = rows(course), rows(course, COMMENTS)
    second, again = run(course)
    assert sorted(pool.graded) == sorted(NAMES)
    assert again.graded == []
    assert (rows(course), rows(course, COMMENTS)) == before
    assert second.outcomes == first.outcomes
    assert second.final == first.final


def test_students_come_in_alphabetical_order_whatever_their_accents_and_their_alphabet(course):
    course.submit("Кузнецова", filled(course.released()))
    assert run(course)[0].students == ["aimé", "Élodie  (groupe 2)", "Zoé N'Guyen", "Кузнецова"]


def test_interrupted_batch_goes_on_where_it_stopped(course):
    with pytest.raises(KeyboardInterrupt):
        run(course, InstantPool(stop_after=2))
    _, pool = run(course)
    assert len(pool.graded) == 1
    assert len(rows(course)) == 3 * len(NAMES)


def test_result_computed_but_not_recorded_is_recorded_without_grading_again(course, monkeypatch):
    monkeypatch.setattr(batch.Batch, "_record", lambda *_: os.kill(os.getpid(), 2))
    with pytest.raises(KeyboardInterrupt):
        run(course)
    monkeypatch.undo()
    lot, pool = run(course)
    assert len(pool.graded) == len(NAMES) - 1
    assert all(mark.score for mark in lot.final.values())


def test_mark_recorded_but_notebook_not_filed_is_finished(course, monkeypatch):
    monkeypatch.setattr(archive.Archive, "write", lambda *_: os.kill(os.getpid(), 2))
    with pytest.raises(KeyboardInterrupt):
        run(course)
    monkeypatch.undo()
    run(course)
    assert len(list((course.root / "classe" / "autograded").glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"))) == len(NAMES)


def test_gradebook_thrown_away_is_written_again_without_grading(course):
    run(course)
    before = rows(course)
    (course.root / "classe" / "gradebook.db").unlink()
    assert run(course)[1].graded == []
    assert rows(course) == before


def test_damaged_result_is_computed_again(course):
    run(course)
    results = list((course.root / "classe" / "correction" / ASSIGNMENT).glob("*.json"))
    for path, text in zip(results, ["", "{", '{"key": 3}'], strict=True):
        path.write_text(text)
    assert sorted(run(course)[1].graded) == sorted(NAMES)


def test_result_of_an_older_form_is_computed_again(course):
    run(course)
    for path in (course.root / "classe" / "correction" / ASSIGNMENT).glob("*.json"):
        saved = json.loads(path.read_text("utf-8"))
        result = json.loads(saved["result"])
        del result["told"]
        path.write_text(json.dumps(saved | {"result": json.dumps(result)}), "utf-8")
    assert sorted(run(course)[1].graded) == sorted(NAMES)


def test_answers_of_a_copy_are_looked_at_where_it_is_graded_and_nowhere_else(course, monkeypatch):
    first, _ = run(course)
    monkeypatch.setattr(answered, "make_plan", None)
    second, again = run(course)
    assert again.graded == []
    assert second.outcomes == first.outcomes
    assert any("1 test sur 2 échoue" in outcome.texts for outcome in second.outcomes.values())


class CrashingPool(InstantPool):
    """Des postes qui meurent tous."""

    def _result(self, bundle):
        return replace(super()._result(bundle), remarks=Remarks((CRASHED,), needs_person=True))


def test_copy_whose_grading_crashed_is_marked_and_tried_again_next_time(course):
    lot, _ = run(course, CrashingPool())
    assert all(outcome.needs_person for outcome in lot.outcomes.values())
    assert not any(automatic is None for _, cell, automatic, *_ in rows(course) if cell != "question")
    lot, pool = run(course)
    assert len(pool.graded) == len(NAMES)
    assert not any(outcome.needs_person for outcome in lot.outcomes.values())


def test_only_what_changed_is_graded_again(course):
    run(course)
    course.submit("aimé", filled(course.released(), WRONG))
    lot, pool = run(course)
    assert pool.graded == ["aimé"]
    assert lot.final["aimé"].score == 1


def test_everything_is_graded_again_when_the_tests_or_the_engine_change(course, monkeypatch):
    run(course)
    source = json.loads(course.source.read_text("utf-8"))
    source["cells"][4]["source"] = "assert double(0) == 1"
    course.source.write_text(json.dumps(source), "utf-8")
    lot, pool = run(course)
    assert len(pool.graded) == len(NAMES)
    assert lot.final["aimé"].score == 2
    monkeypatch.setattr("mlcourse.grading.batch.bundle.engine_version", lambda _: "autre")
    assert len(run(course)[1].graded) == len(NAMES)


def test_subject_is_prepared_once_for_the_whole_class(course, monkeypatch):
    prepared = []
    monkeypatch.setattr(master, "read_source", lambda *given: prepared.append(given) or read_source(*given))
    run(course)
    assert len(prepared) == 1


def test_points_of_the_subject_follow_into_the_gradebook(course):
    run(course)
    source = json.loads(course.source.read_text("utf-8"))
    source["cells"][4]["metadata"]["nbgrader"]["points"] = 5.0
    course.source.write_text(json.dumps(source), "utf-8")
    lot, _ = run(course)
    assert (lot.total, lot.final["aimé"].score) == (10, 7)


def test_manual_marks_and_comments_survive_grading_again(course):
    run(course)
    by_hand = "UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 WHERE auto_score IS NULL"
    execute(course, by_hand, "UPDATE comment SET manual_comment = 'Bien vu.'")
    before = rows(course), rows(course, COMMENTS)
    lot, pool = run(course, force=True)
    assert len(pool.graded) == len(NAMES)
    assert (rows(course), rows(course, COMMENTS)) == before
    assert lot.final["aimé"].score == 5.5


def test_manual_mark_of_another_answer_is_to_be_read_again(course):
    run(course)
    execute(course, "UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 WHERE auto_score IS NULL")
    course.submit("aimé", filled(course.released(), question="Tout bien réfléchi, je ne sais pas."))
    lot, _ = run(course)
    assert lot.final["aimé"] == Mark(3, 1)
    assert lot.final["Zoé N'Guyen"] == Mark(5.5, 0)


def test_points_given_beside_another_answer_are_to_be_read_again_and_count_no_more(course):
    run(course)
    execute(
        course,
        "UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 WHERE auto_score IS NULL",
        "UPDATE grade SET extra_credit = 2 WHERE auto_score IS NOT NULL",
    )
    lot, _ = run(course, force=True)
    assert lot.final["aimé"] == Mark(9.5, 0)
    course.submit("aimé", filled(course.released(), question="Tout bien réfléchi, je ne sais pas."))
    for force in (False, True):
        lot, _ = run(course, force=force)
        assert lot.final["aimé"] == Mark(3, 3)
        assert lot.final["Zoé N'Guyen"] == Mark(9.5, 0)


def test_exported_table_says_what_the_other_commands_say(course, tmp_path):
    run(course)
    execute(course, "UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 WHERE auto_score IS NULL")
    course.submit("aimé", filled(course.released(), question="Tout bien réfléchi, je ne sais pas."))
    run(course)
    with open_gradebook(course.open().coursedir) as gradebook:
        RowByRow(to=str(tmp_path / "notes.csv")).export(gradebook)
    with open(tmp_path / "notes.csv", encoding="utf-8", newline="") as file:
        found = {row["student_id"]: (row["raw_score"], row["score"]) for row in csv.DictReader(file)}
    assert found["aimé"] == ("3.0", "")
    assert found["Zoé N'Guyen"] == ("5.5", "5.5")


def test_force_grades_again(course):
    run(course)
    assert sorted(run(course, force=True)[1].graded) == sorted(NAMES)


def test_some_students_can_be_chosen(course):
    assert run(course, patterns=["aimé"])[1].graded == ["aimé"]
    assert run(course, patterns=["Z*", "É*"])[1].graded == ["Élodie  (groupe 2)", "Zoé N'Guyen"]
    with pytest.raises(GradingError, match=r"Vouliez-vous dire «.aimé.»"):
        run(course, patterns=["aime"])


def test_name_with_a_pattern_in_it_is_a_name_first(course):
    course.submit("[abc]*", filled(course.released()))
    assert run(course, patterns=["[abc]*"])[1].graded == ["[abc]*"]
