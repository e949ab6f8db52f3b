"""Section 3.4 : une règle trouvée par une machine, et dont tous les pas ont la même longueur."""

import numpy as np

from mlcourse.practice._exercise import Exercise


def stub(theta, g, m, alpha, beta1, beta2):
    """Un pas de Lion ; rend (theta, m), deux nouveaux tableaux de même forme."""
    raise NotImplementedError


def solution(theta, g, m, alpha, beta1, beta2):
    r"""Le pas se décide avec l'ancien $m$, mêlé au gradient par $\beta_1$ ; $m$ n'est mis à jour qu'ensuite, par
    $\beta_2$. Chaque composante avance de $\alpha$ exactement, dans un sens ou dans l'autre : un seul état, une
    longueur que rien ne change, et des réglages qui ne sont pas ceux d'Adam.
    """
    theta = theta - alpha * np.sign(beta1 * m + (1 - beta1) * g)
    m = beta2 * m + (1 - beta2) * g
    return theta, m


def _case(check):
    rng = check.generator()
    # Des moments assez grands pour que le signe dépende du mélange, et non du seul gradient.
    theta, g = rng.normal(size=40), rng.normal(size=40)
    return theta, g, -0.2 * g * rng.uniform(0.2, 8, size=40), 0.01, 0.9, 0.6


def _position(check):
    theta, g, m, alpha, beta1, beta2 = case = _case(check)
    step = alpha * np.sign(beta1 * m + (1 - beta1) * g)
    new = beta2 * m + (1 - beta2) * g
    mistakes = {
        "le pas se décide avec l'ancien m, et non avec le nouveau": theta
        - alpha * np.sign(beta1 * new + (1 - beta1) * g),
        "le pas se décide par beta1 ; beta2 ne sert qu'à mettre m à jour": theta - alpha * np.sign(new),
        "le signe manque : tous les pas ont la longueur alpha": theta - alpha * (beta1 * m + (1 - beta1) * g),
        "le moment n'entre pas dans le pas": theta - alpha * np.sign(g),
        "la descente retranche : le signe est opposé": theta + step,
    }
    check.close("theta", check.call(*case)[0], theta - step, tolerance=1e-9, mistakes=mistakes)


def _moment(check):
    _, g, m, _, beta1, beta2 = case = _case(check)
    mistakes = {
        "m se met à jour par beta2, et non par beta1": beta1 * m + (1 - beta1) * g,
        "m n'a pas changé": m,
        "c'est la somme de Polyak : le gradient est multiplié par 1 - beta2": beta2 * m + g,
    }
    check.close("m", check.call(*case)[1], beta2 * m + (1 - beta2) * g, tolerance=1e-9, mistakes=mistakes)


def _untouched(check):
    case = _case(check)
    theta, m = check.unchanged(*case)
    check.computes((theta, m), (case[0] - 0.01 * np.sign(0.9 * case[2] + 0.1 * case[1]), 0.6 * case[2] + 0.4 * case[1]))


EXERCISE = Exercise(
    stub,
    solution,
    section="3.4",
    hint="Deux lignes, dans l'ordre où la page les donne. `np.sign` rend $-1$, 0 ou 1, composante par composante.",
    properties={
        "le pas suit le signe du mélange de l'ancien moment et du gradient": _position,
        "le moment rendu est la moyenne mobile de taux beta2": _moment,
        "les tableaux reçus restent intacts": _untouched,
    },
    returns=("theta", "m"),
)
