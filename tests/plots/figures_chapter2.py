"""Un échantillon par figure des poids de départ et des données : ce que `test_figures` donne à dessiner."""

import numpy as np

from mlcourse.experiments.activations import RECTIFYING, ErrorByDepth, activation_curves
from mlcourse.experiments.batch_norm import NETWORKS, NormalizedRuns
from mlcourse.experiments.dead_relu import PUBLISHED_DEAD, RATES, STARTS, DeadWhileTraining
from mlcourse.experiments.finite_width import Fluctuations
from mlcourse.experiments.gain import KeptSignal
from mlcourse.experiments.glorot import INITIALIZERS, ErrorTable, TrainingGradients, layer_statistics
from mlcourse.experiments.he import INITIALIZERS as HE_INITIALIZERS
from mlcourse.experiments.he import BackwardSignal, DepthCurves
from mlcourse.experiments.initial_weights import VARIANCES, Signal
from mlcourse.experiments.leakage import SIZES, LeakErrors
from mlcourse.experiments.learned_slope import SlopeRuns
from mlcourse.experiments.normalization import PREPARATIONS, WineCurve, wine_landscape
from mlcourse.experiments.sawtooth import Pieces
from mlcourse.experiments.six_activations import TRIALS, SixRuns
from mlcourse.experiments.whitening import wine_cloud

COST = np.geomspace(3, 0.1, 12) * np.array([[0.9], [1.0], [1.2]])

RANKS = np.tile([[0, 0, 0], [0, 0, 1], [0, 1, 1]], (3, 1, 1))
STATISTICS = [layer_statistics(name, seeds=(0, 1), width=30, m=20) for name in INITIALIZERS]
ERRORS = ErrorTable(np.array(["tanh"]), np.array([0.1]), np.ones((1, 1, 3)), np.ones((1, 1, 3)), COST[None, None])
DEAD = np.tile(np.linspace(0, 0.5, 5), (len(RATES), 3, 1))
DEPTHS = DepthCurves(np.array([14]), np.array(HE_INITIALIZERS), np.stack([COST, COST])[None], np.ones((1, 2, 3, 12)))

LAYERS = np.arange(1, 13)
LEAK = LeakErrors(SIZES, np.tile([[0.3], [0.2], [0.1], [0.05]], (3, 1, 3)), np.ones((3, 3)))
SIX = SixRuns(np.array(list(TRIALS)), *[np.tile(30 * COST, (len(TRIALS), 1, 1))] * 2)
RUNS = NormalizedRuns(np.array(list(NETWORKS)), np.array([0.1]), np.tile(COST, (3, 2, 1, 1, 1)), np.ones((3, 2, 1, 3)))

FIGURES = {
    "plot_activations": (activation_curves(RECTIFYING),),
    "plot_error_by_depth": ([ErrorByDepth(name, COST) for name in ("tanh", "relu", "sigmoid")],),
    "plot_fluctuations": ([Fluctuations(width, COST, COST, COST[1]) for width in (32, 128, 512)],),
    "plot_kept_error": ([KeptSignal(name, COST, COST, COST[1]) for name in ("relu", "tanh", "sigmoid")],),
    "plot_leak": (LEAK,),
    "plot_normalized_runs": (RUNS, "relu"),
    "plot_triptych": (np.tile([0.4, 0.6, 1.0], (2, 3, 3, 1)),),
    "plot_pieces": (Pieces(LAYERS, 2**LAYERS, 16 * LAYERS, np.tile(8 * LAYERS[:, None], 3)),),
    "plot_sawtooth": (np.linspace(0, 1, 9), {1: np.linspace(0, 1, 9), 2: np.linspace(1, 0, 9)}),
    "plot_activation_histograms": (STATISTICS[0],),
    "plot_backward_signal": ([BackwardSignal(name, COST, COST[1]) for name in HE_INITIALIZERS],),
    "plot_dead_at_start": ({start: np.tile(np.linspace(0, 0.5, 10), (3, 1)) for start in STARTS}, PUBLISHED_DEAD),
    "plot_dead_by_rate": (DeadWhileTraining(np.array(RATES), DEAD, DEAD, DEAD[:, :, 0]),),
    "plot_cloud": (wine_cloud("whitened"),),
    "plot_depth_curves": (DEPTHS, 14),
    "plot_gradients_by_layer": (STATISTICS,),
    "plot_landscape": (wine_landscape("standardized"),),
    "plot_preparations": ([WineCurve(name, 0.1, COST, np.array([0.9, 0.95, 1])) for name in PREPARATIONS],),
    "plot_ranks": (RANKS,),
    "plot_rate_limit": ({1.5: COST, 2.2: COST[:, ::-1], 2.5: 1 / COST},),
    "plot_signal": ([Signal("relu", name, COST, COST[1]) for name in VARIANCES],),
    "plot_six_runs": (SIX,),
    "plot_slope_costs": (SlopeRuns(np.tile(COST, (3, 1, 1)), np.ones((3, 3)), np.ones((3, 4, 8))),),
    "plot_spread_while_training": (TrainingGradients(np.stack([COST, COST**2])[..., None] ** [0, 1, 2]),),
    "plot_table_costs": (ERRORS,),
}
