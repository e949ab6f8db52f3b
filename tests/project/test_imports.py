"""Qui a le droit d'importer qui : le cœur doit tourner dans un navigateur, avec NumPy pour seul compagnon."""

import ast
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mlcourse"
MODULES = sorted(PACKAGE.rglob("*.py"))

# couche : (bibliothèques permises, couches permises) ; None permet toutes les bibliothèques, et toutes les couches
# écrivent en français.
ARROWS = {
    "core": ({"numpy"}, {"core", "data", "_inplace"}),
    "_inplace": ({"numpy"}, set()),  # fait tourner les règles : on peut lire tout le cours sans l'ouvrir
    "data": (set(), {"data"}),
    "french": (set(), set()),
    "experiments": ({"numpy"}, {"core", "experiments"}),
    "plots": ({"numpy", "matplotlib", "matplotlib_inline"}, {"plots"}),
    "widgets": (
        {"numpy", "matplotlib", "ipywidgets", "IPython"},
        {"core", "experiments", "plots", "widgets"},
    ),
    "checks": ({"numpy"}, {"core", "checks"}),
    "grading": (None, {"core", "checks", "grading"}),
    "source": (set(), {"source"}),
    "command": (set(), {"checks", "command", "grading"}),
    "__main__": (set(), {"command"}),
}


def layer_of(module):
    """La couche d'un module nommé ``mlcourse.x.y``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ARROWS else "core"


def name_of(path):
    """Le nom sous lequel un fichier s'importe."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(path):
    """Tous les modules qu'un fichier importe, où que ce soit, sous leur nom absolu."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            # « from mlcourse import plots » importe mlcourse.plots.
            yield from (f"{source}.{alias.name}" for alias in node.names) if source == "mlcourse" else (source,)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_what_its_layer_allows(path):
    layer = layer_of(name_of(path))
    libraries, layers = ARROWS[layer]
    for module in imported_modules(path):
        top = module.partition(".")[0]
        if top == "mlcourse":
            assert layer_of(module) in layers | {"french"}, f"{layer} n'a pas le droit d'importer {module}"
        elif libraries is not None:
            assert top in libraries or top in sys.stdlib_module_names, f"{layer} n'importe pas {module}"


def test_the_core_runs_with_numpy_alone():
    core = [name_of(path) for path in MODULES if layer_of(name_of(path)) == "core"]
    script = f"import importlib, sys\nfor name in {core}: importlib.import_module(name)\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert {name.split(".")[0] for name in loaded}.isdisjoint({"matplotlib", "scipy", "IPython"})
    assert {layer_of(name) for name in loaded if name.startswith("mlcourse")} == {"core", "data", "_inplace"}


def test_relative_and_plain_imports_are_both_seen(tmp_path, monkeypatch):
    path = PACKAGE / "plots" / "imaginary.py"
    source = "import scipy.linalg\nfrom . import style\nfrom ..model import x\nfrom mlcourse import grading\n"
    monkeypatch.setattr(Path, "read_text", lambda self, **_: source)
    assert list(imported_modules(path)) == ["scipy.linalg", "mlcourse.plots", "mlcourse.model", "mlcourse.grading"]


def longest_functions(path):
    """Le nom de chaque fonction et sa longueur, docstring non comprise."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = node.body[0].end_lineno if ast.get_docstring(node) else node.lineno - 1
            yield node.name, node.end_lineno - start


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_of_the_package_fits_in_25_lines(path):
    too_long = {name: lines for name, lines in longest_functions(path) if lines > 25}
    assert not too_long


BLANK = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def code_lines(path):
    """Le nombre de lignes de code d'un fichier : ni docstring, ni commentaire, ni ligne vide."""
    lines = set()
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type not in BLANK:
                lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None:
            lines -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return len(lines)


def test_docstrings_comments_and_blank_lines_are_not_code(tmp_path):
    path = tmp_path / "module.py"
    function = 'def f(y):\n    """Une fonction."""\n\n    return y\n'
    path.write_text(f'"""Un\nmodule."""\n\n# Rien.\nx = f(  # un appel\n    1,\n)\n\n\n{function}', encoding="utf-8")
    assert code_lines(path) == 5


def test_the_core_is_read_in_one_evening():
    lengths = {name_of(path): code_lines(path) for path in MODULES if layer_of(name_of(path)) == "core"}
    assert len(lengths) > 10
    assert not {name: lines for name, lines in lengths.items() if lines > 150}
    assert sum(lengths.values()) < 1000, lengths
