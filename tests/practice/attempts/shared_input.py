"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""


def wrong_product_forgotten(p, q):
    """Le chemin de la somme, seul.

    Perd : first, second
    Lit : p agit aussi par le produit
    """
    return p * q, p * q


def wrong_sum_forgotten(p, q):
    """Le chemin du produit, seul.

    Perd : first, second
    Lit : p agit aussi par la somme
    """
    return (p + q) * q, (p + q) * p


def wrong_factors_not_exchanged(p, q):
    """Chaque facteur garde sa propre valeur.

    Perd : first, second
    Lit : le produit échange
    """
    return p * q + (p + q) * p, p * q + (p + q) * q


def wrong_paths_multiplied(p, q):
    """Les deux chemins sont multipliés.

    Perd : first, second
    Lit : se multiplient au lieu de s'ajouter
    """
    return p * q * (p + q) * q, p * q * (p + q) * p


def wrong_second_only(p, q):
    """dp est juste, dq lui est copié.

    Perd : second
    Lit : le produit échange
    """
    dp = p * q + (p + q) * q
    return dp, dp


def wrong_first_only(p, q):
    """dq est juste, dp n'a qu'un chemin.

    Perd : first
    Lit : p agit aussi par le produit
    """
    return p * q, p * q + (p + q) * p


def right_expanded(p, q):
    """En développant f = p²q + pq²."""
    return 2 * p * q + q**2, p**2 + 2 * p * q
