"""Le dictionnaire des règles, et la seule classe qui les applique."""

import inspect

import numpy as np

from mlcourse._hyperparameters import RESERVED, bind
from mlcourse._inplace import in_place
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
        États de la règle, vecteurs (P,), nuls avant le premier pas. Avec `t`, ils suffisent à reprendre.

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

    def prepare(self, theta, g, decay_mask=None):
        """Prépare les pas d'un vecteur : ce qui ne change pas de l'un à l'autre se contrôle et se réserve une fois.

        Parameters
        ----------
        theta, g, decay_mask : ndarray
            Comme pour `step`, dont chaque pas relira le contenu.

        Returns
        -------
        callable
            Une fonction sans argument, qui fait un pas : theta et les états sont modifiés sur place, par tranches.

        Raises
        ------
        ValueError
            Comme `step` ; rien n'est alors modifié.

        References
        ----------
        Section 3.1 du livre.
        """
        self._check(theta, g, decay_mask)
        if self.t == 0:
            self.states = tuple(np.zeros_like(theta) for _ in range(self._n_states))
        masked = decay_mask is not None and "decay_mask" in self._provided
        arrays = [theta, g, *self.states, *([decay_mask] if masked else [])]
        run = in_place(self.rule, masked).bind(arrays, SLICE)

        def step():
            self.t += 1
            numbers = {k: v(self.t) if isinstance(v, Schedule) else v for k, v in self.hyperparameters.items()}
            run(self.t, **numbers)

        return step

    def step(self, theta, g, decay_mask=None):
        """Fait un pas : theta est modifié sur place ; g ne l'est pas.

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
        self.prepare(theta, g, decay_mask)()

    def _check(self, theta, g, decay_mask):
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

    def __repr__(self):
        return f"Optimizer({', '.join([repr(self.name), *(f'{k}={v!r}' for k, v in self.hyperparameters.items())])})"
