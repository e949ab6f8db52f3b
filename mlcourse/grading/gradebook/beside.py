"""Ce qui est venu à côté d'un carnet, ou à sa place : un PDF, une photo, que formgrader nomme et fait ouvrir.

Un carnet qui ne s'ouvre pas se nomme aussi, avec ce qui l'en empêche : la page n'aurait sans cela rien à en montrer.
Le fichier reste où la copie est rangée, et c'est Jupyter qui le montre, comme il montre tout autre fichier.
"""

import os
from itertools import islice
from pathlib import Path

from nbconvert.preprocessors import Preprocessor
from nbgrader.coursedir import CourseDirectory
from traitlets import Bool
from traitlets.config import Config

from mlcourse.french import typeset
from mlcourse.grading.submission.document import UnreadableError
from mlcourse.grading.submission.notebooks import read_cells
from mlcourse.grading.submission.reading import MAX_FILE, MEGABYTE, STAMP, read_start, shown, spelled
from mlcourse.grading.submission.unread import is_unread

MAX_FILES, MAX_SEEN = 12, 500
OPENED = {".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp"}  # ce que Jupyter montre sans rien exécuter


class Beside(Preprocessor):
    """Inscrit dans `resources["beside"]` ce que la copie contient d'autre que des carnets lisibles."""

    enabled = Bool(True, help="Nommer les fichiers venus avec la copie.").tag(config=True)

    def preprocess(self, nb, resources):
        """Cherche ces fichiers ; n'en trouve pas, si Jupyter a démarré hors du cours."""
        config = Config(self.config)
        config.pop("NbConvertBase", None)  # de l'exportateur : nbgrader ne le connaît pas
        coursedir = CourseDirectory(config=config)
        names = resources.get("student", ""), resources.get("assignment_id", "")
        folder = Path(coursedir.format_path(coursedir.submitted_directory, *names))
        prefix = _prefix(coursedir, names, resources)
        found = files_beside(folder, is_unread(nb.cells))
        resources["beside"] = [_entry(path, folder, coursedir.root, prefix) for path in found]
        return nb, resources


def files_beside(folder, unread=False):
    """Les premiers fichiers de la copie qui ne sont ni un carnet, ni la date, ni un lien, ni cachés.

    D'une copie dont rien n'a pu se lire (`unread`), les carnets en sont.
    """
    walked = (Path(place) / name for place, _, names in os.walk(folder) for name in names)
    kept = (path for path in islice(walked, MAX_SEEN) if (unread or not _is_notebook(path)) and path.name != STAMP)
    plain = (path for path in kept if not path.is_symlink() and path.is_file())
    told = (path for path in plain if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return sorted(told)[:MAX_FILES]


def _is_notebook(path):
    return path.suffix == ".ipynb"


def _fault(path):
    """Ce qui empêche d'ouvrir un carnet, ou rien."""
    content = read_start(path, MAX_FILE + 1)
    if len(content) > MAX_FILE:
        return f"le fichier pèse plus de {MAX_FILE // MEGABYTE} Mo"
    try:
        read_cells(content)
    except UnreadableError as reason:
        return typeset(str(reason))
    return ""


def _prefix(coursedir, names, resources):
    """Où est le cours, vu du dossier où Jupyter a démarré."""
    graded = os.path.abspath(coursedir.format_path(coursedir.autograded_directory, *names))
    inside = os.path.join(os.path.relpath(graded, coursedir.root), f"{resources.get('notebook_id', '')}.ipynb")
    return resources.get("notebook_path", "").removesuffix(inside).rstrip("/") or "."


def _entry(path, folder, root, prefix):
    """Ce que la page en dit : son nom, où il est, où le suivre s'il s'ouvre sans danger, ce qui l'en empêche."""
    found = os.path.relpath(path, root)
    place = spelled(found)  # un nom qui ne s'écrit pas en UTF-8 n'a pas d'adresse
    opened = place == found and path.suffix.lower() in OPENED
    link = os.path.normpath(os.path.join(prefix, place)) if opened else ""
    fault = _fault(path) if _is_notebook(path) else ""
    return {"name": shown(str(path.relative_to(folder))), "place": place, "link": link, "fault": fault}
