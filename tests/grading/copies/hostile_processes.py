"""Survivre et déranger : fils d'exécution, démons, signaux."""

from .base import ALL, ONE_ONLY, all_but, cheating, disguised
from .hostile import attack

SURVIVOR = """
    import subprocess

    def survive():
        if os.fork():
            return
        os.setsid()
        if os.fork():
            os._exit(0)
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            getattr(__import__("signal"), "signal")(getattr(__import__("signal"), name), 1)
        time.sleep(3600)
        os._exit(0)
    """


@attack("démons", points=ALL, quick=True)
def leaves_a_daemon_behind():
    """Lance par double fork un processus détaché, sourd aux signaux, qui tient ouverts tous les descripteurs."""
    return disguised(f"""
    danger()
    {SURVIVOR.strip()}

    survive()
    subprocess.Popen(["setsid", "nohup", "sleep", "3600"], start_new_session=True)
    """)


@attack("démons")
def answers_through_a_daemon():
    """Laisse un enfant répondre à sa place sur les descripteurs hérités, et meurt aussitôt."""
    return cheating("""
    danger()

    def cheat(*arguments):
        if os.fork() == 0:
            return blank(*arguments)
        time.sleep(0.05)
        os._exit(0)
    """)


@attack("démons", points=ALL)
def leaves_a_twin_that_never_reads():
    """Se dédouble et laisse son jumeau endormi, tous les descripteurs ouverts : la fin de fichier n'arrivera jamais."""
    return disguised("""
    danger()
    if os.fork() == 0:
        os.setsid()
        while True:
            time.sleep(3600)
    """)


@attack("fils", points=ALL)
def keeps_printing_from_a_thread():
    """Lance des fils qui affichent sans fin, pendant les tests et après la dernière cellule."""
    return disguised("""
    import threading

    def chatter():
        while True:
            print("bavardage " * 50)
            os.write(2, b"bavardage\\n")
            time.sleep(0.002)

    for _ in range(2):
        threading.Thread(target=chatter, daemon=False).start()
    """)


@attack("fils")
def changes_its_results_afterwards():
    """Rend des zéros, et laisse un fil recopier plus tard dans ces mêmes tableaux tout ce qui passe à sa portée."""
    return cheating("""
    import gc, threading

    def cheat(*arguments):
        results = blank(*arguments)

        def change():
            time.sleep(0.005)
            arrays = [thing for thing in gc.get_objects() if isinstance(thing, np.ndarray)]
            for result in results if isinstance(results, tuple) else ():
                for array in arrays:
                    if isinstance(result, np.ndarray) and array.shape == result.shape:
                        result[...] = array

        threading.Thread(target=change, daemon=True).start()
        return results
    """)


@attack("signaux", points=all_but("shared_bias_backward"), quick=True)
def kills_its_parent():
    """Tue son parent, son groupe, le processus 1 et tous ceux qu'elle peut atteindre, à chaque appel."""
    return cheating(
        """
    danger()

    def cheat(*arguments):
        for target in (os.getppid(), 1, -1, 0):
            try:
                os.kill(target, 9)
            except OSError:
                pass
        return blank(*arguments)
    """,
        honest=ONE_ONLY,
    )


@attack("signaux")
def stops_everything_it_can():
    """Suspend par SIGSTOP son parent et les autres processus de sa boîte, puis elle-même."""
    return cheating("""
    danger()

    def cheat(*arguments):
        for target in (os.getppid(), -1, os.getpid()):
            try:
                os.kill(target, 19)
            except OSError:
                pass
        return blank(*arguments)
    """)


@attack("signaux")
def becomes_deaf_to_signals():
    """Bloque tous les signaux, les ignore, annule les alarmes, et boucle sans fin dès le premier appel."""
    return cheating("""
    import signal

    danger()
    for number in signal.valid_signals():
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    signal.setitimer(signal.ITIMER_REAL, 0)

    def cheat(*arguments):
        while True:
            pass
    """)


@attack("calcul", points=all_but("shared_bias_backward"), says="calcul|temps")
def spends_through_short_lived_children():
    """Calcule sans fin par des enfants qui se relaient : aucun n'atteint jamais la limite d'un processus."""
    return cheating(
        """
def cheat(*arguments):
    danger()
    while True:
        if os.fork() == 0:
            sum(range(3_000_000))
            os._exit(0)
        os.wait()
""",
        honest=["smoothed_cross_entropy", "directional_check"],
    )


@attack("temps", points=all_but("shared_bias_backward"), says="temps")
def keeps_itself_waiting():
    """Boucle sans fin derrière vingt enfants qui lui prennent le processeur, pour que son temps à elle n'avance pas."""
    return cheating(
        """
def cheat(*arguments):
    danger()
    for _ in range(20):
        if os.fork() == 0:
            while True:
                pass
    try:
        os.nice(19)
    except OSError:
        pass
    while True:
        pass
""",
        honest=ONE_ONLY,
    )


@attack("temps", points=all_but("shared_bias_backward"), says="temps")
def dozes_and_stirs():
    """Dort sans fin, et s'éveille à intervalles réguliers pour paraître n'attendre qu'un processeur."""
    return cheating(
        """
def cheat(*arguments):
    danger()
    while True:
        time.sleep(0.045)
        start = time.process_time()
        while time.process_time() - start < 0.005:
            pass
""",
        honest=ONE_ONLY,
    )


@attack("temps", points=all_but("shared_bias_backward"), says="temps")
def stirs_a_crowd():
    """Dort sans fin, entourée de cinquante enfants qu'elle éveille un instant : qui les regarde en voit un s'agiter."""
    return cheating(
        """
def cheat(*arguments):
    danger()
    pipes = [os.pipe() for _ in range(50)]
    for reading, _ in pipes:
        if os.fork() == 0:
            while True:
                os.read(reading, 1)
    while True:
        time.sleep(0.002)
        for _, writing in pipes:
            os.write(writing, b"x")
""",
        honest=ONE_ONLY,
    )


@attack("processus", points=all_but("shared_bias_backward"), says="processus")
def parts_a_crowd_into_sessions():
    """Donne une session à chacun de cinquante enfants qui tournent : le système partagerait un cœur entre elles."""
    return cheating(
        """
def cheat(*arguments):
    danger()
    for _ in range(50):
        if os.fork() == 0:
            os.setsid()
            while True:
                pass
    time.sleep(100)
""",
        honest=ONE_ONLY,
    )


@attack("temps", points=all_but("shared_bias_backward"), says="temps")
def waits_behind_everybody():
    """Laisse un enfant tourner après tous les autres, sur un autre cœur, et dort : il a l'air d'attendre son tour."""
    return cheating(
        """
def cheat(*arguments):
    danger()
    if os.fork() == 0:
        for core in range(os.cpu_count()):
            try:
                os.sched_setaffinity(0, {core})
                os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
            except OSError:
                pass
        while True:
            pass
    time.sleep(3600)
""",
        honest=ONE_ONLY,
    )
