"""Ce que les figures du chapitre 3 dessinent dans les tests : de petites données des vraies fonctions."""

import numpy as np

from mlcourse.experiments import gradient_noise, quadratic, rotated_ravine

NOISE = gradient_noise.GradientNoise(np.array([1, 10, 90]), np.ones((2, 3, 3, 2)), *np.ones((2, 2, 3)), 100)

FIGURES = {
    "plot_descents": (quadratic.best_descents(20.0), 20.0),
    "plot_conditioning": (quadratic.iterations_by_conditioning([10.0, 100.0, 1000.0]),),
    "plot_regimes": (quadratic.measure_regimes(np.logspace(-3, 1, 20), np.linspace(0, 0.99, 20), steps=100), 100),
    "plot_regime_paths": (quadratic.regime_paths(20),),
    "plot_gradient_noise": (NOISE,),
    "plot_ravine_paths": (rotated_ravine.make_ravine(30), {"adam": rotated_ravine.follow("adam", 30, 0.1, 20)}),
    "plot_rotation_cost": ([rotated_ravine.count_steps(["sgd", "adam"], [0, 45], seed=seed) for seed in range(2)],),
}
