"""Une règle qui choisit, somme, compare ou échange ses états donne ce qu'elle dit, qu'elle se relève ou non."""

import inspect

import numpy as np
import pytest

from mlcourse._inplace import in_place


def warm_up(theta, g, m, *, t, alpha):
    """Elle choisit selon t."""
    m = g if t == 1 else 0.9 * m + 0.1 * g
    return theta - alpha * m, m


def clipped(theta, g, *, alpha):
    """Elle choisit selon g."""
    return theta - alpha * np.where(g > 1, 1, g)


def normalized(theta, g, *, alpha):
    """Elle somme, sur ce qu'elle reçoit : une tranche."""
    return theta - alpha * g / np.sqrt(np.sum(g**2))


def dotted(theta, g, *, alpha):
    """Elle multiplie, mais pas élément par élément."""
    return theta - alpha * (g @ g) * g


def unit(theta, g, *, alpha):
    """Elle mesure une norme, par une fonction qui commence par convertir en tableau."""
    return theta - alpha * g / np.linalg.norm(g)


def untouched(theta, g, m, *, alpha):
    """Elle rend son état tel quel."""
    return theta - alpha * g, m


def shared(theta, g, m, *, alpha):
    """Elle rend deux fois le même tableau."""
    moved = theta - alpha * g
    return moved, moved


def swapped(theta, g, a, b, *, alpha):
    """Chaque état prend la place de l'autre, qui se lit encore après."""
    new_b = a + g
    return theta - alpha * (a + b), b * 0.5, new_b


def late_reader(theta, g, m, *, alpha):
    """L'ancien état sert encore quand le nouveau est prêt."""
    new = 0.5 * m + g
    return theta - alpha * (new - m), new


def exchanging(theta, g, a, b, *, alpha):
    """Elle rend ses deux états, l'un pour l'autre."""
    return theta - alpha * (a - b) - g, b, a


def double_precision(theta, g, *, alpha):
    """Un scalaire NumPy fait passer float32 à float64."""
    return theta - np.float64(0.3) * alpha * g


def asking_for_double_precision(theta, g, *, alpha):
    """Elle dit dans quel type calculer."""
    return theta - np.multiply(alpha * g, g, dtype=np.float64)


def rooted(theta, g, *, alpha):
    """Une racine, et une puissance entière qui n'est pas un carré."""
    return theta - alpha * g**0.5 + alpha * g**3


def comparing(theta, g, *, alpha):
    """Des booléens, et leur contraire."""
    return theta - alpha * g * ~(g > 1)


def bounded(theta, g, *, alpha):
    """Une borne infinie, un nombre négatif, un entier."""
    return theta - np.minimum(g, np.inf) * -alpha * 2


def limited(theta, g, *, alpha):
    """Une méthode de tableau."""
    return theta - alpha * g.clip(0.7, 1.2)


def asking_whether_zero(theta, g, m, *, alpha, beta=0.0):
    """Elle choisit selon qu'un nombre est nul."""
    m = beta * m + g if beta else 2 * g
    return theta - alpha * m, m


def branching_on_mask(theta, g, *, alpha, decay_mask=True):
    """Elle indexe."""
    return theta - alpha * g * np.where(decay_mask, 0.5, 1)


def clashing(theta, g, _x0, *, alpha):
    """Son état porte le nom d'un tableau du programme."""
    _x0 = _x0 + g
    return theta - alpha * _x0 * g, _x0


ODD = [warm_up, clipped, untouched, shared, swapped, late_reader, exchanging, clashing, double_precision]
ODD += [asking_for_double_precision, rooted, comparing, bounded, limited, asking_whether_zero]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("rule", ODD, ids=lambda rule: rule.__name__)
def test_a_rule_that_chooses_swaps_or_keeps_gives_what_it_says(both_paths, rule, dtype):
    n_states = len([p for p in inspect.signature(rule).parameters.values() if p.kind is not p.KEYWORD_ONLY]) - 2
    ours, expected = both_paths(rule, n_states, dtype, alpha=0.1)
    assert ours == expected


def test_a_mask_that_is_not_multiplied_works_too(both_paths):
    ours, expected = both_paths(branching_on_mask, 0, masked=True, alpha=0.1)
    assert ours == expected


@pytest.mark.parametrize("rule", [normalized, dotted, unit], ids=lambda rule: rule.__name__)
def test_a_rule_that_sums_is_applied_to_each_slice_as_it_is(both_paths, rule):
    ours, expected = both_paths(rule, 0, size=3, alpha=0.1)
    assert ours == expected


@pytest.mark.parametrize(
    ("rule", "has_program"), [(swapped, True), (late_reader, True), (warm_up, False), (clipped, False)]
)
def test_only_a_rule_made_of_elementwise_operations_has_a_program(rule, has_program):
    assert bool(in_place(rule).source) == has_program


def test_a_mistake_in_a_rule_shows_as_itself():
    def mistaken(theta, g, *, alpha):
        return theta - alpha * g.nothing

    with pytest.raises(AttributeError, match="nothing"):
        in_place(mistaken).bind([np.ones(2), np.ones(2)], 2)(1, alpha=0.1)


def test_an_operation_that_numpy_does_not_offer_is_applied_as_it_is(both_paths, monkeypatch):
    foreign_expm1 = np.expm1
    monkeypatch.delattr(np, "expm1")

    def foreign(theta, g, *, alpha):
        return theta - alpha * foreign_expm1(g)

    ours, expected = both_paths(foreign, 0, alpha=0.1)
    assert ours == expected
