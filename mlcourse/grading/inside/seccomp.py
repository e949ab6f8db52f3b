"""Le filtre d'appels d'une boîte : ce que son programme ne peut pas demander au système (Linux, seccomp).

Un appel refusé répond qu'il n'existe pas (ENOSYS), comme sous un noyau plus ancien : une bibliothèque sait s'en passer.

Un processus qui ignore SIGCHLD n'a pas à attendre ses enfants, et leur temps de processeur disparaît avec eux : plus
personne ne saurait ce que la boîte a dépensé. Changer ce que fait ce signal n'y a donc aucun effet. Une copie n'y perd
que l'interpréteur de commandes qui l'attendrait : `!sleep 1 & wait` dure jusqu'à ce qu'on l'interrompe.
"""

import ctypes
import os
import platform
import struct
from itertools import chain

_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # leur nom dans un filtre
_REFUSED = {  # le numéro de chaque appel sur ces deux machines, ou None s'il n'existe que sur l'autre
    # Le trousseau du noyau n'est pas dans un espace de noms : toutes les boîtes ont celui de qui corrige.
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # Ce qui tient de la mémoire sans qu'un processus la montre dans la sienne, où on la compte.
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "vmsplice": (278, 75),
    "landlock_create_ruleset": (444, 444),
    # Ces files d'ordres font ce qu'elles veulent sans passer par un filtre.
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    # Ce qui lit ou vide le cache des fichiers du système, que toutes les boîtes partagent : une copie y écrirait à une
    # autre. `preadv2` sait dire si une page s'y trouve ; sans lui, la bibliothèque C se sert de `preadv`. `io_setup`
    # ouvre une file de lectures qui le savent aussi, et que la machine compte pour toutes les boîtes.
    "fadvise64": (221, 223),
    "readahead": (187, 213),
    "mincore": (27, 232),
    "cachestat": (451, 451),
    "preadv2": (327, 286),
    "io_setup": (206, 0),
    "process_madvise": (440, 440),
    # Ce qui dit à une copie ce qu'une autre fait des mêmes fichiers.
    "flock": (73, 32),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    # Changer de cœur, ou passer après tous : une copie irait gêner un poste voisin, ou paraîtrait attendre son tour.
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118),
    "sched_setattr": (314, 274),
    "setpriority": (141, 140),
    # Ouvrir d'autres espaces de noms, ou s'y rendre. `clone3`, dont les options ne se lisent pas d'ici, a un ancêtre.
    "clone3": (435, 435),
    "unshare": (272, 97),
    "setns": (308, 268),
    # Toucher au décor.
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    # Entrer dans la mémoire ou les descripteurs d'un autre processus.
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    # Ce que surveille une telle file ne se compte que par utilisateur : une boîte en priverait les autres, et Jupyter.
    "epoll_create": (213, None),
    "epoll_create1": (291, 20),
    # Ce dont aucun devoir n'a besoin, et où l'on a souvent trouvé de quoi sortir d'une boîte.
    "bpf": (321, 280),
    "seccomp": (317, 277),  # un filtre à elle écrirait au journal de la machine
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
}
# Ceux qui ne se refusent que selon leurs arguments.
_SIGACTION, _SIGCHLD = (13, 134), 17
_CLONE, _NEW_NAMESPACES, _NEW_MOUNTS = (56, 220), 0x7E020000, 0x00020000
_MADVISE, _AWAY = (28, 233), (20, 21)  # MADV_COLD, MADV_PAGEOUT : sa mémoire irait où on ne la compte plus
_MMAP, _SHARED_ANONYMOUS = (9, 222), 0x01 | 0x20  # elle reste en mémoire quand plus personne n'en montre une page
_SETSOCKOPT, _SOCKET_LEVEL, _BUFFERS = (54, 208), 1, (7, 8)  # SO_SNDBUF, SO_RCVBUF : on compte leur taille d'origine
# Un verrou sur un fichier du système se voit d'une autre boîte ; il n'est pas posé, et qui l'a demandé croit le tenir.
_FCNTL, _LOCKS = (72, 25), (6, 7, 37, 38)  # F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW
# De F_DUPFD à F_GETLK, puis qui reçoit un signal, un verrou lu, et les tubes. Un bail arrêterait qui ouvre le fichier,
# fût-ce hors de toute boîte ; un avis, une suggestion, diraient à une autre copie ce qu'on a fait de lui.
_ORDERS = *range(6), 8, 9, 10, 11, 15, 16, 36, 1030, 1031, 1032
# Les ordres des terminaux et des sockets. Ceux d'un fichier disent ce que le système en a déjà lu.
_IOCTL, _FAMILY, _DEVICES = (16, 29), 0xFF00, (0x5400, 0x8900)
# AF_UNIX ; TCP et UDP, par AF_INET et AF_INET6 ; les routes, par AF_NETLINK. Les ports d'une autre famille peuvent être
# ceux de toute la machine, la mémoire d'un autre protocole ne se compte pas (MPTCP), et de ce qu'il ne connaît pas, le
# noyau va chercher le module, par un programme de root.
_SOCKET, _SOCKETPAIR, _UNIX, _KIND = (41, 198), (53, 199), 1, 0xF
_INTERNET = [(family, *kind) for family in (2, 10) for kind in ((1, 0), (1, 6), (2, 0), (2, 17))]
_SOCKETS = [(_UNIX,), *_INTERNET, (16, 2, 0), (16, 3, 0)]  # famille, type, protocole
# D'un processus qui s'écrase, le noyau donne la mémoire à un programme de root, sauf si sa limite vaut un octet.
_SETRLIMIT, _PRLIMIT, _RLIMIT_CORE = (160, 164), (302, 261), 4
_OLD_ABI, _ALL_BITS = 0x40000000, 0xFFFFFFFF
_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06  # le langage des filtres
_ALLOW, _DO_NOTHING, _FORBIDDEN, _NO_SUCH_CALL = 0x7FFF0000, 0x00050000, 0x00050000 | 1, 0x00050000 | 38
_NO_SUCH_FAMILY, _NOT_FOR_THIS = 0x00050000 | 97, 0x00050000 | 25
_STEP = struct.Struct("HBBI")
_PRCTL, _PR_SET_SECCOMP, _MODE_FILTER = (157, 167), 22, 2
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # où se trouve chaque champ d'un appel


def descriptor():
    """Un descripteur d'où bubblewrap lira le filtre, ou None si l'on ne sait pas l'écrire pour cette machine.

    Le premier processus de la boîte garde celui-là ; il laisse passer ce dont le programme a encore besoin pour finir
    de la meubler, et qui ne sert à rien sans les droits qu'il quitte ensuite.
    """
    if platform.machine() not in _MACHINES:
        return None
    number = os.memfd_create("filtre")
    os.write(number, _code(furnishing=True))
    os.lseek(number, 0, os.SEEK_SET)
    return number


def install():
    """Pose le filtre sur ce processus et sa descendance, si l'on sait l'écrire pour cette machine."""
    if platform.machine() in _MACHINES:
        code = ctypes.create_string_buffer(_code())
        length = (len(code) - 1) // _STEP.size
        filtering = ctypes.create_string_buffer(struct.pack("HP", length, ctypes.addressof(code)))
        if ctypes.CDLL(None).prctl(_PR_SET_SECCOMP, _MODE_FILTER, filtering, 0, 0):
            raise OSError("le système refuse le filtre d'appels")


def _code(*, furnishing=False):
    return b"".join(_STEP.pack(*step) for step in _program(platform.machine(), furnishing=furnishing))


def _program(machine, *, furnishing=False):
    """Les instructions du filtre : code, saut si vrai, saut si faux, valeur."""
    yield from ((_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, _MACHINES[machine]), (_RETURN, 0, 0, _NO_SUCH_CALL))
    yield from ((_LOAD, 0, 0, _NUMBER), (_AT_LEAST, 0, 1, _OLD_ABI), (_RETURN, 0, 0, _NO_SUCH_CALL))
    column = [*_MACHINES].index(machine)
    for numbers, answer, *conditions in chain(_furnishing() if furnishing else (), _rules()):
        if numbers[column] is not None:
            yield from _when([(_NUMBER, _ALL_BITS, numbers[column]), *conditions], answer)
    yield (_RETURN, 0, 0, _ALLOW)


def _furnishing():
    """Ce qui finit de meubler une boîte : monter, dans un espace de montages à soi, se borner, poser l'autre filtre."""
    yield _REFUSED["mount"], _ALLOW
    yield _REFUSED["unshare"], _ALLOW, _argument(0, _NEW_MOUNTS)
    yield _PRLIMIT, _ALLOW
    yield _PRCTL, _ALLOW, _argument(0, _PR_SET_SECCOMP)


def _rules():
    """Les règles, dans l'ordre : les numéros d'un appel, la réponse, et ce que valent les arguments qu'elle vise."""
    for numbers in _REFUSED.values():
        yield numbers, _NO_SUCH_CALL
    # Sans action nouvelle, un pointeur nul en deux moitiés, l'appel ne fait que lire celle du signal.
    yield _SIGACTION, _ALLOW, _argument(0, _SIGCHLD), _argument(1, 0), _argument(1, 0, high=True)
    yield _SIGACTION, _DO_NOTHING, _argument(0, _SIGCHLD)
    yield _CLONE, _ALLOW, _argument(0, 0, mask=_NEW_NAMESPACES)
    yield _CLONE, _FORBIDDEN
    yield _MMAP, _NO_SUCH_CALL, _argument(3, _SHARED_ANONYMOUS, mask=_SHARED_ANONYMOUS)
    for advice in _AWAY:
        yield _MADVISE, _NO_SUCH_CALL, _argument(2, advice)
    for option in _BUFFERS:
        yield _SETSOCKOPT, _DO_NOTHING, _argument(1, _SOCKET_LEVEL), _argument(2, option)
    yield from _orders()
    for family, *kind in _SOCKETS:
        masks = zip(kind, (_KIND, _ALL_BITS), strict=False)
        yield _SOCKET, _ALLOW, _argument(0, family), *(_argument(rank, *each) for rank, each in enumerate(masks, 1))
    yield _SOCKET, _NO_SUCH_FAMILY
    yield _SOCKETPAIR, _ALLOW, _argument(0, _UNIX)
    yield _SOCKETPAIR, _NO_SUCH_FAMILY
    yield _PRCTL, _FORBIDDEN, _argument(0, _PR_SET_SECCOMP)
    yield _SETRLIMIT, _DO_NOTHING, _argument(0, _RLIMIT_CORE)
    # Sans limite nouvelle, l'appel ne fait que lire l'ancienne.
    yield _PRLIMIT, _ALLOW, _argument(2, 0), _argument(2, 0, high=True)
    yield _PRLIMIT, _DO_NOTHING, _argument(1, _RLIMIT_CORE)


def _orders():
    """Ce que l'on ordonne à un fichier ouvert : ce qui n'est qu'à soi."""
    for order in _LOCKS:
        yield _FCNTL, _DO_NOTHING, _argument(1, order)
    for order in _ORDERS:
        yield _FCNTL, _ALLOW, _argument(1, order)
    yield _FCNTL, _NO_SUCH_CALL
    for family in _DEVICES:
        yield _IOCTL, _ALLOW, _argument(1, family, mask=_FAMILY)
    yield _IOCTL, _NOT_FOR_THIS


def _argument(rank, value, mask=_ALL_BITS, *, high=False):
    """La condition qu'un argument, ou sa moitié haute, vaille tant sur les bits de `mask`."""
    return _ARGUMENTS + 8 * rank + 4 * high, mask, value


def _when(conditions, answer):
    """Répond si chaque champ vaut ce qu'il doit, passe à la suite sinon."""
    left = 3 * len(conditions) + 1
    for field, mask, value in conditions:
        left -= 3
        yield from ((_LOAD, 0, 0, field), (_AND, 0, 0, mask), (_EQUAL, 0, left, value))
    yield (_RETURN, 0, 0, answer)
