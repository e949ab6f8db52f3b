"""Ce que partagent les essais de Python dans la page, faits sans navigateur."""

import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from mlcourse.browser.notebook import open_notebook

TOUCHED = ("IPython", "matplotlib_inline", "myst_nb", "mlcourse.browser.figures")


def touched(name):
    """Dit si une page ouverte remplace ce module, ou l'un de ceux qu'il contient."""
    return any(f"{name}.".startswith(f"{each}.") for each in TOUCHED)


@pytest.fixture
def shown():
    """Ce que la page reçoit, dans l'ordre."""
    return []


@pytest.fixture
def notebook(shown):
    """Une page ouverte comme dans un navigateur ; ce qu'elle met à la place de Jupyter en est ôté ensuite."""
    before = {name: module for name, module in sys.modules.items() if touched(name)}
    for name in before:
        del sys.modules[name]
    with mpl.rc_context():
        yield open_notebook(lambda kind, data: shown.append((kind, data)))
    plt.close("all")
    plt.switch_backend("agg")
    for name in filter(touched, list(sys.modules)):
        del sys.modules[name]
    sys.modules.update(before)


@pytest.fixture
def run(notebook):
    """Exécute une cellule seule."""
    return notebook.session.run
