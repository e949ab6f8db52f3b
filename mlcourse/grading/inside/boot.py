"""Le premier code qui tourne dans une boîte : se borner, puis devenir la copie ou ses tests."""

import contextlib
import gc
import importlib
import os
import resource
import site
import socket
import sys

from mlcourse.grading.inside.absent import LastFinder

_FILE_BYTES, _OPEN_FILES = 64 * 2**20, 256


def start(engine, descriptors, place):
    """Pose les limites données en arguments, et lance le programme `engine` avec ses bouts de socket.

    `place` est le rang, dans `sys.path`, de ce qui suit la bibliothèque standard.
    """
    memory, seconds, processes = map(int, sys.argv[1:4])
    libraries = sys.argv[4:]
    sys.argv[1:] = []
    bounds = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_NPROC: processes,
        resource.RLIMIT_FSIZE: _FILE_BYTES,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in bounds.items():
        resource.setrlimit(kind, (value, value))
    for add_words in (site.setquit, site.setcopyright, site.sethelper):
        add_words()
    os.umask(0o077)
    if libraries:
        sys.meta_path.append(LastFinder(libraries))
    lend_fonts()
    ends = [socket.socket(fileno=number) for number in descriptors]
    main = _load(engine)
    sys.path.insert(place, os.getcwd())  # comme dans IPython : les modules de la copie avant ceux qu'on installe
    os.dup2(0, 2)  # ce que Python dirait d'un mauvais départ intéresse le meneur ; la suite, non
    main(*ends)


def _load(engine):
    """Charge un programme, sans chercher de cycles dans ce qui se charge, ni alors ni ensuite.

    Ceux qui naissent d'un processus partagent sa mémoire tant que nul n'y touche, et les chercher y touche.
    """
    gc.disable()
    try:
        return importlib.import_module(f"{__package__}.{engine}").main
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
