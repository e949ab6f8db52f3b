"""Les sauvegardes du carnet de notes : une avant chaque commande qui y écrit.

Celle d'un carnet que tient un serveur est aussi un fichier, que l'on peut ouvrir ailleurs.
"""

import contextlib
import os
import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from mlcourse.grading.gradebook.copying import copy_rows
from mlcourse.grading.gradebook.register import home
from mlcourse.grading.gradebook.seams import create_gradebook

KEPT, FOLDER = 50, "sauvegardes"
PATIENCE = 15  # secondes : formgrader n'écrit jamais longtemps


def base_path(coursedir):
    """Le fichier du carnet de notes ; s'il est sur un serveur, celui qu'il aurait dans la classe."""
    url = make_url(coursedir.db_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else on_server_path(coursedir)


def on_server_path(coursedir):
    """Où serait le fichier d'un carnet que tient un serveur : ses sauvegardes sont à côté."""
    return home(coursedir).parent / "serveur.db"


def save(path):
    """Sauvegarde la base, d'un coup, si elle a changé depuis la dernière fois ; les plus anciennes s'en vont."""
    with _draft(path) as draft, contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as base:
        base.execute("VACUUM INTO ?", (str(draft),))


def save_server(coursedir):
    """Sauvegarde de même un carnet que tient un serveur."""
    with _draft(on_server_path(coursedir)) as draft:
        create_gradebook(f"sqlite:///{draft}", coursedir.course_id)
        copy_rows(coursedir.db_url, f"sqlite:///{draft}")


@contextlib.contextmanager
def _draft(path):
    """Un fichier à écrire, qui devient une sauvegarde s'il diffère de la dernière."""
    folder = path.parent / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    draft, name = folder / f".{os.getpid()}.tmp", f"{path.stem}-{datetime.now():%Y-%m-%d-%H%M%S-%f}.db"
    draft.unlink(missing_ok=True)
    try:
        yield draft
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
