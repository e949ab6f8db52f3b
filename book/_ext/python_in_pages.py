"""Python dans la page : le script qui l'ouvre, le fil où il tourne, et ce qu'ils ont à savoir du site.

`coursePython`, que décrit ``python.js``, est le même pour toutes les pages qui exécutent du code ; Python ne se
télécharge qu'à la première demande du lecteur. Une page s'en sert après `use_python`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

from npm_packages import MODULES, NODE
from pyodide_files import IN_PAGES, LOCK, RUNTIME, needed
from sphinx.application import Sphinx

from mlcourse.french import printed

FOLDER = Path(__file__).parent
CLIENT, WORKER, EDITOR = (FOLDER / f"{name}.js" for name in ("python", "python-worker", "python-editor"))
FROM_A_FOLDER = (
    "Ce livre est ouvert depuis un dossier, où un navigateur n'ouvre pas Python : pour exécuter le code, lisez-le sur "
    "un site, ou par « make livre »."
)
# esbuild réunit en un fichier l'éditeur et les modules de CodeMirror qu'il emploie.
BUNDLE = """require("esbuild").buildSync({ entryPoints: [process.argv[1]], outfile: process.argv[2], bundle: true,
  minify: true, format: "esm", target: "es2020", legalComments: "eof", nodePaths: [process.cwd()] })"""
# Ce que le fil compte en octets : `pyodide.asm.js` se charge comme un script, sans que rien n'en dise l'avancement.
COUNTED = [name for name in RUNTIME if name.endswith((".wasm", ".zip"))]


def versioned(path: Path) -> str:
    """L'adresse d'un fichier, qui change avec lui : un navigateur ne garde pas celui d'un autre état du livre."""
    return f"{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"


def served(folder: Path) -> dict:
    """Ce que les pages ont à savoir du dossier que sert le site : versions, tailles, paquets et dépendances."""
    lock = json.loads((folder / LOCK).read_text(encoding="utf8"))["packages"]
    packages = {name: lock[name] for name in lock if name in needed(IN_PAGES) or name not in needed()}
    names = [*COUNTED, *(package["file_name"] for package in packages.values())]
    return {
        "worker": versioned(WORKER),
        "editor": versioned(folder.parent / EDITOR.name),
        "fromFolder": printed(FROM_A_FOLDER),
        "lock": versioned(folder / LOCK),
        "runtime": COUNTED,
        "sizes": {name: (folder / name).stat().st_size for name in names},
        "packages": {
            name: {field: package[field] for field in ("file_name", "depends")} for name, package in packages.items()
        },
    }


def write_client(static: Path) -> None:
    """Met dans le site le fil, l'éditeur, et le script qui les ouvre, précédé de ce qu'il doit savoir."""
    bundle = [NODE, "-e", BUNDLE, str(EDITOR), str(static / EDITOR.name)]
    subprocess.run(bundle, cwd=MODULES, check=True, stdout=subprocess.DEVNULL)
    files = json.dumps(served(static / "pyodide"), separators=(",", ":"))
    text = f"const PYTHON_FILES = {files};\n{CLIENT.read_text(encoding='utf8')}"
    (static / CLIENT.name).write_text(text, encoding="utf8")
    shutil.copy(WORKER, static)


def prepare(app: Sphinx) -> None:
    """Complète le dossier de Pyodide, s'il y en a un."""
    if app.pyodide:
        write_client(app.pyodide)


def use_python(app: Sphinx) -> bool:
    """Charge `coursePython` dans la page que l'on écrit ; rend faux si le livre est construit sans Python."""
    if app.pyodide:
        app.add_js_file(CLIENT.name, loading_method="defer")
    return bool(app.pyodide)


def setup(app: Sphinx) -> dict[str, object]:
    """Passe après `pyodide_files`, qui remplit le dossier."""
    app.setup_extension("pyodide_files")
    app.connect("builder-inited", prepare)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
