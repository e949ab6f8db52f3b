"""Un second regard : ce qui marche dans un Jupyter ordinaire, et y garde tous ses points."""

from .base import ANSWERS, filled
from .honest import with_cells, work


@work("affichage")
def saves_itself_every_minute():
    """Commence sa cellule d'outils par %autosave 60, que connaît le noyau de Jupyter."""
    answer = "%autosave 60\n\ndef moyenne(x, m):\n    return x / m"
    body = ANSWERS["shared_bias_backward"].replace('dZ @ cache["X"].T / m', 'moyenne(dZ @ cache["X"].T, m)', 1)
    return with_cells(answer, notebook=filled(shared_bias_backward=body))


@work("affichage")
def asks_for_a_kernel_magic():
    """Se sert de magies propres au noyau de Jupyter, avant un outil."""
    answer = "%connect_info\n%clear\n\ndef moyenne(x, m):\n    return x / m"
    body = ANSWERS["shared_bias_backward"].replace('dZ @ cache["X"].T / m', 'moyenne(dZ @ cache["X"].T, m)', 1)
    return with_cells(answer, notebook=filled(shared_bias_backward=body))


@work("figures")
def draws_in_the_notebook_as_it_used_to():
    """Commence par %matplotlib notebook, comme de vieux carnets, avant de définir un outil."""
    answer = "%matplotlib notebook\n\ndef moyenne(x, m):\n    return x / m"
    body = ANSWERS["shared_bias_backward"].replace('dZ @ cache["X"].T / m', 'moyenne(dZ @ cache["X"].T, m)', 1)
    return with_cells(answer, notebook=filled(shared_bias_backward=body))
