"""Ce qui ne résout rien, d'un exercice quel qu'il soit : l'atelier le fait de sa solution et de ses tests visibles.

Un `empty_` reçoit la réponse juste et les arguments d'un appel, et rend une réponse de même structure où rien n'est
calculé. Un `recited_` reçoit ce que les tests visibles ont demandé, [(clé des arguments, réponse juste)…], et les
arguments. Ces fonctions vont, avec leurs aides, dans la cellule de réponse d'une copie.
"""

import numpy as np


def _like(answer, change):
    """La structure d'une réponse, où `change` remplace chaque nombre, tableau ou texte."""
    if isinstance(answer, dict):
        return {name: _like(part, change) for name, part in answer.items()}
    if isinstance(answer, list | tuple):
        return type(answer)(_like(part, change) for part in answer)
    return change(answer)


def _filled(answer, value):
    return _like(answer, lambda part: "" if isinstance(part, str) else np.full(np.shape(part), value)[()])


def _structure(value):
    return _like(value, lambda part: (np.shape(part), isinstance(part, str)))


def _data(values):
    """Les données d'un appel, et celles qu'elles contiennent : ni fonction, ni générateur."""
    for value in values:
        if isinstance(value, dict | list | tuple | str | int | float | np.ndarray | np.generic):
            yield value
            yield from _data(value.values() if isinstance(value, dict) else value if _is_list(value) else ())


def _is_list(value):
    return isinstance(value, list | tuple)


def _key(value):
    """Ce qui distingue un appel d'un autre, en un texte ; rien ne distingue deux fonctions, ou deux générateurs."""
    if isinstance(value, dict):
        return str({name: _key(part) for name, part in value.items()})
    if _is_list(value):
        return str([_key(part) for part in value])
    known = isinstance(value, str | int | float | np.ndarray | np.generic)
    return f"{np.shape(value)} {np.asarray(value).tolist()}" if known else ""


def empty_zeros(answer, arguments):
    """Tout est nul, aux bonnes formes."""
    return _filled(answer, 0.0)


def empty_not_a_number(answer, arguments):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(answer, np.nan)


def empty_infinite(answer, arguments):
    """L'infini, qui ne change pas quand on lui ajoute quelque chose."""
    return _filled(answer, np.inf)


def empty_huge(answer, arguments):
    """Des nombres si grands que leurs normes débordent."""
    return _filled(answer, 1e308)


def empty_tiny(answer, arguments):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(answer, 1e-200)


def empty_arguments(answer, arguments):
    """Les arguments sont rendus tels quels, là où ils ont la forme qu'il faut."""
    for value in _data(arguments):
        if _structure(value) == _structure(answer):
            return value
    if isinstance(answer, dict):
        return {name: empty_arguments(part, arguments) for name, part in answer.items()}
    if _is_list(answer):
        return type(answer)(empty_arguments(part, arguments) for part in answer)
    return _filled(answer, 0.0)


def empty_drawn(answer, arguments):
    """Des nombres tirés au hasard, du générateur reçu s'il y en a un."""
    lent = [value for value in arguments if isinstance(value, np.random.Generator)]
    rng = lent[0] if lent else np.random.default_rng(0)
    return _like(answer, lambda part: "" if isinstance(part, str) else rng.normal(size=np.shape(part))[()])


def recited_answers(seen, arguments):
    """Les réponses des tests visibles, par cœur ; ailleurs, la dernière."""
    return dict(seen).get(_key(arguments), seen[-1][1])


def recited_in_order(seen, arguments, calls=[]):  # noqa: B006 (elle se souvient)
    """Les réponses des tests visibles, dans leur ordre, quoi qu'on lui donne."""
    calls.append(None)
    return seen[(len(calls) - 1) % len(seen)][1]
