"""Faire passer des données d'un langage à l'autre : nombres, textes, listes, dictionnaires, tableaux."""

import dataclasses
import importlib

import numpy as np


def plain(value):
    """Réduit une valeur à ce que la page sait lire.

    Un tableau reste un tableau, de réels ou d'entiers de 32 bits ; un `NamedTuple` et une dataclass deviennent des
    dictionnaires.

    Raises
    ------
    ValueError
        Si la valeur n'est pas faite de données.

    Examples
    --------
    >>> plain({"coût": np.float64(0.5), "formes": ((3, 2), None)})
    {'coût': 0.5, 'formes': [[3, 2], None]}
    """
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.ndarray):
        return np.ascontiguousarray(value, dtype=np.int32 if value.dtype.kind in "bu" else _real(value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise ValueError(f"une donnée est attendue (nombre, texte, liste, dictionnaire, tableau), reçu {type(value)!r}.")


def _real(array):
    """Le type sous lequel passe un tableau : la page ne lit pas les entiers de 64 bits comme des nombres."""
    if array.dtype.kind == "i" and np.all(np.abs(array) < 2**31):
        return np.int32
    if array.dtype.kind not in "if":
        raise ValueError(f"un tableau de nombres est attendu, reçu un tableau de {array.dtype}.")
    return np.float64


def call(module, name, arguments):
    """Appelle la fonction `name` d'un module de `mlcourse`, et rend son résultat réduit à des données.

    Raises
    ------
    ValueError
        Si le module n'est pas du cours, ou n'a pas cette fonction.
    """
    if module.partition(".")[0] != "mlcourse":
        raise ValueError(f"un module de mlcourse est attendu, reçu « {module} ».")
    function = getattr(importlib.import_module(module), name, None)
    if not callable(function):
        raise ValueError(f"le module {module} n'a pas de fonction « {name} ».")
    return plain(function(*arguments))
