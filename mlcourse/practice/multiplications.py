"""Section 1.2 : ce que coûte une chaîne de jacobiennes, par un bout et par l'autre."""

from itertools import pairwise

from mlcourse.practice._exact import exact
from mlcourse.practice._exercise import Exercise


def stub(sizes):
    """Prix d'une ligne multipliée par des jacobiennes, dans les deux sens.

    `sizes` : tailles des couches, de l'entrée à la sortie, [n_0, ..., n_L].
    """
    from_output = from_input = 0
    for inner, outer in pairwise(sizes):
        from_output += outer * inner  # une ligne par une matrice (outer, inner)
    # En partant de l'entrée, quelles matrices se multiplient ?
    return from_output, from_input


def solution(sizes):
    """En partant de la sortie, on traîne une ligne ; en partant de l'entrée, une matrice à $n_0$ colonnes, et chaque
    produit coûte $n_0$ fois plus. Le rapport des deux prix est presque le nombre d'entrées : avec une seule, le
    désavantage disparaît.
    """
    from_output = sum(outer * inner for inner, outer in pairwise(sizes))
    first, *others = sizes
    # La matrice (n_l, n_0) déjà obtenue, multipliée par (n_{l+1}, n_l).
    later = first * sum(outer * inner for inner, outer in pairwise(others))
    return from_output, later + others[-1] * first


def _expected(sizes):
    first, *others = sizes
    pairs = list(pairwise(others))
    ahead = sum(n * k for n, k in pairwise(sizes))
    return ahead, sum(n * k for n, k in pairs) * first + others[-1] * first


def _sizes(check, first):
    return [first, *(int(n) for n in check.generator().integers(5, 40, size=4))]


def _output(check):
    sizes = _sizes(check, 7)
    exact(check, "from_output", check.call(sizes)[0], _expected(sizes)[0])


def _input(check):
    sizes = _sizes(check, 7)
    first, *others = sizes
    right = _expected(sizes)[1]
    mistakes = {
        "la ligne de la sortie, multipliée en dernier, n'est pas comptée": right - others[-1] * first,
        "dès le premier produit, c'est une matrice à n_0 colonnes que l'on traîne": _expected(sizes)[0],
        "le premier tableau de la chaîne est déjà là : il ne coûte rien": _first_counted(sizes),
    }
    exact(check, "from_input", check.call(sizes)[1], right, mistakes)


def _first_counted(sizes):
    first, *others = sizes
    return sum(n * k for n, k in pairwise(sizes)) * first + others[-1] * first


def _one_input(check):
    sizes = _sizes(check, 1)
    exact(check, "from_input", check.call(sizes)[1], _expected(sizes)[1], {})


EXERCISE = Exercise(
    stub,
    solution,
    section="1.2",
    hint=(
        "La jacobienne de la couche $l$ est de forme $(n_l, n_{l-1})$. Un produit $(p, q)(q, r)$ coûte $pqr$ "
        "multiplications : suivez la forme de ce que l'on a déjà multiplié."
    ),
    properties={
        "from_output compte une ligne multipliée par chaque jacobienne, de la sortie à l'entrée": _output,
        "from_input compte les produits de matrices, de l'entrée à la sortie, puis la ligne": _input,
        "avec une seule entrée, from_input ne traîne plus qu'une colonne": _one_input,
    },
    returns=("from_output", "from_input"),
    imports="from itertools import pairwise",
)
