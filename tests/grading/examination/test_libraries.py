"""Les bibliothèques d'un devoir se lisent dans son énoncé, et une copie qui en importe d'autres se le fait dire."""

import unicodedata

import nbformat.v4 as nbf
import pytest

from mlcourse.grading.errors import GradingError
from mlcourse.grading.examination.libraries import imported, libraries_of, require_libraries, undeclared
from mlcourse.grading.examination.plan import Step

from ..miniature import RIGHT, assignment, graded

ALLOWED = frozenset({"numpy", "mlcourse.checks"})


def notebook(*sources, text=""):
    return nbf.new_notebook(cells=[nbf.new_markdown_cell(text), *map(nbf.new_code_cell, sources)])


def remark(source, files=(), kind="student"):
    return " ".join(" ".join(undeclared([Step(0, kind, source)], ALLOWED, files).texts).split())


def test_one_line_of_the_statement_names_them():
    text = "# Devoir\n\n**Bibliothèques.** Outre la bibliothèque standard, `numpy` et `scipy.special`.\n\n`pandas`"
    assert libraries_of(notebook("import os", text=text)) == {"numpy", "scipy.special"}


def test_without_that_line_they_are_numpy_matplotlib_and_what_the_statement_imports():
    source = notebook("import os, scipy.special\nfrom mlcourse.checks import Check", "%matplotlib inline\nimport PIL")
    assert libraries_of(source) == {"numpy", "matplotlib", "scipy", "mlcourse.checks", "PIL"}


def test_what_only_hidden_lines_import_is_not_offered():
    source = notebook("import scipy")
    source.cells[1].metadata["mlcourse"] = {"released": "pass"}
    assert libraries_of(source) == {"numpy", "matplotlib"}


def test_missing_library_stops_the_grading_before_it_starts():
    with pytest.raises(GradingError, match="module_imaginaire"):
        require_libraries(notebook(text="Bibliothèques : `module_imaginaire`"))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f():\n    import scipy.special as s", "« scipy »"),
        ("try:\n    import tqdm, pandas\nexcept ImportError: pass", "« pandas » et « tqdm »"),
        ("%time import sklearn\nfrom sklearn import svm", "« sklearn »"),
        ("from mlcourse import optimizers", "« mlcourse.optimizers »"),
    ],
)
def test_other_imports_are_said_once(source, names):
    allowed = "outre la bibliothèque standard, ce devoir ne permet que mlcourse.checks et numpy"
    assert remark(source) == f"la copie importe {names} ; {allowed}"


@pytest.mark.parametrize(
    "source",
    [
        "import os, numpy.linalg, IPython, __main__",
        "from mlcourse.checks import Check",
        "import outils, paquet.module, donnees",
        "%%writefile mien.py\nk = 1",
        "open('mien.py', 'w').write('k = 1')\nimport mien",
        "from . import voisin",
        "print('import scipy')",
    ],
)
def test_nothing_is_said_of_what_is_allowed_or_her_own(source):
    assert remark(source, ["outils.py", "paquet/module.py", "donnees.csv"]) == ""


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD"])
def test_accents_of_her_own_modules_are_spelled_in_any_way(form, other):
    code, name = unicodedata.normalize(form, "from modèle import f"), unicodedata.normalize(other, "modèle.py")
    assert remark(code, [name]) == ""
    assert remark(f"%%writefile {name}\nk = 1") == ""
    assert remark(f"open('{name}', 'w').write('k = 1')\n{code}") == ""
    assert "« modèle »" in remark(code, [unicodedata.normalize(other, "modele.py")])


def test_imports_of_the_subject_are_not_those_of_the_copy():
    assert remark("import scipy", kind="teacher") == ""


def test_imports_of_a_cell():
    assert imported("import a.b, c\nfrom d.e import f\nfrom mlcourse import plots") == {
        "a", "c", "d", "mlcourse.plots",
    }  # fmt: skip


@pytest.mark.boite
@pytest.mark.parametrize("boxed", [True, False], ids=["en boîte", "sans boîte"])
def test_mark_does_not_depend_on_what_the_instructor_installed(boxed):
    solution = "def double(x):\n    from scipy.special import log_ndtr\n    return 2 * x"
    result = graded(solution, boxed=boxed)
    assert result.points == [0, 0]
    assert "scipy" in result.messages[0]
    assert len(result.run.remarks.texts) == 1


@pytest.mark.boite
def test_library_that_the_statement_names_is_there():
    from mlcourse.grading.examination.run import run_notebook

    from ..miniature import HIDDEN, QUICK, VISIBLE, Graded, submission

    source = assignment(VISIBLE, HIDDEN)
    source.cells.append(nbf.new_markdown_cell("Bibliothèques : `numpy`, `scipy`"))
    copy = submission(source, f"import scipy.special\n{RIGHT}")
    assert Graded(run_notebook(copy, source, QUICK)).points == [1, 1]
