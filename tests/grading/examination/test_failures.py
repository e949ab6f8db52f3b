"""Une copie qui s'emballe, meurt ou se moque : une note, une raison, et les tests suivants continuent."""

from copy import deepcopy

import pytest
from nbformat.v4 import new_markdown_cell

from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.examination.run import run_notebook
from mlcourse.grading.overview.copies import failure

from ..miniature import CHECKS, RIGHT, assignment, engine_processes, graded

pytestmark = pytest.mark.boite

BRIEF = Limits(cell_seconds=1, submission_seconds=60)

TIME, DEATH, MEMORY = "temps accordé est dépassé", "arrêté net", "plus de mémoire"
MESSAGE = "message qui n'en est pas un"
BRIEFLY = {
    TIME: "temps accordé dépassé",
    DEATH: "copie arrêtée net",
    MEMORY: "mémoire permise dépassée",
    MESSAGE: "message forgé ou illisible",
}
TWO = "double half"
OTHER = """
from mlcourse.checks import Check as _Check
_Check(half, "half rend la moitié").close("y", _Check(half, "half").call(3.0), 1.5)
"""
HALF = "\n\ndef half(x):\n    return x / 2"

FATAL = {
    "boucle sans fin": ("while True: pass", TIME),
    "boucle qui attrape tout": (
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        TIME,
    ),
    "boucle en C": ("import re; re.match(r'(a+)+$', 'a' * 64 + 'b')", TIME),
    "sommeil": ("import time; time.sleep(1000)", TIME),
    "arrêt de soi-même": ("import os; os.kill(os.getpid(), 19)", TIME),
    "_exit": ("import os; os._exit(0)", DEATH),
    "segfault": ("import ctypes; ctypes.string_at(0)", DEATH),
    "abort": ("import os; os.abort()", DEATH),
    "descripteurs fermés": ("import os; os.closerange(0, 1000)", DEATH),
    "message forgé": ("import os; [os.write(n, b'\\0\\0\\0\\1x') for n in range(3, 1000) if is_open(n)]", MESSAGE),
    "message géant": ("import os; [os.write(n, b'\\xff' * 64) for n in range(3, 1000) if is_open(n)]", MESSAGE),
    "message qui ne finit pas": (
        "import os; [os.write(n, b'\\0\\0\\1\\0') for n in range(3, 1000) if is_open(n)]; spin()",
        TIME,
    ),
}
TOOLS = """
import os, time
def is_open(n):
    try:
        return os.fstat(n).st_mode & 0o170000 == 0o140000
    except OSError:
        return False
def spin():
    while True:
        try:
            time.sleep(60)
        except BaseException: pass
"""


@pytest.mark.parametrize(("body", "reason"), FATAL.values(), ids=FATAL)
def test_copy_that_stops_answering_loses_that_test_and_keeps_the_others(body, reason):
    source = f"{TOOLS}\ndef double(x):\n    {body}{HALF}"
    result = graded(source, CHECKS + "_check.call(1.0)", OTHER, names=TWO, limits=BRIEF)
    assert result.points == [0, 1]
    assert reason in result.messages[0]
    assert result.run.remarks.texts == (BRIEFLY[reason],)
    assert result.messages[1] == ""
    assert engine_processes() == set()


STATEMENT = {"nbgrader": {"grade_id": "énoncé", "grade": False, "solution": False, "locked": True}}


def test_what_stops_a_copy_is_placed_by_the_exercises_of_the_statement_and_never_by_a_number():
    source = assignment(CHECKS + "_check.call(1.0)", OTHER, names=TWO)
    for place, number in ((3, 2), (1, 1)):  # la solution et un test dans l'un, un test dans l'autre
        source.cells.insert(place, new_markdown_cell(f"## Exercice {number}. Un nom (1,5 point)", metadata=STATEMENT))
    copy = deepcopy(source)
    copy.cells[2].source = "def double(x):\n    while True: pass\nhalf = double"
    copy.cells.insert(3, new_markdown_cell("# Exercice 9. Un titre que la copie ajoute"))
    run = run_notebook(copy, source, BRIEF)
    assert run.remarks.texts == run.told.texts == ("temps accordé dépassé (Exercice 1, Exercice 2)",)


def test_memory_bomb_in_many_processes_is_stopped():
    bomb = """
import os, time
def double(x):
    for _ in range(8):
        if os.fork() == 0:
            bloc = b"x" * (100 * 2**20)
            time.sleep(60)
    time.sleep(60)
"""
    limits = Limits(cell_seconds=15, submission_seconds=60, memory_bytes=400 * 2**20)
    result = graded(bomb + HALF, CHECKS + "_check.call(1.0)", OTHER, names=TWO, limits=limits)
    assert result.points == [0, 1]
    assert MEMORY in result.messages[0]
    assert result.run.peak_bytes > 400 * 2**20


ORDINARY = {
    "sys.exit": "import sys; sys.exit(0)",
    "KeyboardInterrupt": "raise KeyboardInterrupt",
    "GeneratorExit": "raise GeneratorExit",
    "lecture du clavier": "return float(input())",
    "bombe mémoire": "return bytearray(10**10)",
    "récursion": "return double(x)",
    "erreur au texte qui lève": "raise Odd()",
    "erreur à la classe tordue": "raise Strange()",
    "groupe d'erreurs": "raise ExceptionGroup('x', [ValueError()])",
    "disque plein": "[open(f'/tmp/{n}', 'wb').write(bytes(10**7)) for n in range(100)]; return x",
}
ODD = """
class Odd(Exception):
    def __str__(self): raise ValueError
class Meta(type):
    __name__ = __mro__ = property(lambda self: 1 / 0)
class Strange(Exception, metaclass=Meta): pass
"""


@pytest.mark.parametrize("body", ORDINARY.values(), ids=ORDINARY)
def test_copy_that_fails_by_itself_survives(body):
    result = graded(f"{ODD}\ndef double(x):\n    {body}{HALF}", CHECKS + "_check.call(1.0)", OTHER, names=TWO)
    assert result.points == [0, 1]
    assert result.messages[0].startswith(("Propriété non vérifiée", "Le test s'est arrêté avant la fin"))
    assert result.run.remarks.texts == ()


@pytest.mark.parametrize("body", ["raise AssertionError(said)", "return said"])
@pytest.mark.parametrize("first", ["  ", "x\n  "])
def test_what_a_copy_says_in_an_assertion_is_no_hint_of_the_test(body, first):
    said = f"{first}piste\N{NO-BREAK SPACE}: juste\n  relire\N{NO-BREAK SPACE}: section 9"
    result = graded(f"def double(x):\n    said = {said!r}\n    {body}", "assert double(1) == 2, double(1)")
    test = result.run.notebook.cells[-1]
    assert "juste" in result.messages[0]
    assert (failure(test).hint, failure(test).sections) == ("", ())


RETURNED = {
    "objet universel": "Universal()",
    "tableau d'objets": "np.array([2, 2, 2], dtype=object)",
    "dtype structuré": "np.zeros(3, dtype=[('a', float)])",
    "sous-classe": "np.ma.array(2 * x)",
    "nan": "x * np.nan",
    "entier géant": "10**100000",
    "dictionnaire récursif": "recursive()",
    "générateur": "(1 for _ in iter(int, 1))",
    "tableau géant": "np.zeros(10**7)",
    "liste géante": "[0] * 10**6",
    "classe": "Universal",
    "module": "np",
    "rien": "None",
}
UNIVERSAL = """
import numpy as np
class Universal:
    def __eq__(self, other): return True
    def __getattr__(self, name): return self
    def __call__(self, *arguments, **options): return self
    def __array__(self, *arguments, **options): return np.full(3, 2.0)
    def __bool__(self): return True
    def __float__(self): return 2.0
def recursive():
    value = {}
    value["soi"] = value
    return value
"""


@pytest.mark.parametrize("value", RETURNED.values(), ids=RETURNED)
def test_odd_result_is_refused_in_french_and_nothing_breaks(value):
    close = CHECKS + "_check.close('y', _check.call(_np.ones(3)), 2 * _np.ones(3))"
    result = graded(f"{UNIVERSAL}\ndef double(x):\n    return {value}{HALF}", close, OTHER, names=TWO)
    assert result.points == [0, 1]
    assert result.messages[0].startswith("Propriété non vérifiée : double rend le double.")


@pytest.mark.parametrize(
    "body",
    [
        "import threading, time; threading.Thread(target=time.sleep, args=(1000,)).start(); return 2 * x",
        "import os, time\n    if os.fork() == 0:\n        os.setsid(); time.sleep(1000)\n    return 2 * x",
        "for _ in range(1000): print('x' * 100_000)\n    return 2 * x",
        "import sys, warnings; warnings.warn('x'); print('x', file=sys.stderr); return 2 * x",
        "import time; time.sleep(0.3); return 2 * x",
        "import os; os.write(1, b'x'); os.write(2, b'x'); return 2 * x",
    ],
    ids=["thread", "démon", "cent mégaoctets", "avertissements", "lenteur", "descripteurs"],
)
def test_right_answer_earns_its_points_whatever_goes_with_it(body):
    result = graded(f"def double(x):\n    {body}")
    assert result.points == [1, 1]
    assert result.text == ""
    assert engine_processes() == set()


def test_function_that_was_too_slow_once_has_less_time_afterwards():
    source = "def double(x):\n    while True: pass"
    result = graded(source, *[CHECKS + "_check.call(1.0)"] * 6, limits=Limits(cell_seconds=1, submission_seconds=3))
    assert result.points == [0] * 6
    assert all(TIME in message for message in result.messages)  # et non épuisé, dès le quatrième


def test_submission_that_used_all_its_time_says_so():
    limits = Limits(cell_seconds=1, submission_seconds=1.5)
    source, tests = f"def double(x):\n    while True: pass{HALF}", [CHECKS + "_check.call(1.0)"] * 3
    result = graded(source, *tests, OTHER, names=TWO, before=["while True: pass"], limits=limits)
    assert result.points == [0] * 4
    assert "épuisé tout le temps" in result.messages[-1]


def test_deadly_cell_is_not_run_again_and_the_others_are():
    result = graded(RIGHT, before=["n = 1", f"{TOOLS}\nspin()", "n += 1"], after=["n"], limits=BRIEF)
    assert result.points == [1, 1]
    assert TIME in result.text
    assert result.run.notebook.cells[-1].outputs[0].data["text/plain"] == "2"


def test_error_in_a_cell_stops_neither_the_next_ones_nor_the_tests():
    result = graded(RIGHT, before=["1 / 0", "def f(:", "raise SystemExit", "%inconnue"], after=["print('fin')"])
    assert result.points == [1, 1]
    assert "ZeroDivisionError" in result.text
    assert "fin" in result.text


def test_missing_function_is_said_by_its_name():
    result = graded("def doubel(x):\n    return 2 * x")
    assert result.points == [0, 0]
    assert result.messages[0].startswith("« double » n'est pas défini dans la copie")


@pytest.mark.parametrize("value", ["3", "None", "[1]", "'double'", "np"])
def test_name_bound_to_something_else_is_only_that(value):
    assert graded(f"import numpy as np\ndouble = {value}").points == [0, 0]


def test_tests_that_hang_on_what_the_copy_returns_are_stopped():
    slow = CHECKS + "_n = _check.call(1.0)\nwhile _n: pass"
    result = graded(f"def double(x):\n    return 2 * x{HALF}", slow, OTHER, names=TWO, limits=BRIEF)
    assert result.points == [0, 1]
    assert "arrêté de lui-même" in result.messages[0]


FORGED = {
    "ni sorties ni erreur": [2, 5],  # la deuxième demande que lui fait le meneur
    "sorties d'une autre espèce": [2, [[["html", "<script>"]], None]],
    "image qui n'en est pas une": [2, [[["png", b"<svg onload=alert(1)>"]], None]],
    "texte sans fin": [2, [[["stdout", "x" * 100_000]], None]],
    "erreur mal formée": [2, [[], ["ValueError", 3]]],
    "trace sans fin": [2, [[], ["E", "", "x" * 10_000]]],
    "dictionnaire": {"a": 1},
    "rien": None,
}


@pytest.mark.parametrize("answer", FORGED.values(), ids=FORGED)
def test_forged_report_of_a_cell_is_refused_and_the_rest_goes_on(answer):
    forge = f"{TOOLS}\nimport msgpack, struct\ndata = msgpack.packb({answer!r})"
    forge += "\nframe = struct.pack('>I', len(data)) + data"
    send = "[os.write(n, frame) for n in range(3, 1000) if is_open(n)]"
    result = graded(RIGHT, before=[f"{forge}\n{send}\nspin()"], after=["print('fin')"], limits=BRIEF)
    assert result.points == [1, 1]
    assert (MESSAGE if answer else TIME) in result.text  # ce qui n'est pas une réponse n'arrête pas d'attendre
    assert "fin" in result.text
    assert not any(word in result.text for word in ("script", "svg", "xxx"))
