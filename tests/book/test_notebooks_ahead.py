"""Les carnets exécutés d'avance : ce qu'ils donnent, ce qui n'est pas refait, et ce que devient une faute."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEADER = """---
file_format: mystnb
kernelspec:
  name: python3
---
"""
# Tout ce qu'un carnet peut montrer, et ce qu'un noyau né d'un autre aurait pu garder de lui.
SHOWN = """import os
import sys
from pathlib import Path

print(Path.cwd().name, os.environ["MPLBACKEND"], "autre" in globals(), "nbclient" in sys.argv[0])
sys.path
```
```{code-cell}
from mlcourse.plots import use_svg
import matplotlib.pyplot as plt

use_svg()
plt.plot([1, 2])
plt.show()
"""


class Book:
    """Un livre dont chaque page est un carnet."""

    def __init__(self, folder, extensions):
        self.folder = folder
        path = str(Path(extensions).parent)
        (folder / "conf.py").write_text(
            f"import sys\nsys.path.insert(0, {path!r})\nextensions = ['myst_nb', 'notebooks_ahead']\n"
            "nb_execution_mode, nb_execution_raise_on_error, html_copy_source = 'cache', True, False\n"
            "exclude_patterns = ['_build']\n",
            encoding="utf8",
        )
        (folder / "index.md").write_text("# Livre\n\n```{toctree}\n:glob:\npage*\n```\n", encoding="utf8")

    def write(self, name, code):
        text = f"{HEADER}\n# {name}\n\n```{{code-cell}}\n{code}\n```\n"
        (self.folder / f"{name}.md").write_text(text, encoding="utf8")

    def build(self, *options):
        """Construit tout ; donne le code de sortie et ce qui s'est dit."""
        command = [sys.executable, "-m", "sphinx", "-E", "-W", *options, self.folder, self.folder / "_build" / "html"]
        # Un noyau ordinaire prend l'affichage qu'on lui impose ; que rien n'en impose, et il prend celui des carnets.
        environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
        result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        return result.returncode, result.stdout + result.stderr

    def page(self, name):
        return (self.folder / "_build" / "html" / f"{name}.html").read_text(encoding="utf8")


@pytest.fixture
def book(tmp_path, extension):
    return Book(tmp_path, extension("questions").__file__)


def ahead(said):
    """Les pages dont le carnet a été exécuté d'avance."""
    return sorted(re.findall(r"(\w+)\.md: exécuté d'avance", said))


def test_a_page_shows_what_it_would_have_if_nothing_had_been_executed_ahead(book, tmp_path):
    book.write("page1", SHOWN)
    book.write("page2", "autre = 1\nautre")
    code, said = book.build()
    assert code == 0, said
    assert ahead(said) == ["page1", "page2"]
    early = book.page("page1")
    shutil.rmtree(tmp_path / "_build")
    code, said = book.build("-D", "extensions=myst_nb")
    assert (code, ahead(said)) == (0, []), said
    assert book.page("page1") == early
    assert "<svg" in early or ".svg" in early


def test_only_the_notebook_that_changed_is_executed_again(book):
    book.write("page1", "1 + 1")
    book.write("page2", "2 + 2")
    book.build()
    book.write("page2", "3 + 3")
    _, said = book.build()
    assert ahead(said) == ["page2"]
    assert "6" in re.search(r'class="output.*', book.page("page2"), re.DOTALL)[0]


@pytest.mark.long
def test_a_faulty_notebook_stops_the_build_and_spoils_no_other(book):
    book.write("page1", "1 / 0")
    book.write("page2", "2 + 2")
    book.write("page3", "import os; os._exit(3)")
    code, said = book.build()
    assert code != 0
    assert ahead(said) == ["page2"]
    assert "Executing notebook failed: CellExecutionError" in said
