"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _logits(params, X):
    A, found = X, []
    for l in range(1, len(params) // 2):
        Z = params[f"W{l}"] @ A + params[f"b{l}"]
        A = np.maximum(Z, 0)
        found.append(Z)
    return found


def _census(logits):
    dead, linear = (
        np.array([(~(Z > 0).any(axis=1)).mean() for Z in logits]),
        [(Z > 0).all(axis=1).mean() for Z in logits],
    )
    return dead, np.array(linear)


def wrong_share_of_zeros(params, X):
    """La part de zéros dans les activations remplace celle des unités mortes.

    Perd : dead, pour « `dead` est la part d'unités mortes »
    Entraîne : zero_logit
    """
    logits = _logits(params, X)
    return np.array([np.mean(Z <= 0) for Z in logits]), _census(logits)[1]


def wrong_share_of_active_places(params, X):
    """La part de logits positifs remplace celle des unités toujours actives.

    Perd : linear, pour « `linear` est la part d'unités toujours actives »
    Entraîne : zero_logit
    """
    logits = _logits(params, X)
    return _census(logits)[0], np.array([np.mean(Z > 0) for Z in logits])


def wrong_silent_once(params, X):
    """Une unité passe pour morte dès qu'un exemple ne l'active pas.

    Perd : dead, pour « si elle n'est active pour aucun exemple »
    Entraîne : zero_logit
    """
    logits = _logits(params, X)
    return np.array([np.mean((Z <= 0).any(axis=1)) for Z in logits]), _census(logits)[1]


def wrong_active_once(params, X):
    """Une unité passe pour toujours active dès qu'un exemple l'active.

    Perd : linear, pour « une unité active pour **tous** les exemples »
    Entraîne : zero_logit
    """
    logits = _logits(params, X)
    return _census(logits)[0], np.array([np.mean((Z > 0).any(axis=1)) for Z in logits])


def wrong_examples_counted(params, X):
    """Les résumés portent sur l'axe 0 : ce sont des exemples que l'on compte.

    Perd : dead, linear
    Entraîne : zero_logit, arguments, vectorization
    """
    return _census([Z.T for Z in _logits(params, X)])


def wrong_numbers_of_units(params, X):
    """Ce sont des nombres d'unités, et non des parts.

    Perd : dead, linear, pour « la part des unités mortes, de 0 à 1 »
    Entraîne : zero_logit, arguments, vectorization
    """
    logits = _logits(params, X)
    dead, linear = _census(logits)
    sizes = np.array([len(Z) for Z in logits], dtype=np.float64)
    return sizes * dead, sizes * linear


def wrong_last_layer_included(params, X):
    """La dernière couche, linéaire, est comptée aussi.

    Perd : dead, linear, pour « une dernière couche, linéaire, qui ne compte pas »
    Entraîne : zero_logit, arguments, vectorization
    """
    l = len(params) // 2
    return _census(_logits({**params, f"W{l + 1}": 0, f"b{l + 1}": 0}, X))


def wrong_whole_network(params, X):
    """Une seule part pour tout le réseau, les couches confondues.

    Perd : dead, linear, pour « pour chaque couche cachée »
    Entraîne : zero_logit, arguments, vectorization
    """
    dead, linear = _census([np.vstack(_logits(params, X))])
    return float(dead[0]), float(linear[0])


def wrong_bias_forgotten(params, X):
    """Les biais n'entrent pas dans les logits.

    Perd : dead, linear
    Entraîne : zero_logit, arguments, vectorization
    """
    return _census(_logits({name: value if name[0] == "W" else 0 * value for name, value in params.items()}, X))


def wrong_first_example_only(params, X):
    """Un seul exemple décide.

    Perd : dead, linear
    Entraîne : zero_logit, arguments, vectorization
    """
    return _census(_logits(params, X[:, :1]))


def wrong_order_of_the_results(params, X):
    """Les deux résultats sont échangés.

    Perd : dead, linear, pour « Elle rend le couple `(dead, linear)` »
    Entraîne : zero_logit, arguments, vectorization
    """
    return _census(_logits(params, X))[::-1]


def wrong_zero_is_active(params, X):
    """Une unité de logit nul est comptée active : z >= 0.

    Perd : zero_logit, pour « en $z = 0$, elle ne l'est pas »
    """
    logits = _logits(params, X)
    dead = np.array([np.mean(~(Z >= 0).any(axis=1)) for Z in logits])
    return dead, np.array([np.mean((Z >= 0).all(axis=1)) for Z in logits])


def wrong_zero_is_alive(params, X):
    """Seul un logit toujours négatif fait une unité morte.

    Perd : zero_logit, pour « Une unité dont le logit est nul n'est pas active »
    """
    logits = _logits(params, X)
    return np.array([np.mean((Z < 0).all(axis=1)) for Z in logits]), _census(logits)[1]


def wrong_parameters_popped(params, X):
    """Les couches sont retirées du dictionnaire à mesure qu'elles servent.

    Perd : arguments
    """
    results = _census(_logits(params, X))
    params.pop("W1")
    return results


def wrong_relu_in_place(params, X):
    """ReLU s'applique sur place, à X pour commencer, une fois les comptes faits.

    Perd : arguments, pour « Les arguments restent intacts »
    """
    results = _census(_logits(params, X))
    np.maximum(X, 0, out=X)
    return results


def wrong_loop_over_examples(params, X):
    """Une boucle Python fait passer les exemples un à un.

    Perd : vectorization, pour « Aucune boucle Python ne parcourt les exemples »
    """
    dead, linear = [1] * (len(params) // 2 - 1), [1] * (len(params) // 2 - 1)
    for x in X.T:
        for l, Z in enumerate(_logits(params, x[:, None])):
            dead[l], linear[l] = dead[l] & (Z <= 0), linear[l] & (Z > 0)
    return np.array([np.mean(share) for share in dead]), np.array([np.mean(share) for share in linear])


def right_extremes(params, X):
    """Une unité est morte si son plus grand logit n'est pas positif, toujours active si le plus petit l'est."""
    A, rows = X, []
    for l in range(1, len(params) // 2):
        Z = np.einsum("ij,jm->im", params[f"W{l}"], A) + params[f"b{l}"]
        rows.append((np.mean(Z.max(axis=1) <= 0), np.mean(Z.min(axis=1) > 0)))
        A = Z * (Z > 0)
    dead, linear = np.array(rows).T
    return dead, linear


def right_counts(params, X):
    """Le nombre d'exemples qui activent chaque unité dit tout."""
    A, m, dead, linear = X.T, X.shape[1], [], []
    for l in range(1, len(params) // 2):
        A = np.clip(A @ params[f"W{l}"].T + params[f"b{l}"].T, 0, None)
        counts = np.count_nonzero(A, axis=0)
        dead.append(np.count_nonzero(counts == 0) / counts.size)
        linear.append(np.count_nonzero(counts == m) / counts.size)
    return np.array(dead), np.array(linear)


def right_recursive(params, X):
    """La première couche, puis le reste du réseau, de la même façon."""

    def layers(l, A):
        if l == len(params) // 2:
            return []
        Z = np.dot(params[f"W{l}"], A) + params[f"b{l}"]
        active = np.where(Z > 0, 1.0, 0.0)
        return [(np.prod(1 - active, axis=1).mean(), np.prod(active, axis=1).mean()), *layers(l + 1, active * Z)]

    return tuple(np.array(column) for column in zip(*layers(1, X), strict=True))
