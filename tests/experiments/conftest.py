"""Refaire une expérience aux arrondis près : ce qu'une page en dit doit être vrai quel que soit le processeur."""

import numpy as np
import pytest

from mlcourse.model import MultiLayerPerceptron

NUDGE = 1e-13  # relatif : ce que des milliers d'opérations laissent d'arrondis


@pytest.fixture
def roundings():
    """Rend une fonction qui refait une expérience, d'abord telle quelle, puis ses poids de départ changés à peine.

    D'un processeur à l'autre, un produit de matrices n'arrondit pas pareil : une trajectoire chaotique y change du tout
    au tout.
    """
    start = MultiLayerPerceptron.__init__

    def repeat(run, times):
        found = [run()]
        for seed in range(times - 1):

            def nudged(self, *arguments, seed=seed, **options):
                start(self, *arguments, **options)
                self.theta[:] *= 1 + NUDGE * np.random.default_rng(seed).normal(size=self.theta.size)

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(MultiLayerPerceptron, "__init__", nudged)
                found.append(run())
        return found

    return repeat
