"""Ce qui traverse le fil par copie en ressort identique, et rien de mal formé n'y entre."""

import contextlib
import socket
from time import monotonic

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mlcourse.grading.wire.channel import Channel, CrossingError, PeerLost, ProtocolError, pack, unpack
from mlcourse.grading.wire.objects import Objects
from mlcourse.grading.wire.peer import Peer
from mlcourse.grading.wire.shared import Shared
from mlcourse.grading.wire.values import Codec

NUMBERS = hnp.boolean_dtypes() | hnp.integer_dtypes() | hnp.floating_dtypes() | hnp.complex_number_dtypes()
ARRAYS = NUMBERS.flatmap(lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, min_side=0, max_side=4)))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | NUMBERS.map(lambda dtype: dtype.type(1))
)
KEYS = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.tuples(st.integers(), st.text(max_size=3))
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def codec(step=1):
    return Codec(Shared(step), Objects())


def crossing(value, sharing=False):
    """Ce que l'autre côté reçoit."""
    sender, receiver = codec(1), codec(-1)
    sender.start(sharing)
    return receiver.decode(unpack(pack(sender.encode(value))))


def same(a, b):
    if isinstance(a, np.generic) and isinstance(b, np.generic):  # np.longlong et np.int64 ont le même dtype
        return (a.dtype, a.tobytes()) == (b.dtype, b.tobytes())
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(map(repr, a)) == list(map(repr, b)) and all(map(same, a.values(), b.values()))
    return repr(a) == repr(b)


@given(VALUES, st.booleans())
def test_value_crosses_unchanged(value, sharing):
    assert same(crossing(value, sharing), value)


@given(ARRAYS, st.sampled_from(["C", "F", "T", "step"]))
def test_array_keeps_its_layout(array, layout):
    view = {
        "C": np.ascontiguousarray(array),
        "F": np.asfortranarray(array),
        "T": array.T,
        "step": np.concatenate([array[..., None], array[..., None]], axis=-1)[..., 0],
    }[layout]
    found = crossing(view)
    assert same(found, view)
    assert (found.flags.c_contiguous, found.flags.f_contiguous) == (view.flags.c_contiguous, view.flags.f_contiguous)


@pytest.mark.parametrize("bits", [np.random.PCG64, np.random.PCG64DXSM])
def test_generator_goes_on_where_it_was(bits):
    rng = np.random.Generator(bits(7))
    rng.integers(3, dtype=np.int32)  # garde une moitié de tirage en réserve
    found = crossing(rng)
    assert same(found.normal(size=5), rng.normal(size=5))
    assert found.integers(2**30, dtype=np.int32) == rng.integers(2**30, dtype=np.int32)


@pytest.mark.parametrize(
    "kind", [float, int, bool, np.float32, np.int64, np.dtype("float32"), np.dtype(">i2"), np.ndarray]
)
def test_number_types_cross_as_themselves(kind):
    assert crossing(kind) == kind


@pytest.mark.parametrize("value", [slice(1, None, 2), ..., (slice(None), ..., 3)], ids=repr)
def test_indices_cross(value):
    assert crossing(value) == value


def test_shared_containers_may_hold_themselves():
    value = [1, {}]
    value[1]["tout"] = value
    found = crossing(value, sharing=True)
    assert found[1]["tout"] is found


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
        ["d", [[["l", []], 1]]],
        ["d", [[1, 2, 3]]],
        ["i", "pas un nombre"],
        ["i", "f" * 10_000],
        ["c", "1", [2]],
        ["a", "|O", [1], "C", True, b"\0" * 8],
        ["a", "<f8", [2], "C", True, b"\0" * 8],
        ["a", "<f8", [-1], "C", True, b"\0" * 8],
        ["a", "<f8", [2**62, 2**62], "C", True, b""],
        ["a", "<f8", [1.0], "C", True, b"\0" * 8],
        ["a", "<f8", [True], "C", True, b"\0" * 8],
        ["a", "<f8", [1] * 100, "C", True, b"\0" * 8],
        ["a", "|V8", [1], "C", True, b"\0" * 8],
        ["s", "<f8", b"\0" * 16],
        ["s", "<f8", b""],
        ["g", "MT19937", "1", "1", 0, 0],
        ["g", "PCG64", "xyz", "1", 0, 0],
        ["g", "PCG64", -1, "1", 0, 0],
        ["g", "PCG64", "1", "1", "a", -5],
        ["dt", "|O"],
        ["ty", "object"],
        ["r", 1],
        ["r", [1]],
        ["m", 1, ["l", []]],
        ["m", True, ["l", []]],
        ["m", "a", ["d", []]],
        ["m", -1, []],
        ["o", 1],
        ["o", -1],
        ["h", "x", "c", "f", "f"],
        ["h", 1, "z", "f", "f"],
        ["h", 1, 3, "f", "f"],
        ["h", 1, "c", "f" * 1000, "f"],
        "x" * (2**20 + 1),
        ["t", [1] * 200_001],
    ],
    ids=lambda code: repr(code)[:40],
)
def test_malformed_code_is_refused(code):
    with pytest.raises(ProtocolError):
        codec(1).decode(code)


def test_code_nested_too_deep_is_refused():
    code = 1
    for _ in range(60):
        code = ["t", [code]]
    with pytest.raises(ProtocolError, match="profonde"):
        codec().decode(code)


TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(max_size=3)
    | st.binary(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.tuples(
            st.sampled_from(["t", "l", "d", "a", "s", "g", "m", "r", "o", "h", "i", "c", "sl", "ty"]), inner
        ).map(list)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=20,
)


@settings(max_examples=300)
@given(TREES)
def test_no_tree_makes_the_decoder_fail_otherwise(tree):
    decoder = codec(1)
    with contextlib.suppress(ProtocolError):
        decoder.decode(tree)


@settings(max_examples=300, deadline=None)
@given(st.lists(TREES, max_size=7))
def test_no_message_makes_the_tests_fail_otherwise(message):
    """Une réponse forgée, quelle qu'elle soit, est une valeur, une exception, ou la faute de la copie."""
    mine, its = socket.socketpair()
    with mine, its:
        examiner, forger = Peer(Channel(mine), 1), Channel(its)
        examiner.channel.deadline = monotonic() + 60
        forger.send(["r", 0, *message])
        its.shutdown(socket.SHUT_WR)
        with contextlib.suppress(PeerLost):
            examiner.request("call", None, 1.0)


@given(st.binary(max_size=60))
def test_random_bytes_are_a_message_or_a_protocol_error(data):
    with contextlib.suppress(ProtocolError):
        unpack(data)


def test_extension_types_are_refused():
    with pytest.raises(ProtocolError):
        unpack(msgpack.packb(msgpack.ExtType(1, b"x")))
    with pytest.raises(ProtocolError):
        unpack(msgpack.packb(msgpack.Timestamp(1)))


def test_frame_announced_too_long_is_refused_before_it_is_read():
    mine, its = socket.socketpair()
    with mine, its:
        its.sendall(b"\xff\xff\xff\xff")
        with pytest.raises(ProtocolError, match="octets"):
            Channel(mine).receive()


def test_message_cut_short_is_a_death():
    mine, its = socket.socketpair()
    with mine:
        its.sendall(b"\0\0\0\x09abc")
        its.close()
        with pytest.raises(PeerLost) as lost:
            Channel(mine).receive()
    assert lost.value.reason == "mort"


@pytest.mark.parametrize("value", [{(1, (2, b"")): 1}, {frozenset(): 1}, {np.float64(1): 1}], ids=repr)
def test_dictionary_with_other_keys_does_not_cross(value):
    with pytest.raises(CrossingError, match="clés"):
        codec().encode(value)


def test_lone_surrogate_does_not_cross():
    with pytest.raises(CrossingError):
        pack("\ud800")
