"""Les commentaires, tels que la commande les mène : une page par étudiant, et l'archive que Moodle reprend.

Dans Moodle, un fichier de commentaires va à qui porte le numéro de son dossier : c'est celui que l'archive des travaux
remis lui donnait.
"""

import io
import os
import shutil
import zipfile
from pathlib import Path

from tqdm import tqdm

from mlcourse.french import typeset
from mlcourse.grading.batch.known import known_remarks
from mlcourse.grading.batch.summary import told_once
from mlcourse.grading.files import write_atomically
from mlcourse.grading.gradebook.course import Course, find_root
from mlcourse.grading.gradebook.feedback import write_pages
from mlcourse.grading.gradebook.register import Register, home
from mlcourse.grading.intake.handins import moodle_folder
from mlcourse.grading.returns.stale import erased
from mlcourse.grading.returns.standings import ABSENT, DONE, forgetting, standings
from mlcourse.grading.submission.remarks import shared
from mlcourse.grading.terminal import BAR, count, table

FINAL = "définitive"
NO_NUMBER = "pas dans l'archive : Moodle ne la rendrait à personne, faute de numéro"


def run(assignment):
    """Écrit les pages d'un devoir et leur archive ; rend vrai si l'une d'elles manque, ou n'est pas définitive."""
    course = Course(find_root(Path.cwd()))
    course.notebooks(assignment)  # refuse un devoir inconnu
    found = standings(course, assignment)
    ready = [each for each in found.students if each.commented]
    folders = [each.folder for each in ready]
    common = shared(known_remarks(course, assignment, folders), len(folders))
    pages = write_pages(course, assignment, tqdm(folders, desc=f"Pages de {assignment}", bar_format=BAR), common)
    register = Register.of(course.coursedir, assignment).students
    homes = {each.folder: _moodle_folder(each, register) for each in ready}
    archive = home(course.coursedir).parent / "notes" / f"{assignment}-commentaires.zip"
    ours = {homes[name]: paths for name, paths in pages.items() if homes[name] and paths}
    told = {each.student: _told(each, pages, homes) for each in found.students}
    width = shutil.get_terminal_size((110, 24)).columns
    lines = [*table(("Étudiant", "Page de commentaires"), told.items(), width), ""]
    written = sum(bool(paths) for paths in pages.values())
    said, *erasing = _packed(ours, archive, course.root)
    lines += [f"{count(written, 'page', 'pages')}. {said}", *erasing]
    if waiting := sum(text not in (FINAL, ABSENT) for text in told.values()):
        awaits = count(waiting, "étudiant attend", "étudiants attendent")
        lines.append(f"{awaits} encore une page définitive.")
    lines += forgetting(found)
    lines += [f"{text} Les pages ne le redisent pas." for text in told_once(common, len(folders))]
    print(typeset("\n".join(lines)))  # noqa: T201
    return any(text not in (FINAL, ABSENT) for text in told.values())


def _packed(pages, archive, root):
    """Écrit l'archive à redonner à Moodle, ou efface celle d'une autre fois ; donne les phrases qui le disent."""
    if not pages:
        return ["Aucune n'est à redonner à Moodle.", *erased(archive, root)]
    archive.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(archive, _zipped(pages))
    return [f"L'archive à redonner à Moodle : {os.path.relpath(archive, root)}"]


def _told(standing, pages, folders):
    """Ce qu'il faut savoir de la page de quelqu'un : `FINAL` si elle est définitive, et part à Moodle."""
    if standing.state == ABSENT:
        return ABSENT
    if not standing.commented:
        return f"(!) pas de page : {standing.told}"
    if not pages[standing.folder]:
        return "(!) la page n'a pas pu se faire : lancez « nbgrader generate_feedback », qui dira pourquoi"
    state = FINAL if standing.state == DONE else f"provisoire : {standing.told}"
    return state if folders[standing.folder] else f"{state} ; {NO_NUMBER}"


def _moodle_folder(standing, register):
    """Le nom du dossier de quelqu'un dans l'archive, ou rien si Moodle ne le connaît pas."""
    known = register.get(standing.folder)
    if known and known.folder:
        return known.folder
    return moodle_folder(standing.student, standing.line.number) if standing.line.number else ""


def _zipped(pages):
    """Les octets de l'archive, {dossier: pages}."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder, paths in pages.items():
            for path in paths:
                archive.writestr(f"{folder}/{path.name}", path.read_bytes())
    return content.getvalue()
