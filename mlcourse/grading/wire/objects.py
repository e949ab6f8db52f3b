"""Les poignées : un objet reste dans son processus, et l'autre côté n'en tient qu'un mandataire.

Un mandataire s'appelle, se parcourt et se lit comme l'objet, mais ne se laisse prendre ni pour un tableau, ni pour un
nombre, ni pour un booléen : un objet « égal à tout » n'est égal à rien de ce côté-ci.
"""

from functools import lru_cache

import numpy as np

from mlcourse.grading.wire.channel import CrossingError, ProtocolError

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


class Objects:
    """Ce que ce côté prête (`own`) et les mandataires de ce que l'autre lui prête (`proxy`)."""

    def __init__(self):
        self.request = None  # Peer.request, une fois le fil tendu
        self._last = 0
        self._own, self._numbers, self._proxies = {}, {}, {}

    def describe(self, value):
        """Code un objet qui reste ici, ou celui de l'autre côté qu'un mandataire désigne."""
        if isinstance(value, Proxy):
            return ["o", object.__getattribute__(value, "_number")]
        number = self._numbers.get(id(value))
        if number is None:
            if len(self._own) >= MAX_HANDLES:
                raise CrossingError("trop d'objets prêtés à l'autre processus")
            self._last = number = self._last + 1
            self._own[number], self._numbers[id(value)] = value, number
        kind = type(value)
        flags = "".join(flag for flag, method in _FLAGS.items() if hasattr(kind, method))
        return ["h", number, flags + "t" * issubclass(kind, type), _kind_of(value), _name_of(value)]

    def own(self, number):
        """L'objet d'ici que désigne un numéro ; un objet repris n'est plus à personne."""
        if type(number) is not int or not 0 < number <= self._last:
            raise ProtocolError("une poignée inconnue")
        return self._own.get(number, GONE)

    def proxy(self, number, flags, kind, name):
        """Le mandataire d'un objet de l'autre côté, toujours le même pour le même objet."""
        texts = (flags, kind, name)
        if type(number) is not int or any(type(text) is not str or len(text) > MAX_NAME for text in texts):
            raise ProtocolError("une poignée mal formée")
        if number not in self._proxies:
            if len(self._proxies) >= MAX_HANDLES or not set(flags) <= _METHODS.keys():
                raise ProtocolError("trop de poignées, ou une poignée mal formée")
            self._proxies[number] = proxy_class(flags, kind)(self, number, name)
        return self._proxies[number]

    def forget_proxies(self):
        """Oublie les mandataires de ce que l'autre côté avait prêté."""
        self._proxies.clear()

    def withdraw(self):
        """Reprend tout ce qui était prêté : l'autre côté ne peut plus s'en servir."""
        self._own.clear()
        self._numbers.clear()


class _Gone:
    """Ce que devient, pour l'autre côté, un objet repris."""


GONE = _Gone()


def _kind_of(value):
    precision = f" (dtype {value.dtype})" if type(value) is np.ndarray else ""
    return f"{type(value).__name__}{precision}"[:MAX_NAME]


def _name_of(value):
    name = getattr(value, "__name__", "") if callable(value) else ""
    return name[:MAX_NAME] if type(name) is str else ""


def _remote(operation):
    def method(self, *arguments, **options):
        return object.__getattribute__(self, "_objects").request(operation, self, *arguments, **options)

    return method


def _refuse(self, *arguments, **options):
    raise TypeError("un objet défini dans la copie n'est ni un tableau, ni un nombre, ni une condition")


class Proxy:
    """Le mandataire d'un objet de l'autre processus."""

    __array_ufunc__ = None
    __array__ = __bool__ = __float__ = __int__ = __index__ = __complex__ = _refuse
    __slots__ = ("__name__", "__weakref__", "_number", "_objects")

    def __init__(self, objects, number, name):
        for key, value in (("_objects", objects), ("_number", number), ("__name__", name)):
            object.__setattr__(self, key, value)

    def __getattr__(self, name):
        if name.startswith("__"):  # ce que Python ou NumPy cherche de lui-même n'appartient pas à l'objet
            raise AttributeError(name)
        return object.__getattribute__(self, "_objects").request("get", self, name)

    def __setattr__(self, name, value):
        object.__getattribute__(self, "_objects").request("set", self, name, value)

    def __deepcopy__(self, memo):
        return object.__getattribute__(self, "_objects").request("copy", self)


_METHODS = {
    "c": {"__call__": _remote("call")},
    "i": {"__iter__": _remote("iter")},
    "n": {"__next__": _remote("next")},
    "l": {"__len__": _remote("len")},
    "g": {"__getitem__": _remote("item")},
    "s": {"__setitem__": _remote("set_item")},
    "k": {"__contains__": _remote("contains")},
    "t": {"__instancecheck__": _remote("instance")},
}


@lru_cache(maxsize=512)
def proxy_class(flags, name):
    """La classe des mandataires d'un objet qui sait faire ce que disent ces lettres ; `name` est celui de la sienne."""
    methods = {"__slots__": (), "__module__": "copie"}
    for flag in flags:
        methods |= _METHODS[flag]
    return type(name.replace("\0", "") or "objet", (Proxy,), methods)
