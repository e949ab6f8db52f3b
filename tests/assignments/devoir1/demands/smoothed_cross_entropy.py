"""D'autres solutions fautives (`wrong_`), des plus courantes."""

import numpy as np


def _log_softmax(Z):
    shifted = Z - Z.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))


def _smoothed(Y, smoothing):
    return (1 - smoothing) * Y + smoothing / len(Y)


def wrong_number_of_classes_as_m(Z, Y, smoothing):
    """m est lu sur l'axe 0, qui compte les classes.

    Perd : cost
    Entraîne : extreme_logits
    """
    m = Z.shape[0]
    log_A = _log_softmax(Z)
    return -np.sum(_smoothed(Y, smoothing) * log_A) / m, np.exp(log_A) - _smoothed(Y, smoothing)


def wrong_decimal_logarithm(Z, Y, smoothing):
    """Le logarithme de la perte est décimal.

    Perd : cost
    Entraîne : extreme_logits
    """
    log_A = _log_softmax(Z)
    return -np.mean(np.sum(_smoothed(Y, smoothing) * log_A / np.log(10), axis=0)), np.exp(log_A) - _smoothed(
        Y, smoothing
    )


def wrong_term_added_to_the_probabilities(Z, Y, smoothing):
    """1e-8 s'ajoute aux probabilités avant le logarithme.

    Perd : cost
    Entraîne : extreme_logits
    """
    A = np.exp(_log_softmax(Z))
    return -np.sum(_smoothed(Y, smoothing) * np.log(A + 1e-8)) / Z.shape[1], A - _smoothed(Y, smoothing)
