"""Ce qui bouge : des curseurs, les mêmes dans la page du livre et dans un carnet vivant.

Un curseur est trois choses du même nom : une fonction de `mlcourse.experiments`, qui calcule ; un module JavaScript de
ce dossier, qui dessine ce qu'elle rend ; une ligne de `SLIDERS`, qui donne ses réglages, sa tâche et sa phrase.
"""

from mlcourse.widgets import backpropagation, depth, neuron, opening, optimization
from mlcourse.widgets.rows import Slider

#: Nom du curseur, et de son module JavaScript : sa ligne.
SLIDERS: dict[str, Slider] = {
    name: row for part in (opening, neuron, backpropagation, depth, optimization) for name, row in part.SLIDERS.items()
}


def slider(name, **data):
    """Donne le curseur `name` d'un carnet vivant : Python en calcule les nombres à chaque geste.

    Parameters
    ----------
    name : str
        Un nom de `SLIDERS`.
    **data
        D'autres arguments de la fonction qui calcule : vos données à la place de celles du cours.

    Returns
    -------
    anywidget.AnyWidget
        Le curseur, qui s'affiche de lui-même à la fin d'une cellule.

    Raises
    ------
    ValueError
        Si aucun curseur ne porte ce nom.
    """
    if name not in SLIDERS:
        raise ValueError(f"Aucun curseur ne se nomme {name!r} : le cours a {', '.join(SLIDERS)}.")
    from mlcourse.widgets.live import LiveSlider  # anywidget ne sert que dans un carnet

    return LiveSlider(name, SLIDERS[name], data)
