"""Le premier code qui tourne dans une boîte : se borner, puis devenir la copie ou ses tests."""

import contextlib
import gc
import importlib
import os
import resource
import selectors
import site
import socket
import sys
from functools import partial

from mlcourse.grading.inside import apart
from mlcourse.grading.inside.absent import LastFinder

_FILE_BYTES, _OPEN_FILES = 64 * 2**20, 256
# Un octet n'écrit aucun fichier, et, à la différence de zéro, n'éveille pas non plus le programme de la machine qui
# ramasse ce que laisse un processus écrasé (apport, systemd-coredump), hors de toute boîte et de tout compte.
_CORE_BYTES = 1
# Ce que le noyau compte par utilisateur, et garde hors de toute boîte : celles de tous les postes d'un enseignant, qui
# n'est pas root, sont à lui, et l'une en priverait les autres.
_MESSAGES_BYTES, _PENDING_SIGNALS = 100_000, 1_000


def start(program, descriptors, place, warm, boxed):
    """Pose les limites données en arguments, et lance un programme avec ses bouts de socket.

    `place` est le rang, dans `sys.path`, de ce qui suit la bibliothèque standard. Avec `warm`, le programme attend dans
    un processus chaud, et ce sont des enfants qui le vivent ; sinon, `boxed` dit s'il a une boîte à finir de meubler.
    """
    _bound(*map(int, sys.argv[1:4]))
    if boxed and not warm:
        apart.settle()
    libraries = sys.argv[4:]
    sys.argv[1:] = []
    for add_words in (site.setquit, site.setcopyright, site.sethelper):
        add_words()
    os.umask(0o077)
    # Le filtre d'appels refuse la file que prendrait, sans cela, une boucle d'`asyncio`.
    vars(selectors)["DefaultSelector"] = selectors.PollSelector
    if libraries:
        sys.meta_path.append(LastFinder(libraries))
    if not warm:
        lend_fonts()
    ends = [socket.socket(fileno=number) for number in descriptors]
    main = _load(program)
    if warm:
        main = partial(_load("warm"), main)
    sys.path.insert(place, os.getcwd())  # comme dans IPython : les modules de la copie avant ceux qu'on installe
    os.dup2(0, 2)  # ce que Python dirait d'un mauvais départ intéresse le meneur ; la suite, non
    main(*ends)


def _bound(memory, seconds, processes):
    """Limite ce que peuvent dépenser ce processus et chacun de ceux qui en naissent."""
    bounds = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_NPROC: processes,
        resource.RLIMIT_FSIZE: _FILE_BYTES,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_CORE: _CORE_BYTES,
        **_of_the_user(),
    }
    for kind, value in bounds.items():
        resource.setrlimit(kind, (value, value))


def _of_the_user():
    """Ce que seul Linux sait borner."""
    names = {"RLIMIT_MSGQUEUE": _MESSAGES_BYTES, "RLIMIT_SIGPENDING": _PENDING_SIGNALS}
    return {getattr(resource, name): value for name, value in names.items() if hasattr(resource, name)}


def _load(program):
    """Charge un programme, sans chercher de cycles dans ce qui se charge, ni alors ni ensuite.

    Ceux qui naissent d'un processus partagent sa mémoire tant que nul n'y touche, et les chercher y touche.
    """
    gc.disable()
    try:
        return importlib.import_module(f"{__package__}.{program}").main
    finally:
        gc.freeze()
        gc.enable()


def lend_fonts(source="/cours/matplotlib"):
    """Met la liste des polices là où matplotlib la cherche : la refaire prendrait des secondes."""
    with contextlib.suppress(OSError):
        names = os.listdir(source)
        os.mkdir(os.environ["MPLCONFIGDIR"])
        for name in names:
            os.symlink(f"{source}/{name}", f"{os.environ['MPLCONFIGDIR']}/{name}")
