"""Les hyperparamètres d'une règle ou d'un calendrier : lus dans sa signature, contrôlés par leur nom."""

import inspect

from mlcourse._validation import check_number, check_positive_integer, lookup

#: Arguments nommés que `Optimizer.step` fournit lui-même à la règle qui les demande.
RESERVED = ("t", "decay_mask")


def bind(function, name, given):
    """Rend les hyperparamètres de `function` : ceux de `given`, contrôlés, et la valeur par défaut des autres."""
    parameters = inspect.signature(function).parameters.values()
    values = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY and p.name not in RESERVED}
    for key, value in given.items():
        lookup(values, key, f"hyperparamètre de {name}")
        values[key] = _check(value, key)
    missing = [key for key, value in values.items() if value is inspect.Parameter.empty]
    if missing:
        received = ", ".join(given) or "aucun hyperparamètre"
        raise ValueError(f"{name} : une valeur est attendue pour {' et '.join(missing)}, reçu {received}.")
    return values


def _check(value, key):
    if key.startswith("beta") or key == "factor":
        return check_number(value, key, 1, "dans [0, 1[")
    if key in ("every", "total", "warmup"):
        return 0 if key == "warmup" and value == 0 else check_positive_integer(value, key)
    return check_number(value, key)
