"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_each_for_itself(grads, c):
    """Chaque tableau pour lui-même.

    Perd : long
    Lit : la norme est celle de tous
    """
    return {name: g * min(1, c / np.linalg.norm(g)) for name, g in grads.items()}


def wrong_each_component(grads, c):
    """Chaque composante est bornée.

    Perd : long
    Lit : la direction n'est plus celle du gradient
    """
    return {name: np.clip(g, -c, c) for name, g in grads.items()}


def wrong_always_scaled(grads, c):
    """Toujours ramené à la norme c, même trop court.

    Perd : short, zero
    Lit : un gradient plus court que c a été allongé
    """
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    return {name: g * c / norm for name, g in grads.items()}


def wrong_root_forgotten(grads, c):
    """Le carré de la norme.

    Perd : long, short, zero
    Lit : la racine manque
    """
    norm = sum(np.sum(g**2) for g in grads.values())
    return {name: g * c / norm for name, g in grads.items()}


def wrong_nothing(grads, c):
    """Rien.

    Perd : long
    Lit : rien n'a été écrêté
    """
    return dict(grads)


def right_end_to_end(grads, c):
    """En mettant vraiment les tableaux bout à bout."""
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads.values()]))
    return {name: g / max(1.0, norm / c) for name, g in grads.items()}
