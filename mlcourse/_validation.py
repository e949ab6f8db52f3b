"""Les contrôles d'arguments : une phrase dit ce qui était attendu et ce qui est arrivé."""

import numpy as np


def as_array(values, name="Z"):
    """Rend un tableau de nombres réels ; du texte ou une liste irrégulière sont refusés."""
    try:
        values = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} : un tableau rectangulaire est attendu, reçu une liste irrégulière.") from None
    if values.dtype.kind not in "biuf":
        raise ValueError(f"{name} : des nombres réels sont attendus, reçu le type {values.dtype}.")
    return values


def as_float(values, name="Z"):
    """Rend un tableau flottant : float32 et float64 restent tels quels, entiers et booléens passent en float64."""
    values = as_array(values, name)
    return values if values.dtype.kind == "f" else values.astype(np.float64)


def lookup(table, name, kind):
    """Cherche un nom dans l'un des dictionnaires du cours ; un nom inconnu rappelle ceux qui existent."""
    if name not in table:
        raise ValueError(f"{kind} : un nom parmi {', '.join(sorted(table))} est attendu, reçu {name!r}.")
    return table[name]


def check_matrix(values, name, n_rows, dtype):
    """Rend `values` en tableau (n_rows, m) de type `dtype`, sans copie si rien n'est à convertir."""
    values = as_array(values, name)
    if values.ndim != 2 or values.shape[0] != n_rows or values.shape[1] == 0:
        transposed = values.ndim == 2 and values.shape[1] == n_rows
        hint = " Les exemples sont en colonnes : faut-il transposer ?" if transposed else ""
        raise ValueError(f"{name} : la forme ({n_rows}, m) est attendue, avec m ≥ 1, reçu {values.shape}.{hint}")
    if values.dtype != dtype:
        values = values.astype(dtype)
    if not np.isfinite(values).all():
        count = np.count_nonzero(~np.isfinite(values))
        raise ValueError(f"{name} : des nombres finis sont attendus, reçu {count} valeur(s) NaN ou infinie(s).")
    return values


def check_dtype(dtype):
    """Rend le type s'il est flottant ; un entier arrondirait les gradients à zéro."""
    if np.dtype(dtype).kind != "f":
        raise ValueError(f"dtype : np.float64 ou np.float32 est attendu, reçu {dtype!r}.")
    return np.dtype(dtype)


def check_generator(rng):
    """Exige un générateur explicite : lui seul décide du hasard, donc du résultat."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng : un générateur comme np.random.default_rng(0) est attendu, reçu {type(rng).__name__}.")
    return rng


def check_positive_integer(value, name):
    """Rend un entier strictement positif ; True et 3.0 n'en sont pas."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
        raise ValueError(f"{name} : un entier strictement positif est attendu, reçu {value!r}.")
    return int(value)
