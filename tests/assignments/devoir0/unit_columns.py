"""Solutions de l'exercice, mises tour à tour dans la cellule du sujet : fautives (`wrong_`), justes (`right_`), puis
celles qui n'ont aucun point, outre ce que fait l'atelier : vide (`empty_`), appel du cours (`called_`).

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _divided(X, norms):
    return X / np.where(norms > 0, norms, 1.0)


def _lengths(X):
    return np.sqrt(np.sum(X**2, axis=0, keepdims=True))


def wrong_examples_in_rows(X):
    """Chaque ligne est prise pour un exemple.

    Perd : norms, directions, pour « un exemple par colonne »
    Entraîne : zero_example, arguments
    """
    norms = np.sqrt(np.sum(X**2, axis=1, keepdims=True))
    return norms, _divided(X, norms)


def wrong_one_dimension_lost(X):
    """keepdims manque : les normes ont la forme (m,).

    Perd : norms, pour « | `norms` | la norme de chaque exemple | `(1, m)` | »
    Entraîne : zero_example, arguments
    """
    norms = np.sqrt(np.sum(X**2, axis=0))
    return norms, _divided(X, norms)


def wrong_norms_in_a_column(X):
    """Les normes sont rendues en colonne.

    Perd : norms
    Entraîne : zero_example, arguments
    """
    return _lengths(X).T, _divided(X, _lengths(X))


def wrong_square_root_forgotten(X):
    """La racine manque : c'est le carré de la norme.

    Perd : norms, directions
    Entraîne : zero_example, arguments
    """
    norms = np.sum(X**2, axis=0, keepdims=True)
    return norms, _divided(X, norms)


def wrong_absolute_values(X):
    """La norme somme les valeurs absolues.

    Perd : norms, directions, pour « sa norme euclidienne »
    Entraîne : zero_example, arguments
    """
    norms = np.sum(np.abs(X), axis=0, keepdims=True)
    return norms, _divided(X, norms)


def wrong_largest_component(X):
    """La norme est la plus grande des composantes.

    Perd : norms, directions
    Entraîne : zero_example, arguments
    """
    norms = np.max(np.abs(X), axis=0, keepdims=True)
    return norms, _divided(X, norms)


def wrong_mean_of_squares(X):
    """np.mean remplace np.sum : c'est la moyenne quadratique.

    Perd : norms, directions
    Entraîne : zero_example, arguments
    """
    norms = np.sqrt(np.mean(X**2, axis=0, keepdims=True))
    return norms, _divided(X, norms)


def wrong_norm_of_the_array(X):
    """Une seule norme, celle du tableau entier.

    Perd : norms, directions
    Entraîne : zero_example, arguments
    """
    norms = np.linalg.norm(X)
    return norms, X / norms


def wrong_zero_over_zero(X):
    """L'exemple nul est divisé par sa norme : 0/0 donne NaN.

    Perd : zero_example, pour « un exemple nul reste nul »
    """
    return _lengths(X), X / _lengths(X)


def wrong_epsilon_in_the_denominator(X):
    """1e-8 s'ajoute à toutes les normes pour ne pas diviser par zéro : U n'est plus exact.

    Perd : directions, pour « l'exemple $i$ divisé par sa norme »
    Entraîne : zero_example
    """
    return _lengths(X), X / (_lengths(X) + 1e-8)


def wrong_fixed_threshold(X):
    """Un exemple dont la norme est sous 1e-12 est tenu pour nul, et laissé tel quel.

    Perd : directions, pour « si petite soit-elle »
    """
    return _lengths(X), X / np.where(_lengths(X) > 1e-12, _lengths(X), 1.0)


def wrong_norm_one_for_the_zero_example(X):
    """La norme par laquelle on divise l'exemple nul, 1, est aussi celle que l'on rend.

    Perd : zero_example, pour « Un exemple nul a pour norme 0 »
    """
    norms = np.where(_lengths(X) > 0, _lengths(X), 1.0)
    return norms, X / norms


def wrong_zero_example_left_out(X):
    """Les exemples nuls sont ôtés du lot.

    Perd : zero_example
    """
    X = X[:, np.any(X != 0, axis=0)]
    return _lengths(X), X / _lengths(X)


def wrong_division_in_place(X):
    """X /= norms modifie le tableau de l'appelant, et échoue sur des entiers.

    Perd : arguments, pour « `X` reste intact »
    """
    norms = _lengths(X)
    X /= np.where(norms > 0, norms, 1.0)
    return norms, X


def wrong_integer_buffer(X):
    """Le tampon prend le type de X : des entiers y sont tronqués.

    Perd : arguments, pour « (des entiers sont admis) »
    """
    U = np.zeros_like(X)
    U[:] = _divided(X, _lengths(X))
    return _lengths(X), U


def wrong_order_of_the_results(X):
    """Les deux résultats sont échangés.

    Perd : norms, directions, pour « qui rend le couple `(norms, U)` »
    Entraîne : zero_example, arguments
    """
    return _divided(X, _lengths(X)), _lengths(X)


def right_linalg(X):
    """Par np.linalg.norm, et une division là seulement où la norme n'est pas nulle."""
    norms = np.linalg.norm(X, axis=0, keepdims=True)
    return norms, np.divide(X, norms, out=np.zeros(X.shape), where=norms > 0)


def right_einsum(X):
    """Par einsum ; une norme nulle devient infinie, et 0 divisé par l'infini vaut 0."""
    X = np.asarray(X, dtype=float)
    norms = np.sqrt(np.einsum("nm,nm->m", X, X))
    return norms[np.newaxis], X / np.where(norms == 0, np.inf, norms)


def right_one_example_at_a_time(X):
    """Une boucle sur les exemples, que rien n'interdit ici."""
    norms, columns = [], []
    for x in X.T:
        norm = float(np.sqrt(x @ x))
        norms.append(norm)
        columns.append(x / norm if norm else np.zeros(len(x)))
    return np.array([norms]), np.array(columns).T


def empty_argument(X):
    """L'argument est rendu tel quel, avec des normes de 1."""
    return np.ones((1, X.shape[1])), np.array(X, dtype=float)


def called_normalize(X):
    """La normalisation du cours, qui n'est pas celle-là."""
    from mlcourse.normalization import Standardizer

    return np.linalg.norm(X, axis=0, keepdims=True), Standardizer(X).transform(X)
