"""Ce qui traverse le fil par copie en ressort identique, et rien de mal formé n'y entre."""

import contextlib
import enum
import socket

import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mlcourse.grading.wire.answerer import Call
from mlcourse.grading.wire.arrays import generator_state
from mlcourse.grading.wire.asker import Question
from mlcourse.grading.wire.channel import MAX_ITEMS, Channel, CrossingError, PeerLost, ProtocolError, pack, unpack
from mlcourse.grading.wire.handles import Own
from mlcourse.grading.wire.values import DATA, Decoder, Encoder

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


def from_the_copy(value):
    """Ce que les tests reçoivent d'une valeur de la copie."""
    return Decoder(DATA).decode(unpack(pack(Encoder().encode(value))))


def from_the_tests(value):
    """Ce que la copie reçoit d'une valeur des tests."""
    return Call(Own(), None).decode(unpack(pack(Question(None).encode(value))))


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


@given(VALUES)
def test_value_crosses_unchanged_both_ways(value):
    assert same(from_the_copy(value), value)
    assert same(from_the_tests(value), value)


class Loud(str):
    """Un mot égal à tout, qui se dit autrement qu'il ne s'écrit."""

    __hash__ = str.__hash__

    def __eq__(self, other):
        return True

    def __str__(self):
        return "autre chose"


class Order(enum.IntEnum):
    FIRST = 1


class Fault(enum.StrEnum):
    FIRST = "le signe"


@pytest.mark.parametrize(
    ("value", "worth"),
    [
        (np.str_("le signe"), "le signe"),
        (np.array("le signe"), "le signe"),
        (Fault.FIRST, "le signe"),
        (Loud("le signe"), "le signe"),
        (type("Float", (float,), {})(1.5), 1.5),
        (Order.FIRST, 1),
        ({(np.int64(1), Fault.FIRST): 2.0}, {(1, "le signe"): 2.0}),
        ({np.str_("W"): [np.array("b")], Fault.FIRST: True, np.int64(3): 1.0}, {"W": ["b"], "le signe": True, 3: 1.0}),
    ],
    ids=repr,
)
def test_word_or_number_of_a_derived_type_crosses_as_what_it_is_worth(value, worth):
    assert same(from_the_copy(value), worth)
    assert same(from_the_tests(value), worth)


def layouts(array):
    """Un même tableau, rangé de quatre façons."""
    return {
        "C": np.ascontiguousarray(array),
        "F": np.asfortranarray(array),
        "T": array.T,
        "step": np.concatenate([array[..., None], array[..., None]], axis=-1)[..., 0],
    }


@given(ARRAYS, st.sampled_from(["C", "F", "T", "step"]))
def test_array_reaches_the_copy_with_its_layout(array, layout):
    view = layouts(array)[layout]
    found = from_the_tests(view)
    assert same(found, view)
    assert (found.flags.c_contiguous, found.flags.f_contiguous) == (view.flags.c_contiguous, view.flags.f_contiguous)


@given(ARRAYS, st.sampled_from(["C", "F", "T", "step"]))
def test_array_reaches_the_tests_fresh_contiguous_and_writeable(array, layout):
    view = layouts(array)[layout]
    view.flags.writeable = False
    found = from_the_copy(view)
    assert same(found, view)
    assert (found.flags.forc, found.flags.writeable, found.flags.owndata) == (True, True, True)


@pytest.mark.parametrize("bits", [np.random.PCG64, np.random.PCG64DXSM])
def test_generator_goes_on_where_it_was(bits):
    rng = np.random.Generator(bits(7))
    rng.integers(3, dtype=np.int32)  # garde une moitié de tirage en réserve
    found = from_the_tests(rng)
    assert same(found.normal(size=5), rng.normal(size=5))
    assert found.integers(2**30, dtype=np.int32) == rng.integers(2**30, dtype=np.int32)


def test_generator_reaches_the_tests_as_data():
    rng = np.random.default_rng([3, 4])
    rng.spawn(2)
    found = from_the_copy(rng)
    assert type(found) is dict
    assert found == generator_state(rng) != generator_state(np.random.default_rng([3, 4]))


@pytest.mark.parametrize(
    "kind", [float, int, bool, np.float32, np.int64, np.dtype("float32"), np.dtype(">i2"), np.ndarray]
)
def test_number_types_reach_the_copy_as_themselves(kind):
    assert from_the_tests(kind) == kind


@pytest.mark.parametrize("value", [slice(1, None, 2), ..., (slice(None), ..., 3)], ids=repr)
def test_indices_reach_the_copy(value):
    assert from_the_tests(value) == value


def test_containers_of_the_tests_may_hold_themselves():
    value = [1, {}]
    value[1]["tout"] = value
    found = from_the_tests(value)
    assert found[1]["tout"] is found


@pytest.mark.parametrize("kind", [np.longdouble, np.clongdouble])
@pytest.mark.parametrize("order", ["=", "S"])
def test_bytes_that_a_number_leaves_unused_do_not_cross(kind, order):
    dtype = np.dtype(kind).newbyteorder(order)
    dirty = np.frombuffer(bytearray(b"\xa5" * 6 * dtype.itemsize), np.uint8).copy().view(dtype)
    dirty[...] = 1.5
    clean = np.zeros(6, dtype)
    clean[...] = 1.5
    assert Encoder().encode(dirty)[-1] == Encoder().encode(clean)[-1]
    assert (from_the_copy(dirty) == dirty).all()


def test_boolean_is_true_or_false_whatever_its_byte():
    code = ["a", "|b1", [3], "C", True, b"\x00\x02\xff"]
    assert Decoder(DATA).decode(code).view(np.uint8).tolist() == [0, 1, 1]


@given(st.binary(max_size=60))
def test_random_bytes_are_a_message_or_a_protocol_error(data):
    with contextlib.suppress(ProtocolError):
        unpack(data)


def test_extension_types_are_refused():
    with pytest.raises(ProtocolError):
        unpack(msgpack.packb(msgpack.ExtType(1, b"x")))
    with pytest.raises(ProtocolError):
        unpack(msgpack.packb(msgpack.Timestamp(1)))


@pytest.mark.parametrize(
    "message",
    [[[[]] * 150_000] * 3, [[None] * (MAX_ITEMS + 1)], [[[None] * 100_000]] * 5, {"W": 1}, [[{1: 2}]]],
    ids=["listes vides", "longue liste", "listes pleines", "dictionnaire", "dictionnaire caché"],
)
def test_message_of_too_many_items_or_maps_is_refused(message):
    with pytest.raises(ProtocolError, match="illisible"):
        unpack(msgpack.packb(message))


def test_frame_announced_too_long_is_refused_before_it_is_read():
    mine, its = socket.socketpair()
    with mine, its:
        its.sendall((64 * 2**20 + 1).to_bytes(4, "big"))
        its.shutdown(socket.SHUT_WR)  # qui l'attendrait lirait une fin, et non une faute
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


@pytest.mark.parametrize("value", [{(1, (2, b"")): 1}, {frozenset(): 1}, {np.longdouble(1): 1}], ids=repr)
def test_dictionary_with_other_keys_does_not_cross(value):
    with pytest.raises(CrossingError, match="clés"):
        Encoder().encode(value)


def test_lone_surrogate_does_not_cross():
    with pytest.raises(CrossingError):
        pack("\ud800")
