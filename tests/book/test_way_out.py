"""La porte de sortie : sans Jupyter Book, avec le Sphinx d'aujourd'hui, le livre se construit et dit la même chose."""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from itertools import zip_longest
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, SoupStrainer

pytestmark = pytest.mark.rare

BUILD = Path(__file__).resolve().parents[2] / "_build"
# Ce dont une configuration sans Jupyter Book a besoin : pip en cherche les dernières versions qui vont ensemble.
CURRENT = [
    "myst-nb",
    "myst-parser",
    "sphinx",
    "sphinx-book-theme",
    "sphinx-copybutton",
    "sphinx-external-toc",
    "sphinxcontrib-bibtex",
    "sphinxcontrib-katex",
]
# À ce qu'écrit « jupyter-book config sphinx », la sortie ajoute où sont nos extensions et ôte les siennes ; les carnets
# déjà exécutés servent aux deux livres, qui montrent ainsi les mêmes durées.
LEFT = """
import sys
sys.path.insert(0, {extensions!r})
extensions = [name for name in extensions if name not in ("jupyter_book", "sphinx_jupyterbook_latex")]
nb_execution_cache_path = {cache!r}
"""


def run(*command, **options):
    """Lance une commande, et donne ce qu'elle a écrit ; elle doit réussir."""
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:]
    return result.stdout


@pytest.fixture(scope="module")
def current(tmp_path_factory):
    """Le Sphinx d'aujourd'hui et ses greffons, dans un dossier qui passera devant .venv."""
    folder = tmp_path_factory.mktemp("sphinx")
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-warn-conflicts", "--target", folder, *CURRENT)
    return folder


@pytest.fixture
def rebuilt(site, unbuilt, current):
    """Le site que construit Sphinx seul."""
    configure = Path(sys.executable).with_name("jupyter-book"), "config", "sphinx"
    run(*configure, "--config", unbuilt / "_config.yml", "--toc", unbuilt / "book" / "_toc.yml", "book", cwd=unbuilt)
    cache = shutil.copytree(BUILD / ".jupyter_cache", unbuilt / "cache")
    written = (unbuilt / "conf.py").read_text(encoding="utf8")
    change = LEFT.format(extensions=str(unbuilt / "book" / "_ext"), cache=str(cache))
    (unbuilt / "book" / "conf.py").write_text(written + change, encoding="utf8")
    environment = {**os.environ, "PYTHONPATH": str(current), "PYTHONUTF8": "1"}
    build = "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-d", "arbres", "book", "html"
    run(sys.executable, *build, cwd=unbuilt, env=environment)
    return unbuilt / "html"


def words(page):
    """Les mots d'une page, sans rien de ce qui l'entoure, ni le TeX que KaTeX garde derrière chaque formule."""
    only = SoupStrainer("article")
    article = BeautifulSoup(page.read_text(encoding="utf8"), "html.parser", parse_only=only).find("article")
    for source in article.find_all("annotation"):
        source.decompose()
    return article.get_text().split()


def first_difference(ours, theirs):
    """Donne l'endroit où deux suites de mots se séparent ; rien si elles sont les mêmes."""
    for rank, (mine, other) in enumerate(zip_longest(ours, theirs)):
        if mine != other:
            return " ".join(ours[max(0, rank - 5) : rank + 5]), " ".join(theirs[max(0, rank - 5) : rank + 5])
    return None


@pytest.mark.timeout(3600)  # deux livres se construisent : plus que n'en a un test qui lit le site
def test_every_page_says_the_same_with_the_sphinx_of_today_and_without_jupyter_book(site, rebuilt, current, page_names):
    (sphinx,) = distributions(name="sphinx", path=[str(current)])
    assert int(sphinx.version.split(".")[0]) > 7  # celui que Jupyter Book 1 impose
    found = {
        name: first_difference(*(words(folder / f"{name}.html") for folder in (site, rebuilt))) for name in page_names
    }
    assert {name: difference for name, difference in found.items() if difference} == {}
    # Et la page se charge avec nos feuilles de style et nos scripts.
    loaded = [re.findall(r"_static/(\w+\.(?:css|js))", (folder / "introduction.html").read_text(encoding="utf8"))
              for folder in (site, rebuilt)]  # fmt: skip
    ours = {path.name for path in (BUILD.parent / "book" / "_static").iterdir() if path.suffix in (".css", ".js")}
    assert ours <= set(loaded[0])
    assert ours <= set(loaded[1])


def test_a_word_more_or_less_is_a_difference():
    assert first_difference(["un", "mot"], ["un", "mot"]) is None
    assert first_difference(["un", "mot"], ["un"]) == ("un mot", "un")
    assert first_difference(["un", "mot"], ["un", "autre"]) == ("un mot", "un autre")
