"""Une correction de bout en bout, telle que la commande la mène : préparer, corriger, conclure."""

import contextlib
import shutil
import threading
from collections import Counter
from math import ceil
from pathlib import Path

from tqdm import tqdm

from mlcourse.french import lasting, short, typeset
from mlcourse.grading.batch.batch import Batch
from mlcourse.grading.batch.interruption import interruption
from mlcourse.grading.batch.pools import Pool
from mlcourse.grading.batch.summary import summary
from mlcourse.grading.errors import GradingError
from mlcourse.grading.examination.grade import require
from mlcourse.grading.gradebook.course import Course, find_root
from mlcourse.grading.intake.people import People, homonyms
from mlcourse.grading.intake.roster import undated
from mlcourse.grading.submission.remarks import NOTHING, Remarks
from mlcourse.grading.terminal import AWAITING, BAR, safe

NAMED = 2  # tant qu'il en reste plus, la barre avance
TICK = 1.0  # seconde


def run(assignment, *, slots, cluster=None, **options):
    """Corrige un devoir et affiche le tableau ; rend vrai si une copie demande une personne, même pour lire sa réponse.

    `slots` sont les postes de cette machine, déjà lancés ; `cluster`, l'adresse de la grappe qui en tient lieu.
    """
    course = Course(find_root(Path.cwd()))
    with contextlib.ExitStack() as stack:
        asked = stack.enter_context(interruption())
        batch = stack.enter_context(Batch(course, assignment, **options))
        pool = stack.enter_context(contextlib.closing(_pool(slots, cluster, batch)))
        batch.rehearse(pool)
        _heed(asked)
        title = f"Correction de {assignment}" + ("" if batch.boxed else " SANS BOÎTE")
        with contextlib.closing(batch.run(pool)) as finished:
            _follow(finished, batch, title, asked)
        people = People(course, assignment)
        late = batch.writer.settle(people.allowances(batch.students))
        total, marks = batch.writer.marks()
    outcomes = _outcomes(batch, marks, late, people)
    absent = [] if options.get("patterns") else [line.name for line in people.missing(course.students(assignment))]
    width, strays = shutil.get_terminal_size((110, 24)).columns, [*course.strays(), *homonyms(course, assignment)]
    print(typeset("\n".join(summary(outcomes, marks, total, width, absent, batch.graded) + strays)))  # noqa: T201
    unread = any(mark.to_read for student, mark in marks.items() if student in outcomes)
    return bool(strays) or unread or any(outcome.needs_person for outcome in outcomes.values())


def _outcomes(batch, marks, late, people):
    """Ce qui se dit de chaque copie : ses remarques, ce qu'était sa note, son retard."""
    return {
        student: _moved(batch.before.get(student), mark)
        + _seen(outcome, mark)
        + _lateness(late.get(student))
        + _undated(people, student)
        for student, outcome in batch.outcomes.items()
        for mark in [marks.get(student)]
    }


def _heed(asked):
    """S'arrête, si on l'a demandé."""
    if asked:
        raise KeyboardInterrupt


def _follow(finished, batch, title, asked):
    """Fait avancer la barre, qui nomme à la fin ceux qu'elle attend : une seule copie peut durer des minutes."""
    left = Counter(batch.students * batch.each)
    with (
        tqdm(total=len(batch), desc=title, bar_format=BAR, mininterval=0) as bar,
        _ticking(bar),
    ):
        for student in finished:
            left[student] -= 1
            waiting = [safe(name) for name, notebooks in left.items() if notebooks]
            last = 0 < len(waiting) <= NAMED
            limit = f"jusqu'à {lasting(60 * ceil(batch.patience * max(left.values()) / 60))}"
            bar.bar_format = AWAITING if last else BAR
            bar.set_postfix_str(f"attend {' et '.join(waiting)} ({limit})" if last else "", refresh=False)
            bar.update()
            _heed(asked)


@contextlib.contextmanager
def _ticking(bar):
    """Fait avancer l'heure de la barre pendant que l'on attend une copie ; un fichier n'en garderait que du bruit."""
    over = threading.Event()

    def tick():
        while not over.wait(TICK):
            bar.refresh()

    clock = threading.Thread(target=tick, daemon=True)
    if not bar.disable and bar.fp.isatty():
        clock.start()
    try:
        yield
    finally:
        over.set()
        if clock.is_alive():
            clock.join()


def _moved(before, mark):
    """Ce qu'était la note quand elle n'est plus la même : après un test mis au point, elle ne change pas en silence."""
    moved = before and mark and not before.held and before.score != mark.score
    return Remarks((f"{short(before.score)} auparavant",)) if moved else NOTHING


def _seen(outcome, mark):
    """Ce qui demandait une personne ne la demande plus, une fois qu'elle a mis la note."""
    return outcome.settled() if mark and mark.decided else outcome


def _lateness(seconds):
    return Remarks((f"en retard de {lasting(seconds)}",)) if seconds else NOTHING


def _undated(people, student):
    """Ce qui se dit d'une date que la feuille écrit et qui ne se lit pas : rien ne dit que la copie est à l'heure."""
    unread, known = people.line(student).unread, people.register.get(student)
    dated = known is not None and known.official
    return Remarks((undated(unread),), needs_person=True) if unread and not dated else NOTHING


def _pool(slots, cluster, batch) -> Pool:
    if cluster is not None:
        try:
            from mlcourse.grading.batch.cluster import ClusterPool
        except ImportError as error:
            raise GradingError(f'Il manque la bibliothèque {error.name} : pip install "mlcourse[cluster]"') from None
        return ClusterPool(cluster, batch.boxed)
    require(batch.boxed)
    slots.journal = batch.journal
    return slots
