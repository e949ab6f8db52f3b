"""Section 3.5 : écrêter tous les tableaux d'un gradient ensemble, sans en changer la direction."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(grads, c):
    """Gradient écrêté à la norme c : mêmes noms, mêmes formes."""
    clipped = {}
    for name, g in grads.items():
        clipped[name] = g * min(1, c / np.linalg.norm(g))
    return clipped


def solution(grads, c):
    """La norme est celle de *tous* les tableaux bout à bout : un seul facteur, le même pour tous. Écrêter chacun pour
    soi change la direction du pas, et ne borne pas sa longueur, qui peut encore valoir `c` fois la racine du nombre de
    tableaux. Un gradient nul n'a rien à écrêter.
    """
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    factor = c / norm if norm > c else 1.0
    return {name: factor * g for name, g in grads.items()}


def _draw(check):
    rng = check.generator()
    return {"dW1": 5 * rng.normal(size=(3, 4)), "db1": rng.normal(size=(3, 1)), "dW2": 0.2 * rng.normal(size=(1, 3))}


def _norm(grads):
    return float(np.sqrt(sum(np.sum(g**2) for g in grads.values())))


def _result(check, grads, c):
    clipped = check.call(grads, c)
    same = isinstance(clipped, dict) and clipped.keys() == grads.keys()
    received = list(clipped) if isinstance(clipped, dict) else type(clipped).__name__
    check.require(same, f"un dictionnaire de noms {list(grads)}", f"{received}")
    return clipped


def _long(check):
    grads = _draw(check)
    c = _norm(grads) / 4
    clipped = _result(check, grads, c)
    for name, g in grads.items():
        mistakes = {
            "ce tableau a été écrêté pour lui-même : la norme est celle de tous, bout à bout": g
            * min(1, c / np.linalg.norm(g)),
            "chaque composante a été bornée : la direction n'est plus celle du gradient": np.clip(g, -c, c),
            "c'est le carré de la norme qui divise : la racine manque": g * c / _norm(grads) ** 2,
            "rien n'a été écrêté": g,
        }
        check.close(name, clipped[name], g / 4, tolerance=1e-9, mistakes=mistakes)


def _short(check):
    grads = _draw(check)
    clipped = _result(check, grads, 1.5 * _norm(grads))
    for name, g in grads.items():
        hint = "un gradient plus court que c a été allongé : le facteur ne dépasse pas 1"
        check.close(name, clipped[name], g, tolerance=1e-9, mistakes={hint: 1.5 * g})


def _zero(check):
    zeros = {"dW1": np.zeros((2, 2)), "db1": np.zeros((2, 1))}
    clipped = _result(check, zeros, 1.0)
    for name, g in zeros.items():
        check.close(name, clipped[name], g)


EXERCISE = Exercise(
    stub,
    solution,
    section="3.5",
    hint=(
        "La norme de plusieurs tableaux bout à bout est la racine de la somme de *tous* leurs carrés. Que donne "
        "`c / norm` quand elle est nulle ?"
    ),
    properties={
        "un gradient trop long est ramené à la norme c, dans la même direction": _long,
        "un gradient plus court que c ne change pas": _short,
        "un gradient nul reste nul": _zero,
    },
)
