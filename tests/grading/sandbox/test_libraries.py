"""Les bibliothèques d'une boîte : celles du devoir et ce qu'il leur faut, rien de ce qu'a installé l'enseignant."""

import sys
from pathlib import Path

import pytest

from mlcourse.grading.errors import GradingError
from mlcourse.grading.sandbox import libraries as installed
from mlcourse.grading.sandbox.libraries import importable, package_folders, places
from mlcourse.grading.sandbox.view import lent

from .boxes import student

ALLOWED = frozenset({"numpy", "matplotlib", "mlcourse.checks"})


@pytest.fixture(scope="module", params=[True, False], ids=["en boîte", "sans boîte"])
def inside(request):
    with student(boxed=request.param, libraries=ALLOWED) as boxed:
        yield boxed


@pytest.mark.boite
@pytest.mark.parametrize("name", ["numpy", "matplotlib.pyplot", "mpl_toolkits", "PIL", "IPython", "mlcourse.checks"])
def test_what_is_allowed_and_what_it_needs_is_there(inside, name):
    assert inside.run(f"import {name}") == ""


@pytest.mark.boite
@pytest.mark.parametrize("name", ["scipy", "sklearn", "pandas", "nbgrader", "pytest", "pip"])
def test_what_the_instructor_has_besides_is_not(inside, name):
    said = inside.run(f"try:\n    import {name}\nexcept ModuleNotFoundError as error:\n    print(error, error.name)")
    allowed = "outre la bibliothèque standard, ce devoir ne permet que matplotlib, mlcourse.checks et numpy."
    assert " ".join(said.split()) == f"« {name} » n'est pas à la disposition des copies : {allowed} {name}"


@pytest.mark.boite
@pytest.mark.parametrize("name", ["gradcheck", "losses", "activations", "model"])
def test_what_the_course_already_wrote_does_not_come_with_its_checks(name):
    assert f"mlcourse.{name}" not in lent(ALLOWED)
    with student(libraries=ALLOWED) as boxed:
        ask = f"try:\n    import mlcourse.{name}\nexcept ImportError as error:\n    print(error)"
        said = boxed.run(f"import mlcourse.checks\n{ask}")
    assert "n'est pas à la disposition des copies" in said


@pytest.mark.boite
def test_asking_whether_a_module_exists_is_no_error(inside):
    assert inside.run("import importlib.util\nprint(importlib.util.find_spec('scipy'))") == "None\n"


@pytest.mark.boite
def test_magics_and_figures_work(inside):
    assert inside.run("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.get_backend()") == "'inline'"


@pytest.mark.boite
def test_nothing_else_of_the_installation_nor_of_the_course_can_be_read():
    folders = sorted(package_folders())
    assert any(Path(folder, "scipy").exists() for folder in folders), "SciPy n'est pas installé : rien à cacher"
    look = "import pathlib\nfound = {path.name for folder in %r for path in pathlib.Path(folder).glob('*')}\n"
    with student(libraries=ALLOWED) as boxed:
        boxed.run(look % folders)
        names = {name.strip("'") for name in boxed.run("print(*sorted(found), sep='\\n')").split()}
        assert {"numpy", "matplotlib"} <= names
        assert names <= {path.name for path in places(ALLOWED)}
        course = boxed.run(
            "print(*sorted(path.name for path in pathlib.Path('/cours/mlcourse').rglob('*.py*')))"
        ).split()
        assert not [name for name in course if name.startswith(("rules", "optimizers", "plots", "datasets"))]
        assert boxed.run("from mlcourse import optimizers") == "ModuleNotFoundError"
        assert boxed.run("open('/cours/mlcourse/essai', 'w')") in ("OSError", "PermissionError")
        assert boxed.run(f"open({folders[0] + '/essai'!r}, 'w')") in ("OSError", "PermissionError")


def test_a_module_of_the_course_comes_with_what_it_imports_and_its_data():
    assert {"mlcourse.datasets", "mlcourse.data"} <= lent(frozenset({"mlcourse.datasets"}))
    assert "mlcourse.optimizers" not in lent(ALLOWED)
    assert "mlcourse.plots.network" in lent(frozenset({"mlcourse.plots"}))
    assert "mlcourse.checks" not in lent(frozenset({"mlcourse"}))


@pytest.mark.boite
def test_data_of_the_course_can_be_read():
    with student(libraries=frozenset({"mlcourse.datasets"})) as boxed:
        assert boxed.run("from mlcourse.datasets import load_wine") == ""
        assert boxed.run("import os\nlen(os.listdir('/cours/mlcourse/data')) > 3") == "True"


def test_requirements_are_followed_without_their_options():
    assert {"contourpy", "dateutil", "numpy"} <= importable(frozenset({"matplotlib"}))
    assert importable(frozenset({"sklearn"})) >= {"sklearn", "scipy", "joblib"}
    assert not importable(frozenset({"matplotlib"})) & {"scipy", "pytest"}


def test_library_that_is_not_installed_is_said():
    with pytest.raises(GradingError, match="Le sujet permet bibliotheque_imaginaire, qui n'est pas installé ici"):
        places(frozenset({"bibliotheque_imaginaire"}))


def test_installation_without_a_list_of_files_is_read_by_its_names(monkeypatch, tmp_path):
    (tmp_path / "ancien-1.0.egg-info").mkdir()
    (tmp_path / "ancien-1.0.egg-info" / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: ancien\nVersion: 1.0\n")
    (tmp_path / "ancien-1.0.egg-info" / "top_level.txt").write_text("ancien\nabsent\n")
    (tmp_path / "ancien.py").write_text("")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    installed.places.cache_clear()
    assert tmp_path / "ancien.py" in places(frozenset({"ancien"}))


def test_without_a_box_nothing_is_looked_for_where_others_write():
    look = "import os\nprint(all(os.environ[name].startswith(os.getcwd()) for name in ('HOME', 'MPLCONFIGDIR')))"
    with student(boxed=False, libraries=frozenset({"numpy"})) as copy:
        assert copy.run(look) == "True\n"
