"""Les erreurs courantes de Python et de NumPy, telles que les lèvent ceux d'ici, se disent en français."""

import re

import numpy as np
import pytest

from mlcourse.checks.errors import in_french

A, V = np.ones((2, 3)), np.ones(4)
NOTHING, TWO, ONES, PAIR = None, 2, [1], (1, 2)


def two(x, y):
    return x, y


def unbound():
    total += 1  # noqa: F821, F841 (c'est la faute)


MISTAKES = {
    "nom inconnu": (lambda: undefined, "« undefined » n'est pas défini"),  # noqa: F821
    "nom local": (unbound, "« total » est lue avant"),
    "attribut": (lambda: [1].shape, "type list n'a pas d'attribut « shape »"),
    "fonction de NumPy": (lambda: np.sofmax, "« numpy » n'a pas de « sofmax »"),
    "rien": (lambda: NOTHING + 1, "l'opération + n'existe pas entre NoneType et int"),
    "indice de rien": (lambda: NOTHING[0], "la valeur est None"),
    "un argument de moins": (lambda: two(1), "ne donne pas : 'y'"),
    "deux arguments de moins": (lambda: two(), "ne donne pas : 'x' et 'y'"),
    "un argument de trop": (lambda: two(1, 2, 3), "donne 3 arguments, et elle en prend 2"),
    "paramètre inconnu": (lambda: two(1, z=2), "n'a pas de paramètre « z »"),
    "opération": (lambda: [] - 1, "l'opération - n'existe pas entre list et int"),
    "appel d'un nombre": (lambda: TWO(3), "type int ne s'appelle pas"),
    "indice d'un nombre": (lambda: TWO[3], "type int n'a pas d'éléments"),
    "tuple modifié": (lambda: exec("PAIR[0] = 1"), "type tuple ne se modifie pas"),
    "indice de liste": (lambda: ONES[1.0], "l'indice d'un objet de type list est un entier"),
    "liste trop courte": (lambda: ONES[2], "l'indice dépasse la longueur"),
    "trop de valeurs": (lambda: exec("a, b = 1, 2, 3"), "plus de 2 valeurs"),
    "trop peu de valeurs": (lambda: exec("a, b, c = 1, 2"), "il n'y a que 2 valeurs à répartir entre 3 noms"),
    "zéro": (lambda: 1 / 0, "division par zéro"),
    "module": (lambda: exec("import absent_module"), "« absent_module » n'est pas installé"),
    "clé": (lambda: {"W": 1}["W1"], "n'a pas de clé 'W1'"),
    "somme": (lambda: A + V, "les formes (2,3) et (4,) ne s'accordent pas"),
    "produit": (lambda: A @ V, "il trouve 3 et 4"),
    "np.dot": (lambda: np.dot(A, V), "formes (2,3) et (4,) n'existe pas"),
    "place": (lambda: A.__setitem__(0, V), "forme (4,) n'entre pas"),
    "reshape": (lambda: A.reshape(4, 2), "6 nombres ne se rangent pas"),
    "indice": (lambda: A[2], "l'indice 2 dépasse l'axe 0, de taille 2"),
    "axe": (lambda: V.sum(axis=1), "l'axe 1 n'existe pas"),
    "indices": (lambda: V[0, 0], "2 indices, pour un tableau à 1 dimensions"),
    "vérité": (lambda: bool(A), ".all() ou .any()"),
    "sur place": (lambda: np.ones(2, int).__isub__(np.ones(2)), "range pas du float64 dans un tableau int64"),
    "virgule": (lambda: exec("f(1 2)"), "une virgule manque"),
    "deux-points": (lambda: exec("def f()\n    pass"), "il manque « : »"),
    "parenthèse": (lambda: exec("f(1"), "« ( » n'est pas refermé"),
    "parenthèse de trop": (lambda: exec("f)"), "« ) » ferme ce qui n'a pas été ouvert"),
    "crochet": (lambda: exec("f(1]"), "« ] » ne ferme pas « ( »"),
    "chaîne": (lambda: exec("'a"), "une chaîne n'est pas refermée"),
    "retrait oublié": (lambda: exec("def f():\npass"), "doivent être en retrait"),
    "retrait faux": (lambda: exec("if 1:\n    a = 1\n  b = 1"), "ne correspond à aucun"),
    "retrait de trop": (lambda: exec(" a = 1\n  b = 1"), "en retrait sans raison"),
    "return dehors": (lambda: exec("return 1"), "return est hors d'une fonction"),
    "égalité": (lambda: exec("f(1) = 2"), "« == » compare"),
}


@pytest.mark.parametrize(("action", "said"), MISTAKES.values(), ids=MISTAKES)
def test_usual_mistake_is_told_in_french(action, said):
    try:
        action()
    except Exception as error:  # noqa: BLE001 (chacune lève la sienne)
        told = in_french(error)
    assert said in told
    assert not re.search(r"\b(the|is|not|and|with|for|has)\b", told)


def test_a_function_without_end_is_told_in_french():
    def again():
        return again()

    with pytest.raises(RecursionError) as caught:
        again()
    assert in_french(caught.value) == "la fonction s'appelle elle-même sans fin"


def test_unknown_message_is_left_as_it_is():
    assert in_french(ValueError("la taille doit être positive")) == "la taille doit être positive"
    assert in_french(ValueError()) == ""
