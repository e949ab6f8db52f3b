"""Les calendriers du taux, sur un même axe et à budgets égaux ; et jusqu'où suit la règle linéaire.

Question : qu'apporte un calendrier, une fois le taux réglé pour chacun ? Et peut-on agrandir le lot en agrandissant le
taux d'autant ?
Source : Loshchilov et Hutter (2017), https://doi.org/10.48550/arXiv.1608.03983, pour le cosinus ; Goyal et al. (2017),
https://doi.org/10.48550/arXiv.1706.02677, pour l'échauffement et la règle linéaire, et leurs quatre erreurs publiées.
Montage : réseau 64-32-10 sur digits, Polyak à 0,9, 15 époques de lots de 32. Chaque calendrier essaie les mêmes cinq
taux ; le taux retenu a le plus petit coût médian de validation. La règle linéaire part de lots de 16 au taux 0,01.
Ce qui diffère : ImageNet, un ResNet-50 et 256 processeurs chez Goyal ; un réseau minuscule ici.
"""

from dataclasses import dataclass

import numpy as np

from mlcourse.experiments.race import three_parts
from mlcourse.experiments.runs import attempt
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import Optimizer
from mlcourse.schedules import Schedule

ALPHAS = (0.01, 0.03, 0.1, 0.3, 1.0)
SEEDS = (0, 1, 2)
EPOCHS, BATCH_SIZE = 15, 32
#: Goyal et al., table 1 : l'erreur de validation sur ImageNet, en pourcents, et son écart type.
PUBLISHED = {"256": (23.60, 0.12), "gradual": (23.74, 0.09), "none": (24.84, 0.37), "constant": (25.88, 0.56)}


def schedules(alpha, total):
    """Rend les calendriers comparés, de même plus grand taux : {nom: Schedule}.

    >>> round(schedules(0.1, 100)["warmup"](5), 3)
    0.05
    """
    return {
        "constant": Schedule("constant", alpha=alpha),
        "step": Schedule("step", alpha=alpha, every=total // 3, factor=0.1),
        "inverse_time": Schedule("inverse_time", alpha=alpha, every=max(total // 10, 1)),
        "cosine": Schedule("cosine", alpha=alpha, total=total),
        "warmup": Schedule("cosine", alpha=alpha, total=total, warmup=max(total // 10, 1)),
    }


@dataclass(frozen=True)
class ScheduleRuns:
    """Le coût final de validation (C, A, S) de chaque calendrier `names` (C,) à chaque taux `alpha` (A,)."""

    names: tuple
    alpha: np.ndarray
    cost: np.ndarray

    def best(self):
        """Rend le meilleur taux de chaque calendrier (C,) et les coûts qu'il donne (C, S)."""
        chosen = np.median(self.cost, axis=-1).argmin(axis=1)
        return self.alpha[chosen], self.cost[np.arange(len(chosen)), chosen]


def schedule_runs(seeds=SEEDS, alphas=ALPHAS, *, epochs=EPOCHS):
    """Entraîne sous chaque calendrier, à chaque taux.

    >>> schedule_runs([0], [0.03], epochs=1).cost.shape
    (5, 1, 1)
    """
    training, held_out, _ = three_parts()
    total = epochs * -(-training[0].shape[1] // BATCH_SIZE)
    names = tuple(schedules(1.0, total))
    cost = [
        [[_run(schedules(a, total)[name], BATCH_SIZE, s, training, held_out, epochs)[1] for s in seeds] for a in alphas]
        for name in names
    ]
    return ScheduleRuns(names, np.asarray(alphas), np.array(cost))


def linear_scaling(sizes=(16, 64, 256, 512, 1150), seeds=SEEDS, *, alpha=0.01, epochs=10):
    """Rend le coût final d'entraînement (2, M, S) : au taux `alpha`, puis au taux alpha m / 16, à époques égales.

    >>> linear_scaling((16,), [0], epochs=1).shape
    (2, 1, 1)
    """
    training, held_out, _ = three_parts()
    rates = [[alpha] * len(sizes), [alpha * m / 16 for m in sizes]]
    return np.array(
        [
            [[_run(a, m, s, training, held_out, epochs)[0] for s in seeds] for a, m in zip(row, sizes, strict=True)]
            for row in rates
        ]
    )


def _run(alpha, batch_size, seed, training, held_out, epochs):
    """Rend les coûts finaux d'entraînement et de validation, infinis si l'entraînement diverge."""
    rng = np.random.default_rng(seed)
    model = MultiLayerPerceptron([64, 32, 10], output="softmax", loss="cross_entropy", rng=rng)
    options = {"optimizer": Optimizer("polyak", alpha=alpha), "epochs": epochs, "batch_size": batch_size, "rng": rng}
    _, finished = attempt(model, *training, **options)
    return [model.compute_cost(*data) if finished else np.inf for data in (training, held_out)]
