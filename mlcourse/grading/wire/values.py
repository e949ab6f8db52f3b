"""Les valeurs sur le fil : ce qui traverse par copie, et ce qui reste chez son propriétaire, que désigne une poignée.

Traversent : None, bool, int, float, complex, str, tranches, listes, tuples, dictionnaires, tableaux et scalaires NumPy
(type, forme, disposition en mémoire), types NumPy, générateurs aléatoires (par leur état). Un `namedtuple` arrive en
`tuple`, un `defaultdict` en `dict`. Tout autre objet, ou une autre sous-classe de ceux-là, reste où il est. Une valeur
codée est un type simple, ou une liste dont le premier élément nomme l'espèce ; le décodage vérifie tout et ne construit
rien d'autre.
"""

from collections import OrderedDict, defaultdict
from typing import Any

import numpy as np

from mlcourse.grading.wire import arrays
from mlcourse.grading.wire.channel import CrossingError, ProtocolError

MAX_DEPTH, MAX_ITEMS, MAX_BITS, MAX_TEXT = 40, 200_000, 8192, 2**20
_PLAIN_ONCE_COPIED = (OrderedDict, defaultdict)
_MUTABLE = (np.ndarray, list, dict, np.random.Generator)


class Codec:
    """Code et décode des valeurs ; `shared` connaît les objets communs aux deux côtés, `objects` les poignées.

    Quand `sharing` est vrai, tout objet modifiable rencontré devient commun : l'autre côté en rendra les changements.
    """

    def __init__(self, shared, objects):
        self.shared, self.objects = shared, objects
        self.sharing = False
        self._items = 0

    def start(self, sharing=False):
        """Commence un message, ou un objet : les éléments se comptent de nouveau."""
        self._items, self.sharing = 0, sharing

    def encode(self, value, depth=0):
        """Code une valeur en types simples."""
        kind = type(value)
        if value is None or kind is float or kind is bool:
            return value
        self._items += 1
        if self._items > MAX_ITEMS or depth > MAX_DEPTH:
            raise _too_much(depth, CrossingError)
        encoder = _ENCODERS.get(kind)
        if encoder:
            return encoder(self, value, depth)
        if kind in _MUTABLE and arrays.can_cross(value):
            return self._encode_mutable(value, depth)
        if isinstance(value, tuple):  # un namedtuple est un tuple comme un autre
            return ["t", self._encode_items(tuple(value), depth)]
        if kind in _PLAIN_ONCE_COPIED:
            return self.content(dict(value), depth)
        return arrays.encode_type(value) or self.objects.describe(value)

    def content(self, value, depth=0):
        """Code ce que contient un objet modifiable, sans son identité."""
        kind = type(value)
        if kind is np.ndarray:
            return arrays.encode_array(value)
        if kind is np.random.Generator:
            return arrays.encode_generator(value)
        if kind is list:
            return ["l", self._encode_items(value, depth)]
        if not all(map(_is_key, value)):
            raise CrossingError("un dictionnaire traverse quand ses clés sont des nombres, des chaînes ou des tuples")
        return ["d", [[self.encode(k, depth + 1), self.encode(item, depth + 1)] for k, item in value.items()]]

    def _encode_mutable(self, value, depth):
        number = self.shared.number_of(value)
        if number is not None:
            return ["r", number]
        if not self.sharing:
            return self.content(value, depth)
        number = self.shared.add(value)
        return ["m", number, self.content(value, depth)]

    def decode(self, code, depth=0):
        """Rend la valeur que désigne un code, ou lève `ProtocolError`."""
        kind = type(code)
        if code is None or kind is float or kind is int or kind is bool:
            return code
        self._items += 1
        if self._items > MAX_ITEMS or depth > MAX_DEPTH:
            raise _too_much(depth, ProtocolError)
        if kind is str and len(code) <= MAX_TEXT:
            return code
        decoder = _DECODERS.get(code[0]) if kind is list and code and type(code[0]) is str else None
        if decoder is None:
            raise ProtocolError("une valeur d'espèce inconnue")
        try:
            return decoder(self, code, depth)
        except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
            raise ProtocolError(f"une valeur mal formée ({type(error).__name__})") from None

    def fill(self, container, content, depth=0):
        """Met dans une liste ou un dictionnaire ce que dit `content`, à la place de ce qui s'y trouvait."""
        tag, items = content
        if tag != ("l" if type(container) is list else "d"):
            raise ProtocolError("un conteneur change d'espèce")
        if tag == "l":
            container[:] = self._items_of(items, depth)
            return
        self._check(items, depth)
        pairs = [(self._decode_key(k, depth + 1), self.decode(item, depth + 1)) for k, item in items]
        container.clear()
        container.update(pairs)

    def _decode_mutable(self, code, depth):
        _, number, content = code
        if content[0] in ("l", "d"):  # un conteneur peut se contenir lui-même : il existe avant d'être rempli
            value: Any = [] if content[0] == "l" else {}
            self.shared.add(value, number)
            self.fill(value, content, depth)
        else:
            value = self.decode(content, depth)
            self.shared.add(value, number)
        return value

    def _decode_key(self, code, depth):
        key = self.decode(code, depth)
        if not _is_key(key):
            raise ProtocolError("une clé de dictionnaire")
        return key

    def _decode_container(self, code, depth):
        value: list | dict = [] if code[0] == "l" else {}
        self.fill(value, code, depth)
        return value

    def _items_of(self, codes, depth):
        self._check(codes, depth)
        return [self.decode(item, depth + 1) for item in codes]

    def _encode_items(self, values, depth):
        self._count(depth, CrossingError, len(values))
        return [self.encode(item, depth + 1) for item in values]

    def _check(self, codes, depth):
        if type(codes) is not list:
            raise ProtocolError("une suite qui n'en est pas une")
        self._count(depth, ProtocolError, len(codes))

    def _count(self, depth, error, size=1):
        self._items += size
        if depth > MAX_DEPTH or self._items > MAX_ITEMS:
            raise _too_much(depth, error)


def _too_much(depth, error):
    return error("une structure récursive ou trop profonde" if depth > MAX_DEPTH else "trop d'éléments pour le fil")


def _is_key(key):
    return key is None or type(key) in (bool, int, float, str) or (type(key) is tuple and all(map(_is_key, key)))


def _encode_int(codec, value, depth):
    if value.bit_length() > MAX_BITS:
        raise CrossingError(f"un entier de {value.bit_length()} bits")
    return value if -(2**63) <= value < 2**63 else ["i", f"{value:x}"]


def _decode_int(codec, code, depth):
    _, digits = code
    if len(digits) > MAX_BITS // 4 + 2:
        raise ProtocolError("un entier trop grand")
    return int(digits, 16)


def _encode_text(codec, value, depth):
    if len(value) > MAX_TEXT:
        raise CrossingError(f"une chaîne de {len(value)} caractères")
    return value


_ENCODERS = {
    int: _encode_int,
    str: _encode_text,
    complex: lambda codec, value, depth: ["c", value.real, value.imag],
    tuple: lambda codec, value, depth: ["t", codec._encode_items(value, depth)],
    slice: lambda codec, value, depth: ["sl", *codec._encode_items((value.start, value.stop, value.step), depth)],
    type(...): lambda codec, value, depth: ["..."],
} | dict.fromkeys(arrays.SCALARS, arrays.encode_scalar)

_DECODERS = {
    "i": _decode_int,
    "c": lambda codec, code, depth: complex(*code[1:]),
    "l": Codec._decode_container,
    "d": Codec._decode_container,
    "t": lambda codec, code, depth: tuple(codec._items_of(code[1], depth)),
    "sl": lambda codec, code, depth: slice(*codec._items_of(code[1:], depth)),
    "...": lambda codec, code, depth: ...,
    "a": arrays.decode_array,
    "s": arrays.decode_scalar,
    "g": arrays.decode_generator,
    "dt": arrays.decode_dtype,
    "ty": arrays.decode_type,
    "m": Codec._decode_mutable,
    "r": lambda codec, code, depth: codec.shared.get(code[1]),
    "o": lambda codec, code, depth: codec.objects.own(code[1]),
    "h": lambda codec, code, depth: codec.objects.proxy(*code[1:]),
}
