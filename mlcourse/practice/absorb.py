"""Section 2.3 : une normalisation n'ajoute rien au réseau, elle tient déjà dans sa première couche."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(W, b, mean, std):
    """Couche (W, b) qui fait, des entrées brutes, ce qu'on faisait des normalisées.

    W : (n, n_0) ; b : (n, 1) ; mean, std : (n_0, 1), std sans zéro.
    """
    return W / std.T, b - W @ mean


def solution(W, b, mean, std):
    r"""$W \frac{x - \mu}{s} + b = (W / s^{\top})\, x + \bigl(b - (W / s^{\top})\, \mu\bigr)$ : la moyenne est
    multipliée par les *nouveaux* poids. Le réseau livré n'a donc plus à porter $\mu$ et $s$ à côté de lui, et l'on ne
    peut plus oublier de normaliser. Les fonctions possibles sont les mêmes : seule la descente voyait la différence.
    """
    new = W / std.T
    return new, b - new @ mean


def _case(check):
    rng = check.generator()
    return rng.normal(size=(3, 4)), rng.normal(size=(3, 1)), rng.normal(size=(4, 1)), rng.uniform(2, 9, size=(4, 1))


def _weights(check):
    W, _, _, std = case = _case(check)
    mistakes = {"chaque colonne se divise par l'écart type, au lieu d'en être multipliée": W * std.T}
    check.close("W", check.call(*case)[0], W / std.T, tolerance=1e-9, mistakes=mistakes)


def _bias(check):
    W, b, mean, std = case = _case(check)
    new = W / std.T
    mistakes = {
        "la moyenne se divise par l'écart type, elle aussi : les nouveaux poids la multiplient": b - W @ mean,
        "le signe est opposé : la moyenne se retranche": b + new @ mean,
        "le biais ne bouge pas : la moyenne n'est nulle nulle part": b,
    }
    check.close("b", check.call(*case)[1], b - new @ mean, tolerance=1e-9, mistakes=mistakes)


def _same(check):
    W, b, mean, std = case = _case(check)
    X = mean + std * check.generator().normal(size=(4, 6))
    new_W, new_b = check.call(*case)
    new_W, new_b = check.array("W", new_W, (3, 4)), check.array("b", new_b, (3, 1))
    gap = float(np.abs(new_W @ X + new_b - (W @ ((X - mean) / std) + b)).max())
    check.require(gap < 1e-9, "les mêmes logits que sur les entrées normalisées", f"un écart de {gap:.1e}")


EXERCISE = Exercise(
    stub,
    solution,
    section="2.3",
    hint="Développez $W (x - \\mu)/s + b$. Ce qui multiplie $x$ est le nouveau $W$ ; que vaut le reste ?",
    properties={
        "les nouveaux poids sont les anciens, à l'échelle des entrées brutes": _weights,
        "le nouveau biais tient compte de la moyenne": _bias,
        "les deux couches donnent les mêmes logits": _same,
    },
    returns=("W", "b"),
)
