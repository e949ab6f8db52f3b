"""Épuiser la machine : mémoire, processus, disque, descripteurs, temps, pile, boucles que rien n'interrompt."""

from .base import ALL, ONE_ONLY, after, again, all_but, cheating, code, disguised, filled
from .hostile import attack

TOO_LONG, TOO_MUCH = r"temps|secondes", r"mémoire|MemoryError"


@attack("mémoire", points=all_but("shared_bias_backward"), says=TOO_MUCH)
def fills_the_memory():
    """Alloue et remplit de la mémoire sans fin, à chaque appel d'un seul exercice."""
    return cheating(
        """
    def cheat(*arguments):
        danger()
        hoard = []
        while True:
            hoard.append(bytearray(os.urandom(1 << 20)) * 16)
    """,
        honest=ONE_ONLY,
    )


@attack("mémoire")
def fills_the_memory_with_children():
    """Partage sa gourmandise entre cent enfants, dont chacun reste sous la limite d'un processus."""
    return cheating("""
    danger()
    for _ in range(100):
        try:
            if os.fork() == 0:
                hoard = np.ones(20_000_000)
                time.sleep(3600)
        except OSError:
            pass
    time.sleep(3600)
    """)


@attack("mémoire")
def fills_the_shared_memory():
    """Remplit /dev/shm, memfd_create et des tubes : une mémoire qui n'est celle d'aucun processus."""
    return cheating("""
    danger()
    block = b"x" * (1 << 24)
    files = []
    for opener in (lambda: open(f"/dev/shm/{len(files)}", "wb", 0), lambda: os.fdopen(os.memfd_create("x"), "wb", 0)):
        try:
            while len(files) < 4000:
                files.append(opener())
                for _ in range(3):  # chacun sous la taille permise à un fichier
                    files[-1].write(block)
        except OSError:
            pass
    """)


@attack("mémoire", points=ALL, says="mémoire", quick=True)
def hides_its_memory_behind_a_thread_that_is_gone():
    """Donne sa gourmandise à vingt enfants dont le premier fil d'exécution s'en va : /proc les croit vides."""
    return disguised("""
    import ctypes, threading

    def hoard():
        time.sleep(0.5)
        block = b"x" * (100 << 20)
        time.sleep(600)

    danger()
    for _ in range(20):
        if os.fork() == 0:
            threading.Thread(target=hoard).start()
            ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[os.uname().machine], 0)
    time.sleep(600)
    """)


@attack("mémoire", points=ALL, says="mémoire")
def breaks_its_memory_into_pieces():
    """Donne à quatre enfants trente mille morceaux de mémoire vide : le noyau en tient le compte, dans la sienne."""
    return disguised("""
    import ctypes

    def scatter(pieces):
        start = libc.mmap(None, ctypes.c_size_t(8192 * pieces), 0, 0x4022, -1, 0)
        for piece in range(pieces):
            libc.mprotect(ctypes.c_void_p(start + 8192 * piece), ctypes.c_size_t(4096), 1)
        time.sleep(600)

    danger()
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    for _ in range(4):
        if os.fork() == 0:
            scatter(15_000)
    time.sleep(600)
    """)


@attack("mémoire", points=ALL)
def fills_the_kernel_with_what_no_process_shows():
    """Accumule fichiers vides, terminaux et règles de landlock : le noyau les garde, aucun processus ne les montre."""
    return disguised("""
    import ctypes, struct

    danger()
    libc, count = ctypes.CDLL(None), 0
    try:
        while count < 100_000:
            os.mknod(f"/tmp/{count}")
            count += 1
        trophy("fichiers", count)
    except OSError:
        pass
    kept = []
    try:
        while len(kept) < 100:
            kept.append(os.openpty())
        trophy("terminaux", len(kept))
    except OSError:
        pass
    rules = libc.syscall(444, struct.pack("QQ", 0, 3), 16, 0)
    if rules >= 0:
        for port in range(65536):
            libc.syscall(445, rules, 2, struct.pack("QQ", 1, port), 0)
        trophy("règles")
    """)


@attack("processus", points=all_but("shared_bias_backward"))
def multiplies_its_processes():
    """Lance une bombe de processus à chaque appel d'un seul exercice."""
    return cheating(
        """
    def cheat(*arguments):
        danger()
        while True:
            try:
                os.fork()
            except OSError:
                pass
    """,
        honest=ONE_ONLY,
    )


@attack("processus")
def multiplies_its_threads():
    """Lance autant de fils d'exécution que la machine en accepte, et les laisse dormir."""
    return cheating("""
    import threading

    danger()
    while True:
        threading.Thread(target=time.sleep, args=(3600,)).start()
    """)


@attack("disque", points=ALL, quick=True)
def fills_the_disk():
    """Écrit sans fin dans chaque dossier où elle le peut, jusqu'à l'erreur."""
    return disguised("""
    import tempfile

    danger()
    block = b"x" * (1 << 24)
    for place in {"/tmp", "/var/tmp", "/dev/shm", "/run", os.getcwd(), os.path.expanduser("~"), tempfile.gettempdir()}:
        try:
            for number in range(400):
                with open(f"{place}/lest-{number}", "wb", 0) as file:
                    for _ in range(8):
                        file.write(block)
        except OSError:
            pass
    """)


@attack("disque", points=ALL)
def fills_the_disk_with_empty_files():
    """Crée des fichiers vides par centaines de milliers, des dossiers imbriqués et des noms démesurés."""
    return disguised("""
    danger()
    os.chdir("/tmp")
    try:
        for number in range(200_000):
            open(f"{number}", "w").close()
    except OSError:
        pass
    try:
        for number in range(2_000):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
    except OSError:
        pass
    """)


@attack("descripteurs")
def opens_files_without_end():
    """Ouvre fichiers, tubes et sockets jusqu'à la limite, et les garde."""
    return cheating("""
    import resource

    danger()
    kept = []

    def cheat(*arguments):
        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
        try:
            while True:
                kept.append(os.pipe())
        except OSError:
            return blank(*arguments)
    """)


@attack("temps", points=all_but("shared_bias_backward"), says=TOO_LONG, quick=True)
def loops_without_end_in_a_function():
    """Boucle sans fin, mais dans un seul exercice : les deux autres gardent leurs points."""
    return cheating("def cheat(*arguments):\n    while True:\n        pass", honest=ONE_ONLY)


@attack("temps", points=ALL, says=TOO_LONG)
def loops_without_end_in_a_cell():
    """Boucle sans fin dans une cellule ajoutée, à côté d'un travail juste."""
    return disguised("while True:\n    pass")


@attack("temps", points=all_but("shared_bias_backward"), says=TOO_LONG)
def loops_and_catches_everything():
    """Boucle sans fin en attrapant tout, KeyboardInterrupt et SystemExit compris."""
    return cheating(
        """
    def cheat(*arguments):
        while True:
            try:
                while True:
                    time.sleep(0.01)
            except BaseException:
                pass
    """,
        honest=ONE_ONLY,
    )


@attack("temps", says=TOO_LONG)
def loops_in_c():
    """Occupe l'interpréteur dans du C qu'aucun signal n'interrompt : un entier géant, une expression régulière."""
    return cheating(
        "import re\n\n\ndef cheat(*arguments):\n    return 9**9**8",
        shared_bias_backward="return re.match('(a+)+$', 'a' * 64 + 'b')",
        directional_check="return sum(1 for _ in iter(int, 1))",
    )


@attack("temps", says=TOO_LONG)
def sleeps_in_each_call():
    """Dort dans chaque appel un peu moins que la limite d'une cellule, pour épuiser la patience de tout le lot."""
    return cheating("def cheat(*arguments):\n    time.sleep(15)\n    return blank(*arguments)")


@attack("temps")
def calls_back_without_end():
    """Rappelle sans fin la fonction f qu'elle a reçue, puis se fait rappeler par elle-même."""
    return cheating("""
    def cheat(first, *rest):
        if not callable(first):
            return blank(first, *rest)
        while True:
            try:
                first(np.zeros(6))
            except Exception:
                pass
    """)


@attack("pile", points=all_but("shared_bias_backward"))
def recurses_until_it_crashes():
    """Lève la limite de récursion et descend jusqu'à l'erreur de segmentation, dans un seul exercice."""
    return cheating(
        """
    import ctypes

    class Deep:
        def __getattr__(self, name):
            return getattr(self, name + "x")

    def cheat(*arguments):
        sys.setrecursionlimit(10**9)
        try:
            Deep().x
        finally:
            ctypes.string_at(0)
    """,
        honest=ONE_ONLY,
    )


@attack("mort", points=all_but("shared_bias_backward"), quick=True, says="arrêt|interrompu|terminé|segment")
def crashes_in_c():
    """Provoque une erreur de segmentation, une division illégale et un abort, dans un seul exercice."""
    return cheating(
        """
    import ctypes

    def cheat(*arguments):
        ctypes.string_at(0)
    """,
        honest=ONE_ONLY,
    )


@attack("mort", points=ALL)
def crashes_in_a_cell():
    """Meurt par os.abort dans une cellule ajoutée, à côté d'un travail juste."""
    return disguised("os.abort()")


@attack("temps", points=ALL)
def indents_a_line_by_half_a_million_spaces():
    """Rend une cellule qui n'est pas du Python, où une ligne a cinq cent mille espaces : la lire serait quadratique."""
    return after(filled(), "imports", again(code("x"), source="x = = 1\n" + " " * 490_000 + "x"))


@attack("messages", points=all_but("diagnose"), quick=True)
def answers_a_word_of_a_million_letters():
    """Rend sept fois un million de lettres, à la place d'un nom de faute : le message du test les citerait toutes."""
    return filled(diagnose="def diagnose(backward):\n    return ['x' * 2**20] * 7")
