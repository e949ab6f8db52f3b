"""Comment matplotlib montre une figure dans la page : en SVG, au style du livre, et comme le ferait un carnet."""

import io

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.backends.backend_svg import FigureCanvasSVG

from mlcourse.plots.style import STYLE

FigureCanvas = FigureCanvasSVG  # le nom que matplotlib cherche dans un module de rendu
_listeners: list = []


def show(*, block=None):
    """Donne à la page les figures ouvertes, dans l'ordre où elles l'ont été, et les ferme."""
    for number in plt.get_fignums():
        written = io.StringIO()
        plt.figure(number).savefig(written, format="svg", metadata={"Date": None}, bbox_inches="tight")
        plt.close(number)
        for listen in _listeners:
            listen("svg", written.getvalue())


def install(listen):
    """Fait de ce module le rendu de matplotlib, au style du livre, et d'un écouteur le seul à recevoir les figures."""
    _listeners[:] = [listen]
    mpl.use(f"module://{__name__}", force=True)
    plt.rcParams.update({**STYLE, "svg.hashsalt": "mlcourse"})
