"""Corriger un devoir entier : ne refaire que ce qui doit l'être, inscrire chaque résultat dès qu'il arrive."""

import contextlib
import difflib
import fnmatch
import json
from functools import cache, cached_property
from itertools import product

import nbformat

from mlcourse.checks.notebook import is_test
from mlcourse.grading.batch.archive import Archive
from mlcourse.grading.batch.bundle import Bundle
from mlcourse.grading.batch.slot import CRASHED
from mlcourse.grading.batch.store import DISK_FULL, Store
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.course import submitted_at
from mlcourse.grading.gradebook.execute import SplitExecute
from mlcourse.grading.gradebook.master import master_text
from mlcourse.grading.gradebook.writer import GradeWriter
from mlcourse.grading.submission.reading import read_submission, shown
from mlcourse.grading.submission.remarks import NOTHING, Remarks


class Batch:
    """Un lot : les copies d'un devoir, leurs résultats, le carnet de notes."""

    def __init__(self, course, assignment, *, patterns=(), boxed=True, force=False):
        self.course, self.assignment, self.force = course, assignment, force
        settings = SplitExecute(config=course.config)
        self._settings = settings.examination()
        self._settings["boxed"] &= boxed
        self._notebooks = course.notebooks(assignment)
        self.students = _matching(course.students(assignment), patterns)
        self.outcomes = dict.fromkeys(self.students, NOTHING)
        self._given = course.given_files(assignment)
        self._sources = {path.stem: master_text(path, course.config) for path in self._notebooks}
        self.store = Store(course.results_folder(assignment))
        self.archive = Archive(course, assignment, self._given)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if "writer" in vars(self):
            self.writer.close()
        self.store.close()

    @cached_property
    def writer(self):
        """Le rédacteur du carnet de notes, ouvert quand on en a besoin."""
        return GradeWriter(self.course, self.assignment, self._notebooks)

    @property
    def boxed(self):
        """Vrai si les copies s'exécutent dans une boîte : ni la commande ni les réglages ne s'y opposent."""
        return self._settings["boxed"]

    def __len__(self):
        return len(self.students) * len(self._notebooks)

    def bundle(self, student, notebook):
        """Lit une copie et en fait un paquet."""
        reading = read_submission(self.course.submitted_folder(student, self.assignment))
        return Bundle(
            self.assignment,
            notebook,
            student,
            self._sources[notebook],
            reading.files,
            remarks=reading.remarks,
            given=self._given,
            **self._settings,
        )

    def run(self, pool):
        """Corrige ce qui ne l'est pas encore par les moyens de `pool` ; rend la main après chaque carnet."""
        try:
            pending, recorded = [], cache(lambda notebook: self.writer.recorded(notebook))
            for notebook, student in product(self._sources, self.students):
                if self._already_done(student, notebook, recorded):
                    yield student
                else:
                    pending.append((student, notebook))
            with contextlib.closing(pool.grade(self.bundle(*task) for task in pending)) as results:
                _ = self.writer  # s'ouvre pendant que les postes travaillent déjà
                for bundle, result in results:
                    if CRASHED not in result.remarks.texts:  # une panne n'est peut-être que passagère : on réessaiera
                        self.store.save(bundle, result)
                    self._record(bundle, result)
                    yield bundle.student
        except OSError as error:
            refusal = f"Le système a refusé un accès ({error}) : rétablissez-le"
            reason = "Le disque est plein : faites de la place" if error.errno in DISK_FULL else refusal
            raise GradingError(f"{reason}, puis relancez la commande ; rien n'est perdu.") from None

    def _already_done(self, student, notebook, recorded):
        """Vrai si la copie n'a rien à faire faire ; un résultat connu mais pas encore inscrit l'est ici."""
        if not _is_text(student):
            self.outcomes[student] += Remarks(("le nom du dossier n'est pas lisible : renommez-le",), needs_person=True)
            return True
        if self.force:
            return False
        bundle = self.bundle(student, notebook)
        result = self.store.load(bundle)
        if result is None:
            return False
        if student in recorded(notebook) and self.archive.key(student, notebook)[0] == bundle.key:
            self.outcomes[student] += _remarks_of(bundle, result)
        else:
            self._record(bundle, result)
        return True

    def _record(self, bundle, result):
        """Inscrit la note, puis range la copie : dans cet ordre, une copie rangée est une copie notée."""
        student, name, copy = bundle.student, bundle.notebook, bundle.copy_digest
        self.outcomes[student] += _remarks_of(bundle, result)
        unchanged = self.archive.key(student, name)[1] == copy
        notebook = nbformat.reads(result.notebook, as_version=4)
        timestamp, _ = submitted_at(bundle.files)
        notebook = self.writer.record(student, name, notebook, timestamp=timestamp, unchanged=unchanged)
        notebook.metadata["mlcourse"] = {"key": bundle.key, "copy": copy}
        self.archive.write(student, name, notebook, bundle.files)


def _matching(students, patterns):
    """Les étudiants que désignent des noms ou des motifs ; tous, s'il n'y en a pas."""
    chosen = set(students) if not patterns else set()
    for pattern in patterns:
        found = [pattern] if pattern in students else fnmatch.filter(students, pattern)
        if not found:
            close = difflib.get_close_matches(pattern, students, 1)
            hint = f" Vouliez-vous dire {shown(close[0])} ?" if close else ""
            raise GradingError(f"Aucune copie de {shown(pattern)}.{hint}")
        chosen.update(found)
    return [student for student in students if student in chosen]


def _is_text(name):
    """Vrai d'un nom de dossier qui s'écrit en UTF-8, comme le carnet de notes l'exige."""
    try:
        return bool(name.encode("utf-8"))
    except UnicodeEncodeError:
        return False


def _remarks_of(bundle, result):
    """Ce qu'il faut dire d'une copie dans le tableau de la classe."""
    _, complaint = submitted_at(bundle.files)
    return Remarks(_failures(result)) + result.remarks + complaint


def _failures(result):
    """Dit combien de tests échouent, s'il y en a."""
    tests = [cell for cell in json.loads(result.notebook)["cells"] if is_test(cell)]
    failed = sum(any(output["output_type"] == "error" for output in cell["outputs"]) for cell in tests)
    if not failed:
        return ()
    return (f"{failed} tests sur {len(tests)} échouent" if failed > 1 else f"1 test sur {len(tests)} échoue",)
