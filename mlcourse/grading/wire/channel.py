"""Le fil : des messages bornés, sans pickle, entre deux processus qui ne se font pas confiance.

Un cadre est une longueur sur quatre octets, puis du msgpack ; rien n'est alloué avant que la longueur soit vérifiée. Ce
module transporte des messages, `values` y met des valeurs, `asker` et `answerer` en font des appels.
"""

import signal
import socket
import struct

import msgpack

MAX_FRAME = 64 * 2**20  # octets
MAX_ITEMS = 400_000  # dans un message, listes comprises
_HEADER = struct.Struct(">I")
TIME_OVER = signal.SIGXCPU  # ce par quoi le meneur dit à une copie que le temps de sa cellule est passé
_CHUNK = 64 * 2**10
_PAUSE = 0.1  # seconde


class ProtocolError(Exception):
    """L'autre côté a envoyé un message qui n'en est pas un : lui seul est en faute."""


class CrossingError(ValueError):
    """Une valeur d'ici ne peut pas traverser : trop grande, trop profonde, ou faite autrement."""


class PeerLost(BaseException):
    """L'autre côté ne répondra plus ; `reason` vaut « temps », « mort » ou « message ».

    Ce n'est pas une `Exception` : ni une cellule de tests ni le code d'un étudiant ne doivent l'avaler.
    """

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def pack(message):
    """Sérialise un message fait de types simples, de listes et d'octets."""
    try:
        return msgpack.packb(message)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise CrossingError(f"valeur impossible à transmettre ({type(error).__name__})") from None


def unpack(data):
    """Lit un message, ou lève `ProtocolError` : des millions de listes vides rempliraient la mémoire."""
    count = _counter() if len(data) > MAX_ITEMS else None  # un élément prend un octet au moins
    try:
        return msgpack.unpackb(data, max_ext_len=0, max_map_len=0, max_array_len=MAX_ITEMS, list_hook=count)
    except Exception as error:  # noqa: BLE001 (msgpack a une exception par façon de mal faire)
        raise ProtocolError(f"message illisible ({type(error).__name__})") from None


def _counter():
    """Ce qui compte les éléments d'un message à mesure qu'on les lit, et s'arrête quand il y en a trop."""
    left = MAX_ITEMS

    def counted(items):
        nonlocal left
        left -= 1 + len(items)
        if left < 0:
            raise ValueError("trop d'éléments")
        return items

    return counted


class Channel:
    """Un bout de socketpair ; `idle`, ce que l'on fait pendant que l'on attend, peut y mettre fin.

    >>> import socket
    >>> left, right = map(Channel, socket.socketpair())
    >>> left.send(["bonjour", 1.5, b"x"])
    >>> right.receive()
    ['bonjour', 1.5, b'x']
    >>> left.close()
    >>> right.receive()
    Traceback (most recent call last):
    mlcourse.grading.wire.channel.PeerLost: mort
    >>> right.close()
    """

    def __init__(self, end, max_frame=MAX_FRAME):
        self.socket = end
        self.max_frame = max_frame
        self.idle = lambda: None
        self._buffer, self._unsent = b"", memoryview(b"")
        end.settimeout(None)
        self.wake_after(_PAUSE)

    def fileno(self):
        """Le descripteur, pour `select`."""
        return self.socket.fileno()

    def wake_after(self, seconds):
        """Règle le temps au bout duquel le noyau rend la main : l'armer à chaque message coûterait trois appels."""
        for way in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            self.socket.setsockopt(socket.SOL_SOCKET, way, struct.pack("ll", *divmod(int(1e6 * seconds), 1_000_000)))

    def send(self, message):
        """Envoie un message entier, ou lève `PeerLost` ; ce qui n'est pas parti partira avant toute autre chose."""
        data = pack(message)
        if len(data) > self.max_frame:
            raise CrossingError(
                f"un message de {len(data) / 2**20:.0f} Mo, quand le fil en porte {self.max_frame >> 20}"
            )
        self._unsent = memoryview(b"".join([self._unsent, _HEADER.pack(len(data)), data]))
        self._flush()

    def _flush(self):
        """Envoie ce qui reste à envoyer : un long message part en plusieurs fois, et qui cesse d'attendre reprend."""
        while self._unsent:
            self._unsent = self._unsent[self._patiently(self.socket.send, self._unsent) or 0 :]
        self._unsent = memoryview(b"")  # une vue, même vide, tiendrait encore tout le message

    def receive(self):
        """Attend un message ; lève `PeerLost`, ou `ProtocolError` s'il est mal formé."""
        self._flush()
        self._fill(_HEADER.size)
        (size,) = _HEADER.unpack_from(self._buffer)
        if size > self.max_frame:
            raise ProtocolError(f"un message de {size} octets")
        end = _HEADER.size + size
        self._fill(end)
        data, self._buffer = self._buffer, self._buffer[end:]
        return unpack(memoryview(data)[_HEADER.size : end])

    def pending(self):
        """Vrai si des octets reçus attendent déjà : `select` ne les verrait pas."""
        return bool(self._buffer)

    def _fill(self, size):
        """Reçoit jusqu'à tenir `size` octets."""
        if len(self._buffer) >= size:
            return
        parts, missing = [self._buffer] if self._buffer else [], size - len(self._buffer)
        try:
            while missing > 0:
                part = self._patiently(self.socket.recv, max(missing, _CHUNK))
                if part:
                    parts.append(part)
                    missing -= len(part)
                elif part is not None:
                    raise PeerLost("mort")
        finally:  # qui cesse d'attendre peut reprendre où il en était
            self._buffer = parts[0] if len(parts) == 1 else b"".join(parts)

    def _patiently(self, operation, argument):
        """Envoie ou reçoit ; rend None si rien n'a encore pu se faire."""
        self.idle()
        try:
            return operation(argument)
        except BlockingIOError:
            return None
        except OSError:
            raise PeerLost("mort") from None

    def close(self):
        """Ferme ce bout ; l'autre lira une fin de fichier."""
        self.socket.close()
