"""Le dictionnaire des règles, et la seule classe qui les applique."""

import inspect

import numpy as np

from mlcourse._compiled import bind_fastest
from mlcourse._hyperparameters import INTERVALS, RESERVED, bind, check_interval, check_rule
from mlcourse._inplace import in_place
from mlcourse._validation import lookup
from mlcourse.rules import adagrad, adam, adamw, momentum, nesterov, polyak, rmsprop, sgd
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
    rule : str or callable
        Une ligne de `OPTIMIZERS`, ou une règle à vous : une fonction pure
        `regle(theta, g, *états, *, hyperparamètres)`, qui rend le nouveau theta et les nouveaux états.
    **hyperparameters : float, Schedule or callable
        Ceux de la règle : un nombre, ou un calendrier qui en donne la valeur à chaque pas, `Schedule` ou fonction de t.
        Chacun a l'intervalle de son nom ; ceux d'une règle à vous admettent tout nombre fini.

    Attributes
    ----------
    rule : callable
        La règle.
    name : str
        Son nom.
    hyperparameters : dict
        Tous les hyperparamètres, valeurs par défaut comprises. Une valeur changée entre deux pas sert au suivant.
    t : int
        Nombre de pas faits.
    states : tuple of ndarray
        États de la règle, vecteurs (P,), nuls avant le premier pas. Avec `t`, ils suffisent à reprendre.

    Raises
    ------
    ValueError
        Si la règle ou un hyperparamètre est inconnu, ou si une valeur sort de son domaine, à la création ou à un pas.

    Examples
    --------
    >>> theta = np.array([1.0, 2.0])
    >>> Optimizer("sgd", alpha=0.5).step(theta, np.array([2.0, 2.0]))
    >>> theta
    array([0., 1.])
    >>> Optimizer("sgd", alpha=Schedule("inverse_time", alpha=0.5, every=10))
    Optimizer('sgd', alpha=Schedule('inverse_time', alpha=0.5, every=10))

    Une règle à vous, ici le signe du gradient, et un taux que donne une fonction de t :

    >>> def sign_descent(theta, g, *, alpha=0.1):
    ...     return theta - alpha * np.sign(g)
    >>> Optimizer(sign_descent, alpha=lambda t: 1 / t).step(theta, np.array([2.0, -3.0]))
    >>> theta
    array([-1.,  2.])

    References
    ----------
    Section 3.1 du livre.
    """

    def __init__(self, rule="adam", **hyperparameters):
        self.rule = check_rule(rule) if callable(rule) else lookup(OPTIMIZERS, rule, "optimizer")
        self.name = rule if isinstance(rule, str) else getattr(rule, "__name__", type(rule).__name__)
        schedules = {key: value for key, value in hyperparameters.items() if callable(value)}
        # Un `Schedule` va de 0 à son alpha : contrôler cet alpha, c'est le contrôler tout entier.
        bounds = {key: f.hyperparameters["alpha"] if isinstance(f, Schedule) else f(1) for key, f in schedules.items()}
        self.hyperparameters = bind(self.rule, self.name, hyperparameters | bounds, self._intervals()) | schedules
        parameters = inspect.signature(self.rule).parameters
        self._provided = [key for key in RESERVED if key in parameters]
        self._n_states = len(parameters) - 2 - len(self._provided) - len(self.hyperparameters)
        self.t = 0
        self.states: tuple[np.ndarray, ...] = ()

    def prepare(self, theta, g, decay_mask=None):
        """Prépare les pas d'un vecteur : ce qui ne change pas de l'un à l'autre se contrôle et se réserve une fois.

        Parameters
        ----------
        theta, g : ndarray
            Comme pour `step`, dont chaque pas relira le contenu.
        decay_mask : ndarray of bool, optional
            Comme pour `step`.

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
        program = in_place(self.rule, masked)
        # Une règle qui ne se relève pas peut sommer : elle reçoit le vecteur entier.
        run = bind_fastest(program, arrays, SLICE if program.source else max(theta.size, 1))

        def step():
            t = self.t + 1
            run(t, **{k: self._at(t, k, v) if callable(v) else v for k, v in self.hyperparameters.items()})
            self.t = t

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

    def _intervals(self):
        """L'intervalle de chaque hyperparamètre ; ceux d'une règle qui n'est pas du cours n'en ont pas."""
        return INTERVALS if self.rule is OPTIMIZERS.get(self.name) else {}

    def _at(self, t, key, schedule):
        """La valeur que donne un calendrier ; celle d'une fonction qui n'est pas du cours se contrôle à chaque pas."""
        value = schedule(t)
        return value if isinstance(schedule, Schedule) else check_interval(value, key, self._intervals())

    def _check(self, theta, g, decay_mask):
        for name, array in (("theta", theta), ("g", g)):
            if not isinstance(array, np.ndarray) or array.dtype.kind != "f":
                kind = getattr(array, "dtype", type(array).__name__)
                raise ValueError(f"{name} : un tableau NumPy flottant est attendu, reçu {kind}.")
        if theta.ndim != 1 or {array.shape for array in (g, *self.states)} != {theta.shape}:
            expected = self.states[0].shape if self.states else "(P,)"
            raise ValueError(f"theta et g : la forme {expected} est attendue, reçu {theta.shape} et {g.shape}.")
        shape, dtype = getattr(decay_mask, "shape", ()), getattr(decay_mask, "dtype", type(decay_mask).__name__)
        if decay_mask is not None and (shape, dtype) != (theta.shape, bool):
            received = f"{dtype} de forme {shape}"
            raise ValueError(f"decay_mask : des booléens de forme {theta.shape} sont attendus, reçu {received}.")

    def __repr__(self):
        rule = repr(self.name) if self.rule is OPTIMIZERS.get(self.name) else self.name
        return f"Optimizer({', '.join([rule, *(f'{k}={v!r}' for k, v in self.hyperparameters.items())])})"
