"""Section 1.5 : le meilleur pas d'une mesure n'est pas celui d'une autre."""

import numpy as np

from mlcourse.practice._exercise import Exercise

_ACCURACY = 1e-6


def stub(f, x):
    """Dérivée seconde de f en x, un nombre, mesurée par trois appels de f."""
    h = 1e-5  # le pas qui convient à une dérivée première
    return (f(x + h) - 2 * f(x) + f(x - h)) / h**2


def solution(f, x):
    r"""L'arrondi est cette fois divisé par $h^2$, et le reste est encore en $h^2$ : l'erreur, $C_1 h^2 + C_2 u / h^2$,
    est la plus petite pour $h \propto u^{1/4} \approx 10^{-4}$. Au pas de la dérivée première, il ne reste que cinq
    chiffres justes ; à $10^{-8}$, aucun.
    """
    h = 1e-4
    return (f(x + h) - 2 * f(x) + f(x - h)) / h**2


def _points(check):
    return [float(x) for x in check.generator().uniform(-1.5, 1.5, size=40)]


def _accurate(check):
    calls = [(x, check.number("la mesure", check.call(lambda x: np.exp(x) + x, x))) for x in _points(check)]
    worst = max(abs(value - np.exp(x)) / np.exp(x) for x, value in calls)
    hint = ""
    if worst > 0.5:
        hint = "la formule est à revoir : ce n'est pas une dérivée seconde"
    elif worst > _ACCURACY:
        hint = "la formule est juste, et le pas ne convient pas : que deviennent le reste et l'arrondi, divisé par h² ?"
    expected = f"quarante mesures justes à {_ACCURACY:.0e} près, en valeur relative"
    check.require(bool(worst <= _ACCURACY), expected, f"un écart relatif de {worst:.0e}", hint)


def _parabola(check):
    c = float(check.generator().uniform(1, 3))
    for x in _points(check)[:10]:
        value = check.number("la mesure", check.call(lambda x: c * x**2 - x, x))
        hint = "le double du centre se retranche des deux bouts" if abs(value - 2 * c) > 0.1 else ""
        check.require(
            abs(value - 2 * c) < 1e-3, f"la dérivée seconde de c x² - x, soit {2 * c:.4f}", f"{value:.4f}", hint
        )


EXERCISE = Exercise(
    stub,
    solution,
    section="1.5",
    hint=(
        "Taylor donne à la formule un reste en $h^2$. L'arrondi de $f$, lui, est divisé par $h^2$ et non plus "
        "par $h$. Refaites le calcul de {eq}`eq-erreur-h`."
    ),
    properties={
        "la dérivée seconde d'une parabole est la bonne": _parabola,
        "celle de exp(x) + x l'est à un millionième près, partout": _accurate,
    },
)
