"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""


def _measure(f, x, h):
    return (f(x + h) - 2 * f(x) + f(x - h)) / h**2


def wrong_step_of_a_first_derivative(f, x):
    """Le pas de la page.

    Perd : accurate
    Lit : le pas ne convient pas
    """
    return _measure(f, x, 1e-5)


def wrong_smallest_step(f, x):
    """Un pas aussi petit que possible : il ne reste que de l'arrondi.

    Perd : accurate, parabola
    Lit : le double du centre se retranche des deux bouts
    """
    return _measure(f, x, 1e-9)


def wrong_step_too_large(f, x):
    """Un pas trop grand : la parabole n'en souffre pas, l'exponentielle si.

    Perd : accurate
    Lit : le pas ne convient pas
    """
    return _measure(f, x, 1e-2)


def wrong_division_by_two_steps(f, x):
    """Divisé par (2h)², comme une différence centrée.

    Perd : accurate, parabola
    Lit : le double du centre se retranche des deux bouts
    """
    return _measure(f, x, 1e-4) / 4


def wrong_first_derivative(f, x):
    """La dérivée première.

    Perd : accurate, parabola
    Lit : le double du centre se retranche des deux bouts
    """
    h = 1e-5
    return (f(x + h) - f(x - h)) / (2 * h)


def right_difference_of_differences(f, x):
    """La différence de deux pentes, à un pas voisin."""
    h = 2e-4
    return ((f(x + h) - f(x)) / h - (f(x) - f(x - h)) / h) / h
