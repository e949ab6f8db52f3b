"""Le filtre d'appels d'une boîte (Linux, seccomp) : les règles de `refusals`, dans la langue du noyau."""

import ctypes
import os
import platform
import struct
from itertools import chain

from mlcourse.grading.inside.refusals import (
    ALL_BITS,
    ALLOW,
    ARCHITECTURE,
    NO_SUCH_CALL,
    NUMBER,
    SET_SECCOMP,
    furnishing,
    rules,
)

_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # leur nom dans un filtre
_OLD_ABI = 0x40000000
_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06  # le langage des filtres
_STEP = struct.Struct("HBBI")
_MODE_FILTER = 2


def descriptor():
    """Un descripteur d'où bubblewrap lira le filtre, ou None si l'on ne sait pas l'écrire pour cette machine.

    Le premier processus de la boîte garde celui-là ; il laisse passer ce dont le programme a encore besoin pour finir
    de la meubler, et qui ne sert à rien sans les droits qu'il quitte ensuite.
    """
    if platform.machine() not in _MACHINES:
        return None
    number = os.memfd_create("filtre")
    os.write(number, _code(first=True))
    os.lseek(number, 0, os.SEEK_SET)
    return number


def install():
    """Pose le filtre sur ce processus et sa descendance, si l'on sait l'écrire pour cette machine."""
    if platform.machine() in _MACHINES:
        code = ctypes.create_string_buffer(_code())
        length = (len(code) - 1) // _STEP.size
        filtering = ctypes.create_string_buffer(struct.pack("HP", length, ctypes.addressof(code)))
        if ctypes.CDLL(None).prctl(SET_SECCOMP, _MODE_FILTER, filtering, 0, 0):
            raise OSError("le système refuse le filtre d'appels")


def _code(*, first=False):
    return b"".join(_STEP.pack(*step) for step in _program(platform.machine(), first=first))


def _program(machine, *, first=False):
    """Les instructions du filtre : code, saut si vrai, saut si faux, valeur."""
    yield from ((_LOAD, 0, 0, ARCHITECTURE), (_EQUAL, 1, 0, _MACHINES[machine]), (_RETURN, 0, 0, NO_SUCH_CALL))
    yield from ((_LOAD, 0, 0, NUMBER), (_AT_LEAST, 0, 1, _OLD_ABI), (_RETURN, 0, 0, NO_SUCH_CALL))
    column = [*_MACHINES].index(machine)
    for numbers, answer, *conditions in chain(furnishing() if first else (), rules()):
        if numbers[column] is not None:
            yield from _when([(NUMBER, ALL_BITS, numbers[column]), *conditions], answer)
    yield (_RETURN, 0, 0, ALLOW)


def _when(conditions, answer):
    """Répond si chaque champ vaut ce qu'il doit, passe à la suite sinon."""
    left = 3 * len(conditions) + 1
    for field, mask, value in conditions:
        left -= 3
        yield from ((_LOAD, 0, 0, field), (_AND, 0, 0, mask), (_EQUAL, 0, left, value))
    yield (_RETURN, 0, 0, answer)
