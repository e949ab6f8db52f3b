"""Ce qui est venu à côté d'un carnet, ou à sa place : un PDF, une photo, que formgrader nomme et fait ouvrir.

Le fichier reste dans le dossier des copies rendues, et c'est Jupyter qui le montre, comme il montre tout autre fichier.
"""

import os
from itertools import islice
from pathlib import Path

from nbconvert.preprocessors import Preprocessor
from nbgrader.coursedir import CourseDirectory
from traitlets import Bool
from traitlets.config import Config

from mlcourse.grading.submission.reading import STAMP, shown

MAX_FILES, MAX_SEEN = 12, 500
OPENED = {".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp"}  # ce que Jupyter montre sans rien exécuter


class Beside(Preprocessor):
    """Inscrit dans `resources["beside"]` ce que la copie contient d'autre que des carnets."""

    enabled = Bool(True, help="Nommer les fichiers venus avec la copie.").tag(config=True)

    def preprocess(self, nb, resources):
        """Cherche ces fichiers ; n'en trouve pas, si Jupyter a démarré hors du cours."""
        config = Config(self.config)
        config.pop("NbConvertBase", None)  # de l'exportateur : nbgrader ne le connaît pas
        coursedir = CourseDirectory(config=config)
        names = resources.get("student", ""), resources.get("assignment_id", "")
        folder = Path(coursedir.format_path(coursedir.submitted_directory, *names))
        prefix = _prefix(coursedir, names, resources)
        resources["beside"] = [_entry(path, folder, coursedir.root, prefix) for path in files_beside(folder)]
        return nb, resources


def files_beside(folder):
    """Les premiers fichiers de la copie qui ne sont ni un carnet, ni la date, ni un lien, ni cachés."""
    walked = (Path(place) / name for place, _, names in os.walk(folder) for name in names)
    kept = (path for path in islice(walked, MAX_SEEN) if path.suffix != ".ipynb" and path.name != STAMP)
    plain = (path for path in kept if not path.is_symlink() and path.is_file())
    told = (path for path in plain if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return sorted(told)[:MAX_FILES]


def _prefix(coursedir, names, resources):
    """Où est le cours, vu du dossier où Jupyter a démarré."""
    graded = os.path.abspath(coursedir.format_path(coursedir.autograded_directory, *names))
    inside = os.path.join(os.path.relpath(graded, coursedir.root), f"{resources.get('notebook_id', '')}.ipynb")
    return resources.get("notebook_path", "").removesuffix(inside).rstrip("/") or "."


def _entry(path, folder, root, prefix):
    """Ce que la page en dit : son nom, où il est, et où le suivre s'il s'ouvre sans danger."""
    place = os.path.relpath(path, root)
    link = os.path.normpath(os.path.join(prefix, place)) if path.suffix.lower() in OPENED else ""
    return {"name": shown(str(path.relative_to(folder))), "place": place, "link": link}
