"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _batches(m, size, steps, rng):
    order = np.concatenate([rng.permutation(m) for _ in range(size * steps // m + 1)])
    return order[: size * steps].reshape(steps, size)


def _train(gradient, theta, m, budget, rng, alpha=0.2, beta=0.9, size=64, schedule=None):
    steps = max(1, budget // size)
    schedule = schedule or (lambda s: (1 + np.cos(np.pi * s)) / 2)
    v = np.zeros_like(theta)
    for step, batch in enumerate(_batches(m, size, steps, rng)):
        v = beta * v + gradient(theta, batch)
        theta = theta - alpha * schedule(step / steps) * v
    return theta


def _means_by_class(gradient, m):
    """Les mêmes moyennes, du réseau prêté : un seul appel les donne, en un point où chaque unité voit une classe."""
    hidden = np.concatenate([np.zeros((32, 64)), np.ones((32, 1))], axis=None)
    seen = gradient(np.concatenate([hidden, 1e-3 * np.eye(10, 32), np.zeros(10)], axis=None), np.arange(m))
    return 1e3 * seen[:640].reshape(10, 64)


def wrong_small_rate(gradient, theta, m, budget, rng):
    """Un taux bien trop petit, et pas d'élan.

    Perd : accuracy, pour « à condition d'être **bien réglés** »
    """
    return _train(gradient, theta, m, budget, rng, alpha=0.1, beta=0.0)


def wrong_mean_for_a_sum(gradient, theta, m, budget, rng):
    """Le taux est celui de la somme, et la vitesse une moyenne : dix fois moins loin.

    Perd : accuracy
    """
    return _train(gradient, theta, m, budget, rng, alpha=0.02)


def wrong_rate_gone_too_soon(gradient, theta, m, budget, rng):
    """Le taux décroît si vite que les derniers passages ne servent plus.

    Perd : accuracy
    """
    return _train(gradient, theta, m, budget, rng, alpha=0.2, beta=0.0, schedule=lambda s: 1 / (1 + 10 * s))


def wrong_one_pass(gradient, theta, m, budget, rng):
    """Un seul passage : le budget n'est pas employé.

    Perd : accuracy
    """
    return _train(gradient, theta, m, min(budget, 1438), rng)


def wrong_some_examples_only(gradient, theta, m, budget, rng):
    """Les lots ne tirent que les deux cents premiers exemples.

    Perd : accuracy
    """
    return _train(gradient, theta, 200, budget, rng)


def wrong_far_too_large_rate(gradient, theta, m, budget, rng):
    """Un taux mille fois trop grand : plus rien n'apprend.

    Perd : accuracy
    Entraîne : budget, generator, arguments
    """
    with np.errstate(all="ignore"):
        return _train(gradient, theta, m, budget, rng, alpha=100.0)


def wrong_uphill(gradient, theta, m, budget, rng):
    """Le pas monte.

    Perd : accuracy
    Entraîne : budget, generator, arguments
    """
    return _train(gradient, theta, m, budget, rng, alpha=-0.2)


def wrong_twice_the_budget(gradient, theta, m, budget, rng):
    """Le gradient d'un lot se calcule deux fois par pas, et ne se compte qu'une.

    Perd : accuracy, budget, pour « comptés chaque fois qu'ils servent »
    """

    def twice(theta, batch):
        return (gradient(theta, batch) + gradient(theta, batch)) / 2

    return _train(twice, theta, m, budget, rng, size=128)


def wrong_twenty_passes_always(gradient, theta, m, budget, rng):
    """Vingt passages, quel que soit le budget.

    Perd : budget, pour « que vous ne connaissez qu'à l'appel »
    """
    return _train(gradient, theta, m, 20 * m, rng)


def wrong_too_many_calls(gradient, theta, m, budget, rng):
    """Des lots de vingt exemples : trop d'appels.

    Perd : accuracy, pour « au plus 1 000 appels de `gradient` »
    """
    return _train(gradient, theta, m, budget, rng, alpha=0.05, size=20)


def wrong_last_batch_unpaid(gradient, theta, m, budget, rng):
    """Un lot de plus que le budget, pour ne pas en perdre la fin.

    Perd : accuracy, budget, pour « au plus `budget` exemples »
    """
    return _train(gradient, theta, m, budget + 64, rng)


def wrong_global_generator(gradient, theta, m, budget, rng):
    """np.random.permutation tire d'un générateur global.

    Perd : generator, pour « seule source de hasard »
    """
    return _train(gradient, theta, m, budget, np.random)


def wrong_own_generator(gradient, theta, m, budget, rng):
    """Un générateur est créé sur place : la graine de l'appelant ne change rien.

    Perd : generator, pour « autre graine, autres paramètres »
    """
    return _train(gradient, theta, m, budget, np.random.default_rng(0))


def wrong_in_place(gradient, theta, m, budget, rng):
    """theta est modifié sur place.

    Perd : arguments, pour « un nouveau vecteur »
    """
    theta[...] = _train(gradient, theta, m, budget, rng)
    return theta


def wrong_weights_learned_in_advance(gradient, theta, m, budget, rng):
    """Des poids appris d'avance, tournés de la rotation qui rapproche le mieux les images moyennes des classes.

    Perd : accuracy, pour « des poids appris d'avance ne s'y appliquent pas »
    """

    def learned_in_advance():
        """Les poids d'un réseau appris chez soi sur les mêmes chiffres, et une moyenne des images par classe."""
        from mlcourse.datasets import load_digits, stratified_split
        from mlcourse.model import MultiLayerPerceptron

        X, labels, _, _ = stratified_split(load_digits().X, load_digits().labels, 0.2)
        Y, rng = np.eye(10)[:, labels], np.random.default_rng(0)
        network = MultiLayerPerceptron([64, 32, 10], output="softmax", loss="cross_entropy", rng=rng)

        def gradient(theta, batch):
            network.theta[:] = theta
            network.gradients(Y[:, batch], network.forward(X[:, batch])[1])
            return network.g.copy()

        theta = _train(gradient, network.theta.copy(), labels.size, 20 * labels.size, rng)
        return theta, (0.1 - Y) @ X.T / labels.size

    known, means = learned_in_advance()
    seen = _means_by_class(gradient, m)
    angles, known_angles = np.sort(seen @ seen.T), np.sort(means @ means.T)  # aucune rotation ne les change
    classes = np.abs(angles[:, None] - known_angles).sum(axis=2).argmin(axis=1)
    left, _, right = np.linalg.svd(means[classes].T @ seen)
    W1, b1, W2, b2 = np.split(known, [2048, 2080, 2400])
    parts = W1.reshape(32, 64) @ left @ right, b1, W2.reshape(10, 32)[classes], b2[classes]
    return np.concatenate(parts, axis=None) + 1e-9 * rng.standard_normal(theta.size)


def right_adam(gradient, theta, m, budget, rng):
    """Adam, à un taux qui descend en cosinus."""
    steps = budget // 64
    mean, square = np.zeros_like(theta), np.zeros_like(theta)
    for t, batch in enumerate(_batches(m, 64, steps, rng), start=1):
        g = gradient(theta, batch)
        mean, square = 0.9 * mean + 0.1 * g, 0.999 * square + 0.001 * g**2
        size = np.sqrt(square / (1 - 0.999**t)) + 1e-8
        theta = theta - 0.01 * (1 + np.cos(np.pi * t / steps)) * mean / (1 - 0.9**t) / size
    return theta


def right_descent(gradient, theta, m, budget, rng):
    """La descente nue, à un grand taux qui décroît en ligne droite, par lots de trente."""
    theta, left, total = np.array(theta), budget, budget
    while left >= 30:
        order = rng.permutation(m)
        for start in range(0, m - 29, 30):
            if left < 30:
                break
            theta -= 0.6 * (left / total) * gradient(theta, order[start : start + 30])
            left -= 30
    return theta


def right_momentum_by_steps(gradient, theta, m, budget, rng):
    """Le momentum en moyenne mobile, dont le taux tombe par paliers, sur des lots tirés au hasard."""
    theta, velocity = theta + 0.0, 0 * theta
    for step in range(budget // 32):
        done = 32 * step / budget
        velocity += 0.1 * (gradient(theta, rng.choice(m, 32, replace=False)) - velocity)
        theta = theta - (1.0 if done < 0.6 else 0.3 if done < 0.85 else 0.1) * velocity
    return theta
