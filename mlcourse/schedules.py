"""Les calendriers : un hyperparamètre qui change d'un pas à l'autre, le plus souvent le taux d'apprentissage.

Un calendrier est une fonction pure du numéro t du pas, compté à partir de 1 ; ses valeurs vont de 0 à alpha. `Schedule`
en fixe les hyperparamètres, et se donne à `Optimizer` à la place d'un nombre.
"""

import math

from mlcourse._hyperparameters import bind
from mlcourse._validation import check_number, check_positive_integer, lookup


def constant(t, *, alpha):
    """Calendrier constant : alpha(t) = alpha.

    Parameters
    ----------
    t : int
        Numéro du pas, à partir de 1.
    alpha : float
        La valeur, positive.

    Returns
    -------
    float
        La valeur au pas t.

    Examples
    --------
    >>> constant(1000, alpha=0.1)
    0.1

    References
    ----------
    Section 3.5 du livre.
    """
    return alpha


def step(t, *, alpha, every, factor=0.5):
    """Calendrier en paliers : alpha(t) = alpha factor^k, où k = floor((t - 1) / every).

    Parameters
    ----------
    t : int
        Numéro du pas, à partir de 1.
    alpha : float
        Valeur du premier palier, positive.
    every : int
        Longueur d'un palier, en pas.
    factor : float
        Ce qui multiplie la valeur d'un palier au suivant, dans [0, 1[.

    Returns
    -------
    float
        La valeur au pas t.

    Examples
    --------
    >>> [step(t, alpha=0.1, every=2) for t in range(1, 6)]
    [0.1, 0.1, 0.05, 0.05, 0.025]

    References
    ----------
    Section 3.5 du livre.
    """
    return alpha * factor ** ((t - 1) // every)


def inverse_time(t, *, alpha, every):
    """Calendrier en 1/t : alpha(t) = alpha / (1 + (t - 1) / every).

    La somme des alpha(t) diverge et celle de leurs carrés converge : ce sont les conditions de Robbins et Monro.

    Parameters
    ----------
    t : int
        Numéro du pas, à partir de 1.
    alpha : float
        Valeur au premier pas, positive.
    every : int
        Nombre de pas au bout duquel la valeur est divisée par 2 ; au bout de deux fois plus, elle l'est par 3.

    Returns
    -------
    float
        La valeur au pas t.

    Examples
    --------
    >>> [inverse_time(t, alpha=1.2, every=10) for t in (1, 11, 31)]
    [1.2, 0.6, 0.3]

    References
    ----------
    Section 3.5 du livre. Robbins et Monro (1951), section 2.
    """
    return alpha / (1 + (t - 1) / every)


def exponential(t, *, alpha, every, factor=0.5):
    """Calendrier exponentiel : alpha(t) = alpha factor^((t - 1) / every), la version continue de `step`.

    Parameters
    ----------
    t : int
        Numéro du pas, à partir de 1.
    alpha : float
        Valeur au premier pas, positive.
    every : int
        Nombre de pas au bout duquel la valeur est multipliée par `factor`.
    factor : float
        Ce qui multiplie la valeur tous les `every` pas, dans [0, 1[.

    Returns
    -------
    float
        La valeur au pas t.

    Examples
    --------
    >>> [exponential(t, alpha=0.1, every=2, factor=0.25) for t in (1, 2, 3)]
    [0.1, 0.05, 0.025]

    References
    ----------
    Section 3.5 du livre.
    """
    return alpha * factor ** ((t - 1) / every)


def cosine(t, *, alpha, total, warmup=0, floor=0.0):
    """Calendrier en cosinus, après un échauffement linéaire.

    alpha(t) = alpha t / warmup jusqu'à t = warmup, puis floor + (alpha - floor) (1 + cos(pi s)) / 2, où s va de 0 à 1
    entre ce sommet et t = total ; au-delà, alpha(t) = floor. Sans échauffement, le sommet est le premier pas.

    Parameters
    ----------
    t : int
        Numéro du pas, à partir de 1.
    alpha : float
        Valeur au sommet, positive.
    total : int
        Pas où le plancher est atteint : d'ordinaire, le dernier de l'entraînement.
    warmup : int
        Durée de l'échauffement, en pas, inférieure à `total` ; 0 ou 1 : pas d'échauffement.
    floor : float
        Plancher, de 0 à alpha.

    Returns
    -------
    float
        La valeur au pas t.

    Raises
    ------
    ValueError
        Si un argument sort de son domaine, si l'échauffement dure au moins `total` pas ou si le plancher dépasse
        alpha.

    Examples
    --------
    >>> [round(cosine(t, alpha=0.1, total=10, warmup=2), 3) for t in (1, 2, 6, 10, 99)]
    [0.05, 0.1, 0.05, 0.0, 0.0]

    References
    ----------
    Section 3.5 du livre. Loshchilov et Hutter (2017), équation 5 ; Goyal et al. (2017), section 2.2, pour
    l'échauffement.
    """
    t, total = check_positive_integer(t, "t"), check_positive_integer(total, "total")
    alpha, floor = check_number(alpha, "alpha"), check_number(floor, "floor")
    warmup = check_number(warmup, "warmup") and check_positive_integer(warmup, "warmup")
    if not (warmup < total and floor <= alpha):
        raise ValueError(
            "cosine : warmup < total et floor ≤ alpha sont attendus, "
            f"reçu warmup={warmup}, total={total}, floor={floor}, alpha={alpha}."
        )
    top = max(warmup, 1)
    if t <= top:
        return alpha * (t / top)
    s = (t - top) / (total - top) if t < total else 1
    return floor + (alpha - floor) * (1 + math.cos(math.pi * s)) / 2


SCHEDULES = {function.__name__: function for function in (constant, step, inverse_time, exponential, cosine)}


class Schedule:
    """Un calendrier aux hyperparamètres fixés, à donner à `Optimizer` à la place d'un nombre.

    Parameters
    ----------
    name : str
        Une ligne de `SCHEDULES`.
    **hyperparameters : float
        Ceux du calendrier ; alpha en est la plus grande valeur.

    Attributes
    ----------
    name : str
        Le nom donné.
    hyperparameters : dict
        Tous les hyperparamètres, valeurs par défaut comprises.

    Raises
    ------
    ValueError
        Si le nom est inconnu, ou si un hyperparamètre l'est, manque ou sort de son domaine.

    Examples
    --------
    >>> schedule = Schedule("cosine", alpha=0.1, total=500, warmup=20)
    >>> schedule(10), schedule(20), schedule(500)
    (0.05, 0.1, 0.0)

    References
    ----------
    Section 3.5 du livre.
    """

    def __init__(self, name, **hyperparameters):
        self.function = lookup(SCHEDULES, name, "schedule")
        self.name = name
        self.hyperparameters = bind(self.function, name, hyperparameters)
        self(1)  # des valeurs bonnes une à une mais incompatibles sont refusées dès maintenant

    def __call__(self, t):
        """Valeur au pas t, compté à partir de 1."""
        return float(self.function(check_positive_integer(t, "t"), **self.hyperparameters))

    def __repr__(self):
        arguments = ", ".join(f"{key}={value!r}" for key, value in self.hyperparameters.items())
        return f"Schedule({self.name!r}, {arguments})"
