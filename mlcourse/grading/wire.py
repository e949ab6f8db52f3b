"""Le fil : des messages bornés, sans pickle, entre deux processus qui ne se font pas confiance.

Un cadre est une longueur sur quatre octets, puis du msgpack ; rien n'est alloué avant que la longueur soit vérifiée. Ce
module transporte des messages, `wire_values` y met des valeurs, `wire_peer` en fait des appels de fonctions.
"""

import struct
from time import monotonic

import msgpack

MAX_FRAME = 64 * 2**20  # octets
_HEADER = struct.Struct(">I")
_CHUNK = 64 * 2**10


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
    """Lit un message, ou lève `ProtocolError`."""
    try:
        return msgpack.unpackb(data, max_ext_len=0)
    except Exception as error:  # noqa: BLE001 (msgpack a une exception par façon de mal faire)
        raise ProtocolError(f"message illisible ({type(error).__name__})") from None


class Channel:
    """Un bout de socketpair ; `deadline`, sur l'horloge monotone, borne tout envoi et toute attente.

    >>> import socket
    >>> left, right = map(Channel, socket.socketpair())
    >>> left.send(["bonjour", 1.5, b"x"])
    >>> right.receive()
    ['bonjour', 1.5, b'x']
    >>> right.deadline = monotonic()
    >>> right.receive()
    Traceback (most recent call last):
    mlcourse.grading.wire.PeerLost: temps
    >>> left.close(), right.close()
    (None, None)
    """

    def __init__(self, end, max_frame=MAX_FRAME):
        self.socket = end
        self.max_frame = max_frame
        self.deadline = None
        self._buffer = b""

    def fileno(self):
        """Le descripteur, pour `select`."""
        return self.socket.fileno()

    def send(self, message):
        """Envoie un message entier, ou lève `PeerLost`."""
        data = pack(message)
        if len(data) > self.max_frame:
            raise CrossingError(
                f"un message de {len(data) / 2**20:.0f} Mo, quand le fil en porte {self.max_frame >> 20}"
            )
        try:
            self._arm()
            self.socket.sendall(_HEADER.pack(len(data)) + data)
        except TimeoutError:
            raise PeerLost("temps") from None
        except OSError:
            raise PeerLost("mort") from None

    def receive(self):
        """Attend un message ; lève `PeerLost`, ou `ProtocolError` s'il est mal formé."""
        header = self._exactly(_HEADER.size)
        (size,) = _HEADER.unpack(header)
        if size > self.max_frame:
            raise ProtocolError(f"un message de {size} octets")
        return unpack(self._exactly(size))

    def pending(self):
        """Vrai si des octets reçus attendent déjà : `select` ne les verrait pas."""
        return bool(self._buffer)

    def _arm(self):
        if self.deadline is None:
            self.socket.settimeout(None)
            return
        left = self.deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        self.socket.settimeout(left)

    def _exactly(self, size):
        if len(self._buffer) < size:
            self._fill(size)
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return data

    def _fill(self, size):
        parts, missing = [self._buffer], size - len(self._buffer)
        while missing > 0:
            try:
                self._arm()
                part = self.socket.recv(max(missing, _CHUNK))
            except TimeoutError:
                raise PeerLost("temps") from None
            except OSError:
                raise PeerLost("mort") from None
            if not part:
                raise PeerLost("mort")
            parts.append(part)
            missing -= len(part)
        self._buffer = b"".join(parts)

    def close(self):
        """Ferme ce bout ; l'autre lira une fin de fichier."""
        self.socket.close()
