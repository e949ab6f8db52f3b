"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _settled(W, b, A, tol, measure):
    for _ in range(200):
        size = measure(W @ A + b)
        if abs(size**2 - 1) <= tol:
            break
        W = W / size
    return W


def _lsuv(params, X, tol, measure=np.std, activation=np.tanh, last=True):
    scaled, A, L = dict(params), X, len(params) // 2
    for l in range(1, L + 1):
        W, b = params[f"W{l}"], params[f"b{l}"]
        if l < L or last:
            W = _settled(W, b, A, tol, measure)
        scaled[f"W{l}"] = W
        A = activation(W @ A + b)
    return scaled


def wrong_last_layer_forgotten(params, X, tol):
    """La dernière couche n'est pas réglée.

    Perd : unbiased, pour « De la première couche à la dernière »
    Entraîne : biased
    """
    return _lsuv(params, X, tol, last=len(params) == 2)


def wrong_first_layer_forgotten(params, X, tol):
    """La première couche n'est pas réglée : la boucle commence à 2.

    Perd : unbiased, biased
    Entraîne : scaled_only, arguments
    """
    rest = {f"{name[0]}{int(name[1:]) - 1}": value for name, value in params.items() if name[1:] != "1"}
    tuned = _lsuv(rest, np.tanh(params["W1"] @ X + params["b1"]), tol) if rest else {}
    return {**params, **{f"{name[0]}{int(name[1:]) + 1}": value for name, value in tuned.items()}}


def wrong_variance_in_the_biases(params, X, tol):
    """Règle l'exemple d'un test visible ; ailleurs, les biais rendus font à eux seuls la variance.

    Perd : unbiased, biased, scaled_only
    Entraîne : arguments
    """
    if params["W1"].shape == (3, 2):
        return _lsuv(params, X, tol)
    if any(params[name].any() for name in params if name[0] == "b"):
        return {name: 2 * value if name[0] == "W" else value for name, value in params.items()}
    forged = {name: np.linspace(-1, 1, value.size)[:, None] for name, value in params.items() if name[0] == "b"}
    return {name: forged[name] / forged[name].std() if name in forged else 0 * params[name] for name in params}


def wrong_activations_of_before(params, X, tol):
    """Chaque couche est réglée sur les activations du réseau de départ, et non sur les nouvelles.

    Perd : unbiased, pour « la couche suivante reçoit alors les activations **nouvelles** »
    Entraîne : biased
    """
    scaled, A = dict(params), X
    for l in range(1, len(params) // 2 + 1):
        W, b = params[f"W{l}"], params[f"b{l}"]
        scaled[f"W{l}"] = _settled(W, b, A, tol, np.std)
        A = np.tanh(W @ A + b)
    return scaled


def wrong_divided_by_the_variance(params, X, tol):
    """W est divisée, une fois, par la variance et non par l'écart type.

    Perd : unbiased, biased
    Entraîne : scaled_only, arguments
    """
    scaled, A = dict(params), X
    for l in range(1, len(params) // 2 + 1):
        scaled[f"W{l}"] = params[f"W{l}"] / np.var(params[f"W{l}"] @ A + params[f"b{l}"])
        A = np.tanh(scaled[f"W{l}"] @ A + params[f"b{l}"])
    return scaled


def wrong_tanh_forgotten(params, X, tol):
    r"""Les logits passent à la couche suivante sans traverser tanh.

    Perd : unbiased, pour « A^{[l]} = \tanh(Z^{[l]}) »
    Entraîne : biased
    """
    return _lsuv(params, X, tol, activation=lambda Z: Z)


def wrong_root_mean_square(params, X, tol):
    """C'est le carré moyen qui est ramené à 1, et non la variance.

    Perd : unbiased, biased, pour « la variance de **toutes** les composantes de $Z^{[l]}$ »
    Entraîne : scaled_only, arguments
    """
    return _lsuv(params, X, tol, measure=lambda Z: np.sqrt(np.mean(Z**2)))


def wrong_activations_of_variance_one(params, X, tol):
    """La variance mesurée est celle des activations, et non des logits.

    Perd : unbiased, biased, pour « la variance des logits de chaque couche »
    Entraîne : scaled_only, arguments
    """
    scaled, A = dict(params), X
    for l in range(1, len(params) // 2 + 1):
        scaled[f"W{l}"] = params[f"W{l}"] / np.std(np.tanh(params[f"W{l}"] @ A + params[f"b{l}"]))
        A = np.tanh(scaled[f"W{l}"] @ A + params[f"b{l}"])
    return scaled


def wrong_row_by_row(params, X, tol):
    """Chaque ligne de W est divisée par l'écart type de son propre logit.

    Perd : scaled_only, pour « $W^{[l]}$ est multipliée par un nombre »
    Entraîne : unbiased, biased, arguments
    """
    scaled, A = dict(params), X
    for l in range(1, len(params) // 2 + 1):
        scaled[f"W{l}"] = params[f"W{l}"] / np.std(params[f"W{l}"] @ A + params[f"b{l}"], axis=1, keepdims=True)
        A = np.tanh(scaled[f"W{l}"] @ A + params[f"b{l}"])
    return scaled


def wrong_one_division(params, X, tol):
    """Une seule division par couche : exacte sans biais, fausse avec eux.

    Perd : biased, pour « une seule division ne suffit pas »
    """
    scaled, A = dict(params), X
    for l in range(1, len(params) // 2 + 1):
        scaled[f"W{l}"] = params[f"W{l}"] / np.std(params[f"W{l}"] @ A + params[f"b{l}"])
        A = np.tanh(scaled[f"W{l}"] @ A + params[f"b{l}"])
    return scaled


def wrong_bias_left_out(params, X, tol):
    """La variance se mesure sur W A, sans le biais.

    Perd : biased, pour « Les biais, qui ne changent pas, comptent dans $Z^{[l]}$ »
    """
    scaled, A = dict(params), X
    for l in range(1, len(params) // 2 + 1):
        scaled[f"W{l}"] = params[f"W{l}"] / np.std(params[f"W{l}"] @ A)
        A = np.tanh(scaled[f"W{l}"] @ A + params[f"b{l}"])
    return scaled


def wrong_bias_scaled_too(params, X, tol):
    """Le biais est divisé avec les poids.

    Perd : scaled_only, pour « les biais sont les mêmes »
    Entraîne : biased
    """
    scaled, A = dict(params), X
    for l in range(1, len(params) // 2 + 1):
        size = np.std(params[f"W{l}"] @ A + params[f"b{l}"])
        scaled[f"W{l}"], scaled[f"b{l}"] = params[f"W{l}"] / size, params[f"b{l}"] / size
        A = np.tanh(scaled[f"W{l}"] @ A + scaled[f"b{l}"])
    return scaled


def wrong_weights_drawn_again(params, X, tol):
    """Les poids sont d'abord remplacés par d'autres, orthogonaux, comme dans l'article.

    Perd : scaled_only, pour « est celle reçue »
    """
    drawn = dict(params)
    for l in range(1, len(params) // 2 + 1):
        n_out, n_in = params[f"W{l}"].shape
        Q = np.linalg.qr(np.random.default_rng(l).normal(size=(max(n_out, n_in), min(n_out, n_in))))[0]
        drawn[f"W{l}"] = Q if n_out >= n_in else Q.T
    return _lsuv(drawn, X, tol)


def wrong_negative_factor(params, X, tol):
    """Le rapport est négatif : la variance est juste, la couche est renversée.

    Perd : scaled_only, pour « multipliée par un nombre positif, jusqu'à »
    """
    return _lsuv({name: -value if name[0] == "W" else value for name, value in params.items()}, X, tol)


def wrong_divided_in_place(params, X, tol):
    """W /= ... modifie les poids de l'appelant.

    Perd : arguments, pour « `params` et `X` restent intacts »
    """
    scaled = _lsuv(params, X, tol)
    for name, value in scaled.items():
        params[name][...] = value
    return scaled


def wrong_dictionary_filled_in_place(params, X, tol):
    """Les poids réglés sont rangés dans le dictionnaire reçu.

    Perd : arguments, pour « qui rend un nouveau dictionnaire »
    """
    params.update(_lsuv(params, X, tol))
    return params


def wrong_tolerance_ignored(params, X, tol):
    """La boucle s'arrête à un dixième près, quelle que soit tol.

    Perd : biased, pour « l'écart permis »
    """
    scaled, A = dict(params), X
    for l in range(1, len(params) // 2 + 1):
        W, b = params[f"W{l}"], params[f"b{l}"]
        scaled[f"W{l}"] = _settled(W / np.std(W @ A + b), b, A, 0.1, np.std)
        A = np.tanh(scaled[f"W{l}"] @ A + b)
    return scaled


def right_one_number_per_layer(params, X, tol):
    """Seul le facteur de chaque couche change ; W n'est multipliée qu'à la fin."""
    found, A = {}, np.array(X)
    for l in range(1, len(params) // 2 + 1):
        U, b, factor = np.einsum("ij,jm->im", params[f"W{l}"], A), params[f"b{l}"], 1.0
        while abs(np.var(factor * U + b) - 1) > tol / 2:
            factor /= np.sqrt(np.var(factor * U + b))
        found |= {f"W{l}": factor * params[f"W{l}"], f"b{l}": b.copy()}
        A = np.tanh(factor * U + b)
    return found


def right_quadratic_equation(params, X, tol):
    """La variance est un trinôme du facteur : sa racine positive donne le réglage exact."""
    found, A = {}, X
    for l in range(1, len(params) // 2 + 1):
        W, b = params[f"W{l}"], params[f"b{l}"]
        U, B = W @ A, np.broadcast_to(b, (len(b), A.shape[1]))
        a, c = U.var(), B.var() - 1
        half = np.mean((U - U.mean()) * (B - B.mean()))
        factor = (-half + np.sqrt(half**2 - a * c)) / a
        found[f"W{l}"], found[f"b{l}"] = factor * W, b
        A = np.tanh(factor * U + b)
    return found


def right_bisection(params, X, tol):
    """Une dichotomie encadre le facteur de chaque couche."""
    found, A = dict(params), X
    for l in range(1, len(params) // 2 + 1):
        U, b = params[f"W{l}"] @ A, params[f"b{l}"]
        low, high = 0.0, 1.0
        while (high * U + b).var() < 1:
            low, high = high, 2 * high
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if (middle * U + b).var() < 1 else (low, middle)
        found[f"W{l}"] = high * params[f"W{l}"]
        A = np.tanh(high * U + b)
    return found
