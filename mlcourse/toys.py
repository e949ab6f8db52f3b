"""Des jeux jouets à deux dimensions, pour voir une frontière de décision ou une trajectoire.

Tous s'appellent `f(m, rng, noise=..., ...)` et rendent X (2, m) et Y (1, m). Les classes se suivent, 0 puis 1 :
`MiniBatches` mélange les exemples.
"""

import numpy as np

from mlcourse._validation import check_generator, check_number, check_positive_integer


def moons(m, rng, *, noise=0.1):
    """Tire deux demi-lunes imbriquées : le demi-cercle du haut, (cos u, sin u), et celui du bas, décalé et retourné.

    Parameters
    ----------
    m : int
        Nombre d'exemples, au moins 2 ; la moitié, arrondie par défaut, est de classe 0.
    rng : numpy.random.Generator
        Générateur du bruit.
    noise : float
        Écart type du bruit gaussien ajouté aux deux coordonnées.

    Returns
    -------
    X, Y : ndarray
        Points (2, m) et classes (1, m), 0 ou 1.

    Raises
    ------
    ValueError
        Si m est inférieur à 2, si `noise` est négatif, si `rng` n'est pas un générateur.

    Examples
    --------
    >>> X, Y = moons(6, np.random.default_rng(0), noise=0)
    >>> X.round(2)
    array([[ 1. ,  0. , -1. ,  0. ,  1. ,  2. ],
           [ 0. ,  1. ,  0. ,  0.5, -0.5,  0.5]])

    References
    ----------
    Section 2.1 du livre.
    """
    first, second = _halves(m)
    u, v = np.linspace(0, np.pi, first), np.linspace(0, np.pi, second)
    return _two_classes([np.cos(u), np.sin(u)], [1 - np.cos(v), 0.5 - np.sin(v)], noise, rng)


def circles(m, rng, *, noise=0.1, factor=0.5):
    """Tire deux cercles concentriques : celui de rayon 1, de classe 0, et celui de rayon `factor`, de classe 1.

    Parameters
    ----------
    m : int
        Nombre d'exemples, au moins 2 ; la moitié, arrondie par défaut, est de classe 0.
    rng : numpy.random.Generator
        Générateur du bruit.
    noise : float
        Écart type du bruit gaussien ajouté aux deux coordonnées.
    factor : float
        Rayon du cercle intérieur, dans [0, 1[.

    Returns
    -------
    X, Y : ndarray
        Points (2, m) et classes (1, m), 0 ou 1.

    Raises
    ------
    ValueError
        Si m est inférieur à 2, si `noise` ou `factor` sort de son domaine, si `rng` n'est pas un générateur.

    Examples
    --------
    >>> X, Y = circles(7, np.random.default_rng(0), noise=0)
    >>> np.hypot(*X).round(6), Y
    (array([1. , 1. , 1. , 0.5, 0.5, 0.5, 0.5]), array([[0., 0., 0., 1., 1., 1., 1.]]))

    References
    ----------
    Section 2.1 du livre.
    """
    factor = check_number(factor, "factor", upper=1, domain="dans [0, 1[")
    u, v = (np.linspace(0, 2 * np.pi, count, endpoint=False) for count in _halves(m))
    return _two_classes([np.cos(u), np.sin(u)], [factor * np.cos(v), factor * np.sin(v)], noise, rng)


def spirals(m, rng, *, noise=0.02, turns=1.0):
    """Tire deux spirales d'Archimède, l'une image de l'autre par un demi-tour : rayon r de 0 à 1, angle 2 pi `turns` r.

    Parameters
    ----------
    m : int
        Nombre d'exemples, au moins 2 ; la moitié, arrondie par défaut, est de classe 0.
    rng : numpy.random.Generator
        Générateur du bruit.
    noise : float
        Écart type du bruit gaussien ajouté aux deux coordonnées.
    turns : float
        Nombre de tours de chaque bras ; plus il est grand, plus la frontière est difficile.

    Returns
    -------
    X, Y : ndarray
        Points (2, m) et classes (1, m), 0 ou 1.

    Raises
    ------
    ValueError
        Si m est inférieur à 2, si `noise` ou `turns` est négatif, si `rng` n'est pas un générateur.

    Examples
    --------
    >>> X, Y = spirals(8, np.random.default_rng(0), noise=0)
    >>> np.hypot(*X).round(6)
    array([0.25, 0.5 , 0.75, 1.  , 0.25, 0.5 , 0.75, 1.  ])

    References
    ----------
    Section 2.1 du livre. Lang et Witbrock (1988).
    """
    turns = check_number(turns, "turns")
    # Le centre, commun aux deux bras, n'appartient à aucun : r commence un cran après 0.
    r, s = (np.arange(1, count + 1) / count for count in _halves(m))
    u, v = 2 * np.pi * turns * r, 2 * np.pi * turns * s + np.pi
    return _two_classes([r * np.cos(u), r * np.sin(u)], [s * np.cos(v), s * np.sin(v)], noise, rng)


def ravine(m, rng, *, noise=0.0, kappa=100.0, angle=np.pi / 6):
    """Tire une régression linéaire dont le coût est un ravin : une hessienne de valeurs propres 1 et 1/kappa.

    Pour y = w·x + b et l'erreur quadratique, la hessienne en w est (1/m) X X^T. Les points sont centrés, ce qui sépare
    b de w, puis blanchis, mis à l'échelle et tournés : ses valeurs propres sont celles-là, et non en moyenne seulement.
    Le minimum est en w = R(angle) (1, 1) : parti de zéro, on en est à distance 1 le long de l'axe raide comme de l'axe
    plat.

    Parameters
    ----------
    m : int
        Nombre d'exemples, au moins 3.
    rng : numpy.random.Generator
        Générateur des points et du bruit.
    noise : float
        Écart type du bruit gaussien ajouté à Y.
    kappa : float
        Conditionnement de la hessienne, au moins 1.
    angle : float
        Angle de l'axe raide avec le premier axe, en radians, positif ; 0 aligne le ravin sur les axes.

    Returns
    -------
    X, Y : ndarray
        Points (2, m), de moyenne nulle, et cibles réelles (1, m).

    Raises
    ------
    ValueError
        Si m est inférieur à 3, si `noise`, `kappa` ou `angle` sort de son domaine, si `rng` n'est pas un générateur.

    Examples
    --------
    >>> X, Y = ravine(50, np.random.default_rng(0), kappa=100)
    >>> np.linalg.eigvalsh(X @ X.T / 50).round(12)
    array([0.01, 1.  ])

    References
    ----------
    Section 3.2 du livre. Goh (2017).
    """
    m, noise = _at_least(m, 3), check_number(noise, "noise")
    if check_number(kappa, "kappa", domain="supérieur ou égal à 1 et fini") < 1:
        raise ValueError(f"kappa : un nombre supérieur ou égal à 1 est attendu, reçu {kappa!r}.")
    angle = check_number(angle, "angle")
    points = check_generator(rng).normal(size=(m, 2))
    white, _ = np.linalg.qr(points - points.mean(axis=0))
    c, s = np.cos(angle), np.sin(angle)
    rotation = np.array([[c, -s], [s, c]])
    X = rotation @ (np.sqrt([[m], [m / kappa]]) * white.T)
    Y = rotation.sum(axis=1, keepdims=True).T @ X
    return X, Y + rng.normal(scale=noise, size=Y.shape)


TOYS = {"moons": moons, "circles": circles, "spirals": spirals, "ravine": ravine}


def _at_least(m, minimum):
    """Rend m ; trop peu d'exemples sont refusés."""
    if check_positive_integer(m, "m") < minimum:
        raise ValueError(f"m : un entier d'au moins {minimum} est attendu, reçu {m}.")
    return int(m)


def _halves(m):
    """Partage m exemples en deux classes, la seconde ayant l'exemple de trop quand m est impair."""
    m = _at_least(m, 2)
    return m // 2, m - m // 2


def _two_classes(first, second, noise, rng):
    """Réunit deux courbes, de classes 0 et 1, et leur ajoute du bruit."""
    noise = check_number(noise, "noise")
    X = np.hstack([first, second])
    Y = np.repeat([[0.0, 1.0]], [len(first[0]), len(second[0])], axis=1)
    return X + check_generator(rng).normal(scale=noise, size=X.shape), Y
