"""Des messages mal faits : types inconnus, tailles mensongères, profondeurs, promesses jamais tenues."""

from .base import ALL, cheating, disguised
from .hostile import attack
from .hostile_wire import FORGERY


@attack("fil")
def sends_extended_types_that_mean_nothing():
    """Envoie des types étendus msgpack inconnus, tronqués, imbriqués, négatifs, et des dates impossibles."""
    return cheating(
        FORGERY
        + """
def cheat(*arguments):
    for code in range(-128, 128):
        long = b"\\xc9\\xff\\xff\\xff\\xff" + bytes([code % 256])
        for data in (b"", b"\\xc1", os.urandom(16), b"\\xdf\\xff\\xff\\xff\\xff", long):
            throw(frame(b"\\xc7" + bytes([len(data), code % 256]) + data))
            throw(frame(b"\\x92\\x00\\xc7" + bytes([len(data), code % 256]) + data))
    return blank(*arguments)
"""
    )


@attack("fil")
def announces_arrays_larger_than_their_bytes():
    """Envoie des tableaux de forme immense et sans octets, de dtype « O », de forme négative ou non entière."""
    return cheating(
        FORGERY
        + """
def cheat(*arguments):
    shapes = ([10**9, 10**9], [-1], [2**63 - 1], [1.5], ["x"], [[1]], [], [0, 10**18], [1] * 100, [1] * 31, [True])
    dtypes = ("<f8", "O", "|O", "f8,O", "V100000000", "<U1000000000", "M8", "x", "", None, 3, ["<f8"])
    for shape in shapes:
        for dtype in dtypes:
            for layout in ("C", "F", "S", 0, None):
                for data in (b"", b"12345678", "texte", None):
                    throw(forge(["r", 1, ["a", dtype, shape, layout, True, data]]))
    return blank(*arguments)
"""
    )


@attack("fil")
def sends_messages_ten_thousand_levels_deep():
    """Envoie des listes, des dictionnaires et des types étendus imbriqués dix mille fois, et un milliard d'éléments."""
    return cheating(
        FORGERY
        + """
def cheat(*arguments):
    huge = [bytes([kind]) + b"\\x3b\\x9a\\xca\\x00" for kind in (0xDD, 0xDF, 0xC6, 0xDB, 0xC9)]
    deep = [b"\\x91" * 10_000 + b"\\xc0", b"\\x81\\xa1x" * 10_000 + b"\\xc0"]
    for data in (*huge, *deep, b"", b"\\xc1", os.urandom(1000), b"\\xff" * 100_000):
        for prefix in (">I", "<I", ">Q", "<Q"):
            throw(frame(data, prefix))
    return blank(*arguments)
"""
    )


@attack("fil", says="temps|protocole|message|secondes")
def announces_four_gigabytes():
    """Annonce un message de quatre gigaoctets, en envoie le début, et attend."""
    return cheating(
        FORGERY
        + """
def cheat(*arguments):
    throw(b"\\xff\\xff\\xff\\xff" + b"x" * 10_000)
    time.sleep(3600)
"""
    )


@attack("fil")
def drips_its_answers():
    """Envoie un octet par seconde d'un message jamais fini, dans chaque appel, depuis un fil à part."""
    return cheating(
        FORGERY
        + """
def drip():
    while True:
        throw(b"\\x00")
        time.sleep(0.5)


def cheat(*arguments):
    threading.Thread(target=drip, daemon=True).start()
    return blank(*arguments)
"""
    )


@attack("fil")
def reads_the_wire_before_its_owner():
    """Vole, depuis un autre fil, les messages que l'examinateur envoie à son interpréteur, et les lui renvoie."""
    return cheating(
        FORGERY
        + """
def steal():
    while True:
        for descriptor in wires():
            try:
                text = os.read(descriptor, 65_536)
                if b"_check" b"." in text or b"sessol_"[::-1] in text:
                    trophy(text[:300])
                os.write(descriptor, text)
            except OSError:
                pass


threading.Thread(target=steal, daemon=True).start()
"""
    )


@attack("fil", points=ALL)
def passes_its_wire_to_another():
    """Envoie ses propres descripteurs, par SCM_RIGHTS, sur tous les sockets qu'elle trouve."""
    return disguised(
        FORGERY
        + """
import array

for descriptor in wires():
    try:
        stream = socket.socket(fileno=os.dup(descriptor))
        rights = array.array("i", [0, 1, 2, descriptor, os.open("/", os.O_RDONLY)])
        stream.sendmsg([b""], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)], socket.MSG_DONTWAIT)
    except OSError:
        pass
"""
    )
