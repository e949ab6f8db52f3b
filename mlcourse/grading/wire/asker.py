"""Le côté des tests : ils demandent, et ne servent que les fonctions qu'ils ont prêtées, le temps d'un appel."""

import numpy as np

from mlcourse.grading.wire import arrays, lent
from mlcourse.grading.wire.channel import PeerLost, ProtocolError
from mlcourse.grading.wire.errors import decode_error
from mlcourse.grading.wire.handles import Handles, number_of
from mlcourse.grading.wire.values import DATA, Decoder, Encoder

MAX_NESTED = 60


class Question(Encoder):
    """Code une question : un objet qui y revient est le même de l'autre côté, et les fonctions se prêtent."""

    def __init__(self, lend):
        super().__init__()
        self._lend, self._seen = lend, {}

    def encode(self, value, depth=0):
        """Code une valeur, ou dit laquelle y revient."""
        if type(value) not in _SHARED or arrays.is_word(value):
            return super().encode(value, depth)
        number = self._seen.get(id(value))
        if number is not None:
            return ["r", number]
        self._seen[id(value)] = len(self._seen)
        return ["m", super().encode(value, depth)]

    def other(self, value):
        """Ce qui reste de chaque côté se désigne : un objet de la copie, une fonction des tests, un type de nombre."""
        number = number_of(value)
        if number is not None:
            return ["o", number]
        if type(value) in lent.FUNCTIONS:
            return self._lend(value)
        return arrays.encode_type(value) or _index(self, value) or super().other(value)


_SHARED = {np.ndarray, list, dict, np.random.Generator} | lent.FUNCTIONS


def _index(encoder, value):
    """Un indice : la copie en reçoit quand les tests lisent un de ses objets."""
    if value is ...:
        return ["..."]
    return ["sl", *map(encoder.encode, (value.start, value.stop, value.step))] if type(value) is slice else None


class Asker:
    """Ce que les tests demandent à la copie ; le meneur borne l'attente, en tuant la copie qui ne répond pas."""

    def __init__(self, channel):
        self.channel, self._handles = channel, Handles(self.ask)
        self._results = DATA | {"h": self._handles.decode}
        self._count = self._depth = self._lent_count = 0
        self._lent = {}  # numéro : ce que prête un appel en cours, et ce qu'il en montre

    def ask(self, operation, target=None, *arguments, **options):
        """Fait faire une opération à la copie ; rend son résultat, ou lève son exception."""
        if self._depth >= MAX_NESTED:
            raise RecursionError("trop d'appels imbriqués entre la copie et ses tests")
        first = self._lent_count
        self._depth += 1
        try:
            number = self._send(operation, target, arguments, options)
            return self._answer(number)
        except ProtocolError:
            raise PeerLost("message") from None
        finally:
            self._depth -= 1
            for number in range(first + 1, self._lent_count + 1):
                self._lent.pop(number, None)

    def _send(self, operation, *call):
        question = Question(self._lend)
        codes = [question.encode(part) for part in call]
        self._count += 1
        self.channel.send(["q", self._count, operation, *codes])
        return self._count

    def _lend(self, function):
        self._lent_count += 1
        shown = lent.visible(function)
        self._lent[self._lent_count] = (function, shown)
        return ["f", self._lent_count, shown.encode()]

    def _answer(self, number):
        while True:
            match self.channel.receive():
                case ["r", answered, code] if (type(answered), answered) == (int, number):
                    return Decoder(self._results).decode(code)
                case ["x", answered, code] if (type(answered), answered) == (int, number):
                    raise decode_error(code)
                case ["c", called, arguments, options]:
                    self._serve(called, Decoder(DATA).decode(arguments), Decoder(DATA).decode(options))
                case _:
                    raise ProtocolError("un message d'espèce inconnue")

    def _serve(self, called, arguments, options):
        """Appelle une fonction prêtée ; ce qui l'arrête ne se dit pas."""
        if type(called) is not int or called not in self._lent:
            raise ProtocolError("une fonction qui n'est pas prêtée")
        if type(arguments) is not tuple or type(options) is not dict or not all(type(key) is str for key in options):
            raise ProtocolError("un appel mal formé")
        try:
            function, shown = self._lent[called]
            result = lent.call(function, shown, arguments, options)
            self.channel.send(["r", Encoder().encode(result)])
        except (PeerLost, ProtocolError):
            raise
        except BaseException:  # noqa: BLE001 (quoi qu'il arrive, la copie n'en apprend rien)
            self.channel.send(["x"])
