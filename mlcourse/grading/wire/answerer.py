"""Le côté de la copie : elle fait ce que les tests demandent, et n'appelle chez eux que ce qu'ils lui prêtent."""

import copy
import operator
import os
import threading

from mlcourse.grading.wire import arrays, lent
from mlcourse.grading.wire.channel import CrossingError, PeerLost
from mlcourse.grading.wire.errors import encode_error
from mlcourse.grading.wire.handles import Own
from mlcourse.grading.wire.values import DATA, Decoder, Encoder, refuse

OPERATIONS = {
    "call": lambda target, *arguments, **options: target(*arguments, **options),
    "observe": lambda target, *arguments: (target(*arguments), arguments),  # tels que l'appel les a laissés
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


class _Loan:
    """Les fonctions d'un même appel : elles meurent avec lui."""

    alive = True


class Call(Decoder):
    """Décode une question des tests : ce qui y revient est le même objet ; ses fonctions valent ce que dure l'appel."""

    def __init__(self, own, request):
        table = {"m": self._shared, "r": self._seen_before, "f": self._function, "o": self._own}
        super().__init__(_FROM_TESTS | table)
        self._objects, self._request, self.loan = own, request, _Loan()
        self._seen = []

    def _shared(self, decoder, code, depth):
        place, content = len(self._seen), code[1]
        self._seen.append(None)
        if content[0] not in ("l", "d"):
            self._seen[place] = value = self.decode(content, depth)
            return value
        self._seen[place] = value = [] if content[0] == "l" else {}  # il peut se contenir lui-même
        if isinstance(value, list):
            value.extend(self.sequence(content, depth))
        else:
            value.update(self.mapping(content, depth))
        return value

    def _seen_before(self, decoder, code, depth):
        return self._seen[code[1]]

    def _own(self, decoder, code, depth):
        return self._objects.get(code[1])

    def _function(self, decoder, code, depth):
        _, number, parameters = code
        loan, request = self.loan, self._request
        return lent.stand_in(lambda arguments, options: request(loan, number, arguments, options), parameters)


_FROM_TESTS = DATA | {
    "a": arrays.decode_view,
    "g": arrays.decode_generator,
    "dt": arrays.decode_dtype,
    "ty": arrays.decode_type,
    "sl": lambda decoder, code, depth: slice(*(decoder.decode(part, depth) for part in code[1:])),
    "...": lambda decoder, code, depth: ...,
}


class Answerer:
    """Sert les tests, un échange à la fois : un fil d'exécution attend son tour, et qui attend une réponse sert."""

    def __init__(self, channel, operations):
        self.channel, self._own, self._turn = channel, Own(), threading.Condition()
        # Les échanges ouverts, du premier au dernier : le prêt d'une question que l'on sert, None quand on attend
        # les tests. Seul le dernier parle, sans quoi deux fils d'exécution se prendraient leurs réponses.
        self._open = []
        self._operations = OPERATIONS | operations
        self._process = os.getpid()
        os.register_at_fork(after_in_child=channel.close)

    def serve(self):
        """Reçoit une question des tests et y répond."""
        message = self.channel.receive()
        with self._turn:
            self._serve(message)

    def _serve(self, message):
        _, number, operation, *codes = message
        call = Call(self._own, self._request)
        self._open.append(call.loan)
        self._turn.release()
        try:
            answer = self._answer(number, operation, codes, call)
        finally:
            self._turn.acquire()
        self._turn.wait_for(lambda: self._open[-1] is call.loan)
        self._close_last()
        call.loan.alive = False
        try:
            self.channel.send(answer)
        except CrossingError as error:
            self.channel.send(["x", number, encode_error(error)])

    def _answer(self, number, operation, codes, call):
        try:
            target, arguments, options = map(call.decode, codes)
            value = self._operations[operation](target, *arguments, **options)
            return ["r", number, Encoder(self._own.describe).encode(value)]
        except PeerLost:
            raise
        except BaseException as error:  # noqa: BLE001 (tout ce que lève un étudiant se transmet)
            return ["x", number, encode_error(error)]

    def _request(self, loan, number, arguments, options):
        """Fait appeler par les tests une fonction qu'ils ont prêtée."""
        if os.getpid() != self._process:
            raise RuntimeError(lent.CHILD)
        with self._turn:
            self._turn.wait_for(lambda: not loan.alive or self._open[-1])
            if not loan.alive:
                raise ReferenceError(lent.OVER)
            try:
                self.channel.send(["c", number, *(Encoder(refuse).encode(part) for part in (arguments, options))])
            except CrossingError as error:
                raise TypeError(f"{lent.ONLY_DATA} : {error}") from None
            self._open.append(None)
            try:
                return self._reply()
            finally:
                self._close_last()

    def _reply(self):
        while True:
            match self.channel.receive():
                case ["r", code]:
                    return Decoder(_FROM_TESTS).decode(code)
                case ["x"]:
                    raise ValueError(lent.REFUSED)
                case message:
                    self._serve(message)

    def _close_last(self):
        self._open.pop()
        self._turn.notify_all()
