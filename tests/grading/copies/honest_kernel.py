"""Ce que le noyau de Jupyter ajoute à Python : la mémoire d'une cellule à l'autre, des magies, des réglages."""

from .base import ANSWERS, filled
from .honest import with_cells, work


def with_tool(before, after=""):
    """La référence, qui se sert d'un outil défini dans une cellule ; si elle s'arrête avant, l'exercice est perdu."""
    body = ANSWERS["shared_bias_backward"].replace('dZ @ cache["X"].T / m', 'moyenne(dZ @ cache["X"].T, m)', 1)
    tool = f"{before}\n\ndef moyenne(x, m):\n    return x / m\n\n{after}"
    return with_cells(tool, notebook=filled(shared_bias_backward=body))


@work("écriture")
def postpones_annotations_once_for_all():
    """Une première cellule importe annotations de __future__ ; IPython s'en souvient dans les suivantes."""
    answer = ANSWERS["shared_bias_backward"].replace("(dZ, cache)", "(dZ: Tableau, cache: dict[str, Tableau])", 1)
    return with_cells("from __future__ import annotations", notebook=filled(shared_bias_backward=answer))


@work("affichage")
def starts_from_a_clean_slate():
    """Vide l'espace de noms par %reset -f, puis réimporte NumPy et définit un outil."""
    return with_tool("%reset -f\nimport numpy as np", "moyenne(4.0, 2)")


@work("affichage")
def registers_its_own_magic():
    """Définit une magie de cellule et s'en sert pour écrire sa réponse."""
    return with_cells(
        "from IPython.core.magic import register_cell_magic\n\n@register_cell_magic\ndef tel_quel(line, cell):\n"
        "    get_ipython().run_cell(cell)",
        notebook=filled(shared_bias_backward="%%tel_quel\n" + ANSWERS["shared_bias_backward"]),
    )


@work("affichage")
def sharpens_its_figures():
    """Règle la finesse des figures par %config, sans %matplotlib inline, avant de définir un outil."""
    return with_tool("%config InlineBackend.figure_format = 'retina'")


@work("affichage")
def saves_itself_every_minute():
    """Commence sa cellule d'outils par %autosave 60, que connaît le noyau de Jupyter."""
    return with_tool("%autosave 60")


@work("affichage")
def asks_for_a_kernel_magic():
    """Se sert de magies propres au noyau de Jupyter, avant un outil."""
    return with_tool("%connect_info\n%clear")


@work("figures")
def draws_in_the_notebook_as_it_used_to():
    """Commence par %matplotlib notebook, comme de vieux carnets, avant de définir un outil."""
    return with_tool("%matplotlib notebook")
