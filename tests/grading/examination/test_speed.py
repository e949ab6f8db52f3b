"""À la correction, le temps de calcul d'une copie se mesure du dehors : vingt façons de calculer, à côté de voisins."""

import os

import pytest

from mlcourse.grading.examination.limits import Limits

from ..miniature import graded
from ..sandbox.neighbours import neighbours

pytestmark = pytest.mark.boite

HONEST = {
    "somme": "return np.log(np.exp(x).sum(axis=0))",
    "logaddexp": "return np.logaddexp.reduce(x, axis=0)",
    "produit matriciel": "return np.log(np.ones(len(x)) @ np.exp(x))",
    "einsum": "return np.log(np.einsum('ij->j', np.exp(x)))",
    "transposée": "return np.log(np.exp(x.T).sum(axis=1))",
    "décalée": "top = x.max(axis=0)\n    return top + np.log(np.exp(x - top).sum(axis=0))",
    "boucle sur les lignes": (
        "total = np.zeros(x.shape[1])\n    for row in x:\n        total += np.exp(row)\n    return np.log(total)"
    ),
    "avec un affichage": "print(x, x.shape)\n    return np.log(np.exp(x).sum(axis=0))",
    "froide au premier appel": (
        "import decimal, statistics, unittest, email, asyncio\n    return np.log(np.exp(x).sum(axis=0))"
    ),
    "avec un tracé": "burn(0.03)\n    return np.log(np.exp(x).sum(axis=0))",
}
LOOPS = {
    "boucle": (
        "out = np.zeros(x.shape[1])\n    for j, column in enumerate(x.T):\n        out[j] = one(column)\n    return out"
    ),
    "vectorize": "return np.vectorize(one, signature='(n)->()')(x.T)",
    "apply_along_axis": "return np.apply_along_axis(one, 0, x)",
    "compréhension": "return np.array([math.log(sum(map(math.exp, column))) for column in zip(*x.tolist())])",
    "map": "return np.array([*map(one, x.T)])",
    "récursion": (
        "if x.shape[1] == 1:\n        return np.array([one(x[:, 0])])\n    half = x.shape[1] // 2\n"
        "    return np.append(recursion(x[:, :half]), recursion(x[:, half:]))"
    ),
    "tant que": (
        "out = []\n    while len(out) < len(x.T):\n        out.append(one(x.T[len(out)]))\n    return np.array(out)"
    ),
    "einsum en boucle": "return np.array([np.log(np.einsum('i->', np.exp(column))) for column in x.T])",
    "processus": "here.send(x)\n    return here.recv()",
    "fils": "return np.concatenate([*threads.map(loop, np.array_split(x, 4, axis=1))])",
    "table": "return np.array([table(tuple(column)) for column in x.T.tolist()])",
    "temps perdu sur les petits lots": "burn(0.1 if x.shape[1] <= 20_000 else 0)\n    return loop(x)",
    "enfants que personne n'attend": "return orphan(x)",
}
SOME = {
    name: LOOPS[name]
    for name in ("boucle", "processus", "temps perdu sur les petits lots", "enfants que personne n'attend")
}
TOOLS = """
import functools, math, multiprocessing, os, signal, time
from concurrent.futures import ThreadPoolExecutor
import numpy as np

def one(column):
    return np.log(np.exp(column).sum())

def loop(x):
    return np.array([one(column) for column in x.T])

@functools.cache
def table(column):
    return math.log(sum(map(math.exp, column)))

def burn(seconds):
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass

def orphan(x):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # leur compte meurt avec eux
    reader, writer = multiprocessing.Pipe(duplex=False)
    if os.fork() == 0:
        writer.send(loop(x))
        os._exit(0)
    return reader.recv()
"""
READY = """
threads = ThreadPoolExecutor(2)
[*threads.map(time.sleep, [0.1, 0.1])]
here, there = multiprocessing.Pipe()
if os.fork() == 0:
    while True:
        there.send(loop(there.recv()))
"""
TEST = """
import numpy as _np
from mlcourse.checks import Check as _Check
_rng = _np.random.default_rng()
def _case(m):
    _x = _rng.normal(size=(3, m))
    return (_x,), _np.log(_np.exp(_x).sum(axis=0))
_Check({name}, "sans boucle").vectorized(_case)
"""


@pytest.fixture
def busy_neighbours():
    """Sur deux cœurs, un voisin sur chacun."""
    with neighbours(2):
        yield


def points(bodies, test=TEST):
    """Les points de chacune de ces fonctions, dans une même copie."""
    names = {f"f{number}": body for number, body in enumerate(bodies.values())}
    names = {"recursion" if "recursion(" in body else name: body for name, body in names.items()}
    source = "".join([TOOLS, *(f"\ndef {name}(x):\n    {body}\n" for name, body in names.items()), READY])
    limits = Limits(cell_seconds=30, submission_seconds=300)
    run = graded(source, *[test.format(name=name) for name in names], names=" ".join(names), limits=limits)
    return dict(zip(bodies, run.points, strict=True))


def test_right_function_passes_beside_busy_neighbours(busy_neighbours):
    assert points(HONEST) == dict.fromkeys(HONEST, 1)


@pytest.mark.parametrize("bodies", [SOME, pytest.param(LOOPS, marks=pytest.mark.long)], ids=["quelques-unes", "toutes"])
def test_loop_fails_whatever_hides_it_beside_busy_neighbours(busy_neighbours, bodies):
    assert points(bodies) == dict.fromkeys(bodies, 0)


def test_function_of_many_numbers_that_draws_passes():
    many = TEST.replace("size=(3, m)", "size=(30, m)")
    assert points({"tracé": "burn(0.03)\n    return np.log(np.exp(x).sum(axis=0))"}, many) == {"tracé": 1}


def test_function_and_the_loop_it_must_outrun_are_measured_on_one_core():
    seen = f"""
import os
from mlcourse.checks import clock, Check as _Check
_cores = lambda: sorted(map(tuple, (os.sched_getaffinity(0), double(0), child())))
_all = _cores()
assert len(_all[0]) == {len(os.sched_getaffinity(0))} and _all[0] == _all[1] == _all[2]
clock.timed(double, 0)
_one = _cores()
assert len(_one[0]) == 1 and _one[0] == _one[1] == _one[2]
"""
    source = (
        "import multiprocessing, os\nhere, there = multiprocessing.Pipe()\n"
        "if os.fork() == 0:\n    while there.recv():\n        there.send([*os.sched_getaffinity(0)])\n"
        "def double(x):\n    return [*os.sched_getaffinity(0)]\n"
        "def child():\n    here.send(1)\n    return here.recv()"
    )
    run = graded(source, seen, seen, names="double child")
    assert run.points == [1, 1], run.whole


def test_time_spent_asleep_is_not_measured():
    assert points({"sommeil": "time.sleep(0.05)\n    return np.log(np.exp(x).sum(axis=0))"}) == {"sommeil": 1}
