"""Section 1.4 : un cran de plus vers la gauche, jusqu'aux pixels."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(W1, b1, W2, b2, X, Y):
    """Dérivée de la perte de chaque exemple par rapport à chaque pixel.

    Réseau tanh, puis sigmoïde, et entropie croisée ; X : (n, m), Y : (1, m).
    Rend un tableau de la forme de X.
    """
    A1 = np.tanh(W1 @ X + b1)
    A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
    delta2 = A2 - Y
    # À vous : delta1, puis la récurrence prolongée d'un cran.
    raise NotImplementedError


def solution(W1, b1, W2, b2, X, Y):
    r"""L'entrée n'a pas d'activation à franchir : la récurrence s'arrête à $W^{[1]\top} \delta^{[1]}$. La colonne $i$
    dit à quels pixels l'image $i$ est sensible ; rien n'est moyenné, car aucun pixel n'est partagé par deux images.
    C'est ce gradient que suit celui qui veut tromper un réseau en changeant à peine une image.
    """
    A1 = np.tanh(W1 @ X + b1)
    A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
    delta2 = A2 - Y
    delta1 = (W2.T @ delta2) * (1 - A1**2)
    return W1.T @ delta1


def _network(check):
    rng = check.generator()
    shapes = (4, 6), (4, 1), (1, 4), (1, 1), (6, 5)
    return [*(rng.normal(size=shape) for shape in shapes), rng.integers(0, 2, size=(1, 5))]


def _loss(W1, b1, W2, b2, X, Y):
    z = W2 @ np.tanh(W1 @ X + b1) + b2
    return float(np.sum(np.logaddexp(0, z) - Y * z))


def _value(check):
    W1, b1, W2, b2, X, Y = case = _network(check)
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    error = W2.T @ (1 / (1 + np.exp(-(W2 @ A1 + b2))) - Y)
    mistakes = {
        "la pente de tanh manque : l'erreur doit franchir l'activation": W1.T @ error,
        "la pente est prise en A1 au lieu de Z1": W1.T @ (error * (1 - np.tanh(A1) ** 2)),
        "1/m n'a rien à faire ici : chaque image a ses propres pixels": W1.T @ (error * (1 - A1**2)) / 5,
    }
    check.gradient("le gradient", check.call(*case), lambda X: _loss(W1, b1, W2, b2, X, Y), X, mistakes=mistakes)


def _apart(check):
    *params, X, Y = _network(check)
    whole = check.array("le gradient", check.call(*params, X, Y), X.shape)
    alone = check.array("le gradient", check.call(*params, X[:, :1], Y[:, :1]), (6, 1))
    check.computes(alone, _alone(params, X[:, :1], Y[:, :1]))
    hint = "un lot plus grand ne change pas ce que la perte d'une image doit à ses pixels"
    check.require(np.allclose(whole[:, :1], alone), "le même gradient, seule ou dans un lot", "un autre gradient", hint)


def _alone(params, X, Y):
    W1, b1, W2, b2 = params
    A1 = np.tanh(W1 @ X + b1)
    return W1.T @ (W2.T @ (1 / (1 + np.exp(-(W2 @ A1 + b2))) - Y) * (1 - A1**2))


EXERCISE = Exercise(
    stub,
    solution,
    section="1.4",
    hint=(
        "$\\delta^{[1]}$ s'écrit comme dans {eq}`eq-recurrence`, avec $1 - A^2$ pour pente de tanh. Quelle "
        "matrice a multiplié $X$ à l'aller ?"
    ),
    properties={
        "le gradient est la dérivée de la perte de chaque image par rapport à ses pixels": _value,
        "celui d'une image ne dépend pas des autres images du lot": _apart,
    },
)
