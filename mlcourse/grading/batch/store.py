"""Les résultats sur le disque : écrits sous un nom temporaire puis renommés, retrouvés par leur empreinte."""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
from dataclasses import asdict
from functools import cache
from pathlib import Path

import mlcourse
from mlcourse.grading.batch.bundle import Result
from mlcourse.grading.errors import GradingError

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


@cache
def engine_version():
    """L'empreinte du code dont dépend une note : qu'il change, et les copies sont corrigées à nouveau."""
    root = Path(mlcourse.__file__).parent
    digest = hashlib.sha256()
    for pattern in ("*.py", "checks/**/*.py", "grading/**/*.py"):
        for path in sorted(root.glob(pattern)):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def copy_digest(bundle):
    """L'empreinte de ce que l'étudiant a rendu."""
    return _digest_of(bundle.files, json.dumps(bundle.remarks))


def _digest_of(files, start=""):
    digest = hashlib.sha256(start.encode())
    for name, content in sorted(files.items()):
        digest.update(f"\0{len(name)}:{name}\0{len(content)}:".encode() + content)
    return digest.hexdigest()


def key_of(bundle):
    """L'empreinte de tout ce dont dépend une note : copie, sujet, moteur, limites."""
    parts = [
        copy_digest(bundle),
        bundle.assignment,
        bundle.notebook,
        hashlib.sha256(bundle.source.encode()).hexdigest(),
        engine_version(),
        asdict(bundle.limits),
        bundle.boxed,
        bundle.delimiters,
        _digest_of(bundle.given),
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


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


class Store:
    """Le dossier des résultats d'un devoir ; un seul lot à la fois y écrit."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = open(self.folder / "verrou", "w")  # noqa: SIM115 (le verrou dure autant que le lot)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise GradingError("Une correction de ce devoir est déjà en cours : attendez qu'elle finisse.") from None
        for leftover in self.folder.glob(".*.tmp"):
            leftover.unlink(missing_ok=True)

    def close(self):
        """Rend le verrou."""
        self._lock.close()

    def _path(self, student, notebook):
        # Le nom d'un étudiant peut être trop long pour un nom de fichier : on en prend l'empreinte.
        return self.folder / f"{hashlib.sha256(f'{student}/{notebook}'.encode()).hexdigest()[:32]}.json"

    def load(self, student, notebook, key):
        """Rend le résultat déjà calculé pour cette empreinte, ou None."""
        try:
            saved = json.loads(self._path(student, notebook).read_text("utf-8"))
            return Result.from_json(saved["result"]) if saved["key"] == key else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, notebook, key, result):
        """Range un résultat."""
        content = {"student": result.student, "key": key, "result": result.to_json()}
        text = json.dumps(content, ensure_ascii=False)
        write_atomically(self._path(result.student, notebook), text.encode("utf-8"))
