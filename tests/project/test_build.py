"""La construction du livre : quand elle a lieu, quand le cache d'exécution s'efface, ce qu'elle dit d'un échec."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Un jupyter-book de théâtre : il note son passage et fait ce que le vrai laisse derrière lui.
BUILDER = """#!/bin/sh
echo "$@" >> passages
echo "$OMP_NUM_THREADS" > coeurs
mkdir -p _build/html _build/.jupyter_cache
touch _build/html/index.html _build/.jupyter_cache/global.db
echo debut >> ordre
grep -q lenteur book/page.md && sleep 1
echo fin >> ordre
grep -q sans-python book/page.md && echo "À savoir : le livre est construit sans Python."
grep -q faute book/page.md || exit 0
echo "book/page.md:3: WARNING: citation introuvable [ref.citation]" >&2
exit 1
"""


class Course:
    """Un cours réduit à une page et un module, avec son propre jupyter-book."""

    def __init__(self, root):
        self.root = root
        for name in ("bin", ".ci", "book", "mlcourse"):
            (root / name).mkdir(parents=True)
        for name in ("_config.yml", "book/page.md", "mlcourse/model.py", "pyproject.toml", "constraints.txt"):
            (root / name).write_text("un texte\n", encoding="utf-8")
        (root / ".ci" / "livre.py").write_bytes((ROOT / ".ci" / "livre.py").read_bytes())
        (root / "bin" / "python").symlink_to(sys.executable)
        (root / "bin" / "jupyter-book").write_text(BUILDER, encoding="utf-8")
        (root / "bin" / "jupyter-book").chmod(0o755)

    @property
    def command(self):
        """La construction."""
        return [self.root / "bin" / "python", ".ci/livre.py"]

    def build(self):
        """Lance la construction."""
        return subprocess.run(self.command, cwd=self.root, capture_output=True, text=True, check=False)

    def passages(self):
        """Combien de fois jupyter-book a vraiment été appelé."""
        return len((self.root / "passages").read_text(encoding="utf-8").splitlines())

    def change(self, name, text):
        """Réécrit un fichier."""
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def course(tmp_path):
    """Un cours déjà construit une fois, avec le résultat d'un carnet dans le cache."""
    course = Course(tmp_path / "Élève d'été" / "le cours")
    assert course.build().returncode == 0
    course.change("_build/.jupyter_cache/resultat", "42")
    return course


def test_a_page_measures_its_durations_on_one_core(course):
    assert (course.root / "coeurs").read_text(encoding="utf-8") == "1\n"


def test_warnings_are_errors_and_every_page_is_written_again(course):
    arguments = (course.root / "passages").read_text(encoding="utf-8").split()
    assert {"-W", "-n", "--keep-going", "--all"} <= set(arguments)


def test_nothing_is_rebuilt_when_nothing_changed(course):
    (course.root / "book" / "page.md").touch()
    assert "à jour" in course.build().stdout
    assert course.passages() == 1


def test_what_a_build_wants_known_is_said_again_until_python_comes(course):
    course.change("book/page.md", "sans-python\n")
    course.change("book/_ext/pyodide_files.py", "import sys, os; sys.exit(not os.path.exists('reseau'))\n")
    notice = "À savoir : le livre est construit sans Python.\n"
    assert notice in course.build().stdout
    again = course.build().stdout
    assert "à jour" in again
    assert notice in again
    assert course.passages() == 2
    course.change("reseau", "")
    course.build()
    assert course.passages() == 3


def test_a_build_waits_for_the_end_of_one_that_was_killed(course):
    course.change("book/page.md", "lenteur\n")
    process = subprocess.Popen(course.command, cwd=course.root, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while course.passages() < 2 and time.monotonic() < until:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert course.build().returncode == 0
    assert (course.root / "ordre").read_text(encoding="utf-8").split() == ["debut", "fin"] * 3


@pytest.mark.parametrize(
    "name",
    [
        "book/page.md",
        "_config.yml",
        "book/nouvelle.md",
        "mlcourse/browser/session.py",
        "mlcourse/practice/dropout.py",
        "mlcourse/grading/batch/lot.py",
    ],
)
def test_a_changed_page_or_what_pages_serve_is_rebuilt_and_keeps_the_results_of_the_others(course, name):
    course.change(name, "un autre texte\n")
    assert course.build().returncode == 0
    assert course.passages() == 2
    assert (course.root / "_build/.jupyter_cache/resultat").exists()


@pytest.mark.parametrize(
    "name", ["mlcourse/model.py", "mlcourse/plots/nouveau.py", "mlcourse/browser.py", "constraints.txt"]
)
def test_changed_code_or_versions_clear_the_execution_cache(course, name):
    course.change(name, "x = 1\n")
    assert course.build().returncode == 0
    assert course.passages() == 2
    assert not (course.root / "_build/.jupyter_cache/resultat").exists()


def test_a_removed_page_leaves_no_trace_in_the_site(course):
    course.change("_build/html/ancienne.html", "une page retirée du livre")
    course.change("book/page.md", "un autre texte\n")
    course.build()
    assert not (course.root / "_build/html/ancienne.html").exists()


def test_a_failed_build_gives_the_reason_and_is_tried_again(course):
    course.change("book/page.md", "une faute\n")
    for passages in (2, 3):
        result = course.build()
        assert result.returncode != 0
        assert "citation introuvable" in result.stderr
        assert "La construction du livre a échoué" in result.stderr
        assert "Traceback" not in result.stderr
        assert course.passages() == passages
