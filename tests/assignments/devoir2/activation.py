"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _activation(name, Z):
    Z = np.asarray(Z, dtype=np.float64)
    softplus, sigma = np.logaddexp(0, Z), np.exp(-np.logaddexp(0, -Z))
    if name == "softplus":
        return softplus, sigma
    if name == "squareplus":
        root = np.hypot(Z, 2)
        return (Z + root) / 2, (1 + Z / root) / 2
    if name == "mish":
        T = np.tanh(softplus)
        return Z * T, T + Z * (1 - T**2) * sigma
    k = np.sqrt(2 / np.pi)
    T = np.tanh(k * (Z + 0.044715 * Z**3))
    return Z * (1 + T) / 2, (1 + T) / 2 + Z / 2 * (1 - T**2) * k * (1 + 3 * 0.044715 * Z**2)


def wrong_derivative_on_the_output(name, Z):
    """La dérivée est prise en A au lieu de Z.

    Perd : derivatives, pour « la dérivée $g'(z)$, prise en $z$ »
    Entraîne : large_logits
    """
    A = _activation(name, Z)[0]
    return A, _activation(name, A)[1]


def wrong_exponential_overflows(name, Z):
    """log(1 + exp(z)) et exp(z)/(1 + exp(z)) débordent à droite.

    Perd : large_logits, pour « donnent un résultat fini »
    """
    E = np.exp(np.asarray(Z, dtype=np.float64))
    A, dA = _activation(name, Z)
    return (np.log1p(E), E / (1 + E)) if name == "softplus" else (A, dA)


def wrong_linear_beyond_twenty(name, Z):
    """softplus est remplacée par z au-delà de 20, comme dans maintes bibliothèques : l'écart se voit.

    Perd : large_logits, pour « exact à $10^{-12}$ près »
    """
    A, dA = _activation(name, Z)
    return (np.where(Z > 20, Z, A), dA) if name == "softplus" else (A, dA)


def wrong_clipped_logits(name, Z):
    r"""Les logits sont rognés à ±30 pour que rien ne déborde : ce n'est plus la même fonction.

    Perd : large_logits, pour « jusqu'à $\pm 10^3$ »
    """
    return _activation(name, np.clip(Z, -30, 30))


def wrong_mish_of_the_sigmoid(name, Z):
    r"""tanh prend la sigmoïde au lieu de softplus.

    Perd : values, derivatives, pour « $z \tanh(\log(1 + e^z))$ »
    Entraîne : large_logits
    """
    if name != "mish":
        return _activation(name, Z)
    sigma = np.exp(-np.logaddexp(0, -np.asarray(Z, dtype=np.float64)))
    T = np.tanh(sigma)
    return Z * T, T + Z * (1 - T**2) * sigma * (1 - sigma)


def wrong_exact_gelu(name, Z):
    """C'est la GELU exacte, z Φ(z), et non son approximation.

    Perd : values, derivatives, pour « | `"gelu_tanh"` | »
    """
    from math import erf, sqrt

    if name != "gelu_tanh":
        return _activation(name, Z)
    Z = np.asarray(Z, dtype=np.float64)
    phi = np.vectorize(lambda z: (1 + erf(z / sqrt(2))) / 2)(Z)
    return Z * phi, phi + Z * np.exp(-(Z**2) / 2) / np.sqrt(2 * np.pi)


def wrong_square_root_of_one(name, Z):
    r"""Sous la racine de squareplus, 1 remplace 4.

    Perd : values, derivatives, pour « $\tfrac12 \left(z + \sqrt{z^2 + 4}\right)$ »
    Entraîne : large_logits
    """
    root = np.hypot(np.asarray(Z, dtype=np.float64), 1)
    return ((Z + root) / 2, (1 + Z / root) / 2) if name == "squareplus" else _activation(name, Z)


def wrong_chain_rule_cut(name, Z):
    """La dérivée de gelu_tanh oublie celle de ce que tanh reçoit.

    Perd : derivatives
    """
    A, dA = _activation(name, Z)
    T = np.tanh(np.sqrt(2 / np.pi) * (Z + 0.044715 * np.float64(Z) ** 3))
    return (A, (1 + T) / 2 + Z / 2 * (1 - T**2)) if name == "gelu_tanh" else (A, dA)


def wrong_product_rule_cut(name, Z):
    """La dérivée de mish n'a qu'un des deux termes du produit.

    Perd : derivatives
    Entraîne : large_logits
    """
    A, dA = _activation(name, Z)
    return (A, np.tanh(np.logaddexp(0, Z))) if name == "mish" else (A, dA)


def wrong_centered_difference(name, Z):
    """La dérivée est une différence finie, juste à 1e-10 près seulement.

    Perd : derivatives, pour « que vous établirez »
    Entraîne : large_logits
    """
    ahead, behind = (_activation(name, Z + step)[0] for step in (1e-5, -1e-5))
    return _activation(name, Z)[0], (ahead - behind) / 2e-5


def wrong_decimal_logarithm(name, Z):
    r"""Le logarithme de softplus est décimal.

    Perd : values, derivatives, pour « $\log(1 + e^z)$ »
    Entraîne : large_logits
    """
    A, dA = _activation(name, Z)
    return (A / np.log(10), dA / np.log(10)) if name == "softplus" else (A, dA)


def wrong_order_of_the_results(name, Z):
    """La dérivée est rendue avant la valeur.

    Perd : values, derivatives, pour « qui rend le couple `(A, dA)` »
    Entraîne : large_logits, arguments
    """
    return _activation(name, Z)[::-1]


def wrong_single_precision(name, Z):
    """Le calcul se fait en float32, « assez précis » pour un réseau.

    Perd : values, derivatives, pour « calculent en `float64` »
    Entraîne : large_logits, arguments
    """
    A, dA = _activation(name, Z)
    return A.astype(np.float32), dA.astype(np.float32)


def wrong_shift_in_place(name, Z):
    """Z += ... réduit le logit de l'appelant avant de le rendre, et échoue sur des entiers.

    Perd : arguments, pour « `Z` reste intact »
    """
    results = _activation(name, Z)
    Z *= 0.5
    return results


def wrong_integer_buffer(name, Z):
    """Le tampon prend le type de Z : des logits entiers donnent des valeurs tronquées.

    Perd : arguments, pour « (des entiers sont admis) »
    """
    A, dA = np.empty_like(Z), np.empty_like(Z)
    A[...], dA[...] = _activation(name, Z)
    return A, dA


def right_by_sign(name, Z):
    """Chaque exponentielle prend un nombre négatif, selon le signe de z."""
    Z = np.array(Z, dtype=float)
    E = np.exp(-np.abs(Z))
    softplus, sigma = np.maximum(Z, 0) + np.log1p(E), np.where(Z >= 0, 1, E) / (1 + E)
    if name == "softplus":
        return softplus, sigma
    if name == "mish":
        T = np.tanh(softplus)
        return Z * T, T + Z * sigma * (1 - T) * (1 + T)
    if name == "squareplus":
        root = np.sqrt(Z * Z + 4.0)
        A = np.where(Z > 0, (Z + root) / 2, 2 / (root + np.abs(Z)))
        return A, A / root
    u = np.sqrt(2 / np.pi) * Z * (1 + 0.044715 * Z**2)
    T, slope = np.tanh(u), np.sqrt(2 / np.pi) * (1 + 0.134145 * Z**2)
    return 0.5 * Z * (1 + T), 0.5 * (1 + T + Z * slope * (1 - T * T))


def right_table_of_functions(name, Z):
    """Une fonction par activation, dans un dictionnaire."""
    Z = np.multiply(Z, 1.0)

    def softplus():
        return np.logaddexp(Z, 0), 0.5 * (1 + np.tanh(Z / 2))

    def squareplus():
        return 0.5 * (Z + (Z**2 + 4) ** 0.5), 0.5 + 0.5 * Z / (Z**2 + 4) ** 0.5

    def mish():
        value, slope = softplus()
        return Z * np.tanh(value), np.tanh(value) + Z * slope / np.cosh(np.minimum(value, 100)) ** 2

    def gelu_tanh():
        k = (2 / np.pi) ** 0.5
        T = np.tanh(k * (Z + 0.044715 * Z**3))
        return 0.5 * Z + 0.5 * Z * T, 0.5 + 0.5 * T + 0.5 * k * Z * (1 - T**2) * (1 + 0.134145 * Z**2)

    return {"softplus": softplus, "squareplus": squareplus, "mish": mish, "gelu_tanh": gelu_tanh}[name]()


def right_gelu_as_a_swish(name, Z):
    """gelu_tanh s'écrit z sigma(2u), et softplus se retrouve par symétrie."""
    Z = np.asarray(Z) * 1.0
    if name == "gelu_tanh":
        k = np.sqrt(8 / np.pi)
        S = np.exp(-np.logaddexp(0, -k * (Z + 0.044715 * Z**3)))
        return Z * S, S + Z * S * (1 - S) * k * (1 + 0.134145 * Z**2)
    if name == "squareplus":
        half = Z / 2
        return half + np.sqrt(half**2 + 1), (1 + half / np.sqrt(half**2 + 1)) / 2
    softplus = np.maximum(Z, 0) + np.log1p(np.exp(-abs(Z)))
    sigma = np.exp(Z - softplus)
    if name == "softplus":
        return softplus, sigma
    return Z * np.tanh(softplus), np.tanh(softplus) + Z * sigma * (1 - np.tanh(softplus) ** 2)
