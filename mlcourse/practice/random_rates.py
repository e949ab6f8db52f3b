"""Section 3.7 : tirer des taux au hasard, autant par facteur de dix."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(low, high, n, rng):
    """Rend n taux tirés entre low et high, autant par facteur de dix.

    rng : un générateur, seule source de hasard.
    """
    return rng.uniform(low, high, size=n)


def solution(low, high, n, rng):
    """C'est l'exposant que l'on tire, et non le taux. Entre 0,001 et 1, un tirage uniforme met neuf taux sur dix
    au-dessus de 0,1, et n'en essaie presque aucun de petit ; celui-ci en met un tiers par facteur de dix.
    """
    return np.exp(rng.uniform(np.log(low), np.log(high), size=n))


def _draw(check, low, high, n=3000):
    seed = int(check.generator().integers(2**32))
    rates = check.array("les taux", check.call(low, high, n, np.random.default_rng(seed)), (n,))
    return rates, seed


def _spread(check):
    rates, _ = _draw(check, 1e-3, 1.0)
    shares = [float(np.mean((rates >= 10.0**k) & (rates < 10.0 ** (k + 1)))) for k in (-3, -2, -1)]
    hint = ""
    if shares[-1] > 0.8:
        hint = "c'est le taux que l'on a tiré uniformément : tirez plutôt son exposant"
    check.require(
        all(abs(share - 1 / 3) < 0.05 for share in shares),
        "un tiers des taux dans chaque facteur de dix, de 0,001 à 1",
        f"des parts de {', '.join(f'{share:.2f}' for share in shares)}",
        hint,
    )


def _bounds(check):
    rates, _ = _draw(check, 0.02, 5.0)
    inside = bool(rates.min() >= 0.02 * (1 - 1e-12) and rates.max() <= 5.0 * (1 + 1e-12))
    received = f"des taux de {rates.min():.3g} à {rates.max():.3g}"
    check.require(inside, "des taux de 0,02 à 5", received, "exp défait log, et 10** défait log10")
    middle = float(np.mean(rates < np.sqrt(0.02 * 5)))
    check.require(
        abs(middle - 0.5) < 0.05, "la moitié des taux sous la moyenne géométrique", f"une part de {middle:.2f}"
    )


def _seeded(check):
    rates, seed = _draw(check, 0.01, 1.0, 5)
    again = check.call(0.01, 1.0, 5, np.random.default_rng(seed))
    other = check.call(0.01, 1.0, 5, np.random.default_rng(seed + 1))
    check.require(
        np.array_equal(rates, again),
        "les mêmes taux pour la même graine",
        "d'autres",
        "rng est la seule source de hasard",
    )
    check.require(
        not np.array_equal(rates, other), "d'autres taux pour une autre graine", "les mêmes", "tirez avec rng"
    )


EXERCISE = Exercise(
    stub,
    solution,
    section="3.7",
    hint="Tirez uniformément entre le logarithme de `low` et celui de `high`, puis revenez aux taux.",
    properties={
        "chaque facteur de dix reçoit autant de taux": _spread,
        "les taux vont de low à high, moitié au-dessous de leur moyenne géométrique": _bounds,
        "ils ne dépendent que du générateur reçu": _seeded,
    },
)
