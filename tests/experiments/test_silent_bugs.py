"""Les fautes que les formes ne voient pas : ce que chaque contrôle en voit, et ce qu'elles coûtent."""

import numpy as np
import pytest

from mlcourse.experiments.silent_bugs import (
    BATCH,
    BUGS,
    PUBLISHED_ERRORS,
    Buggy,
    diagnose,
    feedback_runs,
    make_data,
    make_model,
    training_curves,
)
from mlcourse.model import MultiLayerPerceptron


def test_without_a_bug_the_gradient_is_the_one_of_the_course():
    model, (X, Y) = make_model("correct"), make_data(m=BATCH)
    twin = MultiLayerPerceptron.copy(model)
    expected = MultiLayerPerceptron.backward_propagation(twin, Y, twin.forward_propagation(X)[1])
    found = model.backward_propagation(Y, model.forward_propagation(X)[1])
    np.testing.assert_allclose(found.flat, expected.flat, rtol=1e-12)


def test_each_bug_changes_what_it_names_and_nothing_else():
    X, Y = make_data(m=BATCH)
    found = {}
    for bug in BUGS:
        model = make_model(bug)
        found[bug] = {
            name: g.copy() for name, g in model.backward_propagation(Y, model.forward_propagation(X)[1]).items()
        }
    for name, g in found["correct"].items():
        np.testing.assert_allclose(found["dW"][name], g.T if name.startswith("dW") else g, rtol=1e-12)
        np.testing.assert_allclose(found["1/m"][name], BATCH * g, rtol=1e-12)
        assert np.allclose(found["W"][name], g, rtol=1e-12) == (name in ("dW3", "db3"))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_shapes_see_no_bug_and_the_gradient_check_sees_them_all(seed):
    found = {bug: diagnose(bug, seed) for bug in BUGS}
    assert all(diagnosis.shapes_agree for diagnosis in found.values())
    assert found["correct"].error < 1e-7
    assert all(found[bug].error > 0.1 for bug in BUGS if bug != "correct")


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_only_the_length_betrays_the_forgotten_mean(seed):
    found = diagnose("1/m", seed)
    assert found.angle < 1e-5
    assert found.norm_ratio == pytest.approx(BATCH)
    # |m g - g| / (|m g| + |g|), le même pour tous les tableaux.
    assert found.error == pytest.approx((BATCH - 1) / (BATCH + 1), rel=1e-6)


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("bug", ["dW", "W"])
def test_a_missing_transpose_turns_the_gradient(bug, seed):
    assert diagnose(bug, seed).angle > 30


@pytest.mark.parametrize("bug", ["dW", "W"])
def test_unequal_layers_stop_a_missing_transpose_at_once(bug):
    model = make_model(bug, layer_dims=(8, 6, 5, 3))
    assert isinstance(model, Buggy)
    X, Y = np.ones((8, 4)), np.eye(3)[:, [0, 1, 2, 0]]
    with pytest.raises(ValueError, match=r"shape|matmul|forme"):
        model.backward_propagation(Y, model.forward_propagation(X)[1])


@pytest.fixture(scope="module")
def curves():
    return {
        (rule, alpha): training_curves(rule, alpha, epochs=15)
        for rule, alpha in (("sgd", 0.3), ("sgd", 0.3 / BATCH), ("adam", 0.01))
    }


def final(curves, bug):
    return np.median(curves[bug][:, -1])


def test_adam_hides_the_forgotten_mean_and_gradient_descent_pays_for_it(curves):
    adam, sgd, small = curves["adam", 0.01], curves["sgd", 0.3], curves["sgd", 0.3 / BATCH]
    np.testing.assert_allclose(adam["1/m"], adam["correct"], rtol=1e-3)
    assert final(sgd, "1/m") > 3 * final(sgd, "correct")
    assert 2 < sgd["1/m"].min() < sgd["1/m"].max() < 8
    np.testing.assert_allclose(small["1/m"], sgd["correct"], rtol=1e-9)


def test_a_transposed_gradient_does_not_learn_but_a_wrong_way_back_still_does(curves):
    sgd, start = curves["sgd", 0.3], np.log(8)
    assert final(sgd, "dW") > start
    assert final(sgd, "correct") < final(sgd, "W") < start / 2


@pytest.fixture(scope="module")
def feedback():
    return feedback_runs()


def test_a_random_way_back_learns_as_well_as_the_transpose_and_far_better_than_none(feedback):
    error = {way: np.median(run.error) for way, run in feedback.items()}
    assert PUBLISHED_ERRORS["random"] < PUBLISHED_ERRORS["transpose"]
    assert abs(error["random"] - error["transpose"]) < 1.5
    assert feedback["zero"].error.min() > 2 * max(feedback["random"].error.max(), feedback["transpose"].error.max())


def test_weights_align_with_the_random_way_back(feedback):
    run = feedback["random"]
    assert ((run.start > 75) & (run.start < 105)).all()
    assert (run.angle < 60).all()
    np.testing.assert_allclose(feedback["transpose"].angle, 0, atol=1e-5)
    np.testing.assert_allclose(feedback["zero"].angle, 90)


def test_without_feedback_the_hidden_layer_does_not_move():
    model, (X, Y) = make_model("correct"), make_data(m=BATCH)
    model.feedback = {l: 0 * model.params[f"W{l}"] for l in (2, 3)}
    g = model.backward_propagation(Y, model.forward_propagation(X)[1])
    assert not g["dW1"].any()
    assert g["dW3"].any()
