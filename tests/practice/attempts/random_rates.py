"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_uniform(low, high, n, rng):
    """Le taux est tiré uniformément.

    Perd : spread, bounds
    Lit : tirez plutôt son exposant
    """
    return rng.uniform(low, high, size=n)


def wrong_bases_mixed(low, high, n, rng):
    """log d'un côté, puissance de dix de l'autre.

    Perd : spread, bounds
    """
    return 10 ** rng.uniform(np.log(low), np.log(high), size=n)


def wrong_global_source(low, high, n, rng):
    """Le générateur reçu n'est pas employé.

    Perd : seeded
    Lit : rng est la seule source de hasard
    """
    return np.exp(np.random.default_rng().uniform(np.log(low), np.log(high), size=n))


def wrong_grid(low, high, n, rng):
    """Une grille régulière, sans hasard.

    Perd : seeded
    Lit : tirez avec rng
    """
    return np.geomspace(low, high, n)


def right_powers(low, high, n, rng):
    """Une part au hasard du chemin, en facteur."""
    return low * (high / low) ** rng.random(n)
