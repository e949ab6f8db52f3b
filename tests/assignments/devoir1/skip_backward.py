"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint ; « Entraîne » nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _deltas(params, cache, Y, bypass=1.0, through=1.0):
    delta3 = cache["A3"] - Y
    dA2 = params["W3"].T @ delta3
    delta2 = dA2 * (1 - cache["T2"] ** 2)
    dA1 = bypass * dA2 + through * params["W2"].T @ delta2
    return dA1 * (1 - cache["A1"] ** 2), delta2, delta3


def _gradients(deltas, cache, entries=("X", "A1", "A2")):
    pairs = []
    for delta, entry in zip(deltas, entries, strict=True):
        m = delta.shape[1]
        pairs += [delta @ cache[entry].T / m, delta.sum(axis=1, keepdims=True) / m]
    return tuple(pairs)


def wrong_no_bypass(params, cache, Y):
    """Le retour du livre est recopié : la connexion directe ne remonte rien.

    Perd : two_paths, pour « `dW1` et `db1` additionnent les deux chemins »
    """
    return _gradients(_deltas(params, cache, Y, bypass=0.0), cache)


def wrong_bypass_alone(params, cache, Y):
    """Seul le chemin direct remonte : la deuxième couche est oubliée.

    Perd : two_paths
    """
    return _gradients(_deltas(params, cache, Y, through=0.0), cache)


def wrong_paths_subtracted(params, cache, Y):
    """Les deux chemins se retranchent.

    Perd : two_paths
    """
    return _gradients(_deltas(params, cache, Y, bypass=-1.0), cache)


def wrong_paths_averaged(params, cache, Y):
    """Les deux chemins sont moyennés au lieu d'être additionnés.

    Perd : two_paths
    """
    return _gradients(_deltas(params, cache, Y, bypass=0.5, through=0.5), cache)


def wrong_bypass_after_the_slope(params, cache, Y):
    """Le chemin direct s'ajoute après la dérivée de la première tanh, qu'il ne traverse donc pas.

    Perd : two_paths
    """
    delta1, delta2, delta3 = _deltas(params, cache, Y, bypass=0.0)
    return _gradients((delta1 + params["W3"].T @ delta3, delta2, delta3), cache)


def wrong_second_weights_not_transposed(params, cache, Y):
    """W2, qui est carrée, remonte l'erreur sans être transposée.

    Perd : two_paths
    """
    _, delta2, delta3 = _deltas(params, cache, Y)
    dA1 = params["W3"].T @ delta3 + params["W2"] @ delta2
    return _gradients((dA1 * (1 - cache["A1"] ** 2), delta2, delta3), cache)


def wrong_first_slope_forgotten(params, cache, Y):
    """La dérivée de la première tanh manque.

    Perd : two_paths
    """
    _, delta2, delta3 = _deltas(params, cache, Y)
    return _gradients((params["W3"].T @ delta3 + params["W2"].T @ delta2, delta2, delta3), cache)


def wrong_slope_read_on_the_sum(params, cache, Y):
    """La dérivée de la deuxième tanh est lue sur A2, qui contient aussi A1.

    Perd : bypassed_layer
    Entraîne : two_paths
    """
    delta3 = cache["A3"] - Y
    dA2 = params["W3"].T @ delta3
    delta2 = dA2 * (1 - cache["A2"] ** 2)
    delta1 = (dA2 + params["W2"].T @ delta2) * (1 - cache["A1"] ** 2)
    return _gradients((delta1, delta2, delta3), cache)


def wrong_second_layer_fed_by_the_input(params, cache, Y):
    """dW2 prend pour entrée de la deuxième couche ce qu'elle a rendu, T2.

    Perd : bypassed_layer, pour « la couche que la connexion contourne »
    """
    return _gradients(_deltas(params, cache, Y), cache, ("X", "T2", "A2"))


def wrong_output_fed_by_the_branch(params, cache, Y):
    """dW3 prend T2 pour entrée : la connexion directe est oubliée à l'aller.

    Perd : output_layer, pour « `dW3` et `db3` sont les gradients de la couche de sortie »
    """
    return _gradients(_deltas(params, cache, Y), cache, ("X", "A1", "T2"))


def wrong_without_one_over_m(params, cache, Y):
    """Le 1/m manque partout.

    Perd : output_layer, bypassed_layer, two_paths, pour « les gradients du coût $J$ »
    Entraîne : arguments, vectorization
    """
    return tuple(Y.shape[1] * gradient for gradient in _gradients(_deltas(params, cache, Y), cache))


def wrong_output_with_a_tanh(params, cache, Y):
    """La sortie, linéaire, est traitée comme une tanh.

    Perd : output_layer
    Entraîne : bypassed_layer, two_paths, arguments, vectorization
    """
    delta3 = (cache["A3"] - Y) * (1 - cache["A3"] ** 2)
    dA2 = params["W3"].T @ delta3
    delta2 = dA2 * (1 - cache["T2"] ** 2)
    delta1 = (dA2 + params["W2"].T @ delta2) * (1 - cache["A1"] ** 2)
    return _gradients((delta1, delta2, delta3), cache)


def wrong_sum_in_place(params, cache, Y):
    """La sortie du cache sert de tampon : elle est modifiée.

    Perd : arguments, pour « Les arguments restent intacts, dictionnaires compris »
    """
    cache["A3"] -= Y
    return _gradients(_deltas(params, cache, 0 * Y), cache)


def wrong_loop_over_examples(params, cache, Y):
    """Une boucle traite les exemples un à un, puis moyenne.

    Perd : vectorization, pour « ne parcourent pas les exemples par une boucle Python »
    """
    total = None
    for i in range(Y.shape[1]):
        column = {name: value[:, [i]] for name, value in cache.items()}
        gradients = _gradients(_deltas(params, column, Y[:, [i]]), column)
        total = gradients if total is None else [a + g for a, g in zip(total, gradients, strict=True)]
    return tuple(gradient / Y.shape[1] for gradient in total)


def right_einsum(params, cache, Y):
    """Tout par einsum, le chemin direct écrit comme une matrice identité."""
    m = Y.shape[1]
    d3 = cache["A3"] - Y
    back = np.einsum("oj,om->jm", params["W3"], d3)
    d2 = back * (1 - cache["T2"] * cache["T2"])
    d1 = np.einsum("jk,jm->km", np.eye(len(back)), back) + np.einsum("jk,jm->km", params["W2"], d2)
    d1 = d1 * (1 - np.square(cache["A1"]))
    pairs = ((d1, cache["X"]), (d2, cache["A1"]), (d3, cache["A2"]))
    return tuple(g for d, A in pairs for g in (np.einsum("om,im->oi", d, A) / m, np.mean(d, axis=1)[:, None]))


def right_samples_first(params, cache, Y):
    """Tout est transposé, les exemples en lignes ; 1/m entre dès le terme d'erreur."""
    X, A1, T2, A2, A3 = (cache[name].T for name in ("X", "A1", "T2", "A2", "A3"))
    d3 = (A3 - Y.T) / len(A3)
    d2 = d3 @ params["W3"] * (1 - T2) * (1 + T2)
    d1 = (d3 @ params["W3"] + d2 @ params["W2"]) * (1 - A1) * (1 + A1)
    out = []
    for d, A in ((d1, X), (d2, A1), (d3, A2)):
        out.extend(((A.T @ d).T, d.sum(axis=0)[:, np.newaxis]))
    return tuple(out)


def right_recomputed_forward(params, cache, Y):
    """L'aller est refait depuis X, sans lire le reste du cache."""
    A1 = np.tanh(params["W1"] @ cache["X"] + params["b1"])
    Z2 = params["W2"] @ A1 + params["b2"]
    A2 = np.tanh(Z2) + A1
    d3 = params["W3"] @ A2 + params["b3"] - Y
    d2 = (params["W3"].T @ d3) / np.cosh(Z2) ** 2
    d1 = (params["W3"].T @ d3 + params["W2"].T @ d2) * (1 - A1**2)
    return tuple(
        part
        for d, A in ((d1, cache["X"]), (d2, A1), (d3, A2))
        for part in (d @ A.T / Y.shape[1], d.mean(axis=1, keepdims=True))
    )
