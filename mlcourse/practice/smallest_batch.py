"""Section 3.1 : combien d'exemples suffisent, quand on les tire sans remise d'un ensemble fini."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(variance, N, target):
    """Plus petit lot, tiré sans remise parmi N, de variance target au plus.

    variance : celle d'un seul gradient, sigma² ; rend un entier de 1 à N.
    """
    return int(np.ceil(variance / target))  # la formule du tirage avec remise


def solution(variance, N, target):
    r"""De $\frac{\sigma^2}{m} \cdot \frac{N - m}{N - 1} \leq c$, on tire $m \geq \frac{N \sigma^2}{c (N - 1) +
    \sigma^2}$. Sur un petit ensemble, c'est bien moins que $\sigma^2 / c$, qui peut même dépasser $N$ : ne pas retirer
    deux fois le même exemple en dit davantage. Quand $N$ est immense, les deux se rejoignent.
    """
    return int(np.ceil(N * variance / (target * (N - 1) + variance)))


def _variance(m, variance, N):
    return variance / m * (N - m) / (N - 1)


def _case(check, low, high):
    rng = check.generator()
    N, variance = int(rng.integers(low, high)), float(rng.uniform(2, 5))
    target = variance / float(rng.uniform(20, 60))
    m = check.call(variance, N, target)
    whole = isinstance(m, int | np.integer)
    check.require(whole, "m, un nombre entier", f"{m!r}", "int(np.ceil(x)) arrondit vers le haut")
    return variance, N, target, int(m)


def _enough(check):
    variance, N, target, m = _case(check, 40, 90)
    check.require(
        1 <= m <= N,
        f"un lot de 1 à {N} exemples",
        f"{m} exemples",
        "un lot tiré sans remise n'en a pas plus que l'ensemble",
    )
    found = _variance(m, variance, N)
    check.require(found <= target * (1 + 1e-9), f"une variance de {target:.4f} au plus", f"{found:.4f} pour m = {m}")


def _no_more(check):
    for low, high in ((40, 90), (1000, 2000), (10**6, 10**7)):
        variance, N, target, m = _case(check, low, high)
        smaller = _variance(m - 1, variance, N) if m > 1 else np.inf
        hint = "c'est la taille d'un lot tiré avec remise" if m == int(np.ceil(variance / target)) else ""
        found = f"m = {m}, or m = {m - 1} suffisait"
        check.require(bool(smaller > target), f"le plus petit lot, parmi {N} exemples", found, hint)


EXERCISE = Exercise(
    stub,
    solution,
    section="3.1",
    hint=(
        "Partez de {eq}`eq-variance-sans-remise`, qui doit valoir `target` au plus, et isolez $m$ ; puis "
        "arrondissez vers le haut."
    ),
    properties={
        "la variance du gradient d'un tel lot est au plus target": _enough,
        "un exemple de moins ne suffirait pas": _no_more,
    },
)
