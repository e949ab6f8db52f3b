"""Les erreurs classiques et leur signature : ce que vaut le résultat quand on les commet."""

import numpy as np


def likely_mistake(value, expected, m=None, mistakes=None):
    """Reconnaît l'erreur qui explique `value` si une seule l'explique, ou rend une chaîne vide.

    `m` est le nombre d'exemples du lot. `mistakes` ajoute des signatures propres à l'exercice : {phrase: ce que vaut
    le résultat quand on commet l'erreur}. Deux erreurs qui donneraient ici le même résultat ne se départagent pas : se
    taire vaut mieux que d'envoyer chercher la mauvaise.

    >>> likely_mistake(np.array([[8.0, 12.0]]), np.array([[2.0, 3.0]]), m=4)
    '4 fois trop grand, or le lot compte m = 4 exemples : le facteur 1/m manque'
    >>> likely_mistake(0.7, 0.2)
    ''
    """
    value, expected = np.asarray(value), np.asarray(expected)
    if not expected.any() or not np.isfinite(value).all() or not np.isfinite(expected).all():
        return ""
    if _agree(value, expected):
        return _rounding(value, expected)
    known = [*(mistakes or {}).items(), *_signatures(expected, m)]
    found = {sentence for sentence, signature in known if _explains(np.asarray(signature), value, expected)}
    if not found:
        return "" if value.any() else "le résultat est nul partout"
    return found.pop() if len(found) == 1 else ""


def _explains(signature, value, expected):
    return _agree(value, signature) and not _agree(signature, expected)


def _agree(a, b):
    return a.shape == b.shape and np.isfinite(b).all() and np.allclose(a, b, rtol=1e-6, atol=1e-9 * np.abs(b).max())


def _rounding(value, expected):
    """Un écart si petit que l'arrondi, ou un terme ajouté, en est la cause."""
    gap = np.abs(value - expected).max() / np.abs(expected).max()
    return f"l'écart relatif n'est que de {gap:.0e} : un calcul en float32, ou un terme ajouté comme 1e-8, le produit"


def _signatures(expected, m):
    """Les signatures qui valent pour tout gradient ; d'un nombre, qui n'en est pas un, le signe seul se reconnaît."""
    yield f"le signe est opposé{' : un gradient pointe vers la hausse du coût' if expected.ndim else ''}", -expected
    if m:
        yield f"{m} fois trop grand, or le lot compte m = {m} exemples : le facteur 1/m manque", m * expected
        yield f"{m} fois trop petit, or le lot compte m = {m} exemples : 1/m est compté une fois de trop", expected / m
    if expected.ndim == 2:
        yield "la matrice est transposée : revoyez l'ordre du produit et les .T", expected.T
        if expected.shape != expected.T.shape:
            mixed = "reshape rend sa forme à une matrice transposée, mais mélange ses valeurs : c'est .T qui transpose"
            yield mixed, expected.T.reshape(expected.shape)
        if len(expected) > 1:
            mean = "la moyenne porte aussi sur les lignes, or seul l'axe 1 compte les exemples"
            yield mean, expected / len(expected)
        for size in {*expected.shape} - {1}:
            if m:
                yield f"la somme est divisée par {size}, et non par m = {m} : m se lit sur l'axe 1", expected * m / size


def shape_mistake(shape, expected):
    """Reconnaît l'erreur qui explique une forme, ou rend une chaîne vide.

    >>> shape_mistake((3,), (3, 1))
    'keepdims=True garde les deux dimensions de la somme'
    >>> shape_mistake((4, 3), (3, 4))
    'le résultat semble transposé'
    >>> shape_mistake((2,), (1,))
    ''
    """
    if len(shape) != len(expected):
        return "keepdims=True garde les deux dimensions de la somme" if 1 in expected else ""
    if len(shape) < 2:
        return ""
    if shape == expected[::-1] != expected:
        return "le résultat semble transposé"
    summed = [axis for axis, size in enumerate(expected) if size == 1 and shape[axis] != 1]
    missing = " ni ".join(f"l'axe {axis}" for axis in summed)
    if len(summed) == 1 and shape[1 - summed[0]] == 1:
        return f"la somme porte sur l'axe {1 - summed[0]} ; il faut aussi, ou plutôt, sommer sur {missing}"
    if summed:
        return f"la somme n'a porté ni sur {missing}" if len(summed) > 1 else f"la somme ne porte pas sur {missing}"
    return ""


def number_mistake(value):
    """Explique un résultat qui n'est pas un nombre flottant, ou rend une chaîne vide.

    >>> number_mistake(np.ones(3)), number_mistake(1)
    ("un nombre n'a pas d'axe : sommez sur tous", "un nombre flottant s'écrit 1.0")
    """
    if isinstance(value, np.ndarray) and value.ndim:
        return "un nombre n'a pas d'axe : sommez sur tous"
    return f"un nombre flottant s'écrit {value}.0" if type(value) is int else ""


def value_mistake(value):
    """Explique un résultat qui n'est pas un nombre fini, ou rend une chaîne vide.

    >>> value_mistake(np.array([1.0, np.nan]))
    "1 valeur NaN ou infinie : un exp déborde-t-il, ou est-ce log(0), 0/0, ou la racine d'un négatif ?"
    """
    count = np.size(value) - np.count_nonzero(np.isfinite(value))
    words = "valeur NaN ou infinie" if count == 1 else "valeurs NaN ou infinies"
    return f"{count} {words} : un exp déborde-t-il, ou est-ce log(0), 0/0, ou la racine d'un négatif ?" if count else ""
