"""Ce qu'il faut aux processus qui en mettent d'autres au monde : recevoir des bouts de socket, se fermer à eux."""

import contextlib
import ctypes
import socket

_PR_SET_DUMPABLE = 4


def set_dumpable(whether):
    """Ouvre, ou non, sa mémoire et ses descripteurs à ses enfants : ce qu'en ferait l'un passerait au suivant."""
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, int(whether), 0, 0, 0)


def receive(control_end, count):
    """Attend des bouts de socket, aussi longtemps qu'il le faut ; rend une liste vide quand le meneur s'en va."""
    while True:
        with contextlib.suppress(BlockingIOError):  # le canal rend la main de temps en temps
            _, descriptors, _, _ = socket.recv_fds(control_end, 1, count)
            return [socket.socket(fileno=number) for number in descriptors]
