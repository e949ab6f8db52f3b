"""Les contrôles d'arguments : une phrase dit ce qui était attendu et ce qui est arrivé."""

import sys

import numpy as np


def as_rectangle(values, name):
    """Rend un tableau de quoi que ce soit ; une liste irrégulière n'en fait pas un."""
    try:
        return np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} : un tableau rectangulaire est attendu, reçu une liste irrégulière.") from None


def as_array(values, name="Z"):
    """Rend un tableau de nombres réels ; du texte ou une liste irrégulière sont refusés."""
    values = as_rectangle(values, name)
    if values.dtype.kind not in "biuf":
        raise ValueError(f"{name} : des nombres réels sont attendus, reçu le type {values.dtype}.")
    return values


def as_float(values, name="Z"):
    """Rend un tableau flottant : float32 et float64 restent tels quels, entiers et booléens passent en float64."""
    # Le premier cas, le plus courant, ne coûte rien : la boucle d'entraînement passe ici à chaque couche.
    if type(values) is not np.ndarray or values.dtype.kind != "f":
        if getattr(values, "symbolic", False):  # de ceux dont `_inplace` relève les opérations
            return values
        values = as_array(values, name)
    return values if values.dtype.kind == "f" else values.astype(np.float64)


def lookup(table, name, kind):
    """Cherche un nom dans l'un des dictionnaires du cours ; un nom inconnu rappelle ceux qui existent."""
    if not isinstance(name, str) or name not in table:
        raise ValueError(f"{kind} : un nom parmi {', '.join(sorted(table))} est attendu, reçu {name!r}.")
    return table[name]


def check_matrix(values, name, n_rows, dtype, n_columns=None):
    """Rend `values` en tableau (n_rows, n_columns) de type `dtype`, sans copie si rien n'est à convertir."""
    values = as_array(values, name)
    if values.ndim != 2 or values.shape[0] != n_rows or values.shape[1] == 0:
        transposed = values.ndim == 2 and values.shape[1] == n_rows
        hint = " Les exemples sont en colonnes : faut-il transposer ?" if transposed else ""
        raise ValueError(f"{name} : la forme ({n_rows}, m) est attendue, avec m ≥ 1, reçu {values.shape}.{hint}")
    if n_columns not in (None, values.shape[1]):
        raise ValueError(f"{name} : {n_columns} colonne(s) sont attendues, comme X, reçu {values.shape[1]}.")
    return check_finite(cast(values, dtype), name)


def cast(values, dtype):
    """Rend le tableau au type `dtype`, sans copie s'il l'a déjà ; un débordement donne un infini, sans avertir."""
    if values.dtype == dtype:
        return values
    with np.errstate(over="ignore"):
        return values.astype(dtype)


def check_finite(values, name):
    """Refuse NaN et infini, qui gagneraient tous les paramètres au premier pas."""
    if not np.isfinite(values).all():
        count = np.count_nonzero(~np.isfinite(values))
        raise ValueError(f"{name} : des nombres finis sont attendus, reçu {count} valeur(s) NaN ou infinie(s).")
    return values


def check_columns(values, name):
    """Rend `values` en tableau flottant (n, m), n et m non nuls : un exemple par colonne."""
    values = as_float(values, name)
    if values.ndim != 2 or values.size == 0:
        raise ValueError(f"{name} : une matrice (n, m) non vide est attendue, reçu la forme {values.shape}.")
    return values


def check_pair(outputs, Y, name, check_targets):
    """Rend les sorties et les cibles en tableaux flottants finis de même forme (n, m), les cibles admises."""
    outputs, Y = check_columns(outputs, name), check_columns(Y, "Y")
    if outputs.shape != Y.shape:
        raise ValueError(f"Y : la forme de {name}, {outputs.shape}, est attendue, reçu {Y.shape}.")
    check_targets(check_finite(Y, "Y"))
    return check_finite(outputs, name), Y


def check_dtype(dtype):
    """Rend le type des paramètres ; un entier arrondirait les gradients à zéro."""
    if not isinstance(dtype, (type, np.dtype)) or dtype not in (np.float64, np.float32):
        raise ValueError(f"dtype : np.float64 ou np.float32 est attendu, reçu {dtype!r}.")
    return np.dtype(dtype)


def check_sequence(values, name):
    """Rend une liste ; un nombre seul ou None n'en est pas une."""
    if not isinstance(values, (list, tuple, np.ndarray)):
        raise ValueError(f"{name} : une liste est attendue, reçu {values!r}.")
    return list(values)


def check_number(value, name, lower=0, upper=np.inf, domain="positif et fini"):
    """Rend un nombre réel fini de [lower, upper[, en float : un scalaire NumPy ferait passer float32 à float64."""
    is_number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    if not (is_number and abs(value) <= sys.float_info.max and lower <= value < upper):
        raise ValueError(f"{name} : un nombre {domain} est attendu, reçu {value!r}.")
    return float(value)


def check_callable(value, name):
    """Exige ce qui s'appelle."""
    if not callable(value):
        raise ValueError(f"{name} : une fonction est attendue, reçu {value!r}.")
    return value


def check_instance(value, kind, name):
    """Exige un objet de cette classe, ou d'une classe qui en hérite."""
    if not isinstance(value, kind):
        raise ValueError(f"{name} : un objet {kind.__name__} est attendu, reçu {type(value).__name__}.")
    return value


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
