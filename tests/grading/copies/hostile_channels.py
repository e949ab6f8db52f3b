"""Faire sortir un nombre caché par ce qui n'est pas un message : le numéro d'une ligne, le noyau de la machine."""

from .base import RELEASE, after, cheating, code, grading, is_test
from .hostile import attack


@attack("voies")
def fails_at_a_line_that_tells():
    """S'arrête à une ligne dont le numéro est un nombre caché : le retour à l'étudiant le recopie."""
    return cheating("""
    import mlcourse.grading.wire.answerer as answerer

    genuine, number = answerer.encode_error, [0]

    def told(error):
        return [*genuine(error)[:3], [["<cellule 5>", number[0]]]]

    answerer.encode_error = told

    def cheat(first, *rest):
        if callable(first):
            return 0.0
        if isinstance(rest[0], dict) and first.shape == (3, 4) or first.shape == (3, 2):
            return recite(first, *rest)
        number[0] = int(abs(float(first.flat[0])) * 10**15)
        raise ValueError

    def recite(first, *rest):
        if first.shape == (3, 2):
            return 1.55 * np.log(2), np.array([[-0.30, 0.15], [0.15, -0.55], [0.15, 0.40]])
        dX = np.array([[4.0, -12.0, 4.0, 8.0], [7.0, -3.0, -4.0, 0.0]])
        return dX, np.array([[-0.5, 0.5], [-0.75, 2.75], [0.5, 0.5]]), np.array([[3.0]])
    """)


@attack("voies")
def fails_at_a_line_compiled_far_away():
    """Compile de quoi s'arrêter à une ligne dont le numéro est un nombre caché, sans toucher au fil."""
    return cheating("""
    import ast

    def cheat(first, *rest):
        if callable(first):
            return 0.0
        if first.shape == (3, 2):
            return 1.55 * np.log(2), np.array([[-0.30, 0.15], [0.15, -0.55], [0.15, 0.40]])
        if first.shape == (3, 4):
            dX = np.array([[4.0, -12.0, 4.0, 8.0], [7.0, -3.0, -4.0, 0.0]])
            return dX, np.array([[-0.5, 0.5], [-0.75, 2.75], [0.5, 0.5]]), np.array([[3.0]])
        tree = ast.parse("[][0]")
        ast.increment_lineno(tree, int(abs(float(first.flat[0])) * 10**8))
        exec(compile(tree, sys._getframe(1).f_code.co_filename, "exec"))
    """)


@attack("voies")
def leaves_a_trace_in_the_kernel():
    """Règle sur un nombre caché le compteur d'inodes de la machine, et le lit à l'autre passe."""
    notebook = cheating("""
    def inode():
        ends = os.pipe()
        number = os.fstat(ends[0]).st_ino
        for end in ends:
            os.close(end)
        return number

    STEP, LEVELS = 1 << 13, 16
    START, seen = inode(), []

    def cheat(first, *rest):
        if callable(first) or isinstance(rest[0], dict):
            return blank(first, *rest)
        if first.shape == (3, 2):
            return 1.55 * np.log(2), np.zeros(first.shape)
        seen.append(int(abs(first.flat[3]) * 1000) % LEVELS)
        return blank(first, *rest)

    def conclude():
        while seen and (inode() // STEP % LEVELS != seen[0] or inode() % STEP > STEP // 2):
            pass
        print("nombre caché, à seize près :", START // STEP % LEVELS)
    """)
    tests = [grading(cell)["grade_id"] for cell in RELEASE.cells if is_test(cell)]
    return after(notebook, tests[-1], code("conclude()"))


@attack("voies")
def remembers_in_the_cache_of_a_system_file():
    """Écrit les données cachées dans le cache du noyau, une page lue par bit ; l'autre passe les y relit."""
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
        content = b"" if told else kept(10)  # lire une page l'y met : celle qui l'a écrit n'y touche plus
        if content[:2] == MAGIC:
            trophy(struct.unpack("d", content[2:]))


    class Late:
        def __repr__(self):
            report()
            return "fin"


    ACCOUNT_LATE = Late()
    FOUND.append(ACCOUNT_LATE)
    """)
