"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _merged(first, second):
    (m1, mean1, variance1), (m2, mean2, variance2) = first, second
    m, gap = m1 + m2, mean2 - mean1
    mean = mean1 + gap * (m2 / m)
    return m, mean, (m1 * variance1 + m2 * variance2) / m + gap**2 * (m1 / m) * (m2 / m)


def wrong_plain_mean_of_the_means(first, second):
    """La moyenne des deux moyennes, sans les effectifs.

    Perd : mean, pour « la moyenne de chaque mesure »
    """
    m, _, variance = _merged(first, second)
    return m, (first[1] + second[1]) / 2, variance


def wrong_crossed_counts(first, second):
    """Chaque moyenne est pondérée par l'effectif de l'autre lot.

    Perd : mean
    """
    m, _, variance = _merged(first, second)
    return m, (second[0] * first[1] + first[0] * second[1]) / m, variance


def wrong_sum_of_the_means(first, second):
    """La somme pondérée n'est pas divisée par l'effectif.

    Perd : mean
    """
    m, _, variance = _merged(first, second)
    return m, first[0] * first[1] + second[0] * second[1], variance


def wrong_largest_count(first, second):
    """L'effectif rendu est celui du plus grand des deux lots.

    Perd : mean, pour « l'effectif et la moyenne de l'ensemble »
    """
    return max(first[0], second[0]), *_merged(first, second)[1:]


def wrong_gap_of_the_means_forgotten(first, second):
    """La variance est la moyenne pondérée des variances : l'écart des moyennes n'y entre pas.

    Perd : variance, pour « réunir les deux moitiés d'un lot redonne ses statistiques »
    Entraîne : far_from_zero
    """
    m, mean, _ = _merged(first, second)
    return m, mean, (first[0] * first[2] + second[0] * second[2]) / m


def wrong_gap_of_the_means_in_full(first, second):
    """Le carré de l'écart des moyennes s'ajoute tout entier.

    Perd : variance
    Entraîne : far_from_zero
    """
    m, mean, _ = _merged(first, second)
    return m, mean, (first[0] * first[2] + second[0] * second[2]) / m + (second[1] - first[1]) ** 2


def wrong_gap_not_squared(first, second):
    """L'écart des moyennes n'est pas mis au carré.

    Perd : variance
    Entraîne : far_from_zero
    """
    m, mean, _ = _merged(first, second)
    gap = np.abs(second[1] - first[1])
    return m, mean, (first[0] * first[2] + second[0] * second[2]) / m + gap * first[0] * second[0] / m**2


def wrong_gap_divided_once(first, second):
    """L'apport de l'écart est une somme, et n'est pas ramené à un exemple.

    Perd : variance
    Entraîne : far_from_zero
    """
    m, mean, _ = _merged(first, second)
    gap = second[1] - first[1]
    return m, mean, (first[0] * first[2] + second[0] * second[2]) / m + gap**2 * first[0] * second[0] / m


def wrong_plain_mean_of_the_variances(first, second):
    """Les deux variances comptent autant, quels que soient les effectifs.

    Perd : variance
    Entraîne : far_from_zero
    """
    m, mean, _ = _merged(first, second)
    gap = second[1] - first[1]
    return m, mean, (first[2] + second[2]) / 2 + gap**2 * first[0] * second[0] / m**2


def wrong_sample_variance(first, second):
    """La variance rendue est divisée par m - 1.

    Perd : variance, pour « | `variance` | sa variance, en $1/m$ | `(n, 1)` | »
    Entraîne : far_from_zero
    """
    m, mean, variance = _merged(first, second)
    return m, mean, variance * m / (m - 1)


def wrong_standard_deviation(first, second):
    """C'est l'écart type qui est rendu.

    Perd : variance, pour « `variance` est sa variance »
    Entraîne : far_from_zero
    """
    m, mean, variance = _merged(first, second)
    return m, mean, np.sqrt(variance)


def wrong_mean_of_the_squares(first, second):
    """E[x²] - E[x]² retranche deux nombres presque égaux : juste près de zéro, faux loin de lui.

    Perd : far_from_zero, pour « Loin de zéro, la variance reste exacte »
    """
    m, mean, _ = _merged(first, second)
    squares = sum(part[0] * (part[2] + part[1] ** 2) for part in (first, second))
    return m, mean, squares / m - mean**2


def wrong_around_the_weighted_mean(first, second):
    """L'écart à la moyenne pondérée : d'une constante, l'arrondi la sépare, et sa variance n'est plus nulle.

    Perd : far_from_zero, pour « la variance d'une mesure constante est nulle »
    """
    (m1, mean1, variance1), (m2, mean2, variance2) = first, second
    m = m1 + m2
    mean = (m1 * mean1 + m2 * mean2) / m
    return m, mean, (m1 * (variance1 + (mean1 - mean) ** 2) + m2 * (variance2 + (mean2 - mean) ** 2)) / m


def wrong_term_added(first, second):
    """1e-8 s'ajoute à la variance, pour pouvoir diviser ensuite.

    Perd : far_from_zero, variance, pour « une mesure constante a une variance nulle »
    """
    m, mean, variance = _merged(first, second)
    return m, mean, variance + 1e-8


def wrong_without_dimensions(first, second):
    """Les statistiques sont rendues à plat, de forme (n,).

    Perd : mean, variance, pour « | `mean` | la moyenne de chaque mesure | `(n, 1)` | »
    Entraîne : far_from_zero, arguments
    """
    m, mean, variance = _merged(first, second)
    return m, mean.ravel(), variance.ravel()


def wrong_order_of_the_results(first, second):
    """La variance est rendue avant la moyenne.

    Perd : mean, variance, pour « qui rend le triplet `(m, mean, variance)` »
    Entraîne : far_from_zero, arguments
    """
    m, mean, variance = _merged(first, second)
    return m, variance, mean


def wrong_weighted_in_place(first, second):
    """Les moyennes de l'appelant sont pondérées sur place.

    Perd : arguments
    """
    results = _merged(first, second)
    np.multiply(first[1], first[0], out=first[1])
    return results


def wrong_accumulated_in_place(first, second):
    """La moyenne réunie remplace celle du premier lot.

    Perd : arguments, pour « Les arguments restent intacts »
    """
    m, mean, variance = _merged(first, second)
    first[1][...] = mean
    return m, mean, variance


def right_around_the_new_mean(first, second):
    """Chaque lot compte sa variance, et le carré de son écart à la nouvelle moyenne."""
    (m1, mean1, variance1), (m2, mean2, variance2) = first, second
    m = m1 + m2
    mean = mean2 + (mean1 - mean2) * m1 / m
    return m, mean, sum(n * (v + (mu - mean) ** 2) for n, mu, v in ((m1, mean1, variance1), (m2, mean2, variance2))) / m


def right_sums_of_squares(first, second):
    """Les sommes des carrés des écarts s'ajoutent, avec le terme de Chan, Golub et LeVeque."""
    (m1, mean1, variance1), (m2, mean2, variance2) = first, second
    gap = mean2 - mean1
    total = variance1 * m1 + variance2 * m2 + gap * gap * (m1 * m2 / (m1 + m2))
    return m1 + m2, mean1 + gap * m2 / (m1 + m2), total / (m1 + m2)


def right_weights_in_a_vector(first, second):
    """Les deux lots sont empilés, et pondérés par leurs parts."""
    counts, means, variances = (np.array(column) for column in zip(first, second, strict=True))
    parts = (counts / counts.sum())[:, None, None]
    centers = means - means[0]
    shift = np.sum(parts * centers, axis=0)
    variance = np.sum(parts * (variances + (centers - shift) ** 2), axis=0)
    return int(counts.sum()), means[0] + shift, variance
