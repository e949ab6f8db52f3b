"""Ce que Python importe avant la première figure d'une page, compilé d'avance ; s'exécute dans Pyodide.

Compiler prend à un navigateur la moitié de l'attente. Seul ce qui s'importe est compilé : le reste ne ferait
qu'alourdir. Le numéro de version d'un code compilé est celui de ce Python, et il se relit sans date à vérifier.

La liste que matplotlib fait de ses polices y est aussi : celle de la roue de Pyodide est d'une autre version, si bien
qu'il la referait à chaque visite, et l'annoncerait en anglais.
"""

import importlib
import importlib.util
import logging
import sys
import zipfile
from importlib import _bootstrap_external as loading
from pathlib import Path

STDLIB = "python_stdlib.zip"
OUTPUT = Path("/output")


def compiled(source: bytes, name: str) -> bytes:
    """Le contenu du fichier `.pyc` d'un module."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    return loading._code_to_hash_pyc(code, importlib.util.source_hash(source), False)


def loaded() -> set[str]:
    """Les fichiers des modules importés."""
    paths = {getattr(module, "__file__", None) or "" for module in [*sys.modules.values()]}
    return {path for path in paths if path.endswith(".py")}


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Ajoute un fichier, sous une date fixe : l'archive ne change qu'avec ce qu'elle contient."""
    archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)


def write_packages(name: str, paths: set[str]) -> None:
    """Écrit une archive de ces fichiers, à leur place dans `site-packages` : le code y est compilé."""
    with zipfile.ZipFile(OUTPUT / f"{name}.zip", "w") as archive:
        for path in sorted(paths):
            _, found, inside = path.partition("/site-packages/")
            if found and path.endswith(".py"):
                add(archive, importlib.util.cache_from_source(inside), compiled(Path(path).read_bytes(), path))
            elif found:
                add(archive, inside, Path(path).read_bytes())


def write_stdlib(paths: set[str]) -> None:
    """Écrit la bibliothèque standard, où le code compilé de ces fichiers remplace leur source."""
    with zipfile.ZipFile(f"/runtime/{STDLIB}") as source, zipfile.ZipFile(OUTPUT / STDLIB, "w") as archive:
        (root,) = (path for path in sys.path if path.endswith(".zip"))
        for info in source.infolist():
            content, path = source.read(info), f"{root}/{info.filename}"
            if path in paths:
                add(archive, f"{info.filename}c", compiled(content, path))
            else:
                add(archive, info.filename, content)


sys.path.insert(0, "/repository")
importlib.import_module("mlcourse.browser.notebook")
first = loaded()
write_packages("numpy", first)
logging.disable()  # matplotlib annonce en anglais qu'il recense ses polices
importlib.import_module("mlcourse.browser.figures")
fonts = Path(sys.modules["matplotlib"].__file__ or "").with_name("fontlist.json")  # là où ce matplotlib la cherche
write_packages("matplotlib", loaded() - first | {str(fonts)})
write_stdlib(loaded())
