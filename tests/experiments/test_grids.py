"""Toute recherche d'un meilleur réglage le trouve à l'intérieur de sa grille, ou la page dit qu'il est au bord."""

import re
from pathlib import Path

import numpy as np
import pytest

from mlcourse.experiments import (
    PAGES,
    archive,
    autoencoder,
    batch_norm,
    bias_correction,
    glorot,
    initial_scale,
    normalization,
    race,
    schedules,
    sparse_features,
    spring,
    triptych,
    weight_decay,
)
from mlcourse.experiments.gradient_check import gradient_errors
from mlcourse.experiments.rotated_ravine import ALPHAS, count_steps

FOLDER = Path(archive.__file__).parent
BOOK = Path(__file__).resolve().parents[2] / "book"


def momentum_rates():
    table = archive.load("autoencoder", autoencoder.Sweep)
    names, cost = [f"{rule} {mu}" for mu, rule in table.methods], np.median(table.cost, axis=-1)
    return [("sgd, grille commune", cost[0, : autoencoder.COMMON]), *zip(names, cost, strict=True)]


def table_rates():
    table = archive.load("glorot-table", glorot.ErrorTable)
    return zip(table.configurations, table.validation.mean(axis=-1), strict=True)


def race_rates():
    table = archive.load("race", race.Race)
    return zip(table.rules, np.median(table.tuning, axis=-1), strict=True)


def adam_rates():
    grid = archive.load("bias-correction", bias_correction.BiasGrid)
    cost = np.median(grid.cost[..., -1], axis=-1).reshape(-1, len(grid.alpha))
    return ((f"réglage {k}", row) for k, row in enumerate(cost))


def ravine_rates():
    for run in count_steps():
        for degrees, alpha in zip(run.degrees, run.alpha, strict=True):
            yield f"{run.rule} {degrees}", np.abs(ALPHAS - alpha)


def wine_rates():
    factors = normalization.FACTORS
    curves = [normalization.wine_curves(epochs=120, factors=(factor,)) for factor in factors]
    for runs in zip(*curves, strict=True):
        yield runs[0].preparation, np.array([np.median(run.cost.mean(axis=1)) for run in runs])


def normalized_rates():
    runs = archive.load("batch-norm", batch_norm.NormalizedRuns)
    cost = np.median(runs.cost[..., -1], axis=-1)
    return ((f"{name} {k}", cost[i, k]) for i, name in enumerate(runs.networks) for k in (0, 1))


def triptych_rates():
    cost = archive.load("triptych", triptych.Triptych).cost.max(axis=-1)
    return ((f"réseau {k}", row) for k, row in enumerate(cost.reshape(-1, cost.shape[-1])))


def schedule_rates():
    runs = schedules.schedule_runs()
    return zip(runs.names, np.median(runs.cost, axis=-1), strict=True)


def spring_momenta():
    scans = {
        (alpha, distance): spring.settle(alpha, distance) for alpha in (0.01, 0.04, 0.25) for distance in (0.1, 1e-6)
    }
    return ((f"{alpha:g} {distance:g}", scan.steps) for (alpha, distance), scan in scans.items())


def sparse_rates():
    for kind in ("rare", "even"):
        excess = np.median(sparse_features.sparse_runs(kind).excess, axis=-1)
        yield from ((f"{kind} {name}", row) for name, row in zip(sparse_features.RULES, excess, strict=True))


def decay_rates():
    maps = archive.load("weight-decay", weight_decay.DecayMaps)
    for kind, median in zip(weight_decay.DECAYS, maps.median, strict=True):
        yield from ((f"{kind}, {axis}", median.min(axis=1 - k)) for k, axis in enumerate(("taux", "force")))


def departure_rates():
    table = archive.load("initial-scale", initial_scale.ScaleTable)
    for scale, row in zip(table.scale, table.median, strict=True):
        yield from ((f"{scale:g} {k}", cost) for k, cost in enumerate(row))


def check_steps():
    return ((f"{curve.dtype} {curve.scheme}", curve.median) for curve in gradient_errors())


#: Chaque expérience qui cherche un meilleur réglage, et ce qu'elle compare : {cas: une valeur par point de la grille}.
SEARCHES = {
    "autoencoder": momentum_rates,
    "glorot": table_rates,
    "race": race_rates,
    "bias_correction": adam_rates,
    "rotated_ravine": ravine_rates,
    "normalization": wine_rates,
    "schedules": schedule_rates,
    "sparse_features": sparse_rates,
    "spring": spring_momenta,
    "gradient_check": check_steps,
    "batch_norm": normalized_rates,
    "triptych": triptych_rates,
    "weight_decay": decay_rates,
    "initial_scale": departure_rates,
}
#: Ce qui est au bord, parce que la grille y est en cause ou qu'il n'y a pas de meilleur réglage : la page le dit.
AT_THE_EDGE = {
    ("autoencoder", "sgd, grille commune"): "meilleur taux de SGD est au bord de la grille",
    ("glorot", "sigmoid"): "La sigmoïde, elle, est au bord de la grille",
    ("batch_norm", "sigmoid 0"): "le taux inscrit est le premier de la grille",
    ("batch_norm", "small 0"): "le taux inscrit est le premier de la grille",
}


def test_every_experiment_that_keeps_the_least_of_its_trials_is_listed():
    keeping = re.compile(r"argmin\(|min\(.*key=")
    found = {path.stem for path in FOLDER.glob("*.py") if keeping.search(path.read_text(encoding="utf8"))}
    # `speed` choisit entre des adversaires, `leakage` un voisin, `board` un pixel : ce ne sont pas des grilles.
    assert found - {"speed", "leakage", "board"} <= set(SEARCHES)


@pytest.mark.parametrize("name", SEARCHES)
def test_the_best_setting_has_neighbours_on_both_sides_or_the_page_says_it_has_not(name):
    at_the_edge = {case for case, values in SEARCHES[name]() if np.argmin(values) in (0, len(values) - 1)}
    assert at_the_edge == {case for experiment, case in AT_THE_EDGE if experiment == name}


@pytest.mark.parametrize(("name", "case"), AT_THE_EDGE)
def test_a_page_says_what_lies_at_the_edge_of_its_grid(name, case):
    page = " ".join((BOOK / f"{PAGES[name]}.md").read_text(encoding="utf8").split())
    assert AT_THE_EDGE[name, case] in page
