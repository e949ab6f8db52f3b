"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""

from itertools import pairwise


def _ahead(sizes):
    return sum(n * k for n, k in pairwise(sizes))


def wrong_matrix_forgotten(sizes):
    """Une colonne est traînée au lieu d'une matrice : le prix est celui de l'autre sens.

    Perd : input, one_input
    Lit : c'est une matrice à n_0 colonnes que l'on traîne
    """
    return _ahead(sizes), _ahead(sizes)


def wrong_row_forgotten(sizes):
    """La ligne, à la fin, n'est pas comptée.

    Perd : input, one_input
    Lit : la ligne de la sortie
    """
    first, *others = sizes
    return _ahead(sizes), _ahead(others) * first


def wrong_first_matrix_counted(sizes):
    """La première jacobienne est comptée comme un produit.

    Perd : input, one_input
    Lit : est déjà là
    """
    return _ahead(sizes), _ahead(sizes) * sizes[0] + sizes[-1] * sizes[0]


def wrong_cubes(sizes):
    """Le cube des tailles, comme si toutes étaient égales.

    Perd : output, input, one_input
    """
    return sum(n**2 for n in sizes), sum(n**3 for n in sizes)


def right_by_shapes(sizes):
    """En suivant les formes, un produit après l'autre."""
    from_output, row = 0, sizes[-1]
    for n in reversed(sizes[:-1]):
        from_output, row = from_output + row * n, n
    from_input, rows = 0, sizes[1]
    for n in [*sizes[2:], 1]:
        from_input, rows = from_input + n * rows * sizes[0], n
    return from_output, from_input
