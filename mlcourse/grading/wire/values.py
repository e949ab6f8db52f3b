"""Les données sur le fil : ce qui traverse par copie, dans un sens ou dans l'autre.

Une valeur codée est un type simple, ou une liste dont le premier élément nomme l'espèce. Le décodage vérifie tout et ne
construit rien d'autre que ce que dit sa table : `DATA` est tout ce que les tests lisent de la copie, à quoi s'ajoute,
dans un résultat, la poignée.
"""

import re
from collections import OrderedDict, defaultdict
from collections.abc import Callable

import numpy as np

from mlcourse.grading.wire import arrays
from mlcourse.grading.wire.channel import CrossingError, ProtocolError

MAX_DEPTH, MAX_ITEMS, MAX_BITS, MAX_TEXT = 40, 200_000, 8192, 2**20
_HEXADECIMAL = re.compile(rf"-?[0-9a-f]{{1,{MAX_BITS // 4}}}")
MAPPINGS = dict, OrderedDict, defaultdict  # qui traversent, en simples dictionnaires
_WORTH: dict[type, Callable] = {bool: bool, str: str.__str__, float: float.__float__, int: int.__int__}
_MALFORMED = (ValueError, TypeError, KeyError, IndexError, OverflowError, MemoryError)


class Encoder:
    """Code les valeurs d'un message."""

    def __init__(self):
        self._items = 0

    def encode(self, value, depth=0):
        """Code une valeur en types simples, ou lève `CrossingError`."""
        kind = type(value)
        if value is None or kind is float or kind is bool:
            return value
        self.count(depth)
        encoder = _ENCODERS.get(kind)
        if encoder:
            return encoder(self, value, depth)
        plain = _plain(value)
        if plain is not value:
            return self.encode(plain, depth)
        if isinstance(value, tuple):  # un namedtuple est un tuple comme un autre
            return self.sequence("t", tuple(value), depth)
        if kind in MAPPINGS:
            return self.mapping(dict(value), depth)
        if kind is np.random.Generator:
            return ["g", self.mapping(arrays.generator_state(value), depth)]
        return self.other(value)

    def other(self, value):
        """Ce qui n'est pas une donnée ne passe pas."""
        raise CrossingError(f"un objet de type {type(value).__name__}, quand seules des données passent")

    def sequence(self, tag, values, depth):
        """Code une liste ou un tuple."""
        self.count(depth, len(values))
        return [tag, [self.encode(item, depth + 1) for item in values]]

    def mapping(self, value, depth):
        """Code un dictionnaire."""
        if not has_plain_keys(value):
            raise CrossingError("un dictionnaire traverse quand ses clés sont des nombres, des chaînes ou des tuples")
        self.count(depth, len(value))
        pairs = ((_plain_key(key), item) for key, item in value.items())
        return ["d", [[self.encode(key, depth + 1), self.encode(item, depth + 1)] for key, item in pairs]]

    def count(self, depth, size=1):
        """Compte ce que le message contient déjà."""
        self._items += size
        if depth > MAX_DEPTH or self._items > MAX_ITEMS:
            raise CrossingError(_too_much(depth))


class Decoder:
    """Décode les valeurs d'un message, selon une table {espèce: fonction(décodeur, code, profondeur)}."""

    def __init__(self, table):
        self._table, self._items = table, 0

    def decode(self, code, depth=0):
        """Rend la valeur que désigne un code, ou lève `ProtocolError`."""
        kind = type(code)
        if code is None or kind is float or kind is int or kind is bool:
            return code
        self._count(depth)
        if kind is str and len(code) <= MAX_TEXT:
            return code
        decoder = self._table.get(code[0]) if kind is list and code and type(code[0]) is str else None
        if decoder is None:
            raise ProtocolError("une valeur d'espèce inconnue")
        try:
            return decoder(self, code, depth)
        except _MALFORMED as error:
            raise ProtocolError(f"une valeur mal formée ({type(error).__name__})") from None

    def sequence(self, code, depth):
        """Les éléments d'une liste ou d'un tuple."""
        _, items = code
        return [self.decode(item, depth + 1) for item in self._listed(items, depth)]

    def mapping(self, code, depth):
        """Les paires d'un dictionnaire."""
        tag, items = code
        if tag != "d":
            raise ProtocolError("un dictionnaire qui n'en est pas un")
        pairs = [
            (self.decode(key, depth + 1), self.decode(item, depth + 1)) for key, item in self._listed(items, depth)
        ]
        if not all(_is_key(key) for key, _ in pairs):
            raise ProtocolError("une clé de dictionnaire")
        return dict(pairs)

    def _listed(self, items, depth):
        if type(items) is not list:
            raise ProtocolError("une suite qui n'en est pas une")
        self._count(depth, len(items))
        return items

    def _count(self, depth, size=1):
        self._items += size
        if depth > MAX_DEPTH or self._items > MAX_ITEMS:
            raise ProtocolError(_too_much(depth))


def _too_much(depth):
    return "une structure récursive ou trop profonde" if depth > MAX_DEPTH else "trop d'éléments pour le fil"


def _plain(value):
    """Ce que vaut un mot ou un nombre d'un type dérivé, `numpy.str_` ou énumération ; toute autre valeur, elle-même."""
    worth = next((worth for base, worth in _WORTH.items() if issubclass(type(value), base)), None)
    return worth(value) if worth else value


def _plain_key(key):
    whole = isinstance(key, tuple)
    return tuple(map(_plain_key, key)) if whole else key.item() if type(key) in arrays.SCALARS else _plain(key)


def has_plain_keys(value):
    """Vrai d'un dictionnaire dont les clés traversent."""
    return all(_is_key(_plain_key(key)) for key in value)


def _is_key(key):
    return key is None or type(key) in (bool, int, float, str) or (type(key) is tuple and all(map(_is_key, key)))


def _encode_int(encoder, value, depth):
    if value.bit_length() > MAX_BITS:
        raise CrossingError(f"un entier de {value.bit_length()} bits")
    return value if -(2**63) <= value < 2**63 else ["i", f"{value:x}"]


def _decode_int(decoder, code, depth):
    _, digits = code
    if type(digits) is not str or not _HEXADECIMAL.fullmatch(digits):
        raise ProtocolError("un entier qui n'en est pas un")
    return int(digits, 16)


def _encode_text(encoder, value, depth):
    if len(value) > MAX_TEXT:
        raise CrossingError(f"une chaîne de {len(value)} caractères")
    return value


def _decode_complex(decoder, code, depth):
    _, real, imaginary = code
    if type(real) is not float or type(imaginary) is not float:
        raise ProtocolError("un nombre complexe qui n'en est pas un")
    return complex(real, imaginary)


_ENCODERS = {
    int: _encode_int,
    str: _encode_text,
    complex: lambda encoder, value, depth: ["c", value.real, value.imag],
    list: lambda encoder, value, depth: encoder.sequence("l", value, depth),
    tuple: lambda encoder, value, depth: encoder.sequence("t", value, depth),
    dict: lambda encoder, value, depth: encoder.mapping(value, depth),
    np.ndarray: arrays.encode_array,
} | dict.fromkeys(arrays.SCALARS, arrays.encode_scalar)

DATA = {
    "i": _decode_int,
    "c": _decode_complex,
    "l": lambda decoder, code, depth: decoder.sequence(code, depth),
    "t": lambda decoder, code, depth: tuple(decoder.sequence(code, depth)),
    "d": lambda decoder, code, depth: decoder.mapping(code, depth),
    "a": arrays.decode_array,
    "s": arrays.decode_scalar,
    # L'état d'un générateur : de quoi comparer, jamais un générateur dont on tirerait.
    "g": lambda decoder, code, depth: decoder.mapping(*code[1:], depth),
}
