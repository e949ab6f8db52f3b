"""Ce que le noyau de Jupyter ajoute à Python : la mémoire d'une cellule à l'autre, des magies, des réglages."""

from .base import ANSWERS, filled
from .honest import with_cells, work


@work("écriture")
def postpones_annotations_once_for_all():
    """Une première cellule importe annotations de __future__ ; IPython s'en souvient dans les suivantes."""
    answer = ANSWERS["shared_bias_backward"].replace("(dZ, cache)", "(dZ: Tableau, cache: dict[str, Tableau])", 1)
    return with_cells("from __future__ import annotations", notebook=filled(shared_bias_backward=answer))


@work("affichage")
def starts_from_a_clean_slate():
    """Vide l'espace de noms par %reset -f, puis réimporte NumPy et définit un outil."""
    answer = "%reset -f\nimport numpy as np\n\ndef moyenne(x, m):\n    return x / m\n\nmoyenne(4.0, 2)"
    body = ANSWERS["shared_bias_backward"].replace('dZ @ cache["X"].T / m', 'moyenne(dZ @ cache["X"].T, m)', 1)
    return with_cells(answer, notebook=filled(shared_bias_backward=body))


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
    answer = "%config InlineBackend.figure_format = 'retina'\n\ndef moyenne(x, m):\n    return x / m"
    body = ANSWERS["shared_bias_backward"].replace('dZ @ cache["X"].T / m', 'moyenne(dZ @ cache["X"].T, m)', 1)
    return with_cells(answer, notebook=filled(shared_bias_backward=body))
