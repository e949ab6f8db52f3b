"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint ; « Entraîne » nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def wrong_one_bias_per_unit(dZ, cache):
    """Le db du livre est recopié : un biais par neurone, de forme (n_out, 1).

    Perd : bias_gradient
    """
    m = dZ.shape[1]
    return cache["W"].T @ dZ, dZ @ cache["X"].T / m, np.sum(dZ, axis=1, keepdims=True) / m


def wrong_bias_summed_over_units_only(dZ, cache):
    """La somme porte sur les neurones, mais pas sur les exemples.

    Perd : bias_gradient
    """
    m = dZ.shape[1]
    return cache["W"].T @ dZ, dZ @ cache["X"].T / m, np.sum(dZ, axis=0, keepdims=True) / m


def wrong_bias_without_dimensions(dZ, cache):
    r"""db est un nombre, et non un tableau (1, 1) : keepdims manque.

    Perd : bias_gradient, pour « | `db` | $\partial J / \partial b$ | `(1, 1)` | »
    """
    m = dZ.shape[1]
    return cache["W"].T @ dZ, dZ @ cache["X"].T / m, np.sum(dZ) / m


def wrong_bias_averaged_over_units(dZ, cache):
    """np.mean moyenne aussi sur les neurones : db est n_out fois trop petit.

    Perd : bias_gradient, pour « son gradient les additionne »
    """
    m = dZ.shape[1]
    return cache["W"].T @ dZ, dZ @ cache["X"].T / m, np.mean(dZ, keepdims=True)


def wrong_bias_without_one_over_m(dZ, cache):
    """Le 1/m manque dans db.

    Perd : bias_gradient, pour « une fois dans `db` »
    """
    return cache["W"].T @ dZ, dZ @ cache["X"].T / dZ.shape[1], np.sum(dZ, keepdims=True)


def wrong_weights_without_one_over_m(dZ, cache):
    """Le 1/m manque dans dW.

    Perd : weight_gradient, pour « Il entre une fois dans `dW` »
    """
    return cache["W"].T @ dZ, dZ @ cache["X"].T, np.sum(dZ, keepdims=True) / dZ.shape[1]


def wrong_weights_transposed(dZ, cache):
    """dW a l'ordre du produit inversé : la transposée du gradient.

    Perd : weight_gradient, pour « `dW` est le gradient du coût par rapport aux poids »
    """
    m = dZ.shape[1]
    return cache["W"].T @ dZ, cache["X"] @ dZ.T / m, np.sum(dZ, keepdims=True) / m


def wrong_weights_reshaped(dZ, cache):
    """dW transposé est remis à la bonne forme par reshape : la forme est juste, les valeurs sont mélangées.

    Perd : weight_gradient
    """
    m = dZ.shape[1]
    dW = (cache["X"] @ dZ.T / m).reshape(cache["W"].shape)
    return cache["W"].T @ dZ, dW, np.sum(dZ, keepdims=True) / m


def wrong_input_without_transpose_when_square(dZ, cache):
    """W n'est transposée que si les formes l'exigent : faux dès que W est carrée.

    Perd : input_gradient, pour « des matrices $W$ carrées »
    """
    W, m = cache["W"], dZ.shape[1]
    dX = W @ dZ if W.shape[1] == dZ.shape[0] else W.T @ dZ
    return dX, dZ @ cache["X"].T / m, np.sum(dZ, keepdims=True) / m


def wrong_input_divided_by_m(dZ, cache):
    """1/m entre aussi dans dX : il sera compté une fois par couche.

    Perd : input_gradient, pour « le facteur $1/m$ n'y entre pas »
    """
    m = dZ.shape[1]
    return cache["W"].T @ dZ / m, dZ @ cache["X"].T / m, np.sum(dZ, keepdims=True) / m


def wrong_error_term_divided_at_the_start(dZ, cache):
    """dZ est divisé par m d'emblée, puis 1/m revient dans dW et db : compté deux fois, et dX en hérite.

    Perd : input_gradient, weight_gradient, bias_gradient
    Entraîne : arguments, vectorization
    """
    m = dZ.shape[1]
    dZ = dZ / m
    return cache["W"].T @ dZ, dZ @ cache["X"].T / m, np.sum(dZ, keepdims=True) / m


def wrong_number_of_rows_as_m(dZ, cache):
    """m est lu sur l'axe 0, qui compte les neurones.

    Perd : weight_gradient, bias_gradient
    """
    m = dZ.shape[0]
    return cache["W"].T @ dZ, dZ @ cache["X"].T / m, np.sum(dZ, keepdims=True) / m


def wrong_descent_step(dZ, cache):
    """dW et db portent le signe du pas de descente.

    Perd : weight_gradient, bias_gradient
    """
    m = dZ.shape[1]
    return cache["W"].T @ dZ, -dZ @ cache["X"].T / m, -np.sum(dZ, keepdims=True) / m


def wrong_division_in_place(dZ, cache):
    """dZ /= m modifie le terme d'erreur de l'appelant, après le calcul de dX.

    Perd : arguments, pour « Les arguments restent intacts »
    """
    dX = cache["W"].T @ dZ
    dZ /= dZ.shape[1]
    return dX, dZ @ cache["X"].T, np.sum(dZ, keepdims=True)


def wrong_cache_transposed_in_place(dZ, cache):
    """La transposée de X est rangée dans le cache de l'appelant.

    Perd : arguments, pour « `cache` compris »
    """
    m = dZ.shape[1]
    cache["X"] = cache["X"].T
    return cache["W"].T @ dZ, dZ @ cache["X"] / m, np.sum(dZ, keepdims=True) / m


def wrong_entry_popped_from_the_cache(dZ, cache):
    """pop retire X du cache : un second appel échouerait.

    Perd : arguments
    """
    X, m = cache.pop("X"), dZ.shape[1]
    return cache["W"].T @ dZ, dZ @ X.T / m, np.sum(dZ, keepdims=True) / m


def wrong_loop_over_examples(dZ, cache):
    """Une boucle Python additionne les produits extérieurs, exemple par exemple.

    Perd : vectorization, pour « ne parcourent pas les exemples par une boucle Python »
    """
    m = dZ.shape[1]
    dX, dW = np.zeros(cache["X"].shape), np.zeros(cache["W"].shape)
    for i in range(m):
        dX[:, i] = cache["W"].T @ dZ[:, i]
        dW += np.outer(dZ[:, i], cache["X"][:, i]) / m
    return dX, dW, np.sum(dZ, keepdims=True) / m


def wrong_prints_instead_of_returning(dZ, cache):
    """Les gradients sont affichés, mais return manque.

    Perd : input_gradient, weight_gradient, bias_gradient, pour « rend le triplet `(dX, dW, db)` »
    Entraîne : arguments, vectorization
    """
    m = dZ.shape[1]
    print(cache["W"].T @ dZ, dZ @ cache["X"].T / m, np.sum(dZ, keepdims=True) / m)


def wrong_zeros(dZ, cache):
    """Tout est nul : les formes sont bonnes, rien n'est calculé.

    Perd : input_gradient, weight_gradient, bias_gradient
    Entraîne : arguments, vectorization
    """
    return np.zeros(cache["X"].shape), np.zeros(cache["W"].shape), np.zeros((1, 1))


def right_einsum(dZ, cache):
    """Les trois gradients par einsum, indices en toutes lettres."""
    m = dZ.shape[1]
    dX = np.einsum("oi,om->im", cache["W"], dZ)
    dW = np.einsum("om,im->oi", dZ, cache["X"]) / m
    return dX, dW, np.einsum("om->", dZ).reshape(1, 1) / m


def right_samples_first(dZ, cache):
    """Tout est transposé, les exemples en lignes ; les moyennes remplacent les divisions."""
    errors, inputs = dZ.T, cache["X"].T
    db = np.array([[errors.sum(axis=1).mean()]])
    dW = np.mean(errors[:, :, None] * inputs[:, None, :], axis=0)
    return (errors @ cache["W"]).T, dW, db


def right_bias_as_a_weight(dZ, cache):
    """Le biais est le poids commun d'une entrée constante : un seul produit donne dW et db."""
    m = dZ.shape[1]
    augmented = np.vstack([cache["X"], np.ones((1, m))])
    gradients = np.dot(dZ, augmented.T) * (1 / m)
    return np.dot(dZ.T, cache["W"]).T, gradients[:, :-1], gradients[:, -1:].sum(axis=0, keepdims=True)
