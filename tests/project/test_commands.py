"""Les commandes : ce que « make aide » annonce, ce qui s'installe, ce que contient le paquet."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)


def run(*command, cwd=ROOT):
    """Le résultat d'une commande, sans entrée standard."""
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def test_make_alone_lists_every_target():
    listed = re.findall(r"^  make ([a-z-]+) ", run("make").stdout, re.MULTILINE)
    assert listed == TARGETS


def test_contributing_documents_every_target_and_no_other():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `make ([a-z-]+)` \|", text, re.MULTILINE) == TARGETS


def test_no_target_hides_behind_a_file_of_the_same_name():
    assert set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split()) == set(TARGETS)


def test_every_top_level_entry_has_its_reason_in_contributing(repository_files):
    reasons = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    entries = {path.parts[0] for path in repository_files} - {".gitignore"}
    assert not {entry for entry in entries if f"`{entry}" not in reasons}


@pytest.mark.parametrize("tool", [("ruff", "check"), ("ruff", "format", "--check"), ("mypy",)], ids=" ".join)
def test_the_code_is_clean_for(tool):
    result = run(sys.executable, "-m", *tool)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="module")
def wheel_names(wheel):
    """Les noms des fichiers de la roue."""
    return zipfile.ZipFile(wheel).namelist()


def test_the_wheel_holds_the_package_and_its_licence_and_nothing_else(wheel_names):
    assert {name.split("/")[0].partition("-")[0] for name in wheel_names} == {"mlcourse"}
    assert any(name.endswith("licenses/LICENSE") for name in wheel_names)


def test_the_wheel_holds_every_module_every_data_set_and_every_slider(wheel_names):
    kinds = [list((ROOT / "mlcourse").rglob(f"*.{kind}")) for kind in ("py", "npz", "js", "css")]
    assert all(kinds)
    assert {str(path.relative_to(ROOT)) for paths in kinds for path in paths} <= set(wheel_names)


def test_the_wheel_asks_for_numpy_alone():
    from importlib.metadata import requires

    assert [need for need in requires("mlcourse") if "extra ==" not in need] == ["numpy>=2.0.2"]
