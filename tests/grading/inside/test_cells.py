"""Les cellules s'exécutent comme dans Jupyter : de vrais flux, la mémoire du carnet, et une fin quand elles durent."""

import pytest

from ..sandbox.boxes import student

pytestmark = pytest.mark.boite


@pytest.fixture(scope="module")
def inside():
    with student() as boxed:
        yield boxed


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("print(sys.stdout.encoding, sys.stdout.isatty(), sys.stdout.name)", "utf-8 False <stdout>\n"),
        ("print(sys.stdout.fileno(), sys.stderr.fileno())", "1 2\n"),
        ("_ = sys.stdout.buffer.write('été'.encode()); sys.stdout.buffer.flush()", "été"),
        ("sys.stdout.close(); print('encore')", "encore\n"),
        ("print('\\ud800')", "?\n"),
        ("sys.stdout.reconfigure(encoding='utf-8'); print('x')", "x\n"),
        ("_ = sys.stdout.write(3)", "TypeError"),
        ("import faulthandler; faulthandler.enable()", ""),
        ("breakpoint()", ""),
    ],
)
def test_output_is_a_stream(inside, source, shown):
    assert inside.run(f"import sys\n{source}") == shown


def test_cell_shows_so_many_outputs_and_says_that_it_had_more(inside):
    chatter = "import sys\nfor number in range({turns}):\n    print(number)\n    print('.', end='', file=sys.stderr)"
    few, many = (inside.run(chatter.format(turns=turns)) for turns in (1_000, 1_001))
    assert few.endswith("\n.999\n.")
    assert many == f"{few}\n[La suite de la sortie a été coupée.]\n"


@pytest.mark.parametrize(
    ("end", "shown"),
    [("", "2"), ("clear_output(wait=True)", "2"), ("clear_output()", ""), ("clear_output(wait=True)\nprint(9)", "9\n")],
)
def test_what_a_cell_clears_is_neither_shown_nor_counted(inside, end, shown):
    animation = "from IPython.display import clear_output, display\n"
    animation += f"for n in range(3):\n    print('x' * 40_000)\n    clear_output(wait=True)\n    display(n)\n{end}"
    assert inside.run(animation) == shown


def test_question_is_shown_and_nobody_answers(inside):
    shown = inside.run("try:\n    input('Nom ? ')\nexcept EOFError as error:\n    print(error)")
    assert shown.startswith("Nom ? input() n'a pas de réponse pendant la correction")


def test_notebook_remembers_its_cells_and_their_values():
    with student() as boxed:
        assert boxed.run("40 + 2") == "42"
        assert boxed.run("_ + 1, Out[1], In[1]") == "(43, 42, '40 + 2')"
        assert boxed.run("_ = 5\n7") == "7"
        assert boxed.run("_") == "5"


@pytest.mark.parametrize("shell", ["", "%matplotlib inline"], ids=["sans magie", "avec"])
def test_notebook_remembers_what_it_was_given(shell):
    with student() as boxed:
        boxed.run(shell)
        boxed.run("a = 1")
        boxed.run("b = 2")
        assert boxed.run("_i, _ii, _i2, _ih[-2]") == "('b = 2', 'a = 1', 'a = 1', 'b = 2')"


@pytest.mark.parametrize(
    "source",
    [
        "%autosave 60\n%connect_info\n%clear\n%man ls\n%less a\n%more a\n%store x\n%edit a.py\n%qtconsole\n%notebook a",
        "%matplotlib notebook",
        "%matplotlib widget",
        "%config InlineBackend.figure_format = 'retina'",
        "get_ipython().kernel.do_shutdown(True)",
    ],
)
def test_what_the_kernel_of_jupyter_accepts_stops_no_cell(source):
    with student() as boxed:
        assert boxed.run(f"{source}\n2 + 2") == "4"


def test_what_a_cell_takes_from_the_future_holds_in_the_next_ones():
    with student() as boxed:
        assert boxed.run("from __future__ import annotations") == ""
        assert boxed.run("def f(x: Inconnu): pass\nf.__annotations__") == "{'x': 'Inconnu'}"
        assert boxed.run("%%capture\ndef g(x: Inconnu): pass") == ""
        assert boxed.run("g.__annotations__") == "{'x': 'Inconnu'}"


def test_cell_that_lasts_is_interrupted_and_keeps_what_it_defined():
    with student() as boxed:
        endless = "import time\nx = 3\ntime.sleep(3600)\nx = 4"
        assert boxed.run(endless, seconds=0.3, late=boxed.worker.interrupt) == "Interruption"
        assert boxed.run("x") == "3"


def test_interruption_that_comes_too_late_stops_nothing():
    with student() as boxed:
        assert boxed.run("y = 1") == ""
        boxed.worker.interrupt()
        assert boxed.run("y") == "1"


def test_alarm_of_the_student_rings_and_her_handler_stays():
    with student() as boxed:
        arm = "import signal, time\nsignal.signal(signal.SIGALRM, lambda *_: print('dring'))"
        assert boxed.run(f"{arm}\nsignal.setitimer(signal.ITIMER_REAL, 0.05)\ntime.sleep(0.2)") == "dring\n"


def test_cells_share_one_event_loop():
    with student() as boxed:
        start = "import asyncio\nqueue = asyncio.Queue()\nasync def take():\n    return await queue.get()"
        assert boxed.run(f"{start}\nlater = asyncio.create_task(take())\nawait asyncio.sleep(0)") == ""
        assert boxed.run("await queue.put(5)\nawait later") == "5"


def test_user_has_a_name(inside):
    assert inside.run("import getpass\ngetpass.getuser()") == "'etudiant'"


def test_threads_by_the_dozen_fit_in_the_memory():
    start = "import threading, time\nthreads = [threading.Thread(target=time.sleep, args=(0.2,)) for _ in range(40)]"
    with student() as boxed:
        assert boxed.run(f"{start}\nfor thread in threads:\n    thread.start()\n    bytearray(10**6)") == ""


def test_magics_that_delete_work():
    with student() as boxed:
        assert boxed.run("x = 1\n%xdel x\n%reset -f\n'x' in globals()") == "False"


def test_processes_share_memory():
    program = "import multiprocessing\nwith multiprocessing.Pool(2) as pool:\n    print(pool.map(abs, [-1, 2]))"
    with student(libraries=frozenset({"numpy"})) as boxed:
        assert boxed.run(program) == "[1, 2]\n"
        assert boxed.run("open('/dev/shm/gros', 'wb').write(bytes(20 * 2**20))") == "OSError"
