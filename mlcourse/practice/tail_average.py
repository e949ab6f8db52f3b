"""Section 3.1 : moyenner les positions, au lieu de garder la dernière."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(gradient, theta, alpha, steps):
    """Moyenne des positions de la seconde moitié d'une descente.

    gradient(theta) : un gradient bruité ; steps : un nombre pair de pas.
    Sont moyennées les positions qui suivent les pas steps/2 + 1 à steps.
    """
    for _ in range(steps):
        theta = theta - alpha * gradient(theta)
    return theta  # la dernière position


def solution(gradient, theta, alpha, steps):
    """Les positions tremblent autour du minimum et se corrigent l'une l'autre ; leur moyenne tremble bien moins, sans
    que le taux ait baissé. La première moitié, qui descend encore, n'y entre pas : elle tirerait la moyenne vers le
    départ.
    """
    total = np.zeros_like(theta)
    for step in range(steps):
        theta = theta - alpha * gradient(theta)
        if step >= steps // 2:
            total = total + theta
    return total / (steps // 2)


def _noisy(rng, steps):
    """Un gradient bruité de la cuvette theta²/2, et le bruit de chaque pas."""
    noise = rng.normal(size=(steps, 3))
    calls = iter(noise)

    def gradient(theta):
        return theta + next(calls)

    return gradient, noise


def _positions(theta, noise, alpha):
    found = []
    for xi in noise:
        theta = theta - alpha * (theta + xi)
        found.append(theta)
    return np.array(found)


def _value(check):
    rng = check.generator()
    steps = 2 * int(rng.integers(4, 9))
    gradient, noise = _noisy(rng, steps)
    start = rng.normal(size=3)
    path = _positions(start, noise, 0.3)
    before = np.vstack([start, path])[:-1]
    mistakes = {
        "c'est la dernière position, non une moyenne": path[-1],
        "la première moitié est comptée aussi : elle garde la trace du départ": path.mean(axis=0),
        "une position se compte après son pas, et non avant": before[steps // 2 :].mean(axis=0),
        "la somme se divise par le nombre de positions qu'elle réunit": path[steps // 2 :].sum(axis=0) / steps,
    }
    value = check.call(gradient, start, 0.3, steps)
    check.close("la moyenne", value, path[steps // 2 :].mean(axis=0), tolerance=1e-9, mistakes=mistakes)


def _calmer(check):
    rng = check.generator()
    gradient, noise = _noisy(rng, 2000)
    value = check.array("la moyenne", check.call(gradient, np.full(3, 10.0), 0.5, 2000), (3,))
    last = _positions(np.full(3, 10.0), noise, 0.5)
    spread = float(np.sqrt(np.mean(last[1000:] ** 2)))
    worst = float(np.abs(value).max())
    expected = f"une moyenne à moins de {spread / 2:.2f} du minimum, quand les positions s'en écartent de {spread:.2f}"
    check.require(worst < spread / 2, expected, f"un écart de {worst:.2f}")


EXERCISE = Exercise(
    stub,
    solution,
    section="3.1",
    hint="Gardez une somme, à laquelle chaque pas de la seconde moitié ajoute la position où il arrive.",
    properties={
        "le résultat est la moyenne des positions de la seconde moitié": _value,
        "elle est bien plus près du minimum que les positions qu'elle réunit": _calmer,
    },
)
