"""Ce qu'une boîte laisse voir : le système et l'interpréteur en lecture seule, `mlcourse` sans le reste du cours."""

import contextlib
import importlib.util
import py_compile
import sys
import sysconfig
from functools import cache
from pathlib import Path

from mlcourse.grading.sandbox.imports import INSIDE, PACKAGE, members, modules, reached

COURSE = "/cours"  # où le paquet se trouve dans la boîte, d'où qu'il vienne
FONTS = f"{COURSE}/matplotlib"  # la liste des polices, que `boot` prête à matplotlib
_SYSTEM = ("/usr", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime")
_GRADING = "mlcourse.grading"
_LINKED = ("/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin")


def site_packages():
    """Les dossiers où sont installées les bibliothèques du cours."""
    known = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    return [path for path in sys.path if path in known or Path(path).name in ("site-packages", "dist-packages")]


def view():
    """Les options de bubblewrap qui dressent le décor ; de `grading`, ce qui tourne en boîte, par dossiers entiers."""
    binds = [(path, path) for path in (*_SYSTEM, sys.base_prefix, sys.prefix, *site_packages())]
    options = [*_links(), *_folders("/proc"), *_folders("/dev"), *_folders("/tmp")]
    for source, target in [*_outermost(binds), (str(PACKAGE), f"{COURSE}/mlcourse")]:
        if Path(source).exists():
            options += [*_folders(str(Path(target).parent)), "--ro-bind", source, target]
    for package in (COURSE, *site_packages()):
        if package == COURSE or Path(package, "mlcourse", "grading").exists():
            options += ["--perms", "0755", "--tmpfs", f"{package}/mlcourse/grading"]
    for path in _engine():
        options += ["--ro-bind", str(path), f"{COURSE}/mlcourse/{path.relative_to(PACKAGE)}"]
    return [*options, "--remount-ro", f"{COURSE}/mlcourse/grading", *_fonts()]


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
    for path in Path.home().glob(".cache/matplotlib/fontlist-*.json"):
        yield from ("--ro-bind", str(path), f"{FONTS}/{path.name}")


def _compile(path):
    """Compile un module : dans la boîte, où rien ne s'écrit, il faudrait le refaire à chaque copie."""
    compiled = Path(importlib.util.cache_from_source(str(path)))
    stale = not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime
    if stale and not sys.dont_write_bytecode:
        with contextlib.suppress(OSError, py_compile.PyCompileError):
            py_compile.compile(str(path), doraise=True)


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
