"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def empty_always_right(backward):
    """Tout retour est juste."""
    return "aucune"


def empty_always_unknown(backward):
    """Toute faute est inconnue."""
    return "autre"


def empty_always_the_same(backward):
    """Toujours la même faute."""
    return "1/m"


def empty_drawn(backward, rng=np.random.default_rng(0)):  # noqa: B008 (il tire la suite d'un appel à l'autre)
    """Le nom est tiré au hasard."""
    names = ("aucune", "1/m", "signe", "transposée", "axe", "dérivée", "biais", "autre")
    return str(rng.choice(names))


def empty_right_or_not(backward):
    """Un retour juste est reconnu, mais aucune faute n'a de nom."""
    dA, X, W, b = (np.random.default_rng(0).normal(size=shape) for shape in ((3, 4), (3, 4), (3, 3), (3, 1)))
    dZ = dA * (1 - np.tanh(W @ X + b) ** 2)
    right = W.T @ dZ, dZ @ X.T / 4, dZ.mean(axis=1, keepdims=True)
    same = (a.shape == e.shape and np.allclose(a, e) for a, e in zip(backward(dA, X, W, b), right, strict=True))
    return "aucune" if all(same) else "autre"


def recited_order(backward, calls=[]):  # noqa: B006 (elle se souvient)
    """Les réponses des tests visibles, puis l'alternance d'un retour juste et d'un retour fautif."""
    calls.append(backward)
    return ("1/m", "aucune", "transposée", "aucune")[len(calls) % 4]


def called_gradcheck(backward):
    """Le vérificateur du cours, qui ne dit que juste ou faux."""
    from mlcourse.gradcheck import numerical_gradient, relative_error

    dA, X, W, b = (np.random.default_rng(0).normal(size=shape) for shape in ((3, 4), (3, 4), (3, 3), (3, 1)))
    dX = numerical_gradient(lambda X: np.sum(dA * np.tanh(W @ X + b)), X)
    return "aucune" if relative_error(backward(dA, X, W, b)[0], dX) < 1e-6 else "transposée"
