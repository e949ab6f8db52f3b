"""Section 3.2 : la roue libre, ou ce que vaut une vitesse quand la pente disparaît."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(theta, v, alpha, beta):
    """Où s'arrête la boule de Polyak si tous les gradients sont désormais nuls.

    theta, v : position et vitesse, de même forme.
    Chaque pas fait v = beta * v, puis theta = theta - alpha * v.
    """
    return theta - alpha * v


def solution(theta, v, alpha, beta):
    r"""Les vitesses suivantes sont $\beta v$, $\beta^2 v$, $\beta^3 v$… : leur somme est $\frac{\beta}{1 - \beta} v$,
    soit neuf fois la vitesse pour $\beta = 0{,}9$. Une boule lancée continue donc, sans aucun gradient, bien au-delà
    d'un pas : c'est ce qui la fait dépasser le fond.
    """
    return theta - alpha * v * beta / (1 - beta)


def _case(check):
    rng = check.generator()
    return rng.normal(size=4), rng.normal(size=4), float(rng.uniform(0.01, 0.1)), float(rng.uniform(0.5, 0.95))


def _value(check):
    theta, v, alpha, beta = case = _case(check)
    mistakes = {
        "la première vitesse n'est pas v : le pas la multiplie d'abord par beta": theta - alpha * v / (1 - beta),
        "c'est un seul pas : la vitesse ne s'éteint pas d'un coup": theta - alpha * beta * v,
        "la somme d'une série géométrique divise par 1 - beta": theta - alpha * beta * v * (1 - beta),
        "la boule recule : la descente retranche la vitesse": theta + alpha * v * beta / (1 - beta),
        "alpha manque": theta - v * beta / (1 - beta),
    }
    expected = theta - alpha * v * beta / (1 - beta)
    check.close("la position", check.call(*case), expected, tolerance=1e-9, mistakes=mistakes)


def _rolled(check):
    theta, v, alpha, beta = _case(check)
    value = check.array("la position", check.call(theta, v, alpha, beta), (4,))
    for _ in range(2000):
        v = beta * v
        theta = theta - alpha * v
    gap = float(np.abs(value - theta).max())
    check.require(gap < 1e-9, "la position après deux mille pas sans gradient", f"un écart de {gap:.1e}")


EXERCISE = Exercise(
    stub,
    solution,
    section="3.2",
    hint=(
        "Écrivez les trois premiers pas à la main : de combien chacun déplace-t-il la boule ? Puis $1 + \\beta + "
        "\\beta^2 + \\dots = 1/(1 - \\beta)$."
    ),
    properties={
        "la position finale réunit tous les pas qui suivent": _value,
        "c'est bien là que s'arrête la boule, si on la laisse rouler": _rolled,
    },
)
