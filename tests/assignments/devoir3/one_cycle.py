"""Solutions fautives (`wrong_`) et justes (`right_`) de l'exercice, mises tour à tour dans la cellule du sujet.

« Perd » nomme la propriété que la faute atteint et, s'il n'y a qu'elle à y manquer, les mots de l'énoncé ; « Entraîne »
nomme celles qui tombent avec elle, et elles seules.
"""

import numpy as np


def _cycle(t, peak, total, low, high, floor, beta_low, beta_high, **changes):
    """Le cycle juste, sauf ce que change `changes` : une fonction de s (ou de t) pour chaque morceau."""
    if t > total:
        return changes.get("late", (floor, beta_high))
    if t <= peak:
        s = changes.get("start", lambda t: (t - 1) / (peak - 1))(t)
        level = changes.get("rise", lambda s: s)(s)
        alpha = changes.get("bottom", low) + (high - changes.get("bottom", low)) * level
        return alpha, changes.get("beta", lambda s: beta_high - (beta_high - beta_low) * s)(level)
    level = changes.get("fall", lambda s: (1 + np.cos(np.pi * s)) / 2)((t - peak) / (total - peak))
    end = changes.get("end", floor)
    beta_level = changes.get("beta_fall", lambda s: level)((t - peak) / (total - peak))
    return end + (high - end) * level, changes.get("beta", lambda s: beta_high - (beta_high - beta_low) * s)(beta_level)


def wrong_first_step_too_high(t, peak, total, low, high, floor, beta_low, beta_high):
    """La montée compte `peak` intervalles : le premier pas n'est pas à `low`.

    Perd : rise, pour « Le pas $t$ se compte à partir de 1 »
    Entraîne : momentum
    """
    return _cycle(t, peak, total, low, high, floor, beta_low, beta_high, start=lambda t: t / peak)


def wrong_warmup_from_zero(t, peak, total, low, high, floor, beta_low, beta_high):
    """La montée part de zéro.

    Perd : rise, pour « le taux va en ligne droite de `low` à `high` »
    """
    return _cycle(t, peak, total, low, high, floor, beta_low, beta_high, bottom=0.0)


def wrong_cosine_rise(t, peak, total, low, high, floor, beta_low, beta_high):
    """La montée suit un demi-cosinus, elle aussi.

    Perd : rise, momentum
    """
    given = t, peak, total, low, high, floor, beta_low, beta_high
    return _cycle(*given, rise=lambda s: (1 - np.cos(np.pi * s)) / 2)


def wrong_rise_from_the_floor(t, peak, total, low, high, floor, beta_low, beta_high):
    """La montée part du plancher.

    Perd : rise
    """
    return _cycle(t, peak, total, low, high, floor, beta_low, beta_high, bottom=floor)


def wrong_linear_fall(t, peak, total, low, high, floor, beta_low, beta_high):
    """La descente est une ligne droite.

    Perd : fall, momentum, pour « le long d'un demi-cosinus »
    """
    return _cycle(t, peak, total, low, high, floor, beta_low, beta_high, fall=lambda s: 1 - s)


def wrong_fall_to_zero(t, peak, total, low, high, floor, beta_low, beta_high):
    """La descente va jusqu'à zéro, et y reste.

    Perd : fall, pour « il descend de `high` à `floor` »
    Entraîne : after
    """
    return _cycle(t, peak, total, low, high, floor, beta_low, beta_high, end=0.0, late=(0.0, beta_high))


def wrong_fall_to_the_start(t, peak, total, low, high, floor, beta_low, beta_high):
    """La descente s'arrête au taux du départ.

    Perd : fall
    Entraîne : after
    """
    return _cycle(t, peak, total, low, high, floor, beta_low, beta_high, end=low, late=(low, beta_high))


def wrong_whole_cosine(t, peak, total, low, high, floor, beta_low, beta_high):
    """Un cosinus entier : le taux remonte à la fin.

    Perd : fall, momentum
    """
    given = t, peak, total, low, high, floor, beta_low, beta_high
    return _cycle(*given, fall=lambda s: (1 + np.cos(2 * np.pi * s)) / 2)


def wrong_momentum_in_phase(t, peak, total, low, high, floor, beta_low, beta_high):
    """Le momentum monte et descend avec le taux.

    Perd : momentum, pour « Le momentum fait l'inverse »
    """
    given = t, peak, total, low, high, floor, beta_low, beta_high
    return _cycle(*given, beta=lambda s: beta_low + (beta_high - beta_low) * s)


def wrong_momentum_constant(t, peak, total, low, high, floor, beta_low, beta_high):
    """Le momentum ne change pas.

    Perd : momentum
    """
    return _cycle(t, peak, total, low, high, floor, beta_low, beta_high, beta=lambda s: beta_high)


def wrong_momentum_back_in_a_line(t, peak, total, low, high, floor, beta_low, beta_high):
    """Le momentum remonte en ligne droite.

    Perd : momentum, pour « le long du même demi-cosinus »
    """
    return _cycle(t, peak, total, low, high, floor, beta_low, beta_high, beta_fall=lambda s: 1 - s)


def wrong_cycle_continues(t, peak, total, low, high, floor, beta_low, beta_high):
    """Après la fin, le cosinus continue, et le taux remonte.

    Perd : after, pour « Après $T$, le taux reste à `floor`, et le momentum à `beta_high` »
    """
    level = (1 + np.cos(np.pi * (t - peak) / (total - peak))) / 2
    late = floor + (high - floor) * level, beta_high - (beta_high - beta_low) * level
    return _cycle(t, peak, total, low, high, floor, beta_low, beta_high, late=late)


def wrong_momentum_low_at_the_end(t, peak, total, low, high, floor, beta_low, beta_high):
    """Après la fin, le momentum retombe à sa petite valeur.

    Perd : after
    """
    return _cycle(t, peak, total, low, high, floor, beta_low, beta_high, late=(floor, beta_low))


def wrong_results_exchanged(t, peak, total, low, high, floor, beta_low, beta_high):
    """Les deux résultats sont échangés.

    Perd : rise, fall, momentum, after, pour « qui rend le couple `(alpha, beta)` du pas $t$ »
    """
    return _cycle(t, peak, total, low, high, floor, beta_low, beta_high)[::-1]


def right_interpolation(t, peak, total, low, high, floor, beta_low, beta_high):
    """np.interp fait la montée ; la descente est un carré de cosinus."""
    if t <= peak:
        ends = (1, peak)
        return float(np.interp(t, ends, (low, high))), float(np.interp(t, ends, (beta_high, beta_low)))
    half = np.cos(np.pi / 2 * min(1.0, (t - peak) / (total - peak))) ** 2
    return floor * (1 - half) + high * half, beta_high * (1 - half) + beta_low * half


def right_cases(t, peak, total, low, high, floor, beta_low, beta_high):
    """Trois cas, en toutes lettres."""
    if t >= total:
        return float(floor), float(beta_high)
    if t > peak:
        angle = np.pi * (t - peak) / (total - peak)
        return (
            (high + floor) / 2 + (high - floor) / 2 * np.cos(angle),
            (beta_low + beta_high) / 2 - (beta_high - beta_low) / 2 * np.cos(angle),
        )
    done = (t - 1) / (peak - 1)
    return low * (1 - done) + high * done, beta_high * (1 - done) + beta_low * done


def right_table(t, peak, total, low, high, floor, beta_low, beta_high):
    """Tout le cycle est calculé, et le pas t y est lu."""
    down = np.cos(np.linspace(0, np.pi, total - peak + 1)[1:])
    levels = np.concatenate([np.linspace(0, 1, peak), (1 + down) / 2])
    bottoms = np.repeat([low, floor], [peak, total - peak])
    place = min(t, total) - 1
    alphas, betas = bottoms * (1 - levels) + high * levels, beta_high * (1 - levels) + beta_low * levels
    return alphas[place], betas[place]
