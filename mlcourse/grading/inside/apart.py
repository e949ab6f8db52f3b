"""Un processus à part : des espaces de noms à lui, qui meurent avec lui (Linux).

Ce qu'il écrit, partage ou lance ne se trouve que là : son dossier /tmp est vide et le sien, aucun signal n'atteint ce
qui vit hors de son espace de processus, et sa mémoire partagée (IPC) n'est celle de personne. Rien n'est donc à effacer
après lui.
"""

import ctypes
import os

_LIBC = ctypes.CDLL(None, use_errno=True)
_NEW_NAMESPACES = 0x10000000 | 0x00020000 | 0x20000000 | 0x08000000  # utilisateurs, montages, processus, IPC
_NOSUID_NODEV, _READ_ONLY, _REMOUNT, _BIND, _RECURSIVE = 2 | 4, 1, 32, 4096, 16384
_CAPABILITIES_V3, _PR_SET_DUMPABLE = 0x20080522, 4


def withdraw(emptied=()):
    """Met le processus courant à part, sans autre droit que les siens ; lève OSError si le système s'y refuse.

    /tmp devient un dossier neuf, aussi grand que l'ancien. Les dossiers qui s'y trouvaient, où la boîte prête parfois
    l'interpréteur, y restent, en lecture seule, sauf ceux d'`emptied`.
    """
    user, group = os.getuid(), os.getgid()
    _call("prctl", _PR_SET_DUMPABLE, 1, 0, 0, 0)  # sans quoi ses propres fichiers de /proc lui seraient fermés
    _call("unshare", _NEW_NAMESPACES)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        _write(f"/proc/self/{name}", text)
    _write("/proc/sys/user/max_user_namespaces", "0")  # le sien : il n'en ouvrira pas d'autre
    _renew("/tmp", {*emptied})
    if os.fork():  # l'espace de processus n'est neuf que pour les enfants
        os._exit(0)
    os.setsid()  # un signal envoyé à son groupe n'atteindra que les siens
    _call("capset", ctypes.byref((ctypes.c_uint32 * 2)(_CAPABILITIES_V3, 0)), ctypes.byref((ctypes.c_uint32 * 6)()))
    os.chdir("/tmp")


def _renew(place, emptied):
    """Recouvre un dossier d'un autre, vide, de la même taille."""
    size = os.statvfs(place)
    kept = {entry.name: os.open(entry.path, os.O_PATH) for entry in os.scandir(place) if entry.is_dir()}
    options = f"mode=700,size={size.f_blocks * size.f_frsize}"
    _mount("tmpfs", place, "tmpfs", _NOSUID_NODEV, options)
    for name, descriptor in kept.items():
        if name not in emptied:
            path = f"{place}/{name}"
            os.mkdir(path)
            _mount(f"/proc/self/fd/{descriptor}", path, None, _BIND | _RECURSIVE)
            _mount(None, path, None, _REMOUNT | _BIND | _READ_ONLY | _NOSUID_NODEV)
        os.close(descriptor)


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
