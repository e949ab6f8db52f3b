"""Les fonctions prêtées : la copie les appelle avec des données, le temps de l'appel, et n'en apprend rien."""

import functools
import inspect
import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from mlcourse.grading.wire import lent
from mlcourse.grading.wire.channel import Channel, PeerLost

from .wires import split

SECRET = np.array([31415.0])


def loss(theta, *, rate, _secret=SECRET):
    """Une docstring qui en dirait trop."""
    return float(np.sum(theta)) * rate


def told(attempt, *given):
    """Ce que la copie obtient d'une fonction prêtée, ou le nom de l'erreur."""

    def tell(*arguments):
        try:
            return attempt(*arguments)
        except Exception as error:  # noqa: BLE001 (quoi qu'elle obtienne, elle le dit)
            return f"{type(error).__name__} : {error}"

    with split(tell=tell) as student:
        return student["tell"](*given)


@pytest.mark.parametrize(
    ("function", "signature"),
    [
        (loss, "(theta, *, rate)"),
        (lambda x, n=3, *rest, key=1, **options: x, "(x)"),
        (lambda *points: 0.0, "(*points)"),
        (np.exp, "(x1, /)"),
        (np.add, "(x1, x2, /)"),
        (functools.partial(loss, rate=2), "(theta)"),
        (functools.partial(loss, 1.0), "(*, rate)"),
        ([].append, "(object, /)"),
        (getattr, "(*arguments)"),
    ],
)
def test_function_shows_one_name_and_its_parameters_without_default(function, signature):
    def describe(f):
        said = [f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__]
        return [str(inspect.signature(f)), *said]

    assert told(describe, function) == [signature, lent.NAME, lent.NAME, None, "tests", None, None]


@pytest.mark.parametrize(
    ("attempt", "answer"),
    [
        (lambda f: f(2.0, rate=3), 6.0),
        (lambda f: f(theta=2.0, rate=3), 6.0),
        (lambda f: list(map(functools.partial(f, rate=2), [1.0, 2.0])), [2.0, 4.0]),
        (lambda f: [bool(f), (f or None) is f, callable(f), f == f, {f: 1}[f]], [True, True, True, True, 1]),
        (lambda f: f(2.0, rate=3, _secret=0), "TypeError : got an unexpected keyword argument '_secret'"),
        (lambda f: f(2.0, 3), "TypeError : too many positional arguments"),
        (lambda f: f(2.0), "TypeError : missing a required argument: 'rate'"),
    ],
)
def test_function_is_called_by_the_parameters_that_it_shows(attempt, answer):
    assert told(attempt, loss) == answer


@pytest.mark.parametrize(
    "thing", [lambda f: f, lambda f: object(), lambda f: len, lambda f: np.array([f]), lambda f: int]
)
def test_function_takes_data_only(thing):
    assert told(lambda f: f(thing(f), rate=1), loss).startswith(f"TypeError : {lent.ONLY_DATA}")


def test_range_given_to_a_function_is_the_list_that_it_counts():
    assert told(lambda f: f(range(2, 8, 3)), lambda x: x) == [2, 5]
    assert told(lambda f: f(range(10**7)), lambda x: x).startswith(f"TypeError : {lent.ONLY_DATA}")


@pytest.mark.parametrize("fault", [KeyError(SECRET), SystemExit(3), RuntimeError("W_caché"), RecursionError()])
def test_what_stops_a_function_is_not_told(fault):
    def stop(x):
        raise fault

    assert told(lambda f: f(1), stop) == f"ValueError : {lent.REFUSED}"


def test_function_that_returns_no_data_is_stopped_the_same_way():
    for value in (loss, object(), SECRET.view(np.recarray)):
        assert told(lambda f: f(1), lambda x, value=value: value) == f"ValueError : {lent.REFUSED}"


def test_array_given_to_a_function_never_comes_back_changed():
    def halve(x):
        x /= 2
        return x

    def both(f):
        x = np.ones(2)
        return [f(x), x]

    halves, kept = told(both, halve)
    assert (halves.tolist(), kept.tolist()) == ([0.5, 0.5], [1.0, 1.0])


def test_function_dies_with_the_call_that_lent_it_and_sends_nothing():
    kept, received = [], []

    def keep(f):
        kept.append(f)
        return f(1)

    def use():
        return kept[0](1)

    def count(x):
        received.append(x)
        return x

    with split(keep=keep, use=use) as student:
        assert student["keep"](count) == 1
        with pytest.raises(ReferenceError, match="le temps de l'appel"):
            student["use"]()
        assert student["keep"](count) == 1
    assert received == [1, 1]


def test_function_lives_while_an_inner_call_runs():
    kept = []

    def outer(f, inner):
        kept.append(f)
        return inner(1)

    def use():
        return kept[0](20)

    with split(outer=outer, use=use) as student:
        assert student["outer"](lambda x: x + 1, lambda x: x + student["use"]()) == 22


@pytest.mark.parametrize("number", [0, 2, -1, True, 10**9, 1.0, "1", None, [1]])
def test_call_of_what_is_not_lent_ends_the_exchange(number):
    def forge(end, names):
        channel = Channel(end)
        _, first, *_ = channel.receive()
        channel.send(["r", first, ["h", 1, "c", "function", "f"]])
        channel.receive()
        channel.send(["c", number, ["t", [1]], ["d", []]])
        channel.receive()

    called = []
    with split(student=forge) as student:
        f = student["f"]
        with pytest.raises(PeerLost) as lost:
            f(called.append if number is not True else called)
    assert lost.value.reason == "message"
    assert called == []


def test_function_lent_to_an_earlier_call_is_no_longer_lent():
    """La copie qui n'oublierait rien, et rappellerait pendant un appel ce que lui prêtait le précédent."""

    def forge(end, names):
        channel = Channel(end)
        _, first, *_ = channel.receive()
        channel.send(["r", first, ["h", 1, "c", "function", "f"]])
        _, second, *_ = channel.receive()
        channel.send(["r", second, 1.0])
        channel.receive()
        channel.send(["c", 1, ["t", [1]], ["d", []]])
        channel.receive()

    called = []
    with split(student=forge) as student:
        f = student["f"]
        assert f(called.append) == 1.0
        with pytest.raises(PeerLost) as lost:
            f(called.append)
    assert lost.value.reason == "message"
    assert called == []


def test_threads_wait_for_their_turn():
    def sums(f):
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(f, range(200)))

    assert told(sums, lambda n: n * n) == [n * n for n in range(200)]


def test_thread_that_waits_serves_what_the_tests_ask_meanwhile():
    """Les tests demandent à la copie, qui lance un fil d'exécution, qui demande aux tests."""

    def outer(f):
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(f, range(20)))

    def inner(g, n):
        answers = []
        thread = threading.Thread(target=lambda: answers.append(g(n)))
        thread.start()
        thread.join()
        return answers[0]

    with split(outer=outer, inner=inner) as student:
        outer, inner = student["outer"], student["inner"]
        assert outer(lambda n: inner(lambda k: k + 1, n)) == list(range(1, 21))


def test_calls_nested_without_end_are_stopped_on_the_side_of_the_tests():
    with split(bounce=lambda f: f(1)) as student:
        bounce, calls = student["bounce"], []

        def again(x):
            calls.append(x)
            return bounce(again)

        with pytest.raises(ValueError, match=lent.REFUSED):
            bounce(again)
        assert len(calls) == 60
        assert bounce(lambda x: x + 1) == 2


def test_thread_left_behind_cannot_speak_once_the_call_is_over():
    ready, go, said = threading.Event(), threading.Event(), []

    def leave(f):
        def late():
            ready.set()
            go.wait()
            try:
                f(1)
            except ReferenceError as error:
                said.append(str(error))

        thread = threading.Thread(target=late)
        thread.start()
        ready.wait()
        said.append(thread)

    def release():
        go.set()
        said.pop(0).join()
        return said

    with split(leave=leave, release=release) as student:
        student["leave"](lambda x: x)
        assert student["release"]() == [lent.OVER]


def in_a_child(f):
    """Ce qu'obtient de `f` un processus enfant."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            answer = str(f(1))
        except BaseException as error:  # noqa: BLE001 (de même)
            answer = f"{type(error).__name__} : {error}"
        os.write(writer, answer.encode())
        os._exit(0)
    os.waitpid(pid, 0)
    return os.read(reader, 1000).decode()


KEPT = []


def call_kept(x):
    return KEPT[-1](x)


def in_a_pool(f):
    """Ce qu'obtient de `f` un processus d'une réserve."""
    KEPT.append(f)
    with multiprocessing.get_context("fork").Pool(1) as pool:
        try:
            return str(pool.apply(call_kept, (1,)))
        except RuntimeError as error:
            return str(error)


@pytest.mark.parametrize("attempt", [in_a_child, in_a_pool])
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_child_process_has_no_wire(attempt):
    assert lent.CHILD in told(lambda f: attempt(f) + str(f(2)), lambda x: x)


def test_child_process_that_goes_on_as_if_it_were_the_copy_says_nothing():
    def fork(f):
        child = os.fork()
        if child:
            os.waitpid(child, 0)  # il a eu tout le temps de parler
        return [child > 0, f(1)]

    with split(fork=fork, g=lambda: 2) as student:
        assert student["fork"](lambda x: x) == [True, 1]
        assert student["g"]() == 2
