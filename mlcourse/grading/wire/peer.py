"""Les appels sur le fil : chaque côté demande et sert, et un appel peut en contenir d'autres, dans les deux sens."""

import copy
import operator

from mlcourse.grading.wire.channel import CrossingError, PeerLost, ProtocolError
from mlcourse.grading.wire.errors import decode_error, encode_error
from mlcourse.grading.wire.objects import GONE, Objects
from mlcourse.grading.wire.shared import Shared
from mlcourse.grading.wire.values import Codec

MAX_NESTED = 60

OPERATIONS = {
    "call": lambda target, *arguments, **options: target(*arguments, **options),
    "get": getattr,
    "set": setattr,
    "iter": iter,
    "next": next,
    "len": len,
    "item": operator.getitem,
    "set_item": operator.setitem,
    "contains": operator.contains,
    "copy": copy.deepcopy,
    "instance": lambda target, value: isinstance(value, target),
}


# Toute faute en lisant un message de l'autre côté est la sienne.
_MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, MemoryError, OverflowError)


def _malformed(error):
    return ProtocolError(f"un message mal formé ({type(error).__name__})")


def anything(operation, target, arguments):
    """La garde du côté de la copie : les tests peuvent tout demander à ce que l'étudiant a écrit."""


class Peer:
    """Un côté du fil ; `step` vaut 1 pour les tests, -1 pour la copie ; `guard` dit ce que l'autre ne peut pas."""

    def __init__(self, channel, step, guard=anything, operations=OPERATIONS):
        self.channel, self.objects, self.shared = channel, Objects(), Shared(step)
        self.codec = Codec(self.shared, self.objects)
        self.objects.request = self.request
        self._guard, self._operations = guard, operations
        self._sequence = self._depth = 0

    def request(self, operation, target=None, *arguments, **options):
        """Fait faire une opération à l'autre côté, et rend son résultat, ou lève son exception."""
        if self._depth >= MAX_NESTED:
            raise RecursionError("trop d'appels imbriqués entre la copie et ses tests")
        mark, number = self.shared.mark(), self._sequence
        self._sequence += 1
        self._depth += 1
        try:
            self._ask(["q", number, operation], mark, (target, arguments, tuple(options.items())))
            tag, value = self._outcome(self._wait(number), mark)
        except ProtocolError:
            raise PeerLost("message") from None
        finally:
            self._depth -= 1
        if tag == "r":
            return value
        raise value

    def serve(self):
        """Reçoit une demande et y répond."""
        message = self.channel.receive()
        if message[0] != "q":
            raise ProtocolError("une réponse que personne n'attend")
        self._serve(message)

    def forget(self):
        """Oublie ce que l'autre côté a prêté ou passé en argument : la cellule de tests est finie."""
        self.objects.forget_proxies()
        self.shared.forget_all()

    def withdraw(self):
        """Reprend ce qui a été prêté à l'autre côté, une fois la cellule de tests finie."""
        self.objects.withdraw()
        self.shared.forget_all()

    def _ask(self, head, mark, call):
        changes = []
        try:
            changes = self.shared.changes(self.codec)
            self.codec.start(sharing=True)
            codes = [self.codec.encode(value) for value in call]
            self.codec.start()
            self.shared.settle(self.codec, self.shared.since(mark))
            self.channel.send([*head, changes, *codes])
        except BaseException:  # rien n'est parti : tout redevient comme avant
            self.codec.start()
            self.shared.forget(self.shared.since(mark))
            self.shared.unsettle(changes)
            raise

    def _wait(self, number):
        while True:
            message = self.channel.receive()
            if type(message) is not list or len(message) < 5:
                raise ProtocolError("un message d'espèce inconnue")
            if message[0] == "q":
                self._serve(message)
            elif message[1] == number:
                return message
            else:
                raise ProtocolError("une réponse à une autre question")

    def _outcome(self, message, mark):
        try:
            tag, _, changes, content, kept = message
            self.codec.start()
            self.shared.apply(changes, self.codec)
            mine = self.shared.since(mark)
            value = self.codec.decode(content) if tag == "r" else decode_error(content)
            if not set(kept) <= set(mine):
                raise ProtocolError("des objets gardés qui n'ont pas été donnés")
            self.shared.forget([number for number in mine if number not in kept])
        except _MALFORMED as error:
            raise _malformed(error) from None
        return tag, value

    def _serve(self, message):
        mark = self.shared.mark()
        self._depth += 1
        try:
            tag, content = self._answer(message, mark)
            changes, kept = [], []
            try:
                changes = self.shared.changes(self.codec)
                kept = self.shared.release(self.shared.since(mark))
                self.channel.send([tag, message[1], changes, content, kept])
            except CrossingError as error:
                self.shared.unsettle(changes)
                self.shared.forget(self.shared.since(mark))
                self.channel.send(["x", message[1], [], encode_error(error), []])
        finally:
            self._depth -= 1

    def _answer(self, message, mark):
        operation, target, arguments, options = self._question(message, mark)
        try:
            value = self._perform(operation, target, arguments, options)
            self.codec.start()
            return "r", self.codec.encode(value)
        except PeerLost:
            raise
        except BaseException as error:  # noqa: BLE001 (tout ce que lève un étudiant se transmet)
            return "x", encode_error(error)

    def _question(self, message, mark):
        try:
            _, _, operation, changes, target, arguments, options = message
            self.codec.start()
            self.shared.apply(changes, self.codec)
            call = [self.codec.decode(code) for code in (target, arguments, options)]
            self.shared.settle(self.codec, self.shared.since(mark))
            return operation, call[0], call[1], dict(call[2])
        except _MALFORMED as error:
            raise _malformed(error) from None

    def _perform(self, operation, target, arguments, options):
        if target is GONE:
            raise ReferenceError("cet objet ne valait que pendant le test qui l'a donné")
        if self._depth >= MAX_NESTED:
            raise RecursionError("trop d'appels imbriqués entre la copie et ses tests")
        self._guard(operation, target, arguments)
        return self._operations[operation](target, *arguments, **options)
