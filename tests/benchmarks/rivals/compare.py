"""Mesure un cas : les bibliothèques à tour de rôle, plusieurs fois, et un contrôle : toutes font le même travail."""

import importlib
import random
import time

import numpy as np

MODULES = ("floor", "ours", "with_torch", "with_sklearn", "with_jax")
#: Secondes de repos avant chaque tour, à plusieurs fils. Après un produit, les fils d'une bibliothèque attendent le
#: suivant en tournant à vide, un moment : sans ce repos, ils prendraient un cœur à la bibliothèque dont c'est le tour.
REST = 0.06
TOLERANCE = {"float32": 1e-4, "float64": 1e-9}  # écart relatif du coût moyen de l'époque


def compare(problem, rounds, modules=MODULES, rest=0.0):
    """Rend {nom: durées (rounds,) en secondes}, après une époque d'échauffement pour chacun."""
    epochs = {}
    for module in modules:
        epochs |= importlib.import_module(f"rivals.{module}").epochs(problem)
    check_equal_work({name: epoch()[1] for name, epoch in epochs.items()}, problem)
    seconds = {name: [] for name in epochs}
    for r in range(rounds):
        # L'ordre change à chaque tour : personne ne passe toujours après le même voisin.
        for name in random.Random(r).sample(list(epochs), len(epochs)):
            time.sleep(rest)
            seconds[name].append(epochs[name]()[0])
    return seconds


def check_equal_work(witnesses, problem):
    """Exige de chacun le coût que trouve mlcourse, ou le nombre de pas de l'époque."""
    expected, tolerance = witnesses["mlcourse"], TOLERANCE[problem.X.dtype.name]
    for name, found in witnesses.items():
        if isinstance(found, float):
            assert abs(found - expected) <= tolerance * expected, f"{name} : coût {found}, et non {expected}."
        elif found is not None:
            assert found == problem.case.steps, f"{name} : {found} pas, et non {problem.case.steps}."


def summary(seconds, steps):
    """Par bibliothèque : microsecondes par pas, et le rapport au plancher du même tour ; médianes et quartiles."""
    floor = np.array(seconds["plancher"])
    rows = {}
    for name, values in seconds.items():
        ratios, ours = np.array(values) / floor, np.array(values) / np.array(seconds["mlcourse"])
        rows[name] = {
            "microseconds": float(np.median(values)) / steps * 1e6,
            "to_floor": np.quantile(ratios, (0.25, 0.5, 0.75)).tolist(),
            "to_ours": np.quantile(ours, (0.25, 0.5, 0.75)).tolist(),
        }
    return rows
