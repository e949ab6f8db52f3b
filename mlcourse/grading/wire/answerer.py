"""Le côté de la copie : elle fait ce que les tests demandent, et n'appelle chez eux que ce qu'ils lui prêtent."""

import copy
import operator
import os
import threading
from enum import Enum

from mlcourse._silence import no_warnings
from mlcourse.grading.wire import arrays, lent
from mlcourse.grading.wire.channel import CrossingError, PeerLost
from mlcourse.grading.wire.errors import encode_error
from mlcourse.grading.wire.handles import Own
from mlcourse.grading.wire.values import DATA, MAPPINGS, Decoder, Encoder, has_plain_keys


def _called(target, *arguments, **options):
    """Appelle une fonction de la copie ; les contrôles font taire ses avertissements dans Jupyter, et donc ici."""
    with no_warnings():
        return target(*arguments, **options)


OPERATIONS = {
    "call": _called,
    "observe": lambda target, *arguments: (_called(target, *arguments), arguments),  # tels que l'appel les a laissés
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
        super().__init__(_FROM_TESTS)
        self.own, self.request, self.loan, self.seen = own, request, _Loan(), []


class _Result(Encoder):
    """Code ce que rend la copie : des données, et des poignées sur le reste.

    Au fond d'un résultat, plus bas que `surface`, est ce qu'elle garde pour un autre appel : le membre d'une
    énumération y reste chez elle, où elle le reconnaîtra.
    """

    def __init__(self, own, surface):
        super().__init__()
        self._own, self._surface = own, surface

    def encode(self, value, depth=0):
        """Code une valeur ; d'un dictionnaire dont les clés ne traversent pas, une poignée, si ce n'est pas le tout."""
        member = isinstance(value, Enum) and depth > self._surface
        keyed = type(value) in MAPPINGS and depth >= self._surface and not has_plain_keys(value)
        if member or keyed:
            return self.other(value)
        return super().encode(value, depth)

    def other(self, value):
        """Une poignée."""
        return self._own.describe(value)


class _Arguments(Encoder):
    """Code ce que la copie donne à une fonction prêtée : des données, et ce qui, dans Jupyter, en serait une."""

    def other(self, value):
        """Un lot d'indices écrit range(64), que NumPy lirait comme une liste ; rien d'autre."""
        if type(value) is range:
            return self.sequence("l", value, 0)
        return super().other(value)


def _decode_shared(call, code, depth):
    place, content = len(call.seen), code[1]
    call.seen.append(None)
    if content[0] not in ("l", "d"):
        call.seen[place] = value = call.decode(content, depth)
        return value
    call.seen[place] = value = [] if content[0] == "l" else {}  # il peut se contenir lui-même
    if isinstance(value, list):
        value.extend(call.sequence(content, depth))
    else:
        value.update(call.mapping(content, depth))
    return value


def _decode_function(call, code, depth):
    _, number, parameters = code
    loan, request = call.loan, call.request
    return lent.stand_in(lambda arguments, options: request(loan, number, arguments, options), parameters)


_FROM_TESTS = DATA | {
    "a": arrays.decode_view,
    "g": arrays.decode_generator,
    "dt": arrays.decode_dtype,
    "ty": arrays.decode_type,
    "sl": lambda call, code, depth: slice(*(call.decode(part, depth) for part in code[1:])),
    "...": lambda call, code, depth: ...,
    "m": _decode_shared,
    "r": lambda call, code, depth: call.seen[code[1]],
    "f": _decode_function,
    "o": lambda call, code, depth: call.own.get(code[1]),
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
            surface = 2 if operation == "observe" else 1  # ce qu'a rendu l'appel est dans un couple
            return ["r", number, _Result(self._own, surface).encode(value)]
        except PeerLost:
            raise
        except BaseException as error:  # noqa: BLE001 (tout ce que lève un étudiant se transmet)
            return ["x", number, encode_error(error)]

    def _request(self, loan, number, arguments, options):
        """Fait appeler par les tests une fonction qu'ils ont prêtée."""
        if os.getpid() != self._process:
            raise RuntimeError(lent.CHILD)
        with self._turn:
            if not loan.alive:
                raise ReferenceError(lent.OVER)
            try:
                self.channel.send(["c", number, *(_Arguments().encode(part) for part in (arguments, options))])
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
