"""L'entropie croisée binaire : où la formule naïve devient infinie, et où elle dit vrai."""

import numpy as np

from mlcourse.experiments.stability import loss_curves, naive_binary_cross_entropy


def test_naive_cross_entropy_is_infinite_where_the_stable_one_is_the_logit():
    _, negative = loss_curves(start=-40, stop=40, n_points=161)
    infinite = np.isinf(negative.naive)
    np.testing.assert_array_equal(infinite, negative.z > 36.7)
    np.testing.assert_allclose(negative.stable[infinite], negative.z[infinite], rtol=1e-12)


def test_both_forms_agree_where_the_sigmoid_is_far_from_saturated():
    for curves in loss_curves(start=-8, stop=8, n_points=33):
        np.testing.assert_allclose(curves.naive, curves.stable, rtol=1e-10)


def test_naive_form_raises_no_warning_at_the_bounds():
    assert np.isposinf(naive_binary_cross_entropy(np.array([0.0]), 1))
    assert np.isposinf(naive_binary_cross_entropy(np.array([1.0]), 0))
