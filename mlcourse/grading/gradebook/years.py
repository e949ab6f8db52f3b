"""Une année finie : ce que la classe a laissé se met de côté, puis s'efface quand il n'y a plus à le garder."""

import contextlib
import os
import re
import shutil
from pathlib import Path

from sqlalchemy.engine import make_url

from mlcourse.french import typeset
from mlcourse.grading.errors import GradingError
from mlcourse.grading.files import idle
from mlcourse.grading.gradebook.backup import base_path, on_server_path
from mlcourse.grading.gradebook.copying import VERSION, copy_rows, empty, engine
from mlcourse.grading.gradebook.course import YEARS, Course, find_root
from mlcourse.grading.gradebook.database import in_french, require_gradebook
from mlcourse.grading.gradebook.register import home
from mlcourse.grading.gradebook.seams import create_gradebook
from mlcourse.grading.submission.reading import shown
from mlcourse.grading.terminal import count

_NAME = re.compile(r"\w[\w.\- ]*")


def run(name=None, *, erase=False):
    """Met une année de côté, ou l'efface, ou dit lesquelles il y a."""
    course = Course(find_root(Path.cwd()))
    classroom = home(course.coursedir).parent
    kept = sorted(path.name for path in (classroom / YEARS).glob("[!.]*"))
    if not name:
        told = "\n".join(kept) or "Aucune année n'est mise de côté : « mlcourse annee 2026-2027 » y met celle-ci."
    elif not erase:
        told = _put_aside(course.coursedir, classroom, name)
    elif name in kept:
        told = _erase(classroom / YEARS / name)
    else:
        raise GradingError(f"Aucune année mise de côté ne s'appelle {shown(name)} : « mlcourse annee » les nomme.")
    print(typeset(told))  # noqa: T201
    return False


def _put_aside(coursedir, classroom, name):
    """Range la classe entière sous ce nom ; interrompue, la même commande finit ce qu'elle a commencé."""
    target, draft = classroom / YEARS / name, classroom / YEARS / f".{name}.en-cours"
    if not _NAME.fullmatch(name):
        raise GradingError(f"{shown(name)} ne peut pas nommer une année : écrivez, par exemple, 2026-2027.")
    if target.exists():
        raise GradingError(f"L'année {shown(name)} est déjà mise de côté : donnez un autre nom à celle-ci.")
    found = [path for path in sorted(classroom.glob("*")) if path.name != YEARS]
    if not found and not draft.exists():
        raise GradingError("Il n'y a rien à mettre de côté : la classe est vide.")
    require_gradebook(coursedir)
    with idle(classroom):
        draft.mkdir(parents=True, exist_ok=True)
        with _gradebook_into(coursedir, draft):
            for path in found:
                os.replace(path, draft / path.name)
    os.replace(draft, target)
    return (
        f"La classe est dans {target.parent.parent.name}/{YEARS}/{name} ; la suivante commence avec « make devoirs »."
    )


@contextlib.contextmanager
def _gradebook_into(coursedir, folder):
    """Met aussi de côté le carnet qui n'est pas dans la classe ; celui d'un serveur devient un fichier, et se vide."""
    path, url = base_path(coursedir), coursedir.db_url
    if make_url(url).get_backend_name() == "sqlite":
        yield
        if path.exists():  # les réglages l'ont mis ailleurs
            shutil.move(path, folder / path.name)
        return
    copy = folder / on_server_path(coursedir).name
    with in_french():
        if not copy.exists():
            draft = folder / f".{copy.name}"
            draft.unlink(missing_ok=True)
            create_gradebook(f"sqlite:///{draft}", coursedir.course_id)
            copy_rows(url, f"sqlite:///{draft}")
            os.replace(draft, copy)
        yield
        with engine(url) as server, server.begin() as connection:
            empty(connection, kept=(VERSION,))


def _erase(folder):
    """Efface une année ; ce qui en resterait, la même commande l'effacera."""
    submitted = folder / "submitted"
    students = sum(path.is_dir() for path in submitted.iterdir()) if submitted.is_dir() else 0
    shutil.rmtree(folder)
    told = count(students, "étudiant", "étudiants")
    return f"Les copies, les notes et les commentaires de {folder.name} sont effacés ({told})."
