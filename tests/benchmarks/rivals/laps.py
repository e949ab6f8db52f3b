"""Où passe la durée d'un pas : les mêmes étapes, chez mlcourse et chez PyTorch."""

import importlib
import random
import time
from statistics import median

#: Les étapes, dans l'ordre. Le lot va d'une mise à jour à la propagation suivante : ce qui contrôle un pas y est.
START, BATCH, FORWARD = "départ", "lot et contrôles", "propagation et coût"
BACKWARD, UPDATE = "rétropropagation", "mise à jour"
MODULES = ("floor", "ours", "with_torch")


class Laps:
    """Un chronomètre : `lap(START)`, puis `lap(étape)` à la fin de chaque étape ; `seconds` en garde les sommes."""

    def __init__(self):
        self.seconds = dict.fromkeys((START, BATCH, FORWARD, BACKWARD, UPDATE), 0.0)
        self._last = 0.0

    def __call__(self, stage):
        now = time.perf_counter()
        self.seconds[stage] += now - self._last
        self._last = now

    def per_step(self, steps):
        """Microsecondes par pas, étape par étape."""
        return {stage: total / steps * 1e6 for stage, total in self.seconds.items() if stage != START}


def stages(problem, rounds, modules=MODULES):
    """Rend {nom: {étape: microsecondes par pas}} : des médianes, après une époque d'échauffement pour chacun."""
    lapped = {}
    for module in modules:
        lapped |= importlib.import_module(f"rivals.{module}").lapped_epochs(problem)
    found = {name: [] for name in lapped}
    for r in range(-1, rounds):
        for name in random.Random(r).sample(list(lapped), len(lapped)):
            laps = Laps()
            lapped[name](laps)
            if r >= 0:
                found[name].append(laps.per_step(problem.case.steps))
    return {name: {stage: median(row[stage] for row in rows) for stage in rows[0]} for name, rows in found.items()}
