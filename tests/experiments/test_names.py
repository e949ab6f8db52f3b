"""Une expérience, un nom : son module, sa figure, sa page et son test se trouvent l'un par l'autre."""

import ast
import re
from pathlib import Path

import pytest

from mlcourse.experiments import PAGES
from mlcourse.widgets import SLIDERS

ROOT = Path(__file__).resolve().parents[2]
BOOK, PACKAGE = ROOT / "book", ROOT / "mlcourse"
#: Ce qui sert à plusieurs expériences, dans chaque dossier.
SHARED = {"archive", "board", "clock", "runs", "splits"}
SHARED_PLOTS = {"backward_flow", "marks", "network", "style", "table", "training"}
ACROSS = {"grids", "names", "published", "seeds"}


def moving(page):
    """Les curseurs d'une page du livre."""
    return [SLIDERS[name] for name in re.findall(r"^```\{curseur\} (\w+)$", page, re.MULTILINE)]


def pages_with_sliders():
    """Le texte de toutes les pages qui ont un curseur."""
    texts = (path.read_text(encoding="utf-8") for path in BOOK.rglob("*.md"))
    return [text for text in texts if "```{curseur}" in text]


every_experiment = pytest.mark.parametrize("name", PAGES)


def modules(folder):
    return {path.stem for path in folder.glob("*.py")} - {"__init__"}


def test_every_module_is_an_experiment_or_serves_several():
    assert modules(PACKAGE / "experiments") == PAGES.keys() | SHARED
    assert modules(PACKAGE / "plots") == PAGES.keys() | SHARED_PLOTS
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert tests == PAGES.keys() | SHARED | ACROSS


def test_every_page_of_experiments_tells_one():
    pages = [f"experiences/{path.stem}" for path in (BOOK / "experiences").glob("*.md") if path.stem != "index"]
    told = [page for page in PAGES.values() if page.startswith("experiences/")]
    assert sorted(told) == sorted(pages)
    assert len(set(PAGES.values())) == len(PAGES)


@every_experiment
def test_the_module_asks_its_question_and_its_page_runs_it(name):
    module = ast.parse((PACKAGE / "experiments" / f"{name}.py").read_text(encoding="utf-8"))
    assert re.search(r"\n\nQuestion : .+\nSource : .+\nMontage : ", ast.get_docstring(module), re.DOTALL)
    page = (BOOK / f"{PAGES[name]}.md").read_text(encoding="utf-8")
    run = re.search(rf"^from mlcourse\.experiments\.{name} import ", page, re.MULTILINE)
    assert run or f"mlcourse.experiments.{name}" in [slider.numbers.__module__ for slider in moving(page)]


@every_experiment
def test_its_page_draws_its_figures(name):
    drawn = re.findall(r"^def (plot_\w+)", (PACKAGE / "plots" / f"{name}.py").read_text(encoding="utf-8"), re.MULTILINE)
    page = (BOOK / f"{PAGES[name]}.md").read_text(encoding="utf-8")
    drawings = [slider.figure for text in pages_with_sliders() for slider in moving(text)]
    figures = {name for draw in drawings for name in (draw.__name__, *draw.__code__.co_names)}
    assert drawn
    assert not [plot for plot in drawn if plot not in figures and not re.search(rf"\b{plot}\(", page)]


@every_experiment
def test_its_test_calls_it(name):
    test = (Path(__file__).parent / f"test_{name}.py").read_text(encoding="utf-8")
    assert re.search(rf"^from mlcourse\.experiments(\.{name} import |\b.* import .*\b{name}\b)", test, re.MULTILINE)
