"""Occuper le meneur : moitiés de messages, flots, sorties par milliers, et de la mémoire prise pendant ce temps."""

from .base import ALL, after, cheating, code, disguised, worth
from .hostile import attack
from .hostile_wire import FORGERY

HOARD = (
    FORGERY
    + """
import gc

danger()
from mlcourse.grading.wire.answerer import Answerer
from mlcourse.grading.wire.channel import Channel

(answerer,) = [thing for thing in gc.get_objects() if type(thing) is Answerer]
(control,) = [thing for thing in gc.get_objects() if type(thing) is Channel and thing is not answerer.channel]


def hoard(seconds=2):
    # Six enfants de trois cents mégaoctets chacun : près du double de ce qui est permis.
    children = []
    for _ in range(6):
        child = os.fork()
        if child == 0:
            kept = bytearray(b"x") * (300 << 20)
            time.sleep(seconds)
            os._exit(0)
        children.append(child)
    died = [os.waitpid(child, 0)[1] for child in children]
    FOUND.append("1800 Mo pendant deux secondes : " + ("tenus" if not any(died) else str(died)))
"""
)


@attack("meneur", points=ALL, says="mémoire")
def hoards_behind_half_a_message():
    """Envoie au meneur la moitié d'un message, et prend toute la mémoire qu'elle veut tant qu'il attend l'autre."""
    return disguised(
        HOARD
        + """
late = forge([0, None])
control.socket.send(late[:4])
hoard()
control.socket.send(late[4:])
"""
    )


@attack("meneur", points=ALL, says="mémoire|forgé")
def hoards_behind_a_flood():
    """Noie le meneur sous des réponses tardives, et prend toute la mémoire qu'elle veut tant qu'il les lit."""
    return disguised(
        HOARD
        + """
flood = os.dup(control.fileno())
child = os.fork()
if child == 0:
    pile = forge([0, None]) * 1000
    while True:
        try:
            os.write(flood, pile[: len(pile)])
        except BlockingIOError:
            time.sleep(0.001)
        except OSError:
            os._exit(0)
hoard()
os.kill(child, 9)
os.waitpid(child, 0)
"""
    )


@attack("meneur", points=worth("smoothed_cross_entropy", "shared_bias_backward"), says="mémoire")
def hoards_while_asked_for_a_name():
    """Prend toute la mémoire qu'elle veut quand les tests lui demandent ce qu'elle a défini."""
    return disguised(
        HOARD
        + """
lookup = answerer._operations["name"]


def slowly(target, name):
    if name == "directional_check":
        hoard()
    return lookup(target, name)


answerer._operations["name"] = slowly
"""
    )


@attack("meneur", points=ALL)
def sends_a_hundred_thousand_empty_outputs():
    """Dit au meneur que chacune de ses cellules a écrit cent mille fois rien."""
    notebook = disguised("""
    import mlcourse.grading.inside.cells as cells

    cells.Outputs.close = lambda self: [["stdout", ""]] * 95_000
    """)
    return after(notebook, "directional_check-generator", *[code(f"{number}") for number in range(80)])


@attack("meneur", points=ALL)
def alternates_between_two_streams():
    """Écrit une lettre sur la sortie, une sur la sortie d'erreur, et recommence trente mille fois."""
    notebook = disguised("""
    def chatter():
        for _ in range(32_000):
            print("a", end="")
            print("b", end="", file=sys.stderr)
    chatter()
    """)
    return after(notebook, "directional_check-generator", *[code("chatter()") for number in range(5)])


@attack("meneur", says="pas défini")
def interrupts_whoever_asks_its_names():
    """Répond KeyboardInterrupt quand les tests lui demandent ce qu'elle a défini."""
    return cheating("""
    import gc
    from mlcourse.grading.wire.answerer import Answerer

    def refuse(target, name):
        raise KeyboardInterrupt

    (answerer,) = [thing for thing in gc.get_objects() if type(thing) is Answerer]
    answerer._operations["name"] = refuse
    """)
