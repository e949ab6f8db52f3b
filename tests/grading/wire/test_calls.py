"""Le fil entre deux processus : des fonctions, et tout ce qu'un exercice fait passer par elles."""

import importlib.util
import warnings
from pathlib import Path

import numpy as np
import pytest

from mlcourse.checks import Check, CheckError
from mlcourse.grading.wire.arrays import generator_state
from mlcourse.grading.wire.channel import Channel, PeerLost
from mlcourse.grading.wire.values import Encoder

from ...assignments import workshop
from .wires import split

SIZES = [(3, 5), (1, 4), (4, 1)]


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VARIANTS = load(Path(workshop.__file__).parent / "devoir1" / "directional_check.py")


def observe(function, *arguments):
    """Le résultat d'un appel, et les arguments tels qu'il les a laissés."""
    return type(function).__observe__(function, *arguments)


def test_directional_check_gives_across_the_wire_what_it_gives_here():
    theta = np.random.default_rng(1).normal(size=(6, 8))[::2, ::3]
    with split(f=VARIANTS.right_random_signs) as student:
        for grad in (np.exp, lambda theta: 0.9 * np.exp(theta)):
            here, there = np.random.default_rng(2), np.random.default_rng(2)
            expected = VARIANTS.right_random_signs(lambda theta: np.sum(np.exp(theta)), grad, theta, here)
            found, after = observe(student["f"], lambda theta: np.sum(np.exp(theta)), grad, theta, there)
            assert found == expected
            assert after[3] == generator_state(here)
            assert generator_state(there) == generator_state(np.random.default_rng(2))


def test_function_passed_in_sees_points_of_the_right_shape_and_type():
    seen = []

    def f(theta):
        seen.append((theta.shape, theta.dtype.name))
        return float(theta.sum())

    with split(g=lambda f, theta: f(theta)) as student:
        block = np.ones((4, 6), dtype=np.float32)
        for theta in (block, block.T, block[::2, ::3]):
            student["g"](f, theta)
    assert seen == [((4, 6), "float32"), ((6, 4), "float32"), ((2, 2), "float32")]


def spoil(theta, cache, extra):
    theta[0] = 9.0
    cache["W"] = None
    del cache["b"]
    extra.append(theta)
    return theta


def test_what_the_copy_did_to_its_arguments_comes_back_beside_the_result_and_changes_nothing_here():
    theta, cache, extra = np.zeros((4, 4))[::2, 1], {"W": np.ones(2), "b": 1}, []
    with split(spoil=spoil) as student:
        result, after = observe(student["spoil"], theta, cache, extra)
    assert result.tolist() == after[0].tolist() == [9.0, 0.0]
    assert after[1] == {"W": None}
    assert after[2][0].tolist() == [9.0, 0.0]
    assert (theta.tolist(), cache["W"].tolist(), cache["b"], extra) == ([0.0, 0.0], [1.0, 1.0], 1, [])


def test_check_sees_an_argument_changed_in_place():
    with split(f=lambda x: x.__imul__(2)) as student:
        check = Check(student["f"], "les arguments restent intacts")
        assert check.call(np.ones(2)).tolist() == [2, 2]
        with pytest.raises(CheckError, match="arguments intacts"):
            check.unchanged(np.ones(2))


def test_check_asks_nothing_of_the_functions_and_generators_it_passes():
    with split(f=lambda f, rng, x: f(x) + rng.normal()) as student:
        Check(student["f"], "les arguments restent intacts").unchanged(np.sum, np.random.default_rng(1), np.ones(2))


@pytest.mark.parametrize(
    "lie", [None, 3.0, (1.0,), (1.0, ()), (1.0, (1, 2)), (1.0, [1]), {"a": 1}, (1.0, 2.0, 3.0)], ids=repr
)
def test_copy_that_lies_about_its_arguments_is_at_fault(lie):
    def answer(end, names):
        channel = Channel(end)
        _, number, *_ = channel.receive()
        channel.send(["r", number, ["h", 1, "c", "function", "f"]])
        _, number, *_ = channel.receive()
        channel.send(["r", number, Encoder().encode(lie)])
        channel.receive()

    with split(student=answer) as student, pytest.raises(PeerLost) as lost:
        observe(student["f"], 1)
    assert lost.value.reason == "message"


def test_read_only_array_stays_read_only():
    given = np.ones(3)
    given.flags.writeable = False
    with split(f=lambda x: x.__imul__(2)) as student, pytest.raises(ValueError, match="read-only"):
        student["f"](given)


def test_same_object_given_twice_is_one_object_there_too():
    def same(a, b, c):
        return [a is b, a is c["x"], c["f"] is c["g"]]

    with split(same=same) as student:
        x = np.ones(2)
        assert student["same"](x, x, {"x": x, "f": np.exp, "g": np.exp}) == [True, True, True]
        assert student["same"](x, x.copy(), {"x": x.copy(), "f": np.exp, "g": np.tanh}) == [False, False, False]


def test_same_object_given_to_two_calls_is_another_one_each_time():
    kept = []

    def keep(a):
        kept.append(a)
        a += 1
        return [float(a[0]), a is kept[0]]

    with split(keep=keep) as student:
        x = np.ones(2)
        assert [student["keep"](x), student["keep"](x)] == [[2.0, True], [2.0, False]]


def test_container_that_holds_itself_arrives_so():
    value = {"liste": []}
    value["liste"].append(value)
    with split(f=lambda x: x["liste"][0] is x) as student:
        assert student["f"](value) is True


def test_objects_of_the_tests_do_not_cross():
    class Model:
        depth = 3

    with split(f=lambda model: model.depth) as student:
        for thing in (Model(), Model, np.random.RandomState(0), iter([1]), {"modèle": Model()}):
            with pytest.raises(ValueError, match="seules des données passent"):
                student["f"](thing)


class OwnSeeds(np.random.bit_generator.ISeedSequence):
    """Une suite de graines qui n'est pas celle de NumPy : `spawn` n'y aurait pas de sens."""

    def generate_state(self, n_words, dtype=np.uint32):
        return np.ones(n_words, dtype)


@pytest.mark.parametrize(
    "bits",
    [np.random.MT19937(1), np.random.Philox(1), np.random.SFC64(1), np.random.PCG64(OwnSeeds())],
    ids=["MT19937", "Philox", "SFC64", "PCG64 d'autres graines"],
)
def test_another_bit_generator_is_refused_in_one_sentence(bits):
    rng = np.random.Generator(bits)
    with split(f=lambda rng: rng.normal(), g=lambda: rng) as student:
        for ask in (lambda: student["f"](rng), lambda: student["g"]()):
            with pytest.raises(ValueError, match=f"un générateur {type(bits).__name__}, quand seul passe"):
                ask()


def test_generator_spawns_there_what_it_would_spawn_here():
    def draw(rng):
        return [child.normal() for child in rng.spawn(2)] + [rng.bit_generator.seed_seq.spawn(1)[0].entropy]

    for here, there in ((np.random.default_rng([5, 6]), np.random.default_rng([5, 6])) for _ in range(2)):
        here.spawn(3), there.spawn(3)
        (_, here), (_, there) = here.spawn(2), there.spawn(2)
        expected = draw(here)
        with split(draw=draw) as student:
            assert student["draw"](there) == expected


class CustomError(ValueError):
    """L'erreur d'un étudiant."""


def fail(kind):
    raise {"custom": CustomError("trop petit"), "key": KeyError("W"), "exit": SystemExit(0), "stop": StopIteration()}[
        kind
    ]


@pytest.mark.parametrize(
    ("kind", "expected", "text"),
    [
        ("custom", ValueError, "trop petit"),
        ("key", KeyError, "'W'"),
        ("exit", SystemExit, "0"),
        ("stop", StopIteration, ""),
    ],
)
def test_exception_keeps_its_standard_type_and_its_message(kind, expected, text):
    with split(fail=fail) as student, pytest.raises(expected) as caught:
        student["fail"](kind)
    assert str(caught.value) == text


def test_calls_nest_in_both_directions():
    with split(f=lambda g, n: 1 if n == 0 else n * g(n - 1)) as student:
        f = student["f"]
        assert f(lambda n: f(lambda n: n + 1, n), 3) == 3 * (2 * (1 + 1))


def test_endless_mutual_recursion_ends_with_an_error():
    with split(f=lambda g: g()) as student:
        f = student["f"]
        with pytest.raises(ValueError, match="n'accepte pas cet appel"):
            f(lambda: f(lambda: endless(f)))


def endless(f):
    return f(lambda: endless(f))


def test_a_function_that_warns_answers_even_where_warnings_are_errors():
    def f(x):
        warnings.warn("à revoir", stacklevel=1)
        return np.log(x)

    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        with split(f=f) as student:  # la copie hérite de ces réglages
            assert student["f"](np.zeros(1)) == observe(student["f"], np.zeros(1))[0] == -np.inf
