"""Le hasard des tests : données, ordre et vérité de chaque cas se tirent d'une graine que la copie ignore.

À la correction, le meneur la donne aux seuls tests : une par copie, la même quand on recorrige. Ailleurs, dans le
carnet de l'enseignant, elle se tire à chaque fois.
"""

import secrets

import numpy as np

SEED_BITS = 63
_seed = secrets.randbits(SEED_BITS)


def use(seed):
    """Fait tirer de cette graine tout ce qui suit."""
    global _seed
    _seed = seed


def generator(*words):
    """Un générateur propre à ces mots : deux propriétés tirent d'une même graine des données différentes.

    >>> use(1)
    >>> draws = [generator(word).integers(1000) for word in "aab"]
    >>> bool(draws[0] == draws[1] != draws[2])
    True
    """
    return np.random.default_rng([_seed, *"\0".join(words).encode()])
