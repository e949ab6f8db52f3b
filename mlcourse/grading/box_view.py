"""Ce qu'une boîte laisse voir : le système et l'interpréteur en lecture seule, `mlcourse` sans le reste du cours."""

import contextlib
import importlib.util
import py_compile
import sys
import sysconfig
from functools import cache
from pathlib import Path

import mlcourse

COURSE = "/cours"  # où le paquet se trouve dans la boîte, d'où qu'il vienne
FONTS = f"{COURSE}/matplotlib"  # la liste des polices, que `boot` prête à matplotlib
_SYSTEM = ("/usr", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime")
_LINKED = ("/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin")
PACKAGE = Path(mlcourse.__file__).resolve().parent
_ENGINE = (
    "__init__.py",
    "wire.py",
    "wire_*.py",
    "split/__init__.py",
    "split/cells.py",
    "split/shell.py",
    "split/boot.py",
    "split/files.py",
)
_ALSO = {"warm": ("split/examiner.py",)}  # ce qu'un programme emploie d'un autre


def site_packages():
    """Les dossiers où sont installées les bibliothèques du cours."""
    known = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    return [path for path in sys.path if path in known or Path(path).name in ("site-packages", "dist-packages")]


def view(engine):
    """Les options de bubblewrap qui dressent le décor ; `engine` nomme le programme de `split` qui tournera là."""
    binds = [(path, path) for path in (*_SYSTEM, sys.base_prefix, sys.prefix, *site_packages())]
    options = [*_links(), *_folders("/proc"), *_folders("/dev"), *_folders("/tmp")]
    for source, target in [*_outermost(binds), (str(PACKAGE), f"{COURSE}/mlcourse")]:
        if Path(source).exists():
            options += [*_folders(str(Path(target).parent)), "--ro-bind", source, target]
    for package in (COURSE, *site_packages()):
        if package == COURSE or Path(package, "mlcourse", "grading").exists():
            options += ["--perms", "0755", "--tmpfs", f"{package}/mlcourse/grading"]
    for folder in ("__pycache__", "split", "split/__pycache__"):
        options += ["--perms", "0755", "--dir", f"{COURSE}/mlcourse/grading/{folder}"]
    for path in _engine_files(engine):
        options += ["--ro-bind", str(path), f"{COURSE}/mlcourse/{path.relative_to(PACKAGE)}"]
    return [*options, "--remount-ro", f"{COURSE}/mlcourse/grading", *_fonts()]


def _fonts():
    """La liste des polices, que matplotlib met des secondes à refaire."""
    yield from ("--perms", "0755", "--dir", FONTS)
    for path in Path.home().glob(".cache/matplotlib/fontlist-*.json"):
        yield from ("--ro-bind", str(path), f"{FONTS}/{path.name}")


@cache
def _engine_files(engine):
    patterns = (*_ENGINE, f"split/{engine}.py", *_ALSO.get(engine, ()))
    files = sorted(path for pattern in patterns for path in (PACKAGE / "grading").glob(pattern))
    return [*files, *filter(Path.exists, map(_compiled, files))]


def _compiled(path):
    """La version compilée d'un module : dans la boîte, où rien ne s'écrit, il faudrait la refaire à chaque copie."""
    compiled = Path(importlib.util.cache_from_source(str(path)))
    stale = not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime
    if stale and not sys.dont_write_bytecode:
        with contextlib.suppress(OSError, py_compile.PyCompileError):
            py_compile.compile(str(path), doraise=True)
    return compiled


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
