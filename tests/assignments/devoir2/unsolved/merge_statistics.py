"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def called_standardizer(first, second):
    """La normalisation du cours, sur les deux moyennes."""
    from mlcourse.normalization import Standardizer

    known = Standardizer(np.hstack([first[1], second[1]]))
    return first[0] + second[0], known.mean, known.std**2
