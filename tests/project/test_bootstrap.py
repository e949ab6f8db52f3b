"""La préparation de .venv : ce qui manque se dit en une phrase française, sans trace d'appels."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = (".ci/amorce", ".ci/environnement.py", "pyproject.toml", "constraints.txt", "README.md", "LICENSE")
# Un index où personne ne répond, quels que soient les réglages de la machine.
NOWHERE = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1", "PIP_CONFIG_FILE": os.devnull}


@pytest.fixture
def course(tmp_path):
    """Une copie de ce qui sert à l'installation, dans un dossier au nom difficile, avec son propre PATH."""
    folder = tmp_path / "Élève d'été" / "le cours"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "mlcourse").mkdir()
    (folder / "mlcourse" / "__init__.py").write_text('"""Le cours."""\n', encoding="utf-8")
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "sed", "dirname"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    return folder


def fake_python(course, name, script):
    """Met dans PATH un interpréteur qui est en fait ce script shell."""
    path = course.parents[1] / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def prepare(course, *extras, **variables):
    """Lance la préparation comme le fait le Makefile."""
    environment = {"PATH": str(course.parents[1] / "bin"), "HOME": str(course.parent), "LANG": "C.UTF-8"}
    return subprocess.run(
        ["sh", ".ci/amorce", "environnement.py", *extras],
        cwd=course, env={**environment, **variables}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def assert_one_sentence(result, *words):
    """Une seule ligne sur la sortie d'erreur, une phrase, un code d'échec."""
    assert result.returncode != 0
    (sentence,) = result.stderr.strip().splitlines()
    assert sentence.endswith(".")
    assert not [word for word in words if word not in sentence], sentence


def test_no_python_at_all_is_said_in_one_sentence(course):
    assert_one_sentence(prepare(course), "Python 3.11 ou plus récent", "aucune", "installez-le")


def test_a_python_too_old_is_said_with_its_version(course):
    fake_python(course, "python3", 'case "$2" in *print*) echo 3.6.15 ;; *) exit 1 ;; esac')
    assert_one_sentence(prepare(course), "Python 3.11 ou plus récent", "3.6.15")


def test_a_python_that_does_not_start_is_passed_over(course):
    fake_python(course, "python3", "exit 127")
    fake_python(course, "python3.12", f'exec "{sys.executable}" -c "print(42)"')
    result = prepare(course)
    assert result.stdout.split()[-1] == "42"


def test_an_old_python3_gives_way_to_a_newer_one(course):
    fake_python(course, "python3", 'case "$2" in *print*) echo 3.9.2 ;; *) exit 1 ;; esac')
    fake_python(course, "python3.11", 'case "$1" in -c) exit 0 ;; *) echo "préparé par python3.11" ;; esac')
    assert prepare(course).stdout.strip() == "préparé par python3.11"


def test_a_python_without_ensurepip_names_the_package_to_install(course):
    hide = "import sys, runpy; sys.modules['ensurepip'] = None; sys.argv = sys.argv[1:]; "
    run = "runpy.run_path(sys.argv[0], run_name='__main__')"
    script = (
        f'case "$1" in -c) exec "{sys.executable}" "$@" ;; *) exec "{sys.executable}" -c "{hide}{run}" "$@" ;; esac'
    )
    fake_python(course, "python3", script)
    assert_one_sentence(prepare(course), "environnement virtuel", "-venv", "sudo apt install")
    assert not (course / ".venv").exists()


def test_an_unreachable_network_is_said_in_one_sentence(course):
    result = prepare(course, "notebook", PYTHON=sys.executable, **NOWHERE)
    assert_one_sentence(result, "Impossible de télécharger", "réseau")
    assert not (course / ".venv" / "mlcourse.json").exists()


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(course):
    (course / ".venv").write_text("un fichier à la place du dossier", encoding="utf-8")
    assert_one_sentence(prepare(course, PYTHON=sys.executable), "Impossible d'écrire", ".venv")


@pytest.mark.parametrize(
    "output", ["OSError: [Errno 28] No space left on device", "ERROR: [Errno 28] No space left on device"]
)
def test_a_full_disk_is_said_in_one_sentence(ci_script, output):
    assert ci_script("environnement").explain(f"Collecting numpy\n{output}\n").startswith("Le disque est plein")


def test_any_other_failure_quotes_pip_and_names_the_log(ci_script):
    sentence = ci_script("environnement").explain("Collecting x\nERROR: No matching distribution found for x\n")
    assert "« No matching distribution found for x »" in sentence
    assert "installation.log" in sentence


@pytest.fixture
def installed(course, ci_script):
    """Le cours, tel que le laisse une installation réussie du seul extra « notebook »."""
    (course / ".venv" / "bin").mkdir(parents=True)
    # Cet interpréteur-là n'installe rien nulle part : il suffit de voir qu'on le lui demande.
    (course / ".venv" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (course / ".venv" / "bin" / "python").chmod(0o755)
    state = {**ci_script("environnement").fingerprints(course), "extras": ["notebook"]}
    (course / ".venv" / "mlcourse.json").write_text(json.dumps(state), encoding="utf-8")
    return course


def test_a_second_run_installs_nothing(installed):
    result = prepare(installed, "notebook", PYTHON=sys.executable)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_version_is_installed_again(installed, name):
    with (installed / name).open("a", encoding="utf-8") as file:
        file.write("# une version a changé\n")
    assert "Installation" in prepare(installed, "notebook", PYTHON=sys.executable).stdout


def test_an_extra_not_yet_there_is_installed(installed):
    assert "Installation" in prepare(installed, "book", PYTHON=sys.executable).stdout


def test_a_moved_course_gets_a_new_environment(installed):
    moved = installed.with_name("le cours déplacé")
    installed.rename(moved)
    result = prepare(moved, "notebook", PYTHON=sys.executable, **{**NOWHERE, "PIP_RETRIES": "0"})
    assert "Création de .venv" in result.stdout
