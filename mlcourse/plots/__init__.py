"""Les figures du livre : chaque fonction dessine ce qu'on lui donne, sur l'axe qu'on lui donne, et le rend."""

from mlcourse.plots.activations import plot_activations, plot_error_by_depth
from mlcourse.plots.autoencoder import plot_autoencoder_curves, plot_published_table
from mlcourse.plots.backward_flow import plot_backward_flow
from mlcourse.plots.batch_norm import plot_normalized_runs
from mlcourse.plots.bias_correction import plot_bias_grid, plot_first_steps, plot_step_factor
from mlcourse.plots.cost_growth import plot_cache, plot_growth
from mlcourse.plots.counterexample import plot_counterexample
from mlcourse.plots.dead_relu import plot_dead_at_start, plot_dead_by_rate
from mlcourse.plots.diagnosis import plot_training_curves
from mlcourse.plots.digits import plot_digits
from mlcourse.plots.drawing import plot_reading
from mlcourse.plots.edge import plot_edge, plot_edge_cost, plot_edges
from mlcourse.plots.error_flow import plot_error_flow
from mlcourse.plots.error_terms import plot_error_terms
from mlcourse.plots.finite_width import plot_fluctuations
from mlcourse.plots.first_look import plot_first_look
from mlcourse.plots.gain import plot_kept_error
from mlcourse.plots.glorot import (
    plot_activation_histograms,
    plot_gradients_by_layer,
    plot_spread_while_training,
    plot_table_costs,
)
from mlcourse.plots.gradient_check import plot_gradient_check, plot_kink
from mlcourse.plots.gradient_cost import plot_gradient_costs
from mlcourse.plots.gradient_noise import plot_gradient_noise
from mlcourse.plots.he import plot_backward_signal, plot_depth_curves
from mlcourse.plots.initial_scale import plot_initial_scale
from mlcourse.plots.initial_weights import plot_ranks, plot_signal
from mlcourse.plots.leakage import plot_leak
from mlcourse.plots.learned_slope import plot_slope_costs
from mlcourse.plots.linear_scaling import plot_linear_scaling
from mlcourse.plots.marks import plot_marks, plot_success
from mlcourse.plots.network import plot_network, plot_path_sum
from mlcourse.plots.noise_floor import plot_floors, plot_noise_floor
from mlcourse.plots.normalization import plot_landscape, plot_preparations, plot_rate_limit
from mlcourse.plots.quadratic import plot_conditioning, plot_descents, plot_regime_paths, plot_regimes, plot_two_weights
from mlcourse.plots.race import plot_race_curves, plot_race_test, plot_tolerance
from mlcourse.plots.rotated_ravine import plot_ravine_paths, plot_rotation_cost
from mlcourse.plots.sawtooth import plot_pieces, plot_sawtooth
from mlcourse.plots.schedules import plot_schedule_costs, plot_schedules, plot_warmups
from mlcourse.plots.silent_bugs import plot_bug_curves
from mlcourse.plots.six_activations import plot_six_runs
from mlcourse.plots.sparse_features import plot_sparse, plot_word_rates
from mlcourse.plots.speed import plot_speed
from mlcourse.plots.spring import plot_phase, plot_settling
from mlcourse.plots.stability import plot_binary_cross_entropy
from mlcourse.plots.style import use_svg
from mlcourse.plots.symmetry import plot_symmetry_weights
from mlcourse.plots.training import plot_history
from mlcourse.plots.triptych import plot_triptych
from mlcourse.plots.value_graph import plot_saturation, plot_value_graph
from mlcourse.plots.vectorization import plot_vectorization
from mlcourse.plots.weight_decay import plot_decay_map
from mlcourse.plots.whitening import plot_cloud

__all__ = [
    "plot_activation_histograms",
    "plot_activations",
    "plot_autoencoder_curves",
    "plot_backward_flow",
    "plot_backward_signal",
    "plot_bias_grid",
    "plot_binary_cross_entropy",
    "plot_bug_curves",
    "plot_cache",
    "plot_cloud",
    "plot_conditioning",
    "plot_counterexample",
    "plot_dead_at_start",
    "plot_dead_by_rate",
    "plot_decay_map",
    "plot_depth_curves",
    "plot_descents",
    "plot_digits",
    "plot_edge",
    "plot_edge_cost",
    "plot_edges",
    "plot_error_by_depth",
    "plot_error_flow",
    "plot_error_terms",
    "plot_first_look",
    "plot_first_steps",
    "plot_floors",
    "plot_fluctuations",
    "plot_gradient_check",
    "plot_gradient_costs",
    "plot_gradient_noise",
    "plot_gradients_by_layer",
    "plot_growth",
    "plot_history",
    "plot_initial_scale",
    "plot_kept_error",
    "plot_kink",
    "plot_landscape",
    "plot_leak",
    "plot_linear_scaling",
    "plot_marks",
    "plot_network",
    "plot_noise_floor",
    "plot_normalized_runs",
    "plot_path_sum",
    "plot_phase",
    "plot_pieces",
    "plot_preparations",
    "plot_published_table",
    "plot_race_curves",
    "plot_race_test",
    "plot_ranks",
    "plot_rate_limit",
    "plot_ravine_paths",
    "plot_reading",
    "plot_regime_paths",
    "plot_regimes",
    "plot_rotation_cost",
    "plot_saturation",
    "plot_sawtooth",
    "plot_schedule_costs",
    "plot_schedules",
    "plot_settling",
    "plot_signal",
    "plot_six_runs",
    "plot_slope_costs",
    "plot_sparse",
    "plot_speed",
    "plot_spread_while_training",
    "plot_step_factor",
    "plot_success",
    "plot_symmetry_weights",
    "plot_table_costs",
    "plot_tolerance",
    "plot_training_curves",
    "plot_triptych",
    "plot_two_weights",
    "plot_value_graph",
    "plot_vectorization",
    "plot_warmups",
    "plot_word_rates",
    "use_svg",
]
