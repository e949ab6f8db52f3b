"""Le dictionnaire des règles, et la seule classe qui les applique."""

import inspect

import numpy as np

from mlcourse._checked import checked
from mlcourse._hyperparameters import RESERVED, bind
from mlcourse._validation import lookup
from mlcourse.adaptive import adagrad, adam, adamw, rmsprop
from mlcourse.descent import momentum, nesterov, polyak, sgd
from mlcourse.schedules import Schedule

SLICE = 50_000  # éléments traités d'un coup : les tableaux intermédiaires d'une règle restent alors dans le cache

OPTIMIZERS = {
    "sgd": sgd,
    "momentum": momentum,
    "polyak": polyak,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
}


class Optimizer:
    """Applique une règle à un vecteur theta, sur place, et garde ses états d'un pas à l'autre.

    Parameters
    ----------
    rule : str
        Une ligne de `OPTIMIZERS`.
    **hyperparameters : float ou Schedule
        Ceux de la règle : un nombre, ou un calendrier qui en donne la valeur à chaque pas.

    Attributes
    ----------
    name : str
        Le nom de la règle.
    hyperparameters : dict
        Tous les hyperparamètres, valeurs par défaut comprises. Une valeur changée entre deux pas sert au suivant.
    t : int
        Nombre de pas faits.
    states : tuple of ndarray
        États de la règle, vecteurs (P,) ; vide avant le premier pas. Avec `t`, ils suffisent à reprendre.

    Raises
    ------
    ValueError
        Si la règle ou un hyperparamètre est inconnu, ou si une valeur sort de son domaine.

    Examples
    --------
    >>> theta = np.array([1.0, 2.0])
    >>> Optimizer("sgd", alpha=0.5).step(theta, np.array([2.0, 2.0]))
    >>> theta
    array([0., 1.])
    >>> Optimizer("sgd", alpha=Schedule("inverse_time", alpha=0.5, every=10))
    Optimizer('sgd', alpha=Schedule('inverse_time', alpha=0.5, every=10))

    References
    ----------
    Section 3.1 du livre.
    """

    def __init__(self, rule="adam", **hyperparameters):
        self.rule = lookup(OPTIMIZERS, rule, "optimizer")
        self.name = rule
        schedules = {key: value for key, value in hyperparameters.items() if isinstance(value, Schedule)}
        # Un calendrier va de 0 à son alpha : contrôler cet alpha, c'est le contrôler tout entier.
        bounds = {key: schedule.hyperparameters["alpha"] for key, schedule in schedules.items()}
        self.hyperparameters = bind(self.rule, rule, hyperparameters | bounds) | schedules
        parameters = inspect.signature(self.rule).parameters
        self._provided = [key for key in RESERVED if key in parameters]
        self._n_states = len(parameters) - 2 - len(self._provided) - len(self.hyperparameters)
        self.t = 0
        self.states: tuple[np.ndarray, ...] = ()

    def check(self, theta, g, decay_mask=None):
        """Refuse ce que `step` ne peut mettre à jour : mêmes arguments, mêmes erreurs, et rien ne change.

        Parameters
        ----------
        theta, g, decay_mask : ndarray
            Comme pour `step`.

        Returns
        -------
        tuple
            L'optimiseur et les arguments, tels quels : `train` contrôle une fois, puis enchaîne les pas.

        Raises
        ------
        ValueError
            Comme `step`.
        """
        for name, array in (("theta", theta), ("g", g)):
            if not isinstance(array, np.ndarray) or array.dtype.kind != "f":
                kind = getattr(array, "dtype", type(array).__name__)
                raise ValueError(f"{name} : un tableau NumPy flottant est attendu, reçu {kind}.")
        if theta.ndim != 1 or {array.shape for array in (g, *self.states)} != {theta.shape}:
            expected = self.states[0].shape if self.states else "(P,)"
            raise ValueError(f"theta et g : la forme {expected} est attendue, reçu {theta.shape} et {g.shape}.")
        if decay_mask is not None and (np.shape(decay_mask), getattr(decay_mask, "dtype", 0)) != (theta.shape, bool):
            kind = getattr(decay_mask, "dtype", type(decay_mask).__name__)
            received = f"{kind} de forme {np.shape(decay_mask)}"
            raise ValueError(f"decay_mask : des booléens de forme {theta.shape} sont attendus, reçu {received}.")
        return self, theta, g, decay_mask

    @checked(check)
    def step(self, theta, g, decay_mask=None):
        """Fait un pas : theta est modifié sur place, par tranches ; g ne l'est pas.

        Parameters
        ----------
        theta, g : ndarray
            Vecteurs flottants (P,) : les paramètres et leur gradient.
        decay_mask : ndarray of bool, optional
            Vecteur (P,), vrai là où la décroissance des poids agit ; partout s'il n'est pas donné. Les règles sans
            décroissance l'ignorent.

        Raises
        ------
        ValueError
            Si ce ne sont pas des vecteurs de même forme, celle des pas précédents.

        References
        ----------
        Section 3.1 du livre ; section 3.4 pour la décroissance.
        """
        if self.t == 0:
            self.states = tuple(np.zeros_like(theta) for _ in range(self._n_states))
        self.t += 1
        keywords = {k: v(self.t) if isinstance(v, Schedule) else v for k, v in self.hyperparameters.items()}
        if "t" in self._provided:
            keywords["t"] = self.t
        for start in range(0, theta.size, SLICE):
            part = slice(start, start + SLICE)
            if "decay_mask" in self._provided:
                keywords["decay_mask"] = True if decay_mask is None else decay_mask[part]
            targets = [array[part] for array in (theta, *self.states)]
            updated = self.rule(targets[0], g[part], *targets[1:], **keywords)
            for target, value in zip(targets, updated if isinstance(updated, tuple) else (updated,), strict=True):
                target[:] = value

    def __repr__(self):
        return f"Optimizer({', '.join([repr(self.name), *(f'{k}={v!r}' for k, v in self.hyperparameters.items())])})"
