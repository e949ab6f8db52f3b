"""Les figures du livre : chaque fonction dessine ce qu'on lui donne, sur l'axe qu'on lui donne, et le rend."""

from mlcourse.plots.digits import plot_digits
from mlcourse.plots.gradient_check import plot_gradient_check, plot_kink
from mlcourse.plots.graph import plot_backward_flow
from mlcourse.plots.losses import plot_binary_cross_entropy
from mlcourse.plots.style import use_svg
from mlcourse.plots.symmetry import plot_symmetry_weights
from mlcourse.plots.timing import plot_vectorization
from mlcourse.plots.training import plot_history

__all__ = [
    "plot_backward_flow",
    "plot_binary_cross_entropy",
    "plot_digits",
    "plot_gradient_check",
    "plot_history",
    "plot_kink",
    "plot_symmetry_weights",
    "plot_vectorization",
    "use_svg",
]
