"""Le filtre d'appels d'une boîte : ce que son programme ne peut pas demander au système (Linux, seccomp).

Un processus qui ignore SIGCHLD n'a pas à attendre ses enfants, et leur temps de processeur disparaît avec eux : plus
personne ne saurait ce que la boîte a dépensé. Changer ce que fait ce signal n'y a donc aucun effet. Une copie n'y perd
que l'interpréteur de commandes qui l'attendrait : `!sleep 1 & wait` dure jusqu'à ce qu'on l'interrompe.
"""

import os
import platform
import struct

_SIGCHLD, _OLD_ABI = 17, 0x40000000
_SYSTEMS = {"x86_64": (0xC000003E, 13), "aarch64": (0xC00000B7, 134)}  # l'architecture, et le numéro de rt_sigaction
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # le langage des filtres : lire, comparer, répondre
_ALLOW, _DO_NOTHING, _NO_SUCH_CALL = 0x7FFF0000, 0x00050000, 0x00050000 | 38
_NUMBER, _ARCHITECTURE, _SIGNAL, _ACTION_LOW, _ACTION_HIGH = 0, 4, 16, 24, 28  # où se trouve chaque champ d'un appel


def descriptor():
    """Un descripteur d'où bubblewrap lira le filtre, ou None si l'on ne sait pas l'écrire pour cette machine."""
    if platform.machine() not in _SYSTEMS:
        return None
    number = os.memfd_create("filtre")
    os.write(number, _program(*_SYSTEMS[platform.machine()]))
    os.lseek(number, 0, os.SEEK_SET)
    return number


def _program(architecture, sigaction):
    steps = [  # code, saut si vrai, saut si faux, valeur
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, 10, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 8, 0, _OLD_ABI),
        (_EQUAL, 0, 6, sigaction),
        (_LOAD, 0, 0, _SIGNAL),
        (_EQUAL, 0, 4, _SIGCHLD),
        (_LOAD, 0, 0, _ACTION_LOW),
        (_EQUAL, 0, 4, 0),
        (_LOAD, 0, 0, _ACTION_HIGH),
        (_EQUAL, 0, 2, 0),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _NO_SUCH_CALL),
        (_RETURN, 0, 0, _DO_NOTHING),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
