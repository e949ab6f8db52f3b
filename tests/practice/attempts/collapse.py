"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""


def wrong_biases_added(layers):
    """Les biais s'ajoutent sans traverser les couches ; quand leurs formes diffèrent, cela ne se peut pas.

    Perd : weights, bias
    Lit : votre fonction s'arrête
    """
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = next_W @ W, b + next_b
    return W, b


def wrong_last_bias_only(layers):
    """Seul le dernier biais reste.

    Perd : bias
    Lit : les biais des premières couches sont perdus
    """
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = next_W @ W, next_b
    return W, b


def wrong_order_of_the_product(layers):
    """Le produit est pris dans l'autre sens.

    Perd : weights, bias
    Lit : votre fonction s'arrête
    """
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = W @ next_W, W @ next_b + b
    return W, b


def wrong_in_place(layers):
    """Le premier biais est modifié chez l'appelant.

    Perd : one
    Lit : une opération sur place
    """
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = next_W @ W, next_W @ b + next_b
    layers[0][1][...] = 0
    return W, b


def right_through_an_augmented_matrix(layers):
    """Le biais est la dernière colonne d'une matrice qui lit aussi un 1."""
    import numpy as np

    whole = np.eye(layers[0][0].shape[1] + 1)
    for W, b in layers:
        bottom = np.zeros((1, W.shape[1] + 1))
        bottom[0, -1] = 1
        whole = np.vstack([np.hstack([W, b]), bottom]) @ whole
    return whole[:-1, :-1], whole[:-1, -1:]
