"""Essais de l'exercice : « Perd » nomme les propriétés manquées, « Lit » un morceau de la piste, s'il y en a une."""


def wrong_one_beta_forgotten(theta, v, alpha, beta):
    """La vitesse d'aujourd'hui est comptée encore une fois.

    Perd : value, rolled
    Lit : la première vitesse n'est pas v
    """
    return theta - alpha * v / (1 - beta)


def wrong_single_step(theta, v, alpha, beta):
    """Un pas, et un seul.

    Perd : value, rolled
    Lit : c'est un seul pas
    """
    return theta - alpha * beta * v


def wrong_multiplied_by_the_sum(theta, v, alpha, beta):
    """1 - beta multiplie au lieu de diviser.

    Perd : value, rolled
    Lit : divise par 1 - beta
    """
    return theta - alpha * beta * (1 - beta) * v


def wrong_direction(theta, v, alpha, beta):
    """Le signe.

    Perd : value, rolled
    Lit : la boule recule
    """
    return theta + alpha * beta * v / (1 - beta)


def wrong_rate_forgotten(theta, v, alpha, beta):
    """Sans alpha.

    Perd : value, rolled
    Lit : alpha manque
    """
    return theta - beta * v / (1 - beta)


def right_rolling(theta, v, alpha, beta):
    """En laissant rouler."""
    for _ in range(5000):
        v = beta * v
        theta = theta - alpha * v
    return theta
