"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_not_corrected(costs, beta):
    """Sans correction.

    Perd : value, flat
    Lit : la correction manque
    """
    v, smooth = 0.0, []
    for cost in costs:
        v = beta * v + (1 - beta) * cost
        smooth.append(v)
    return np.array(smooth)


def wrong_corrected_in_place(costs, beta):
    """La valeur corrigée repart au pas suivant.

    Perd : value, flat
    Lit : ne remplace pas v
    """
    v, smooth = 0.0, []
    for t, cost in enumerate(costs, 1):
        v = (beta * v + (1 - beta) * cost) / (1 - beta**t)
        smooth.append(v)
    return np.array(smooth)


def wrong_count_off_by_one(costs, beta):
    """t part de 2.

    Perd : value, flat
    Lit : t se compte à partir de 1
    """
    v, smooth = 0.0, []
    for t, cost in enumerate(costs, 2):
        v = beta * v + (1 - beta) * cost
        smooth.append(v / (1 - beta**t))
    return np.array(smooth)


def wrong_same_divisor_everywhere(costs, beta):
    """1 - beta partout.

    Perd : value, flat
    Lit : la somme des poids dépend de t
    """
    v, smooth = 0.0, []
    for cost in costs:
        v = beta * v + (1 - beta) * cost
        smooth.append(v / (1 - beta))
    return np.array(smooth)


def wrong_started_from_the_first_cost(costs, beta):
    """Partir du premier coût : une autre courbe, plate elle aussi quand le coût l'est.

    Perd : value
    """
    v, smooth = costs[0], []
    for cost in costs:
        v = beta * v + (1 - beta) * cost
        smooth.append(v)
    return np.array(smooth)


def right_weighted_means(costs, beta):
    """Chaque point est une moyenne pondérée."""
    return np.array(
        [np.average(costs[:t], weights=beta ** np.arange(t - 1, -1, -1.0)) for t in range(1, len(costs) + 1)]
    )
