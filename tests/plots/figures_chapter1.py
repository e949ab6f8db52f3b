"""Ce que dessinent, dans les tests, les figures du chapitre 1 et des mesures : de petites données."""

import numpy as np

from mlcourse.experiments.cost_growth import Growth
from mlcourse.experiments.drawing import Reading
from mlcourse.experiments.error_flow import error_flow
from mlcourse.experiments.first_look import first_look
from mlcourse.experiments.gradient_cost import GradientCosts
from mlcourse.experiments.silent_bugs import BUGS
from mlcourse.experiments.speed import load_benchmark
from mlcourse.experiments.value_graph import node_by_node, saturation

COST = np.full((3, 4), 1e-4)
SIZES = np.array([16, 32, 64, 128])

FIGURES = {
    "plot_bug_curves": ({bug: np.geomspace(2, 0.3, 9) * np.array([[0.9], [1], [1.1]]) for bug in BUGS},),
    "plot_cache": (SIZES, 4e5 * SIZES, 1e5 * SIZES),
    "plot_error_flow": (error_flow(),),
    "plot_first_look": (first_look(2, m=20, cells=8),),
    "plot_gradient_costs": (GradientCosts(np.array([9, 81, 1089, 4225]), COST, 2 * COST, COST * [18, 160, 2e3, 8e3]),),
    "plot_growth": (Growth("width", SIZES, 1e-6 * np.array([[1], [1.2], [1.4]]) * SIZES**2, SIZES**2),),
    "plot_network": ([2, 2, 1],),
    "plot_path_sum": (3,),
    "plot_reading": (
        Reading(np.linspace(0, 1, 64), [np.ones(32), np.arange(16)], np.full(10, 0.1), 8, np.linspace(-1, 1, 64)),
    ),
    "plot_saturation": (saturation(),),
    "plot_speed": (load_benchmark(),),
    "plot_value_graph": (node_by_node(1.0, 40.0, 0.0, 0.0),),
}
