"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint ; « Entraîne » nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _data(n=3, m=4, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in ((n, m), (n, m), (n, n), (n, 1))]


def _signatures(dA, X, W, b):
    m = dA.shape[1]
    dZ = dA * (1 - np.tanh(W @ X + b) ** 2)
    dX, dW, db = W.T @ dZ, dZ @ X.T / m, dZ.mean(axis=1, keepdims=True)
    return {
        "aucune": (dX, dW, db),
        "1/m": (dX, m * dW, m * db),
        "signe": (dX, -dW, -db),
        "transposée": (W @ dZ, dW, db),
        "axe": (dX, dW, dZ.sum(axis=0, keepdims=True) / m),
        "dérivée": (W.T @ dA, dA @ X.T / m, dA.mean(axis=1, keepdims=True)),
        "biais": (dX, dW, np.zeros_like(db)),
    }


def _same(found, wanted, parts=(0, 1, 2)):
    return all(found[i].shape == wanted[i].shape and np.allclose(found[i], wanted[i], 1e-9, 1e-9) for i in parts)


def _first(found, signatures, otherwise="autre", parts=(0, 1, 2)):
    return next((name for name, wanted in signatures.items() if _same(found, wanted, parts)), otherwise)


def wrong_one_example(backward):
    """Le lot d'essai n'a qu'un exemple : le 1/m ne s'y voit pas.

    Perd : scale_and_sign, pour « un lot de toute taille »
    """
    data = _data(m=1)
    return _first(backward(*data), _signatures(*data))


def wrong_symmetric_weights(backward):
    """La matrice d'essai est l'identité : sa transposée ne s'y voit pas.

    Perd : transpose_and_axis, pour « `"transposée"` et `"axe"` se distinguent d'un retour juste »
    """
    dA, X, W, b = _data()
    data = dA, X, np.eye(len(W)), b
    return _first(backward(*data), _signatures(*data))


def wrong_zero_input(backward):
    """L'entrée et le biais d'essai sont nuls : tanh y a pour pente 1, et dW y est nul.

    Perd : slope_and_bias, pour « `"dérivée"` et `"biais"` se distinguent d'un retour juste »
    Entraîne : unknown_fault
    """
    dA, X, W, b = _data()
    data = dA, 0 * X, W, 0 * b
    return _first(backward(*data), _signatures(*data))


def wrong_absolute_values(backward):
    """Seules les valeurs absolues sont comparées : un signe ne s'y voit pas.

    Perd : scale_and_sign, pour « `"1/m"` et `"signe"` se distinguent d'un retour juste »
    """
    data = _data()
    signatures = {name: [*map(np.abs, wanted)] for name, wanted in _signatures(*data).items()}
    return _first([*map(np.abs, backward(*data))], signatures)


def wrong_exact_equality(backward):
    """Les tableaux sont comparés au bit près : les arrondis d'un retour juste le font passer pour fautif.

    Perd : scale_and_sign, transpose_and_axis, slope_and_bias
    Entraîne : unknown_fault
    """
    data = _data()
    found = backward(*data)
    for name, wanted in _signatures(*data).items():
        if all(np.array_equal(a, b) for a, b in zip(found, wanted, strict=True)):
            return name
    return "autre"


def wrong_bias_not_compared(backward):
    """db n'est pas comparé : les fautes qui n'atteignent que lui passent.

    Perd : transpose_and_axis, slope_and_bias
    Entraîne : unknown_fault
    """
    data = _data()
    return _first(backward(*data), _signatures(*data), parts=(0, 1))


def wrong_input_gradient_not_compared(backward):
    """dX n'est pas comparé.

    Perd : transpose_and_axis
    Entraîne : unknown_fault
    """
    data = _data()
    return _first(backward(*data), _signatures(*data), parts=(1, 2))


def wrong_unknown_taken_for_right(backward):
    """Ce qui n'est pas reconnu est tenu pour juste.

    Perd : unknown_fault, pour « Une faute qui n'est pas de la liste est `"autre"` »
    """
    data = _data()
    return _first(backward(*data), _signatures(*data), otherwise="aucune")


def wrong_named_by_the_bias(backward):
    """Un retour fautif se nomme à db seul, ou à dX si c'est une transposée : dW ne sert qu'à dire qu'il est juste.

    Perd : unknown_fault, pour « fût-ce l'une de ces fautes dans une partie seulement des gradients qu'elle fausse »
    """
    data = _data()
    found, signatures = backward(*data), _signatures(*data)
    if _same(found, signatures.pop("aucune")):
        return "aucune"
    if _same(found, signatures.pop("transposée"), parts=(0,)):
        return "transposée"
    return _first(found, signatures, parts=(2,))


def wrong_named_by_the_weights(backward):
    """dX et dW suffisent à tout nommer, sauf ce que db est seul à dire.

    Perd : unknown_fault
    """
    data = _data()
    found, signatures = backward(*data), _signatures(*data)
    if _same(found, signatures["aucune"], parts=(0, 1)):
        return _first(found, {name: signatures[name] for name in ("aucune", "axe", "biais")})
    return _first(found, signatures, parts=(0, 1))


def wrong_shapes_only(backward):
    """Seules les formes sont regardées : elles ne trahissent que l'axe.

    Perd : scale_and_sign, slope_and_bias
    Entraîne : transpose_and_axis, unknown_fault
    """
    dA, X, W, b = _data()
    shapes = [value.shape for value in backward(dA, X, W, b)]
    return "aucune" if shapes == [X.shape, W.shape, b.shape] else "axe"


def wrong_one_unit(backward):
    """L'essai n'a qu'un neurone et qu'un exemple : axe, transposée et 1/m ne s'y voient pas.

    Perd : scale_and_sign, transpose_and_axis
    Entraîne : unknown_fault
    """
    data = _data(n=1, m=1)
    return _first(backward(*data), _signatures(*data))


def wrong_names_without_accents(backward):
    """Les noms sont rendus sans leurs accents.

    Perd : transpose_and_axis, slope_and_bias
    """
    data = _data()
    return _first(backward(*data), _signatures(*data)).replace("é", "e")


def wrong_loose_tolerance(backward):
    """La tolérance est de l'ordre des gradients eux-mêmes : tout semble juste.

    Perd : scale_and_sign, transpose_and_axis, slope_and_bias
    Entraîne : unknown_fault
    """
    data = _data()
    found, wanted = backward(*data), _signatures(*data)["aucune"]
    return "aucune" if all(np.allclose(a, b, atol=100) for a, b in zip(found[:2], wanted, strict=False)) else "autre"


def right_ratios(backward):
    """Une suite de questions, de l'écart le plus reconnaissable au moins reconnaissable."""
    dA, X, W, b = _data(n=4, m=5, seed=1)
    dX, dW, db = backward(dA, X, W, b)
    tX, tW, tb = _signatures(dA, X, W, b)["aucune"]
    near = np.allclose
    if db.shape != tb.shape:
        return "axe" if near(dX, tX) and near(dW, tW) else "autre"
    if near(dX, tX):
        for name, scale_W, scale_b in (("aucune", 1, 1), ("1/m", 5, 5), ("signe", -1, -1), ("biais", 1, 0)):
            if near(dW, scale_W * tW) and near(db, scale_b * tb):
                return name
        return "autre"
    if near(dX, W.T @ dA) and near(dW, dA @ X.T / 5) and near(db, dA.mean(axis=1, keepdims=True)):
        return "dérivée"
    dZ = dA * (1 - np.tanh(W @ X + b) ** 2)
    return "transposée" if near(dX, W @ dZ) and near(dW, tW) and near(db, tb) else "autre"


def right_smallest_distance(backward):
    """La signature la plus proche, si elle l'est assez, les trois gradients mis bout à bout."""
    data = _data(n=2, m=6, seed=2)
    flat = np.concatenate([part.ravel() for part in backward(*data)])
    distances = {}
    for name, wanted in _signatures(*data).items():
        target = np.concatenate([part.ravel() for part in wanted])
        distances[name] = np.linalg.norm(flat - target) if flat.size == target.size else np.inf
    best = min(distances, key=distances.get)
    return best if distances[best] < 1e-8 else "autre"


def right_two_batches(backward):
    """Deux essais, sur des lots différents, doivent donner le même nom."""
    names = set()
    for seed, m in ((3, 2), (4, 7)):
        data = _data(m=m, seed=seed)
        names.add(_first(backward(*data), _signatures(*data)))
    return names.pop() if len(names) == 1 else "autre"
