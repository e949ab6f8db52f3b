"""Du travail juste, écrit de toutes les façons : auxiliaires, classes, générateurs, lambdas, cellules éparses."""

import textwrap

from .base import ANSWERS, EXERCISES, after, all_but, code, edited, filled, prose
from .honest import with_cells, work

SOFTMAX = """
def log_softmax(Z):
    shifted = Z - Z.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))
"""
USES_IT = """
def smoothed_cross_entropy(Z, Y, smoothing):
    targets = (1 - smoothing) * Y + smoothing / len(Y)
    log_A = log_softmax(Z)
    return -np.sum(targets * log_A) / Z.shape[1], np.exp(log_A) - targets
"""


@work("organisation", quick=True)
def defines_helpers_in_other_cells():
    """Ses fonctions auxiliaires sont dans une cellule ajoutée avant la réponse."""
    return with_cells(SOFTMAX, notebook=filled(smoothed_cross_entropy=USES_IT))


@work("organisation")
def defines_helpers_after_their_use():
    """Sa fonction auxiliaire est définie dans une cellule qui suit la réponse, avant les tests."""
    return with_cells(SOFTMAX, where="smoothed_cross_entropy", notebook=filled(smoothed_cross_entropy=USES_IT))


@work("organisation")
def spreads_an_answer_over_two_cells():
    """La réponse tient en deux cellules : une première version, puis une cellule ajoutée qui la complète."""
    notebook = filled(smoothed_cross_entropy="def smoothed_cross_entropy(Z, Y, smoothing):\n    return first_try(Z)")
    return with_cells(SOFTMAX + USES_IT, where="smoothed_cross_entropy", notebook=notebook)


@work("organisation")
def adds_prose_and_drafts():
    """Ajoute du texte, des formules et des brouillons partout, et garde des variables d'une cellule à l'autre."""
    notebook = filled()
    for i, name in enumerate(EXERCISES):
        notes = prose(f"### Notes {i}\n\n$x < y$ & <b>gras</b>"), code(f"note_{i} = {i}\nnote_{i}")
        notebook = after(notebook, name, *notes)
    return notebook


@work("organisation")
def reuses_names_of_the_tests():
    """Ses brouillons utilisent _, _check, _f, _np et _theta comme des noms ordinaires."""
    return with_cells("_check = _np = _theta = _Check = 3\n_ = 4\n\ndef _f():\n    return _check")


@work("organisation")
def runs_only_as_a_program():
    """Des essais protégés par if __name__ == "__main__"."""
    return with_cells('if __name__ == "__main__":\n    print(smoothed_cross_entropy(np.eye(3), np.eye(3), 0.1))',
                      where="smoothed_cross_entropy")  # fmt: skip


@work("organisation")
def saves_and_reads_files():
    """Écrit un fichier dans son dossier, le relit, et lit celui qui accompagne le carnet."""
    cells = "np.save('essai.npy', np.eye(2))\nnp.load('essai.npy')", "print(open('notes.txt').read())"
    return {"devoir1.ipynb": with_cells(*cells), "notes.txt": "Mes notes."}


@work("organisation")
def imports_its_own_module():
    """Ses fonctions auxiliaires sont dans un module posé à côté du carnet."""
    notebook = with_cells("from outils import log_softmax", notebook=filled(smoothed_cross_entropy=USES_IT))
    return {"devoir1.ipynb": notebook, "outils.py": "import numpy as np\n" + SOFTMAX}


@work("organisation", quick=True)
def imports_a_module_whose_accents_are_written_apart():
    """Son module a un nom accentué, que macOS a écrit à sa façon ; son code l'écrit comme le clavier."""
    notebook = with_cells("from modèle import log_softmax", notebook=filled(smoothed_cross_entropy=USES_IT))
    return {"devoir1.ipynb": notebook, "mode\u0300le.py": "import numpy as np\n" + SOFTMAX}


@work("écriture", quick=True)
def writes_lambdas():
    """Une réponse est une lambda, une autre une functools.partial, la troisième une méthode."""
    return filled(
        shared_bias_backward="""
shared_bias_backward = lambda dZ, cache: (
    cache["W"].T @ dZ, dZ @ cache["X"].T / dZ.shape[1], np.sum(dZ, keepdims=True) / dZ.shape[1]
)""",
        smoothed_cross_entropy=f"""
import functools
{ANSWERS["smoothed_cross_entropy"].replace("def smoothed_cross_entropy(", "def general(unused, ")}

smoothed_cross_entropy = functools.partial(general, None)""",
        directional_check=f"""
class Checker:
{textwrap.indent(ANSWERS["directional_check"].replace("def directional_check(", "def check(self, "), "    ")}

directional_check = Checker().check""",
    )


@work("écriture")
def writes_callable_classes():
    """Une réponse est un objet appelable, une autre une méthode statique, avec dataclass et namedtuple."""
    return filled(
        shared_bias_backward="""
from collections import namedtuple
from dataclasses import dataclass

Gradients = namedtuple("Gradients", "dX dW db")


@dataclass
class Backward:
    calls: int = 0

    def __call__(self, dZ, cache):
        self.calls += 1
        m = dZ.shape[1]
        return tuple(Gradients(cache["W"].T @ dZ, dZ @ cache["X"].T / m, np.sum(dZ, keepdims=True) / m))


shared_bias_backward = Backward()""",
    )


@work("écriture")
def returns_a_named_tuple():
    """Rend un namedtuple : c'est un tuple, et le sujet demande un tuple."""
    return filled(
        shared_bias_backward="""
from collections import namedtuple

Gradients = namedtuple("Gradients", "dX dW db")


def shared_bias_backward(dZ, cache):
    m = dZ.shape[1]
    return Gradients(cache["W"].T @ dZ, dZ @ cache["X"].T / m, np.sum(dZ, keepdims=True) / m)"""
    )


@work("écriture")
def decorates_and_caches():
    """Des décorateurs, functools.wraps, une fermeture avec nonlocal, un compteur global."""
    return with_cells(
        """
        import functools

        calls = 0

        def counted(function):
            @functools.wraps(function)
            def wrapper(*arguments, **options):
                global calls
                calls += 1
                return function(*arguments, **options)
            return wrapper
        """,
        notebook=edited(
            filled(),
            lambda cell: cell.update(source="@counted\n" + cell.source),
            lambda cell: cell.cell_type == "code" and any(cell.source.startswith(f"def {name}") for name in EXERCISES),
        ),
    )


@work("écriture")
def annotates_everything():
    """Des annotations de types partout, une docstring, des arguments par défaut et nommés."""
    return filled(
        shared_bias_backward='''
from __future__ import annotations

from typing import Any

Array = np.ndarray


def shared_bias_backward(dZ: Array, cache: dict[str, Any], *, verbose: bool = False) -> tuple[Array, Array, Array]:
    """Rend les trois gradients."""
    m: int = dZ.shape[1]
    X, W, b = (cache[name] for name in ("X", "W", "b"))
    return W.T @ dZ, dZ @ X.T / m, np.sum(dZ, keepdims=True) / m'''
    )


@work("écriture")
def generates_and_recurses():
    """Une réponse s'appuie sur un générateur, une autre sur une fonction récursive."""
    return with_cells(
        """
        def directions(shape, rng, count):
            while count:
                u = rng.standard_normal(shape)
                yield u / np.linalg.norm(u)
                count -= 1

        def total(values):
            return values[0] + total(values[1:]) if values else 0.0
        """,
        notebook=filled(
            directional_check="""
def directional_check(f, grad, theta, rng):
    theta = theta.astype(float)
    pairs = [(np.sum(grad(theta) * u), (f(theta + 1e-5 * u) - f(theta - 1e-5 * u)) / 2e-5)
             for u in directions(theta.shape, rng, 10)]
    size = np.sqrt(total([a**2 for a, n in pairs])) + np.sqrt(total([n**2 for a, n in pairs]))
    return np.sqrt(total([(a - n) ** 2 for a, n in pairs])) / size if size else 0.0"""
        ),
    )


@work("écriture")
def writes_in_unicode():
    """Des identifiants grecs et accentués, des émojis, des espaces insécables dans les commentaires."""
    return filled(
        shared_bias_backward="""
def shared_bias_backward(dZ, cache):
    # δ : le terme d'erreur ; m : « la taille du lot » 🎓
    δ, été = dZ, dZ.shape[1]
    return cache["W"].T @ δ, δ @ cache["X"].T / été, np.sum(δ, keepdims=True) / été"""
    )


@work("écriture")
def indents_with_tabs():
    """Tout est indenté par des tabulations."""
    return filled(**{name: ANSWERS[name].replace("    ", "\t") for name in EXERCISES})


@work("écriture", points=all_but("shared_bias_backward-arguments"))
def changes_its_argument_by_mistake():
    """Modifie dZ sur place après avoir tout calculé : une vraie faute, qui ne coûte que sa propriété."""
    return filled(
        shared_bias_backward=ANSWERS["shared_bias_backward"].replace("    return dX", "    dZ *= 2\n    return dX", 1)
    )


@work("écriture")
def imports_numpy_again():
    """Réimporte numpy sous d'autres noms, et le recharge depuis ses réponses."""
    return filled(
        shared_bias_backward="""
import numpy
from numpy import sum as somme, ones


def shared_bias_backward(dZ, cache):
    import numpy as n
    m = n.shape(dZ)[1]
    return numpy.matmul(cache["W"].T, dZ), n.dot(dZ, cache["X"].T) / m, somme(dZ, keepdims=True) / m"""
    )


def names_the_fault(definition, named):
    """La référence, où l'exercice 6 donne son nom à la faute dans un type à lui."""
    answer = ANSWERS["diagnose"].replace("def diagnose", "def _name")
    return filled(diagnose=f"{answer}\n\n{definition}\n\ndef diagnose(backward):\n    return {named}")


@work("types", quick=True)
def names_the_fault_by_an_enumeration():
    """Rend un nom d'une énumération de textes, qui vaut ce texte."""
    members = ["aucune", "1/m", "signe", "transposée", "axe", "dérivée", "biais", "autre"]
    listed = "\n".join(f"    FAULT_{rank} = {name!r}" for rank, name in enumerate(members))
    return names_the_fault(f"from enum import Enum\n\nclass Fault(str, Enum):\n{listed}", "Fault(_name(backward))")


@work("types", quick=True)
def names_the_fault_as_numpy_does():
    """Range les noms dans un tableau, et rend celui qu'il y prend : un numpy.str_."""
    return names_the_fault("", "np.array([_name(backward), 'autre'])[0]")


@work("types")
def names_the_fault_in_an_array_of_one_word():
    """Rend le nom tel que le rend np.where, ou np.array : un tableau sans dimension."""
    return names_the_fault("", "np.array(_name(backward))")
