"""Déformer des messages justes, jusqu'à toucher chaque ligne de ce qui lit la copie."""

import copy
import random
import socket
import sys
from pathlib import Path

import msgpack
import numpy as np

from mlcourse.grading.wire import arrays, asker, handles
from mlcourse.grading.wire.asker import Asker
from mlcourse.grading.wire.channel import Channel, PeerLost, pack
from mlcourse.grading.wire.handles import Proxy

from .wires import patience, split

PLAIN = {type(None), bool, int, float, complex, str, list, tuple, dict, np.ndarray} | arrays.SCALARS
WIRE = Path(asker.__file__).parent
# Ce qui s'exécute aussi ici sans rien lire de la copie : ce que les tests lui envoient, et l'attente des octets, que
# d'autres tests mettent à l'épreuve. Toute autre fonction du fil où mène un message est de celles qui le lisent.
NOT_READING = ("Asker.ask", "Asker._send", "Asker._lend", "Question.", "Encoder.", "encode_", "_encode_", "pack")
NOT_READING += ("Shown.encode", "Shown.__init__", "visible", "Channel.", "number_of", "generator_state", "_bytes")
NOT_READING += ("_remote",)
READING = "Channel.receive"  # mais non le reste de son module


class SurpriseError(AssertionError):
    """Un message de la copie a obtenu des tests autre chose qu'un refus ou une donnée."""


def talk(names, *calls):
    """Les messages qu'une copie envoie quand les tests lui font ces appels, `names` étant les siens."""
    recorded = []
    with split(**names) as student:
        receive = student.channel.receive

        def tapped():
            message = receive()
            recorded.append(message)
            return message

        student.channel.receive = tapped
        for name, *arguments in calls:
            function = student[name]
            try:
                type(function).__observe__(function, *arguments)
            except (Exception, SystemExit):  # noqa: BLE001 (une exception de la copie est un message aussi)
                recorded.append(None)
    return [message for message in recorded if message]


class Target:
    """Les tests, face à une copie dont chaque message est forgé ; ils lui ont prêté deux fonctions."""

    def __init__(self):
        self.mine, self.its = socket.socketpair()
        self.examiner = Asker(Channel(self.mine))
        self.secret = np.arange(3.0)
        self.calls = []

    def lend(self, theta, *, rate=None, _hidden=31415):
        """La première note comment on l'appelle."""
        self.calls.append((theta, rate, _hidden))
        return self.secret

    def ask_back(self, theta):
        """La seconde demande à son tour quelque chose à la copie."""
        return self.examiner.ask("call", None, theta)

    def feed(self, data):
        """Donne ces octets aux tests, qui attendent la réponse à leur premier appel ; lève `SurpriseError`."""
        self.examiner.channel.idle = patience(60)
        self.its.sendall(data)
        self.its.shutdown(socket.SHUT_WR)
        function = handles._proxy_class("c", "function")(self.examiner.ask, 1, "f")
        try:
            answer = type(function).__observe__(
                function, self.lend, self.secret, {"W": self.secret, "f": self.ask_back}
            )
            self._inspect(answer)
        except PeerLost:
            pass
        except BaseException as error:
            if not hasattr(error, "remote_frames"):  # ni un refus, ni une exception que la copie a levée
                raise SurpriseError(f"{type(error).__name__} : {error}") from error
        finally:
            self.mine.close()
            self.its.close()
        if self.secret.tolist() != [0.0, 1.0, 2.0]:
            raise SurpriseError("un argument des tests a changé")
        for theta, rate, hidden in self.calls:
            self._inspect(theta, handles_too=False)
            if (rate, hidden) != (None, 31415):
                raise SurpriseError("un paramètre qui a une valeur par défaut s'est laissé donner")

    def _inspect(self, value, *, handles_too=True):
        """Exige qu'une valeur ne soit faite que de données neuves, et de mandataires si c'est un résultat."""
        if value is self.secret:
            raise SurpriseError("un objet des tests est revenu de la copie")
        if isinstance(value, Proxy) and handles_too:
            return
        if type(value) not in PLAIN or (type(value) is np.ndarray and value.dtype.hasobject):
            raise SurpriseError(f"une valeur de type {type(value).__name__}")
        parts = value if isinstance(value, list | tuple) else [*value, *value.values()] if type(value) is dict else ()
        for part in parts:
            self._inspect(part, handles_too=handles_too)


ODD = [None, True, 0, 2, -1, 2**63 - 1, 0.5, float("nan"), "", "\0", "f" * 3000, b"", b"\xff" * 8, [], [[]]]
CODES = [
    ["t", []],
    ["l", [1]],
    ["d", []],
    ["i", "ff"],
    ["a", "<f8", [1], "C", True, b"\0" * 8],
    ["s", "<f8", b"\0" * 8],
]
CODES += [["h", 1, "c", "f", "f"], ["f", 1, []], ["o", 1], ["m", ["l", []]], ["r", 0], ["g", ["d", []]], ["ev", "1"]]
CODES += [["d", [["_hidden", 0]]], ["d", [["rate", 1.0]]], ["t", [1, ["t", [1, 2, 3]]]]]


def deform(message, words, random):
    """Change un endroit d'un message : une valeur, une longueur, un ordre, un mot d'un autre message."""
    places = []
    _walk(message, places)
    parent, index = random.choice(places)
    new = copy.deepcopy(random.choice(random.choice((ODD, CODES, CODES, words))))
    choice = random.randrange(8)
    if choice < 4:
        parent[index] = new
    elif choice == 4:
        del parent[index]
    elif choice == 5:
        parent.insert(index, new)
    elif choice == 6:
        parent[index] = [parent[index]] if random.random() < 0.5 else nested(parent[index], random.randrange(60))
    else:
        random.shuffle(parent)


def nested(value, depth):
    """Une valeur au fond de tant de listes."""
    for _ in range(depth):
        value = ["l", [value]]
    return value


def _walk(node, places):
    for index, item in enumerate(node[:10]):
        places.append((node, index))
        if type(item) is list:
            _walk(item, places)


def fuzz(recorded, rounds, seed=0):
    """Donne aux tests ces messages, justes puis déformés ; rend ce qui les lit, et les lignes à toucher encore."""
    chance = random.Random(seed)
    words = [item for message in recorded for item in message if type(item) in (str, list)]
    left = {}

    def touch(frame, event, argument):
        code = frame.f_code
        if code not in left:
            if not reads(code):
                return None
            left[code] = lines_of(code)
        left[code].discard(frame.f_lineno)
        return touch

    before = sys.gettrace()
    sys.settrace(touch)
    try:
        for turn in range(rounds):
            Target().feed(forged(recorded, words, turn, chance))
    finally:
        sys.settrace(before)
    return {code.co_qualname: sorted(lines) for code, lines in left.items()}


def reads(code):
    """Vrai d'une fonction du fil où un message de la copie mène."""
    inside = Path(code.co_filename).parent == WIRE
    return inside and (code.co_qualname == READING or not code.co_qualname.startswith(NOT_READING))


def forged(recorded, words, turn, chance):
    """Les octets d'un ou de plusieurs messages ; les premiers sont justes."""
    if turn < len(recorded):
        return framed(pack(_numbered(recorded[turn], 1)))
    data = b""
    for _ in range(chance.randrange(1, 4)):
        message = _numbered(msgpack.unpackb(pack(chance.choice(recorded))), chance.choice((1, 1, 1, 2)))
        for _ in range(chance.randrange(3)):
            deform(message, words, chance)
        body = bytearray(msgpack.packb(message))
        if chance.random() < 0.1:
            body[chance.randrange(len(body))] = chance.randrange(256)
        data += framed(bytes(body)) if chance.random() > 0.01 else b"\xff\xff\xff\xff"
    return data


def _numbered(message, number):
    """Le même message, comme s'il répondait à cette question, ou appelait cette fonction prêtée."""
    return [message[0], number, *message[2:]]


def framed(body):
    """Un message, précédé de sa longueur."""
    return len(body).to_bytes(4) + body


def lines_of(code):
    """Les lignes qu'une fonction peut exécuter, la première (`def`) exceptée."""
    inner = [constant for constant in code.co_consts if hasattr(constant, "co_lines")]
    skipped = {line for one in inner for _, _, line in one.co_lines()}
    return {line for _, _, line in code.co_lines() if line and line > code.co_firstlineno} - skipped
