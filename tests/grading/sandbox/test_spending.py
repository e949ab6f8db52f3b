"""Qui dépense dans une boîte, lu du dehors : personne n'échappe à la lecture, quoi qu'il meure pendant ce temps."""

import os
import signal
import subprocess
import sys
import time

import pytest

from mlcourse.grading.sandbox import spending

# Un fil d'exécution attend qu'on lui dise de mourir ; celui qui le suit a un enfant.
THREADS = """
import os, threading, time

def dies():
    input()

def has_a_child():
    if os.fork() == 0:
        time.sleep(60)
    print(os.getpid(), flush=True)
    time.sleep(60)

for target in (dies, has_a_child):
    threading.Thread(target=target, daemon=True).start()
time.sleep(60)
"""
# Un relais a un enfant, que son propre parent adoptera.
RELAY = """
import ctypes, os, time

ctypes.CDLL(None).prctl(36, 1)
relay = os.fork()
if relay == 0:
    if os.fork() > 0:
        print(os.getpid(), flush=True)
    time.sleep(60)
time.sleep(60)
"""


@pytest.fixture
def program():
    started = []

    def start(source):
        pipe = subprocess.PIPE
        process = subprocess.Popen([sys.executable, "-c", source], stdin=pipe, stdout=pipe, text=True)
        started.append(process)
        return process, int(process.stdout.readline())

    yield start
    for process in started:
        for pid in spending.lineage(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.communicate()


def while_reading(monkeypatch, pid, happens):
    """Fait arriver quelque chose juste avant, ou juste après, que l'on énumère les fils d'exécution d'un processus."""
    listed, pending = os.listdir, [happens]

    def listdir(path):
        last = pending.pop() if path == f"/proc/{pid}/task" and pending else None
        before, after = last or (lambda: None, lambda: None)
        before()
        found = listed(path)
        after()
        return found

    monkeypatch.setattr(spending.os, "listdir", listdir)


def until(condition):
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.001)


def test_a_thread_that_dies_does_not_hide_the_children_of_the_others(program, monkeypatch):
    process, pid = program(THREADS)
    threads = lambda: len([*os.scandir(f"/proc/{pid}/task")])  # noqa: E731

    def die():
        process.stdin.write("\n")
        process.stdin.flush()
        until(lambda: threads() == 2)

    until(lambda: threads() == 3)
    while_reading(monkeypatch, pid, (lambda: None, die))
    assert len(spending.lineage(pid)) == 2


def test_a_process_that_dies_does_not_hide_its_children(program, monkeypatch):
    process, relay = program(RELAY)
    (child,) = spending.children(relay)

    def die():
        os.kill(relay, signal.SIGKILL)
        until(lambda: child in spending.children(process.pid))

    while_reading(monkeypatch, relay, (die, lambda: None))
    assert child in spending.lineage(process.pid)
