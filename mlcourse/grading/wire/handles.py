"""Les poignées : un objet de la copie reste chez elle, et les tests n'en tiennent qu'un mandataire.

Un mandataire s'appelle, se parcourt et se lit comme l'objet, mais ne se laisse prendre ni pour un tableau, ni pour un
nombre, ni pour un booléen : un objet « égal à tout » n'est égal à rien de ce côté-ci.
"""

from functools import lru_cache

import numpy as np

from mlcourse.grading.wire.channel import CrossingError, PeerLost, ProtocolError

MAX_HANDLES, MAX_NAME = 100_000, 80
_FLAGS = {
    "c": "__call__",
    "i": "__iter__",
    "n": "__next__",
    "l": "__len__",
    "g": "__getitem__",
    "s": "__setitem__",
    "k": "__contains__",
}


class Own:
    """Dans la copie : les objets que les tests désignent par un numéro."""

    def __init__(self):
        self._objects, self._numbers = {}, {}

    def describe(self, value):
        """Code un objet qui reste ici : son numéro, ce qu'il sait faire, son type et son nom."""
        number = self._numbers.get(id(value))
        if number is None:
            if len(self._objects) >= MAX_HANDLES:
                raise CrossingError("trop d'objets prêtés aux tests")
            number = len(self._objects) + 1
            self._objects[number], self._numbers[id(value)] = value, number
        kind = type(value)
        flags = "".join(flag for flag, method in _FLAGS.items() if hasattr(kind, method))
        return ["h", number, flags + "t" * issubclass(kind, type), _kind_of(value), _name_of(value)]

    def get(self, number):
        """L'objet de ce numéro."""
        return self._objects[number]


class Handles:
    """Dans les tests : les mandataires, toujours le même pour le même objet ; `ask` leur fait traverser le fil."""

    def __init__(self, ask):
        self._ask, self._proxies = ask, {}

    def decode(self, decoder, code, depth):
        """Le mandataire d'un objet de la copie."""
        _, number, flags, kind, name = code
        texts = (flags, kind, name)
        if type(number) is not int or any(type(text) is not str or len(text) > MAX_NAME for text in texts):
            raise ProtocolError("une poignée mal formée")
        if number not in self._proxies:
            if len(self._proxies) >= MAX_HANDLES or not set(flags) <= _METHODS.keys():
                raise ProtocolError("trop de poignées, ou une poignée mal formée")
            self._proxies[number] = _proxy_class("".join(sorted({*flags})), kind)(self._ask, number, name)
        return self._proxies[number]


def number_of(value):
    """Le numéro que porte un mandataire, ou None si ce n'en est pas un."""
    return object.__getattribute__(value, "_number") if isinstance(value, Proxy) else None


def _kind_of(value):
    precision = f" (dtype {value.dtype})" if type(value) is np.ndarray else ""
    return f"{type(value).__name__}{precision}"[:MAX_NAME]


def _name_of(value):
    name = getattr(value, "__name__", "") if callable(value) else ""
    return name[:MAX_NAME] if type(name) is str else ""


def _remote(operation):
    def method(self, *arguments, **options):
        return object.__getattribute__(self, "_ask")(operation, self, *arguments, **options)

    return method


def _observe(self, *arguments):
    answer = object.__getattribute__(self, "_ask")("observe", self, *arguments)
    if type(answer) is tuple and len(answer) == 2:
        _, after = answer
        if type(after) is tuple and len(after) == len(arguments):
            return answer
    raise PeerLost("message")


def _refuse(self, *arguments, **options):
    raise TypeError("un objet défini dans la copie n'est ni un tableau, ni un nombre, ni une condition")


class Proxy:
    """Le mandataire d'un objet de la copie."""

    __array_ufunc__ = None
    __array__ = __array_function__ = __bool__ = __float__ = __int__ = __index__ = __complex__ = _refuse
    __slots__ = ("__name__", "__weakref__", "_ask", "_number")

    def __init__(self, ask, number, name):
        for key, value in (("_ask", ask), ("_number", number), ("__name__", name)):
            object.__setattr__(self, key, value)

    def __getattr__(self, name):
        if name.startswith("__"):  # ce que Python ou NumPy cherche de lui-même n'appartient pas à l'objet
            raise AttributeError(name)
        return object.__getattribute__(self, "_ask")("get", self, name)

    def __setattr__(self, name, value):
        object.__getattribute__(self, "_ask")("set", self, name, value)

    def __deepcopy__(self, memo):
        return object.__getattribute__(self, "_ask")("copy", self)


# `__observe__` est ce que cherchent les contrôles : le résultat, et les arguments tels que l'appel les a laissés.
_METHODS = {
    "c": {"__call__": _remote("call"), "__observe__": _observe},
    "i": {"__iter__": _remote("iter")},
    "n": {"__next__": _remote("next")},
    "l": {"__len__": _remote("len")},
    "g": {"__getitem__": _remote("item")},
    "s": {"__setitem__": _remote("set_item")},
    "k": {"__contains__": _remote("contains")},
    "t": {"__instancecheck__": _remote("instance")},
}


@lru_cache(maxsize=512)
def _proxy_class(flags, name):
    """La classe des mandataires d'un objet qui sait faire ce que disent ces lettres ; `name` est celui de la sienne."""
    methods = {"__slots__": (), "__module__": "copie"}
    for flag in flags:
        methods |= _METHODS[flag]
    return type(name.replace("\0", "") or "objet", (Proxy,), methods)
