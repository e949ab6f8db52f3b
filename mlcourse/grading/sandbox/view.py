"""Ce qu'une boîte laisse voir : le système et l'interpréteur en lecture seule, `mlcourse` sans le reste du cours."""

import contextlib
import importlib.util
import py_compile
import sys
from functools import cache
from pathlib import Path

from mlcourse.grading.sandbox.imports import INSIDE, PACKAGE, members, modules, reached
from mlcourse.grading.sandbox.libraries import outside, package_folders, places, site_packages

COURSE = "/cours"  # où le paquet se trouve dans la boîte, d'où qu'il vienne
FONTS = f"{COURSE}/matplotlib"  # la liste des polices, que `boot` prête à matplotlib
ENVIRONMENT = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",  # chaque fil d'exécution réserverait sinon 64 Mo de la mémoire permise
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": "/tmp/matplotlib",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "USER": "etudiant",  # l'utilisateur de la boîte n'a pas de compte
    "PYTHONBREAKPOINT": "0",  # personne n'est là pour reprendre la main
}
_SYSTEM = ("/usr", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime")
_TOP = "mlcourse"
_COPY = (f"{INSIDE}.boot", f"{INSIDE}.student")  # par où commence le processus d'une copie
_GRADING = "mlcourse.grading"
_LINKED = ("/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin")


@cache
def view(libraries=None):
    """Les options de bubblewrap qui dressent le décor ; de `grading`, ce qui tourne en boîte, par dossiers entiers.

    Avec `libraries`, il ne s'y trouve de bibliothèques, et de modules de `mlcourse`, que celles-ci.
    """
    binds = [(path, path) for path in (*_SYSTEM, sys.base_prefix, sys.prefix, *site_packages())]
    course = [(str(PACKAGE), f"{COURSE}/mlcourse")] if libraries is None else []
    options = [*_links(), *_folders("/proc"), *_folders("/dev"), *_folders("/tmp")]
    for source, target in [*_outermost(binds), *course]:
        if Path(source).exists():
            options += [*_folders(str(Path(target).parent)), "--ro-bind", source, target]
    options += _whole_course() if libraries is None else _part_of_course(libraries)
    for path in _engine():
        options += _placed(path)
    sealed = f"{COURSE}/mlcourse/grading" if libraries is None else f"{COURSE}/mlcourse"
    return (*options, "--remount-ro", sealed, *_fonts())


def _whole_course():
    """Le cours, sans ce qui corrige."""
    for package in (COURSE, *site_packages()):
        if package == COURSE or Path(package, "mlcourse", "grading").exists():
            yield from ("--perms", "0755", "--tmpfs", f"{package}/mlcourse/grading")


def _part_of_course(libraries):
    """Ces bibliothèques à leur place habituelle, seules ; du cours, ces modules et ce qu'ils importent."""
    folders = sorted(package_folders())
    for folder in folders:
        yield from ("--perms", "0755", "--tmpfs", folder)
    for path in map(str, places(libraries)):
        yield from ("--ro-bind", path, path)
    for folder in folders:
        yield from ("--remount-ro", folder)
    yield from (*_folders(COURSE), "--perms", "0755", "--tmpfs", f"{COURSE}/mlcourse")
    for name in sorted(lent(libraries)):
        if not name.startswith(_GRADING):
            for path in _files_of(modules()[name]):
                yield from _placed(path)


def _files_of(module):
    """Un module, compilé ou non ; s'il est celui d'un dossier, les données qui s'y trouvent."""
    _compile(module)
    yield from (module, _compiled(module))
    if module.name == "__init__.py":
        others = (path for path in module.parent.iterdir() if path.suffix != ".py" and path.name != "__pycache__")
        yield from (path for path in others if not (path / "__init__.py").exists())


def lent(libraries):
    """Les modules du cours que voit une copie : ceux de la liste, leurs sous-modules, ce qu'il faut pour les importer.

    Ce qu'une fonction de `checks` importe au moment de s'en servir répondrait à bien des questions : les tests l'ont,
    une copie non.
    """
    named = libraries - outside(libraries) - {_TOP}
    return reached({*_COPY, *(module for name in named for module in members(name))}, late=False)


def _placed(path):
    """Un fichier ou un dossier de `mlcourse`, à sa place dans la boîte."""
    if path.exists():
        target = Path(COURSE, "mlcourse", path.relative_to(PACKAGE))
        yield from (*_folders(str(target.parent)), "--ro-bind", str(path), str(target))


@cache
def _engine():
    """Ce que `grading` prête aux boîtes : les dossiers où mènent les imports d'`inside`, et ce qui les réunit."""
    used = sorted(name for name in reached(members(INSIDE)) if name.startswith(f"{_GRADING}."))
    folders = sorted({modules()[name].parent for name in used})
    for folder in folders:
        for path in folder.glob("*.py"):
            _compile(path)
    return [modules()[_GRADING], *folders]


def _fonts():
    """La liste des polices, que matplotlib met des secondes à refaire."""
    yield from ("--perms", "0755", "--dir", FONTS)
    for path in _font_lists():
        yield from ("--ro-bind", str(path), f"{FONTS}/{path.name}")


def environment_in(folder):
    """L'environnement d'un programme sans boîte : dans /tmp, où d'autres écrivent, les réglages peuvent être à eux."""
    fonts = folder / ".matplotlib"
    fonts.mkdir()
    for path in _font_lists():
        (fonts / path.name).symlink_to(path)
    return {**ENVIRONMENT, "HOME": str(folder), "MPLCONFIGDIR": str(fonts)}


def _font_lists():
    return Path.home().glob(".cache/matplotlib/fontlist-*.json")


def _compile(path):
    """Compile un module : dans la boîte, où rien ne s'écrit, il faudrait le refaire à chaque copie."""
    compiled = _compiled(path)
    stale = not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime
    if stale and not sys.dont_write_bytecode:
        with contextlib.suppress(OSError, py_compile.PyCompileError):
            py_compile.compile(str(path), doraise=True)


def _compiled(path):
    return Path(importlib.util.cache_from_source(str(path)))


def _outermost(binds):
    """Retire ce qu'un autre chemin contient déjà."""
    paths = {Path(source) for source, _ in binds}
    return [pair for pair in dict.fromkeys(binds) if not paths & {*Path(pair[0]).parents}]


def _links():
    """/bin, /lib... sont des liens vers /usr, ou de vrais dossiers selon le système."""
    for path in map(Path, _LINKED):
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))


def _folders(path):
    """Crée un dossier et ses parents, traversables : bubblewrap copierait sinon les droits d'un parent fermé."""
    for parent in [*reversed(Path(path).parents), Path(path)][1:]:
        yield from ("--perms", "0755", "--dir", str(parent))
