"""La graine d'une copie : tirée du côté de l'enseignant, gardée avec les notes, la même quand on recorrige.

Un secret par classe, à côté des copies corrigées, en donne une à chaque copie, sans rien à écrire pour chacune. Le code
d'une copie ne peut donc ni la lire, ni la deviner ; qui perd ce secret recorrige sur d'autres données.
"""

import contextlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from mlcourse.checks.draws import SEED_BITS

NAME = "graine.txt"


def seed_of(coursedir, *names):
    """La graine de ce que désignent ces noms : devoir, carnet, étudiant."""
    message = "\0".join(names).encode("utf-8", "surrogateescape")
    digest = hmac.digest(_secret(coursedir).encode(), message, "sha256")
    return int.from_bytes(digest) >> 8 * len(digest) - SEED_BITS


def _secret(coursedir):
    """Le secret de la classe, tiré la première fois ; deux programmes à la fois n'en gardent qu'un."""
    folder = Path(coursedir.format_path(coursedir.autograded_directory, ".", ".")).resolve().parent
    path = folder / NAME
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=folder, prefix=f".{NAME}") as draft:  # lisible de son seul auteur
            draft.write(secrets.token_hex(32))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text("ascii").strip()
