"""Section 1.1 : ce qu'un coût dit des réponses, lu comme une probabilité."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(a, y):
    """Moyenne géométrique des probabilités données aux bonnes réponses.

    a : probabilités que l'étiquette soit 1, forme (1, m) ; y : étiquettes, 0 ou 1.
    """
    given = np.where(y == 1, a, 1 - a)
    return np.prod(given) ** (1 / y.size)


def solution(a, y):
    r"""Le logarithme d'une moyenne géométrique est la moyenne des logarithmes : celle-ci vaut donc $e^{-J}$. Un coût de
    0,105 dit que le réseau donne, en moyenne géométrique, 0,9 à la bonne réponse. Le produit, lui, tombe sous le plus
    petit nombre de la machine dès quelques milliers d'exemples : c'est pourquoi l'on additionne des logarithmes.
    """
    given = np.where(y == 1, a, 1 - a)
    return np.exp(np.mean(np.log(given)))


def _draw(check, m):
    rng = check.generator()
    return rng.uniform(0.1, 0.9, size=(1, m)), rng.integers(0, 2, size=(1, m))


def _expected(a, y):
    return np.where(y == 1, a, 1 - a)


def _value(check):
    a, y = _draw(check, 6)
    given = _expected(a, y)
    cost = -np.log(given).mean()
    mistakes = {
        "c'est une moyenne arithmétique : le coût, lui, moyenne des logarithmes": given.mean(),
        "c'est le coût J : il reste à en prendre l'exponentielle de l'opposé": cost,
        "c'est le produit de toutes les probabilités : la racine m-ième manque": np.exp(-y.size * cost),
        "c'est la moyenne de a : la bonne réponse est 1 - a quand y = 0": np.exp(np.log(a).mean()),
    }
    check.close("la moyenne", check.call(a, y), float(np.exp(-cost)), tolerance=1e-9, mistakes=mistakes)


def _many(check):
    a, y = _draw(check, 20_000)
    check.close("la moyenne", check.call(a, y), float(np.exp(np.log(_expected(a, y)).mean())), tolerance=1e-9)


EXERCISE = Exercise(
    stub,
    solution,
    section="1.1",
    hint=(
        "Le code de départ est juste sur le papier. Affichez `np.prod(given)` pour vingt mille exemples, puis "
        "passez par la somme des logarithmes."
    ),
    properties={
        "le résultat est la moyenne géométrique des probabilités données aux bonnes réponses": _value,
        "il est encore juste sur vingt mille exemples": _many,
    },
)
