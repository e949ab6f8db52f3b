"""Du travail juste sur le devoir 3, écrit de toutes les façons : cartes distribuées, classes, moyennes."""

import textwrap

from .honest import otherwise, with_cells, works_of

DEVOIR3, work = works_of("devoir3")
filled, ANSWERS = DEVOIR3.filled, DEVOIR3.answers


@work("troisième devoir", quick=True)
def deals_its_batches_like_cards():
    """Distribue des listes Python par itertools.cycle, après avoir mélangé chaque classe sur place."""
    return filled(
        stratified_batches="""
from collections import defaultdict
from itertools import cycle


def stratified_batches(X, labels, size, rng):
    hands = [[] for _ in range((len(labels) + size - 1) // size)]
    by_class = defaultdict(list)
    for index, label in enumerate(labels.tolist()):
        by_class[label].append(index)
    players = cycle(hands)
    for label in sorted(by_class):
        rng.shuffle(by_class[label])
        for index in by_class[label]:
            next(players).append(index)
    return [(X[:, hand], labels[hand]) for hand in hands]"""
    )


@work("troisième devoir")
def yields_its_batches():
    """Un générateur rend les lots un à un ; la réponse n'est que sa liste, et ses couples sont des NamedTuple."""
    return filled(
        stratified_batches="""
from collections.abc import Iterator
from typing import NamedTuple


class Batch(NamedTuple):
    X: np.ndarray
    labels: np.ndarray


def dealt(X, labels, size, rng) -> Iterator[Batch]:
    count = int(np.ceil(len(labels) / size))
    rank = np.lexsort((rng.random(labels.size), labels))
    yield from (Batch(X[:, rank[b::count]].copy(), labels[rank[b::count]]) for b in range(count))


def stratified_batches(X, labels, size, rng):
    return list(dealt(X, labels, size, rng))"""
    )


@work("troisième devoir")
def holds_its_optimizers_in_classes():
    """Deux classes, dont une mère, gardent les réglages ; l'état n'est que leur dictionnaire d'attributs."""
    base = """
class Rule:
    def __init__(self, state):
        self.memory = {name: [np.copy(part) for part in parts] for name, parts in state.get("memory", {}).items()}
        self.t = state.get("t", 0)

    def step(self, params, grads):
        self.t += 1
        moved = {name: params[name] - self.move(name, g) for name, g in grads.items()}
        return moved, vars(self).copy()
"""
    return with_cells(
        base,
        notebook=filled(
            centered_rmsprop="""
class Centered(Rule):
    def move(self, name, g):
        s, m = self.memory.setdefault(name, [np.zeros_like(g), np.zeros_like(g)])
        s *= self.beta
        s += (1 - self.beta) * g**2
        m *= self.beta
        m += (1 - self.beta) * g
        return self.alpha * g / (np.sqrt(np.clip(s - m * m, 0, None)) + self.eps)


def centered_rmsprop(params, grads, state, alpha, beta, eps):
    rule = Centered(state)
    rule.alpha, rule.beta, rule.eps = alpha, beta, eps
    return rule.step(params, grads)""",
            adamax="""
class AdaMax(Rule):
    def move(self, name, g):
        m, u = self.memory.setdefault(name, [np.zeros(g.shape), np.zeros(g.shape)])
        m += (1 - self.betas[0]) * (g - m)
        np.maximum(self.betas[1] * u, abs(g), out=u)
        step = np.zeros(g.shape)
        step[u > 0] = m[u > 0] / u[u > 0]
        return self.alpha / (1 - self.betas[0] ** self.t) * step


def adamax(params, grads, state, alpha, beta1, beta2):
    rule = AdaMax(state)
    rule.alpha, rule.betas = alpha, (beta1, beta2)
    return rule.step(params, grads)""",
        ),
    )


@work("troisième devoir")
def keeps_one_dictionary_per_quantity():
    """Range ses états par grandeur, en dictionnaires emboîtés, et parcourt les paramètres dans l'ordre des noms."""
    return filled(
        adamax="""
def adamax(params, grads, state, alpha, beta1, beta2):
    new = {"t": state["t"] + 1, "m": {}, "u": {}} if state else {"t": 1, "m": {}, "u": {}}
    theta = dict.fromkeys(params)
    for key in sorted(params):
        g = grads[key]
        m_old, u_old = (state[q][key] for q in "mu") if state else (0 * g, 0 * g)
        new["m"][key] = beta1 * m_old + (1 - beta1) * g
        new["u"][key] = np.where(beta2 * u_old > np.abs(g), beta2 * u_old, np.abs(g))
        safe = np.where(new["u"][key] == 0, 1, new["u"][key])
        theta[key] = params[key] - alpha * new["m"][key] / safe / (1 - beta1 ** new["t"])
    return theta, new"""
    )


@work("troisième devoir", quick=True)
def settles_its_rules_in_an_enumeration():
    """Une Enum, un match et des retours anticipés disent les réglages ; ils passent par fractions.Fraction."""
    return filled(
        qh_settings="""
from enum import Enum
from fractions import Fraction


class Rule(str, Enum):
    SGD = "sgd"
    MOMENTUM = "momentum"
    POLYAK = "polyak"
    NESTEROV = "nesterov"
    NESTEROV_MEAN = "nesterov_mean"


def qh_settings(rule, alpha, beta):
    a, b = Fraction(alpha), Fraction(beta)
    match Rule(rule):
        case Rule.SGD:
            return float(a), 0.0, 0.0
        case Rule.MOMENTUM:
            return float(a), float(b), 1.0
        case Rule.POLYAK:
            return float(a / (1 - b)), float(b), 1.0
        case Rule.NESTEROV:
            return float(a / (1 - b)), float(b), float(b)
    return float(a), float(b), float(b)"""
    )


@work("troisième devoir")
def returns_numpy_numbers():
    """Rend des np.float64 là où l'on attend des nombres flottants : ce sont des float."""
    return filled(
        qh_settings="""
SETTINGS = {
    "sgd": lambda a, b: (a, 0, 0),
    "momentum": lambda a, b: (a, b, 1),
    "polyak": lambda a, b: (a / (1 - b), b, 1),
    "nesterov": lambda a, b: (a / (1 - b), b, b),
    "nesterov_mean": lambda a, b: (a, b, b),
}
qh_settings = lambda rule, alpha, beta: tuple(np.array(SETTINGS[rule](alpha, beta), dtype=np.float64))""",
        best_momentum="""
def best_momentum(H, alpha):
    curvatures = np.linalg.svd(H, compute_uv=False)
    critical = np.square(1 - np.sqrt(alpha * curvatures))
    return np.max(critical), np.sqrt(np.max(critical))""",
        one_cycle="""
def one_cycle(t, peak, total, low, high, floor, beta_low, beta_high):
    knots = np.array([1, peak])
    if t > total:
        return np.float64(floor), np.float64(beta_high)
    if t <= peak:
        return np.interp(t, knots, [low, high]), np.interp(t, knots, [beta_high, beta_low])
    fall = np.cos(np.pi / 2 * (t - peak) / (total - peak)) ** 2
    return floor + (high - floor) * fall, beta_high + (beta_low - beta_high) * fall""",
    )


@work("troisième devoir")
def draws_its_cycle_with_closures():
    """Des fermetures, une fonction qui en rend une autre, et functools.partial font le cycle."""
    return filled(
        one_cycle="""
from functools import partial
from math import cos, pi


def ramp(start, stop, t):
    return start + (stop - start) * t


def halfcosine(start, stop, t):
    return stop + (start - stop) * (1 + cos(pi * t)) / 2


def between(first, last, shape):
    return lambda t: shape((min(t, last) - first) / (last - first))


def one_cycle(t, peak, total, low, high, floor, beta_low, beta_high):
    ends = ((low, high), (beta_high, beta_low)), ((high, floor), (beta_low, beta_high))
    span, curve, pairs = (1, peak, ramp), (1, peak), ends[0]
    if t > peak:
        span, pairs = (peak, total, halfcosine), ends[1]
    return tuple(between(span[0], span[1], partial(span[2], *pair))(t) for pair in pairs)"""
    )


@work("troisième devoir")
def saves_its_state_and_reads_it_again():
    """Passe ses états par copy.deepcopy, pickle et un fichier .npz, à chaque pas."""
    answer = ANSWERS["centered_rmsprop"].replace("def centered_rmsprop", "def one_step")
    return filled(
        centered_rmsprop=f"""
import copy
import io
import pickle


{answer}


def centered_rmsprop(params, grads, state, alpha, beta, eps):
    moved, kept = one_step(copy.deepcopy(params), grads, pickle.loads(pickle.dumps(state)), alpha, beta, eps)
    stream = io.BytesIO()
    np.savez(stream, **moved)
    stream.seek(0)
    with np.load(stream) as saved:
        np.savez("dernier_pas.npz", **saved)
        return dict(saved), kept"""
    )


@work("troisième devoir")
def mixes_french_names_and_unicode():
    """Des noms grecs et français, des commentaires partout, et des sous-fonctions dans les fonctions."""
    return filled(
        qh_momentum="""
def qh_momentum(θ, gradient, vitesse, α, β, ν):
    # ν = 0 : la descente ; ν = 1 : le momentum
    def mélange(a, b, part):
        return (1 - part) * a + part * b

    vitesse = mélange(gradient, vitesse, β)  # la moyenne mobile
    return θ - α * mélange(gradient, vitesse, ν), vitesse""",
        best_momentum="""
def best_momentum(H, α):
    λ = np.linalg.eigvalsh((H + H.T) / 2)
    écart = max(abs(1 - np.sqrt(α * λ.min())), abs(1 - np.sqrt(α * λ.max())))
    return float(écart) ** 2, float(écart)""",
    )


@work("troisième devoir", quick=True)
def puts_its_answers_in_a_namespace():
    """Les fonctions sont des méthodes statiques d'une classe, puis affectées toutes ensemble."""
    names = ("qh_momentum", "qh_settings", "best_momentum")
    methods = "\n\n".join(
        "    @staticmethod\n" + textwrap.indent(ANSWERS[name].replace(f"def {name}", f"def {name}_"), "    ")
        for name in names
    )
    taken = ", ".join(names), ", ".join(f"Answers.{name}_" for name in names)
    notebook = filled(
        qh_settings="# avec l'exercice 2\nqh_settings = Answers.qh_settings_", best_momentum="assert best_momentum"
    )
    return with_cells(f"class Answers:\n{methods}\n\n\n{taken[0]} = {taken[1]}", notebook=notebook)


@work("troisième devoir", quick=True)
def writes_all_answers_by_the_first_other_way():
    """Chaque exercice est résolu par un autre calcul que celui de la référence."""
    return otherwise(DEVOIR3, 0)


@work("troisième devoir")
def writes_all_answers_by_the_second_other_way():
    """Chaque exercice est résolu par un deuxième autre calcul."""
    return otherwise(DEVOIR3, 1)


@work("troisième devoir")
def writes_all_answers_by_the_third_other_way():
    """Chaque exercice est résolu par un troisième autre calcul."""
    return otherwise(DEVOIR3, 2)


def _remembers(prelude, read, keep):
    """Un adamax juste, qui garde ses moments sous la forme `keep` et les relit par `read`."""
    return filled(
        adamax=f"""
{prelude}


def adamax(params, grads, state, alpha, beta1, beta2):
    t = state.get("t", 0) + 1
    moved, kept = {{}}, {{"t": t}}
    for name, g in grads.items():
        old = state.get(name)
        m, u = ({read}) if old is not None else (0.0, 0.0)
        m, u = m + (1 - beta1) * (g - m), np.maximum(beta2 * u, np.abs(g))
        kept[name] = {keep}
        moved[name] = params[name] - alpha / (1 - beta1**t) * np.divide(m, u, out=np.zeros(g.shape), where=u > 0)
    return moved, kept"""
    )


QUANTITY = """
from enum import Enum


class Quantity({base}Enum):
    M = "m"
    U = "u"
"""


@work("troisième devoir")
def keeps_its_moments_under_the_members_of_an_enumeration():
    """Garde ses moments dans un dictionnaire dont les clés sont les membres d'une énumération."""
    prelude = QUANTITY.format(base="")
    return _remembers(prelude, "old[Quantity.M], old[Quantity.U]", "{Quantity.M: m, Quantity.U: u}")


@work("troisième devoir")
def recognises_the_member_it_kept():
    """Garde, avec ses moments, le membre d'une énumération de mots, et le reconnaît par « is »."""
    read = "(old['m'], old['u']) if old['first'] is Quantity.M else 1 / 0"
    return _remembers(QUANTITY.format(base="str, "), read, "{'first': Quantity.M, 'm': m, 'u': u}")
