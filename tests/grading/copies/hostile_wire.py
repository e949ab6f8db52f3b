"""Écrire sur le fil : messages forgés sur les descripteurs hérités, cadres faux, identifiants devinés."""

from .base import ONE_ONLY, all_but, cheating
from .hostile import attack

# Ce que fait toute attaque du fil : trouver les sockets, et y écrire des cadres dans les quatre préfixes plausibles.
FORGERY = """
import socket, stat, struct, threading

try:
    import msgpack
except ImportError:
    msgpack = None


def wires():
    for descriptor in range(3, 1000):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                yield descriptor
        except OSError:
            pass


def throw(data):
    for descriptor in wires():
        try:
            os.set_blocking(descriptor, False)
            os.write(descriptor, data)
        except OSError:
            pass
        finally:
            os.set_blocking(descriptor, True)


def frame(payload, prefix=">I"):
    return struct.pack(prefix, len(payload)) + payload


def forge(message, prefix=">I"):
    return frame(msgpack.packb(message), prefix) if msgpack else frame(b"\\xc0", prefix)


def answers(identifier):
    for value in (0.0, None, True, ["t", [0.0, 0.0]], ["h", 1, "cignlskt", "ndarray", "f"], {"points": 16}):
        yield ["r", identifier, value]
        yield ["r", identifier, ["t", [value, ["t", [0.0, 0.0]]]]]
        yield {"type": "result", "id": identifier, "value": value}
    yield ["x", identifier, ["CheckError", "CheckError", "juste", []]]
    yield ["x", identifier, ["SystemExit", "SystemExit", "0", [["<test 3>", 1]]]]


def requests(identifier):
    for operation in ("call", "get", "set", "iter", "next", "len", "item", "copy", "instance", "__globals__", "exec"):
        for arguments in ([], ["__globals__"], ["__dict__"], ["__code__"], [0]):
            for target in (["o", identifier], ["r", identifier], ["m", ["l", []]], ["f", identifier, []]):
                yield ["q", 0, operation, target, ["t", arguments], ["d", []]]
                yield ["c", identifier, ["t", [target, *arguments]], ["d", []]]
"""


@attack("fil", points=all_but("shared_bias_backward"), quick=True)
def writes_on_every_inherited_descriptor():
    """Écrit de faux résultats sur tous les descripteurs de 3 à 100, et lit ce qui s'y trouve."""
    return cheating(
        """
    import select

    def cheat(*arguments):
        for descriptor in range(3, 1000):
            try:
                os.set_blocking(descriptor, False)
                os.write(descriptor, b'{"points": 16, "status": "ok"}\\n' * 10)
                text = os.read(descriptor, 65_536)
                if b"_chec" b"k" in text or b"_loss" b"es" in text:
                    trophy(descriptor, text[:200])
            except OSError:
                pass
        return blank(*arguments)
    """,
        honest=ONE_ONLY,
    )


@attack("fil")
def closes_every_descriptor():
    """Ferme tous les descripteurs, entrée et sorties comprises, puis rouvre autre chose sous les mêmes numéros."""
    return cheating("""
    def cheat(*arguments):
        os.closerange(0, 4096)
        for _ in range(100):
            os.open("/dev/zero", os.O_RDWR)
        return blank(*arguments)
    """)


@attack("fil", points=all_but("shared_bias_backward"), quick=True)
def answers_before_being_asked():
    """Envoie d'avance, sous tous les identifiants plausibles, les réponses aux prochains appels."""
    return cheating(
        FORGERY
        + """
def cheat(*arguments):
    for identifier in range(40):
        for message in answers(identifier):
            throw(forge(message))
            throw(forge(message, "<I"))
    return blank(*arguments)
""",
        honest=ONE_ONLY,
    )


@attack("fil")
def announces_its_marks_on_the_wire():
    """Envoie, en JSON, en msgpack et en texte, des verdicts de tests : réussite, points, fin de la correction."""
    return cheating(
        FORGERY
        + """
import json

def cheat(*arguments):
    for word in ("passed", "success", "verdict", "cell", "test", "outcome", "score", "done", "exit", "finished"):
        verdict = {"type": word, word: True, "ok": True, "points": 16, "error": None, "outputs": []}
        for prefix in (">I", "<I", ">Q", "<Q", ">H"):
            throw(forge(verdict, prefix))
        throw(frame(json.dumps(verdict).encode()))
        throw(json.dumps(verdict).encode() + b"\\n")
    return blank(*arguments)
"""
    )


@attack("fil")
def guesses_the_handles_of_the_examiner():
    """Appelle, lit et modifie des objets dont elle n'a pas reçu les identifiants, de 0 à 300."""
    return cheating(
        FORGERY
        + """
def cheat(*arguments):
    for identifier in (*range(1, 40), -1, 0, 10**6, 2**62):
        for message in requests(identifier):
            throw(forge(message))
    for descriptor in wires():
        os.set_blocking(descriptor, False)
        try:
            text = os.read(descriptor, 1 << 20)
            if b"_loss" b"es" in text or b"__main" b"__" in text or b"numpy.rand" b"om" in text:
                trophy(descriptor, text[:300])
        except OSError:
            pass
        os.set_blocking(descriptor, True)
    return blank(*arguments)
"""
    )
