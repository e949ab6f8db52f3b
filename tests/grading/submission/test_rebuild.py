"""Ce que devient une copie, cellule par cellule, quand on la reconstruit."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.utils import compute_checksum

from mlcourse.checks.notebook import grading
from mlcourse.grading.submission import notebooks
from mlcourse.grading.submission.rebuild import ADDED, complete
from mlcourse.grading.submission.remarks import NOTHING

from ..small_course import RIGHT, WRONG, added, filled, texts, written
from .rebuilding import HELPER, PNG, bare, cell_of, rebuilt, without


def test_student_speaks_in_the_solution_cells_and_nowhere_else(master, copy_of):
    for cell in copy_of.cells:
        if cell.id not in ("double", "question"):
            cell.source = "# effacé"
    result = rebuilt(master, copy_of)
    expected = texts(master) | {"double": RIGHT, "question": "Il se divise par deux."}
    assert texts(result.notebook) == expected
    assert not result.remarks.needs_person


def test_untouched_subject_stays_the_stub_and_never_the_solution(master, subject):
    result = rebuilt(master, subject.released())
    assert "NotImplementedError" in texts(result.notebook)["double"]
    assert "x + x" not in json.dumps(result.notebook)
    assert "mon cher" not in json.dumps(result.notebook)
    assert result.remarks.texts == ()


def test_text_of_a_cell_is_tidied_once(master, copy_of, monkeypatch):
    plain, tidied = notebooks.tidy, []
    monkeypatch.setattr(notebooks, "tidy", lambda source: tidied.append(source) or plain(source))
    copy_of.cells.append(new_code_cell(HELPER))
    rebuilt(master, copy_of)
    assert tidied.count(HELPER) == 1


def test_metadata_of_the_student_is_dropped(master, copy_of):
    for cell in copy_of.cells:
        cell.metadata["tags"] = ["raises-exception"]
        cell.metadata.nbgrader["points"] = 1000
    notebook = rebuilt(master, copy_of).notebook
    assert "tags" not in json.dumps(notebook)
    assert [cell.metadata.nbgrader.get("points") for cell in notebook.cells] == [
        cell.metadata.nbgrader.get("points") for cell in master.cells
    ]


def test_written_answer_left_empty_keeps_the_checksum_of_the_stub(master, subject, copy_of):
    from nbgrader.utils import determine_grade

    empty = cell_of(rebuilt(master, subject.released()).notebook, "question")
    written = cell_of(rebuilt(master, copy_of).notebook, "question")
    assert determine_grade(empty) == (0, 3.0)
    assert determine_grade(written) == (None, 3.0)


def test_added_cells_keep_their_order_and_their_place(master, copy_of):
    first, second, note = new_code_cell(HELPER), new_code_cell("helper(3)"), new_markdown_cell("Ouf.")
    copy_of.cells[2:2] = [first]
    copy_of.cells[4:4] = [second, note]
    copy_of.cells.insert(0, new_code_cell("import os"))
    notebook = rebuilt(master, copy_of).notebook
    assert added(notebook) == ["import os", HELPER, "helper(3)", "Ouf."]
    order = [written(cell) for cell in notebook.cells]
    assert order[0] == "import os"
    assert order.index("import math") < order.index(HELPER) < order.index(RIGHT) < order.index("helper(3)")
    assert order.index("Ouf.") < order.index(cell_of(master, "double-test").source)


def test_raw_cell_cannot_reach_the_page_as_it_is(master, copy_of):
    copy_of.cells.append(new_raw_cell("<script>x</script>"))
    (cell,) = [cell for cell in rebuilt(master, copy_of).notebook.cells if "script" in cell.source]
    assert (cell.cell_type, cell.source.splitlines()[2]) == ("markdown", "    < script>x< /script>")


def test_test_cell_of_another_version_of_the_subject_is_told_to_the_instructor_alone(master, copy_of):
    test = cell_of(copy_of, "double-test")
    test.source = "assert double(1) == 2"
    edited = rebuilt(master, copy_of)
    assert "diffère de celle du sujet" in edited.remarks.texts[0]
    assert edited.aside == NOTHING
    test.metadata.nbgrader["checksum"] = compute_checksum(test)
    older = rebuilt(master, copy_of)
    assert older.remarks == NOTHING
    assert "autre version du sujet" in older.aside.texts[0]
    assert texts(older.notebook) == texts(edited.notebook)


@pytest.mark.parametrize("claim", [{}, {"points": "beaucoup"}, {"points": 1e999}, {"grade_id": []}, {"checksum": 3}])
def test_checksum_that_is_no_such_thing_is_worth_nothing(master, copy_of, claim):
    test = cell_of(copy_of, "double-test")
    test.source = "assert double(1) == 2"
    test.metadata.nbgrader.update({"checksum": "0", **claim})
    assert rebuilt(master, json.dumps(copy_of).encode()).aside == NOTHING


def _older(notebook, name, text):
    """La cellule `name`, telle que l'a distribuée une version du sujet qui disait `text`."""
    cell = cell_of(notebook, name)
    cell.source = text
    cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
    return cell


@pytest.mark.parametrize("name", ["introduction", "imports"])
def test_cell_of_an_earlier_version_of_the_subject_is_not_added_by_the_student(master, copy_of, name):
    longer = f"{texts(master)[name]}\n# Avant le : à compléter par l'enseignant, dans les réglages du cours."
    cell = _older(copy_of, name, longer)
    result = rebuilt(master, copy_of)
    assert added(result.notebook) == []
    assert texts(result.notebook)[name] == texts(master)[name]
    cell.source += "\n# Et ceci, que j'y écris moi-même."
    (kept,) = added(rebuilt(master, copy_of).notebook)
    assert "que j'y écris moi-même" in kept


@pytest.mark.parametrize("lost", ["this one", "all"])
def test_old_introduction_that_lost_its_name_is_recognised_by_its_text(master, copy_of, lost):
    for cell in copy_of.cells if lost == "all" else copy_of.cells[:1]:
        cell.metadata.clear()
        cell.pop("id")
    first, said = copy_of.cells[0], "Une fonction à écrire, et une question, avant mardi."
    first.source = f"# Petit devoir\n\n{said}"
    assert added(rebuilt(master, copy_of).notebook) == []
    for mine in (f"{said}\nEt ceci, que j'y écris moi-même.", f"{said} Et ceci, que j'y écris moi-même."):
        first.source = f"# Petit devoir\n\n{mine}"
        (kept,) = added(rebuilt(master, copy_of).notebook)
        assert "que j'y écris moi-même" in kept


def test_missing_answer_is_said_and_stays_the_stub(master, copy_of):
    result = rebuilt(master, without(copy_of, "double"))
    assert "NotImplementedError" in texts(result.notebook)["double"]
    assert "la cellule « double » manque" in result.remarks.texts


@pytest.mark.parametrize(
    "cells",
    [[WRONG, RIGHT], [RIGHT, "stub"], [RIGHT, "# plus tard"], ["# plus tard", RIGHT], [RIGHT, ""], ["stub", RIGHT]],
    ids=str,
)
def test_pasted_twice_the_last_real_definition_is_graded(master, subject, copy_of, cells):
    stub = texts(subject.released())["double"]
    model = cell_of(copy_of, "double")
    twins = [copy.deepcopy(model) | {"id": f"c{i}", "source": stub if s == "stub" else s} for i, s in enumerate(cells)]
    copy_of.cells[2:3] = twins
    result = rebuilt(master, copy_of)
    assert texts(result.notebook)["double"] == RIGHT
    assert any("2 fois" in remark for remark in result.remarks.texts)
    assert added(result.notebook) == [source for source in cells if source not in (RIGHT, "stub", "")]


def test_answer_is_found_by_the_name_of_its_function(master, copy_of):
    cell_of(copy_of, "double").metadata.nbgrader.grade_id = "autre"
    del cell_of(copy_of, "autre")["id"]
    result = rebuilt(master, copy_of)
    assert texts(result.notebook)["double"] == RIGHT
    assert added(result.notebook) == []


def test_answer_written_just_after_the_stub_stays_there(master, subject):
    notebook = subject.released()
    notebook.cells.insert(3, new_code_cell(RIGHT))
    result = rebuilt(master, notebook)
    assert "NotImplementedError" in texts(result.notebook)["double"]
    (place,) = [i for i, cell in enumerate(result.notebook.cells) if grading(cell).get("grade_id") == "double"]
    assert result.notebook.cells[place + 1].source == RIGHT
    assert complete(result.notebook, NOTHING).cells[place + 2].source == f"# {ADDED}\n{RIGHT}"


@pytest.mark.parametrize("place", [0, 7], ids=["au début", "à la fin"])
def test_answer_written_far_from_the_stub_takes_its_place(master, subject, place):
    notebook = subject.released()
    notebook.cells.insert(place, new_code_cell(RIGHT))
    result = rebuilt(master, notebook)
    assert texts(result.notebook)["double"] == RIGHT
    assert added(result.notebook) == []
    assert any("autre cellule" in remark for remark in result.remarks.texts)


def test_answer_typed_into_a_locked_cell_is_found(master, subject):
    notebook = subject.released()
    cell_of(notebook, "double-test").source = RIGHT + "\n\nassert double(2) == 4"
    assert texts(rebuilt(master, notebook).notebook)["double"].startswith(RIGHT)


def test_completed_import_cell_runs_after_the_original(master, copy_of):
    cell_of(copy_of, "imports").source = "import math\nimport numpy as np"
    notebook = rebuilt(master, copy_of).notebook
    assert texts(notebook)["imports"] == "import math"
    assert added(notebook) == ["import math\nimport numpy as np"]


def test_stripped_metadata_change_nothing(master, copy_of):
    result = rebuilt(master, bare(copy_of))
    assert texts(result.notebook)["double"] == RIGHT
    assert texts(result.notebook)["question"] == "Il se divise par deux."
    assert added(result.notebook) == []


def test_prose_added_after_the_question_is_the_answer(master, subject):
    notebook = subject.released()
    notebook.cells += [new_markdown_cell("D'abord,"), new_markdown_cell("ensuite.")]
    result = rebuilt(master, notebook)
    assert texts(result.notebook)["question"] == "D'abord,\n\nensuite."
    assert added(result.notebook) == []


def test_picture_pasted_in_the_answer_is_kept_and_a_drawing_is_not(master, copy_of):
    cell = cell_of(copy_of, "question")
    cell.attachments = {"a.png": {"image/png": PNG}, "b.svg": {"image/svg+xml": "PHN2Zz4="}}
    kept = cell_of(rebuilt(master, copy_of).notebook, "question").attachments
    assert kept["a.png"] == {"image/png": PNG}
    assert "svg+xml" not in json.dumps(kept)


def test_changed_cell_type_is_restored(master, copy_of):
    cell_of(copy_of, "double").update(cell_type="markdown")
    cell_of(copy_of, "question").update(cell_type="code", outputs=[], execution_count=None)
    result = rebuilt(master, copy_of)
    assert [cell_of(result.notebook, name).cell_type for name in ("double", "question")] == ["code", "markdown"]
    assert texts(result.notebook)["double"] == RIGHT
    assert sum("type" in remark for remark in result.remarks.texts) == 2


def test_shuffled_cells_come_back_in_the_order_of_the_subject(master, copy_of):
    copy_of.cells = copy_of.cells[::-1]
    notebook = rebuilt(master, copy_of).notebook
    assert [*texts(notebook)] == [*texts(master)]
    assert texts(notebook)["double"] == RIGHT


def test_drafts_follow_the_cells_that_kept_their_order(master, copy_of):
    moved = copy_of.cells.pop(1)
    copy_of.cells.insert(2, new_code_cell("brouillon"))
    copy_of.cells.append(moved)
    order = [written(cell) for cell in rebuilt(master, copy_of).notebook.cells]
    assert order.index(RIGHT) + 1 == order.index("brouillon")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_nothing_that_a_student_hands_in_raises(master, data):
    notebook = json.loads(json.dumps(filled(master)))
    for _ in range(data.draw(st.integers(0, 4))):
        cell = data.draw(st.sampled_from(notebook["cells"]))
        field = data.draw(st.sampled_from(["cell_type", "source", "metadata", "id", "attachments", "outputs"]))
        cell[field] = data.draw(JSON)
    notebook[data.draw(st.sampled_from(["nbformat", "metadata", "rien"]))] = data.draw(JSON)
    content = data.draw(st.just(json.dumps(notebook).encode()) | st.binary(max_size=200))
    result = rebuilt(master, content)
    locked = {name: text for name, text in texts(master).items() if name not in ("double", "question")}
    assert locked.items() <= texts(result.notebook).items()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_drafts_survive_any_disorder_in_order(master, data):
    notebook = filled(master)
    notebook.cells = data.draw(st.permutations(notebook.cells))
    drafts = [f"brouillon_{i} = {i}" for i in range(data.draw(st.integers(0, 5)))]
    places = sorted(data.draw(st.lists(st.integers(0, 7), min_size=len(drafts), max_size=len(drafts))), reverse=True)
    for place, draft in zip(places, reversed(drafts), strict=True):
        notebook.cells.insert(place, new_code_cell(draft))
    result = rebuilt(master, notebook)
    assert added(result.notebook) == drafts
    assert texts(result.notebook)["double"] == RIGHT
