"""Les objets communs aux deux côtés : un tableau passé en argument reste le même tableau, dans les deux sens.

Chaque côté tient sa copie. Un message emporte ce qui a changé depuis le précédent, si bien qu'à chaque appel et à
chaque retour les deux copies sont égales : une modification sur place se voit comme dans un seul processus. Après un
appel, seuls restent communs les objets que l'appelé a gardés.
"""

import sys

import numpy as np

from mlcourse.grading.wire.arrays import set_state
from mlcourse.grading.wire.channel import CrossingError, ProtocolError, pack

MAX_SHARED = 20_000


class Shared:
    """La table des objets communs : numéro -> [objet, empreinte au dernier message].

    `step` vaut 1 d'un côté et -1 de l'autre : les deux ne donnent jamais le même numéro.
    """

    def __init__(self, step):
        self._step, self._last = step, 0
        self._entries, self._numbers = {}, {}

    def number_of(self, value):
        """Le numéro d'un objet commun, ou None."""
        return self._numbers.get(id(value))

    def add(self, value, number=None):
        """Inscrit un objet, sous le numéro que l'autre côté lui a donné, ou sous un numéro neuf."""
        if number is None:
            self._last += self._step
            number = self._last
        elif type(number) is not int or number * self._step >= 0 or number in self._entries:
            raise ProtocolError("le numéro d'un objet commun")
        if len(self._entries) >= MAX_SHARED:
            raise CrossingError("trop d'objets passés en argument et gardés")
        self._entries[number] = [value, None, _form(value)]
        self._numbers[id(value)] = number
        return number

    def get(self, number):
        """L'objet de ce numéro."""
        if number not in self._entries:
            raise ProtocolError("un objet commun inconnu")
        return self._entries[number][0]

    def mark(self):
        """Un repère : `since` dira ce qui s'est inscrit depuis."""
        return len(self._entries)

    def since(self, mark):
        """Les numéros inscrits depuis le repère, dans l'ordre."""
        return list(self._entries)[mark:]

    def settle(self, codec, numbers=None):
        """Prend l'empreinte de ces objets (de tous, par défaut) : les deux côtés viennent de s'accorder."""
        for number in self._entries if numbers is None else numbers:
            entry = self._entries[number]
            entry[1] = _print_of(entry[0], codec)

    def changes(self, codec):
        """Code ce qui a changé depuis le dernier message."""
        changed = []
        for number, entry in self._entries.items():
            value = entry[0]
            now = value.tobytes() if type(value) is np.ndarray else _print_of(value, codec)
            if now != entry[1]:
                if _form(value) != entry[2]:
                    raise CrossingError("un argument a changé de forme ou de type pendant l'appel")
                entry[1] = now
                changed.append([number, codec.content(value)])
        return changed

    def unsettle(self, changes):
        """Ces changements-là ne sont pas partis : ils restent à transmettre."""
        for number, _ in changes:
            self._entries[number][1] = None

    def apply(self, changes, codec):
        """Recopie dans les objets d'ici ce que l'autre côté a changé."""
        for number, content in changes:
            value = self.get(number)
            if type(value) is np.random.Generator:
                set_state(value, content)
                self._entries[number][1] = content
                continue
            if type(value) is np.ndarray:
                _overwrite(value, codec.decode(content))
            else:
                codec.fill(value, content)
            self.settle(codec, [number])

    def release(self, numbers):
        """Oublie ces objets, et rend les numéros de ceux que quelqu'un d'autre, ici, tient encore."""
        kept = []
        for number in numbers:
            entry = self._entries.pop(number)
            value = entry[0]
            if sys.getrefcount(value) > 3:  # l'entrée, la variable, l'argument
                self._entries[number] = entry
                kept.append(number)
            else:
                del self._numbers[id(value)]
        return kept

    def forget(self, numbers):
        """Oublie ces objets, que l'autre côté n'a pas gardés."""
        for number in numbers:
            value = self._entries.pop(number)[0]
            del self._numbers[id(value)]

    def forget_all(self):
        """Oublie tout."""
        self._entries.clear()
        self._numbers.clear()


def _form(value):
    return (value.dtype, value.shape) if type(value) is np.ndarray else type(value)


def _print_of(value, codec):
    if type(value) is np.ndarray:
        return value.tobytes()
    codec.start()
    content = codec.content(value)
    return content if content[0] == "g" else pack(content)


def _overwrite(array, new):
    if type(new) is not np.ndarray or _form(new) != _form(array):
        raise ProtocolError("un objet commun change d'espèce")
    if array.flags.writeable:
        array[...] = new
