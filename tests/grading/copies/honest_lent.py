"""Du travail juste, qui se sert des fonctions et du générateur reçus comme dans n'importe quel carnet."""

from .base import filled
from .honest import work

CHECK = """
import functools
import inspect
import operator
import threading
from concurrent.futures import ThreadPoolExecutor


def directional_check(f, grad, theta, rng):
    theta, h = np.array(theta, dtype=np.float64), 1e-5
    units = rng.standard_normal((10, *theta.shape))
    units = [u / np.linalg.norm(u) for u in units]
    points = [theta + s * h * u for u in units for s in (1, -1)]
    {prepare}
    values = {values}
    a = [np.sum({gradient} * u) for u in units]
    n = [(values[2 * k] - values[2 * k + 1]) / (2 * h) for k in range(10)]
    scale = np.linalg.norm(a) + np.linalg.norm(n)
    return float(np.linalg.norm(np.subtract(a, n)) / scale) if scale > 0 else 0.0
"""


def checking(values="[f(point) for point in points]", gradient="g", prepare="g = grad(theta)"):
    """La référence, dont l'exercice 3 appelle f et grad de cette façon."""
    return filled(directional_check=CHECK.format(values=values, gradient=gradient, prepare=prepare))


@work("prêt", quick=True)
def calls_the_function_from_threads():
    """Évalue f aux vingt points dans huit fils d'exécution."""
    return checking("[*ThreadPoolExecutor(8).map(f, points)]")


@work("prêt", quick=True)
def tests_whether_a_function_was_given():
    """Écrit « if f: », « grad or ... », « callable(f) », « f is not None », « f == f »."""
    return checking(prepare="g = (grad or f)(theta)\n    assert f and callable(f) and f is not None and f == f")


@work("prêt")
def wraps_the_function():
    """Passe par functools.partial, functools.lru_cache, functools.wraps, operator.call et une classe à __call__."""
    return checking(
        "[functools.partial(call, function)(point) for point in points]",
        prepare="""g = functools.partial(grad)(theta)

    @functools.wraps(f)
    def function(point):
        return f(point)

    class Caller:
        def __call__(self, function, point):
            return operator.call(function, point)

    call = Caller()""",
    )


@work("prêt")
def asks_the_signature_of_the_function():
    """Compte les paramètres de f avec inspect.signature avant de l'appeler."""
    return checking(
        prepare="""g = grad(theta)
    if len(inspect.signature(f).parameters) != 1:
        raise TypeError("f prend un seul argument")"""
    )


@work("prêt")
def maps_the_function():
    """Écrit map(f, points), np.array([*map(...)]), et apply_along_axis sur des points aplatis."""
    return checking(
        "np.apply_along_axis(lambda flat: f(flat.reshape(theta.shape)), 1, np.array([p.ravel() for p in points]))"
    )


@work("prêt")
def computes_in_a_background_thread():
    """Lance un fil d'exécution qui appelle f, l'attend, et continue."""
    return checking(
        "found",
        prepare="""g, found = grad(theta), []
    worker = threading.Thread(target=lambda: found.extend(map(f, points)))
    worker.start()
    worker.join()""",
    )


@work("prêt")
def gives_the_function_a_scratch_array():
    """Réutilise un même tableau de travail pour tous les points, et le change après chaque appel."""
    return checking(
        "[evaluate(point) for point in points]",
        prepare="""g, scratch = grad(theta), np.empty_like(theta)

    def evaluate(point):
        scratch[...] = point
        value = f(scratch)
        scratch[...] = 0
        return value""",
    )


@work("prêt")
def spawns_the_generator():
    """Tire ses directions de générateurs nés de rng, par spawn."""
    return filled(
        directional_check=CHECK.format(
            values="[f(point) for point in points]", gradient="g", prepare="g = grad(theta)"
        ).replace(
            "rng.standard_normal((10, *theta.shape))", "[child.standard_normal(theta.shape) for child in rng.spawn(10)]"
        )
    )
