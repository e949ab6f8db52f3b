"""La vérification de gradient : une dérivée calculée contre une dérivée mesurée."""

import numpy as np

from mlcourse._validation import as_float, check_callable, check_finite, check_instance, check_number, lookup
from mlcourse.model import MultiLayerPerceptron
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
        Le pas, strictement positif et fini.
    scheme : str
        `"centered"` ou `"forward"`.

    Returns
    -------
    ndarray
        Le gradient, de la forme et du type flottant de x.

    Raises
    ------
    ValueError
        Si h n'est pas un nombre fini strictement positif, si x n'est pas fini, si f ne s'appelle pas ou ne rend pas un
        nombre réel, ou si le schéma est inconnu.

    Examples
    --------
    >>> numerical_gradient(lambda x: np.sum(x**2), np.array([1.0, -3.0])).round(6)
    array([ 2., -6.])

    References
    ----------
    Section 1.5 du livre. Nocedal et Wright (2006), section 8.1.
    """
    behind, h = lookup(SCHEMES, scheme, "scheme"), _check_step(h)
    x, f = check_finite(as_float(x, "x"), "x"), check_callable(f, "f")
    gradient = np.zeros(x.shape, x.dtype)
    for i in np.ndindex(x.shape):
        values = []
        for side in (1, behind):
            point = x.copy()
            point[i] += side * h
            values.append(_scalar(f(point)))
        gradient[i] = (values[0] - values[1]) / ((1 - behind) * h)
    return gradient


def _check_step(h):
    if check_number(h, "h", domain="strictement positif et fini") == 0:
        raise ValueError(f"h : un nombre strictement positif et fini est attendu, reçu {h!r}.")
    return h  # tel quel : en float64 ou en nombre de Python, il ne s'ajoute pas de même à un point float32


def _scalar(value):
    if value is None:
        raise ValueError("f : un nombre est attendu, reçu None : la fonction ne rend rien.")
    value = as_float(value, "f")
    if value.ndim != 0:
        raise ValueError(f"f : un nombre est attendu, reçu un tableau de forme {value.shape}.")
    return value[()]


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
    a, n = as_float(a, "a"), as_float(n, "n")
    if a.shape != n.shape:
        raise ValueError(f"relative_error : deux tableaux de même forme sont attendus, reçu {a.shape} et {n.shape}.")
    largest = max(np.abs(a).max(initial=0), np.abs(n).max(initial=0))
    if largest == 0:
        return 0.0
    if not np.isfinite(largest):
        return np.nan
    # Le carré de 1e-170 est nul, celui de 1e170, infini : une puissance de deux, exacte, ramène les deux près de 1.
    exponent = -np.frexp(largest)[1]
    a, n = np.ldexp(a, exponent), np.ldexp(n, exponent)
    return float(np.linalg.norm(a - n) / (np.linalg.norm(a) + np.linalg.norm(n)))


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
        Le pas, strictement positif et fini.
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
    >>> rng = np.random.default_rng(0)
    >>> model = MultiLayerPerceptron([3, 4, 1], hidden="tanh", rng=rng)
    >>> errors = gradient_check(model, rng.normal(size=(3, 5)), np.array([[0, 1, 1, 0, 1]]))
    >>> max(errors.values()) < 1e-7
    True

    References
    ----------
    Section 1.5 du livre.
    """
    model = check_instance(model, MultiLayerPerceptron, "model").copy()
    _, cache = model.forward_propagation(X)
    analytic = model.backward_propagation(Y, cache)

    def cost(theta):
        model.theta[:] = theta
        return model.compute_cost(X, Y)

    numeric = FlatParameters(model.params.shapes, numerical_gradient(cost, model.theta.copy(), h, scheme))
    return {name: relative_error(analytic[f"d{name}"], numeric[name]) for name in model.params}
