"""Ce que disent les calculs d'un étudiant sans que cela lui coûte : ni avertissement, ni faute de calcul de NumPy."""

import contextlib
import warnings

import numpy as np


@contextlib.contextmanager
def no_warnings():
    """Fait taire avertissements et fautes de calcul, quoi qu'en ait réglé qui appelle, erreurs comprises.

    >>> with no_warnings():
    ...     float(np.log(np.zeros(1))[0])
    -inf
    """
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
