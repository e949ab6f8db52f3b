"""La règle linéaire : agrandir le lot et le taux du même facteur, jusqu'à ce qu'elle casse.

Question : à époques égales, par quel facteur agrandir le taux quand on agrandit le lot, et jusqu'où cela suffit-il ?
Source : Goyal et al. (2017), https://doi.org/10.48550/arXiv.1706.02677, table 1 : quatre erreurs sur ImageNet, de lots
de 256 à des lots de 8 192, avec et sans échauffement ; McCandlish et al. (2018),
https://doi.org/10.48550/arXiv.1812.06162, pour l'échelle du bruit, qui prédit où un grand lot cesse de servir.
Montage : réseau 64-32-10 sur les 1 150 images d'entraînement de digits, Polyak à 0,9, dix époques, trois graines ; de
lots de 16 au taux 0,01 à un seul lot. Le taux reste, suit la racine du facteur, le suit lui-même, ou le suit après être
monté pendant le premier quart des pas. L'échelle du bruit est mesurée au départ et à la fin des lots de 16.
Ce qui diffère : un ResNet-50, ImageNet et 256 processeurs dans l'article ; nos dix époques ne font plus que dix pas au
lot entier.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.experiments.gradient_noise import per_example_gradients
from mlcourse.experiments.race import three_parts
from mlcourse.experiments.runs import attempt
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer

SIZES = (16, 32, 64, 128, 256, 512, 1150)
SEEDS = (0, 1, 2)
ALPHA, EPOCHS = 0.01, 10
#: Chaque règle : l'exposant du facteur qui agrandit le taux, et la part des pas pendant laquelle il monte.
RULES = {"fixed": (0.0, 0.0), "root": (0.5, 0.0), "linear": (1.0, 0.0), "warmed": (1.0, 0.25)}
#: Goyal et al., table 1 : l'erreur de validation sur ImageNet, en pourcents, et son écart type.
PUBLISHED = {"256": (23.60, 0.12), "gradual": (23.74, 0.09), "none": (24.84, 0.37), "constant": (25.88, 0.56)}


@dataclass(frozen=True)
class ScalingRuns:
    """Le coût final d'entraînement `cost` (R, M, S) de chaque règle à chaque taille de lot `sizes` (M,).

    `noise` (2, S) est l'échelle du bruit, au départ et à la fin de l'entraînement par les plus petits lots.
    """

    sizes: np.ndarray
    cost: np.ndarray
    noise: np.ndarray


def linear_scaling(sizes=SIZES, seeds=SEEDS, rules=tuple(RULES), *, alpha=ALPHA, epochs=EPOCHS):
    """Entraîne à chaque taille de lot, sous chaque règle, à époques égales ; `alpha` est le taux des plus petits lots.

    >>> runs = linear_scaling((64, 128), [0], epochs=1)
    >>> runs.cost.shape, runs.noise.shape
    ((4, 2, 1), (2, 1))
    """
    data = three_parts()[0]
    options = {"alpha": alpha, "epochs": epochs}
    cost = [[[_train(data, m, seed, rule, **options)[1] for seed in seeds] for m in sizes] for rule in rules]
    noise = [_noise_before_and_after(data, sizes[0], seed, **options) for seed in seeds]
    return ScalingRuns(np.array(sizes), np.array(cost), np.transpose(noise))


def _network(seed):
    rng = np.random.default_rng(seed)
    return MultiLayerPerceptron([64, 32, 10], output="softmax", loss="cross_entropy", rng=rng), rng


def _train(data, m, seed, rule, *, alpha, epochs):
    """Rend le réseau entraîné et son coût, infini s'il diverge."""
    (power, ramp), (model, rng) = RULES[rule], _network(seed)
    alpha, steps = alpha * (m / SIZES[0]) ** power, epochs * -(-data[0].shape[1] // m)

    def rate(t):
        return alpha * min(1, t / max(ramp * steps, 1))

    optimizer = Optimizer("polyak", alpha=rate)
    _, finished = attempt(model, *data, optimizer=optimizer, epochs=epochs, batch_size=m, rng=rng)
    return model, model.compute_cost(*data) if finished else np.inf


def _noise_before_and_after(data, m, seed, **options):
    """Rend l'échelle du bruit au départ, puis à la fin."""
    models = _network(seed)[0], _train(data, m, seed, "fixed", **options)[0]
    gradients = [per_example_gradients(model, *data) for model in models]
    return [float(G.var(axis=0).sum() / np.sum(G.mean(axis=0) ** 2)) for G in gradients]
