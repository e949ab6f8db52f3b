"""Les résultats sur le disque : écrits sous un nom temporaire puis renommés, retrouvés par leur empreinte."""

import contextlib
import errno
import hashlib
import json
import os
import tempfile
from pathlib import Path

from mlcourse.grading.batch.bundle import Result
from mlcourse.grading.errors import GradingError
from mlcourse.grading.files import alone, write_atomically

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


REFUSALS = {
    errno.EACCES: "vous n'en avez pas le droit",
    errno.EPERM: "vous n'en avez pas le droit",
    errno.EROFS: "il est en lecture seule",
    errno.EEXIST: "un fichier porte son nom",
    errno.ENOTDIR: "un fichier porte son nom",
} | dict.fromkeys(DISK_FULL, "le disque est plein")


def require_writable(*folders):
    """Vérifie, avant qu'aucune copie ne s'exécute, que l'on pourra écrire dans ces dossiers."""
    for folder in folders:
        try:
            existing = next(path for path in (folder, *folder.parents) if os.path.lexists(path))
            with tempfile.TemporaryFile(dir=existing):
                pass
        except OSError as error:
            reason = REFUSALS.get(error.errno or 0, error.strerror)
            raise GradingError(f"Rien ne peut s'écrire dans le dossier {folder} ({reason}) : rétablissez-le.") from None


class Store:
    """Le dossier des résultats d'un devoir ; un seul lot à la fois y écrit."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self._lock = contextlib.ExitStack()  # le verrou dure autant que le lot
        self._lock.enter_context(alone(self.folder))
        for leftover in self.folder.glob(".*.tmp"):
            leftover.unlink(missing_ok=True)

    def close(self):
        """Rend le verrou."""
        self._lock.close()

    def _path(self, student, notebook):
        # Le nom d'un étudiant peut être trop long pour un nom de fichier : on en prend l'empreinte.
        return self.folder / f"{hashlib.sha256(f'{student}/{notebook}'.encode()).hexdigest()[:32]}.json"

    def load(self, bundle):
        """Rend le résultat déjà calculé pour cette copie, ou None ; ce qui ne se relit pas se calcule à nouveau."""
        try:
            saved = json.loads(self._path(bundle.student, bundle.notebook).read_text("utf-8"))
            return Result.from_json(saved["result"]) if saved["key"] == bundle.key else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, bundle, result):
        """Range le résultat d'une copie."""
        content = {"student": result.student, "key": bundle.key, "result": result.to_json()}
        text = json.dumps(content, ensure_ascii=False)
        write_atomically(self._path(bundle.student, bundle.notebook), text.encode("utf-8"))
