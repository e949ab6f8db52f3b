"""Tout ce que les tests acceptent de la copie, et rien d'autre."""

import linecache
import socket

import numpy as np
import pytest

from mlcourse.grading.wire import asker, values
from mlcourse.grading.wire.asker import Asker
from mlcourse.grading.wire.channel import Channel, PeerLost, ProtocolError
from mlcourse.grading.wire.handles import MAX_HANDLES, Handles, Proxy
from mlcourse.grading.wire.values import DATA, Decoder

from . import fuzzer
from .wires import patience

# espèce : un code juste, et la valeur qu'il désigne
ACCEPTED = {
    "i": (["i", "-ff"], -255),
    "c": (["c", 1.0, 2.0], 1 + 2j),
    "l": (["l", [1, "a"]], [1, "a"]),
    "t": (["t", [None, True]], (None, True)),
    "d": (["d", [["W", 1.5]]], {"W": 1.5}),
    "a": (["a", "<i4", [1], "C", True, b"\1\0\0\0"], np.array([1], "<i4")),
    "s": (["s", "<f8", b"\0" * 8], np.float64(0)),
    "g": (["g", ["d", [["state", 1]]]], {"state": 1}),
}
# message : [ce que c'est, un exemple juste]
MESSAGES = {
    "r": ["le résultat de la question posée", ["r", 1, 2.0]],
    "x": ["l'exception qui l'a arrêtée", ["x", 1, ["ValueError", "Mienne", "trop petit", [["<cellule 3>", 2]]]]],
    "c": ["l'appel d'une fonction prêtée, avec des données", ["c", 1, ["t", [1.0]], ["d", []]]],
}


def test_data_are_of_these_kinds_only():
    assert DATA.keys() == ACCEPTED.keys()


@pytest.mark.parametrize(("code", "value"), ACCEPTED.values(), ids=ACCEPTED)
def test_kind_is_read_as_written(code, value):
    found = Decoder(DATA).decode(code)
    assert (type(found), repr(found)) == (type(value), repr(value))


def heard(*messages):
    """Ce que donne aux tests un appel auquel la copie répond par ces messages ; elle y reçoit une fonction."""
    mine, its = socket.socketpair()
    with mine, its:
        examiner, forger = Asker(Channel(mine)), Channel(its)
        examiner.channel.idle = patience(60)
        for message in messages:
            forger.send(message)
        its.shutdown(socket.SHUT_WR)
        return examiner.ask("call", None, lambda x: 2 * x)


def test_copy_says_three_things():
    assert heard(MESSAGES["r"][1]) == 2.0
    with pytest.raises(ValueError, match="trop petit") as caught:
        heard(MESSAGES["x"][1])
    assert (type(caught.value).__name__, caught.value.remote_frames[0].lineno) == ("Mienne", 2)
    assert heard(MESSAGES["c"][1], MESSAGES["r"][1]) == 2.0


@pytest.mark.parametrize(
    "tag", ["q", "w", "get", "set", "iter", "item", "len", "copy", "type", "end", "", "R", None, 1]
)
def test_copy_says_nothing_else(tag):
    for body in ([1, 2.0], [1, "get", ["f", 1], ["t", []], ["d", []]], [1], []):
        with pytest.raises(PeerLost):
            heard([tag, *body])


@pytest.mark.parametrize("number", [0, 2, -1, True, 1.0, "1", None, [1]], ids=repr)
@pytest.mark.parametrize("kind", ["r", "x"])
def test_answer_to_another_question_is_refused(kind, number):
    _, _, said = MESSAGES[kind][1]
    with pytest.raises(PeerLost):
        heard([kind, number, said])


def test_result_holds_data_and_handles_only():
    here, there = socket.socketpair()
    with here, there:
        assert Asker(Channel(here))._results.keys() == {*ACCEPTED, "h"}


def test_result_may_hold_handles_and_a_call_may_not():
    handle = ["h", 1, "cl", "Model", "model"]
    found = heard(["r", 1, ["l", [handle, handle]]])
    assert isinstance(found[0], Proxy)
    assert found[0] is found[1]
    with pytest.raises(PeerLost):
        heard(["c", 1, ["t", [handle]], ["d", []]], MESSAGES["r"][1])


@pytest.mark.parametrize(
    "code",
    [
        b"octets",
        [],
        [3],
        ["inconnu"],
        ["t"],
        ["t", 3],
        ["l", {"a": 1}],
        ["l", [], 1],
        ["d", [[["l", []], 1]]],
        ["d", [[1, 2, 3]]],
        ["d", 3],
        ["i", "pas un nombre"],
        ["i", 3],
        ["i", "f" * 10_000],
        ["c", "1", [2]],
        ["c", 1, 2],
        ["a", "|O", [1], "C", True, b"\0" * 8],
        ["a", "<f8", [2], "C", True, b"\0" * 8],
        ["a", "<f8", [-1], "C", True, b"\0" * 8],
        ["a", "<f8", [2**62, 2**62], "C", True, b""],
        ["a", "<f8", [1.0], "C", True, b"\0" * 8],
        ["a", "<f8", [True], "C", True, b"\0" * 8],
        ["a", "<f8", [1] * 100, "C", True, b"\0" * 8],
        ["a", "<f8", [1], "C", True, "\0" * 8],
        ["a", "|V8", [1], "C", True, b"\0" * 8],
        ["a", ["<f8"], [1], "C", True, b"\0" * 8],
        ["s", "<f8", b"\0" * 16],
        ["s", "<f8", b""],
        ["g", ["l", []]],
        ["g", "PCG64", "1", "1", 0, 0],
        ["dt", "<f8"],
        ["ty", "float"],
        ["sl", 1, 2, 3],
        ["..."],
        ["m", ["l", []]],
        ["r", 0],
        ["f", 1, []],
        ["o", 1],
        ["h", 1, "c", "f", "f"],
        "x" * (2**20 + 1),
        ["t", [1] * 200_001 * 2],
    ],
    ids=lambda code: repr(code)[:40],
)
def test_other_codes_are_refused(code):
    with pytest.raises(ProtocolError):
        Decoder(DATA).decode(code)


@pytest.mark.parametrize(
    "handle",
    [
        ["h", "x", "c", "f", "f"],
        ["h", True, "c", "f", "f"],
        ["h", 1, "z", "f", "f"],
        ["h", 1, 3, "f", "f"],
        ["h", 1, "c", "f" * 1000, "f"],
        ["h", 1, "c", "f"],
    ],
    ids=repr,
)
def test_malformed_handles_are_refused(handle):
    with pytest.raises(PeerLost):
        heard(["r", 1, handle])


def test_tests_hold_so_many_handles_and_no_more():
    table = Handles(None)
    held = [table.decode(None, ["h", number, "c", "function", "f"], 0) for number in range(MAX_HANDLES)]
    assert table.decode(None, ["h", 7, "c", "function", "f"], 0) is held[7]
    with pytest.raises(ProtocolError, match="poignées"):
        table.decode(None, ["h", MAX_HANDLES, "c", "function", "f"], 0)


@pytest.mark.parametrize(
    "error",
    [
        None,
        "ValueError",
        ["ValueError"],
        ["CheckError", "CheckError", "juste", []],
        ["ValueError", "a\0b", "", []],
        ["ValueError", "a", 3, []],
        ["ValueError", "a", "", [["x"]]],
        ["ValueError", "a", "", [["x" * 100, 1]]],
        ["ValueError", "a", "", [[1, 1]]],
        ["ValueError", "a", "", 3],
    ],
    ids=repr,
)
def test_malformed_exceptions_are_refused(error):
    with pytest.raises(PeerLost):
        heard(["x", 1, error])


def test_exception_of_any_length_is_cut():
    linecache.cache["<cellule longue>"] = (1, None, ["x = " + "1" * 5_000], "<cellule longue>")
    frames = [["<cellule longue>", 1]] * 300
    with pytest.raises(ValueError, match=r"^a{500}$") as caught:
        heard(["x", 1, ["ValueError", "N" * 5_000, "a" * 5_000, frames]])
    assert len(type(caught.value).__name__) == 80
    assert [len(frame.line) for frame in caught.value.remote_frames] == [120] * 20


def test_code_nested_too_deep_is_refused():
    with pytest.raises(ProtocolError, match="profonde"):
        Decoder(DATA).decode(fuzzer.nested(1, 60))


class Model:
    """Un objet qui reste dans la copie."""

    def __len__(self):
        return 3


def fail():
    raise KeyError("W")


CELL = {}
exec(compile("def fail():\n    raise ValueError('trop petit')", "<cellule 3>", "exec"), CELL)


def echo(f, *values):
    return [f(value) for value in values]


def long(f):
    return [10**30, "texte", None, True, {"a": (1, 2.5j)}, np.float32(1), np.ones((2, 3), order="F"), [Model()]]


@pytest.fixture(scope="module")
def recorded():
    """Les messages d'une copie honnête, qui rend de tout et appelle ce qu'on lui prête."""
    rng, points = np.random.default_rng(3), [1.5, np.arange(4.0), np.ones((2, 2), bool), {"W": np.ones(2)}]
    names = {"echo": echo, "long": long, "fail": fail, "slip": CELL["fail"], "f": lambda *values: values}
    calls = [("echo", lambda x: x, *points), ("long", np.exp), ("fail",), ("slip",), ("f", 1.0, rng, np.ones(2))]
    # Une fonction prêtée reçoit par position ce que la copie lui donne par son nom ; le nom a pourtant droit de passer.
    return [*fuzzer.talk(names, *calls), ["c", 1, ["t", []], ["d", [["theta", 1.0]]]]]


def test_recorded_messages_say_all_that_a_copy_may_say(recorded):
    def kinds(code):
        if type(code) is list and code and type(code[0]) is str:
            yield code[0]
        if type(code) is list:
            for part in code:
                yield from kinds(part)

    assert {kind for message in recorded for kind in kinds(message)} >= {*ACCEPTED, *MESSAGES, "h"}


def test_deformed_messages_end_in_refusals_only_and_touch_every_line_that_reads_them(recorded):
    touched = fuzzer.fuzz(recorded, 6_000)
    assert {"unpack", "Decoder.decode", "decode_array", "decode_error", "_kind", "Shown.bind", "call"} <= touched.keys()
    assert {function: lines for function, lines in touched.items() if lines} == {}


@pytest.mark.parametrize(
    "hole",
    ["evaluation", "attribute", *(pytest.param(h, marks=pytest.mark.long) for h in ("objects", "defaults", "sharing"))],
)
def test_hole_put_back_is_found(recorded, hole, monkeypatch):
    if hole == "evaluation":
        monkeypatch.setitem(values.DATA, "ev", lambda decoder, code, depth: eval(code[1]).__class__)
    elif hole == "attribute":
        monkeypatch.setattr(asker.Asker, "_serve", lambda self, called, arguments, options: getattr(self, arguments[0]))
    elif hole == "objects":
        monkeypatch.setitem(values.DATA, "o", lambda decoder, code, depth: Decoder)
    elif hole == "defaults":
        monkeypatch.setattr(asker.lent, "call", lambda function, signature, given, options: function(*given, **options))
    else:
        monkeypatch.setitem(values.DATA, "m", lambda decoder, code, depth: np.array([decoder], object))
    with pytest.raises(fuzzer.SurpriseError):
        fuzzer.fuzz(recorded, 30_000)
