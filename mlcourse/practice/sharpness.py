"""Section 3.6 : la plus grande courbure d'un coût dont on n'a que le gradient."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(gradient, theta, u, turns):
    """Plus grande courbure du coût en theta, par la puissance itérée.

    gradient(theta) : forme (P,), comme theta ; u : direction de départ, forme (P,).
    """
    h = 1e-5
    # À vous : le produit de la hessienne par u, puis la répétition.
    raise NotImplementedError


def solution(gradient, theta, u, turns):
    r"""Deux gradients par tour, et jamais la hessienne, qui aurait $P^2$ cases. La direction doit être de norme 1
    *avant* la différence : sans quoi le pas réel, $h \lVert u \rVert$, grandirait à chaque tour, et la mesure avec
    lui.
    """
    h = 1e-5
    for _ in range(turns):
        u = u / np.linalg.norm(u)
        Hu = (gradient(theta + h * u) - gradient(theta - h * u)) / (2 * h)
        curvature = u @ Hu
        u = Hu
    return curvature


def _bowl(check):
    """Le gradient d'une cuvette de courbures connues, tournée au hasard ; la plus grande est 40."""
    rng = check.generator()
    Q = np.linalg.qr(rng.normal(size=(5, 5)))[0]
    H = Q @ np.diag([40.0, 12.0, 5.0, 1.0, 0.2]) @ Q.T
    return H, Q @ np.ones(5), rng.normal(size=5)


def _value(check):
    H, u, theta = _bowl(check)
    value = check.number("la courbure", check.call(lambda t: H @ t, theta, 3 * u, 60))
    mistakes = {
        "une différence centrée se divise par 2h": 80.0,
        "u n'est pas de norme 1 : u'Hu est multiplié par le carré de sa norme": 40.0 * 45,
        "c'est la courbure du départ : la direction n'a pas tourné": float(u @ H @ u / 5),
        "c'est la courbure de la direction de départ, multipliée par le carré de sa norme": float(9 * u @ H @ u),
    }
    hint = next((text for text, wrong in mistakes.items() if abs(value / wrong - 1) < 1e-4), "")
    check.require(abs(value / 40 - 1) < 1e-4, "la courbure de la direction la plus raide, 40", f"{value:.4g}", hint)


def _curved(check):
    H, u, theta = _bowl(check)
    # La courbure change ici avec theta : un pas trop long la mesurerait ailleurs.
    value = check.call(lambda t: H @ t + 2e3 * t**3, 0.01 * theta, u, 200)
    right = float(np.linalg.eigvalsh(H + 6e3 * np.diag((0.01 * theta) ** 2)).max())
    hint = (
        "" if abs(value / right - 1) < 0.1 else "la direction est-elle de norme 1, et le pas petit, quand on fait h u ?"
    )
    close = bool(abs(value / right - 1) < 1e-3)
    check.require(close, f"la courbure en theta, {right:.3f}", f"{value:.4g}", hint)


EXERCISE = Exercise(
    stub,
    solution,
    section="3.6",
    hint=(
        "À chaque tour : ramener `u` à la norme 1, mesurer $Hu$ par {eq}`eq-hessien-vecteur`, retenir $u^{\\top} "
        "H u$, puis prendre $Hu$ pour nouvelle direction."
    ),
    properties={
        "sur une cuvette, le résultat est sa plus grande courbure": _value,
        "là où la courbure change, c'est celle du point où l'on est": _curved,
    },
)
