"""Les nombres que donnent les questions du chapitre 1, et ce qu'affirment leurs réponses, chacun contre un calcul."""

from itertools import product

import numpy as np
import pytest

from mlcourse.activations import relu_derivative, sigmoid, softmax, tanh_derivative
from mlcourse.experiments.gradient_check import gradient_errors
from mlcourse.experiments.symmetry import PUBLISHED_SWEEPS, learn_symmetry
from mlcourse.gradcheck import numerical_gradient, relative_error
from mlcourse.model import MultiLayerPerceptron


def cost(*answers):
    """Le coût de réponses dont chacune est la probabilité donnée à la bonne."""
    return np.mean(-np.log(answers))


@pytest.fixture
def network():
    """Un réseau de dimensions toutes différentes, un lot, et leurs gradients."""
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([5, 4, 3, 2], hidden="tanh", output="softmax", loss="cross_entropy", rng=rng)
    return model, rng.normal(size=(5, 7)), np.eye(2)[:, rng.integers(0, 2, size=7)]


def gradients(model, X, Y):
    _, cache = model.forward_propagation(X)
    return {name: array.copy() for name, array in model.backward_propagation(Y, cache).items()}


# --- Ce que l'on minimise ---------------------------------------------------------------------------------------------


def test_one_confident_mistake_outweighs_nine_nearly_perfect_answers():
    assert cost(*[0.9] * 10) == pytest.approx(0.11, abs=0.005)
    assert cost(*[0.999] * 9, 0.001) == pytest.approx(0.69, abs=0.005)
    assert cost(0.9) - cost(0.999) == pytest.approx(0.10, abs=0.005)
    assert cost(0.001) == pytest.approx(6.9, abs=0.05)
    assert np.mean([0.999] * 9 + [0.001]) == pytest.approx(0.9, abs=0.001)


def test_a_batch_given_twice_has_the_same_cost_and_the_same_gradient(network):
    model, X, Y = network
    once, twice = gradients(model, X, Y), gradients(model, np.hstack([X, X]), np.hstack([Y, Y]))
    assert model.compute_cost(np.hstack([X, X]), np.hstack([Y, Y])) == pytest.approx(model.compute_cost(X, Y))
    for name, gradient in once.items():
        np.testing.assert_allclose(twice[name], gradient, atol=1e-15)


def test_a_hundred_times_more_draws_divide_the_usual_gap_by_ten_and_ten_times_more_by_3_2():
    rng = np.random.default_rng(0)
    gaps = [rng.exponential(size=(2000, m)).mean(axis=1).std() for m in (4, 40, 400)]
    assert gaps[0] / gaps[1] == pytest.approx(3.2, rel=0.1)
    assert gaps[0] / gaps[2] == pytest.approx(10, rel=0.1)


def test_the_lowest_cross_entropy_is_not_the_fewest_mistakes():
    assert cost(*[0.51] * 10) == pytest.approx(0.67, abs=0.005)
    assert cost(*[0.999] * 9, 0.4) == pytest.approx(0.09, abs=0.005)


def test_a_clipped_probability_puts_a_ceiling_on_the_loss():
    clipped = [-np.log(1 - np.clip(sigmoid(z), 1e-12, 1 - 1e-12)) for z in (40.0, 50.0)]
    assert clipped[0] == clipped[1] == pytest.approx(12 * np.log(10), abs=0.001)
    assert clipped[0] == pytest.approx(27.6, abs=0.05)
    assert 40 - clipped[0] == pytest.approx(12.4, abs=0.05)


# --- La règle de la chaîne --------------------------------------------------------------------------------------------

B1, W2, B2, Y1 = -0.2, -0.5, 0.1, 1


def chain(w1, x, shortcut=0.0):
    z2 = W2 * np.tanh(w1 * x + B1) + shortcut * x + B2
    return np.logaddexp(0, z2) - Y1 * z2


def test_twice_the_input_and_half_the_weight_double_the_derivative():
    before, after = (numerical_gradient(lambda w, x=x: chain(w, x), w) for w, x in [(0.8, 1.5), (0.4, 3.0)])
    assert after == pytest.approx(2 * before, rel=1e-6)


def test_a_shortcut_adds_its_path_to_the_derivative():
    x, w1, w3 = 1.5, 0.8, 0.7
    a1 = np.tanh(w1 * x + B1)
    delta2 = sigmoid(W2 * a1 + w3 * x + B2) - Y1
    measured = numerical_gradient(lambda x: chain(w1, x, w3), x)
    assert measured == pytest.approx(delta2 * (w3 + W2 * (1 - a1**2) * w1), rel=1e-6)


def test_a_null_input_gives_a_null_derivative_whatever_the_error():
    assert numerical_gradient(lambda w: chain(w, 0.0), 0.8) == 0
    assert chain(0.8, 0.0) > 0.1


def test_the_tangent_is_to_be_believed_for_a_short_step_only():
    def cost_after(alpha):  # le coût t², parti de t = 1, où sa pente vaut 2
        return (1 - alpha * 2) ** 2

    assert cost_after(1) == 1  # quand la tangente promet -3
    assert cost_after(0.01) == pytest.approx(0.96, abs=0.001)


# --- La dernière couche -----------------------------------------------------------------------------------------------


def test_the_squared_error_behind_a_saturated_sigmoid_leaves_almost_no_error_term():
    delta = numerical_gradient(lambda z: 0.5 * (sigmoid(z) - 1) ** 2, -10.0)
    assert sigmoid(-10.0) == pytest.approx(0.00005, abs=0.00001)
    assert delta == pytest.approx(-0.00005, abs=0.00001)


def test_opposite_errors_cancel_in_the_bias_and_in_the_weights_only_if_the_inputs_are_equal():
    delta, A = np.array([[0.3, -0.3]]), np.array([[1.0, 2.0], [0.5, -1.0]])
    np.testing.assert_allclose(delta @ A.T / 2, 0.15 * (A[:, [0]] - A[:, [1]]).T)
    assert np.all(delta @ A[:, [0, 0]].T == 0)
    assert delta.sum() == 0


def test_one_over_m_may_enter_with_the_error_term_in_every_layer(network):
    model, X, Y = network
    _, cache = model.forward_propagation(X)
    right, m = gradients(model, X, Y), X.shape[1]
    delta = (cache["A3"] - Y) / m
    for layer in (3, 2, 1):
        np.testing.assert_allclose(delta @ cache[f"A{layer - 1}"].T, right[f"dW{layer}"], atol=1e-15)
        np.testing.assert_allclose(delta.sum(axis=1, keepdims=True), right[f"db{layer}"], atol=1e-15)
        if layer > 1:
            delta = (model.params[f"W{layer}"].T @ delta) * tanh_derivative(cache[f"Z{layer - 1}"])


def test_the_error_terms_of_softmax_add_up_to_nothing_and_those_of_wrong_classes_are_positive():
    a = softmax(np.array([[1.0], [0.4], [-0.9]]))
    delta = a - np.array([[1.0], [0], [0]])
    assert delta.sum() == pytest.approx(0, abs=1e-15)
    assert np.all(delta[1:] > 0)


def test_flat_targets_agree_with_examples_in_columns_and_spread_with_examples_in_rows():
    A, Y = np.linspace(0, 1, 5)[None, :], np.array([0, 1, 0, 1, 1])
    assert (A - Y).shape == (1, 5)
    assert (A.T - Y).shape == (5, 5)
    # Ce que dit le bilan : une colonne de cibles, avec les exemples en colonnes, s'étale de même.
    assert (A - Y[:, None]).shape == (5, 5)


# --- Les couches internes ---------------------------------------------------------------------------------------------


def test_one_more_step_of_the_recurrence_is_the_derivative_with_respect_to_the_input(network):
    model, X, Y = network
    x, y = X[:, :1], Y[:, :1]
    _, cache = model.forward_propagation(x)
    delta = cache["A3"] - y
    for layer in (3, 2):
        delta = (model.params[f"W{layer}"].T @ delta) * tanh_derivative(cache[f"Z{layer - 1}"])
    measured = numerical_gradient(lambda x: model.compute_cost(x, y), x)
    np.testing.assert_allclose(model.params["W1"].T @ delta, measured, atol=1e-9)


def test_a_silent_relu_leaves_in_place_the_weights_on_both_its_sides():
    model = MultiLayerPerceptron([3, 4, 1], rng=np.random.default_rng(0))
    x = np.ones((3, 1))
    model.params["b1"][2] = -100
    grads = gradients(model, x, np.ones((1, 1)))
    assert np.all(grads["dW1"][2] == 0)
    assert grads["db1"][2] == 0
    assert grads["dW2"][0, 2] == 0
    assert np.any(grads["dW2"] != 0)


def test_the_slope_of_tanh_sigmoid_and_relu_is_read_in_their_answer_and_not_that_of_a_sine():
    z = np.linspace(-3, 3, 61)
    np.testing.assert_allclose(1 - np.tanh(z) ** 2, tanh_derivative(z), atol=1e-15)
    np.testing.assert_array_equal(np.maximum(z, 0) > 0, relu_derivative(z) == 1)
    assert np.sin(np.pi) == pytest.approx(np.sin(0))
    assert np.cos([0, np.pi]).tolist() == [1, -1]


def test_twin_neurons_stay_twins():
    rng = np.random.default_rng(0)
    model = MultiLayerPerceptron([3, 4, 2], hidden="tanh", output="softmax", loss="cross_entropy", rng=rng)
    X, Y = rng.normal(size=(3, 6)), np.eye(2)[:, rng.integers(0, 2, size=6)]
    model.params["W1"][1], model.params["W2"][:, 1] = model.params["W1"][0], model.params["W2"][:, 0]
    start = model.params["W1"].copy()
    for _ in range(50):
        model.update_parameters(gradients(model, X, Y), learning_rate=0.3)
    np.testing.assert_allclose(model.params["W1"][1], model.params["W1"][0], atol=1e-12)
    np.testing.assert_allclose(model.params["W2"][:, 1], model.params["W2"][:, 0], atol=1e-12)
    assert np.abs(model.params["W1"] - start).max() > 0.1


def test_a_forgotten_transpose_hides_behind_a_symmetric_matrix_and_not_behind_a_rotation():
    rotation, delta = np.array([[0.6, -0.8], [0.8, 0.6]]), np.array([1.0, 0.5])
    np.testing.assert_allclose(rotation.T @ rotation, np.eye(2), atol=1e-15)
    assert not np.allclose(rotation @ delta, rotation.T @ delta)
    symmetric = rotation + rotation.T
    np.testing.assert_array_equal(symmetric @ delta, symmetric.T @ delta)


# --- L'algorithme complet ---------------------------------------------------------------------------------------------


def early_update(model, X, Y, alpha):
    """Les gradients d'un retour qui met chaque couche à jour avant de remonter."""
    _, cache = model.forward_propagation(X)
    grads, delta = {}, cache["A3"] - Y
    for layer in (3, 2, 1):
        grads[f"dW{layer}"] = delta @ cache[f"A{layer - 1}"].T / X.shape[1]
        moved = model.params[f"W{layer}"] - alpha * grads[f"dW{layer}"]
        if layer > 1:
            delta = (moved.T @ delta) * tanh_derivative(cache[f"Z{layer - 1}"])
    return grads


def test_an_early_update_spoils_every_layer_below_in_proportion_to_the_rate(network):
    right = gradients(*network)
    errors = {
        alpha: [relative_error(early_update(*network, alpha)[f"dW{layer}"], right[f"dW{layer}"]) for layer in (3, 2, 1)]
        for alpha in (0.1, 0.01)
    }
    for large, small in list(zip(errors[0.1], errors[0.01], strict=True))[1:]:
        assert small > 1e-5
        assert large / small == pytest.approx(10, rel=0.2)
    assert errors[0.1][0] < 1e-14


def test_the_relative_error_names_a_factor_two_a_sign_and_two_gradients_without_relation():
    rng = np.random.default_rng(0)
    g, other = rng.normal(size=(2, 10_000))
    assert relative_error(2 * g, g) == relative_error(0.5 * g, g) == pytest.approx(1 / 3)
    assert relative_error(-g, g) == pytest.approx(1)
    assert relative_error(other, g) == pytest.approx(np.sqrt(2) / 2, abs=0.01)
    spoiled = g.copy()
    spoiled[0] = 1e4
    assert relative_error(spoiled, g) > 0.95


def test_a_forward_difference_at_1e_5_judges_a_right_gradient_wrong():
    (curve,) = gradient_errors(["forward"], ["float64"], h=np.array([1e-5]))
    assert 1e-6 < curve.best[1] < 1e-4
    assert np.finfo(float).eps / 1e-5 == pytest.approx(2e-11, rel=0.2)


# --- Fondements -------------------------------------------------------------------------------------------------------


def accidents(sizes):
    """Les motifs dissymétriques, donnés par les différences de leurs trois paires, que ces grandeurs ne voient pas."""
    return [d for d in product((-1, 0, 1), repeat=3) if any(d) and abs(np.dot(d, sizes)) < 1e-12]


def test_one_two_three_takes_two_patterns_for_symmetric_and_the_others_none():
    # Une différence de +1 ou de -1 ne vient que d'un état de sa paire : une telle suite est celle d'un seul motif.
    assert accidents((1, 2, 3)) == [(-1, -1, 1), (1, 1, -1)]
    assert accidents((1, 2, 4)) == accidents((1, 1.5, 4)) == []


def test_no_threshold_tells_whether_two_points_agree():
    grid = np.linspace(-2, 2, 17)
    for w1, w2, b in product(grid, repeat=3):
        agree, differ = (b, w1 + w2 + b), (w1 + b, w2 + b)
        assert not (min(agree) > 0 > max(differ))
        assert not (max(agree) < 0 < min(differ))


def test_always_no_is_right_on_56_patterns_of_64():
    patterns = np.array(list(product((0, 1), repeat=6)))
    symmetric = np.all(patterns == patterns[:, ::-1], axis=1)
    assert (symmetric.size, symmetric.sum()) == (64, 8)
    assert 100 * np.mean(~symmetric) == 87.5


def test_twice_the_published_number_of_sweeps_is_within_our_own_spread():
    sweeps = [run.sweeps for run in learn_symmetry(seeds=range(12)) if run.solved]
    assert max(sweeps) > 2 * PUBLISHED_SWEEPS
    assert max(sweeps) / min(sweeps) > 6.5
