"""Un calcul et ses contrôles, séparés : le corps d'une fonction décorée ne contient que les équations."""

from functools import wraps
from inspect import signature


def checked(check):
    """Décore un calcul : `check` en reçoit les arguments, les refuse, ou les rend prêts pour le calcul.

    Le corps décoré ne contient plus que les équations ; `unchecked` le rend à qui a déjà contrôlé ses données.
    """

    def decorate(function):
        @wraps(function)
        def call(*arguments, **named):
            if named:
                arguments = signature(function).bind(*arguments, **named).args
            return function(*check(*arguments))

        return call

    return decorate


def unchecked(function):
    """Rend le calcul sans ses contrôles : une boucle contrôle ses données une fois, pas à chaque pas."""
    body = getattr(function, "__wrapped__", function)
    return body.__get__(function.__self__) if body is not function and hasattr(function, "__self__") else body
