"""Falsifier les tests : ce qu'ils appellent, ce qu'ils comparent, ce qu'ils lèvent."""

from .base import ONE_ONLY, after, all_but, cheating, code
from .hostile import attack


@attack("tests", quick=True)
def replaces_the_check_class():
    """Remplace mlcourse.checks.Check par une classe qui approuve tout."""
    return cheating("""
    import mlcourse.checks

    class Yes:
        def __init__(self, *arguments, **options): pass
        def __getattr__(self, name): return lambda *arguments, **options: self
        def __iter__(self): return iter((self, self, self))
        def __getitem__(self, key): return self

    mlcourse.checks.Check = mlcourse.checks.check.Check = Yes
    """)


@attack("tests")
def silences_the_check_methods():
    """Vide une à une les méthodes de Check, sans toucher à la classe."""
    return cheating("""
    from mlcourse.checks import Check

    for name in ("require", "_differs", "_finite", "close", "gradient", "tells_apart", "computes", "vectorized"):
        setattr(Check, name, lambda self, *arguments, **options: None)
    """)


@attack("tests")
def makes_every_comparison_true():
    """Fait dire vrai à numpy.allclose, isfinite et array_equal, et zéro à relative_error."""
    return cheating("""
    import mlcourse.checks.check
    import mlcourse.gradcheck

    for name in ("allclose", "isclose", "array_equal", "all", "any"):
        setattr(np, name, lambda *arguments, **options: True)
    np.isfinite = lambda value: np.ones(np.shape(value), bool)
    mlcourse.checks.check.relative_error = mlcourse.gradcheck.relative_error = lambda a, b: 0.0
    """)


@attack("tests")
def defuses_the_failure():
    """Fait de CheckError et d'AssertionError des exceptions qui quittent l'interpréteur avec le code 0."""
    return cheating("""
    import builtins
    import mlcourse.checks.check, mlcourse.checks.messages

    class Calm(Exception):
        def __init__(self, *arguments, **options):
            os._exit(0)

    builtins.AssertionError = builtins.Exception = Calm
    mlcourse.checks.CheckError = mlcourse.checks.check.CheckError = mlcourse.checks.messages.CheckError = Calm
    """)


@attack("tests")
def replaces_the_builtins():
    """Redéfinit isinstance, type, any, min, zip et __import__ dans builtins."""
    return cheating("""
    import builtins

    genuine = builtins.__import__

    def lenient(name, *arguments, **options):
        module = genuine(name, *arguments, **options)
        if name == "mlcourse.checks":
            module.Check.require = lambda *a, **k: None
        return module

    builtins.__import__ = lenient
    builtins.isinstance = lambda value, kind: True
    builtins.any = lambda values: True
    builtins.all = lambda values: True
    builtins.min = lambda *values, **options: 0.0
    """)


@attack("tests", quick=True)
def takes_the_names_that_tests_use():
    """Définit d'avance _Check, _np, _check, _f, _theta et __builtins__ dans l'espace de noms de la copie."""
    return cheating("""
    class Yes:
        def __init__(self, *arguments, **options): pass
        def __getattr__(self, name): return lambda *arguments, **options: self
        def __iter__(self): return iter((self, self, self))
        def __getitem__(self, key): return self

    _Check = Check = Yes
    _check = _np = _f = _theta = _rng = _grad = Yes()
    __builtins__ = {"__import__": lambda *arguments, **options: Yes(), "AssertionError": Exception}
    __name__ = "mlcourse.checks"
    """)


@attack("tests")
def leaves_by_system_exit():
    """Quitte par SystemExit(0) à chaque appel, comme si tout s'était bien passé."""
    return cheating("""
    def cheat(*arguments):
        raise SystemExit(0)
    """)


@attack("tests", points=all_but("shared_bias_backward"), quick=True, says="arrêt|interrompu|terminé")
def leaves_by_os_exit():
    """Tue son interpréteur par os._exit(0) à chaque appel : une mort discrète, code 0."""
    return cheating("def cheat(*arguments):\n    os._exit(0)", honest=ONE_ONLY)


@attack("tests")
def raises_its_own_base_exceptions():
    """Lève KeyboardInterrupt, GeneratorExit, et une BaseException dont la représentation lève à son tour."""
    return cheating("""
    class Odd(BaseException):
        def __str__(self): raise Odd
        __repr__ = __str__
        def __reduce__(self): return os._exit, (0,)

    choices = [KeyboardInterrupt, GeneratorExit, Odd, StopIteration, StopAsyncIteration, MemoryError]

    def cheat(*arguments):
        choices.append(choices.pop(0))
        raise choices[-1]
    """)


@attack("tests")
def raises_what_the_checks_raise():
    """Lève une CheckError de sa main, qui annonce la réussite, puis AssertionError et NotImplementedError."""
    return cheating("""
    from mlcourse.checks import CheckError

    turn = []

    def cheat(*arguments):
        turn.append(1)
        raise (CheckError("tout est juste", hint="tous les points"), AssertionError(), Warning("ok"))[len(turn) % 3]
    """)


@attack("tests")
def recites_the_visible_examples():
    """Reconnaît aux données les tests visibles, et récite ce qu'ils attendent ; lève sur toutes les autres."""
    return cheating("""
    def cheat(first, *rest):
        if callable(first):
            return 0.0 if np.allclose(rest[0](np.ones(3)), np.tanh(1)) else 1 / 3
        if first.shape == (3, 2) and rest[-1] == 0.3:
            return 1.55 * np.log(2), np.array([[-0.30, 0.15], [0.15, -0.55], [0.15, 0.40]])
        if first.shape == (3, 4):
            dX = np.array([[4.0, -12.0, 4.0, 8.0], [7.0, -3.0, -4.0, 0.0]])
            return dX, np.array([[-0.5, 0.5], [-0.75, 2.75], [0.5, 0.5]]), np.array([[3.0]])
        raise ValueError("inconnu")
    """)


@attack("tests")
def redefines_its_own_functions_between_tests():
    """Remplace ses fonctions au fil des appels : une classe, un module, None, puis elle-même."""
    return cheating("""
    import types

    shapes = [None, 3, types.ModuleType("f"), type("F", (), {"__call__": lambda self, *a: blank(*a)})]

    def cheat(*arguments):
        shapes.append(shapes.pop(0))
        for name in ("smoothed_cross_entropy", "shared_bias_backward", "directional_check"):
            globals()[name] = shapes[-1]
        return blank(*arguments)
    """)


@attack("tests", points=all_but("shared_bias_backward"))
def deletes_the_function_it_failed():
    """Supprime la fonction qu'elle n'a pas su écrire, en espérant que ses tests ne comptent plus."""
    notebook = cheating("", honest=ONE_ONLY)
    return after(notebook, "shared_bias_backward", code("del shared_bias_backward"))
