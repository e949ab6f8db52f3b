"""Écrire un fichier d'un coup."""

import contextlib
import hashlib
import os
from pathlib import Path


def write_atomically(path, content, mode=0o644):
    """Écrit un fichier d'un coup : on voit l'ancien contenu ou le nouveau, jamais une moitié."""
    path = Path(path)
    temporary = path.with_name(f".{hashlib.sha256(path.name.encode()).hexdigest()[:16]}.tmp")
    try:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
