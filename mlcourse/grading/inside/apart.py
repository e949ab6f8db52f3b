"""Un processus à part : des espaces de noms à lui, qui meurent avec lui (Linux).

Ce qu'il écrit, partage ou lance ne se trouve que là : ses dossiers /tmp et /dev/shm sont vides et les siens, il ne voit
dans /proc que sa descendance, aucun signal n'atteint ce qui vit hors de son espace de processus, sa mémoire partagée
(IPC), ses sockets et ses terminaux ne sont ceux de personne. Rien n'est donc à effacer après lui ; seul le journal du
noyau peut garder le nom d'un processus qui s'est écrasé, que la copie choisit, et qui n'a que quinze lettres.

Il n'a d'un parent que sa mémoire, qu'il ne change que pour lui : les adresses y sont celles de ses frères, ce qui
n'apprend à une copie que les siennes. Deux copies qui vivent en même temps et s'entendent peuvent encore se parler, par
un réveil sur une page d'un fichier du système que toutes deux lisent (futex) : aucun espace de noms ne le sépare.
"""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import struct

from mlcourse.grading.inside import seccomp
from mlcourse.grading.inside.births import set_dumpable

_LIBC = ctypes.CDLL(None, use_errno=True)
_NEW_MOUNTS = 0x00020000
# Utilisateurs, montages, nom de la machine, IPC, réseau, processus.
_NEW_NAMESPACES = 0x10000000 | _NEW_MOUNTS | 0x04000000 | 0x08000000 | 0x40000000 | 0x20000000
_NOSUID, _NODEV, _NOEXEC = 2, 4, 8
_PROC = _NOSUID | _NODEV | _NOEXEC  # en lecture seule ensuite : qui y écrit passe avant d'autres (autogroup)
_READ_ONLY, _REMOUNT, _BIND, _RECURSIVE = 1, 32, 4096, 16384
_CAPABILITIES_V3, _PR_CAPBSET_DROP, _CAPABILITIES = 0x20080522, 24, 64
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1
_WRITABLE = ("/tmp", "/dev/shm")
# Les files de TCP grandissent toutes seules, et des paquets d'un octet y tiennent mille fois ce que l'on en compte : au
# moins, au départ et au plus, en octets.
_QUEUES = {"tcp_wmem": "4096 16384 65536", "tcp_rmem": "4096 65536 131072"}
_FILES, _TERMINALS = 20_000, 16  # au plus : vide, un fichier tient encore de la mémoire, que personne ne compte


def withdraw():
    """Met le processus courant à part, sans autre droit que les siens ; lève OSError si le système s'y refuse.

    C'est un descendant qui revient : le premier de l'espace de processus y enterre les orphelins, et meurt avec lui.
    """
    user, group = os.getuid(), os.getgid()
    set_dumpable(True)  # sans quoi ses propres fichiers de /proc lui seraient fermés
    _call("unshare", _NEW_NAMESPACES)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        _write(f"/proc/self/{name}", text)
    _furnish()
    _raise_loopback()
    _bound_queues()
    if os.fork():  # l'espace de processus n'est neuf que pour les enfants
        os._exit(0)
    _mount("proc", "/proc", "proc", _PROC | _READ_ONLY)
    os.setsid()  # un signal envoyé à son groupe n'atteindra que les siens
    _renounce()
    set_dumpable(False)
    if born := os.fork():
        _bury_until(born)
    set_dumpable(True)
    _reopen_streams()
    os.chdir("/tmp")


def settle():
    """Donne à la boîte où l'on est ce que `withdraw` trouve à part, puis quitte les droits qu'il y fallait.

    Une machine peut refuser ces droits à ce que lance bubblewrap (AppArmor) : la boîte reste alors ce qu'il en a fait.
    """
    with contextlib.suppress(OSError):
        _call("unshare", _NEW_MOUNTS)  # bubblewrap a dressé le décor sous d'autres droits que ceux qu'il laisse
        _furnish()
        # Le premier processus est resté dans l'ancien décor : par lui, une copie l'y retrouverait.
        _mount("tmpfs", "/proc/1", "tmpfs", _PROC | _READ_ONLY)
        _mount(None, "/proc", None, _REMOUNT | _BIND | _PROC | _READ_ONLY)
    os.chdir("/tmp")  # l'ancien est recouvert
    _renounce()


def _furnish():
    """Borne ce que le système prête : ni autre espace d'utilisateurs, ni fichiers ou terminaux sans fin, ni dates."""
    _write("/proc/sys/user/max_user_namespaces", "0")  # le sien : il n'en ouvrira pas d'autre
    for place in filter(os.path.ismount, _WRITABLE):
        _renew(place)
    _mount("devpts", "/dev/pts", "devpts", _NOSUID | _NOEXEC, f"newinstance,ptmxmode=0666,mode=620,max={_TERMINALS}")
    _freeze_devices()


def _renew(place):
    """Recouvre un dossier d'un autre, vide, de la même taille.

    Les dossiers qui s'y trouvaient, où la boîte prête parfois l'interpréteur, y restent, en lecture seule.
    """
    size = os.statvfs(place)
    kept = {entry.name: os.open(entry.path, os.O_PATH) for entry in os.scandir(place) if entry.is_dir()}
    options = f"mode=700,size={size.f_blocks * size.f_frsize},nr_inodes={_FILES}"
    _mount("tmpfs", place, "tmpfs", _NOSUID | _NODEV, options)
    for name, descriptor in kept.items():
        path = f"{place}/{name}"
        os.mkdir(path)
        _mount(f"/proc/self/fd/{descriptor}", path, None, _BIND | _RECURSIVE)
        _mount(None, path, None, _REMOUNT | _BIND | _READ_ONLY | _NOSUID | _NODEV)
        os.close(descriptor)


def _freeze_devices():
    """Empêche de dater les périphériques, que la machine prête à toutes les boîtes ; on y lit et écrit comme avant."""
    for path in (f"/dev/{name}" for name in os.listdir("/dev")):
        if os.path.ismount(path) and not os.path.isdir(path):
            _mount(None, path, None, _REMOUNT | _BIND | _READ_ONLY | _NOSUID)


def _raise_loopback():
    """Ouvre le réseau de la machine avec elle-même : le neuf n'a rien d'autre, et il est fermé."""
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _IFF_UP))


def _bound_queues():
    """Borne ce que tient une connexion de la machine avec elle-même, dans le réseau neuf, qui n'est qu'à soi."""
    for name, sizes in _QUEUES.items():
        _write(f"/proc/sys/net/ipv4/{name}", sizes)


def _renounce():
    """Quitte tous les droits qu'un espace d'utilisateurs neuf donne à qui l'ouvre, et pose le filtre d'appels."""
    for capability in range(_CAPABILITIES):  # le noyau refuse celles qu'il ne connaît pas
        _LIBC.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    _call("capset", ctypes.byref((ctypes.c_uint32 * 2)(_CAPABILITIES_V3, 0)), ctypes.byref((ctypes.c_uint32 * 6)()))
    seccomp.install()


def _bury_until(born):
    """La vie du premier de l'espace de processus : quand il s'en va, le noyau tue ce qui reste."""
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    os.closerange(0, os.sysconf("SC_OPEN_MAX"))
    while os.wait()[0] != born:
        pass
    os._exit(0)


def _reopen_streams():
    """L'entrée et les sorties : ce qu'un descripteur hérité garde de réglages se lirait chez le suivant."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(null, stream)
    os.close(null)


def _mount(source, target, kind, flags, options=None):
    texts = [text and text.encode() for text in (source, target, kind)]
    _call("mount", *texts, ctypes.c_ulong(flags), options and options.encode())


def _write(path, text):
    with open(path, "w") as file:
        file.write(text)


def _call(name, *arguments):
    """Appelle le système, et lève OSError s'il refuse."""
    if getattr(_LIBC, name)(*arguments):
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), name)
