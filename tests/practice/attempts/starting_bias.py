"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_zeros(labels, K):
    """Des biais nuls.

    Perd : frequencies, absent
    Lit : les fréquences n'y entrent pas
    """
    return np.zeros((K, 1))


def wrong_frequencies(labels, K):
    """Les fréquences elles-mêmes.

    Perd : frequencies, absent
    Lit : ce sont les fréquences
    """
    counts = np.bincount(labels, minlength=K) + 1
    return (counts / counts.sum()).reshape(K, 1)


def wrong_no_added_example(labels, K):
    """Sans exemple ajouté : le biais d'une classe absente est infini.

    Perd : frequencies, absent
    Lit : l'exemple ajouté à chaque classe manque
    """
    return np.log(np.bincount(labels, minlength=K) / labels.size).reshape(K, 1)


def wrong_opposite(labels, K):
    """L'opposé, comme une pénalité.

    Perd : frequencies, absent
    Lit : le signe est opposé
    """
    return -np.log((np.bincount(labels, minlength=K) + 1) / (labels.size + K)).reshape(K, 1)


def wrong_classes_seen_only(labels, K):
    """Les classes absentes sont oubliées.

    Perd : absent
    Lit : une classe absente a aussi son biais
    """
    counts = np.unique(labels, return_counts=True)[1] + 1
    return np.log(counts / counts.sum()).reshape(-1, 1)


def right_up_to_a_constant(labels, K):
    """Sans diviser par le total : softmax n'y voit rien."""
    return np.log([[1.0 + np.sum(labels == k)] for k in range(K)])
