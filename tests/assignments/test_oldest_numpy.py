"""Les devoirs et leur preuve valent aussi pour le plus ancien NumPy permis, qui est celui du navigateur."""

import os
import subprocess
import sys
import tomllib

import pytest

from .workshop import ROOT

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]
# Ce que la preuve a de rapide : les graines n'y ajoutent rien.
QUICK = "reference or right_solution or loses_exactly or (solves_nothing and not tried)"


def oldest():
    """Le plus ancien NumPy que permet le paquet ; Python 3.13 n'a de roue qu'à partir de 2.1."""
    (bound,) = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    return bound.removeprefix("numpy>=") if sys.version_info < (3, 13) else "2.1.0"


@pytest.fixture(scope="module")
def run_with(tmp_path_factory):
    """Lance Python avec ce NumPy, qui passe devant celui de l'environnement."""
    folder = tmp_path_factory.mktemp("numpy")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder)]
    subprocess.run([*pip, f"numpy=={oldest()}"], check=True)

    def run(*arguments):
        environment = os.environ | {"PYTHONPATH": str(folder)}
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    return run


def test_proof_holds_with_the_oldest_numpy(run_with):
    assert run_with("-c", "import numpy; print(numpy.__version__)").stdout.strip() == oldest()
    done = run_with("-m", "pytest", "-q", "tests/assignments/test_proof.py", "-k", QUICK)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_visible_tests_of_the_solved_subjects_pass_with_the_oldest_numpy(run_with):
    done = run_with("-m", "pytest", "-q", "tests/checks")
    assert done.returncode == 0, done.stdout
