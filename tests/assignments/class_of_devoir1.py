"""Une petite classe qui rend le devoir 1 : des copies justes, vides, fautives, abîmées."""

import copy

import nbformat

from mlcourse.checks.notebook import grading, is_test

from .workshop import ROOT, SOURCES, graded_cells, read, variants, with_source

SOURCE = read(SOURCES["devoir1"])
RELEASE = read(ROOT / "exercises" / "devoir1" / "devoir1.ipynb")
WRITTEN = "tanh_mean_squared_error"
ANSWERS = {grading(cell)["grade_id"]: cell.source for cell in SOURCE.cells if grading(cell)["solution"]}
POINTS = {name: grading(cell)["points"] for name, cell in graded_cells(SOURCE).items()}  # sans la question rédigée
ALL = sum(POINTS.values())
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


def filled(**changes):
    """Le sujet publié, rempli par la référence sauf ce que `changes` remplace."""
    notebook = RELEASE
    for grade_id, source in (ANSWERS | changes).items():
        notebook = with_source(notebook, grade_id, source)
    return notebook


def wrong(*names):
    """Une copie qui réunit des solutions fautives, une par exercice."""
    return filled(**{WRONG[name].exercise: WRONG[name].source for name in names})


def worth(*names):
    """Ce que valent ces exercices, ou ces tests."""
    return sum(points for name, points in POINTS.items() if name in names or name.partition("-")[0] in names)


def all_but(*names):
    """Ce que valent tous les tests, sauf ceux-là ou ceux de ces exercices."""
    return ALL - worth(*names)


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
