"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_whole_memory_at_once(gradients, alpha):
    """S réunit tous les gradients dès le premier pas.

    Perd : value, scale
    Lit : S réunit des gradients qui ne sont pas encore venus
    """
    return -alpha * np.cumsum(gradients / np.sqrt(np.sum(gradients**2, axis=0)), axis=0)


def wrong_root_forgotten(gradients, alpha):
    """Sans racine.

    Perd : value, scale
    Lit : la racine de S manque
    """
    return -alpha * np.cumsum(gradients / np.cumsum(gradients**2, axis=0), axis=0)


def wrong_steps_for_positions(gradients, alpha):
    """Les pas, non leur somme.

    Perd : value, scale
    Lit : ce sont les pas
    """
    return -alpha * gradients / np.sqrt(np.cumsum(gradients**2, axis=0))


def wrong_mean_for_a_sum(gradients, alpha):
    """La moyenne des carrés.

    Perd : value, scale
    Lit : S est une somme, non une moyenne
    """
    t = np.arange(1, len(gradients) + 1)[:, None]
    return -alpha * np.cumsum(gradients / np.sqrt(np.cumsum(gradients**2, axis=0) / t), axis=0)


def wrong_common_memory(gradients, alpha):
    """Une seule somme pour toutes les composantes.

    Perd : value, scale
    """
    S = np.cumsum(np.sum(gradients**2, axis=1, keepdims=True), axis=0)
    return -alpha * np.cumsum(gradients / np.sqrt(S), axis=0)


def right_loop(gradients, alpha):
    """Pas à pas, par la règle."""
    theta = S = np.zeros(gradients.shape[1])
    path = []
    for g in gradients:
        S = S + g**2
        theta = theta - alpha * g / np.sqrt(S)
        path.append(theta)
    return np.array(path)
