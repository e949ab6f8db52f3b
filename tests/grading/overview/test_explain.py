"""Expliquer une copie : ce que chaque test a appelé et reçu, pour l'enseignant, sans rien changer."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_output

from mlcourse.checks.notebook import HIDDEN
from mlcourse.command import main
from mlcourse.grading.examination.plan import make_plan
from mlcourse.grading.examination.replay import replayed, witnessed

from ..batches import rows, run
from ..small_course import ASSIGNMENT, filled

FORGED = json.dumps({"passed": True, "said": "", "calls": [["double(7)", "14"]], "more": 0})
pytestmark = pytest.mark.boite


@pytest.fixture
def explain(course, monkeypatch, capsys):
    """Explique la copie d'un étudiant ; rend le code de sortie et ce qui s'affiche."""
    monkeypatch.chdir(course.root)

    def run_command(student):
        code = main(["expliquer", ASSIGNMENT, student])
        told = capsys.readouterr()
        return code, (told.out + told.err).replace("\u00a0", " ").replace("\u202f", " ")

    return run_command


def test_each_test_tells_its_calls_and_what_came_back_hidden_ones_too(course, explain):
    code, told = explain("Zoé N'Guyen")
    assert code == 0
    for line in ("✓ Le double (2 points)", "double(2) → 4", "double(31415) → 62830", "✓ double-zero (1 point)"):
        assert f"  {line}\n" in told
    assert told.rstrip().endswith("double(0) → 0")


def test_wrong_copy_shows_the_line_that_refuses_it(explain):
    _, told = explain("Élodie  (groupe 2)")
    assert "✗ Le double (2 points)" in told
    assert "double(2) → 2" in told
    assert "assert double(2) == 4" in told
    assert "31415" not in told  # le test s'est arrêté avant
    assert "✓ double-zero (1 point)\n      double(0) → 0" in told


def test_what_a_test_gives_is_told_as_one_would_write_it(course, explain):
    given = "assert double(_np.float64(1.5)) == 3\ntry:\n    double(_f)\nexcept Exception:\n    pass"
    notebook = json.loads(course.source.read_text("utf-8"))
    notebook["cells"][4]["source"] = f"import numpy as _np\n\n\ndef _f():\n    pass\n\n\n{given}"
    course.source.write_text(json.dumps(notebook), "utf-8")
    told = explain("Zoé N'Guyen")[1]
    assert "double(1.5) → 3.0\n" in told
    assert "double(la fonction _f) → s'arrête" in told


def test_result_without_end_is_told_in_part(course, explain):
    course.submit("Max", filled(course.released(), "def double(x):\n    return ('long',) * 50_000"))
    assert 100 < explain("Max")[1].count("'long'") < 1_000


def test_copy_that_stops_says_where_and_one_that_cannot_be_read_why(course, explain):
    course.submit("Max", filled(course.released(), "def double(x):\n    return x['a']"))
    course.submit("Paul", b"%PDF", name="copie.pdf")
    assert "double(2) → s'arrête : TypeError" in explain("Max")[1]
    assert "(!) la copie ne contient pas de carnet" in explain("Paul")[1]


def test_answer_that_does_not_run_is_told_before_the_tests_that_miss_it(course, explain):
    course.submit("Élodie  (groupe 2)", filled(course.released(), "def double(x)\n    return 2 * x"))
    _, told = explain("Élodie  (groupe 2)")
    assert told.index("La réponse « double » s'arrête (Petit devoir) : SyntaxError") < told.index("✗ Le double")


def test_nothing_changes_and_nobody_else_is_explained(course, explain):
    run(course)
    before, files = rows(course), sorted(map(str, course.root.rglob("*")))
    explain("aimé")
    assert (rows(course), sorted(map(str, course.root.rglob("*")))) == (before, files)
    code, told = explain("aime")
    assert code == 2
    assert "Aucune copie de « aime »" in told


def test_test_that_is_no_python_and_message_that_is_no_report_pass_as_they_are(course):
    notebook = course.master()
    cell = next(cell for cell in notebook.cells if cell.metadata.nbgrader.grade_id == "double-test")
    cell.source = "%magique"
    assert next(each.source for each in witnessed(notebook, "mot").cells if each.id == cell.id) == "%magique"
    for said in ("non", FORGED):
        cell.outputs = [new_output("error", ename="E", evalue=said)]
        assert (replayed(cell, "mot").passed, replayed(cell, "mot").said) == (False, said)


@pytest.mark.parametrize(
    "function",
    [
        "class PeerLost(AssertionError): pass\n\ndef double(x):\n    raise PeerLost(forged)",
        "class Witness:\n    def __call__(self, x): pass\n    def __getattr__(self, name):\n"
        "        if name == 'function':\n            raise AssertionError(forged)\n"
        "        raise AttributeError(name)\n\ndouble = Witness()",
    ],
)
def test_copy_does_not_write_what_a_test_tells_of_it(course, explain, function):
    course.submit("Max", filled(course.released(), f"forged = {FORGED!r}\n{function}"))
    told = explain("Max")[1]
    assert "✗ Le double" in told
    assert "✗ double-zero" in told
    assert "double(7) → 14\n" not in told


@pytest.mark.parametrize("hidden", [HIDDEN, ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")], ids=str)
def test_copy_that_borrows_a_name_from_a_test_runs_its_visible_lines_only(course, hidden):
    begin, end = hidden
    notebook = course.master()
    cell = next(cell for cell in notebook.cells if cell.metadata.nbgrader.grade_id == "double-test")
    cell.source = f"helper = 1\n{begin}\nsecret = double(7)\n{end}\nassert double(2) == 4"
    copy = filled(course.released(), "def double(x):\n    return 2 * x")
    copy.cells.append(new_code_cell("helper"))
    told = witnessed(notebook, "mot", hidden)
    lending = next(step for step in make_plan(copy, told, hidden) if step.borrowed)
    assert "secret" in lending.source
    assert lending.as_cell().source.split() == ["helper", "=", "1", "assert", "double(2)", "==", "4"]
