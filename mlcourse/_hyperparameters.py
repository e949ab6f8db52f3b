"""Les hyperparamètres d'une règle ou d'un calendrier : lus dans sa signature, contrôlés par leur nom."""

import inspect
from functools import partial

import numpy as np

from mlcourse._validation import check_number, check_positive_integer, lookup

#: Arguments nommés que `Optimizer.step` fournit lui-même à la règle qui les demande.
RESERVED = ("t", "decay_mask")

_share = partial(check_number, upper=1, domain="dans [0, 1[")
#: L'intervalle de chaque hyperparamètre du cours, par son nom, le même dans toutes les règles et tous les calendriers.
INTERVALS = {
    "alpha": check_number,
    "beta": _share,
    "beta1": _share,
    "beta2": _share,
    "eps": check_number,
    "weight_decay": check_number,
    "factor": _share,
    "floor": check_number,
    "every": check_positive_integer,
    "total": check_positive_integer,
    "warmup": lambda value, name: 0 if value == 0 else check_positive_integer(value, name),
}


def check_rule(rule):
    """Rend une règle que le cours ne connaît pas, si sa signature est celle d'une règle."""
    try:
        parameters = [*inspect.signature(rule).parameters.values()]
    except (TypeError, ValueError):  # une fonction écrite en C ne dit pas toujours ses arguments
        parameters = []
    kinds = [p.kind for p in parameters]
    variadic = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
    if len(kinds) - kinds.count(inspect.Parameter.KEYWORD_ONLY) < 2 or variadic & {*kinds}:
        raise ValueError(
            "rule : une fonction regle(theta, g, *états, *, hyperparamètres) est attendue, chaque argument à son nom, "
            f"reçu {rule!r}."
        )
    return rule


def hyperparameters_of(function):
    """Rend {nom: valeur par défaut} pour les hyperparamètres d'une règle ou d'un calendrier : ses arguments nommés."""
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY and p.name not in RESERVED}


def bind(function, name, given, intervals=INTERVALS):
    """Rend les hyperparamètres de `function` : ceux de `given`, contrôlés, et la valeur par défaut des autres."""
    values = hyperparameters_of(function)
    for key, value in given.items():
        lookup(values, key, f"hyperparamètre de {name}")
        values[key] = check_interval(value, key, intervals)
    missing = [key for key, value in values.items() if value is inspect.Parameter.empty]
    if missing:
        received = ", ".join(given) or "aucun hyperparamètre"
        raise ValueError(f"{name} : une valeur est attendue pour {' et '.join(missing)}, reçu {received}.")
    return values


def check_interval(value, key, intervals):
    """Rend la valeur d'un hyperparamètre, dans l'intervalle de son nom ; sans intervalle, tout nombre fini convient."""
    check = intervals.get(key)
    return check(value, key) if check else check_number(value, key, lower=-np.inf, domain="fini")
