"""Du travail juste sur le devoir 3, et ce que le carnet garde du travail : essais, réseaux, figures."""

from .base import after, code, prose
from .honest import with_cells, works_of
from .honest_devoir3 import ANSWERS, DEVOIR3, filled

_, work = works_of(DEVOIR3.name)
SIZES = "size = max(64, -(-budget // 1000))"


@work("autour du troisième", quick=True)
def keeps_the_cell_of_the_project():
    """Garde la cellule où l'énoncé propose de chercher un réglage, et qu'il dit d'effacer avant de rendre."""
    cell = """
from mlcourse.checks.paid import PaidNetwork

network = PaidNetwork(np.random.default_rng(1))
theta = train_within(network.gradient, network.start, network.examples, 28760, np.random.default_rng(2))
print(network.accuracy(theta), network.paid, network.calls)
"""
    return with_cells(cell, where="train_within", notebook=filled())


@work("autour du troisième", says="« mlcourse.experiments.race »")
def answers_the_written_question_with_code():
    """Lance les comparaisons de la question rédigée dans une cellule, avec le module du cours que cite l'énoncé."""
    cell = """
from mlcourse.experiments.race import run, three_parts

training, validation, _ = three_parts()
run("sgd", 0.3, 0, training, validation, epochs=1)[1]
"""
    return after(filled(), "equal_budget-statement", code(cell), prose("Le code ci-dessus donne mes nombres."))


@work("autour du troisième")
def prints_each_pass_and_keeps_its_history():
    """Affiche chaque passage du projet, et garde l'histoire dans une liste globale qu'une cellule trace."""
    told = (
        'history.append(abs(velocity).max())\n        print(f"pas {step} : {history[-1]:.3f}")\n        theta = theta -'
    )
    answer = ANSWERS["train_within"].replace("theta = theta -", told)
    plot = "import matplotlib.pyplot as plt\n\nplt.semilogy(history or [1.0])\nplt.xlabel('pas')\nplt.show()"
    return with_cells(plot, where="train_within", notebook=filled(train_within=f"history = []\n\n\n{answer}"))


@work("autour du troisième")
def tunes_on_a_network_of_its_own():
    """Cherche son réglage sur une régression logistique à elle, dans une cellule qui dure quatre secondes."""
    cell = """
import time

rng = np.random.default_rng(0)
X, truth = rng.standard_normal((500, 20)), rng.standard_normal(20)
labels = X @ truth > 0


def gradient(theta, batch):
    return X[batch].T @ (1 / (1 + np.exp(-X[batch] @ theta)) - labels[batch]) / len(batch)


start, found = time.perf_counter(), {}
while time.perf_counter() - start < 4:
    theta = train_within(gradient, np.zeros(20), 500, 6400, np.random.default_rng(len(found)))
    found[len(found)] = np.mean((X @ theta > 0) == labels)
print(min(found.values()))
"""
    return with_cells(cell, where="train_within", notebook=filled())


@work("autour du troisième")
def uses_the_global_generator_in_its_drafts():
    """Sème et tire du générateur global, et de RandomState, dans ses essais ; ses réponses n'y touchent pas."""
    cells = (
        "np.random.seed(3)\nlabels = np.random.randint(0, 3, size=20)\nX = np.random.rand(4, 20)",
        "[b[1] for b in stratified_batches(X, labels, 6, np.random.default_rng(0))]",
        "import random\nrandom.seed(1)\nrandom.shuffle([1, 2]), np.random.RandomState(4).permutation(3)",
    )
    return with_cells(*cells, where="stratified_batches", notebook=filled())


@work("autour du troisième")
def writes_the_first_answers_in_one_cell():
    """Les exercices 2, 3 et 4 sont écrits ensemble dans la cellule du deuxième ; les autres renvoient à elle."""
    names = ("qh_momentum", "qh_settings", "centered_rmsprop")
    together = "\n\n\n".join(ANSWERS[name] for name in names)
    return filled(qh_momentum=together, qh_settings="# avec l'exercice 2", centered_rmsprop="pass  # de même")


@work("autour du troisième")
def times_its_answer_cells():
    """Des magies en tête des cellules de réponse : %%time, %%capture, et une ligne %matplotlib."""
    magics = {"one_cycle": "%%time\n", "adamax": "%%capture\n", "qh_momentum": "%matplotlib inline\n"}
    return filled(**{name: magic + ANSWERS[name] for name, magic in magics.items()})


@work("autour du troisième", quick=True)
def overloads_its_answers_by_decorators():
    """Compte, chronomètre et vérifie ses fonctions par trois décorateurs empilés, définis dans une autre cellule."""
    decorators = """
import functools
import inspect
import time

CALLS = {}


def counted(function):
    @functools.wraps(function)
    def wrapper(*arguments, **options):
        CALLS[function.__name__] = CALLS.get(function.__name__, 0) + 1
        return function(*arguments, **options)
    return wrapper


def finite(function):
    names = [*inspect.signature(function).parameters]

    @functools.wraps(function)
    def wrapper(*arguments):
        for name, value in zip(names, arguments):
            if isinstance(value, np.ndarray):
                assert np.isfinite(value).all(), name
        return function(*arguments)
    return wrapper


def timed(unit):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*arguments):
            start = time.perf_counter_ns()
            try:
                return function(*arguments)
            finally:
                print(f"{function.__name__} : {(time.perf_counter_ns() - start) / unit:.1f}")
        return wrapper
    return decorate
"""
    names = [name for name in ANSWERS if name != "equal_budget"]
    decorated = {name: f"@counted\n@timed(unit=1e6)\n@finite\n{ANSWERS[name]}" for name in names}
    notebook = after(filled(**decorated), "train_within", code("CALLS"))
    return with_cells(decorators, notebook=notebook)


@work("autour du troisième", points=DEVOIR3.worth("stratified_batches", "qh_momentum", "qh_settings", "one_cycle"))
def leaves_four_exercises():
    """Laisse quatre exercices : vide, en prose, une syntaxe fautive, et un essai qui ne finit pas son calcul."""
    return filled(
        centered_rmsprop="# VOTRE CODE ICI\nraise NotImplementedError()",
        adamax="Je n'ai pas su faire celui-ci.",
        best_momentum="def best_momentum(H, alpha)\n    return",
        train_within="def train_within(gradient, theta, m, budget, rng):\n    assert False, 'à finir'",
    )


@work("autour du troisième", points=DEVOIR3.all_but("adamax-state"))
def counts_its_steps_in_a_global():
    """Garde le compteur d'AdaMax dans un attribut de la fonction : une vraie faute, qui ne coûte que sa propriété."""
    answer = ANSWERS["adamax"].replace(
        't = state.get("t", 0) + 1', "adamax.t = adamax.t + 1 if state else 1\n    t = adamax.t"
    )
    return filled(adamax=answer)


@work("autour du troisième")
def explores_with_loops_and_comprehensions():
    """Vérifie ses réglages par des boucles, une barre d'avancement faite main et des f-chaînes imbriquées."""
    cell = """
def bar(items):
    for i, item in enumerate(items, 1):
        print(f"\\r{'█' * (20 * i // len(items)):<20} {i / len(items):.0%}", end="")
        yield item


rng = np.random.default_rng(5)
worst = 0.0
for rule in bar(["sgd", "momentum", "polyak", "nesterov", "nesterov_mean"]):
    a, b, nu = qh_settings(rule, 0.1, 0.9)
    theta = position = np.ones(3)
    v = u = np.zeros(3)
    for g in rng.standard_normal((50, 3)):
        theta, v = qh_momentum(theta, g, v, a, b, nu)
        mean = 0.1 if rule in ("momentum", "nesterov_mean") else 1.0
        u = 0.9 * u + mean * g
        step = {"sgd": g, "momentum": u, "polyak": u}.get(rule, mean * g + 0.9 * u)
        position = position - 0.1 * step
    worst = max(worst, abs(theta - position).max())
assert worst < 1e-9, worst
f"{'écart'!s:>10} : {worst:.1e}"
"""
    return with_cells(cell, where="qh_settings", notebook=filled())
