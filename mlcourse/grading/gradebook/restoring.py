"""Revenir à une sauvegarde du carnet de notes."""

import contextlib
import os
import sqlite3
from pathlib import Path

from sqlalchemy.engine import make_url

from mlcourse.french import typeset
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.backup import base_path, save, save_server, saves
from mlcourse.grading.gradebook.copying import copy_rows
from mlcourse.grading.gradebook.course import Course, find_root
from mlcourse.grading.gradebook.database import in_french
from mlcourse.grading.submission.reading import shown


def run(name=None):
    """Remet une sauvegarde à la place du carnet de notes, ou dit lesquelles il y a."""
    coursedir = Course(find_root(Path.cwd())).coursedir
    path = base_path(coursedir)
    found = {each.name: each for each in saves(path)}
    if not name:
        lines = [*found] or ["Aucune sauvegarde : chaque commande qui écrit au carnet de notes en fera une d'abord."]
    elif name in found:
        restore(coursedir, found[name], path)
        lines = [f"Le carnet de notes est celui de {name} ; celui qu'il remplace est sauvegardé aussi."]
    else:
        raise GradingError(f"Aucune sauvegarde ne s'appelle {shown(name)} : « mlcourse restaurer » les nomme toutes.")
    print(typeset("\n".join(lines)))  # noqa: T201
    return False


def restore(coursedir, source, path):
    """Met une sauvegarde à la place du carnet de notes, que l'on sauvegarde d'abord s'il se lit encore."""
    if make_url(coursedir.db_url).get_backend_name() == "sqlite":
        _replace(source, path)
    else:
        with in_french():
            save_server(coursedir)
            copy_rows(f"sqlite:///{source}", coursedir.db_url)


def _replace(source, path):
    with contextlib.suppress(sqlite3.Error):
        save(path)
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_bytes(source.read_bytes())
    for journal in ("-journal", "-wal", "-shm"):  # ceux de la base qui s'en va
        path.with_name(path.name + journal).unlink(missing_ok=True)
    os.replace(draft, path)
