"""Section 3.2 : ce qu'une moyenne mobile garde de chaque gradient."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(beta, t):
    """Poids des gradients 1 à t dans la moyenne mobile v_t, forme (t,)."""
    return beta ** np.arange(t)


def solution(beta, t):
    r"""Le gradient $k$ pèse $(1 - \beta)\, \beta^{t - k}$ : le dernier pèse le plus. La somme des poids n'est pas 1,
    mais $1 - \beta^t$ : au début, la moyenne est trop petite. C'est ce que corrigera Adam.
    """
    return (1 - beta) * beta ** np.arange(t - 1, -1, -1.0)


def _draw(check):
    rng = check.generator()
    return float(rng.uniform(0.5, 0.95)), int(rng.integers(4, 9))


def _value(check):
    beta, t = _draw(check)
    right = (1 - beta) * beta ** np.arange(t - 1, -1, -1.0)
    mistakes = {
        "l'ordre est renversé : le dernier gradient est le dernier du tableau": right[::-1],
        "le facteur 1 - beta manque": right / (1 - beta),
        "l'ordre est renversé, et le facteur 1 - beta manque": right[::-1] / (1 - beta),
        "l'exposant est trop grand d'un : le dernier gradient pèse 1 - beta": right * beta,
        "la somme des poids a été ramenée à 1, ce que v_t ne fait pas": right / right.sum(),
    }
    check.close("les poids", check.call(beta, t), right, tolerance=1e-9, mistakes=mistakes)


def _run(check):
    beta, t = _draw(check)
    gradients, v = check.generator().normal(size=t), 0.0
    for g in gradients:
        v = beta * v + (1 - beta) * g
    weights = check.array("les poids", check.call(beta, t), (t,))
    found = float(weights @ gradients)
    check.require(abs(found - v) < 1e-9, f"la moyenne mobile de ces gradients, {v:.4f}", f"{found:.4f}")


EXERCISE = Exercise(
    stub,
    solution,
    section="3.2",
    hint=(
        "Lisez {eq}`eq-ema-deroulee` : que vaut l'exposant de $\\beta$ pour $k = t$, le dernier gradient ? et "
        "pour $k = 1$ ?"
    ),
    properties={
        "chaque poids est celui de la somme déroulée": _value,
        "appliqués à une suite de gradients, ils en donnent la moyenne mobile": _run,
    },
)
