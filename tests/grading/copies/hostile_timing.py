"""Tromper la mesure : une boucle Python sur les exemples, et de quoi la faire passer pour une opération matricielle."""

from .base import ALL, EXERCISES, cheating
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


@attack("mesure", points=ALL - 0.5, quick=True)
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


@attack("mesure", points=ALL - 0.5)
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


@attack("mesure", points=ALL - 0.5)
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


@attack("mesure", points=ALL - 0.5)
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
