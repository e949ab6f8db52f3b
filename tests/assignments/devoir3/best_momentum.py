"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _result(rate):
    return float(rate**2), float(rate)


def wrong_flattest_mode_only(H, alpha):
    """Seul le mode le plus plat est regardé.

    Perd : large_rate, pour « pour que le mode **le plus lent** soit le plus rapide possible »
    """
    return _result(np.abs(1 - np.sqrt(alpha * np.linalg.eigvalsh(H).min())))


def wrong_steepest_mode_only(H, alpha):
    """Seul le mode le plus raide est regardé.

    Perd : small_rate, large_rate, full_matrix
    """
    return _result(np.abs(1 - np.sqrt(alpha * np.linalg.eigvalsh(H).max())))


def wrong_steepest_mode_past_one(H, alpha):
    """Le mode le plus raide décide dès que alpha lambda y dépasse 1, et le plus plat sinon.

    Perd : large_rate
    """
    products = alpha * np.linalg.eigvalsh(H)
    return _result(np.abs(1 - np.sqrt(products[-1] if products[-1] > 1 else products[0])))


def wrong_signed_rate(H, alpha):
    """Le facteur garde le signe de 1 moins la racine de alpha lambda.

    Perd : rate
    """
    rates = 1 - np.sqrt(alpha * np.linalg.eigvalsh(H))
    return _result(rates[np.abs(rates).argmax()])


def wrong_fastest_mode(H, alpha):
    """Le plus petit amortissement critique est pris, et non le plus grand.

    Perd : small_rate, large_rate, full_matrix
    """
    return _result(np.abs(1 - np.sqrt(alpha * np.linalg.eigvalsh(H))).min())


def wrong_mean_curvature(H, alpha):
    """Toutes les courbures sont remplacées par leur moyenne.

    Perd : small_rate, large_rate, full_matrix
    """
    return _result(np.abs(1 - np.sqrt(alpha * np.trace(H) / len(H))))


def wrong_diagonal(H, alpha):
    """La diagonale est prise pour les courbures.

    Perd : full_matrix, pour « Une matrice pleine est jugée sur ses courbures »
    """
    return _result(np.abs(1 - np.sqrt(alpha * np.diag(H))).max())


def wrong_smallest_rate(H, alpha):
    """Les valeurs propres sont comparées sans la valeur absolue : un mode raide passe pour rapide.

    Perd : large_rate
    Entraîne : rate
    """
    rate = (1 - np.sqrt(alpha * np.linalg.eigvalsh(H))).max()
    return float(rate**2), float(rate)


def wrong_root_forgotten(H, alpha):
    """La racine de alpha lambda manque.

    Perd : small_rate, large_rate, full_matrix
    Entraîne : rate
    """
    return _result(np.abs(1 - alpha * np.linalg.eigvalsh(H)).max())


def wrong_free_rate(H, alpha):
    """C'est le réglage du livre, qui choisit aussi le taux.

    Perd : small_rate, pour « Le taux est souvent fixé par ailleurs »
    Entraîne : large_rate, full_matrix, rate
    """
    curvatures = np.linalg.eigvalsh(H)
    root = np.sqrt(curvatures.max() / curvatures.min())
    return _result((root - 1) / (root + 1))


def wrong_mean_convention(H, alpha):
    """alpha est pris pour le taux de la moyenne mobile, et converti.

    Perd : small_rate, large_rate, full_matrix
    Entraîne : rate
    """
    curvatures = np.linalg.eigvalsh(H)
    beta = np.max((1 - np.sqrt(alpha * curvatures)) ** 2)
    return _result(np.abs(1 - np.sqrt(alpha * (1 - beta) * curvatures)).max())


def wrong_square_forgotten(H, alpha):
    """beta n'est pas mis au carré.

    Perd : small_rate, large_rate, full_matrix
    """
    rate = float(np.abs(1 - np.sqrt(alpha * np.linalg.eigvalsh(H))).max())
    return rate, rate


def wrong_results_exchanged(H, alpha):
    """Les deux résultats sont échangés.

    Perd : small_rate, large_rate, full_matrix, rate, pour « rend le couple `(beta, rate)` »
    """
    return _result(np.abs(1 - np.sqrt(alpha * np.linalg.eigvalsh(H))).max())[::-1]


def wrong_rate_is_beta(H, alpha):
    """Le facteur est pris pour beta.

    Perd : rate, pour « le facteur par lequel un pas multiplie, à la longue, l'écart du mode le plus lent »
    """
    beta = float(np.max((1 - np.sqrt(alpha * np.linalg.eigvalsh(H))) ** 2))
    return beta, beta


def wrong_rate_is_what_is_lost(H, alpha):
    """Le facteur est pris pour la part que perd l'écart.

    Perd : rate
    """
    beta, rate = _result(np.abs(1 - np.sqrt(alpha * np.linalg.eigvalsh(H))).max())
    return beta, 1 - rate


def right_two_ends(H, alpha):
    """Les deux bouts suffisent, par la décomposition en valeurs singulières."""
    curvatures = np.linalg.svd(H, compute_uv=False)
    flat, steep = (1 - np.sqrt(alpha * curvatures[-1])) ** 2, (1 - np.sqrt(alpha * curvatures[0])) ** 2
    beta = flat if flat > steep else steep
    return float(beta), float(np.sqrt(beta))


def right_developed_squares(H, alpha):
    """Les carrés sont développés, et les valeurs propres sont celles d'alpha H, sans rien supposer d'elle."""
    products = np.linalg.eigvals(alpha * np.asarray(H)).real
    critical = 1 + products - 2 * np.sqrt(products)
    return float(critical.max()), float(critical.max() ** 0.5)


def right_search(H, alpha):
    """Le facteur de chaque mode se lit sur les racines, et le meilleur beta se cherche par dichotomie."""
    products = alpha * np.linalg.eigh(H)[0]
    low, high = 0.0, 1.0
    for _ in range(100):
        beta = (low + high) / 2
        real = (1 + beta - products) ** 2 >= 4 * beta  # un mode qui n'ondule pas demande plus d'élan
        low, high = (beta, high) if real.any() else (low, beta)
    return float(high), float(np.sqrt(high))


def right_spectral_radius(H, alpha):
    """Le facteur est le plus grand module des valeurs propres d'un pas : une racine double s'y lit à 1e-8 près."""
    beta = max((1 - np.sqrt(alpha * curvature)) ** 2 for curvature in np.linalg.eigvalsh(H))
    steps = [np.array([[1 + beta - alpha * curvature, -beta], [1, 0]]) for curvature in np.linalg.eigvalsh(H)]
    return float(beta), float(max(np.abs(np.linalg.eigvals(step)).max() for step in steps))


def right_spectral_radius_of_the_whole_step(H, alpha):
    """Un pas, de la position et de la vitesse de tous les modes, est une matrice : `rate` est son rayon spectral."""
    n, beta = len(H), np.max((1 - np.sqrt(alpha * np.linalg.eigvalsh(H))) ** 2)
    step = np.block([[np.eye(n) - alpha * H, -alpha * beta * np.eye(n)], [H, beta * np.eye(n)]])
    return float(beta), float(np.abs(np.linalg.eigvals(step)).max())
