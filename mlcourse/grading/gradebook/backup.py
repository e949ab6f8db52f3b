"""Les sauvegardes du carnet de notes : une avant chaque commande qui y écrit, une commande pour y revenir."""

import contextlib
import os
import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from mlcourse.french import typeset
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.course import Course, find_root
from mlcourse.grading.submission.reading import shown

KEPT, FOLDER = 50, "sauvegardes"
PATIENCE = 15  # secondes : formgrader n'écrit jamais longtemps


def save(path):
    """Sauvegarde la base, d'un coup, si elle a changé depuis la dernière fois ; les plus anciennes s'en vont."""
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    draft, name = folder / f".{os.getpid()}.tmp", f"{path.stem}-{datetime.now():%Y-%m-%d-%H%M%S-%f}.db"
    draft.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as base:
            base.execute("VACUUM INTO ?", (str(draft),))
        found = saves(path)
        if not found or found[-1].read_bytes() != draft.read_bytes():
            os.replace(draft, folder / name)
        for old in saves(path)[:-KEPT]:
            old.unlink(missing_ok=True)
    finally:
        draft.unlink(missing_ok=True)


def saves(path):
    """Les sauvegardes d'une base, la dernière à la fin."""
    return sorted((path.parent / FOLDER).glob(f"{path.stem}-*.db"))


def run(name=None):
    """Remet une sauvegarde à la place du carnet de notes, ou dit lesquelles il y a."""
    course = Course(find_root(Path.cwd()))
    url = make_url(course.coursedir.db_url)
    if url.get_backend_name() != "sqlite":
        raise GradingError("Ce carnet de notes n'est pas un fichier : c'est son serveur qui en garde les sauvegardes.")
    path = Path(url.database or "")
    found = {each.name: each for each in saves(path)}
    if not name:
        lines = [*found] or ["Aucune sauvegarde : chaque commande qui écrit au carnet de notes en fera une d'abord."]
    elif name in found:
        restore(found[name], path)
        lines = [f"Le carnet de notes est celui de {name} ; celui qu'il remplace est sauvegardé aussi."]
    else:
        raise GradingError(f"Aucune sauvegarde ne s'appelle {shown(name)} : « mlcourse restaurer » les nomme toutes.")
    print(typeset("\n".join(lines)))  # noqa: T201
    return False


def restore(source, path):
    """Met une sauvegarde à la place de la base, que l'on sauvegarde d'abord si elle se lit encore."""
    with contextlib.suppress(sqlite3.Error):
        save(path)
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_bytes(source.read_bytes())
    for journal in ("-journal", "-wal", "-shm"):  # ceux de la base qui s'en va
        path.with_name(path.name + journal).unlink(missing_ok=True)
    os.replace(draft, path)
