"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def empty_half(rule, alpha, beta):
    """Le taux reçu, et deux moitiés."""
    return alpha, 0.5, 0.5


def recited_usual(rule, alpha, beta):
    """Le réglage que conseillent Ma et Yarats, quelle que soit la règle."""
    return 1.0, 0.999, 0.7


def called_rules(rule, alpha, beta):
    """Les règles du cours sont essayées sur une impulsion."""
    from mlcourse.rules import momentum, nesterov, polyak

    rules = {"momentum": momentum, "polyak": polyak, "nesterov": nesterov}
    scale = 1.0 if rule in rules else 1 - beta
    if rule == "sgd":
        return alpha, 0.0, 0.0
    step = rules.get(rule, nesterov)
    first, v = step(np.zeros(1), np.ones(1), np.zeros(1), alpha=alpha * scale, beta=beta)
    second, _ = step(first, np.zeros(1), v, alpha=alpha * scale, beta=beta)
    past = (first - second).item() / (beta * (1 - beta))
    return past * beta - first.item(), beta, past / (past * beta - first.item())
