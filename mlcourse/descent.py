"""Les règles qui donnent le même taux d'apprentissage à tous les paramètres : descente de gradient et momentum.

Une règle est une fonction pure d'un tableau : `regle(theta, g, *états, *, hyperparamètres)` rend le nouveau theta, puis
les nouveaux états. Les états partent de zéro. `Optimizer` applique la règle et garde les états d'un pas à l'autre.
"""


def sgd(theta, g, *, alpha=0.1):
    """Descente de gradient : theta <- theta - alpha g.

    « SGD » quand g est estimé sur un mini-batch (*stochastic gradient descent*).

    Parameters
    ----------
    theta, g : ndarray
        Paramètres et gradient du coût, de même forme.
    alpha : float
        Taux d'apprentissage, positif.

    Returns
    -------
    theta : ndarray
        Les nouveaux paramètres.

    Examples
    --------
    >>> import numpy as np
    >>> sgd(np.array([1.0]), np.array([2.0]), alpha=0.5)
    array([0.])

    References
    ----------
    Section 3.1 du livre. Robbins et Monro (1951).
    """
    return theta - alpha * g


def momentum(theta, g, v, *, alpha=0.1, beta=0.9):
    """Momentum, en moyenne mobile exponentielle : v <- beta v + (1 - beta) g, theta <- theta - alpha v.

    La vitesse est une moyenne : elle garde l'échelle de g. Le chemin suivi est celui de `polyak` au taux
    alpha (1 - beta).

    Parameters
    ----------
    theta, g : ndarray
        Paramètres et gradient du coût, de même forme.
    v : ndarray
        Vitesse, moyenne des gradients passés, nulle au départ.
    alpha : float
        Taux d'apprentissage, positif.
    beta : float
        Part de la vitesse qui se conserve à chaque pas, dans [0, 1[.

    Returns
    -------
    theta, v : ndarray
        Les nouveaux paramètres et la nouvelle vitesse.

    Examples
    --------
    >>> import numpy as np
    >>> theta, v = momentum(np.array([1.0]), np.array([2.0]), 0.0, alpha=0.5)
    >>> theta.round(3), v.round(3)
    (array([0.9]), array([0.2]))

    References
    ----------
    Section 3.2 du livre. Sutskever, Martens, Dahl et Hinton (2013), pour l'usage.
    """
    v = beta * v + (1 - beta) * g
    return theta - alpha * v, v


def polyak(theta, g, v, *, alpha=0.01, beta=0.9):
    """Momentum de Polyak, la « boule pesante » : v <- beta v + g, theta <- theta - alpha v.

    Sous un gradient constant, la vitesse tend vers g / (1 - beta) : dix fois g quand beta = 0,9.

    Parameters
    ----------
    theta, g : ndarray
        Paramètres et gradient du coût, de même forme.
    v : ndarray
        Vitesse, somme des gradients passés, de plus en plus atténués, nulle au départ.
    alpha : float
        Taux d'apprentissage, positif.
    beta : float
        Part de la vitesse qui se conserve à chaque pas, dans [0, 1[.

    Returns
    -------
    theta, v : ndarray
        Les nouveaux paramètres et la nouvelle vitesse.

    Examples
    --------
    >>> import numpy as np
    >>> polyak(np.array([1.0]), np.array([2.0]), 0.0, alpha=0.5)
    (array([0.]), array([2.]))

    References
    ----------
    Section 3.2 du livre. Polyak (1964).
    """
    v = beta * v + g
    return theta - alpha * v, v


def nesterov(theta, g, v, *, alpha=0.01, beta=0.9):
    """Momentum de Nesterov : v <- beta v + g, theta <- theta - alpha (g + beta v).

    Ici theta est le point d'anticipation, celui où l'élan va porter les paramètres et où se calcule le gradient : la
    règle ne demande alors aucun gradient ailleurs. C'est aussi la forme de PyTorch et d'optax.

    Parameters
    ----------
    theta, g : ndarray
        Point d'anticipation et gradient du coût en ce point, de même forme.
    v : ndarray
        Vitesse, somme des gradients passés, de plus en plus atténués, nulle au départ.
    alpha : float
        Taux d'apprentissage, positif.
    beta : float
        Part de la vitesse qui se conserve à chaque pas, dans [0, 1[.

    Returns
    -------
    theta, v : ndarray
        Le nouveau point d'anticipation et la nouvelle vitesse.

    Examples
    --------
    >>> import numpy as np
    >>> theta, v = nesterov(np.array([1.0]), np.array([2.0]), 0.0, alpha=0.25)
    >>> theta.round(3), v
    (array([0.05]), array([2.]))

    References
    ----------
    Section 3.2 du livre. Nesterov (1983) ; Sutskever, Martens, Dahl et Hinton (2013), équations 3 et 4.
    """
    v = beta * v + g
    return theta - alpha * (g + beta * v), v
