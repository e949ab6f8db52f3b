"""Section 2.4 : éteindre au hasard, sans changer ce que la couche suivante attend en moyenne."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(A, p, rng):
    """Dropout : rend (dropped, mask), de la forme de A.

    Chaque activation est gardée avec la probabilité p. `mask` est ce par quoi A
    a été multiplié : le retour s'en servira.
    """
    mask = rng.random(A.shape) < p
    return A * mask, mask


def solution(A, p, rng):
    r"""Diviser par $p$ ce qui reste garde l'espérance, et l'usage n'a plus qu'à ne rien éteindre. Le masque porte cette
    division : au retour, l'erreur est multipliée par lui, et par rien d'autre. Le carré moyen, lui, est divisé par
    $p$, et c'est le piège de la page.
    """
    mask = (rng.random(A.shape) < p) / p
    return A * mask, mask


def _drawn(check, p):
    rng = check.generator()
    A = rng.uniform(0.5, 2, size=(40, 60))
    dropped, mask = check.call(A, p, np.random.default_rng(int(rng.integers(2**32))))
    return A, check.array("dropped", dropped, A.shape), check.array("mask", np.asarray(mask, dtype=float), A.shape)


def _mean(check):
    A, dropped, _ = _drawn(check, 0.8)
    ratio = float(dropped.sum() / A.sum())
    hint = ""
    if abs(ratio - 0.8) < 0.05:
        hint = "ce qui reste n'a pas été divisé par p : en moyenne, le signal a perdu la part éteinte"
    elif abs(ratio - 0.25) < 0.05:
        hint = "p est la probabilité de garder, et non d'éteindre"
    check.require(abs(ratio - 1) < 0.05, "la même somme, en moyenne", f"{ratio:.2f} fois la somme", hint)


def _values(check):
    A, dropped, mask = _drawn(check, 0.8)
    check.require(np.allclose(dropped, A * mask), "dropped = A * mask", "autre chose", "mask porte la division par p")
    kept = mask > 0
    share = float(np.mean(kept))
    hint = "p est la probabilité de garder, et non d'éteindre" if abs(share - 0.2) < 0.05 else ""
    check.require(abs(share - 0.8) < 0.05, "80 % d'activations gardées, pour p = 0,8", f"{100 * share:.0f} %", hint)
    check.require(np.allclose(mask[kept], 1 / 0.8), "un masque qui vaut 0 ou 1/p", f"une valeur de {mask[kept][0]:.3g}")


def _each(check):
    _, _, mask = _drawn(check, 0.5)
    rows, columns = np.std(mask.mean(axis=1)), np.std(mask.mean(axis=0))
    hint = "un seul tirage sert à toute une ligne, ou à toute une colonne : tirez un tableau de la forme de A"
    apart = bool(0 < rows < 0.35 and 0 < columns < 0.35)
    check.require(apart, "un tirage par activation", "des activations éteintes ensemble", hint)


EXERCISE = Exercise(
    stub,
    solution,
    section="2.4",
    hint=(
        "Comparez la somme de `A` et celle de ce que rend le code de départ, pour $p = 1/2$. Où mettre la "
        "division, pour que le retour l'ait aussi ?"
    ),
    properties={
        "le signal garde la même grandeur en moyenne": _mean,
        "le masque vaut 0 ou 1/p, et c'est lui qui multiplie A": _values,
        "chaque activation a son propre tirage": _each,
    },
    returns=("dropped", "mask"),
)
