"""Le terme d'erreur d'une sigmoïde : juste pour les deux pertes, utile pour une seule."""

import numpy as np
import pytest

from mlcourse.activations import sigmoid
from mlcourse.experiments.error_terms import error_terms


def test_error_terms_are_the_derivatives_of_the_two_losses():
    terms, h = error_terms(n_points=33), 1e-6
    for found, loss in (
        (terms.cross_entropy, lambda z: np.logaddexp(0, z) - z),
        (terms.quadratic, lambda z: 0.5 * (sigmoid(z) - 1) ** 2),
    ):
        np.testing.assert_allclose(found, (loss(terms.z + h) - loss(terms.z - h)) / (2 * h), atol=1e-8)


def test_a_wrong_and_sure_answer_is_corrected_by_one_loss_and_left_by_the_other():
    terms = error_terms()
    assert terms.cross_entropy[0] < -0.99
    assert abs(terms.quadratic[0]) < 0.001


def test_the_squared_error_corrects_most_an_answer_of_one_third():
    terms = error_terms(n_points=10_001)
    steepest = terms.quadratic.argmin()
    assert sigmoid(terms.z[steepest]) == pytest.approx(1 / 3, abs=0.001)
    assert terms.quadratic[steepest] == pytest.approx(-4 / 27, abs=1e-6)
