"""Les règles d'optimisation, chacune telle que son article l'écrit.

Une règle est une fonction pure d'un tableau : `regle(theta, g, *états, *, hyperparamètres)` rend le nouveau theta, puis
les nouveaux états. Les états partent de zéro ; `t`, quand la règle le demande, compte les pas à partir de 1. Les
opérations se font élément par élément, et eps, hors de la racine, n'est là que pour ne pas diviser par zéro.
`Optimizer` applique la règle et garde les états d'un pas à l'autre.
"""

import numpy as np


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
    >>> theta, v = nesterov(np.array([1.0]), np.array([2.0]), 0.0, alpha=0.25)
    >>> theta.round(3), v
    (array([0.05]), array([2.]))

    References
    ----------
    Section 3.2 du livre. Nesterov (1983) ; Sutskever, Martens, Dahl et Hinton (2013), équations 3 et 4.
    """
    v = beta * v + g
    return theta - alpha * (g + beta * v), v


def adagrad(theta, g, s, *, alpha=0.01, eps=1e-8):
    """Adagrad : s <- s + g^2, theta <- theta - alpha g / (sqrt(s) + eps).

    La somme s ne fait que croître : le pas de chaque paramètre ne fait que diminuer.

    Parameters
    ----------
    theta, g : ndarray
        Paramètres et gradient du coût, de même forme.
    s : ndarray
        Somme des carrés des gradients, nulle au départ.
    alpha : float
        Taux d'apprentissage, positif : c'est la longueur du premier pas.
    eps : float
        Petit nombre positif, qui évite de diviser par zéro.

    Returns
    -------
    theta, s : ndarray
        Les nouveaux paramètres et la nouvelle somme.

    Examples
    --------
    >>> theta, s = adagrad(np.array([1.0]), np.array([4.0]), 0.0, alpha=0.5)
    >>> theta.round(6), s
    (array([0.5]), array([16.]))

    References
    ----------
    Section 3.3 du livre. Duchi, Hazan et Singer (2011), figure 1, forme diagonale.
    """
    s = s + g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


def rmsprop(theta, g, s, *, alpha=1e-3, beta=0.9, eps=1e-8):
    """RMSProp : s <- beta s + (1 - beta) g^2, theta <- theta - alpha g / (sqrt(s) + eps).

    La moyenne mobile oublie les vieux gradients, que la somme d'`adagrad` garde pour toujours.

    Parameters
    ----------
    theta, g : ndarray
        Paramètres et gradient du coût, de même forme.
    s : ndarray
        Moyenne mobile des carrés des gradients, nulle au départ.
    alpha : float
        Taux d'apprentissage, positif.
    beta : float
        Part de la moyenne qui se conserve à chaque pas, dans [0, 1[ ; 0,9 chez Hinton.
    eps : float
        Petit nombre positif, qui évite de diviser par zéro.

    Returns
    -------
    theta, s : ndarray
        Les nouveaux paramètres et la nouvelle moyenne.

    Examples
    --------
    >>> theta, s = rmsprop(np.array([1.0]), np.array([4.0]), 0.0, alpha=0.1)
    >>> theta.round(3), s.round(3)
    (array([0.684]), array([1.6]))

    References
    ----------
    Section 3.3 du livre. Tieleman et Hinton (2012), leçon 6.5.
    """
    s = beta * s + (1 - beta) * g**2
    return theta - alpha * g / (np.sqrt(s) + eps), s


def adam(theta, g, m, v, *, t, alpha=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam : theta <- theta - alpha m_hat / (sqrt(v_hat) + eps), moyennes mobiles corrigées de leur biais.

    m <- beta1 m + (1 - beta1) g et v <- beta2 v + (1 - beta2) g^2 partent de zéro : diviser par 1 - beta1^t et
    1 - beta2^t leur rend, dès le premier pas, l'échelle de g et de g^2.

    Parameters
    ----------
    theta, g : ndarray
        Paramètres et gradient du coût, de même forme.
    m, v : ndarray
        Moyennes mobiles des gradients et de leurs carrés, nulles au départ.
    t : int
        Numéro du pas, à partir de 1 ; `Optimizer` le fournit.
    alpha : float
        Taux d'apprentissage, positif.
    beta1, beta2 : float
        Parts de m et de v qui se conservent à chaque pas, dans [0, 1[.
    eps : float
        Petit nombre positif, qui évite de diviser par zéro.

    Returns
    -------
    theta, m, v : ndarray
        Les nouveaux paramètres et les nouvelles moyennes.

    Examples
    --------
    >>> theta, m, v = adam(np.array([1.0]), np.array([4.0]), 0.0, 0.0, t=1)
    >>> theta.round(6)
    array([0.999])

    References
    ----------
    Section 3.4 du livre. Kingma et Ba (2015), algorithme 1.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - alpha * m_hat / (np.sqrt(v_hat) + eps), m, v


def adamw(
    theta,
    g,
    m,
    v,
    *,
    t,
    decay_mask=True,
    alpha=1e-3,
    beta1=0.9,
    beta2=0.999,
    eps=1e-8,
    weight_decay=0.01,
):
    """AdamW : le pas d'Adam, puis une décroissance des poids, theta <- theta - (pas d'Adam) - alpha lambda theta.

    La décroissance est découplée : elle ne passe pas par le gradient, et sqrt(v_hat) ne la divise donc pas, à la
    différence d'une pénalité L2. Ici alpha la multiplie, comme dans PyTorch et optax ; l'article ne la multiplie que
    par le facteur du calendrier.

    Parameters
    ----------
    theta, g : ndarray
        Paramètres et gradient du coût, de même forme.
    m, v : ndarray
        Moyennes mobiles des gradients et de leurs carrés, nulles au départ.
    t : int
        Numéro du pas, à partir de 1 ; `Optimizer` le fournit.
    decay_mask : ndarray of bool
        Vrai là où theta décroît : les poids W, ni les biais ni les pentes de PReLU. True : partout.
    alpha : float
        Taux d'apprentissage, positif.
    beta1, beta2 : float
        Parts de m et de v qui se conservent à chaque pas, dans [0, 1[.
    eps : float
        Petit nombre positif, qui évite de diviser par zéro.
    weight_decay : float
        Le lambda de la formule, positif : un poids sans gradient perd la part alpha lambda de sa valeur à chaque pas.

    Returns
    -------
    theta, m, v : ndarray
        Les nouveaux paramètres et les nouvelles moyennes.

    Examples
    --------
    >>> theta, m, v = adamw(np.array([2.0, 2.0]), np.zeros(2), 0.0, 0.0, t=1, alpha=0.5, weight_decay=0.1,
    ...                     decay_mask=np.array([True, False]))
    >>> theta
    array([1.9, 2. ])

    References
    ----------
    Section 3.5 du livre. Loshchilov et Hutter (2019), algorithme 2.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    # Le masque vient en dernier : un nombre multiplié par des booléens passerait en
    # float64, quel que soit theta.
    decay = alpha * weight_decay * theta * decay_mask
    return theta - alpha * m_hat / (np.sqrt(v_hat) + eps) - decay, m, v
