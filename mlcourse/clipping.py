"""L'écrêtage du gradient : un pas dans la même direction, mais jamais trop long."""

import numpy as np

from mlcourse._validation import as_float, check_finite, check_number


def clip_by_norm(g, max_norm):
    """Écrête le gradient : g multiplié par min(1, max_norm / ||g||).

    La direction ne change pas, seule la longueur est bornée. La norme est euclidienne, sur tous les éléments de g :
    celle du vecteur de tous les gradients du réseau quand g est ce vecteur.

    Parameters
    ----------
    g : array_like
        Gradient, de forme quelconque ; il n'est pas modifié.
    max_norm : float
        Plus grande norme permise, strictement positive.

    Returns
    -------
    ndarray
        Un nouveau tableau, de la forme et du type de g ; les mêmes bits que g si sa norme ne dépasse pas `max_norm`.

    Raises
    ------
    ValueError
        Si g contient NaN ou l'infini, ou si `max_norm` n'est pas un nombre strictement positif.

    Examples
    --------
    >>> clip_by_norm(np.array([30.0, 40.0]), max_norm=5)
    array([3., 4.])

    References
    ----------
    Section 3.1 du livre. Pascanu, Mikolov et Bengio (2013), algorithme 1.
    """
    g = check_finite(as_float(g, "g"), "g")
    if check_number(max_norm, "max_norm", domain="strictement positif et fini") == 0:
        raise ValueError(f"max_norm : un nombre strictement positif est attendu, reçu {max_norm!r}.")
    # Ramené à 1 par son plus grand élément, un vecteur a une norme qui ne déborde pas : 1e30 au carré, si, en float32.
    scale = float(np.abs(g).max(initial=0))
    unit = g / (scale or 1)
    norm = float(np.linalg.norm(unit))
    return g.copy() if scale * norm <= max_norm else (float(max_norm) / norm) * unit
