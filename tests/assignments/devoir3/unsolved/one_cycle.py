"""Ce qui ne résout rien, outre ce que fait l'atelier : vide (`empty_`), récité (`recited_`), appel (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""


def empty_top(t, peak, total, low, high, floor, beta_low, beta_high):
    """Le sommet, à chaque pas."""
    return high, beta_low


def empty_middle(t, peak, total, low, high, floor, beta_low, beta_high):
    """Le milieu, à chaque pas."""
    return (low + high) / 2, (beta_low + beta_high) / 2


def empty_end(t, peak, total, low, high, floor, beta_low, beta_high):
    """Ce qui se garde après la fin, à chaque pas."""
    return floor, beta_high


def empty_peak_then_end(t, peak, total, low, high, floor, beta_low, beta_high):
    """Deux paires de nombres reçus : celle du sommet, puis celle d'après la fin."""
    return (floor, beta_high) if t > total else (high, beta_low)


def recited_example(t, peak, total, low, high, floor, beta_low, beta_high):
    """Les sept taux de l'énoncé, et le momentum de toujours."""
    return (0.2, 0.6, 1.0, 0.854, 0.5, 0.146, 0.0)[(t - 1) % 7], 0.9


def called_cosine(t, peak, total, low, high, floor, beta_low, beta_high):
    """Le calendrier en cosinus du cours, et son échauffement."""
    from mlcourse.schedules import cosine

    level = cosine(t, alpha=1.0, total=total, warmup=peak)
    bottom = low if t <= peak else floor
    return bottom + (high - bottom) * level, beta_high - (beta_high - beta_low) * level
