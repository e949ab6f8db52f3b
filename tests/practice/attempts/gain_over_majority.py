"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

import numpy as np


def wrong_accuracy(predicted, labels):
    """L'exactitude, sans plus.

    Perd : two, classes
    Lit : c'est l'exactitude
    """
    return float(np.mean(predicted == labels))


def wrong_most_frequent_answer(predicted, labels):
    """La classe que le réseau répond le plus.

    Perd : two, classes
    Lit : celle des étiquettes, non des réponses
    """
    majority = np.unique(predicted, return_counts=True)[1].max() / labels.size
    return float(np.mean(predicted == labels) - majority)


def wrong_random_answer(predicted, labels):
    """Une chance sur K.

    Perd : two, classes
    Lit : répondre au hasard n'est pas
    """
    return float(np.mean(predicted == labels) - 1 / np.unique(labels).size)


def wrong_two_classes_only(predicted, labels):
    """La moyenne des étiquettes, comme s'il n'y en avait que deux.

    Perd : classes
    """
    ones = np.mean(labels)
    return float(np.mean(predicted == labels) - max(ones, 1 - ones))


def right_bincount(predicted, labels):
    """Par bincount."""
    return float(np.mean(predicted == labels) - np.bincount(labels).max() / labels.size)
