"""Banc d'essai de la correction : nbgrader d'usine et « mlcourse corriger », sur les mêmes copies.

Usage, depuis la racine du dépôt ::

    python tests/benchmarks/grading.py             # 40 copies, puis 20 copies seules
    python tests/benchmarks/grading.py --grande    # et encore 400, pour voir si le temps par copie tient
    python tests/benchmarks/grading.py --notes     # les notes des deux, copie par copie, et pourquoi elles diffèrent

Le but : au moins quatre fois le débit de nbgrader sur deux cœurs ; cent copies par minute, si possible. Une durée est
celle de la commande entière, démarrage compris. La mémoire est celle de tous les processus de la commande (PSS : une
page partagée ne compte qu'une fois), relevée toutes les deux secondes. Le programme sort en erreur si le but est
manqué.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

import psutil

from mlcourse.french import fixed
from tests.assignments.workshop import variants
from tests.grading.copies.base import RELEASE, ROOT, Copy, filled
from tests.grading.copies.classroom import Classroom, Orphanage
from tests.grading.copies.comparison import (
    DIFFERENCES,
    compared,
    factory_course,
    honest_copies,
    nbgrader,
    wrong_copies,
)

JOBS = 2
TURNS = 3
RATIO, PER_MINUTE = 4.0, 100.0


def ordinary_copies(count):
    """Une classe ordinaire : des copies justes, une vide, et surtout des copies fausses chacune à leur façon."""
    wrong = [variant for variant in variants("wrong_") if variant.assignment == "devoir1"]

    def build(number):
        if number % 10 == 0:
            return RELEASE
        if number % 4 == 1:
            return filled()
        variant = wrong[number % len(wrong)]
        return filled(**{variant.exercise: variant.source})

    return [
        Copy(f"etudiant-{number:03d}", "ordinaire", "Une copie.", lambda number=number: build(number))
        for number in range(count - 1)
    ]


class Memory:
    """Relève, pendant un bloc, la mémoire d'un processus et de toute sa descendance."""

    def __init__(self, pid):
        self.peak, self._pid, self._over = 0, pid, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _watch(self):
        while not self._over.wait(2.0):  # relever la mémoire prend du temps à ce que l'on mesure
            try:
                root = psutil.Process(self._pid)
                self.peak = max(self.peak, sum(map(_pss, [root, *root.children(recursive=True)])))
            except psutil.NoSuchProcess:
                return


def _pss(process):
    try:
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration, psutil.NoSuchProcess):
        return 0


def timed(process):
    """Attend un processus ; rend sa durée et sa mémoire de pointe."""
    start = time.perf_counter()
    with Memory(process.pid) as memory:
        process.wait()
    return time.perf_counter() - start, memory.peak


def run_factory(classroom):
    """Corrige par « nbgrader autograde » ; rend durée et mémoire."""
    folder = factory_course(classroom)
    with open(classroom.folder.parent / "usine.txt", "wb") as output:
        return timed(
            subprocess.Popen(
                nbgrader("autograde", classroom), cwd=folder, env=classroom.environment(), stdout=output, stderr=output
            )
        )


def line(name, count, seconds, peak, jobs):
    """Une ligne du tableau."""
    speed, memory = fixed(60 * count / seconds, 1), fixed(peak / jobs / 2**20, 0)
    print(
        f"{name:<28} {count:>7} {fixed(seconds, 1):>9} s {speed:>14} {fixed(seconds / count, 2):>11} s {memory:>9} Mo"
    )


def header():
    """L'en-tête du tableau."""
    print(f"{'':<28} {'copies':>7} {'durée':>11} {'copies/minute':>14} {'par copie':>13} {'mémoire':>12}")


def measure(folder, count, *, factory):
    """Corrige une classe de cette taille ; rend (durée de nbgrader ou None, la nôtre).

    Contre nbgrader, la nôtre est la médiane de trois : elle est si courte qu'un autre programme la fausse d'un dixième.
    """
    classrooms = [
        Classroom(Path(folder) / f"{count}-{turn}", ordinary_copies(count)) for turn in range(TURNS if factory else 1)
    ]
    theirs = run_factory(classrooms[0]) if factory else None
    if theirs:
        line("nbgrader, réglages d'usine", count, *theirs, 1)
    durations, inside = [], []
    for classroom in classrooms:
        with Orphanage() as orphanage:
            ours = timed(classroom.start(orphanage))
        line(f"mlcourse corriger --jobs {JOBS}", count, *ours, JOBS)
        durations.append(ours[0])
        results = classroom.results().values()
        assert len(results) == count, classroom.printed
        inside += [result["peak_bytes"] / 2**20 for result in results]
        classroom.listener.close()
    median = fixed(statistics.median(inside), 0)
    print(f"{'':<28} mémoire d'une copie dans ses boîtes : {median} Mo (médiane), {fixed(max(inside), 0)} Mo au plus")
    return theirs and theirs[0], statistics.median(durations)


def speed(large):
    """Mesure les débits et rend le code de sortie."""
    with tempfile.TemporaryDirectory() as folder:
        header()
        theirs, ours = measure(folder, 40, factory=True)
        each = {count: measure(folder, count, factory=False)[1] / count for count in ([20, 400] if large else [20])}
    ratio, per_minute = theirs / ours, 60 * 40 / ours
    print(f"\nDébit : {fixed(ratio, 2)} fois celui de nbgrader (but : {fixed(RATIO, 0)}),", end=" ")
    print("atteint." if ratio >= RATIO else "MANQUÉ.")
    print(f"Copies par minute : {fixed(per_minute, 1)} (visées : {fixed(PER_MINUTE, 0)}).")
    if large:
        print(f"Temps par copie à 400, rapporté à 20 : {fixed(each[400] / each[20], 2)}.")
    return 0 if ratio >= RATIO else 1


def compare():
    """Affiche les deux notes de chaque copie honnête ou fausse, devoir par devoir, et la raison de chaque écart."""
    unexplained = 0
    print(f"{'copie':<48} {'méritée':>8} {'nbgrader':>9} {'la nôtre':>9}  pourquoi")
    for assignment in ("devoir1", "devoir2", "devoir3"):
        with tempfile.TemporaryDirectory() as folder:
            rows = compared(folder, [*honest_copies(assignment), *wrong_copies(assignment)])
        for row in rows:
            why = "" if row.agree else DIFFERENCES.get(row.name, "INEXPLIQUÉ")
            unexplained += why == "INEXPLIQUÉ"
            shown = [fixed(mark, 2) if mark is not None else "aucune" for mark in row[1:]]
            print(f"{row.name:<48} {shown[0]:>8} {shown[1]:>9} {shown[2]:>9}  {why}")
    return 1 if unexplained else 0


def main():
    """Lit les options et rend le code de sortie."""
    parser = argparse.ArgumentParser(description="Mesure la correction contre celle de nbgrader.")
    parser.add_argument("--grande", action="store_true", help="mesure aussi une classe de 400 copies")
    parser.add_argument("--notes", action="store_true", help="compare les notes au lieu des durées")
    options = parser.parse_args()
    return compare() if options.notes else speed(options.grande)


if __name__ == "__main__":
    print(f"Le cours : {ROOT.name}, {os.cpu_count()} cœurs.\n")
    sys.exit(main())
