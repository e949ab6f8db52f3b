"""Les calendriers du taux, sur un même axe et à budgets égaux, et ce que doit durer un échauffement.

Question : qu'apporte un calendrier, une fois le taux réglé pour chacun ? Et combien de pas faut-il échauffer ?
Source : Loshchilov et Hutter (2017), https://doi.org/10.48550/arXiv.1608.03983, pour le cosinus ; Kalra et Barkeshli
(2024), https://doi.org/10.48550/arXiv.2406.09405 (l'échauffement permet un taux plus grand), et Ma et Yarats (2021),
https://doi.org/10.1609/aaai.v35i10.17069 (sous Adam, 2 / (1 - beta2) pas d'échauffement), pour l'échauffement.
Montage : réseau 64-32-10 sur digits, Polyak à 0,9, 15 époques de lots de 32. Chaque calendrier essaie les mêmes cinq
taux ; le taux retenu a le plus petit coût médian de validation. Puis un cosinus, échauffé plus ou moins longtemps, sous
Polyak et sous Adam.
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
#: Ce que l'on échauffe : une règle et le taux qu'elle atteint ; pendant combien de pas.
TARGETS = (("polyak", 0.3), ("adam", 0.1), ("adam", 0.3))
WARMUPS = (0, 5, 50, 200)


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
        [[_run("polyak", schedules(a, total)[name], s, training, held_out, epochs) for s in seeds] for a in alphas]
        for name in names
    ]
    return ScheduleRuns(names, np.asarray(alphas), np.array(cost))


def warm_cosines(alpha, total, warmups=WARMUPS):
    """Rend un cosinus par durée d'échauffement : {"5 pas": Schedule}.

    >>> {name: round(schedule(5), 2) for name, schedule in warm_cosines(1.0, 540, (5, 50)).items()}
    {'5 pas': 1.0, '50 pas': 0.1}
    """
    return {f"{warmup} pas": Schedule("cosine", alpha=alpha, total=total, warmup=warmup) for warmup in warmups}


def warmup_runs(seeds=SEEDS, targets=TARGETS, warmups=WARMUPS, *, epochs=EPOCHS):
    """Rend le coût final de validation (R, W, S) de chaque règle, échauffée plus ou moins longtemps.

    >>> warmup_runs([0], [("adam", 0.01)], [0, 5], epochs=1).shape
    (1, 2, 1)
    """
    training, held_out, _ = three_parts()
    total = epochs * -(-training[0].shape[1] // BATCH_SIZE)
    return np.array(
        [
            [
                [_run(rule, schedule, seed, training, held_out, epochs) for seed in seeds]
                for schedule in warm_cosines(alpha, total, warmups).values()
            ]
            for rule, alpha in targets
        ]
    )


def _run(rule, schedule, seed, training, held_out, epochs):
    """Rend le coût final de validation, infini si l'entraînement diverge."""
    rng = np.random.default_rng(seed)
    model = MultiLayerPerceptron([64, 32, 10], output="softmax", loss="cross_entropy", rng=rng)
    options = {"epochs": epochs, "batch_size": BATCH_SIZE, "rng": rng}
    _, finished = attempt(model, *training, optimizer=Optimizer(rule, alpha=schedule), **options)
    return model.compute_cost(*held_out) if finished else np.inf
