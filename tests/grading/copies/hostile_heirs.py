"""Les héritages : ce qu'une copie laisse à celle que corrige ensuite le même poste, née du même processus.

Chaque copie cherche d'abord ce qu'une autre aurait laissé, puis laisse la même chose. Elles sont trois, pour deux
postes : deux se suivent donc sur l'un d'eux, et les deux passes d'une même copie se suivent toujours. Toutes font un
travail juste, et gardent leurs points.
"""

from .base import ALL, disguised
from .hostile import attack

PLACES = """
    danger()
    for place in ("/tmp", "/dev/shm", "/dev", "/cours", "/", "/proc/1/root/tmp", "/proc/1/cwd"):
        path = f"{place}/heritage"
        if os.path.exists(path):
            trophy(path)
        try:
            os.makedirs(path + "/ferme/fond")
            os.chmod(path + "/ferme", 0)
        except OSError:
            pass
    space = [os.statvfs(place).f_bfree / os.statvfs(place).f_blocks for place in ("/tmp", "/dev/shm")]
    if min(space) < 0.9:
        trophy("place", space)
    for place in ("/tmp", "/dev/shm"):
        try:
            with open(place + "/heritage-lourd", "wb", 0) as file:
                while file.write(bytes(1 << 20)):
                    pass
        except OSError:
            pass
    for path in ("/dev/pts/ptmx", "/dev/null", "/usr", "/tmp", np.__file__):
        try:
            if os.stat(path).st_mtime == 123_456:
                trophy("date", path)
            os.utime(path, (123_456, 123_456))
        except OSError:
            pass
    for name in ("full", "null", "random", "urandom", "zero"):
        try:
            os.utime(f"/dev/{name}")
            trophy("périphérique daté", name)
        except OSError:
            pass
    """

CHANNELS = """
    import ctypes
    import fcntl
    import socket

    danger()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.shmget(0x4E71, 4096, 0) >= 0 or libc.msgget(0x4E71, 0) >= 0 or libc.semget(0x4E71, 1, 0) >= 0:
        trophy("IPC")
    libc.shmget(0x4E71, 4096, 0o1666), libc.msgget(0x4E71, 0o1666), libc.semget(0x4E71, 1, 0o1666)
    if libc.mq_open(b"/heritage", os.O_RDONLY) >= 0:
        trophy("file")
    libc.mq_open(b"/heritage", os.O_CREAT | os.O_RDWR, 0o666, None)
    for ring in (-3, -4, -5):
        if libc.syscall(250, 10, ring, b"user", b"heritage", 0) >= 0:
            trophy("trousseau")
        libc.syscall(248, b"user", b"heritage", b"message", 7, ring)
    kept = [socket.socket(socket.AF_UNIX), socket.socket(), socket.socket()]
    for server, place in zip(kept, ("\\0heritage", ("127.0.0.1", 45_672), ("127.0.0.1", 0))):
        try:
            server.bind(place)
            server.listen()
        except OSError:
            trophy("socket", place)
    try:
        kept.append(socket.socket(socket.AF_VSOCK))
        trophy("socket de la machine")
    except OSError:
        pass
    if libc.syscall({"x86_64": 206, "aarch64": 0}[os.uname().machine], 8, ctypes.byref(ctypes.c_ulong())) == 0:
        trophy("file de lectures")
    kept.append(open(os.__file__))
    fcntl.lockf(kept[-1], fcntl.LOCK_SH, 9, 123_456)
    if "123456" in open("/proc/locks").read():
        trophy("verrou")
    try:
        fcntl.fcntl(os.open("/usr", os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS)
        trophy("dossier surveillé")
    except OSError:
        pass
    if os.fork() == 0:
        time.sleep(600)
        os._exit(0)
    for number in range(3):
        if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_APPEND or fcntl.fcntl(number, fcntl.F_GETSIG):
            trophy("descripteur", number)
    for number in range(3):
        fcntl.fcntl(number, fcntl.F_SETFL, os.O_APPEND | os.O_NONBLOCK)
        fcntl.fcntl(number, fcntl.F_SETSIG, 40)
    if len(os.listdir("/proc/self/fd")) > 12:
        trophy("descripteurs", os.listdir("/proc/self/fd"))
    if os.listdir("/dev/pts") != ["ptmx"]:
        trophy("terminal", os.listdir("/dev/pts"))
    terminal = os.openpty()
    """

RELATIVES = """
    import atexit
    import ctypes
    import random
    import signal
    import threading

    danger()
    libc = ctypes.CDLL(None, use_errno=True)
    seen = {int(name) for name in os.listdir("/proc") if name.isdigit()}
    if len(seen) > 2:
        trophy("processus", seen)
    if any(hasattr(module, "heritage") for module in (np, os, random, sys)) or "HERITAGE" in os.environ:
        trophy("mémoire")
    np.heritage = os.heritage = random.heritage = sys.heritage = os.environ["HERITAGE"] = "1"
    atexit.register(lambda: open("/tmp/heritage", "w").close())
    for pid in {1, os.getppid(), *range(3, 40)} - {os.getpid()}:
        for name in ("mem", "fd/0", "fd/3", "environ"):
            try:
                with open(f"/proc/{pid}/{name}", "r+b") as opened:
                    trophy("ouvert", pid, name)
            except OSError:
                pass
        if libc.ptrace(16, pid, 0, 0) == 0:
            trophy("ptrace", pid)
        if libc.process_vm_writev(pid, None, 0, None, 0, 0) == 0:
            trophy("process_vm", pid)
    threading.Thread(target=time.sleep, args=[600], daemon=True).start()
    if os.fork() == 0:
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    for number in (signal.SIGSTOP, signal.SIGKILL, signal.SIGINT, signal.SIGHUP):
        for pid in {1, os.getppid()}:
            try:
                os.kill(pid, number)
            except OSError:
                pass
    for flags in (0x10000000, 0x20000000, 0x00020000, 0x40000000, 0x08000000):
        if libc.unshare(flags) == 0 or libc.syscall(56, flags | 17, 0, 0, 0, 0) >= 0:
            trophy("espace de noms", hex(flags))
    """

CROWD = """
    danger()
    count = 0
    try:
        while count < 500 and os.fork():
            count += 1
        if count < 500:
            time.sleep(600)
    except OSError:
        pass
    if count < 40:
        trophy("place pour", count, "processus")
    """

_SENTENCES = {
    "places": (PLACES, "des dossiers fermés, un disque plein et la date d'un fichier"),
    "channels": (CHANNELS, "des objets IPC, une clé, des sockets, un terminal et les réglages d'un descripteur"),
    "relatives": (RELATIVES, "des modules changés, un fil, un démon, et s'en prend à celui dont elle naît"),
}


def _heir(source, sentence):
    def build():
        return disguised(source)

    build.__doc__ = f"Cherche, puis laisse à la copie suivante : {sentence}."
    return build


for _name, (_source, _what) in _SENTENCES.items():
    for _rank in range(3):
        attack("héritage", student=f"heir_{_name}_{_rank}", points=ALL, quick=_rank == 0)(_heir(_source, _what))


@attack("héritage", points=ALL)
def fills_the_processes_for_the_next():
    """Lance autant de processus qu'elle le peut, et les laisse à la copie suivante."""
    return disguised(CROWD)


@attack("héritage", points=ALL)
def finds_the_processes_of_the_previous():
    """Compte les processus que la précédente lui a laissé lancer."""
    return disguised(CROWD)
