"""Les mesures : de chacune, « make mesures » ne montre que le pire, et dit s'il manque son objectif."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from .measures import Measure, worst

ROOT = Path(__file__).resolve().parents[2]


def test_of_each_measure_the_worst_is_kept_in_the_order_they_come():
    measures = [
        Measure("poids", 120, "Kio", "accueil", most=300),
        Measure("accessibilité", 100, "", "accueil", least=100),
        Measure("poids", 310, "Kio", "glossaire", most=300),
        Measure("accessibilité", 98, "", "index", least=100),
        Measure("poids", 299.6, "Kio", "index", most=300),
        Measure("construction", 0.25, "s"),
    ]
    lines = [" ".join(line.split()) for line in worst(measures)]
    assert lines == [
        "poids 310 Kio 300 au plus manqué glossaire",
        "accessibilité 98 100 au moins manqué index",
        "construction 0,25 s",
    ]


@pytest.mark.parametrize(("value", "missed"), [(300, False), (300.2, True)])
def test_a_goal_just_reached_is_reached(value, missed):
    assert ("manqué" in str(Measure("poids", value, "Kio", most=300))) is missed


def test_a_test_that_measures_is_told_at_the_end_even_when_it_fails(tmp_path):
    """Le même conftest, dans un projet à deux tests : un qui passe, un qui échoue."""
    folder = tmp_path / "tests" / "book"
    folder.mkdir(parents=True)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n", encoding="utf8")
    for name in ("conftest.py", "measures.py"):
        (folder / name).write_text((Path(__file__).with_name(name)).read_text(encoding="utf8"), encoding="utf8")
    (folder / "test_two.py").write_text(
        "def test_light(measured):\n    measured('poids', 12, 'Kio', 'a', most=300)\n"
        "def test_heavy(measured):\n    measured('poids', 400, 'Kio', 'b', most=300)\n    raise AssertionError\n",
        encoding="utf8",
    )
    command = [sys.executable, "-m", "pytest", "tests/book"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    assert re.search(r"^poids +400 Kio +300 au plus +manqué +b$", told.partition("mesures, au pire")[2], re.MULTILINE)


def test_make_measures_runs_every_test_that_measures_long_ones_included():
    recipe = re.search(r"^mesures:.*\n(?:\t.*\n)+", (ROOT / "Makefile").read_text(encoding="utf8"), re.MULTILINE)[0]
    assert re.search(r"pytest tests/book -m \"mesure or rare\"", recipe)
    measuring = re.compile(r"^(?:@pytest.*\n)*def test_\w+\([^)]*\bmeasured\b", re.MULTILINE)
    for path in Path(__file__).parent.glob("test_*.py"):
        text = path.read_text(encoding="utf8")
        found = [] if path.name == Path(__file__).name else measuring.findall(text)
        marked = re.search(r"^pytestmark = .*mark\.mesure", text, re.MULTILINE)
        assert [test for test in found if not marked and "@pytest.mark.mesure" not in test] == [], path.name
