"""Poser dans une boîte les fichiers qui accompagnent un carnet, par morceaux."""

import contextlib
from pathlib import Path


def place(name, piece, follows):
    """Écrit un morceau de fichier, à la suite du précédent si `follows` est vrai.

    Un nom que le dossier refuse n'arrête rien : le carnet dira de lui-même que le fichier lui manque.
    """
    path = Path(name)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "ab" if follows else "wb") as file:
            file.write(piece)
