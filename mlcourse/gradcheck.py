"""La vérification de gradient : une dérivée calculée contre une dérivée mesurée."""

import numpy as np

from mlcourse._validation import as_float, check_finite, lookup
from mlcourse.parameters import FlatParameters

SCHEMES = {"centered": -1, "forward": 0}  # où se prend le second point, en nombre de pas h


def numerical_gradient(f, x, h=1e-5, scheme="centered"):
    """Mesure le gradient de f en x par différences finies, une composante à la fois.

    Centrée : (f(x + h e_i) - f(x - h e_i)) / 2h, d'erreur en h^2. Avant (`"forward"`) : (f(x + h e_i) - f(x)) / h,
    d'erreur en h.

    Parameters
    ----------
    f : callable
        La fonction : elle prend un tableau de la forme de x et rend un nombre.
    x : array_like
        Le point, de forme quelconque ; il n'est pas modifié.
    h : float
        Le pas, strictement positif.
    scheme : str
        `"centered"` ou `"forward"`.

    Returns
    -------
    ndarray
        Le gradient, de la forme et du type flottant de x.

    Raises
    ------
    ValueError
        Si h n'est pas strictement positif, si x n'est pas fini, si f ne rend pas un nombre ou si le schéma est inconnu.

    Examples
    --------
    >>> numerical_gradient(lambda x: np.sum(x**2), np.array([1.0, -3.0])).round(6)
    array([ 2., -6.])

    References
    ----------
    Section 1.5 du livre. Nocedal et Wright (2006), section 8.1.
    """
    behind = lookup(SCHEMES, scheme, "scheme")
    if not h > 0:
        raise ValueError(f"h : un pas strictement positif est attendu, reçu {h!r}.")
    x = check_finite(as_float(x, "x"), "x")
    gradient = np.zeros(x.shape, x.dtype)
    for i in np.ndindex(x.shape):
        values = []
        for side in (1, behind):
            point = x.copy()
            point[i] += side * h
            values.append(_scalar(f(point)))
        gradient[i] = (values[0] - values[1]) / ((1 - behind) * h)
    return gradient


def _scalar(value):
    if np.ndim(value) != 0:
        raise ValueError(f"f : un nombre est attendu, reçu un tableau de forme {np.shape(value)}.")
    return value


def relative_error(a, n):
    """Écart relatif en norme, ||a - n|| / (||a|| + ||n||) : 0 si les tableaux sont égaux, 1 s'ils sont opposés.

    Un NaN ou un infini donne NaN, qui n'est sous aucun seuil.

    Parameters
    ----------
    a, n : array_like
        Le gradient calculé et le gradient mesuré, de même forme.

    Returns
    -------
    float
        L'écart, entre 0 et 1.

    Raises
    ------
    ValueError
        Si les deux formes diffèrent.

    Examples
    --------
    >>> relative_error(np.array([3.0, 4.0]), np.array([3.0, 4.0]))
    0.0

    References
    ----------
    Section 1.5 du livre.
    """
    a, n = as_float(a), as_float(n)
    if a.shape != n.shape:
        raise ValueError(f"relative_error : deux tableaux de même forme sont attendus, reçu {a.shape} et {n.shape}.")
    scale = np.linalg.norm(a) + np.linalg.norm(n)
    if scale == 0:
        return 0.0
    with np.errstate(invalid="ignore"):
        return float(np.linalg.norm(a - n) / scale)


def gradient_check(model, X, Y, h=1e-5, scheme="centered"):
    """Compare la rétropropagation aux différences finies du coût J, pénalité L2 comprise.

    En float64, avec h = 1e-5 et loin des points anguleux, un gradient juste donne moins de 1e-7 partout. Il en coûte
    deux propagations avant par paramètre : un petit réseau et peu d'exemples suffisent.

    Parameters
    ----------
    model : MultiLayerPerceptron
        Le réseau ; il n'est pas modifié.
    X, Y : array_like
        Exemples (n_0, m) et cibles (n_L, m).
    h : float
        Le pas, strictement positif.
    scheme : str
        `"centered"` ou `"forward"`, comme pour `numerical_gradient`.

    Returns
    -------
    dict of str to float
        Un écart relatif par paramètre, {'W1': ..., 'b1': ...}.

    Raises
    ------
    ValueError
        Si les données ne vont pas avec le réseau, ou si h ou le schéma ne va pas.

    Examples
    --------
    >>> from mlcourse.model import MultiLayerPerceptron
    >>> rng = np.random.default_rng(0)
    >>> model = MultiLayerPerceptron([3, 4, 1], hidden="tanh", rng=rng)
    >>> errors = gradient_check(model, rng.normal(size=(3, 5)), np.array([[0, 1, 1, 0, 1]]))
    >>> max(errors.values()) < 1e-7
    True

    References
    ----------
    Section 1.5 du livre.
    """
    model = model.copy()
    _, cache = model.forward_propagation(X)
    analytic = model.backward_propagation(Y, cache)

    def cost(theta):
        model.theta[:] = theta
        return model.compute_cost(X, Y)

    numeric = FlatParameters(model.params.shapes, numerical_gradient(cost, model.theta.copy(), h, scheme))
    return {name: relative_error(analytic[f"d{name}"], numeric[name]) for name in model.params}
