"""Les calendriers du taux, sur un même axe et à budgets égaux.

Question : qu'apporte un calendrier, une fois le taux réglé pour chacun ?
Source : Loshchilov et Hutter (2017), https://doi.org/10.48550/arXiv.1608.03983, pour le cosinus ; Goyal et al. (2017),
https://doi.org/10.48550/arXiv.1706.02677, pour l'échauffement.
Montage : réseau 64-32-10 sur digits, Polyak à 0,9, 15 époques de lots de 32. Chaque calendrier essaie les mêmes cinq
taux ; le taux retenu a le plus petit coût médian de validation.
Ce qui diffère : des réseaux convolutifs et des semaines de calcul dans les articles ; un réseau minuscule ici.
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
        [[_run(schedules(a, total)[name], s, training, held_out, epochs) for s in seeds] for a in alphas]
        for name in names
    ]
    return ScheduleRuns(names, np.asarray(alphas), np.array(cost))


def _run(schedule, seed, training, held_out, epochs):
    """Rend le coût final de validation, infini si l'entraînement diverge."""
    rng = np.random.default_rng(seed)
    model = MultiLayerPerceptron([64, 32, 10], output="softmax", loss="cross_entropy", rng=rng)
    options = {"epochs": epochs, "batch_size": BATCH_SIZE, "rng": rng}
    _, finished = attempt(model, *training, optimizer=Optimizer("polyak", alpha=schedule), **options)
    return model.compute_cost(*held_out) if finished else np.inf
