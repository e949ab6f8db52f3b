"""Aucune graine ne compte deux fois : chacune tire pour elle-même, et redonne seule ce qu'elle donne en compagnie."""

import importlib
import inspect
import itertools
import pkgutil

import numpy as np
import pytest

from mlcourse import experiments
from mlcourse.experiments import (
    activations,
    autoencoder,
    batch_norm,
    bias_correction,
    counterexample,
    dead_relu,
    diagnosis,
    drawing,
    edge,
    finite_width,
    gain,
    glorot,
    gradient_check,
    gradient_noise,
    he,
    initial_scale,
    initial_weights,
    leakage,
    learned_slope,
    linear_scaling,
    noise_floor,
    normalization,
    race,
    rotated_ravine,
    sawtooth,
    schedules,
    silent_bugs,
    six_activations,
    sparse_features,
    triptych,
    weight_decay,
)


def ravine_starts(seeds):
    return [rotated_ravine.starting_points(rotated_ravine.make_ravine(30), seed, 3) for seed in seeds]


def race_costs(seeds):
    training, validation, _ = race.three_parts()
    return [race.run("sgd", 0.1, seed, training, validation, epochs=1)[0] for seed in seeds]


SHORT = {**counterexample.SETTINGS, "steps": 400}

#: Ce que chaque expérience, réduite, mesure sur les graines qu'on lui donne : une ligne par graine.
MEASURED = {
    "held_out_accuracy": lambda s: drawing.held_out_accuracy(s, epochs=1),
    "shifted_accuracy": lambda s: drawing.shifted_accuracy(s, epochs=1),
    "fooled_digits": lambda s: drawing.fooled_digits(s, digits=4, epochs=1).moved,
    "error_by_depth": lambda s: activations.error_by_depth("tanh", s, depth=2, width=8).relative,
    "pieces_by_depth": lambda s: sawtooth.pieces_by_depth((6,), s).drawn[0],
    "learned_share": lambda s: sawtooth.learned_share(2, s, epochs=1),
    "kept_signal": lambda s: gain.kept_signal("relu", s, depth=2, width=8).forward,
    "statistics_leak": lambda s: leakage.statistics_leak((1, 2), s, draws=4).error[0, 0],
    "selection_leak": lambda s: leakage.selection_leak(s, simulations=2, m=20, n_features=50, kept=10)[1],
    "partial_gradients": lambda s: batch_norm.partial_gradients(s)["constants"],
    "train_normalized": lambda s: batch_norm.train_normalized(["relu"], s, (0.1,), epochs=1, depth=1).cost[0, 1, 0],
    "triptych": lambda s: triptych.triptych(s, (0.1,), epochs=2, depth=1).cost[1, 1, 1, 0],
    "fluctuations": lambda s: finite_width.fluctuations(8, s, depth=2, draws=10).variance,
    "gradient_errors": lambda s: gradient_check.gradient_errors(["centered"], ["float64"], s, h=[1e-4])[0].errors,
    "training_curves": lambda s: silent_bugs.training_curves("sgd", 0.3, s, epochs=1)["correct"],
    "feedback_runs": lambda s: silent_bugs.feedback_runs(s, epochs=1)["random"].start,
    "layer_statistics": lambda s: glorot.layer_statistics("glorot_uniform", s, n_layers=2, width=20, m=10).delta,
    "error_table": lambda s: glorot.error_table(["tanh N"], [0.1], s, width=10, epochs=1).cost[0, 0],
    "gradients_while_training": lambda s: glorot.gradients_while_training(s, width=10, epochs=1).weight_gradient[0],
    "six_activations": lambda s: six_activations.six_activations(["tanh"], s, hidden=(8,), epochs=1).test[0],
    "learn_slopes": lambda s: learned_slope.learn_slopes(s, depth=1, width=8, epochs=1).slopes,
    "depth_curves": lambda s: he.depth_curves((3,), ("he_normal",), s, width=8, epochs=1).cost[0, 0],
    "backward_signal": lambda s: he.backward_signal("he_normal", s, depth=3, width=8).rms,
    "relu_moments": lambda s: dead_relu.relu_moments(s, 100)["mean"][1],
    "dead_at_start": lambda s: dead_relu.dead_at_start("he", s, hidden=(60, 60), m=20),
    "dead_while_training": lambda s: dead_relu.dead_while_training((0.03,), s, hidden=(16,), epochs=1).accuracy[0],
    "signal_by_depth": lambda s: initial_weights.signal_by_depth("relu", ["he_normal"], s, depth=2, width=8)[0].rms,
    "train_from": lambda s: initial_weights.train_from("he_normal", s, epochs=1).cost,
    "wine_landscape": lambda s: normalization.wine_landscape("raw", seeds=s, max_steps=1).paths[:, 0],
    "wine_curves": lambda s: normalization.wine_curves(s, epochs=2, factors=(4,))[0].cost,
    "cloud_curves": lambda s: normalization.cloud_curves((1.5,), s, epochs=2)[1.5],
    "sweep": lambda s: autoencoder.sweep([(0.0, "polyak")], [0.1], s, epochs=5).cost[0, 0],
    "bias_grid": lambda s: bias_correction.bias_grid([0.9], [0.999], [1e-3], [1], s).cost[0, 0, 0, 0],
    "peaks_by_width": lambda s: bias_correction.peaks_by_width([(64, 8, 64)], s)[0, 0],
    "gradient_noise": lambda s: gradient_noise.measure_gradient_noise([1], s, draws=2, epochs=1).measured[0],
    "random_paths": lambda s: counterexample.random_paths(s, **SHORT)["adam"].T,
    "constant_rates": lambda s: noise_floor.constant_rates(s, [0.1], steps=2, walkers=3).measured,
    "endings": lambda s: noise_floor.endings(s, steps=110, walkers=3)["average"],
    "wine_descents": lambda s: noise_floor.wine_descents(s, [0.1], steps=9, walkers=2).measured,
    "wine_floors": lambda s: noise_floor.wine_floors(s, [0.3], walkers=2)["shuffled"],
    "sparse_runs": lambda s: sparse_features.sparse_runs("rare", s, [0.1], documents=20).excess[0, 0],
    "schedule_runs": lambda s: schedules.schedule_runs(s, [0.1], epochs=1).cost[0, 0],
    "warmup_runs": lambda s: schedules.warmup_runs(s, [("adam", 0.01)], [5], epochs=1)[0, 0],
    "linear_scaling": lambda s: linear_scaling.linear_scaling((64,), s, epochs=1).cost[0, 0],
    "edge_runs": lambda s: edge.edge_runs("mse", [0.1], s, steps=2).cost[0],
    "starting_costs": lambda s: diagnosis.starting_costs(s)["he"],
    "twenty_by_heart": lambda s: diagnosis.twenty_by_heart(s, steps=2)["true"],
    "update_ratios": lambda s: diagnosis.update_ratios(s, [0.1], epochs=2).ratio[0],
    "scale_table": lambda s: initial_scale.scale_table([1.0], [(0.9, "polyak")], [0.1], s, epochs=1).cost[0, 0, 0],
    "decay_maps": lambda s: weight_decay.decay_maps([0.01], ([1e-3], [0.1]), s, epochs=1).cost[0, 0, 0],
    "ravine_starts": ravine_starts,
    "race": race_costs,
}


def functions_of_the_experiments():
    """Chaque fonction publique d'une expérience qui prend plusieurs graines, et les graines qu'elle prend d'office."""
    for info in pkgutil.iter_modules(experiments.__path__):
        for function in vars(importlib.import_module(f"mlcourse.experiments.{info.name}")).values():
            if inspect.isfunction(function) and "seeds" in (parameters := inspect.signature(function).parameters):
                yield function.__qualname__, parameters["seeds"].default


def test_no_experiment_is_content_with_fewer_than_three_seeds():
    # `save` écrit les graines d'un autre : elle n'en a pas à elle.
    found = functions_of_the_experiments()
    defaults = {name: seeds for name, seeds in found if seeds is not inspect.Parameter.empty}
    assert len(defaults) > 15
    assert {name: seeds for name, seeds in defaults.items() if len(set(seeds)) < 3} == {}


@pytest.mark.parametrize("name", MEASURED)
def test_every_seed_draws_for_itself_and_gives_alone_what_it_gives_among_others(name):
    rows = np.array(MEASURED[name]((0, 1, 2)))
    assert len(rows) == 3
    assert all(not np.array_equal(a, b) for a, b in itertools.combinations(rows, 2))
    np.testing.assert_allclose(MEASURED[name]((1,))[0], rows[1], rtol=1e-12)
