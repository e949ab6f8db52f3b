"""Section 3.3 : Adagrad sans boucle, pour voir que sa mémoire est une somme."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(gradients, alpha):
    """Suite des positions d'Adagrad, parti de 0, sans epsilon.

    gradients : forme (T, n), un par pas, aucun nul ; rend un tableau de même forme.
    """
    S = np.sum(gradients**2, axis=0)  # toute la mémoire, dès le premier pas ?
    return -alpha * np.cumsum(gradients / np.sqrt(S), axis=0)


def solution(gradients, alpha):
    """La mémoire $S_t$ est la somme des carrés *jusqu'au pas t*, que donne `np.cumsum`. Les premiers pas valent donc
    `alpha`, quelle que soit la taille du gradient, et multiplier une colonne par mille n'y change rien : l'échelle
    s'efface.
    """
    S = np.cumsum(gradients**2, axis=0)
    return -alpha * np.cumsum(gradients / np.sqrt(S), axis=0)


def _gradients(check):
    rng = check.generator()
    return rng.uniform(0.5, 2, size=(6, 3)) * rng.choice([-1.0, 1.0], size=(6, 3))


def _path(G, S):
    return -0.1 * np.cumsum(G / S, axis=0)


def _value(check):
    G = _gradients(check)
    squares = np.cumsum(G**2, axis=0)
    mistakes = {
        "S réunit des gradients qui ne sont pas encore venus": _path(G, np.sqrt(np.sum(G**2, axis=0))),
        "la racine de S manque": _path(G, squares),
        "ce sont les pas : une position est la somme des pas qui y mènent": -0.1 * G / np.sqrt(squares),
        "la descente retranche : le signe est opposé": -_path(G, np.sqrt(squares)),
        "S est une somme, non une moyenne": _path(G, np.sqrt(squares / np.arange(1, 7)[:, None])),
    }
    check.close("les positions", check.call(G, 0.1), _path(G, np.sqrt(squares)), tolerance=1e-9, mistakes=mistakes)


def _scale(check):
    G = _gradients(check)
    scale = np.array([1e-3, 1.0, 1e3])
    first, second = (check.array("les positions", check.call(g, 0.1), (6, 3)) for g in (G, G * scale))
    check.computes(first, _path(G, np.sqrt(np.cumsum(G**2, axis=0))))
    hint = "chaque composante a sa propre somme"
    check.require(np.allclose(first, second), "les mêmes positions, quelles que soient les unités", "d'autres", hint)


EXERCISE = Exercise(
    stub,
    solution,
    section="3.3",
    hint=(
        "`np.cumsum(..., axis=0)` donne, ligne après ligne, la somme des lignes déjà lues. Il en faut deux : une "
        "pour $S$, une pour les positions."
    ),
    properties={
        "chaque position est celle où arrive la règle": _value,
        "multiplier une composante de tous les gradients ne change rien": _scale,
    },
)
