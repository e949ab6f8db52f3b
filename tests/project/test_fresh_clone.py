"""Le parcours de quelqu'un qui découvre le cours : un dossier neuf, au chemin difficile, et une commande."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]


@pytest.fixture
def clone(tmp_path, copy_repository):
    """Les fichiers que git connaît, et eux seuls, dans un dossier dont le nom a des espaces et des accents."""
    return copy_repository(tmp_path / "Élève d'été" / "le cours")


def make(clone, *arguments):
    """Lance make comme un nouveau venu : un dossier personnel neuf, sans rien de ce qui conduit ces tests-ci.

    Seuls restent les réglages de pip de l'utilisateur. De l'intégration continue, il ne sait rien : ce qui lui manque
    est sauté.
    """
    home = clone.parent / "maison"
    home.mkdir(exist_ok=True)
    settings = os.environ.get("XDG_CONFIG_HOME", str(Path.home() / ".config"))
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": settings}
    ours = ("MAKE", "MFLAGS", "CI", "DUREE_MAX", "PYTEST_")
    environment = {name: value for name, value in environment.items() if not name.startswith(ours)}
    return subprocess.run(
        ["make", *arguments], cwd=clone, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip


def test_one_command_builds_the_site_and_a_second_run_redoes_nothing(clone):
    first = make(clone, "site")
    assert first.returncode == 0, first.stdout + first.stderr
    assert (clone / "_build" / "html" / "retropropagation" / "index.html").is_file()
    second = make(clone, "site")
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == "Le livre est à jour : rien à reconstruire.\n"


def test_one_command_checks_the_core_with_what_it_needs_and_no_more_and_it_passes_with_the_oldest_numpy_too(clone):
    first = make(clone, "coeur")
    assert first.returncode == 0, first.stdout + first.stderr
    python = clone / ".venv" / "bin" / "python"
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    listed = subprocess.run([*pip, "list"], cwd=clone, capture_output=True, text=True, check=True).stdout.split()
    assert "numpy" in listed
    assert {"matplotlib", "ipython", "nbgrader", "jupyter-book", "ruff", "mypy"}.isdisjoint(listed)
    # NumPy 2.0.2 est celui du navigateur ; Python 3.13 n'a de roue qu'à partir de 2.1.
    oldest = "2.0.2" if sys.version_info < (3, 13) else "2.1.0"
    subprocess.run([*pip, "install", "--quiet", "--no-deps", f"numpy=={oldest}"], cwd=clone, check=True)
    again = make(clone, "coeur")
    assert again.returncode == 0, again.stdout + again.stderr
    assert re.search(r" passed(, \d+ skipped)? in ", again.stdout)  # sans ce qui compile, ses tests se sautent
