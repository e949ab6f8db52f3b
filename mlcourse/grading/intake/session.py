"""Rassembler de bout en bout, tel que la commande le mène : ranger, dire ce qui est venu et ce qui manque."""

import shutil
from dataclasses import replace
from pathlib import Path

from mlcourse.french import plain, typeset
from mlcourse.grading.files import alone, write_atomically
from mlcourse.grading.gradebook.course import Course, find_root
from mlcourse.grading.intake.collect import ALREADY, Collection
from mlcourse.grading.intake.people import People, homonyms, is_anonymous, sheet_path, yearly_path
from mlcourse.grading.intake.roster import joined
from mlcourse.grading.intake.table import told_of
from mlcourse.grading.submission.reading import MAX_REFUSALS, shown
from mlcourse.grading.terminal import count, safe, sentence, table

NO_ROSTER = (
    "Sans la liste de la classe, ni courriel, ni groupe, ni heure de remise, et personne ne manque : ajoutez "
    "--liste FICHIER. Moodle la donne à la page du devoir : c'est sa feuille d'évaluation."
)
ANONYMOUS_CLASS = (
    "La correction est anonyme : les noms et les délais de classe/liste.csv ne vont à personne. Un délai s'écrit dans "
    "la feuille de Moodle, en une colonne « Prolongation »."
)


def run(assignment, source, roster=None):
    """Range les remises et affiche ce qui est venu ; rend vrai si une personne doit regarder."""
    course = Course(find_root(Path.cwd()))
    course.notebooks(assignment)  # refuse un devoir inconnu
    with alone(course.results_folder(assignment)):  # deux commandes à la fois se prendraient leurs copies
        return _run(course, assignment, source, roster)


def _run(course, assignment, source, roster):
    people = _people(course, assignment, roster)
    collection = Collection(course, assignment, people)
    told = [*collection.take(source)]
    if roster:
        _keep(sheet_path(course, assignment), roster)
    lines = _table(told, shutil.get_terminal_size((110, 24)).columns)
    if collection.loose:
        names = ", ".join(map(shown, collection.loose[:MAX_REFUSALS]))
        lines.append(f"(!) N'appartient à personne, et n'est pas rangé : {names}.")
    missing = collection.missing()
    if missing:
        lines.append(f"N'ont rien rendu : {', '.join(safe(line.name) for line in missing)}.")
    yearly = yearly_path(course)
    lines += told_of(*([roster] if roster else []), *([yearly] if yearly.exists() else []))
    lines += [ANONYMOUS_CLASS] if yearly.exists() and is_anonymous(people) else []
    confused = homonyms(course, assignment, roster)
    lines += confused
    if not people:
        lines.append(NO_ROSTER)
    print(typeset("\n".join(lines)))  # noqa: T201
    return bool(collection.loose or confused) or any(remarks.needs_person for _, remarks in told)


def _people(course, assignment, roster):
    """La liste de la classe, ou celle que l'on donne ; une ancienne ne dit pas quand vient une remise."""
    lines = People(course, assignment, sheet=roster).roster
    return lines if roster else [replace(line, date=None, unread="") for line in lines]


def _keep(path, roster):
    """Garde la liste donnée avec des copies, une fois qu'elles sont rangées, sans perdre celle d'un autre groupe."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, joined(roster, path))


def _table(told, width):
    """Ce qui est venu ; ce qui était déjà rangé n'est que compté, et ne cache pas ce qui a changé."""
    lines = sorted(told, key=lambda line: plain(line[0]))
    rows = [
        (student, sentence(remarks))
        for student, remarks in lines
        if remarks.needs_person or ALREADY not in remarks.texts
    ]
    shown, known = table(("Étudiant", "Ce qui est venu"), rows, width), len(told) - len(rows)
    already = f", dont {count(known, 'copie déjà rangée', 'copies déjà rangées')}" if known else ""
    return [*([*shown, ""] if rows else []), f"{count(len(told), 'remise', 'remises')}{already}."]
