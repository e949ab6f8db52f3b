"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def empty_uniform(Z, Y, smoothing):
    """Une réponse plausible qui ne lit pas Z : la moyenne en est juste, et ses colonnes sont de somme nulle."""
    return np.log(len(Y)), 1 / len(Y) - Y


def called_loss(Z, Y, smoothing):
    """La perte et la sortie du cours, à qui l'on donne des cibles lissées."""
    from mlcourse.activations import softmax
    from mlcourse.losses import cross_entropy

    targets = (1 - smoothing) * Y + smoothing / len(Y)
    return cross_entropy(Z, targets), softmax(Z) - targets
