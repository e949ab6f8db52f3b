"""Ce que le noyau garde à la place d'un processus : segments, fichiers sans nom, sockets, trousseau de clés."""

from .base import ALL, ONE_ONLY, all_but, cheating, disguised
from .hostile import attack

SYSTEM = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
"""


@attack("mémoire", points=ALL)
def keeps_its_memory_in_segments_that_nobody_maps():
    """Remplit des segments System V et les détache : ils ne sont plus dans aucun processus, et restent en mémoire."""
    return disguised(
        SYSTEM
        + """
danger()
for number in range(20):
    place = libc.shmat(libc.shmget(0, ctypes.c_size_t(64 << 20), 0o1600), None, 0)
    if place in (None, 2**64 - 1):
        break
    ctypes.memset(place, 1, 64 << 20)
    libc.shmdt(ctypes.c_void_p(place))
else:
    time.sleep(0.5)
    trophy("1280 Mo tenus, 1024 permis")
"""
    )


@attack("mémoire", points=ALL)
def keeps_its_memory_in_anonymous_files():
    """Remplit des fichiers de memfd_create, chacun sous la taille permise : seule leur somme dépasse."""
    return disguised("""
danger()
files = []
try:
    for number in range(22):
        files.append(os.memfd_create("x"))
        for _ in range(4):
            os.write(files[-1], b"x" * (15 << 20))
    time.sleep(0.5)
    trophy("1320 Mo tenus, 1024 permis")
except (OSError, AttributeError):
    pass
""")


KEYRING = (
    SYSTEM
    + """
ADD, CONTROL, SESSION = 248, 250, ctypes.c_int(-3)


def keys(number, *arguments):
    return libc.syscall(ctypes.c_long(number), *arguments)
"""
)


@attack("canaux", points=ALL)
def leaves_a_key_in_the_session_of_the_teacher_first():
    """Ajoute une clé au trousseau de la session de qui corrige, dont toutes les boîtes héritent."""
    return disguised(
        KEYRING
        + """
key = keys(ADD, b"user", b"mot", b"donnees cachees", ctypes.c_size_t(15), SESSION)
keys(CONTROL, ctypes.c_int(5), ctypes.c_int(key), ctypes.c_int(0x3F3F3F3F))
"""
    )


@attack("canaux", points=ALL)
def leaves_a_key_in_the_session_of_the_teacher_second():
    """Lit, dans une autre boîte, la clé qu'y a laissée la première, et tout le trousseau de qui corrige."""
    return disguised(
        KEYRING
        + """
content = ctypes.create_string_buffer(64)
for _ in range(8):
    key = keys(CONTROL, ctypes.c_int(10), SESSION, b"user", b"mot", ctypes.c_int(0))
    if key > 0 and keys(CONTROL, ctypes.c_int(11), ctypes.c_int(key), content, ctypes.c_size_t(64)) > 0:
        trophy(content.value)
        break
    time.sleep(0.4)
"""
    )


@attack("mémoire", points=ALL)
def keeps_its_memory_in_pages_that_it_let_go():
    """Remplit de la mémoire partagée et n'en garde qu'une page : le reste n'est plus à personne, et demeure."""
    return disguised("""
    import mmap

    danger()
    kept = []
    try:
        for number in range(22):
            zeros = os.open("/dev/zero", os.O_RDWR) if number % 2 else -1
            kept.append(mmap.mmap(zeros, 60 << 20))
            kept[-1][:] = bytes(60 << 20)
            kept[-1].madvise(mmap.MADV_DONTNEED)
        time.sleep(0.5)
        trophy("1320 Mo tenus, 1024 permis")
    except OSError:
        pass
    """)


@attack("mémoire", points=all_but("shared_bias_backward"), says="mémoire")
def keeps_its_memory_in_sockets():
    """Remplit des milliers de sockets que personne ne lit, dans un seul exercice."""
    return cheating(
        """
    import socket

    def cheat(*arguments):
        danger()
        kept = []
        for _ in range(60):
            if os.fork() == 0:
                while True:
                    try:
                        kept += socket.socketpair()
                        kept[-1].setblocking(False)
                        while True:
                            kept[-1].send(bytes(50_000))
                    except BlockingIOError:
                        pass
                    except OSError:
                        time.sleep(3600)
        time.sleep(3600)
    """,
        honest=ONE_ONLY,
    )


@attack("mémoire", points=ALL)
def keeps_its_memory_in_pages_that_a_socket_holds():
    """Envoie un octet de chaque page d'un fichier, puis le vide : chaque octet tiendrait sa page, sans compter."""
    return disguised("""
    import socket

    danger()
    ends = [socket.socketpair() for _ in range(100)]
    with open("/tmp/pages", "wb+") as pages:
        pages.write(bytes(16 << 20))
        pages.flush()
        try:
            for sending, _ in ends:
                for page in range(20):
                    os.sendfile(sending.fileno(), pages.fileno(), 4096 * page, 1)
            pages.truncate(0)
            trophy("des pages que personne ne compte")
        except OSError:
            pass
    """)
