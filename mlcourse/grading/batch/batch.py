"""Corriger un devoir entier : ne refaire que ce qui doit l'être, inscrire chaque résultat dès qu'il arrive."""

import contextlib
import difflib
import errno
import fnmatch
import traceback
from functools import cache, cached_property
from itertools import product

import nbformat

from mlcourse.grading.batch.archive import Archive
from mlcourse.grading.batch.bundle import Bundle
from mlcourse.grading.batch.rehearsal import rehearse
from mlcourse.grading.batch.slots import CRASHED
from mlcourse.grading.batch.store import DISK_FULL, Store, require_writable
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.database import EntryRefusedError, require_gradebook
from mlcourse.grading.gradebook.dates import HandInDates
from mlcourse.grading.gradebook.execute import SplitExecute
from mlcourse.grading.gradebook.marks import refuse_impossible
from mlcourse.grading.gradebook.master import master_text
from mlcourse.grading.gradebook.names import is_text, names_remarks
from mlcourse.grading.gradebook.reader import Mark
from mlcourse.grading.gradebook.rehearsal import parts, require_tests
from mlcourse.grading.gradebook.seeds import seed_of
from mlcourse.grading.gradebook.writer import GradeWriter
from mlcourse.grading.submission.reading import read_submission, shown
from mlcourse.grading.submission.remarks import NOTHING, Remarks

# Ce que rencontreraient aussi les copies suivantes : le lot s'arrête, et se reprendra.
_EVERYBODY = (*DISK_FULL, errno.EROFS, errno.EMFILE, errno.ENFILE)
_UNRECORDED = "un incident a empêché d'inscrire cette copie : relancez la commande ; journal.txt garde la trace"


class Batch:
    """Un lot : les copies d'un devoir, leurs résultats, le carnet de notes."""

    def __init__(self, course, assignment, *, patterns=(), boxed=True, force=False, accepted=()):
        self.course, self.assignment, self.force = course, assignment, force
        settings = SplitExecute(config=course.config)
        self._dates = HandInDates(course.coursedir)
        self._settings = settings.examination()
        self._settings["boxed"] &= boxed
        self._accepted = {*accepted, *settings.accepter}
        self._notebooks = course.notebooks(assignment)
        self.students = _matching(course.students(assignment), patterns)
        self.outcomes = names_remarks(self.students)
        self.graded: set[str] = set()  # ceux que ce lot corrige, et n'avait pas déjà corrigés
        self.before: dict[str, Mark] = {}
        self._given = course.given_files(assignment)
        self._sources = {path.stem: master_text(path, course.config) for path in self._notebooks}
        require_tests(self._sources)
        require_writable(course.autograded_folder(".", "."), course.results_folder(assignment))
        require_gradebook(course.coursedir)
        self.store = Store(course.results_folder(assignment))
        self.archive = Archive(course, assignment, self._given)
        self.journal = open(self.store.folder / "journal.txt", "w", encoding="utf-8")  # noqa: SIM115 (dure autant que le lot)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if "writer" in vars(self):
            self.writer.close()
        self.journal.close()
        self.store.close()

    @cached_property
    def writer(self):
        """Le rédacteur du carnet de notes, ouvert quand on en a besoin ; `before` garde les notes d'avant lui."""
        writer = GradeWriter(self.course, self.assignment, self._notebooks)
        _, self.before = writer.marks()
        return writer

    @property
    def boxed(self):
        """Vrai si les copies s'exécutent dans une boîte : ni la commande ni les réglages ne s'y opposent."""
        return self._settings["boxed"]

    @property
    def patience(self):
        """Les secondes au bout desquelles un carnet qui n'en finit pas est interrompu."""
        return self._settings["limits"].wall_seconds

    def __len__(self):
        return len(self.students) * self.each

    @property
    def each(self):
        """Le nombre de carnets d'une copie."""
        return len(self._notebooks)

    def bundle(self, student, notebook):
        """Lit une copie et en fait un paquet."""
        reading = read_submission(self.course.submitted_folder(student, self.assignment))
        return self._pack(student, notebook, reading.files, reading.remarks)

    def _pack(self, student, notebook, files, remarks=NOTHING):
        settings = self._settings | {"given": self._given, "remarks": remarks}
        seed = seed_of(self.course.coursedir, self.assignment, notebook, student)
        source = self._sources[notebook]
        return Bundle(self.assignment, notebook, student, source, files, seed=seed, **settings)

    def rehearse(self, pool):
        """Fait d'abord passer le corrigé et le squelette ; lève `GradingError` si une cellule de tests est en faute."""
        bundles = {}
        for name, source in self._sources.items():
            copies = parts(source, name)  # aucun dossier d'étudiant n'a de barre dans son nom
            bundles[name] = {role: self._pack(f"{role}/{name}", name, files) for role, files in copies.items()}
        rehearse(bundles, pool, self.store.folder / "repetition", self._accepted)

    def run(self, pool):
        """Corrige ce qui ne l'est pas encore par les moyens de `pool` ; rend la main après chaque carnet."""
        try:
            pending, recorded = [], cache(lambda notebook: self.writer.recorded(notebook))
            for notebook, student in product(self._sources, self.students):
                done = True
                with self._alone(student):
                    done = self._already_done(student, notebook, recorded)
                if done:
                    yield student
                else:
                    pending.append((student, notebook))
            self.graded |= {student for student, _ in pending}
            with contextlib.closing(pool.grade(self.bundle(*task) for task in pending)) as results:
                _ = self.writer  # s'ouvre pendant que les postes travaillent déjà
                for bundle, result in results:
                    with self._alone(bundle.student):
                        if CRASHED not in result.remarks.texts:  # passagère, peut-être : on réessaiera
                            self.store.save(bundle, result)
                        self._record(bundle, result)
                    yield bundle.student
        except OSError as error:
            refusal = f"Le système a refusé un accès ({error}) : rétablissez-le"
            reason = "Le disque est plein : faites de la place" if error.errno in DISK_FULL else refusal
            raise GradingError(f"{reason}, puis relancez la commande ; rien n'est perdu.") from None

    @contextlib.contextmanager
    def _alone(self, student):
        """Ce qui échoue pour une copie n'arrête pas les autres : une personne le saura."""
        try:
            yield
        except Exception as error:
            of_everybody = isinstance(error, GradingError) and not isinstance(error, EntryRefusedError)
            if of_everybody or (isinstance(error, OSError) and error.errno in _EVERYBODY):
                raise
            traceback.print_exc(file=self.journal)
            self.outcomes[student] += Remarks((_UNRECORDED,), needs_person=True)
            if "writer" in vars(self):
                self.writer.forget()

    def _already_done(self, student, notebook, recorded):
        """Vrai si la copie n'a rien à faire faire ; un résultat connu mais pas encore inscrit l'est ici."""
        if not is_text(student):
            return True
        if self.force:
            return False
        bundle = self.bundle(student, notebook)
        result = self.store.load(bundle)
        if result is None:
            return False
        known = recorded(notebook).get(student) in ("", bundle.key)  # sinon, on a remis une sauvegarde
        if known and self.archive.key(student, notebook)[0] == bundle.key:
            self.outcomes[student] += self._opened(bundle, result)[1]
        else:
            self._record(bundle, result)
            self.graded.add(student)
        return True

    def _record(self, bundle, result):
        """Inscrit la note, puis range la copie : dans cet ordre, une copie rangée est une copie notée."""
        student, name, copy = bundle.student, bundle.notebook, bundle.copy_digest
        notebook, remarks = self._opened(bundle, result)
        self.outcomes[student] += remarks
        unchanged = self.archive.key(student, name)[1] == copy
        timestamp, _ = self._dates.of(student, self.assignment, bundle.files)
        notebook = self.writer.record(
            student, name, notebook, timestamp=timestamp, unchanged=unchanged, key=bundle.key, copy=copy
        )
        notebook.metadata["mlcourse"] = {"key": bundle.key, "copy": copy, "seed": bundle.seed}
        self.archive.write(student, name, notebook, bundle.files)

    def _opened(self, bundle, result):
        """Le carnet d'un résultat, et ce qu'il faut dire de la copie dans le tableau de la classe."""
        notebook, faults = refuse_impossible(nbformat.v4.reads(result.notebook))
        _, complaint = self._dates.of(bundle.student, self.assignment, bundle.files)
        return notebook, Remarks(result.told) + result.remarks + faults + complaint


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
