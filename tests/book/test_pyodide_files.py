"""Les fichiers de Pyodide : aucun n'est cru sans son empreinte, et le livre se construit sans eux."""

import _imp
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
FONTS = "matplotlib/fontlist.json"


@pytest.fixture
def pyodide(extension, monkeypatch, tmp_path):
    """L'extension, devant un cache vide et un verrou de deux paquets, dont l'un demande l'autre."""
    module = extension("pyodide_files")
    packages = {name: package(name) for name in ("grand", "petit")}
    packages["grand"]["depends"] = ["petit"]
    monkeypatch.setattr(module, "official_lock", lambda: {"info": {"version": "9.9"}, "packages": packages})
    monkeypatch.setattr(module, "needed", lambda: packages)
    monkeypatch.setenv("MLCOURSE_PYODIDE", str(tmp_path / "cache"))
    return module


def content(name):
    return f"le paquet {name}".encode()


def package(name):
    return {"file_name": f"{name}.whl", "sha256": hashlib.sha256(content(name)).hexdigest(), "depends": []}


def carry(module, monkeypatch, **contents):
    """Fait donner par pip une archive de ces paquets ; rend de quoi compter ses appels."""
    calls = []

    def run(command, **options):
        calls.append(command)
        target = Path(command[command.index("--dest") + 1])
        with zipfile.ZipFile(target / "porteur.whl", "w") as archive:
            for name, data in contents.items():
                archive.writestr(f"dossier/{name}.whl", data)

    monkeypatch.setattr(module.subprocess, "run", run)
    return calls


def test_what_the_cache_lacks_is_fetched_once(pyodide, monkeypatch):
    calls = carry(pyodide, monkeypatch, grand=content("grand"), petit=content("petit"))
    folder = pyodide.verified_folder()
    assert {path.name: path.read_bytes() for path in folder.glob("*.whl")} == {
        "grand.whl": content("grand"),
        "petit.whl": content("petit"),
    }
    assert pyodide.verified_folder() == folder
    assert len(calls) == 1


def test_a_file_that_is_not_the_official_one_is_refused_wherever_it_comes_from(pyodide, monkeypatch):
    carry(pyodide, monkeypatch, grand=b"autre chose", petit=content("petit"))
    assert pyodide.verified_folder() is None
    assert pyodide.gather()[1] == ["grand.whl"]
    assert not (pyodide.cache_folder() / "grand.whl").exists()


def test_a_corrupted_file_of_the_cache_is_fetched_again(pyodide, monkeypatch):
    carry(pyodide, monkeypatch, grand=content("grand"), petit=content("petit"))
    folder = pyodide.verified_folder()
    (folder / "petit.whl").write_bytes(content("petit")[:-1])
    assert pyodide.missing(folder) == ["petit.whl"]
    assert pyodide.verified_folder() == folder
    assert (folder / "petit.whl").read_bytes() == content("petit")


def test_a_folder_given_by_its_variable_is_enough_without_any_network(pyodide, monkeypatch, tmp_path):
    (tmp_path / "ailleurs").mkdir()
    for name in ("grand", "petit"):
        (tmp_path / "ailleurs" / f"{name}.whl").write_bytes(content(name))
    monkeypatch.setenv("MLCOURSE_PYODIDE", str(tmp_path / "ailleurs"))
    monkeypatch.setattr(pyodide.subprocess, "run", lambda *_, **__: pytest.fail("pip a été appelé"))
    assert pyodide.verified_folder() == tmp_path / "ailleurs"


def test_without_a_network_nothing_is_missing_but_python_and_one_sentence_says_so(pyodide, monkeypatch, caplog):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    app = SimpleNamespace(builder=SimpleNamespace(format="html"))
    said = []
    monkeypatch.setattr(pyodide.log, "info", said.append)
    pyodide.prepare(app)
    assert app.pyodide is None
    assert len(said) == 1
    assert said[0].startswith("À savoir : le livre est construit sans Python dans la page, faute de 2 fichiers")


def test_a_cache_that_cannot_be_written_is_the_same_as_none(pyodide, monkeypatch, tmp_path):
    (tmp_path / "fichier").write_text("un fichier, à la place d'un dossier", encoding="utf8")
    monkeypatch.setenv("MLCOURSE_PYODIDE", str(tmp_path / "fichier" / "cache"))
    assert pyodide.verified_folder() is None


@pytest.fixture(scope="module")
def real(extension):
    """L'extension et ses vrais paquets."""
    module = extension("pyodide_files")
    if module.verified_folder() is None:
        pytest.skip("les paquets de Pyodide ne sont ni dans le cache, ni accessibles")
    return module


def test_everything_a_package_needs_comes_with_it(real):
    found = real.needed()
    assert {"numpy", "matplotlib", "pillow", "openssl", "packaging"} <= set(found)
    assert {name.lower().replace("_", "-") for item in found.values() for name in item["depends"]} <= set(found)


def test_the_site_serves_what_its_lock_names_and_only_that(real, tmp_path):
    real.install(real.verified_folder(), tmp_path)
    lock = json.loads((tmp_path / real.LOCK).read_text(encoding="utf8"))
    named = {item["file_name"]: item["sha256"] for item in lock["packages"].values()}
    served = {path.name for path in tmp_path.iterdir()}
    assert served == {*named, *real.RUNTIME, real.LOCK}
    assert [n for n, digest in named.items() if hashlib.sha256((tmp_path / n).read_bytes()).hexdigest() != digest] == []


def sources(*paths):
    """Les fichiers de ces archives, par leur nom."""
    return {name: archive.read(name) for archive in map(zipfile.ZipFile, paths) for name in archive.namelist()}


def is_of(compiled, source):
    """Dit si un code compilé est celui d'une source, d'après l'empreinte qu'il en porte."""
    return compiled[8:16] == _imp.source_hash(int.from_bytes(compiled[:4], "little"), source)


def test_code_compiled_ahead_is_that_of_the_files_the_site_serves(real, tmp_path):
    real.install(real.verified_folder(), tmp_path)
    code = sources(*tmp_path.glob("*.whl"))
    lock = json.loads((tmp_path / real.LOCK).read_text(encoding="utf8"))["packages"]
    for name in real.COMPILED:
        added, wheel = lock[name], lock[real.official(name)]
        assert (added["depends"], wheel["file_name"]) == ([real.official(name)], real.needed()[name]["file_name"])
        assert (added["imports"], wheel["imports"]) == (real.needed()[name]["imports"], [])
        compiled = {path: code for path, code in sources(tmp_path / added["file_name"]).items() if path != FONTS}
        assert f"{name}/__pycache__/__init__.cpython-312.pyc" in compiled
        own = {path: path.replace("__pycache__/", "").replace("cpython-312.pyc", "py") for path in compiled}
        assert [path for path in compiled if not is_of(compiled[path], code[own[path]])] == []


def test_the_list_of_its_fonts_is_one_that_this_matplotlib_reads(real, tmp_path):
    real.install(real.verified_folder(), tmp_path)
    lock = json.loads((tmp_path / real.LOCK).read_text(encoding="utf8"))["packages"]
    added, wheel = (sources(tmp_path / lock[name]["file_name"]) for name in ("matplotlib", real.official("matplotlib")))
    fonts = json.loads(added[FONTS])
    (wanted,) = re.findall(rb"^    __version__ = (\d+)$", wheel["matplotlib/font_manager.py"], re.MULTILINE)
    assert fonts["_version"] == int(wanted)
    names = {font["fname"] for kind in ("ttflist", "afmlist") for font in fonts[kind]}
    assert "fonts/ttf/DejaVuSans.ttf" in names
    assert {f"matplotlib/mpl-data/{name}" for name in names} <= wheel.keys()


def test_the_standard_library_loses_no_module_by_being_compiled(real, tmp_path):
    real.install(real.verified_folder(), tmp_path)
    official, served = sources(real.SOURCE / real.STDLIB), sources(tmp_path / real.STDLIB)
    assert {name.removesuffix("c") if name.endswith(".pyc") else name for name in served} == official.keys()
    compiled = [name for name in served if name.endswith(".pyc")]
    assert {"ast.pyc", "html/__init__.pyc", "traceback.pyc"} <= {*compiled}
    assert [name for name in compiled if not is_of(served[name], official[name[:-1]])] == []


def test_a_folder_that_cannot_be_written_still_gives_compiled_code(real, monkeypatch, tmp_path):
    contents = dict.fromkeys((real.STDLIB, "numpy.zip", "matplotlib.zip"), b"")
    monkeypatch.setattr(
        real, "compile_into", lambda output, _: [(output / n).write_bytes(c) for n, c in contents.items()]
    )
    (tmp_path / "fichier").write_bytes(b"")
    assert real.bytecode(tmp_path / "fichier") == contents


def test_the_wheel_in_the_site_holds_no_solution_and_its_name_changes_with_it(real, monkeypatch):
    name, wheel = real.stamped_wheel()
    paths = zipfile.ZipFile(io.BytesIO(wheel)).namelist()
    assert {path.split("/")[0].partition("-")[0] for path in paths} == {"mlcourse"}
    assert not [path for path in paths if "solution" in path or "test_" in path or path.endswith(".ipynb")]
    monkeypatch.setattr(real, "built_wheel", lambda: (name, wheel + b" "))
    assert real.stamped_wheel()[0] != name


def test_every_licence_is_told(real):
    told = (ROOT / "LICENSE").read_text(encoding="utf8").partition("3. CE QUE LE SITE")[2]
    assert [name for name in real.needed() if name not in told] == []
    assert real.official_lock()["info"]["version"] in told


def test_make_site_can_ask_whether_python_has_come(real):
    program = ROOT / "book" / "_ext" / "pyodide_files.py"
    assert subprocess.run([sys.executable, program], check=False).returncode == 0
