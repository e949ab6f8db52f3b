"""L'archive que reçoit un étudiant : de quoi ouvrir, faire et rendre un devoir, et rien d'autre."""

import io
import zipfile

import pytest

import mlcourse
from mlcourse.command import main
from mlcourse.grading.gradebook import kit

from ..small_course import ASSIGNMENT

WHEEL = f"mlcourse-{mlcourse.__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def wheel():
    """La roue, bâtie une fois."""
    return kit.built_wheel()


@pytest.fixture
def published(subject, tmp_path, monkeypatch, wheel):
    """Le petit cours, dont on vient de faire l'archive."""
    course = subject.copy(tmp_path)
    monkeypatch.chdir(course.root)
    monkeypatch.setattr(kit, "built_wheel", lambda: wheel)
    assert main(["publier", "--archive"]) == 0
    return course


def archived(course):
    """{nom: contenu} de ce que contient l'archive."""
    with zipfile.ZipFile(course.root / "classe" / "distribution" / f"{ASSIGNMENT}.zip") as archive:
        return {name.removeprefix(f"{ASSIGNMENT}/"): archive.read(name) for name in archive.namelist()}


def test_archive_holds_the_notebook_the_wheel_and_how_to_use_them_and_nothing_else(published):
    files = archived(published)
    assert files.keys() == {f"{ASSIGNMENT}.ipynb", WHEEL, "LISEZ-MOI.txt"}
    released = published.root / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert files[f"{ASSIGNMENT}.ipynb"] == released.read_bytes()


def test_what_an_editor_left_beside_the_subject_stays_there(published):
    folder = published.root / "exercises" / ASSIGNMENT / ".ipynb_checkpoints"
    folder.mkdir()
    (folder / f"{ASSIGNMENT}-checkpoint.ipynb").write_text("{}", "utf-8")
    assert main(["publier", "--archive"]) == 0
    assert len(archived(published)) == 3


def test_file_given_with_the_subject_goes_along(published):
    (published.source.parent / "mesures.csv").write_text("1,2\n", "utf-8")
    assert main(["publier", "--archive"]) == 0
    assert archived(published)["mesures.csv"] == b"1,2\n"


def test_guide_says_how_to_install_to_check_and_to_hand_in(published):
    said = archived(published)["LISEZ-MOI.txt"].decode("utf-8-sig").replace("\u00a0", " ")
    assert said.startswith("Petit devoir\n")
    assert f'python -m pip install jupyterlab "./{WHEEL}[notebook]"' in said
    assert f"mlcourse verifier {ASSIGNMENT}.ipynb" in said
    assert f"envoyez {ASSIGNMENT}.ipynb, sans renommer" in said


def test_same_subject_gives_the_same_archive(published):
    archive = published.root / "classe" / "distribution" / f"{ASSIGNMENT}.zip"
    before = archive.read_bytes()
    assert main(["publier", "--archive"]) == 0
    assert archive.read_bytes() == before


def test_wheel_is_the_same_each_time_and_holds_no_solution_and_no_test(wheel):
    assert kit.built_wheel() == wheel
    name, content = wheel
    assert name == WHEEL
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert {path.split("/")[0].partition("-")[0] for path in names} == {"mlcourse"}
    assert "mlcourse/checks/verify.py" in names
    assert "mlcourse/data/digits.npz" in names


def test_refused_subject_is_not_archived(published, capsys):
    archive = published.root / "classe" / "distribution" / f"{ASSIGNMENT}.zip"
    archive.unlink()
    published.source.write_text("{}", "utf-8")
    assert main(["publier", "--archive"]) == 2
    assert not archive.exists()


def test_wheel_that_cannot_be_built_is_a_sentence(published, monkeypatch, capsys, tmp_path):
    monkeypatch.undo()
    monkeypatch.chdir(published.root)
    monkeypatch.setattr(mlcourse, "__file__", str(tmp_path / "mlcourse" / "__init__.py"))
    assert main(["publier", "--archive"]) == 2
    assert "demande les sources de mlcourse" in capsys.readouterr().err
