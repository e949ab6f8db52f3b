"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint ; « Entraîne » nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _softmax(Z):
    exponentials = np.exp(Z - Z.max(axis=0))
    return exponentials / exponentials.sum(axis=0)


def _log_softmax(Z):
    shifted = Z - Z.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))


def _cost_and_delta(Z, Y, smoothing):
    targets = (1 - smoothing) * Y + smoothing / len(Y)
    log_A = _log_softmax(Z)
    return -np.sum(targets * log_A) / Z.shape[1], np.exp(log_A) - targets


def wrong_sum_of_losses(Z, Y, smoothing):
    """Le coût est la somme des pertes : le 1/m manque.

    Perd : cost
    Entraîne : extreme_logits
    """
    J, delta = _cost_and_delta(Z, Y, smoothing)
    return J * Z.shape[1], delta


def wrong_mean_over_classes(Z, Y, smoothing):
    """np.mean sans axe divise aussi le coût par le nombre de classes.

    Perd : cost, pour « le coût, moyenne des pertes »
    Entraîne : extreme_logits
    """
    J, delta = _cost_and_delta(Z, Y, smoothing)
    return J / len(Z), delta


def wrong_cost_without_smoothing(Z, Y, smoothing):
    """Le lissage entre dans delta, mais pas dans le coût.

    Perd : cost
    Entraîne : extreme_logits
    """
    targets = (1 - smoothing) * Y + smoothing / len(Y)
    log_A = _log_softmax(Z)
    return -np.sum(Y * log_A) / Z.shape[1], np.exp(log_A) - targets


def wrong_delta_without_smoothing(Z, Y, smoothing):
    """Le delta du livre, A - Y, est recopié : le lissage n'entre que dans le coût.

    Perd : delta
    Entraîne : extreme_logits
    """
    J, _ = _cost_and_delta(Z, Y, smoothing)
    return J, _softmax(Z) - Y


def wrong_smoothing_over_other_classes(Z, Y, smoothing):
    """La part retirée se répartit sur les K - 1 autres classes : une autre convention que celle de l'énoncé.

    Perd : cost, delta, pour « la répartit également entre **toutes** les classes, la bonne comprise »
    Entraîne : extreme_logits, invariance, arguments, vectorization
    """
    targets = (1 - smoothing) * Y + smoothing / (len(Y) - 1) * (1 - Y)
    log_A = _log_softmax(Z)
    return -np.sum(targets * log_A) / Z.shape[1], np.exp(log_A) - targets


def wrong_smoothing_not_divided(Z, Y, smoothing):
    """Chaque classe reçoit epsilon au lieu de epsilon / K : les cibles ne somment plus à 1.

    Perd : invariance, cost, delta, pour « les colonnes de `delta` sont de somme nulle »
    Entraîne : extreme_logits, arguments, vectorization
    """
    targets = (1 - smoothing) * Y + smoothing
    log_A = _log_softmax(Z)
    return -np.sum(targets * log_A) / Z.shape[1], np.exp(log_A) - targets


def wrong_delta_divided_by_m(Z, Y, smoothing):
    r"""delta est le gradient du coût : 1/m serait alors compté une seconde fois dans dW.

    Perd : delta, pour « le gradient $\partial \ell_i / \partial z_i$ »
    Entraîne : extreme_logits
    """
    J, delta = _cost_and_delta(Z, Y, smoothing)
    return J, delta / Z.shape[1]


def wrong_sign_of_delta(Z, Y, smoothing):
    """delta est de signe opposé, cible moins sortie.

    Perd : delta
    Entraîne : extreme_logits
    """
    J, delta = _cost_and_delta(Z, Y, smoothing)
    return J, -delta


def wrong_gradient_with_respect_to_probabilities(Z, Y, smoothing):
    """delta s'arrête à la sortie de softmax : la dérivée est prise sur A au lieu de Z.

    Perd : delta, pour « `delta` est le gradient de la perte de chaque exemple »
    Entraîne : invariance, extreme_logits
    """
    targets = (1 - smoothing) * Y + smoothing / len(Y)
    A = _softmax(Z)
    return -np.sum(targets * _log_softmax(Z)) / Z.shape[1], -targets / A


def wrong_softmax_over_examples(Z, Y, smoothing):
    """softmax normalise chaque ligne au lieu de chaque colonne.

    Perd : cost, delta, invariance
    Entraîne : extreme_logits, arguments, vectorization
    """
    targets = (1 - smoothing) * Y + smoothing / len(Y)
    log_A = _log_softmax(Z.T).T
    return -np.sum(targets * log_A) / Z.shape[1], np.exp(log_A) - targets


def wrong_naive_softmax(Z, Y, smoothing):
    """exp déborde : rien n'est soustrait aux logits.

    Perd : extreme_logits, pour « donnent un résultat fini »
    """
    targets = (1 - smoothing) * Y + smoothing / len(Y)
    A = np.exp(Z) / np.sum(np.exp(Z), axis=0)
    return -np.sum(targets * np.log(A)) / Z.shape[1], A - targets


def wrong_global_maximum(Z, Y, smoothing):
    """Le maximum est pris sur tout le lot : les colonnes plus basses s'annulent.

    Perd : extreme_logits
    """
    targets = (1 - smoothing) * Y + smoothing / len(Y)
    shifted = Z - np.max(Z)
    log_A = shifted - np.log(np.exp(shifted).sum(axis=0))
    return -np.sum(targets * log_A) / Z.shape[1], np.exp(log_A) - targets


def wrong_log_of_clipped_probabilities(Z, Y, smoothing):
    """Les probabilités sont rognées à 1e-15 avant le logarithme, comme dans maint tutoriel : la perte plafonne.

    Perd : extreme_logits, pour « exact à $10^{-12}$ près »
    """
    targets = (1 - smoothing) * Y + smoothing / len(Y)
    A = _softmax(Z)
    return -np.sum(targets * np.log(np.clip(A, 1e-15, 1))) / Z.shape[1], A - targets


def wrong_clipped_logits(Z, Y, smoothing):
    """Les logits sont rognés à ±20 pour que exp ne déborde pas : la fonction n'est plus la même.

    Perd : invariance, extreme_logits, pour « Ajouter une constante aux logits d'un exemple ne change rien »
    """
    return _cost_and_delta(np.clip(Z, -20, 20), Y, smoothing)


def wrong_shift_in_place(Z, Y, smoothing):
    """Z -= ... modifie les logits de l'appelant, et échoue sur des entiers.

    Perd : arguments, pour « Les arguments restent intacts »
    """
    targets = (1 - smoothing) * Y + smoothing / len(Y)
    Z -= Z.max(axis=0)
    log_A = Z - np.log(np.exp(Z).sum(axis=0))
    return -np.sum(targets * log_A) / Z.shape[1], np.exp(log_A) - targets


def wrong_integer_buffer(Z, Y, smoothing):
    """Le tampon prend le type de Z : des logits entiers donnent des logarithmes tronqués.

    Perd : arguments, pour « (des entiers sont admis) »
    """
    targets = (1 - smoothing) * Y + smoothing / len(Y)
    log_A = np.empty_like(Z)
    log_A[:] = _log_softmax(Z)
    return -np.sum(targets * log_A) / Z.shape[1], np.exp(log_A) - targets


def wrong_loop_over_examples(Z, Y, smoothing):
    """Une boucle Python traite les exemples un à un.

    Perd : vectorization, pour « ne parcourent pas les exemples par une boucle Python »
    """
    losses, delta = [], np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        target = (1 - smoothing) * Y[:, i] + smoothing / len(Y)
        log_a = _log_softmax(Z[:, i])
        losses.append(-np.sum(target * log_a))
        delta[:, i] = np.exp(log_a) - target
    return np.mean(losses), delta


def wrong_list_instead_of_tuple(Z, Y, smoothing):
    """Le coût et delta sont rendus dans une liste, dans l'ordre inverse.

    Perd : cost, delta, pour « rend le couple `(J, delta)` »
    Entraîne : invariance, extreme_logits, arguments, vectorization
    """
    J, delta = _cost_and_delta(Z, Y, smoothing)
    return [delta, J]


def wrong_zeros(Z, Y, smoothing):
    """Tout est nul : les formes sont bonnes, rien n'est calculé.

    Perd : cost, delta
    Entraîne : invariance, extreme_logits, arguments, vectorization
    """
    return 0.0, np.zeros(Z.shape)


def right_two_cross_entropies(Z, Y, smoothing):
    """La perte comme mélange de deux entropies croisées, calculées depuis les logits."""
    log_total = np.logaddexp.reduce(Z, axis=0)
    toward_target = log_total - np.einsum("km,km->m", Y, Z)
    toward_uniform = log_total - Z.mean(axis=0)
    J = np.average([toward_target.mean(), toward_uniform.mean()], weights=[1 - smoothing, smoothing])
    A = np.exp(Z - log_total)
    return float(J), (1 - smoothing) * (A - Y) + smoothing * (A - 1 / Z.shape[0])


def right_samples_first(Z, Y, smoothing):
    """Tout est transposé, les exemples en lignes ; le coût est une moyenne de produits scalaires."""
    logits, labels = Z.T - Z.T.max(axis=1, keepdims=True), Y.T
    normalizer = np.exp(logits).sum(axis=1, keepdims=True)
    targets = np.full(labels.shape, smoothing / labels.shape[1]) + labels - smoothing * labels
    losses = np.einsum("ik,ik->i", targets, np.log(normalizer) - logits)
    return losses.mean(), np.ascontiguousarray((np.exp(logits) / normalizer - targets).T)


def right_with_a_warning(Z, Y, smoothing):
    """log(0) avertit, sans changer le résultat : un avertissement ne coûte rien."""
    targets = (1 - smoothing) * Y + smoothing / len(Y)
    shifted = Z - Z.max(axis=0)
    A = np.exp(shifted) / np.exp(shifted).sum(axis=0)
    log_A = np.where(A > 0.5, np.log(A), shifted - np.log(np.exp(shifted).sum(axis=0)))
    return np.array(-np.sum(targets * log_A) / Z.shape[1]), A - targets
