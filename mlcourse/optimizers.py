"""Les règles des optimiseurs, et la seule classe qui les applique.

Une règle est une fonction pure d'un tableau : `regle(theta, g, *états, *, hyperparamètres)` rend le nouveau theta, puis
les nouveaux états. Les états partent de zéro ; `t`, quand la règle le demande, compte les pas à partir de 1.
"""

import inspect

import numpy as np

from mlcourse._validation import check_number, lookup

SLICE = 50_000  # éléments traités d'un coup : les tableaux intermédiaires d'une règle restent alors dans le cache


def sgd(theta, g, *, alpha=0.1):
    """Descente de gradient : theta <- theta - alpha g.

    >>> sgd(np.array([1.0]), np.array([2.0]), alpha=0.5)
    array([0.])
    """
    return theta - alpha * g


def adam(theta, g, m, v, *, t, alpha=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam (Kingma et Ba, 2015, algorithme 1) : premier et second moments, corrigés de leur biais.

    >>> theta, m, v = adam(np.array([1.0]), np.array([4.0]), 0.0, 0.0, t=1)
    >>> theta.round(6)
    array([0.999])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - alpha * m_hat / (np.sqrt(v_hat) + eps), m, v


OPTIMIZERS = {"sgd": sgd, "adam": adam}


class Optimizer:
    """Applique une règle à un vecteur theta, sur place, et garde ses états d'un pas à l'autre.

    `rule` est un nom de `OPTIMIZERS` ; les hyperparamètres sont ceux de la règle.

    >>> theta = np.array([1.0, 2.0])
    >>> Optimizer("sgd", alpha=0.5).step(theta, np.array([2.0, 2.0]))
    >>> theta
    array([0., 1.])
    """

    def __init__(self, rule="adam", **hyperparameters):
        self.rule = lookup(OPTIMIZERS, rule, "optimizer")
        parameters = inspect.signature(self.rule).parameters.values()
        keywords = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
        self._n_states = len(parameters) - len(keywords) - 2
        self._counts_steps = keywords.pop("t", None) is not None
        for name, value in hyperparameters.items():
            lookup(keywords, name, f"hyperparamètre de {rule}")
            # Un beta est un taux d'oubli ; tout autre hyperparamètre est positif et fini.
            domain = (1, "dans [0, 1[") if name.startswith("beta") else ()
            keywords[name] = check_number(value, name, *domain)
        self.hyperparameters = keywords
        self.t = 0
        self.states: tuple[np.ndarray, ...] = ()

    def step(self, theta, g):
        """Fait un pas : theta (P,) est modifié sur place, par tranches ; g (P,) ne l'est pas."""
        self._check(theta, g)
        if self.t == 0:
            self.states = tuple(np.zeros_like(theta) for _ in range(self._n_states))
        self.t += 1
        keywords = self.hyperparameters | ({"t": self.t} if self._counts_steps else {})
        for start in range(0, theta.size, SLICE):
            part = slice(start, start + SLICE)
            updated = self.rule(theta[part], g[part], *(state[part] for state in self.states), **keywords)
            updated = updated if isinstance(updated, tuple) else (updated,)
            for target, value in zip((theta, *self.states), updated, strict=True):
                target[part] = value

    def _check(self, theta, g):
        for name, array in (("theta", theta), ("g", g)):
            kind = getattr(array, "dtype", type(array).__name__)
            if getattr(kind, "kind", None) != "f":
                raise ValueError(f"{name} : un tableau NumPy flottant est attendu, reçu {kind}.")
        if theta.ndim != 1 or {array.shape for array in (g, *self.states)} != {theta.shape}:
            expected = self.states[0].shape if self.states else "(P,)"
            raise ValueError(
                f"theta et g : deux vecteurs de forme {expected} sont attendus, reçu {theta.shape} et {g.shape}."
            )
