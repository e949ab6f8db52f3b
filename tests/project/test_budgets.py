"""Ce que « make test » dit des durées : les minutes de chaque pièce, et celle qui dépasse son budget."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
# Des tests qui se disent longs, sans l'être.
SLOW = """
import pytest

@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    report.duration = {"test_core": 30, "test_grading": 300, "test_plots": 6}[item.name]
    return report
"""


@pytest.fixture
def project(tmp_path):
    """Un projet à trois tests, dans trois pièces."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n", encoding="utf-8")
    (tmp_path / "conftest.py").write_text(SLOW, encoding="utf-8")
    for room in ("core", "grading", "plots"):
        (tmp_path / "tests" / room).mkdir(parents=True)
        (tmp_path / "tests" / room / "test_one.py").write_text(f"def test_{room}(): pass\n", encoding="utf-8")
    (tmp_path / "tests" / "conftest.py").write_bytes(CONFTEST.read_bytes())
    return tmp_path


def run(project, *options):
    """Lance les tests du projet ; ils passent toujours. Les greffons dont ils n'ont pas besoin tardent à se charger."""
    command, alone = [sys.executable, "-m", "pytest", "-p", "xdist", *options], {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    result = subprocess.run(command, cwd=project, env=os.environ | alone, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.parametrize("workers", ["0", "2"])
def test_each_room_gives_its_minutes_on_two_cores_and_says_when_it_is_over_its_budget(project, workers):
    told = run(project, "-n", workers, "--durations=10").partition("minutes par pièce")[2]
    rooms = dict(re.findall(r"^(\S.*?) +(\d+,\d sur +\d+.*)$", told, re.MULTILINE))
    # Chaque test a trois rapports : sa préparation, lui-même, son rangement.
    assert rooms.pop("grading").startswith("7,5 sur  4  trop long")
    assert rooms == {
        "core": "0,8 sur  2",
        "assignments": "0,0 sur  3",
        "book": "0,0 sur  5",
        "le reste": "0,2 sur  1",
        "en tout": "8,4 sur 15",
    }


def test_nothing_is_said_of_durations_unless_they_are_asked_for(project):
    assert "minutes par pièce" not in run(project, "-n", "0")


def test_make_test_asks_for_them():
    makefile = (CONFTEST.parents[1] / "Makefile").read_text(encoding="utf-8")
    assert "--durations=10" in re.search(r"^test:.*\n(?:\t.*\n)+", makefile, re.MULTILINE)[0]
