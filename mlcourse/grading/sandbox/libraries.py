"""Les bibliothèques qu'une boîte laisse voir : celles d'une liste et ce dont elles ont besoin, où qu'elles soient.

Le dossier entier d'une installation en montrerait bien d'autres, et la note dépendrait de celles de l'enseignant.
"""

import re
import sys
import sysconfig
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from mlcourse.grading.errors import GradingError

# Ce dont se sert ce qui exécute les cellules ; un étudiant qui travaille dans Jupyter les a toutes.
_ENGINE = ("numpy", "msgpack", "ipython")
_COURSE = "mlcourse"
_COMMANDS = ("console_scripts", "gui_scripts")
_END = re.compile('[/,"]')  # de ce qui commence une ligne de RECORD : chemin, empreinte, taille


def site_packages():
    """Les dossiers où sont installées les bibliothèques du cours."""
    known = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    return [path for path in sys.path if path in known or Path(path).name in ("site-packages", "dist-packages")]


def package_folders():
    """Les dossiers de bibliothèques que la boîte laisserait voir, quel que soit l'interpréteur qui s'en sert."""
    roots = {Path(root) for root in (sys.prefix, sys.base_prefix, "/usr", "/usr/local")}
    found = {path for root in roots for path in root.glob("lib*/python3*/*-packages")}
    return {str(path) for path in {*found, *map(Path, site_packages())} if path.is_dir() and not path.is_symlink()}


def outside(libraries):
    """Parmi ces noms, ceux qui ne sont pas du cours."""
    return frozenset(name for name in libraries if name.partition(".")[0] != _COURSE)


@cache
def places(libraries):
    """Les fichiers et les dossiers de ces bibliothèques, que l'on nomme comme on les importe ; sans ceux du cours."""
    found = {path for name in _closure(outside(libraries)) for path in _top_level(distribution(name))}
    return tuple(sorted(path for path in found if path.exists()))


@cache
def importable(libraries):
    """Les noms que l'on peut importer de ces bibliothèques, outre la bibliothèque standard."""
    return frozenset(path.name.partition(".")[0] for path in places(libraries))


def linked(libraries, folder):
    """Sans boîte, un dossier neuf où ces bibliothèques sont seules ; ceux de l'installation si rien ne les borne."""
    if libraries is None:
        return site_packages()
    folder.mkdir()
    for path in places(libraries):
        (folder / path.name).symlink_to(path)
    return [str(folder)]


def _closure(libraries):
    """Ces distributions et celles qu'elles demandent, de proche en proche, sans leurs options."""
    waiting, found = [*_ENGINE, *map(_distribution_of, sorted(libraries))], set()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found:
            try:
                requirements = [Requirement(text) for text in distribution(name).requires or ()]
            except PackageNotFoundError:  # demandée, et absente : celle qui la demande s'en passe, ou le dira
                continue
            found.add(name)
            waiting += [one.name for one in requirements if not one.marker or one.marker.evaluate({"extra": ""})]
    return found


def _distribution_of(library):
    """La distribution d'où vient un module ; elle porte le plus souvent le même nom."""
    try:
        return distribution(library).name
    except PackageNotFoundError:
        owners = packages_distributions().get(library)
    if not owners:
        raise GradingError(f"Le sujet permet {library}, qui n'est pas installé ici.")
    return owners[0]


def _top_level(installed):
    """Ce qu'une distribution pose à la racine d'un dossier de bibliothèques, et ce qu'elle annonce aux autres."""
    announces = any(point.group not in _COMMANDS for point in installed.entry_points)
    for first in _firsts(installed):
        if first != ".." and first != "__pycache__" and (announces or not first.endswith((".dist-info", ".egg-info"))):
            yield Path(str(installed.locate_file(first)))
    for name in (installed.read_text("top_level.txt") or "").split():  # sans liste de fichiers, comme sous Debian
        yield from (Path(str(installed.locate_file(name + suffix))) for suffix in ("", ".py"))


def _firsts(installed):
    """Le début du chemin de chaque fichier d'une distribution ; elle en a des milliers, et peu de débuts."""
    record = installed.read_text("RECORD")
    if record is None:  # un format plus ancien, qu'importlib sait lire
        return {file.parts[0] for file in installed.files or ()}
    return {_END.split(line.removeprefix('"'), 1)[0] for line in record.splitlines() if line}
