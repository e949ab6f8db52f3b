"""Un problème d'une dimension où Adam va au pire point.

Question : Adam converge-t-il toujours, sur un coût convexe et un domaine borné ?
Source : Reddi, Kale et Kumar (2018), « On the Convergence of Adam and Beyond », section 3,
https://doi.org/10.48550/arXiv.1904.09237 : f_t(x) = C x un pas sur trois, -x les deux autres, x dans [-1, 1],
beta1 = 0, beta2 = 1 / (1 + C^2). Pour C > 2, le minimum de la somme est en -1 ; Adam va en +1.
Montage : C = 4, alpha_t = 0,1 / sqrt(t), départ en 0, 3 000 pas, retour dans le domaine après chacun. Trois règles :
la descente, Adam, et AMSGrad, le remède de l'article, qui garde le plus grand v. Aucun hasard.
Ce qui diffère : rien, que la valeur de C et la durée.
"""

import numpy as np

from mlcourse.rules import adam, sgd

C = 4.0
ALPHA = 0.1
STEPS = 3000


def gradient(t, c=C):
    """Rend le gradient du pas t, compté à partir de 1.

    >>> [gradient(t) for t in (1, 2, 3, 4)]
    [4.0, -1.0, -1.0, 4.0]
    """
    return c if t % 3 == 1 else -1.0


def amsgrad(theta, g, v, largest, *, alpha, beta2, eps=1e-8):
    """AMSGrad sans élan : Adam, dont le diviseur ne peut que grandir."""
    v = beta2 * v + (1 - beta2) * g**2
    largest = np.maximum(largest, v)
    return theta - alpha * g / (np.sqrt(largest) + eps), v, largest


def paths(c=C, *, alpha=ALPHA, steps=STEPS, beta2=None):
    """Rend le chemin de chaque règle : {nom: (steps + 1,)}.

    >>> ends = {name: round(float(path[-1]), 2) for name, path in paths().items()}
    >>> ends["sgd"] < -0.9, ends["adam"] > 0.9, ends["amsgrad"] < -0.9
    (True, True, True)
    """
    beta2 = 1 / (1 + c**2) if beta2 is None else beta2
    zero = np.zeros(1)
    states = {"sgd": (), "adam": (zero, zero), "amsgrad": (zero, zero)}
    found = {name: [zero] for name in states}
    for t in range(1, steps + 1):
        g, rate = np.array([gradient(t, c)]), alpha / np.sqrt(t)
        moved = {
            "sgd": (sgd(found["sgd"][-1], g, alpha=rate),),
            "adam": adam(found["adam"][-1], g, *states["adam"], t=t, alpha=rate, beta1=0.0, beta2=beta2),
            "amsgrad": amsgrad(found["amsgrad"][-1], g, *states["amsgrad"], alpha=rate, beta2=beta2),
        }
        for name, (theta, *state) in moved.items():
            found[name].append(np.clip(theta, -1, 1))
            states[name] = tuple(state)
    return {name: np.array(path)[:, 0] for name, path in found.items()}
