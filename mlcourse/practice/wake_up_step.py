"""Section 3.3 : le pas de RMSProp quand un gradient s'éveille après un silence."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(S, g, k, alpha, beta):
    """Longueur du pas de RMSProp pour un gradient g, après k gradients nuls.

    S : la moyenne des carrés avant le silence. epsilon est négligé.
    """
    return alpha * abs(g) / np.sqrt(S)


def solution(S, g, k, alpha, beta):
    r"""Chaque gradient nul multiplie $S$ par $\beta$ ; puis $g$ y entre avant la division. Le pas croît avec le
    silence, jusqu'à $\alpha / \sqrt{1 - \beta}$ : pour $\beta = 0{,}9$, un paramètre dont les pas valaient $\alpha$ en
    fait un de $3{,}1\, \alpha$ après cinquante gradients nuls.
    """
    S = beta ** (k + 1) * S + (1 - beta) * g**2
    return alpha * abs(g) / np.sqrt(S)


def _case(check, silence):
    rng = check.generator()
    S, g = float(rng.uniform(0.5, 2)), -float(rng.uniform(0.5, 2))
    return S, g, int(rng.integers(*silence)), 0.01, float(rng.uniform(0.7, 0.95))


def _value(check):
    S, g, k, alpha, beta = case = _case(check, (3, 9))
    step = -alpha * g

    def after(S):
        return step / np.sqrt(S)

    kept = beta**k * S
    mistakes = {
        "le silence n'a rien changé : chaque gradient nul multiplie pourtant S par beta": after(
            beta * S + (1 - beta) * g**2
        ),
        "g n'est pas entré dans S : il y entre avant la division": after(kept),
        "le pas du gradient g multiplie S par beta, lui aussi": after(kept + (1 - beta) * g**2),
        "le facteur 1 - beta manque": after(beta * kept + g**2),
        "la racine manque": step / (beta * kept + (1 - beta) * g**2),
    }
    right = after(beta * kept + (1 - beta) * g**2)
    check.close("le pas", check.call(*case), float(right), tolerance=1e-9, mistakes=mistakes)


def _long(check):
    S, g, _, alpha, beta = _case(check, (3, 9))
    bound = alpha / np.sqrt(1 - beta)
    value = check.number("le pas", check.call(S, g, 2000, alpha, beta))
    check.require(abs(value / bound - 1) < 1e-6, f"la borne alpha / √(1 - beta), {bound:.4f}", f"{value:.4f}")


EXERCISE = Exercise(
    stub,
    solution,
    section="3.3",
    hint=(
        "Un gradient nul fait $S \\leftarrow \\beta S$. Après $k$ d'entre eux, appliquez la règle "
        "{eq}`eq-rmsprop` à $g$, mise à jour de $S$ comprise."
    ),
    properties={
        "le pas est celui de la règle, après k gradients nuls": _value,
        "après un très long silence, il atteint sa borne, quel que soit g": _long,
    },
)
