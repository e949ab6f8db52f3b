"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint ; « Entraîne » nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _hidden(params, X):
    return np.tanh(params["W1"] @ X + params["b1"])


def _product(params, X, V):
    return params["W2"] @ ((1 - _hidden(params, X) ** 2) * (params["W1"] @ V))


def wrong_slope_forgotten(params, X, V):
    """La dérivée de tanh manque.

    Perd : derivative, pour « la dérivée de $f$ en $x_i$ le long de $v_i$ »
    Entraîne : arguments, vectorization
    """
    return params["W2"] @ (params["W1"] @ V)


def wrong_slope_not_squared(params, X, V):
    """La dérivée de tanh est écrite 1 - a.

    Perd : derivative
    Entraîne : arguments, vectorization
    """
    return params["W2"] @ ((1 - _hidden(params, X)) * (params["W1"] @ V))


def wrong_slope_of_a_sigmoid(params, X, V):
    """La dérivée est celle d'une sigmoïde, a (1 - a).

    Perd : derivative
    Entraîne : arguments, vectorization
    """
    A = _hidden(params, X)
    return params["W2"] @ (A * (1 - A) * (params["W1"] @ V))


def wrong_slope_taken_before_tanh(params, X, V):
    """La dérivée est prise sur z au lieu de a : 1 - z².

    Perd : derivative
    Entraîne : arguments, vectorization
    """
    return params["W2"] @ ((1 - (params["W1"] @ X + params["b1"]) ** 2) * (params["W1"] @ V))


def wrong_bias_kept_in_the_direction(params, X, V):
    """Le biais s'ajoute aussi au produit W1 v.

    Perd : derivative
    Entraîne : arguments, vectorization
    """
    return params["W2"] @ ((1 - _hidden(params, X) ** 2) * (params["W1"] @ V + params["b1"]))


def wrong_bias_left_out_of_the_point(params, X, V):
    """Le biais est oublié là où il compte : au point où se prend la dérivée.

    Perd : derivative
    Entraîne : arguments, vectorization
    """
    return params["W2"] @ ((1 - np.tanh(params["W1"] @ X) ** 2) * (params["W1"] @ V))


def wrong_output_bias_added(params, X, V):
    """Le biais de sortie s'ajoute au résultat, comme à l'aller.

    Perd : derivative
    Entraîne : arguments, vectorization
    """
    return _product(params, X, V) + params["b2"]


def wrong_function_of_the_direction(params, X, V):
    """Le réseau est évalué en v : ce n'est pas sa dérivée.

    Perd : derivative
    Entraîne : arguments, vectorization
    """
    return params["W2"] @ _hidden(params, V) + params["b2"]


def wrong_point_and_direction_exchanged(params, X, V):
    """Le point et la direction sont échangés.

    Perd : derivative
    Entraîne : arguments, vectorization
    """
    return _product(params, V, X)


def wrong_mean_over_examples(params, X, V):
    """Le résultat est divisé par m, comme un gradient de coût.

    Perd : derivative
    Entraîne : arguments, vectorization
    """
    return _product(params, X, V) / X.shape[1]


def wrong_finite_difference(params, X, V):
    """Une différence vers l'avant remplace la dérivée : elle n'est qu'approchée.

    Perd : derivative
    Entraîne : arguments, vectorization
    """
    return params["W2"] @ (_hidden(params, X + 1e-4 * V) - _hidden(params, X)) / 1e-4


def wrong_samples_in_rows(params, X, V):
    """Le résultat est rendu transposé.

    Perd : derivative, pour « `(n_out, m)` »
    Entraîne : arguments, vectorization
    """
    return _product(params, X, V).T


def wrong_direction_scaled_in_place(params, X, V):
    """Les directions sont multipliées sur place par les pentes ramenées à l'entrée.

    Perd : arguments, pour « elles ne modifient jamais leurs arguments »
    """
    result = _product(params, X, V)
    V *= 0
    return result


def wrong_loop_over_examples(params, X, V):
    """Les boucles sur les neurones sont parties, celle sur les exemples est restée.

    Perd : vectorization, pour « sans aucune boucle »
    """
    columns = [_product(params, X[:, [i]], V[:, [i]]) for i in range(X.shape[1])]
    return np.hstack(columns)


def wrong_one_jacobian_an_example(params, X, V):
    """La jacobienne de chaque exemple est construite dans une boucle, puis multipliée.

    Perd : vectorization
    """
    A, columns = _hidden(params, X), []
    for a, v in zip(A.T, V.T, strict=True):
        columns.append(params["W2"] @ np.diag(1 - a**2) @ params["W1"] @ v)
    return np.transpose(columns)


def right_einsum(params, X, V):
    """Tout par einsum, les pentes par le cosinus hyperbolique."""
    slopes = np.cosh(np.einsum("ji,im->jm", params["W1"], X) + params["b1"]) ** -2.0
    return np.einsum("kj,jm,jm->km", params["W2"], slopes, np.einsum("ji,im->jm", params["W1"], V))


def right_samples_first(params, X, V):
    """Tout est transposé, les exemples en lignes."""
    A = np.tanh(X.T @ params["W1"].T + params["b1"].T)
    return ((V.T @ params["W1"].T * (1 - A * A)) @ params["W2"].T).T


def right_stacked_jacobians(params, X, V):
    """Les jacobiennes de tous les exemples sont construites à la fois, puis multipliées."""
    slopes = (1 - _hidden(params, X)) * (1 + _hidden(params, X))
    jacobians = np.einsum("kj,jm,ji->mki", params["W2"], slopes, params["W1"])
    return np.squeeze(jacobians @ V.T[:, :, None], axis=2).T
