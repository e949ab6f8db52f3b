"""Un poste de correction : un processus chaud, qui corrige chaque copie dans un enfant et l'efface ensuite.

Le poste lit des copies sur son entrée et rend des résultats sur sa sortie. Il survit à tout ce que fait une copie ; si
le processus qui l'emploie disparaît, il tue l'enfant en cours et s'en va.
"""

import os
import pickle
import resource
import select
import shutil
import sys
import tempfile
import traceback
from dataclasses import replace
from functools import partial

from mlcourse.grading.batch.quick import loading
from mlcourse.grading.batch.slots import CRASHED, HEADER, read, write
from mlcourse.grading.examination.limits import MEGABYTE
from mlcourse.grading.sandbox import processes
from mlcourse.grading.sandbox.clock import alarm

MAX_RESULT = 64 * MEGABYTE  # un carnet corrigé en fait moins de la moitié
STOPPED = "la correction a dépassé sa durée limite et a été arrêtée"
_REFUSAL_SECONDS, _PAUSE = 30, 0.2


def main():
    """Corrige ce qui arrive sur l'entrée standard jusqu'à ce qu'elle se ferme."""
    if sys.argv[1:]:
        os.sched_setaffinity(0, {int(sys.argv[1])})
    _open_wide()
    requests, answers = os.dup(0), os.dup(1)
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # rien de ce qu'imprimerait une bibliothèque n'entre dans la conversation
        os.dup2(quiet, stream)
    try:
        with loading():
            from mlcourse.grading.batch import unit
    except ImportError as error:
        write(answers, str(error).encode())
        return
    write(answers, b"")
    processes.adopt_orphans()
    unit.load()
    try:
        while True:
            bundle = pickle.loads(read(requests))
            write(answers, _supervise(bundle, unit, requests))
    except (EOFError, OSError):
        processes.kill_descendants()


def _open_wide():
    """Relève la borne des descripteurs : elle est aussi celle de ce que l'utilisateur a envoyé et que nul n'a reçu.

    Une copie envoie à elle-même autant de descripteurs que le lui permet la sienne, bien plus basse ; le poste d'un
    enseignant qui n'est pas root, dont elle a le compte, ne pourrait plus envoyer le fil d'une autre copie à ses tests.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _supervise(bundle, unit, requests):
    """Corrige la copie dans un enfant ; s'il échoue, la note sans l'exécuter, et au besoin sans la lire."""
    unit.prepare(bundle)
    over = alarm(bundle.limits.wall_seconds)
    content = _in_child(partial(unit.grade, bundle), over, requests, unit.clear)
    reason = STOPPED if over() else CRASHED
    for attempt in (bundle, replace(bundle, files={})):
        if content is None:
            work = partial(unit.refused, attempt, reason)
            content = _in_child(work, alarm(_REFUSAL_SECONDS), requests, unit.clear)
    return content or unit.refused(replace(bundle, files={}), reason).to_json().encode()


def _in_child(work, over, requests, clear):
    """Rend ce que `work` a donné dans un processus à lui, ou None ; il n'en reste ni processus ni dossier.

    `clear` fait place nette dans ce qui sert à toutes les copies, et rend les processus qui doivent y survivre.
    """
    folder = tempfile.mkdtemp(prefix="mlcourse-")
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _run(work, writer, parent, folder)
    os.close(writer)
    try:
        return _await(reader, over, requests)
    finally:
        os.close(reader)
        processes.kill_descendants(spared=clear())
        shutil.rmtree(folder, ignore_errors=True)


def _run(work, writer, parent, folder):
    """La vie de l'enfant : travailler, rendre le résultat, disparaître."""
    journal = os.dup(2)
    try:
        os.dup2(0, 2)  # rien de ce que lance l'enfant n'écrit dans le journal
        os.setsid()
        processes.die_with(parent)
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        write(writer, work().to_json().encode())
    except BaseException:  # noqa: BLE001 (le poste doit survivre à tout, et dire ce qui s'est passé)
        os.dup2(journal, 2)
        traceback.print_exc()
    finally:
        os._exit(0)


def _await(reader, over, requests):
    """Attend le résultat de l'enfant jusqu'au bout de son temps ; lève EOFError si plus personne ne l'attend."""
    content = bytearray()
    while not over():
        ready, _, _ = select.select([reader, requests], [], [], _PAUSE)
        if reader in ready:
            chunk = os.read(reader, MEGABYTE)
            if not chunk:
                break
            content += chunk
            if len(content) > HEADER + MAX_RESULT:
                return None
        elif requests in ready:  # on n'envoie qu'une copie à la fois : l'employeur a raccroché
            raise EOFError
    size = int.from_bytes(content[:HEADER], "big")
    complete = HEADER <= len(content) == HEADER + size
    return bytes(content[HEADER:]) if complete else None


if __name__ == "__main__":
    main()
