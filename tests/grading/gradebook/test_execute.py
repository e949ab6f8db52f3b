"""Le préprocesseur que nbgrader et formgrader appellent : mêmes points que le moteur, réglages lus où il faut."""

import copy

import nbformat
import pytest
from nbgrader.utils import compute_checksum
from traitlets.config import Config

from mlcourse.checks.notebook import HIDDEN, SOLUTION, grading, is_test
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.execute import SplitExecute
from mlcourse.grading.sandbox import box

from ...assignments.class_of_devoir1 import SOURCE, filled, wrong
from ...assignments.workshop import run, with_source
from ..miniature import CHECKS, RIGHT, VISIBLE, assignment, submission

pytestmark = pytest.mark.boite

NAMES = {"student": "Zoé", "assignment": "devoir1", "notebook": "devoir1"}


def executed(notebook, source, folder, **settings):
    (folder / "solutions" / "devoir1").mkdir(parents=True, exist_ok=True)
    if source:
        nbformat.write(source, folder / "solutions" / "devoir1" / "devoir1.ipynb")
    submitted = folder / "submitted" / "Zoé" / "devoir1"
    submitted.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, submitted / "devoir1.ipynb")
    config = Config({"CourseDirectory": {"root": str(folder), "source_directory": "solutions"}})
    config.ClearHiddenTests.begin_test_delimeter, config.ClearHiddenTests.end_test_delimeter = HIDDEN
    config.ClearSolutions.begin_solution_delimeter, config.ClearSolutions.end_solution_delimeter = SOLUTION
    config.merge(Config(settings))
    resources = {"nbgrader": NAMES, "metadata": {"path": ""}}
    result, _ = SplitExecute(config=config).preprocess(notebook, resources)
    return result


def points(notebook):
    from nbgrader.utils import determine_grade

    return {grading(cell)["grade_id"]: determine_grade(cell)[0] for cell in notebook.cells if is_test(cell)}


def under_teacher_tests(copy_of_student):
    """La copie, dont nbgrader a rétabli les cellules de tests."""
    notebook = SOURCE
    for cell in copy_of_student.cells:
        if grading(cell).get("solution"):
            notebook = with_source(notebook, grading(cell)["grade_id"], cell.source)
    return notebook


@pytest.mark.parametrize(
    "student",
    [filled(), wrong("delta_divided_by_m", "one_bias_per_unit", "forward_difference"), wrong("always_zero")],
    ids=["juste", "fautive", "toujours zéro"],
)
def test_devoir1_earns_what_the_quick_run_gives_it(student, tmp_path):
    notebook = under_teacher_tests(student)
    assert points(executed(notebook, SOURCE, tmp_path)) == run(notebook).points


def test_test_cells_are_those_of_the_teacher_whatever_the_copy_says(tmp_path):
    source = assignment(VISIBLE, VISIBLE)
    notebook = submission(source, "def double(x):\n    return x")
    notebook.cells[2].source = "pass"
    notebook.cells[3].metadata["nbgrader"]["grade_id"] = "inventé"
    result = executed(notebook, source, tmp_path)
    assert points(result) == {"test1": 0, "test2": 0}
    assert [cell.source for cell in result.cells if is_test(cell)] == [VISIBLE, VISIBLE]


def test_without_the_teacher_notebook_nothing_is_graded_and_a_sentence_says_so(tmp_path):
    with pytest.raises(GradingError, match=r"devoir1\.ipynb n'est pas dans"):
        executed(submission(assignment(VISIBLE), RIGHT), None, tmp_path)


def test_copy_is_graded_as_our_command_would_and_says_why_on_its_first_cell(tmp_path):
    source = assignment(VISIBLE)
    notebook = submission(source, "import os\ndef double(x): os._exit(0)")
    notebook.cells[2].source = "pass"
    result = executed(notebook, source, tmp_path)
    assert points(result) == {"test1": 0}
    assert "diffère de celle du sujet" in result.cells[0].source
    assert "arrêtée net" in result.cells[0].source


def test_page_of_the_student_does_not_tell_that_the_subject_changed_since(tmp_path):
    notebook = submission(assignment("assert double(1) == 2"), RIGHT)
    notebook.cells[2].metadata.nbgrader["checksum"] = compute_checksum(notebook.cells[2])
    result = executed(notebook, assignment(VISIBLE), tmp_path)
    assert points(result) == {"test1": 1}
    assert "version du sujet" not in result.cells[0].source


def test_input_is_left_as_it_was(tmp_path):
    source = assignment(VISIBLE)
    notebook = submission(source, "def double(x):\n    return x")
    before = copy.deepcopy(notebook)
    executed(notebook, source, tmp_path)
    assert notebook == before


def test_files_of_the_copy_go_to_the_copy_and_those_of_the_subject_to_both(tmp_path):
    for folder, name, text in (
        ("submitted/Zoé/devoir1", "helper.py", "TWO = 2"),
        ("solutions/devoir1", "two.txt", "2"),
    ):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / name).write_text(text)
    test = f"{CHECKS}assert open('two.txt').read() == '2'\n_check.close('y', _check.call(3.0), 6.0)\n"
    source = assignment(test + "import os\nassert not os.path.exists('helper.py')")
    solution = "import helper\ndef double(x):\n    return x * helper.TWO * int(open('two.txt').read()) / 2"
    assert points(executed(submission(source, solution), source, tmp_path)) == {"test1": 1}


def test_limits_are_read_from_the_configuration(tmp_path):
    source = assignment(CHECKS + "_check.call(1.0)")
    notebook = submission(source, "def double(x):\n    while True: pass")
    result = executed(notebook, source, tmp_path, SplitExecute={"cell_seconds": 1.0})
    assert "temps accordé" in result.cells[-1].outputs[0].evalue


def test_delimiters_are_read_from_the_configuration(tmp_path):
    test = CHECKS + "### BEGIN\nassert double(31415) == 62830, 'vaut 62830'\n### END"
    source = assignment(test)
    delimiters = {"begin_test_delimeter": "### BEGIN", "end_test_delimeter": "### END"}
    notebook = submission(source, "def double(x):\n    return x")
    for settings, hidden in (({}, False), ({"ClearHiddenTests": delimiters}, True)):
        test = executed(notebook, source, tmp_path, **settings).cells[-1]
        assert "62830" in test.outputs[0].evalue  # ce que lit l'enseignant
        assert ("62830" not in test.metadata.get("mlcourse", {}).get("told", "62830")) == hidden


def test_without_bubblewrap_grading_refuses_until_the_risk_is_accepted_by_name(tmp_path, monkeypatch):
    def refuse():
        raise box.NoBox("pas de boîte ici")

    monkeypatch.setattr(box, "require_box", refuse)
    source = assignment(VISIBLE)
    with pytest.raises(box.NoBox):
        executed(submission(source, RIGHT), source, tmp_path)
    result = executed(submission(source, RIGHT), source, tmp_path, SplitExecute={"sans_boite": True})
    assert points(result) == {"test1": 1}
