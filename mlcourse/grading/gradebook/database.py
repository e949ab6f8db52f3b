"""Ouvrir le carnet de notes de nbgrader, et dire en français ce qui l'en empêche."""

import contextlib
import fcntl
import glob
import os
import shutil
import sqlite3
import subprocess
import warnings
from pathlib import Path

from nbgrader.api import Gradebook, InvalidEntry
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.backup import PATIENCE, save, save_server, saves
from mlcourse.grading.gradebook.copying import upgrade
from mlcourse.grading.gradebook.seams import create_gradebook, quiet_journal, schema_version

DAMAGED = "Le carnet de notes est abîmé : remettez une sauvegarde à sa place (« mlcourse restaurer »)"
REASONS = {
    "locked": "Le carnet de notes est occupé par un autre programme (formgrader, une autre correction) : fermez-le",
    "full": "Le disque est plein : faites de la place",
    "readonly": "Le carnet de notes est en lecture seule : rendez-le modifiable",
    "unable to open": "Le carnet de notes ne s'ouvre pas : vérifiez les droits de son dossier",
    "not a database": DAMAGED,
    "malformed": DAMAGED,
    "disk I/O error": "Le carnet de notes ne se lit plus : vérifiez le disque, ou remettez une sauvegarde à sa place",
    "no such table": "Le carnet de notes est incomplet : remettez une sauvegarde à sa place",
    "connection": "Le serveur du carnet de notes ne répond pas, ou vous refuse : vérifiez c.CourseDirectory.db_url",
    "does not exist": "Le serveur n'a pas cette base : créez-la, ou vérifiez c.CourseDirectory.db_url",
}
NOTHING_LOST = "puis relancez la commande. Rien n'est perdu : ce qui est corrigé ne le sera pas deux fois."


class EntryRefusedError(GradingError):
    """Le carnet de notes a refusé ce qu'on lui donnait, et ne refuserait pas forcément le reste."""


@contextlib.contextmanager
def in_french():
    """Traduit les erreurs de la base en une phrase."""
    try:
        with quiet_journal(), warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", SAWarning
            )  # nbgrader bâtit ses objets dans un ordre qui déplaît à SQLAlchemy
            yield
    except (SQLAlchemyError, InvalidEntry) as error:
        text = str(error).partition("\n")[0]
        if sentence := _sentence(text):
            raise GradingError(sentence) from None
        raise EntryRefusedError(f"Le carnet de notes a refusé : {text}") from None


def require_gradebook(coursedir):
    """Vérifie en quelques millisecondes que le carnet de notes, s'il existe, se lit et s'écrit."""
    url = make_url(coursedir.db_url)
    path = Path(url.database or "")
    if url.get_backend_name() != "sqlite" or not path.exists():
        return
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    with _sqlite_in_french(), contextlib.closing(connection) as base:
        (verdict,) = base.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError("malformed")
        base.execute("BEGIN IMMEDIATE")
        base.execute("ROLLBACK")


def _sentence(text):
    """Ce que dit en français une erreur de la base, ou rien si on ne la connaît pas."""
    reason = next((reason for clue, reason in REASONS.items() if clue in text), None)
    return f"{reason}, {NOTHING_LOST}" if reason else ""


def open_gradebook(coursedir):
    """Ouvre le carnet de notes, en le créant s'il n'existe pas, en le sauvegardant s'il existe."""
    url = make_url(coursedir.db_url)
    with in_french():
        if url.get_backend_name() != "sqlite":
            return _on_server(coursedir)
        path = Path(url.database or "")
        with _in_turn(path.parent):  # de deux commandes, la seconde trouve le carnet de la première
            if not path.exists() or path.stat().st_size == 0:  # vide : un autre programme l'a ouverte sans la créer
                _create(path, coursedir.course_id)
            else:
                _save(path)
                _bring_up(path)
        patient = url.update_query_dict({"timeout": str(PATIENCE)})
        return Gradebook(patient.render_as_string(hide_password=False), coursedir.course_id)


@contextlib.contextmanager
def _in_turn(folder):
    """Attend que nulle autre commande n'ouvre un carnet de ce dossier ; s'en passe, si son verrou ne se prend pas."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            lock = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, lock)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _on_server(coursedir):
    try:
        create_gradebook(coursedir.db_url, coursedir.course_id)  # ne fait rien d'un carnet qui y est déjà
    except ModuleNotFoundError as error:
        raise GradingError(f"Il manque de quoi parler au serveur : pip install {error.name}") from None
    save_server(coursedir)
    return Gradebook(coursedir.db_url, coursedir.course_id)


@contextlib.contextmanager
def _sqlite_in_french():
    try:
        yield
    except sqlite3.Error as error:
        raise GradingError(_sentence(str(error)) or f"Le carnet de notes a refusé : {error}") from None


def _save(path):
    """Sauvegarde le carnet de notes ; ce qui l'empêche est ce qui empêcherait aussi d'y écrire."""
    try:
        with _sqlite_in_french():
            save(path)
    except OSError as error:
        raise GradingError(f"Le carnet de notes ne se sauvegarde pas ({error.strerror}) : rétablissez-le.") from None


def _bring_up(path):
    """Met à niveau le carnet d'un nbgrader plus ancien, déjà sauvegardé : à côté, puis d'un coup."""
    with _sqlite_in_french(), contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as base:
        version = base.execute("SELECT version_num FROM alembic_version").fetchone()
    if version == (schema_version(),):
        return
    draft = path.with_name(f".{path.name}.mise-a-niveau")
    try:
        shutil.copy(saves(path)[-1], draft)
        upgrade(draft)
        os.replace(draft, path)
    except (OSError, subprocess.CalledProcessError):
        raise GradingError(
            "Le carnet de notes date d'un autre nbgrader et ne se met pas à niveau : il est resté tel quel. Revenez au "
            "nbgrader qui l'a écrit, ou remettez une sauvegarde à sa place (« mlcourse restaurer »)."
        ) from None
    finally:
        draft.unlink(missing_ok=True)


def _create(path, course_id):
    """Crée la base à côté puis la renomme : interrompue, elle n'existe pas, plutôt qu'à moitié."""
    temporary = path.with_name(f".{path.name}.nouveau")
    for leftover in path.parent.glob(f"{glob.escape(temporary.name)}*"):  # avec son journal, s'il a été interrompu
        leftover.unlink()
    create_gradebook(f"sqlite:///{temporary}", course_id)
    os.replace(temporary, path)
