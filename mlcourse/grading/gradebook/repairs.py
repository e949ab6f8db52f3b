"""Ce qu'il faut reprendre de nbgrader dans chacun de ses programmes : nbgrader_config.py le demande.

Chaque reprise est une couture, qui a sa place dans `SEAMS` à côté de celles dont le cours se sert lui-même.
"""

import glob
import os
import warnings
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback, NbGraderException
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning

from mlcourse.grading.gradebook.dates import read_date
from mlcourse.grading.gradebook.reader import held
from mlcourse.grading.gradebook.release import release
from mlcourse.grading.gradebook.seams import SEAMS, folders_of, read_in
from mlcourse.grading.submission.reading import shown


def repair():
    """Nbgrader et formgrader lisent les dates, suivent tous les noms, vont au bout, produisent les sujets avec soin.

    Ils disent aussi quelle copie attend une note, et de quel devoir il reste à lire.
    """
    read_dates_with(read_date)
    read_any_name()
    find_any_name()
    one_by_one()
    release_by(release)
    tell_held(held)
    tell_unread()
    warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.api")  # une centaine, pour une classe


@read_in("0.9.6", CourseDirectory.get_existing_timestamp, NbGraderAPI.get_submitted_timestamp)
def read_dates_with(read):
    """Fait dire par `read` la date que contient un dossier : nbgrader lit le fichier entier, quel qu'il soit."""
    setattr(CourseDirectory, "get_existing_timestamp", read)  # noqa: B010 (mypy)

    def get_submitted_timestamp(self, assignment_id, student_id):
        folder = self.coursedir.format_path(self.coursedir.submitted_directory, student_id, assignment_id)
        return read(self.coursedir, folder)

    setattr(NbGraderAPI, "get_submitted_timestamp", get_submitted_timestamp)  # noqa: B010


@read_in("0.9.6", CourseDirectory.format_path, BaseConverter.init_single_notebook_resources)
def read_any_name():
    """Fait suivre à nbgrader un dossier dont le nom a une fin de ligne ; de lui-même, il abandonne la classe."""
    plain = SEAMS["read_any_name"][1][0]

    def format_path(self, nbgrader_step, student_id, assignment_id, escape=False):
        path = plain(self, nbgrader_step, student_id, assignment_id, escape)
        return f"(?s){path}" if escape else path

    setattr(CourseDirectory, "format_path", format_path)  # noqa: B010


@read_in("0.9.6", BaseConverter.init_notebooks)
def find_any_name():
    """Fait trouver à nbgrader les carnets d'un dossier dont le nom contient des crochets, qu'il prend pour un motif."""
    plain = SEAMS["find_any_name"][1][0]

    def init_notebooks(self):
        coursedir, found = self.coursedir, {}
        for folder in folders_of(self):
            found[folder] = glob.glob(os.path.join(glob.escape(folder), f"{coursedir.notebook_id}.ipynb"))
        self.notebooks, self.assignments = [], {folder: paths for folder, paths in found.items() if paths}
        if not self.assignments:
            plain(self)  # dira ce qui manque

    setattr(BaseConverter, "init_notebooks", init_notebooks)  # noqa: B010


@read_in("0.9.6", BaseConverter.start, BaseConverter.convert_notebooks)
def one_by_one():
    """Fait que rien de ce qui arrive à une copie n'arrête les suivantes, dans « autograde » et « generate_feedback ».

    De lui-même, nbgrader abandonne la classe pour une base occupée, ou pour un dossier qu'il ne peut pas effacer.
    """
    plain = SEAMS["one_by_one"][1][1]

    def convert_notebooks(self):
        copies, failed = self.assignments, []
        for folder in sorted(copies):
            self.assignments = {folder: copies[folder]}
            try:
                plain(self)
            except Exception as error:
                if not isinstance(error, NbGraderException):  # celles-là, il les a déjà dites
                    self.log.error("%s", folder, exc_info=True)
                failed.append(folder)
        self.assignments = copies
        if failed:
            told = ", ".join(shown(Path(folder).parent.name) for folder in failed)
            raise NbGraderException(f"Un incident a laissé de côté {told} ; tout le reste est fait.")

    for converter in (Autograde, GenerateFeedback):
        setattr(converter, "convert_notebooks", convert_notebooks)  # noqa: B010 (mypy)


@read_in("0.9.6", GenerateAssignment.start, BaseConverter.convert_notebooks, BaseConverter.init_destination)
def release_by(release):
    """Confie à `release(converter, plain)` la production de tout sujet : une faute, et nbgrader efface l'ancien."""
    plain = SEAMS["release_by"][1][0]
    setattr(GenerateAssignment, "start", lambda self: release(self, plain))  # noqa: B010 (mypy)


@read_in(
    "0.9.6",
    NbGraderAPI.get_notebook_submissions,
    NbGraderAPI.get_student_notebook_submissions,
    NbGraderAPI.get_student_submissions,
)
def tell_held(held):
    """Fait dire à formgrader, d'une copie et d'un carnet, si `held` y trouve un test à noter : `code_waits`."""
    for plain in SEAMS["tell_held"][1]:
        setattr(NbGraderAPI, plain.__name__, _with_held(plain, held))


def _with_held(plain, held):
    def told(self, *names):
        found = plain(self, *names)
        with self.gradebook as gradebook:
            waiting = held(gradebook)
        for each in found:
            each["code_waits"] = each["id"] in waiting
        return found

    return told


@read_in("0.9.6", NbGraderAPI.get_assignment)
def tell_unread():
    """Fait dire à formgrader d'un devoir entier, comme de chacun de ses carnets, s'il reste à en lire une réponse."""
    plain = SEAMS["tell_unread"][1][0]

    def get_assignment(self, assignment_id, released=None):
        found = plain(self, assignment_id, released)
        if found is not None:
            found["needs_manual_grade"] = any(each["needs_manual_grade"] for each in self.get_notebooks(assignment_id))
        return found

    setattr(NbGraderAPI, "get_assignment", get_assignment)  # noqa: B010 (mypy)
