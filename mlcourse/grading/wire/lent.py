"""Les fonctions que les tests prêtent à la copie : ce qu'elle en voit, et ce qu'elle peut en faire."""

import functools
import inspect
import types

import numpy as np

FUNCTIONS = {types.FunctionType, types.BuiltinFunctionType, types.MethodType, functools.partial, np.ufunc, type(np.sum)}
NAME = "fonction_prêtée"
REFUSED = "la fonction reçue en argument n'accepte pas cet appel"
OVER = "une fonction reçue en argument ne vaut que le temps de l'appel qui l'a donnée"
ONLY_DATA = "une fonction reçue en argument ne prend que des nombres, du texte, des tableaux et des listes"
CHILD = "un processus enfant ne peut pas appeler une fonction reçue en argument : restez dans le premier"
_KINDS = list(inspect._ParameterKind)
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class Shown:
    """Ce que montre une fonction prêtée : des paramètres sans valeur par défaut, donnés en couples (nom, espèce)."""

    def __init__(self, parameters):
        self.signature = inspect.Signature([inspect.Parameter(name, kind) for name, kind in parameters])
        self._count = len(parameters) if all(kind in _POSITIONAL for _, kind in parameters) else None

    def bind(self, arguments, options):
        """Range les arguments d'un appel, en positions et en noms ; lève TypeError s'ils ne sont pas ceux-là."""
        if len(arguments) == self._count and not options:  # l'appel ordinaire, rangé d'avance
            return arguments, options
        bound = self.signature.bind(*arguments, **options)
        return bound.args, bound.kwargs

    def encode(self):
        """Code ces paramètres : [nom, espèce]..."""
        return [[one.name, _KINDS.index(one.kind)] for one in self.signature.parameters.values()]


def visible(function):
    """Ce que montre une fonction, sans ce qui a une valeur par défaut : les tests y cachent des données."""
    if isinstance(function, np.ufunc):
        return _shown(tuple((f"x{number}", inspect.Parameter.POSITIONAL_ONLY) for number in range(1, function.nin + 1)))
    try:
        parameters = inspect.signature(function).parameters.values()
    except (ValueError, TypeError):  # écrite en C, et muette
        return _shown((("arguments", inspect.Parameter.VAR_POSITIONAL),))
    shown = [(one.name, one.kind) for one in parameters if one.default is one.empty and one.kind != one.VAR_KEYWORD]
    if any(one.default is not one.empty and one.kind in _POSITIONAL for one in parameters):
        # Ce que la copie donnerait en plus irait d'abord à ces paramètres-là.
        shown = [(name, kind) for name, kind in shown if kind != inspect.Parameter.VAR_POSITIONAL]
    return _shown((*shown,))


_shown = functools.lru_cache(maxsize=256)(Shown)  # les mêmes reviennent à chaque appel


def call(function, shown, arguments, options):
    """Appelle une fonction prêtée, avec des données et les seuls paramètres qu'elle montre."""
    arguments, options = shown.bind(arguments, options)
    return function(*arguments, **options)


def stand_in(request, parameters):
    """Ce que reçoit la copie : une fonction ordinaire, de même signature, qui demande aux tests de faire l'appel."""
    shown = _shown(tuple((name, _KINDS[kind]) for name, kind in parameters))

    def lent(*arguments, **options):
        return request(*shown.bind(arguments, options))

    lent.__name__ = lent.__qualname__ = NAME
    lent.__doc__, lent.__module__ = None, "tests"
    vars(lent)["__signature__"] = shown.signature
    return lent
