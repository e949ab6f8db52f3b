"""Ce que les figures du chapitre 3 dessinent dans les tests : de petites données des vraies fonctions."""

import numpy as np

from mlcourse.experiments import (
    autoencoder,
    bias_correction,
    counterexample,
    diagnosis,
    edge,
    gradient_noise,
    initial_scale,
    linear_scaling,
    noise_floor,
    quadratic,
    race,
    rotated_ravine,
    schedules,
    sparse_features,
    spring,
    weight_decay,
)
from mlcourse.optimizers import OPTIMIZERS

NOISE = gradient_noise.GradientNoise(np.array([1, 10, 90]), np.ones((2, 3, 3, 2)), *np.ones((2, 2, 3)), 100)
COST = np.geomspace(3, 0.1, 12) * np.array([[0.9], [1.0], [1.2]])

METHODS = list(autoencoder.PUBLISHED)
MU, RULES = (np.array(names) for names in zip(*METHODS, strict=True))
ERRORS = np.linspace(1, 0.3, 9)[:, None, None] * np.linspace(1, 0.9, 8)[:, None] * np.array([0.9, 1, 1.1])
SWEEP = autoencoder.Sweep(MU, RULES, np.array(autoencoder.ALPHAS), ERRORS, ERRORS[..., None] * np.geomspace(3, 1, 8))

AXES = (bias_correction.BETA1, bias_correction.BETA2, bias_correction.ALPHA, bias_correction.EPOCHS)
GRID = np.linspace(45, 20, 2 * 2 * 3 * 5).reshape(2, 2, 3, 5, 1) * np.array([0.9, 1, 1.1])
GRID = bias_correction.BiasGrid(*map(np.array, AXES), np.stack([GRID, GRID / 2], axis=-1), GRID)

N = len(OPTIMIZERS)
TRIALS = np.tile((np.log10(race.ALPHAS)[:, None] + 1) ** 2 + [0.1, 0.2, 0.3], (N, 1, 1))
ACCURACY = np.linspace(0.95, 0.97, N)[:, None] + [-0.01, 0, 0.01]
RACE = race.Race(
    np.array(list(OPTIMIZERS)), race.ALPHAS, TRIALS, np.full(N, 0.1), np.tile(COST, (N, 1, 1)), *[ACCURACY] * 2
)
COSTS = np.geomspace(0.1, 2, 25).reshape(5, 5, 1) * np.array([0.9, 1, 1.2])
REGIMES = quadratic.measure_regimes(np.logspace(-3, 1, 20), np.linspace(0, 0.99, 20), steps=100)
EDGE = edge.EdgeRuns(np.array([0.1, 0.2, 0.4]), 2.0, np.arange(0, 1200, 100), 5 * COST[:, None], COST[:, None])

SPARSE = sparse_features.sparse_runs(seeds=[0, 1], alphas=[0.01, 0.1, 1.0], documents=20)

MAPS = weight_decay.DecayMaps(
    weight_decay.ALPHAS,
    np.array(list(weight_decay.DECAYS.values())),
    np.linspace(0.2, 1.5, 216).reshape(2, 6, 6, 3),
    np.ones((6, 3)),
)
SCALES = initial_scale.ScaleTable(
    np.array(initial_scale.SCALES), *np.zeros((2, 3)), np.ones(9), np.linspace(1, 3, 405).reshape(5, 3, 9, 3)
)
SCALING = linear_scaling.ScalingRuns(
    np.array(linear_scaling.SIZES), np.linspace(0.1, 2, 84).reshape(4, 7, 3), np.array([[8.0, 9, 10], [100, 110, 120]])
)

FIGURES = {
    "plot_counterexample": (counterexample.random_paths(**{**counterexample.SETTINGS, "steps": 50}),),
    "plot_edge": (EDGE,),
    "plot_edge_cost": (EDGE,),
    "plot_edges": (dict.fromkeys(("sans élan", "Polyak", "Nesterov"), EDGE),),
    "plot_initial_scale": (SCALES, autoencoder.PUBLISHED_SCALES),
    "plot_linear_scaling": (SCALING,),
    "plot_decay_map": (MAPS, 0),
    "plot_noise_floor": (noise_floor.constant_rates([0, 1], steps=20, walkers=50),),
    "plot_floors": (
        noise_floor.RATES,
        noise_floor.wine_floors([0, 1], noise_floor.RATES, memories=0.2, walkers=2),
        np.transpose([noise_floor.wine_neuron().floors(alpha) for alpha in noise_floor.RATES]),
    ),
    "plot_phase": (spring.springs(steps=30),),
    "plot_settling": (
        [spring.settle(alpha, betas=np.linspace(0.2, 0.95, 9), steps=60) for alpha in (0.01, 0.04, 0.25)],
        [0.81, 0.64, 0.25],
    ),
    "plot_schedule_costs": (
        schedules.ScheduleRuns(tuple(schedules.schedules(1.0, 30)), np.array(schedules.ALPHAS), COSTS),
    ),
    "plot_warmups": (schedules.TARGETS, schedules.WARMUPS, COSTS[:3, :4]),
    "plot_schedules": (schedules.schedules(0.1, 30), 30),
    "plot_training_curves": ({k: diagnosis.Curve(*COST[:2], 2.3, np.ones(2), 0.0) for k in diagnosis.CURVES}, "CEH"),
    "plot_sparse": (SPARSE,),
    "plot_word_rates": (SPARSE,),
    "plot_autoencoder_curves": (SWEEP, [(0, 4), (0, 7), (2, 3), (6, 3)]),
    "plot_bias_grid": (GRID, 10),
    "plot_first_steps": (bias_correction.FirstSteps(np.stack([COST, COST / 3])),),
    "plot_published_table": (SWEEP,),
    "plot_race_curves": (RACE,),
    "plot_race_test": (RACE,),
    "plot_step_factor": (bias_correction.step_factors(),),
    "plot_tolerance": (RACE,),
    "plot_descents": (quadratic.best_descents(20.0),),
    "plot_conditioning": (quadratic.iterations_by_conditioning([10.0, 100.0, 1000.0]),),
    "plot_two_weights": (quadratic.two_weights(steps=20),),
    "plot_regimes": (REGIMES, quadratic.best_descents()),
    "plot_regime_paths": (quadratic.regime_paths(20),),
    "plot_gradient_noise": (NOISE,),
    "plot_ravine_paths": (rotated_ravine.make_ravine(30), {"adam": rotated_ravine.follow("adam", 30, 0.1, 20)}),
    "plot_rotation_cost": ([rotated_ravine.count_steps(["sgd", "adam"], [0, 45], seed=seed) for seed in range(2)],),
}
