"""Une petite classe qui rend le devoir 1 : des copies justes, vides, fautives, abîmées."""

import copy

import nbformat

from mlcourse.checks.notebook import is_test

from .assignment import Assignment
from .workshop import variants, with_source

DEVOIR1 = Assignment("devoir1")
SOURCE, RELEASE, ANSWERS, POINTS, ALL = DEVOIR1.source, DEVOIR1.release, DEVOIR1.answers, DEVOIR1.points, DEVOIR1.total
filled, worth, all_but = DEVOIR1.filled, DEVOIR1.worth, DEVOIR1.all_but
WRITTEN = "tanh_mean_squared_error"
WRONG = {variant.name: variant for variant in variants("wrong_") if variant.assignment == "devoir1"}
NOISE = """

import sys
import warnings


def noisy(*arguments, quiet=shared_bias_backward):
    print("dW :", arguments[0].shape)
    print("attention", file=sys.stderr)
    warnings.warn("division douteuse", RuntimeWarning)
    return quiet(*arguments)


shared_bias_backward = noisy
"""


def wrong(*names):
    """Une copie qui réunit des solutions fautives, une par exercice."""
    return filled(**{WRONG[name].exercise: WRONG[name].source for name in names})


def broken(*names):
    """Les tests que manquent des solutions fautives."""
    return [test for name in names for test in WRONG[name].missed]


def with_added_cells():
    """La référence, et des cellules de brouillon autour."""
    notebook = filled()
    notebook.cells.insert(3, nbformat.v4.new_code_cell("brouillon = np.zeros(3)\nbrouillon"))
    notebook.cells.insert(9, nbformat.v4.new_markdown_cell("Mes notes : $\\delta = a - y$."))
    notebook.cells.append(nbformat.v4.new_code_cell("1 / 0"))
    return notebook


def with_disarmed_tests():
    """Le sujet vide, dont l'étudiant a vidé toutes les cellules de tests."""
    notebook = copy.deepcopy(RELEASE)
    for cell in filter(is_test, notebook.cells):
        cell.source = "pass"
    return notebook


def without_a_test_cell():
    """La référence, moins une cellule de tests."""
    notebook = filled()
    notebook.cells = [cell for cell in notebook.cells if cell.id != "shared_bias_backward-bias_gradient"]
    return notebook


SUBMISSIONS = {
    "Élodie Fauré": filled(),
    "Noé Zérodeux": RELEASE,
    "Zoé N'Guyen": wrong("delta_divided_by_m", "one_bias_per_unit", "forward_difference"),
    "Gaël Müller": wrong("naive_softmax", "weights_without_one_over_m", "always_zero"),
    "Chloé Lefèvre": wrong("zeros", "global_generator"),
    "Anaïs Brouillon": with_added_cells(),
    "Loïc Syntaxe": filled(shared_bias_backward="def shared_bias_backward(dZ, cache)\n    return dZ"),
    "Maël Rédaction": with_source(RELEASE, WRITTEN, "$\\delta = (a - y)(1 - a^2)$, car $\\tanh' = 1 - \\tanh^2$."),
    "Inès Bruit": filled(shared_bias_backward=ANSWERS["shared_bias_backward"] + NOISE),
    "Rémi Triche": with_disarmed_tests(),
    "Léa Efface": without_a_test_cell(),
    "Aimé Sortie": filled(directional_check="def directional_check(f, grad, theta, rng):\n    raise SystemExit(0)"),
}
