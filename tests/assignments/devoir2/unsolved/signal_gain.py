"""Solutions qui ne résolvent rien : vides (`empty_`), récitées (`recited_`), ou un appel du cours (`called_`).

Aucune n'a de point. Celles qui appellent le cours ne valent rien que dans une boîte, qui ne l'offre pas.
"""

import numpy as np


def _filled(f, df, v, bias_variance, value):
    return (float(value), float(value))


def empty_zeros(f, df, v, bias_variance):
    """Tout est nul, aux bonnes formes."""
    return _filled(f, df, v, bias_variance, 0.0)


def empty_not_a_number(f, df, v, bias_variance):
    """NaN, que toute comparaison mal écrite accepte."""
    return _filled(f, df, v, bias_variance, np.nan)


def empty_huge(f, df, v, bias_variance):
    """Des nombres si grands que leurs carrés débordent."""
    return _filled(f, df, v, bias_variance, 1e200)


def empty_tiny(f, df, v, bias_variance):
    """Des nombres si petits que leurs carrés s'annulent."""
    return _filled(f, df, v, bias_variance, 1e-200)


def empty_arguments(f, df, v, bias_variance):
    """Les arguments sont rendus tels quels."""
    return v, bias_variance


def recited_he(f, df, v, bias_variance):
    """La règle de He, quelle que soit l'activation."""
    return 2.0, 1.0


def recited_examples(f, df, v, bias_variance):
    """Les réponses des tests visibles, par cœur."""
    c = 0.6 if bias_variance else 0.8
    return c, 2.5 * c


def called_gaussian_mean(f, df, v, bias_variance):
    """La quadrature du cours, sur les logits de variance v."""
    from mlcourse.experiments.gain import gaussian_mean

    c = (v - bias_variance) / gaussian_mean(lambda u: f(np.sqrt(v) * u) ** 2)
    return c, c * gaussian_mean(lambda u: df(np.sqrt(v) * u) ** 2)
