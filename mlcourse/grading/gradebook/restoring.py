"""Revenir à une sauvegarde du carnet de notes."""

import contextlib
import os
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from mlcourse.french import typeset
from mlcourse.grading.errors import GradingError
from mlcourse.grading.files import idle
from mlcourse.grading.gradebook.backup import FOLDER, base_path, save, save_server, saves
from mlcourse.grading.gradebook.copying import copy_rows
from mlcourse.grading.gradebook.course import Course, find_root
from mlcourse.grading.gradebook.database import in_french
from mlcourse.grading.gradebook.register import home
from mlcourse.grading.submission.reading import shown


def run(name=None):
    """Remet une sauvegarde à la place du carnet de notes, ou dit lesquelles il y a."""
    coursedir = Course(find_root(Path.cwd())).coursedir
    path = base_path(coursedir)
    found = {each.name: each for each in saves(path)}
    if not name:
        lines = [*found] or ["Aucune sauvegarde : chaque commande qui écrit au carnet de notes en fera une d'abord."]
    elif name in found:
        with idle(home(coursedir).parent):
            lines = [f"Le carnet de notes est celui de {name} ; {restore(coursedir, found[name], path)}."]
    else:
        raise GradingError(f"Aucune sauvegarde ne s'appelle {shown(name)} : « mlcourse restaurer » les nomme toutes.")
    print(typeset("\n".join(lines)))  # noqa: T201
    return False


def restore(coursedir, source, path):
    """Met une sauvegarde à la place du carnet de notes, que l'on garde d'abord ; dit ce qu'il est devenu."""
    with _held(source, path) as draft:  # la plus ancienne, que l'on remet, céderait sa place à celle que l'on fait
        if make_url(coursedir.db_url).get_backend_name() == "sqlite":
            told = _keep(path)
            _replace(draft, path)
            return told
        with in_french():
            save_server(coursedir)
            copy_rows(f"sqlite:///{draft}", coursedir.db_url)
        return _saved(path)


@contextlib.contextmanager
def _held(source, path):
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_bytes(source.read_bytes())
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _keep(path):
    """Sauvegarde le carnet qui s'en va ; celui qui ne se lit plus se garde tel quel."""
    if not path.exists() or path.stat().st_size == 0:
        return "il n'y en avait pas avant lui"
    try:
        save(path)
    except sqlite3.OperationalError as error:  # un autre programme y écrit, ou le disque est plein
        reason = f"Le carnet de notes en place ne se sauvegarde pas ({error})"
        raise GradingError(
            f"{reason} : il y reste. Fermez ce qui s'en sert, ou déplacez ce fichier, puis recommencez."
        ) from None
    except sqlite3.DatabaseError:
        aside = path.parent / FOLDER / f"{path.name}-illisible-{datetime.now():%Y-%m-%d-%H%M%S-%f}"
        shutil.copyfile(path, aside)
        return f"celui qu'il remplace, qui ne se lit plus, est gardé tel quel sous le nom {aside.name}"
    return _saved(path)


def _saved(path):
    return f"celui qu'il remplace est sauvegardé sous le nom {saves(path)[-1].name}"


def _replace(draft, path):
    for journal in ("-journal", "-wal", "-shm"):  # ceux de la base qui s'en va
        path.with_name(path.name + journal).unlink(missing_ok=True)
    os.replace(draft, path)
