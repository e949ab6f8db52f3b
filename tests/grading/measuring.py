"""Mesurer ce que coûte un travail au processus qui le fait : son temps de processeur, sa mémoire de pointe."""

import json
import os
import resource
import time
import traceback
from pathlib import Path

CEILING = 60  # secondes de processeur, après quoi le travail est tué


def measured(work):
    """Fait `work` dans un enfant ; rend (ce qu'il a rendu, secondes de processeur, mégaoctets de plus)."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with open(writer, "w") as stream:
            json.dump(_account(work), stream)
        os._exit(0)
    os.close(writer)
    with open(reader) as stream:
        text = stream.read()
    os.waitpid(child, 0)
    assert text, "le travail a été tué"
    answer, seconds, megabytes = json.loads(text)
    assert not str(answer).startswith("Traceback"), answer
    return answer, seconds, megabytes


def _account(work):
    resource.setrlimit(resource.RLIMIT_CPU, (CEILING, CEILING))
    Path("/proc/self/clear_refs").write_text("5")  # la mémoire de pointe repart d'ici
    before, start = _peak(), time.process_time()
    try:
        answer = work()
    except BaseException:  # noqa: BLE001 (l'enfant raconte tout à son parent)
        answer = traceback.format_exc()
    return answer, time.process_time() - start, _peak() - before


def _peak():
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024
