"""Tromper la mesure : une boucle Python sur les exemples, et de quoi la faire passer pour une opération matricielle."""

from .base import EXERCISES, all_but, cheating
from .hostile import attack

LOOP = """
def loop(Z, Y, smoothing):
    J, delta = 0.0, np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        targets = (1 - smoothing) * Y[:, i] + smoothing / len(Y)
        log_a = Z[:, i] - Z[:, i].max()
        log_a = log_a - np.log(np.exp(log_a).sum())
        J -= float(np.sum(targets * log_a)) / Z.shape[1]
        delta[:, i] = np.exp(log_a) - targets
    return J, delta
"""
OTHERS = [name for name in EXERCISES if name != "smoothed_cross_entropy"]


@attack("mesure", points=all_but("smoothed_cross_entropy-vectorization"), quick=True)
def replaces_the_clock():
    """Arrête toutes les horloges du module time, pour que sa boucle paraisse instantanée."""
    return cheating(
        LOOP
        + """
import timeit

for module in (time, timeit):
    for name in ("perf_counter", "perf_counter_ns", "monotonic", "time", "process_time", "default_timer"):
        setattr(module, name, lambda: 0)


def cheat(*arguments):
    return loop(*arguments)
""",
        honest=OTHERS,
    )


@attack("mesure", points=all_but("smoothed_cross_entropy-vectorization"))
def slows_down_small_batches():
    """Dort sur les petits lots, pour que la boucle sur les grands ne paraisse pas beaucoup plus longue."""
    return cheating(
        LOOP
        + """
def cheat(Z, Y, smoothing):
    if Z.shape[1] <= 4:
        time.sleep(0.05)
    return loop(Z, Y, smoothing)
""",
        honest=OTHERS,
    )


@attack("mesure", points=all_but("smoothed_cross_entropy-vectorization"))
def answers_anything_to_large_batches():
    """Rend aussitôt n'importe quoi quand le lot est grand : c'est sa durée que l'on mesure, pense-t-elle."""
    return cheating(
        LOOP
        + """
def cheat(Z, Y, smoothing):
    return loop(Z, Y, smoothing) if Z.shape[1] < 1000 else (0.0, Z)
""",
        honest=OTHERS,
    )


@attack("mesure", points=all_but("smoothed_cross_entropy-vectorization"))
def remembers_the_large_batch():
    """Calcule lentement le grand lot une fois, et rend le résultat retenu aux mesures suivantes."""
    return cheating(
        LOOP
        + """
memory = {}


def cheat(Z, Y, smoothing):
    key = Z.tobytes()
    if key not in memory:
        memory[key] = loop(Z, Y, smoothing)
    return memory[key]
""",
        honest=OTHERS,
    )


@attack("mesure", points=all_but("smoothed_cross_entropy-vectorization"))
def burns_time_on_small_batches():
    """Calcule pour rien sur les petits lots, afin que le temps ne paraisse pas croître avec le nombre d'exemples."""
    return cheating(
        LOOP
        + """
def cheat(Z, Y, smoothing):
    start = time.thread_time()
    while Z.shape[1] <= 20_000 and time.thread_time() - start < 0.1:
        pass
    return loop(Z, Y, smoothing)
""",
        honest=OTHERS,
    )


@attack("mesure", points=all_but("smoothed_cross_entropy-vectorization"), quick=True)
def computes_in_a_child_that_nobody_waits_for():
    """Fait sa boucle dans un enfant, et ignore SIGCHLD : le temps qu'il a pris disparaîtrait avec lui."""
    return cheating(
        LOOP
        + """
import multiprocessing, signal


def cheat(*arguments):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    here, there = multiprocessing.Pipe()
    if os.fork() == 0:
        there.send(loop(*arguments))
        os._exit(0)
    return here.recv()
""",
        honest=OTHERS,
    )


@attack("mesure", points=all_but("smoothed_cross_entropy-vectorization"))
def computes_in_a_helper_launched_beforehand():
    """Confie sa boucle à un processus lancé dans une cellule d'avant, qui calcule à la place de la copie."""
    return cheating(
        LOOP
        + """
import multiprocessing

here, there = multiprocessing.Pipe()
if os.fork() == 0:
    try:
        while True:
            there.send(loop(*there.recv()))
    finally:
        os._exit(0)


def cheat(*arguments):
    here.send(arguments)
    return here.recv()
""",
        honest=OTHERS,
    )


@attack("mesure", points=all_but("smoothed_cross_entropy-vectorization"))
def computes_in_threads():
    """Répartit sa boucle entre des fils qui vivent déjà, pendant que la copie attend."""
    return cheating(
        LOOP
        + """
from concurrent.futures import ThreadPoolExecutor

threads = ThreadPoolExecutor(4)


def cheat(Z, Y, smoothing):
    parts = np.array_split(np.arange(Z.shape[1]), 4)
    done = [*threads.map(lambda part: loop(Z[:, part], Y[:, part], smoothing), filter(len, parts))]
    weights = [delta.shape[1] / Z.shape[1] for _, delta in done]
    return sum(J * w for (J, _), w in zip(done, weights)), np.concatenate([delta for _, delta in done], axis=1)
""",
        honest=OTHERS,
    )


@attack("mesure", points=all_but("smoothed_cross_entropy-vectorization"))
def computes_each_distinct_column_once():
    """Ne boucle que sur les colonnes différentes, et range les autres d'après une table."""
    return cheating(
        LOOP
        + """
def cheat(Z, Y, smoothing):
    both, place = np.unique(np.vstack([Z, Y]), axis=1, return_inverse=True)
    K, place = len(Z), np.ravel(place)
    done = [loop(both[:K, j : j + 1], both[K:, j : j + 1], smoothing) for j in range(both.shape[1])]
    return float(np.mean([done[j][0] for j in place])), np.hstack([delta for _, delta in done])[:, place]
""",
        honest=OTHERS,
    )


@attack("mesure", points=all_but("smoothed_cross_entropy-vectorization"))
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
