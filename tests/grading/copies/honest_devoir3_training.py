"""Le projet du devoir 3, entraîné de toutes les façons honnêtes : règles, objets, fils, lots d'autres sortes."""

from .honest import works_of
from .honest_devoir3 import ANSWERS, DEVOIR3, filled

_, work = works_of(DEVOIR3.name)


@work("projet", quick=True)
def trains_with_adam_and_averages_its_weights():
    """Adam, un taux qui décroît, et la moyenne mobile des paramètres, rendue à la fin."""
    return filled(
        train_within="""
def train_within(gradient, theta, m, budget, rng):
    size = max(64, int(np.ceil(budget / 1000)))
    steps, spent = budget // size, 0
    first, second, mean = np.zeros_like(theta), np.zeros_like(theta), theta.copy()
    order = np.array([], dtype=int)
    for t in range(1, steps + 1):
        if len(order) < size:
            order = np.r_[order, rng.permutation(m)]
        batch, order = order[:size], order[size:]
        g = gradient(theta, batch)
        first += 0.1 * (g - first)
        second += 0.01 * (g * g - second)
        rate = 0.02 * (1 - (t - 1) / steps)
        theta = theta - rate * first / (1 - 0.9**t) / (np.sqrt(second / (1 - 0.99**t)) + 1e-8)
        mean += max(0.05, 1 / t) * (theta - mean)
    return mean"""
    )


@work("projet")
def trains_through_objects_that_hold_the_gradient():
    """Le gradient prêté est rangé dans un objet appelable, compté, décoré, et un lot s'obtient par un itérateur."""
    return filled(
        train_within="""
from dataclasses import dataclass, field
from functools import wraps


class SpentError(RuntimeError):
    pass


@dataclass
class Purse:
    budget: int
    calls: list = field(default_factory=list)

    def pays(self, function):
        @wraps(function)
        def wrapper(theta, batch):
            if sum(self.calls) + len(batch) > self.budget or len(self.calls) >= 1000:
                raise SpentError("plus rien à dépenser")
            self.calls.append(len(batch))
            return function(theta, batch)

        return wrapper


class Batches:
    def __init__(self, m, size, rng):
        self.m, self.size, self.rng, self.rest = m, size, rng, np.empty(0, dtype=np.int64)

    def __iter__(self):
        return self

    def __next__(self):
        while self.rest.size < self.size:
            self.rest = np.append(self.rest, self.rng.permutation(self.m))
        batch, self.rest = np.split(self.rest, [self.size])
        return batch


def train_within(gradient, theta, m, budget, rng):
    purse = Purse(budget)
    paid = purse.pays(gradient)
    size = max(50, -(-budget // 1000))
    steps, v = budget // size, 0
    try:
        for step, batch in enumerate(Batches(m, size, rng)):
            v = 0.9 * v + paid(theta, batch)
            theta = theta - 0.2 * max(0.0, 1 - step / steps) * v
    except SpentError as error:
        print(f"{len(purse.calls)} appels : {error}")
    return theta"""
    )


@work("projet")
def works_in_place_in_its_own_vector():
    """Copie theta une fois, puis ne calcule que sur place, par des indices tirés avec rng.choice."""
    return filled(
        train_within="""
def train_within(gradient, theta, m, budget, rng):
    theta, velocity = np.array(theta, copy=True), np.zeros(theta.size)
    size = max(40, 1 + budget // 1000)
    steps = int(budget / size)
    deck = np.arange(m)
    for step in range(steps):
        start = step * size % m
        if start < size:
            rng.shuffle(deck)
        batch = deck.take(range(start, start + size), mode="wrap")
        velocity *= 0.9
        velocity -= 0.15 * (1 + np.cos(np.pi * step / steps)) / 2 * gradient(theta, batch)
        theta += velocity
    return theta""",
        qh_momentum="""
def qh_momentum(theta, g, v, alpha, beta, nu):
    v = np.multiply(v, beta)
    v += (1 - beta) * g
    step = np.subtract(v, g)
    step *= nu
    step += g
    step *= -alpha
    step += theta
    return step, v""",
    )


@work("projet", points=DEVOIR3.all_but("train_within-accuracy"))
def trains_too_slowly():
    """Un taux dix fois trop petit : le projet baisse le coût, respecte le budget, et n'atteint pas 95 %."""
    return filled(train_within=ANSWERS["train_within"].replace("theta - 0.1 *", "theta - 0.01 *"))


@work("projet")
def computes_its_gradients_in_a_pool():
    """Demande ses gradients, lot par lot, à un ThreadPoolExecutor d'un seul fil, et referme tout."""
    answer = ANSWERS["train_within"].replace("gradient(theta, batch)", "pool.submit(gradient, theta, batch).result()")
    answer = answer.replace(
        "    for step in range(steps):", "    pool = ThreadPoolExecutor(1)\n    for step in range(steps):"
    )
    answer = answer.replace("    return theta", "    pool.shutdown()\n    return theta")
    return filled(train_within=f"from concurrent.futures import ThreadPoolExecutor\n\n\n{answer}")


@work("projet")
def passes_batches_of_other_kinds():
    """Donne au gradient ses indices en liste, en tranche d'un tableau d'int32, ou en tableau non contigu."""
    answer = ANSWERS["train_within"].replace(
        "gradient(theta, batch)",
        "gradient(theta, [batch.tolist(), batch.astype(np.int32), np.repeat(batch, 2)[::2]][step % 3])",
    )
    return filled(train_within=answer)
