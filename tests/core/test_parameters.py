"""theta et ses vues : une écriture d'un côté se lit toujours de l'autre."""

import copy
import pickle
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse.model import MultiLayerPerceptron

dims = st.lists(st.integers(1, 6), min_size=2, max_size=5)


def network(layer_dims, dtype=np.float64):
    return MultiLayerPerceptron(layer_dims, rng=np.random.default_rng(0), dtype=dtype)


@given(layer_dims=dims)
def test_parameters_cover_theta_exactly_once(layer_dims):
    model = network(layer_dims)
    for k, name in enumerate(model.params):
        model.params[name][...] = k
    sizes = [value.size for value in model.params.values()]
    np.testing.assert_array_equal(model.theta, np.repeat(np.arange(len(sizes)), sizes))
    assert model.theta.size == sum((n_in + 1) * n_out for n_in, n_out in pairwise(layer_dims))


@given(layer_dims=dims)
def test_gradients_have_the_shapes_of_their_parameters_and_cover_g(layer_dims):
    model = network(layer_dims)
    X, Y = np.ones((layer_dims[0], 3)), np.ones((layer_dims[-1], 3))
    grads = model.backward_propagation(Y, model.forward_propagation(X)[1])
    assert {name: grads[f"d{name}"].shape for name in model.params} == model.params.shapes
    np.testing.assert_array_equal(np.concatenate([grad.ravel() for grad in grads.values()]), model.g)
    assert all(np.shares_memory(grad, model.g) for grad in grads.values())


@given(layer_dims=dims, dtype=st.sampled_from([np.float32, np.float64]))
def test_assigning_a_parameter_copies_and_never_detaches_the_view(layer_dims, dtype):
    model = network(layer_dims, dtype)
    view, X = model.params["W1"], np.full((layer_dims[1], layer_dims[0]), 2.0)
    model.params["W1"] = X
    X[:] = 9
    np.testing.assert_array_equal(view, 2)
    model.theta[:] = 5
    assert (model.params["W1"] == 5).all()
    assert (view == 5).all()
    assert model.params["W1"].dtype == dtype


def test_augmented_assignment_reaches_theta():
    model = network([2, 3, 1])
    before = model.theta.copy()
    model.params["W1"] += 1
    model.params["b2"] *= 0
    assert np.count_nonzero(model.theta != before) == 6
    np.testing.assert_allclose(model.theta[:6], before[:6] + 1)


def test_assignment_accepts_a_nested_list():
    model = network([2, 1])
    model.params["W1"] = [[3, 4]]
    np.testing.assert_array_equal(model.params["W1"], [[3.0, 4.0]])


def test_params_behave_like_the_dictionary_of_the_course():
    model = network([3, 2, 1])
    assert list(model.params) == ["W1", "b1", "W2", "b2"]
    assert len(model.params) == 4
    assert "W2" in model.params
    assert "W3" not in model.params
    assert {name: value.shape for name, value in model.params.items()}["b1"] == (2, 1)


def test_reading_an_unknown_name_is_told_in_french_and_stays_a_key_error():
    model = network([3, 2, 1])
    for array, names in ((model.params, "W1, b1, W2, b2"), (model.grads, "dW1, db1, dW2, db2")):
        with pytest.raises(KeyError, match=f"un nom parmi {names} est attendu, reçu 'W9'"):
            array["W9"]
        assert array.get("W9") is None


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_not_finite_is_refused_and_theta_does_not_change(bad):
    model = network([3, 2, 1])
    before = model.theta.tobytes()
    with pytest.raises(ValueError, match="W1 : des nombres finis sont attendus, reçu 1 valeur"):
        model.params["W1"] = [[1, 2, 3], [4, bad, 6]]
    assert model.theta.tobytes() == before


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (np.full((2, 1), 1e300), "b1 : des nombres finis sont attendus, reçu 2"),  # un infini en float32
        ([["a"], ["b"]], "b1 : des nombres réels sont attendus, reçu le type"),
        ([[1], [2, 3]], "b1 : un tableau rectangulaire est attendu"),
        (np.ones((2, 1), complex), "b1 : des nombres réels sont attendus, reçu le type complex"),
    ],
)
def test_what_the_type_of_theta_cannot_hold_is_refused(value, message):
    model = network([3, 2, 1], np.float32)
    with pytest.raises(ValueError, match=message):
        model.params["b1"] = value


DUPLICATES = {
    "model.copy": lambda model: model.copy(),
    "copy.deepcopy": copy.deepcopy,
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),
}


@pytest.mark.parametrize("way", DUPLICATES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_copy_is_equal_independent_and_keeps_its_views_attached(way, dtype):
    model = network([3, 4, 2], dtype)
    twin = DUPLICATES[way](model)
    np.testing.assert_array_equal(twin.theta, model.theta)
    assert twin.theta.dtype == dtype
    before = model.theta.copy()
    twin.theta[:] = 1
    assert (twin.params["W2"] == 1).all()
    twin.params["W1"] = np.full((4, 3), 2)
    assert np.count_nonzero(twin.theta == 2) == 12
    twin.backward_propagation(np.zeros((2, 1)), twin.forward_propagation(np.ones((3, 1)))[1])
    assert twin.g.any()
    assert not model.g.any()
    np.testing.assert_array_equal(model.theta, before)
