"""Section 2.1 : autant de couches que l'on veut, sans activation, n'en font qu'une."""

from itertools import pairwise

from mlcourse.practice._exercise import Exercise


def stub(layers):
    """Couche unique, (W, b), qui fait ce que font toutes les autres à la suite.

    layers : liste de couples (W, b), de la première à la dernière.
    """
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W = next_W @ W
        b = b + next_b
    return W, b


def solution(layers):
    r"""Le biais d'une couche traverse toutes celles qui la suivent : il est multiplié par leurs poids, $b' = W^{[2]}
    b^{[1]} + b^{[2]}$. Rien, de la profondeur, n'est resté : le réseau de cent couches et celui d'une seule répondent
    de même à tout.
    """
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = next_W @ W, next_W @ b + next_b
    return W, b


def _layers(check, *sizes):
    rng = check.generator()
    return [(rng.normal(size=(n, k)), rng.normal(size=(n, 1))) for k, n in pairwise(sizes)]


def _merged(layers):
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = next_W @ W, next_W @ b + next_b
    return W, b


def _weights(check):
    layers = _layers(check, 3, 5, 4, 2)
    hint = "le produit va de la dernière couche à la première"
    check.close("W", check.array("W", check.call(layers)[0], (2, 3), hint), _merged(layers)[0], tolerance=1e-9)


def _bias(check):
    layers = _layers(check, 3, 4, 4, 4)
    last = layers[-1][1]
    mistakes = {
        "un biais traverse les couches suivantes : leurs poids le multiplient": sum(b for _, b in layers),
        "les biais des premières couches sont perdus": last,
        "le dernier biais s'ajoute après les derniers poids : rien ne le multiplie": layers[-1][0] @ _merged(layers)[1],
    }
    check.close("b", check.call(layers)[1], _merged(layers)[1], tolerance=1e-9, mistakes=mistakes)


def _one(check):
    layers = _layers(check, 3, 2)
    W, b = check.unchanged(layers)
    check.close("W", W, layers[0][0])
    check.close("b", b, layers[0][1])


EXERCISE = Exercise(
    stub,
    solution,
    section="2.1",
    hint="Écrivez $W^{[2]} (W^{[1]} x + b^{[1]}) + b^{[2]}$ et développez : qu'est-ce qui multiplie $b^{[1]}$ ?",
    properties={
        "W est le produit de tous les poids, dans l'ordre": _weights,
        "b réunit tous les biais, chacun passé par les couches qui le suivent": _bias,
        "une seule couche reste ce qu'elle est, et rien n'est modifié": _one,
    },
    returns=("W", "b"),
)
