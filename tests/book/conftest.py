"""Ce que partagent les tests du livre : ses extensions, ses pages, son texte."""

import ast
import copy
import re
import shutil
import tomllib
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from .measures import Measure, worst

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"


BLOCKS = ["p", "li", "dt", "dd", "h1", "h2", "h3", "figcaption", "td", "th", "summary", "legend", "label"]
NOT_PROSE = "pre, math, annotation, button, .headerlink, .section-number, .caption-number, .citation, .colon, dt.sig"


def read_sentences(page):
    """Donne les paragraphes d'une page ; une formule, un code, un type, un mot anglais y deviennent « X »."""
    soup = BeautifulSoup(page, "html.parser") if isinstance(page, str) else copy.copy(page)
    for tag in soup.select(".math, code, [lang=en], .curseur i, .field-list strong, .field-list em"):
        tag.replace_with("X")
    for tag in soup.select(NOT_PROSE):
        tag.decompose()
    for tag in soup.find_all(BLOCKS):
        if not tag.find([*BLOCKS, "table"]):
            yield re.sub(r"[ \n]+", " ", tag.get_text()).strip(" ")
    for image in soup.find_all("img", alt=True):
        yield image["alt"]


@pytest.fixture(scope="session")
def sentences():
    """La lecture des paragraphes d'une page."""
    return read_sentences


@pytest.fixture(scope="session")
def lexicon():
    """Les mots que le correcteur ne connaît pas et que le livre emploie à bon droit."""
    return (Path(__file__).with_name("language") / "lexicon.txt").read_text(encoding="utf8").split()


@pytest.fixture
def unbuilt(copy_repository, tmp_path, extension):
    """Une copie du dépôt, que rien n'a encore construite ; les paquets npm y sont déjà."""
    packages = extension("npm_packages")
    packages.install_npm_packages()
    folder = copy_repository(tmp_path / "livre")
    # Les dates se suivent : le verrou, copié d'abord, n'est pas plus récent que ce qu'il a posé.
    shutil.copytree(packages.MODULES, folder / packages.MODULES.relative_to(ROOT), copy_function=shutil.copy)
    return folder


def toc_files(entry):
    """Donne les pages d'une entrée du sommaire et de tout ce qu'elle contient, dans l'ordre."""
    if isinstance(entry, list):
        return [name for item in entry for name in toc_files(item)]
    own = [entry[key] for key in ("root", "file") if key in entry]
    return own + [name for key in ("parts", "chapters", "sections") for name in toc_files(entry.get(key, []))]


def toc_pages():
    """Les noms des pages du sommaire, sans extension."""
    return toc_files(yaml.safe_load((BOOK / "_toc.yml").read_text(encoding="utf8")))


@pytest.fixture(scope="session")
def page_names():
    """Les noms des pages du sommaire, sans extension."""
    return toc_pages()


@pytest.fixture(scope="session")
def pages(site, page_names):
    """Les pages du sommaire, telles qu'elles sont construites, analysées."""
    return {
        name: BeautifulSoup((site / f"{name}.html").read_text(encoding="utf8"), "html.parser") for name in page_names
    }


@pytest.fixture(scope="session")
def articles(pages):
    """Le corps de chaque page, sans menus."""
    return {name: soup.find("article") for name, soup in pages.items()}


def public(nodes):
    """Garde les fonctions et les classes dont le nom ne commence pas par « _ »."""
    return [node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"]


def module_entries(tree):
    """Donne les entrées publiques d'un module, lues dans son code : leur nom, et l'espèce de chacune."""
    for node in public(tree.body):
        yield node.name, "class" if isinstance(node, ast.ClassDef) else "function"
        for method in public(node.body) if isinstance(node, ast.ClassDef) else ():
            yield f"{node.name}.{method.name}", "property" if method.decorator_list else "method"
    for node in tree.body:
        literal = isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict | ast.DictComp)
        if literal and node.targets[0].id[0] != "_":
            yield node.targets[0].id, "dict"


def core_entries():
    """Donne toutes les entrées publiques du cœur, par leur nom complet ; une commande n'en est pas, ni `french`."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"].get("scripts", {})
    commands = {target.partition(":")[0].rpartition(".")[2] for target in scripts.values()}
    paths = [path for path in (ROOT / "mlcourse").glob("[!_]*.py") if path.stem not in {*commands, "french"}]
    return {
        f"mlcourse.{path.stem}.{name}": kind
        for path in sorted(paths)
        for name, kind in module_entries(ast.parse(path.read_text(encoding="utf8")))
    }


@pytest.fixture(scope="session")
def core():
    """Les entrées publiques du cœur : leur nom complet, et l'espèce de chacune."""
    return core_entries()


@pytest.fixture
def measured(record_property):
    """Retient une mesure, que « make mesures » imprime à côté de son objectif."""
    return lambda *measure, **bounds: record_property("mesure", [*Measure(*measure, **bounds)])


def pytest_terminal_summary(terminalreporter):
    """Imprime, de chaque grandeur que des tests ont mesurée, ce qui va le moins bien."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    kept = [value for report in reports for name, value in getattr(report, "user_properties", ()) if name == "mesure"]
    if kept:
        terminalreporter.section("mesures, au pire")
        terminalreporter.write_line("\n".join(worst(Measure(*value) for value in kept)))


def pytest_generate_tests(metafunc):
    """Répète un test sur chaque entrée du cœur qui porte une docstring (``entry``), ou chaque page (``page_name``)."""
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", toc_pages())
    if "entry" in metafunc.fixturenames:
        names = [name for name, kind in core_entries().items() if kind != "dict"]
        metafunc.parametrize("entry", names, ids=lambda name: name.removeprefix("mlcourse."))
