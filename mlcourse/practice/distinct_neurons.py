"""Section 2.2 : combien de neurones une couche a-t-elle vraiment ?"""

import numpy as np

from mlcourse.practice._exact import exact
from mlcourse.practice._exercise import Exercise


def stub(W1, b1, W2):
    """Nombre de neurones cachés, chaque groupe de jumeaux ne comptant que pour un.

    W1 : (n, n_0) ; b1 : (n, 1) ; W2 : (n_2, n).
    """
    return len(np.unique(W1, axis=0))


def solution(W1, b1, W2):
    """Deux neurones sont jumeaux si tout leur est commun : ce qui entre, le biais, et ce qui sort. Un seul poids de
    sortie différent, et leurs erreurs diffèrent dès le premier pas : ils se séparent. Un seul de ces trois tableaux ne
    suffit donc pas à les reconnaître.
    """
    return len(np.unique(np.hstack([W1, b1, W2.T]), axis=0))


def _layer(check, twins):
    """Dix neurones tirés au hasard, où chaque couple de `twins` partage les tableaux nommés."""
    rng = check.generator()
    W1, b1, W2 = rng.normal(size=(10, 4)), rng.normal(size=(10, 1)), rng.normal(size=(3, 10))
    for j, k, shared in twins:
        if "W1" in shared:
            W1[k] = W1[j]
        if "b1" in shared:
            b1[k] = b1[j]
        if "W2" in shared:
            W2[:, k] = W2[:, j]
    return W1, b1, W2


def _twins(check):
    layer = _layer(check, [(0, 3, "W1 b1 W2"), (0, 7, "W1 b1 W2"), (1, 2, "W1 b1 W2")])
    exact(check, "le nombre de neurones", check.call(*layer), 7, {"aucun jumeau n'a été reconnu": 10})


def _alike(check):
    layer = _layer(check, [(0, 3, "W1 b1"), (1, 2, "W1 W2"), (4, 5, "b1 W2"), (7, 8, "W1 b1"), (6, 9, "W1 b1 W2")])
    mistakes = {
        "mêmes poids d'entrée ne suffit pas : le biais et la sortie peuvent différer": 6,
        "mêmes poids d'entrée et même biais ne suffisent pas : la sortie peut différer": 7,
        "le biais compte aussi : deux neurones qui ne diffèrent que par lui se séparent": 8,
    }
    exact(check, "le nombre de neurones", check.call(*layer), 9, mistakes)


def _zeros(check):
    rng = check.generator()
    layer = np.zeros((10, 4)), np.zeros((10, 1)), rng.normal(size=(3, 10))
    exact(check, "le nombre de neurones", check.call(*layer), 10, {"des sorties différentes les sépareront": 1})


EXERCISE = Exercise(
    stub,
    solution,
    section="2.2",
    hint=(
        "Rangez tout ce qui définit un neurone sur une ligne, puis comptez les lignes différentes : `np.hstack` "
        "et `np.unique(..., axis=0)`."
    ),
    properties={
        "trois jumeaux ne comptent que pour un": _twins,
        "deux neurones auxquels il manque un seul point commun comptent pour deux": _alike,
        "des poids d'entrée tous nuls ne font pas de jumeaux, si les poids de sortie diffèrent": _zeros,
    },
)
