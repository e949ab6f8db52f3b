"""Qui a le droit d'importer qui : le cœur doit tourner dans un navigateur, avec NumPy pour seul compagnon."""

import ast
import graphlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mlcourse"
CODE_CELL = re.compile(
    r"^```\{code-cell\}[^\n]*\n(?:---\n.*?\n---\n|(?::[^\n]*\n)+)?(.*?)^```", re.MULTILINE | re.DOTALL
)
MODULES = sorted(PACKAGE.rglob("*.py"))

# couche : (bibliothèques permises, couches permises) ; None permet toutes les bibliothèques. Toutes ont droit à french.
ARROWS = {
    "core": ({"numpy"}, {"core", "data", "_inplace", "_compiled", "_fused"}),
    "_inplace": ({"numpy"}, set()),  # fait tourner les règles : on peut lire tout le cours sans l'ouvrir
    "_compiled": ({"numpy", "numba", "llvmlite"}, set()),  # de même ; numba ne s'importe que pour compiler
    "_fused": ({"numpy"}, {"_inplace", "_compiled"}),  # de même, pour les activations
    "data": (set(), {"data"}),
    "french": (set(), set()),
    "experiments": ({"numpy"}, {"core", "experiments"}),
    "plots": ({"numpy", "matplotlib", "matplotlib_inline"}, {"plots"}),
    "widgets": (
        {"numpy", "anywidget", "traitlets"},
        {"core", "experiments", "plots", "widgets"},
    ),
    "checks": ({"numpy"}, {"core", "checks"}),
    "practice": ({"numpy"}, {"core", "checks", "practice", "source"}),
    "browser": ({"numpy", "matplotlib"}, {"browser", "checks", "plots"}),
    "grading": (None, {"core", "checks", "grading", "plots"}),
    "source": (set(), {"source"}),
    "command": (set(), {"_arguments", "_verbs", "checks", "command", "grading"}),
    "_arguments": (set(), set()),
    "_verbs": (set(), {"_arguments"}),
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
            assert layer_of(module) in layers | {"french"}, (
                f"{name_of(path)} importe {module}, et « {layer} » n'a droit qu'à {sorted(layers)}. Passez-lui la "
                f"valeur en argument, ou mettez la fonction dans une couche qui a droit à tout ce dont elle se sert."
            )
        elif libraries is not None:
            assert top in libraries or top in sys.stdlib_module_names, (
                f"{name_of(path)} importe {top}, et « {layer} » n'a droit, outre la bibliothèque standard, qu'à "
                f"{sorted(libraries)}. Écrivez la fonction dans une couche qui y a droit."
            )


def test_imports_never_run_in_a_circle():
    modules = {name_of(path) for path in MODULES}
    graph = {name_of(path): modules & {*imported_modules(path)} - {name_of(path)} for path in MODULES}
    assert sum(map(len, graph.values())) > 100
    tuple(graphlib.TopologicalSorter(graph).static_order())  # un cercle lève CycleError, qui le montre


def test_the_core_runs_with_numpy_alone():
    core = [name_of(path) for path in MODULES if layer_of(name_of(path)) == "core"]
    script = f"import importlib, sys\nfor name in {core}: importlib.import_module(name)\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert {name.split(".")[0] for name in loaded}.isdisjoint({"matplotlib", "scipy", "IPython", "numba"})
    layers = {layer_of(name) for name in loaded if name.startswith("mlcourse")}
    assert layers - {"french"} == {"core", "data", "_inplace", "_compiled", "_fused"}


def test_relative_and_plain_imports_are_both_seen(tmp_path, monkeypatch):
    path = PACKAGE / "plots" / "imaginary.py"
    source = "import scipy.linalg\nfrom . import style\nfrom ..model import x\nfrom mlcourse import grading\n"
    monkeypatch.setattr(Path, "read_text", lambda self, **_: source)
    assert list(imported_modules(path)) == ["scipy.linalg", "mlcourse.plots", "mlcourse.model", "mlcourse.grading"]


def imported_layers(code):
    """Les couches du cours qu'un code importe."""
    for node in ast.walk(ast.parse(code)):
        names = [alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)]
        module = getattr(node, "module", None) if isinstance(node, ast.ImportFrom) else None
        for name in [f"{module}.{name}" for name in names] if module else names:
            if name.startswith("mlcourse"):
                yield layer_of(name)


def test_no_page_reaches_what_the_build_does_not_count_among_its_results(ci_script):
    served = {name.removeprefix("mlcourse/") for name in ci_script("livre").SERVED}
    assert served <= ARROWS.keys()
    pages = {path: CODE_CELL.findall(path.read_text(encoding="utf-8")) for path in (ROOT / "book").rglob("*.md")}
    reached = {layer for cells in pages.values() for code in cells for layer in imported_layers(code)}
    assert {"core", "experiments", "plots"} <= reached
    while further := set().union(*(ARROWS[layer][1] for layer in reached)) - reached:
        reached |= further
    assert not reached & served
