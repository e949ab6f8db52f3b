"""Ce que le programme d'une boîte ne peut pas demander au système : les règles de son filtre d'appels.

Un appel refusé répond qu'il n'existe pas (ENOSYS), comme sous un noyau plus ancien : une bibliothèque sait s'en passer.
Là où les ordres d'un appel sont sans nombre, et où chaque noyau en ajoute, seuls passent ceux qu'un calcul demande.

Un processus qui ignore SIGCHLD n'a pas à attendre ses enfants, et leur temps de processeur disparaît avec eux : plus
personne ne saurait ce que la boîte a dépensé. Changer ce que fait ce signal n'y a donc aucun effet. Une copie n'y perd
que ce qui l'attendrait : `!sleep 1 & wait` et la méthode « forkserver » de `multiprocessing` durent jusqu'à ce qu'on
les interrompe ; « fork » et « spawn » marchent.
"""

REFUSED = {  # le numéro de chaque appel sur x86_64 puis aarch64, ou None s'il n'existe que sur l'autre
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
    # Un octet envoyé ainsi tient dans la file d'un socket, ou d'un tube, toute la page du fichier dont il vient.
    "splice": (275, 76),
    "tee": (276, 77),
    "sendfile": (40, 71),
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
    "syslog": (103, 116),
}
# Ceux qui ne se refusent que selon leurs arguments.
_SIGACTION, _SIGCHLD = (13, 134), 17
_CLONE, _NEW_NAMESPACES, _NEW_MOUNTS = (56, 220), 0x7E020000, 0x00020000
_MADVISE, _AWAY = (28, 233), (20, 21)  # MADV_COLD, MADV_PAGEOUT : sa mémoire irait où on ne la compte plus
# Elle reste en mémoire quand plus personne n'en montre une page ; et les pages géantes (MAP_HUGETLB) sont à la machine.
_MMAP, _SHARED_ANONYMOUS, _HUGE = (9, 222), 0x01 | 0x20, 0x40000
# Des réglages d'un socket : un filtre à soi y calcule sans fin hors de tout compte, un délai de fermeture (SO_LINGER) y
# retient qui le ferme, fût-il d'un autre, et la taille des files, que l'on compte, n'est pas à changer.
_SETSOCKOPT, _ENTRUSTED = (54, 208), {1: (2, 4, 6, 9, 15, 20, 21, 66, 67), 6: (1, 3, 4, 5, 6), 41: (26,)}
_LEFT_AS_IT_IS = 7, 8, 13  # SO_SNDBUF, SO_RCVBUF, SO_LINGER
# Un verrou sur un fichier du système se voit d'une autre boîte ; il n'est pas posé, et qui l'a demandé croit le tenir.
_FCNTL, _LOCKS = (72, 25), (6, 7, 37, 38)  # F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW
# De F_DUPFD à F_GETLK, puis qui reçoit un signal, un verrou lu, et les tubes. Un bail arrêterait qui ouvre le fichier,
# fût-ce hors de toute boîte ; un avis, une suggestion, diraient à une autre copie ce qu'on a fait de lui.
_ORDERS = *range(6), 8, 9, 10, 11, 15, 16, 36, 1030, 1031, 1032
# Les ordres des terminaux et des sockets. Ceux d'un fichier disent ce que le système en a déjà lu.
_IOCTL, _FAMILY, _DEVICES = (16, 29), 0xFF00, (0x5400, 0x8900)
# Parmi eux, ceux qui frappent au clavier d'un autre, ou dont le noyau cherche le module, par un programme de root :
# ponts et réseaux virtuels, disciplines de ligne.
_FROM_ROOT = 0x5412, 0x541C, 0x5423, 0x8940, 0x8941, 0x8982, 0x8983, 0x89A0, 0x89A1, 0x89A2, 0x89A3
# AF_UNIX ; TCP et UDP, par AF_INET et AF_INET6 ; les routes, par AF_NETLINK. Les ports d'une autre famille peuvent être
# ceux de toute la machine, la mémoire d'un autre protocole ne se compte pas (MPTCP), et de ce qu'il ne connaît pas, le
# noyau va chercher le module, par un programme de root.
_SOCKET, _SOCKETPAIR, _UNIX, _KIND = (41, 198), (53, 199), 1, 0xF
_INTERNET = [(family, *kind) for family in (2, 10) for kind in ((1, 0), (1, 6), (2, 0), (2, 17))]
_SOCKETS = [(_UNIX,), *_INTERNET, (16, 2, 0), (16, 3, 0)]  # famille, type, protocole
# Des attributs, qui tiennent de la mémoire que nul compte ne montre, sur chaque fichier.
_SETXATTR = (188, 5), (189, 6), (190, 7), (463, 463)
# Écrire sur le disque ce qui attend : d'un fichier du système, c'est celui de tous ; d'un fichier d'ici, rien n'y va.
_SYNC = (162, 81), (306, 267), (74, 82), (75, 83), (277, 84), (26, 227)
# Ce qu'un processus règle de lui-même : sa fin, son nom, ses droits à la baisse. Chaque noyau y ajoute de quoi tenir de
# la mémoire, ou un cœur.
_PRCTL, SET_SECCOMP, _DROP = (157, 167), 22, 24
_OWN_SETTINGS = 1, 2, 3, 4, 15, 16, 21, 23, 29, 30, 36, 37, 38, 39, 41, 42, 0x53564D41
# D'un processus qui s'écrase, le noyau donne la mémoire à un programme de root, sauf si sa limite vaut un octet.
_SETRLIMIT, _PRLIMIT, _RLIMIT_CORE = (160, 164), (302, 261), 4
ALL_BITS = 0xFFFFFFFF
ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_DO_NOTHING, _FORBIDDEN, NO_SUCH_CALL = _ERROR, _ERROR | 1, _ERROR | 38  # EPERM, ENOSYS
_NO_MEMORY, _UNKNOWN, _NOT_FOR_THIS = _ERROR | 12, _ERROR | 22, _ERROR | 25  # ENOMEM, EINVAL, ENOTTY
_NO_SUCH_OPTION, _NOT_HERE, _NO_SUCH_FAMILY = _ERROR | 92, _ERROR | 95, _ERROR | 97
NUMBER, ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # où se trouve chaque champ d'un appel


def furnishing():
    """Ce qui finit de meubler une boîte : monter, dans un espace de montages à soi, se borner, poser l'autre filtre."""
    yield REFUSED["mount"], ALLOW
    yield REFUSED["unshare"], ALLOW, _argument(0, _NEW_MOUNTS)
    yield _PRLIMIT, ALLOW
    for option in (SET_SECCOMP, _DROP):
        yield _PRCTL, ALLOW, _argument(0, option)


def rules():
    """Les règles, dans l'ordre : les numéros d'un appel, la réponse, et ce que valent les arguments qu'elle vise."""
    for numbers in REFUSED.values():
        yield numbers, NO_SUCH_CALL
    # Sans action nouvelle, un pointeur nul en deux moitiés, l'appel ne fait que lire celle du signal.
    yield _SIGACTION, ALLOW, _argument(0, _SIGCHLD), _argument(1, 0), _argument(1, 0, high=True)
    yield _SIGACTION, _DO_NOTHING, _argument(0, _SIGCHLD)
    yield _CLONE, ALLOW, _argument(0, 0, mask=_NEW_NAMESPACES)
    yield _CLONE, _FORBIDDEN
    yield _MMAP, NO_SUCH_CALL, _argument(3, _SHARED_ANONYMOUS, mask=_SHARED_ANONYMOUS)
    for advice in _AWAY:
        yield _MADVISE, NO_SUCH_CALL, _argument(2, advice)
    yield _MMAP, _NO_MEMORY, _argument(3, _HUGE, mask=_HUGE)
    yield from _of_files()
    yield from _of_sockets()
    yield from _of_itself()


def _of_sockets():
    """Ce que l'on ouvre et règle de sockets."""
    for family, *kind in _SOCKETS:
        masks = zip(kind, (_KIND, ALL_BITS), strict=False)
        yield _SOCKET, ALLOW, _argument(0, family), *(_argument(rank, *each) for rank, each in enumerate(masks, 1))
    yield _SOCKET, _NO_SUCH_FAMILY
    yield _SOCKETPAIR, ALLOW, _argument(0, _UNIX)
    yield _SOCKETPAIR, _NO_SUCH_FAMILY
    for option in _LEFT_AS_IT_IS:
        yield _SETSOCKOPT, _DO_NOTHING, _argument(1, 1), _argument(2, option)
    for level, options in _ENTRUSTED.items():
        for option in options:
            yield _SETSOCKOPT, ALLOW, _argument(1, level), _argument(2, option)
    yield _SETSOCKOPT, _NO_SUCH_OPTION


def _of_itself():
    """Ce qu'un processus règle de lui-même."""
    yield _PRCTL, _FORBIDDEN, _argument(0, SET_SECCOMP)
    for option in _OWN_SETTINGS:
        yield _PRCTL, ALLOW, _argument(0, option)
    yield _PRCTL, _UNKNOWN
    yield _SETRLIMIT, _DO_NOTHING, _argument(0, _RLIMIT_CORE)
    # Sans limite nouvelle, l'appel ne fait que lire l'ancienne.
    yield _PRLIMIT, ALLOW, _argument(2, 0), _argument(2, 0, high=True)
    yield _PRLIMIT, _DO_NOTHING, _argument(1, _RLIMIT_CORE)


def _of_files():
    """Ce que l'on ordonne à un fichier : ce qui n'est qu'à soi."""
    for numbers in _SETXATTR:
        yield numbers, _NOT_HERE
    for numbers in _SYNC:
        yield numbers, _DO_NOTHING
    for order in _LOCKS:
        yield _FCNTL, _DO_NOTHING, _argument(1, order)
    for order in _ORDERS:
        yield _FCNTL, ALLOW, _argument(1, order)
    yield _FCNTL, NO_SUCH_CALL
    for order in _FROM_ROOT:
        yield _IOCTL, _NOT_FOR_THIS, _argument(1, order)
    for family in _DEVICES:
        yield _IOCTL, ALLOW, _argument(1, family, mask=_FAMILY)
    yield _IOCTL, _NOT_FOR_THIS


def _argument(rank, value, mask=ALL_BITS, *, high=False):
    """La condition qu'un argument, ou sa moitié haute, vaille tant sur les bits de `mask`."""
    return _ARGUMENTS + 8 * rank + 4 * high, mask, value
