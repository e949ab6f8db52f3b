"""Section 3.4 : la correction du biais, pour lire une courbe de coût."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(costs, beta):
    """Courbe lissée par une moyenne mobile corrigée : forme (T,), comme costs."""
    v, smooth = 0.0, []
    for cost in costs:
        v = beta * v + (1 - beta) * cost
        smooth.append(v)
    return np.array(smooth)


def solution(costs, beta):
    r"""La moyenne mobile part de 0, et les premières valeurs sont tirées vers lui : la courbe semble monter. Diviser
    par $1 - \beta^t$, la somme des poids, la remet à sa place dès le premier point. C'est la correction d'Adam, et
    celle des outils qui affichent des courbes.
    """
    v, smooth = 0.0, []
    for t, cost in enumerate(costs, start=1):
        v = beta * v + (1 - beta) * cost
        smooth.append(v / (1 - beta**t))
    return np.array(smooth)


def _run(costs, beta, divisor, corrected=False):
    v, smooth = 0.0, []
    for t, cost in enumerate(costs, start=1):
        v = beta * v + (1 - beta) * cost
        smooth.append(v / divisor(t))
        v = smooth[-1] if corrected else v
    return np.array(smooth)


def _value(check):
    costs, beta = check.generator().uniform(0.5, 3, size=7), 0.9
    mistakes = {
        "la correction manque : au début, la moyenne est tirée vers 0": _run(costs, beta, lambda t: 1),
        "t se compte à partir de 1 : le premier point se divise par 1 - beta": _run(
            costs, beta, lambda t: 1 - beta ** (t + 1)
        ),
        "la valeur corrigée se montre, et ne remplace pas v : le pas suivant part de v": _run(
            costs, beta, lambda t: 1 - beta**t, corrected=True
        ),
        "toutes les valeurs sont divisées par 1 - beta : la somme des poids dépend de t": _run(
            costs, beta, lambda t: 1 - beta
        ),
    }
    right = _run(costs, beta, lambda t: 1 - beta**t)
    check.close("la courbe", check.call(costs, beta), right, tolerance=1e-9, mistakes=mistakes)


def _flat(check):
    level = float(check.generator().uniform(0.5, 3))
    value = check.array("la courbe", check.call(np.full(9, level), 0.95), (9,))
    received = f"une courbe de {value[0]:.3f} à {value[-1]:.3f}"
    check.require(np.abs(value - level) < 1e-9, f"une courbe plate, à {level:.3f}", received)


EXERCISE = Exercise(
    stub,
    solution,
    section="3.4",
    hint="Gardez `v` tel quel d'un pas au suivant ; ne corrigez que ce que vous affichez. Le premier point a $t = 1$.",
    properties={
        "chaque point est la moyenne mobile, divisée par la somme de ses poids": _value,
        "une courbe plate reste plate, du premier point au dernier": _flat,
    },
)
