"""Écrire un fichier d'un coup, et être seul à écrire dans un dossier."""

import contextlib
import fcntl
import hashlib
import os
from pathlib import Path

from mlcourse.grading.errors import GradingError


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


@contextlib.contextmanager
def alone(folder):
    """Tient le verrou du dossier d'un devoir : une seule commande à la fois en range ou en corrige les copies."""
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = open(folder / "verrou", "w")  # noqa: SIM115 (se ferme plus bas)
    except OSError as error:
        raise GradingError(f"Rien ne peut s'écrire dans {folder} ({error.strerror}) : rétablissez-le.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            told = f"Une autre commande est déjà à l'œuvre sur {folder.name} : attendez qu'elle finisse."
            raise GradingError(told) from None
        yield


@contextlib.contextmanager
def idle(classroom):
    """Refuse de toucher à une classe dont une commande range ou corrige encore les copies d'un devoir."""
    with contextlib.ExitStack() as stack:
        for lock in Path(classroom).glob("correction/*/verrou"):
            stack.enter_context(alone(lock.parent))
        yield
