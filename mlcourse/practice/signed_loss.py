"""Section 1.1 : la même perte, quand les étiquettes valent plus ou moins un."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(z, s):
    """Perte de chaque exemple, de logit z et d'étiquette s (+1 ou -1)."""
    a = 1 / (1 + np.exp(-s * z))  # la probabilité de la bonne réponse
    return -np.log(a)


def solution(z, s):
    r"""Comme $1 - \sigma(z) = \sigma(-z)$, la bonne réponse a la probabilité $\sigma(s z)$ dans les deux cas, et la
    perte est $-\log \sigma(sz) = \log(1 + e^{-sz})$ : un seul terme, une seule exponentielle, que `np.logaddexp` tient
    à l'abri du débordement.
    """
    return np.logaddexp(0, -s * z)


def _draw(check, shift):
    """Des logits d'au moins `shift`, des deux signes, et les deux étiquettes pour chacun."""
    z = np.array([[1.0, -1.0, 1.0, -1.0]]) * (shift + check.generator().uniform(0.5, 3, size=(1, 4)))
    return np.hstack([z, z]), np.repeat([[1.0, -1.0]], 4, axis=1)


def _value(check):
    z, s = _draw(check, 0)
    expected = np.logaddexp(0, z) - (1 + s) / 2 * z
    mistakes = {
        "s vaut +1 ou -1, et y vaut 1 ou 0 : la formule du livre attend y": np.logaddexp(0, z) - s * z,
        "c'est la perte de la réponse contraire : revoyez le signe dans l'exponentielle": np.logaddexp(0, s * z),
        "l'étiquette n'y entre pas": np.logaddexp(0, -z),
    }
    check.close("la perte", check.call(z, s), expected, tolerance=1e-9, mistakes=mistakes)


def _far(check):
    z, s = _draw(check, 1000)
    expected = np.maximum(0, -s * z)
    check.close("la perte", check.call(z, s), expected, tolerance=1e-9)


EXERCISE = Exercise(
    stub,
    solution,
    section="1.1",
    hint=(
        "Écrivez $-\\log \\sigma(sz)$ sans $\\sigma$, comme le fait la page : il ne doit rester qu'un $\\log(1 + "
        "e^{\\dots})$, et `np.logaddexp(0, u)` le calcule."
    ),
    properties={
        "la perte est celle du livre, où y vaut 1 si s = +1 et 0 si s = -1": _value,
        "elle reste juste pour des logits de mille, d'un côté comme de l'autre": _far,
    },
)
