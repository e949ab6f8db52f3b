"""Du travail juste sur le devoir 2, et ce qu'un carnet garde autour : essais, figures, mesures, déplacements."""

import copy

from .base import after, code, prose
from .honest import with_cells, works_of
from .honest_devoir2 import DEVOIR2, filled

_, work = works_of(DEVOIR2.name)
ANSWERS = DEVOIR2.answers
EMPTY = "def {}\n    # VOTRE CODE ICI\n    raise NotImplementedError()"


def signature(name):
    """L'en-tête de la fonction demandée."""
    return ANSWERS[name].partition("def ")[2].partition("\n")[0]


@work("autour du deuxième", quick=True)
def keeps_its_quadrature_in_global_constants():
    """Une cellule ajoutée calcule une fois pour toutes les nœuds et les poids d'une règle de Gauss."""
    constants = """
DEGREE = 150
_nodes, _weights = np.polynomial.legendre.leggauss(DEGREE)
U = np.r_[-6 * (_nodes + 1), 6 * (_nodes + 1)]
WEIGHTS = np.tile(6 * _weights, 2) * np.exp(-(U**2) / 2) / np.sqrt(2 * np.pi)
print(f"{WEIGHTS.sum():.15f}")
"""
    answer = """
def signal_gain(f, df, v, bias_variance):
    square, slope = (float(WEIGHTS @ g(U * np.sqrt(v)) ** 2) for g in (f, df))
    c = (v - bias_variance) / square
    return c, c * slope"""
    return with_cells(constants, notebook=filled(signal_gain=answer))


@work("autour du deuxième")
def caches_its_nodes():
    """Garde ses nœuds par functools.lru_cache, et affiche combien de fois ils ont servi."""
    return filled(
        signal_gain="""
from functools import lru_cache


@lru_cache(maxsize=None)
def nodes(count=48_000, reach=12.0):
    u = (np.arange(count) + 0.5) * 2 * reach / count - reach
    return u, np.exp(-(u**2) / 2) * 2 * reach / count / np.sqrt(2 * np.pi)


def signal_gain(f, df, v, bias_variance):
    u, weights = nodes()
    c = (v - bias_variance) / np.dot(weights, np.square(f(u * v**0.5)))
    print(nodes.cache_info())
    return float(c), float(c * np.dot(weights, np.square(df(u * v**0.5))))"""
    )


@work("autour du deuxième", quick=True)
def draws_from_children_of_the_generator():
    """Tire d'enfants de rng, d'un générateur semé par lui, et d'un mélange qu'il fait sur place."""
    return filled(
        orthogonal="""
def orthogonal(n_out, n_in, gain, rng):
    first, second = rng.spawn(2)
    G = first.standard_normal((max(n_out, n_in), min(n_out, n_in)))
    Q, R = np.linalg.qr(G)
    Q *= np.sign(np.diagonal(R))
    second.shuffle(Q, axis=1)
    return gain * (Q if n_out >= n_in else Q.T)""",
        truncated_he="""
def truncated_he(n_out, n_in, rng):
    own = np.random.Generator(np.random.PCG64(rng.integers(2**63)))
    W = own.normal(size=n_out * n_in)
    for _ in range(1000):
        far = np.flatnonzero(abs(W) > 2)
        if not far.size:
            break
        W[far] = own.normal(size=far.size)
    return W.reshape(n_out, n_in) * np.sqrt(2 / n_in) / 0.8796256610342398""",
    )


@work("autour du deuxième")
def inverts_the_law_with_the_standard_library():
    """Tire des uniformes, et lit la loi normale inverse dans statistics.NormalDist, nombre par nombre."""
    return filled(
        truncated_he="""
import statistics

LAW = statistics.NormalDist()
LOW, HIGH = LAW.cdf(-2), LAW.cdf(2)
KEPT = 1 - 4 * LAW.pdf(2) / (HIGH - LOW)


def truncated_he(n_out, n_in, rng):
    levels = rng.uniform(LOW, HIGH, size=n_out * n_in).tolist()
    return np.array([*map(LAW.inv_cdf, levels)]).reshape(n_out, n_in) * np.sqrt(2 / n_in / KEPT)"""
    )


def backwards(notebook):
    """Le carnet dont les exercices sont dans l'ordre inverse, chacun avec son énoncé et ses tests."""
    notebook, blocks = copy.deepcopy(notebook), [[]]
    for cell in notebook.cells:
        if cell.id.endswith("-statement"):
            blocks.append([])
        blocks[-1].append(cell)
    notebook.cells = [cell for block in (blocks[0], *reversed(blocks[1:])) for cell in block]
    return notebook


@work("autour du deuxième")
def answers_in_the_reverse_order():
    """Les exercices sont dans l'ordre inverse, chacun avec son énoncé et ses tests."""
    return backwards(filled())


@work("autour du deuxième", quick=True)
def answers_the_first_exercise_beside_the_last():
    """Les exercices sont dans l'ordre inverse ; une cellule du septième, venu d'abord, répond au premier."""
    shared = f"def rectified(Z):\n    return np.maximum(Z, 0)\n\n\n{ANSWERS['activation']}"
    last = ANSWERS["unit_census"].replace("np.maximum(Z, 0)", "rectified(Z)")
    return backwards(
        with_cells(shared, where="unit_census-statement", notebook=filled(activation="# plus haut", unit_census=last))
    )


@work("autour du deuxième")
def answers_everything_in_one_added_cell():
    """Toutes les réponses sont dans une cellule ajoutée, et les cellules de réponse n'ont plus qu'un renvoi."""
    names = [name for name in ANSWERS if name != "deep_relu"]
    everything = "\n\n\n".join(ANSWERS[name] for name in names)
    return with_cells(everything, notebook=filled(**dict.fromkeys(names, "# voir la première cellule")))


@work("autour du deuxième", quick=True)
def draws_histograms_of_its_weights():
    """Trace ses poids dans une cellule ajoutée et dans une fonction, enregistre la figure et la relit."""
    seen = """
import matplotlib.pyplot as plt

fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3))
left.hist(truncated_he(200, 50, np.random.default_rng(0)).ravel(), bins=40)
right.imshow(orthogonal(20, 30, 1.0, np.random.default_rng(1)))
fig.savefig("poids.png")
plt.imread("poids.png").shape
"""
    answer = ANSWERS["truncated_he"].replace(
        "    from statistics", "    import matplotlib.pyplot as plt\n    from statistics"
    )
    answer = answer.replace(
        "    return W *", "    fig, ax = plt.subplots()\n    ax.hist(W.ravel())\n    plt.close(fig)\n    return W *"
    )
    return with_cells(seen, where="truncated_he", notebook=filled(truncated_he=answer))


@work("autour du deuxième")
def measures_its_speed():
    """Chronomètre par %timeit, %%timeit, timeit et perf_counter, dans des cellules ajoutées et dans sa fonction."""
    answer = ANSWERS["unit_census"].replace("    A, dead", "    start = time.perf_counter()\n    A, dead")
    answer = answer.replace("    return ", '    print(f"{time.perf_counter() - start:.6f} s")\n    return ')
    made = "params = {'W1': np.ones((4, 3)), 'b1': np.zeros((4, 1)), 'W2': np.ones((1, 4)), 'b2': np.zeros((1, 1))}"
    return with_cells(
        f"import timeit\n{made}\nprint(timeit.timeit(lambda: unit_census(params, np.ones((3, 5))), number=20))",
        "%timeit -n 5 -r 2 unit_census(params, np.ones((3, 5)))",
        "%%timeit -n 5 -r 2\nunit_census(params, np.ones((3, 5)))",
        "%prun -q -l 3 unit_census(params, np.ones((3, 5)))",
        where="unit_census",
        notebook=filled(unit_census=f"import time\n\n\n{answer}"),
    )


@work("autour du deuxième")
def tests_itself_with_the_standard_library():
    """Des doctests dans sa fonction, unittest et un script sous if __name__ == "__main__", dans le carnet."""
    answer = ANSWERS["orthogonal"].replace(
        '"""\n', '\n\n    >>> orthogonal(2, 3, 5.0, np.random.default_rng(0)).shape\n    (2, 3)\n    """\n', 1
    )
    unit = """
import unittest


class Orthogonality(unittest.TestCase):
    def test_rows(self):
        W = orthogonal(2, 3, 5.0, np.random.default_rng(0))
        np.testing.assert_allclose(W @ W.T, 25 * np.eye(2), atol=1e-12)


if __name__ == "__main__":
    unittest.main(argv=["carnet"], exit=False, verbosity=2)
"""
    cells = unit, "import doctest\ndoctest.testmod(verbose=True)\ndoctest.run_docstring_examples(orthogonal, globals())"
    return with_cells(*cells, where="orthogonal", notebook=filled(orthogonal=answer))


@work("autour du deuxième")
def checks_itself_as_the_statement_says():
    """Garde la cellule que propose l'énoncé, qui vérifie le carnet enregistré avant de rendre."""
    cell = 'from mlcourse.checks.verify import verify\nverify("devoir2.ipynb")'
    return with_cells(cell, where="deep_relu", notebook=filled())


@work("autour du deuxième")
def compares_itself_to_the_course():
    """Cherche ses fautes dans une cellule ajoutée, en comparant ses dérivées à celles que mesure mlcourse.checks."""
    cell = """
from mlcourse.checks import Check

check = Check(activation, "la pente", ("A", "dA"))
z = np.linspace(-3, 3, 7)
for name in ("softplus", "squareplus", "mish", "gelu_tanh"):
    slope = (activation(name, z + 1e-6)[0] - activation(name, z - 1e-6)[0]) / 2e-6
    print(name, abs(slope - check.call(name, z)[1]).max())
"""
    return with_cells(cell, where="activation", notebook=filled())


@work("autour du deuxième")
def shows_its_progress():
    """Affiche l'avancement de lsuv sur une même ligne, par \\r, et le détail par le module logging."""
    told = 'print(f"\\rcouche {l}…", end="", flush=True)\n            log.info("couche %d", l)\n            W = W / ('
    answer = ANSWERS["lsuv"].replace("W = W / (", told)
    return filled(lsuv=f'import logging\n\nlog = logging.getLogger("lsuv")\n\n\n{answer}')


@work("autour du deuxième")
def silences_numpy_by_a_decorator():
    """Fait lever NumPy sur toute faute de calcul, et la tait dans ses fonctions par np.errstate en décorateur."""
    names = ("activation", "signal_gain", "lsuv", "unit_census")
    quiet = {name: f'@np.errstate(all="ignore")\n{ANSWERS[name]}' for name in names}
    return with_cells('np.seterr(all="raise")', notebook=filled(**quiet))


@work("autour du deuxième")
def demonstrates_thirty_layers_for_the_written_question():
    """La mesure de la question rédigée, en code et en figure, dure cinq secondes dans une cellule ajoutée."""
    measure = """
import time
from time import sleep

end, deviations = time.time() + 5, {}
for c in (1, 2):
    rng, A = np.random.default_rng(0), np.random.default_rng(1).standard_normal((256, 100))
    for layer in range(30):
        Z = rng.normal(scale=np.sqrt(c / 256), size=(256, 256)) @ A
        deviations[c, layer + 1] = Z.std()
        A = np.maximum(Z, 0)
while time.time() < end:
    sleep(0.05)
{key: f"{value:.2g}" for key, value in deviations.items() if key[1] in (1, 10, 20, 30)}
"""
    return after(filled(), "deep_relu-statement", code(measure), prose("J'en tire la pente $2^{-1/2}$ par couche."))


@work("autour du deuxième", points=DEVOIR2.worth("activation", "signal_gain", "merge_statistics", "unit_census"))
def leaves_three_exercises():
    """Laisse trois exercices : un tel quel, un qui ne rend rien, un dont l'essai s'arrête sur une erreur."""
    return filled(
        orthogonal=EMPTY.format(signature("orthogonal")),
        truncated_he=f"def {signature('truncated_he')}\n    ...  # je n'ai pas eu le temps",
        lsuv=f"def {signature('lsuv')}\n    W = params['W1'] / oublie\n    return W",
    )


@work("autour du deuxième", points=DEVOIR2.all_but("orthogonal-uniform"))
def forgets_the_signs():
    """Oublie les signes de QR, comme tant de bibliothèques : une vraie faute, qui ne coûte que sa propriété."""
    return filled(orthogonal=ANSWERS["orthogonal"].replace(" * np.sign(np.diag(R))", ""))


@work("autour du deuxième")
def keeps_wrong_drafts_of_three_answers():
    """Des essais faux, avant et après les réponses, sous leur nom, sous un autre, et qui échouent."""
    notebook = filled()
    for name in ("orthogonal", "lsuv", "merge_statistics"):
        draft = f"def {signature(name)}\n    return None"
        check = f"assert {name} is None, 'à revoir'"
        notebook = after(notebook, name, code(f"old_{name} = {name}"), code("old = 3\nold / 0"))
        notebook = after(notebook, f"{name}-statement", code(draft), code(check), prose("Essai abandonné."))
    return notebook


@work("autour du deuxième")
def annotates_with_protocols_and_generics():
    """Des annotations de toutes sortes : Protocol, TypedDict, alias, Annotated, overload, TypeVar."""
    return filled(
        signal_gain="""
from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Protocol, TypeAlias, TypeVar, overload

T = TypeVar("T", float, np.ndarray)
Positive: TypeAlias = Annotated[float, "strictement positif"]


class Activation(Protocol):
    def __call__(self, z: np.ndarray, /) -> np.ndarray: ...


@overload
def square(x: float) -> float: ...
@overload
def square(x: np.ndarray) -> np.ndarray: ...
def square(x: T) -> T:
    return x * x


def expectation(g: Activation, v: Positive, *, count: int = 60_000) -> float:
    u, step = np.linspace(-13, 13, count, endpoint=False, retstep=True)
    u += step / 2
    return float(np.exp(-square(u) / 2) @ square(g(np.sqrt(v) * u)) * step / np.sqrt(2 * np.pi))


def signal_gain(
    f: Activation, df: Callable[[np.ndarray], np.ndarray], v: Positive, bias_variance: float
) -> tuple[float, float]:
    c: float = (v - bias_variance) / expectation(f, v)
    return c, c * expectation(df, v)"""
    )
