"""Demander aux tests autre chose que l'appel d'une fonction prêtée : une copie par espèce de demande."""

import textwrap

from .base import all_but, cheating
from .hostile import attack
from .hostile_wire import FORGERY

FAITHFUL = ["smoothed_cross_entropy", "shared_bias_backward"]
READING = """
import functools, gc, inspect, threading


def tell(got):
    text = repr(got)
    if "_che" + "ck" in text or "_log" + "addexp" in text or "_los" + "ses" in text or "31" + "415" in text:
        trophy(text[:200])


def listen():
    for descriptor in wires():
        os.set_blocking(descriptor, False)
        try:
            tell(os.read(descriptor, 1 << 20))
        except OSError:
            pass
        os.set_blocking(descriptor, True)


def tried(attempt):
    try:
        tell(attempt())
    except Exception:
        pass
"""


def asking(student, sentence, natural, *messages):
    """Range une copie qui, dans l'exercice 3, demande quelque chose par `natural`, puis par des messages forgés."""

    def build():
        attempts = "\n".join(f"tried(lambda: {attempt})" for attempt in natural)
        source = f"""
def cheat(f, grad, theta, rng):
{textwrap.indent(attempts, "    ")}
    for number in (1, 2, 3, 4):
        for message in {list(messages)!r}:
            throw(forge([number if part == "N" else part for part in message]))
    time.sleep(0.05)
    listen()
    return 0.0
"""
        return cheating(FORGERY + READING + source, honest=FAITHFUL)

    build.__name__, build.__doc__ = student, sentence
    quick = student in ("asks_for_an_attribute", "asks_for_a_type")
    attack("demandes", points=all_but("directional_check"), quick=quick)(build)


TARGETS = [["o", 1], ["f", 1], ["r", 0], ["h", 1, "cigls", "function", "f"]]


def generic(operation, *arguments):
    """Les formes qu'aurait une demande générale, de la plus ancienne à la plus courte."""
    for target in TARGETS:
        yield ["q", "N", operation, [], target, ["t", [*arguments]], ["t", []]]
        yield ["q", "N", operation, target, ["t", [*arguments]], ["d", []]]
        yield ["c", "N", ["t", [target, *arguments]], ["d", []]]


asking(
    "asks_for_an_attribute",
    "Lit les attributs d'une fonction prêtée : globales, fermeture, code, valeurs par défaut, module.",
    [f"f.{name}" for name in ("__globals__", "__closure__", "__code__", "__defaults__", "__kwdefaults__", "__self__")]
    + ["vars(f)", "dir(f)", "inspect.getclosurevars(f)", "inspect.getsource(grad)", "gc.get_referents(f)"],
    *generic("get", "__globals__"),
    *generic("get", "_losses"),
)
asking(
    "asks_to_set_an_attribute",
    "Remplace le code, la fermeture et le nom d'une fonction prêtée.",
    ["setattr(f, '__code__', cheat.__code__)", "setattr(f, '__call__', cheat)", "f.__dict__.update(tolerance=1e9)"],
    *generic("set", "__code__", 0.0),
)
asking(
    "asks_to_iterate",
    "Parcourt une fonction prêtée, comme si c'était une liste.",
    ["list(f)", "[*grad]", "next(iter(f))"],
    *generic("iter"),
    *generic("next"),
)
asking(
    "asks_for_an_item",
    "Indexe une fonction prêtée, et y range quelque chose.",
    ["f[0]", "f['_points']", "f.__setitem__(0, 1)"],
    *generic("item", "_check"),
    *generic("set_item", 0, 0.0),
    *generic("contains", 1.0),
)
asking("asks_for_a_length", "Demande la longueur d'une fonction prêtée.", ["len(f)"], *generic("len"))
asking(
    "asks_for_a_copy",
    "Fait copier en profondeur, ou mettre en conserve, ce qui est derrière une fonction prêtée.",
    ["__import__('copy').deepcopy(f).__globals__", "__import__('pickle').dumps(f)"],
    *generic("copy"),
)
asking(
    "asks_for_a_type",
    "Demande à construire chez les tests un tableau sur une mémoire à elle : np.ndarray, np.frombuffer, type.",
    ["type(f)(cheat.__code__, {}).__globals__", "f(np.ndarray)", "f(type(f))"],
    *generic("instance", 1),
    *[["c", "N", ["t", [["ty", f"np.{name}"], [2], ["dt", "|O"]]], ["d", []]] for name in ("ndarray", "dtype")],
    ["c", "N", ["t", [["a", "|O", [1], "C", True, b"\0" * 8]]], ["d", []]],
)
asking(
    "asks_with_the_options_of_a_ufunc",
    "Appelle grad, qui peut être np.exp, avec out=, where=, dtype=, signature= et casting=.",
    [f"grad(theta, {option})" for option in ("out=theta", "where=False", "dtype=object", "casting='unsafe'")],
    *[
        ["c", "N", ["t", [1.0]], ["d", [[name, value]]]]
        for name in ("out", "where", "dtype")
        for value in (1, ["l", []])
    ],
)
asking(
    "asks_with_hidden_parameters",
    "Donne ou lit les paramètres par défaut d'une fonction prêtée, où des tests gardent des données.",
    [
        "inspect.signature(f).parameters",
        "f(theta, 1, 2)",
        "f(theta, _data=1)",
        "f(theta, _points=[])",
        "f(*[theta] * 5)",
    ],
    ["c", "N", ["t", [1.0]], ["d", [["_points", ["l", []]]]]],
    ["c", "N", ["t", [1.0] * 5], ["d", []]],
    ["c", "N", ["t", [1.0]], ["d", [["__globals__", 1]]]],
)
asking(
    "asks_for_what_was_not_lent",
    "Appelle tous les numéros de fonctions, négatifs, énormes, booléens, et ceux de tests déjà passés.",
    [],
    *[["c", number, ["t", [1.0]], ["d", []]] for number in (0, -1, 2**62, True, 1.0, None, "1", [1])],
    *[["c", number, ["t", []], ["d", []]] for number in range(5, 60)],
)
asking(
    "answers_with_what_belongs_to_the_tests",
    "Rend, comme résultats, des poignées et des renvois vers les objets des tests, et des objets qu'elle dit partagés.",
    [],
    *[["r", "N", target] for target in (*TARGETS, ["m", 1, ["l", []]], ["g", "PCG64", "0", "0", 0, 0], ["dt", "|O"])],
    ["r", "N", ["t", [0.0, ["t", [["f", 1, []], ["f", 2, []], ["r", 0], ["g", ["d", []]]]]]]],
)
asking(
    "sets_the_state_of_the_generator",
    "Met rng dans un état connu, le rend, et forge l'état qui en revient, pour savoir ce que tireront les tests.",
    ["setattr(rng.bit_generator, 'state', np.random.PCG64(0).state)", "rng.bit_generator.seed_seq.spawn(10**5)"],
    ["r", "N", ["g", ["d", [["bit_generator", "PCG64"], ["state", 0], ["inc", 1]]]]],
)


@attack("demandes", points=all_but("directional_check"), quick=True)
def calls_a_lent_function_once_the_test_is_over():
    """Garde f et grad d'un test, et les appelle aux tests suivants, d'un fil d'exécution, d'un enfant, à la fin."""
    return cheating(
        FORGERY
        + READING
        + """
kept = []


def late():
    for function in kept:
        try:
            trophy("appel tardif", function(np.zeros(6)))
        except (Exception, SystemExit):
            pass


def cheat(f, grad, theta, rng):
    late()
    kept[:] = [f, grad]
    thread = threading.Timer(0.2, late)
    thread.daemon = True
    thread.start()
    if os.fork() == 0:
        time.sleep(0.1)
        late()
        os._exit(0)
    return 0.0
""",
        honest=FAITHFUL,
    )


@attack("demandes", points=all_but("directional_check"))
def floods_the_tests_with_calls():
    """Appelle f sans fin, de huit fils d'exécution, avec des tableaux de cinquante mégaoctets."""
    return cheating(
        FORGERY
        + READING
        + """
def cheat(f, grad, theta, rng):
    def flood():
        while True:
            try:
                f(np.zeros(7_000_000))
            except Exception:
                pass
    for _ in range(8):
        threading.Thread(target=flood, daemon=True).start()
    flood()
""",
        honest=FAITHFUL,
    )


@attack("demandes", points=all_but("directional_check"))
def nests_calls_without_end():
    """Fait que f rappelle la copie, qui rappelle f, et rend pendant ce temps des réponses à d'autres questions."""
    return cheating(
        FORGERY
        + READING
        + """
def cheat(f, grad, theta, rng):
    for number in range(1, 200):
        throw(forge(["c", 1, ["t", [["a", "<f8", [6], "C", True, bytes(48)]]], ["d", []]]))
    for number in range(200):
        throw(forge(["r", number, 0.0]))
        throw(forge(["x", number, ["SystemExit", "SystemExit", "0", []]]))
    return 0.0
""",
        honest=FAITHFUL,
    )
