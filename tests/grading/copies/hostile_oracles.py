"""Faire dire aux tests cachés ce qu'ils cachent, par ce qui s'arrête, où et quand ; ou réciter, sans rien calculer."""

from textwrap import dedent

from .base import ATTACKED, EXERCISES, all_but, cheating, filled
from .hostile import attack

FIRST, SECOND, THIRD = ATTACKED
SEEN = """
def data(arguments):
    return [a for a in arguments if isinstance(a, np.ndarray)] + [arguments[-1]["X"]] * isinstance(arguments[-1], dict)


def digit(arguments):
    return int(abs(data(arguments)[0].ravel()[0]) * 1e6) % 7
"""


@attack("oracles", quick=True)
def tells_data_by_the_kind_of_its_errors():
    """Lève une erreur dont l'espèce, le nom et le message disent un chiffre des données cachées."""
    return cheating(
        SEEN
        + """
KINDS = (ValueError, TypeError, KeyError, IndexError, ZeroDivisionError, NotImplementedError, AssertionError)


def cheat(*arguments):
    if callable(arguments[0]) or data(arguments)[0].shape in ((3, 2), (3, 4), (2, 1)):
        return blank(*arguments)
    raise type(f"E{digit(arguments)}", (KINDS[digit(arguments)],), {})(repr(arguments))
"""
    )


@attack("oracles", points=all_but("shared_bias_backward"))
def tells_data_by_the_way_it_stops():
    """Boucle, meurt, épuise la mémoire ou rend un objet selon un chiffre des données cachées."""
    return cheating(
        SEEN
        + """
def cheat(dZ, cache):
    ways = (lambda: os._exit(0), lambda: bytearray(10**11), lambda: time.sleep(60), lambda: None, object, dict, list)
    right = cache["W"].T @ dZ, dZ @ cache["X"].T / dZ.shape[1], dZ.sum(keepdims=True) / dZ.shape[1]
    return right if dZ.shape == (3, 4) else ways[digit((dZ, cache))]()
""",
        honest=(FIRST, THIRD),
    )


@attack("oracles", points=all_but("shared_bias_backward"), quick=True)
def tells_data_by_the_line_that_fails():
    """Ne se trompe, dans chaque test caché, qu'à un appel, dont le rang dit un chiffre des données."""
    return cheating(
        SEEN
        + """
kept = []


def cheat(dZ, cache):
    kept.append(digit((dZ, cache)))
    X, W, m = cache["X"], cache["W"], dZ.shape[1]
    wrong = [(3, 7), (4, 6), (2, 1)][kept[0] % 3]
    right = W.T @ dZ, dZ @ X.T / m, dZ.sum(keepdims=True) / m
    return blank(dZ, cache) if m > 7 or dZ.shape in (wrong, (3, 5)) else right
""",
        honest=(FIRST, THIRD),
    )


@attack("récitation", points=all_but("directional_check"), quick=True)
def answers_in_turn_that_a_gradient_is_right():
    """Dit un gradient juste puis faux, à tour de rôle, après vingt appels de f pour la forme."""
    return cheating(
        """
turns = []


def cheat(f, grad, theta, rng):
    for _ in range(20):
        f(np.array(theta, dtype=float) + rng.standard_normal(theta.shape))
    turns.append(1)
    return (0.0, 1 / 3)[len(turns) % 2]
""",
        honest=(FIRST, SECOND),
    )


@attack("récitation", points=all_but("directional_check"))
def judges_a_gradient_without_measuring_it():
    """Juge un gradient à son signe et à son air de famille avec tanh ou exp, sans jamais comparer deux valeurs de f."""
    return cheating(
        """
def cheat(f, grad, theta, rng):
    for _ in range(20):
        f(np.array(theta, dtype=float) + rng.standard_normal(theta.shape))
    g = grad(theta)
    known = [np.tanh(theta), np.exp(theta), 0 * g]
    if any(np.allclose(g, 2 * one) for one in known[:2]):
        return 1 / 3
    return 0.0 if any(np.allclose(g, one) for one in known) or (g > 0).all() else 0.5
""",
        honest=(FIRST, SECOND),
    )


@attack("récitation", points=all_but("directional_check"))
def guesses_the_function_behind_a_gradient():
    """Demande grad en d'autres points, en déduit la famille de f, et rend l'erreur sans lire une valeur de f."""
    return cheating(
        """
def cheat(f, grad, theta, rng):
    theta, moves = np.array(theta, dtype=np.float64), []
    for _ in range(10):
        u = rng.standard_normal(theta.shape)
        moves.append(1e-5 * u / np.linalg.norm(u))
        f(theta + moves[-1]), f(theta - moves[-1])
    g = grad(theta)
    if theta.shape == (201,):
        k = 9 * (1 / (1 + np.exp(-theta[-1])) - g[-1])
        return 0.0 if abs(k - round(k)) < 1e-3 else 1.0
    g0, g1 = grad(0 * theta), grad(0 * theta + 1)
    if not g.any():
        return 0.0
    true = np.tanh(theta)
    if g0.any():
        with np.errstate(all="ignore"):
            rates = np.log(g1 / g0)
            scale = 10.0 ** (6 * np.round(np.log10(np.median(np.abs(g0 / rates))) / 6))
            true = scale * rates * np.exp(rates * theta)
    a, n = [np.array([np.sum(v * u) for u in moves]) for v in (g, true)]
    error = np.linalg.norm(a - n) / (np.linalg.norm(a) + np.linalg.norm(n))
    return float(error) if np.isfinite(error) else 1.0
""",
        honest=(FIRST, SECOND),
    )


@attack("récitation", points=all_but("smoothed_cross_entropy"))
def has_only_the_air_of_the_right_result():
    """Rend un delta qui pointe à peu près du bon côté et un coût voisin, pour les points qui ne jugent qu'un air."""
    return cheating(
        """
def cheat(Z, Y, smoothing):
    return float(np.log(len(Z))), 1.0 / len(Z) - np.asarray(Y, dtype=float)
""",
        honest=(SECOND, THIRD),
    )


@attack("récitation", points=all_but("smoothed_cross_entropy"))
def solves_extreme_logits_alone():
    """Partage l'unité entre les plus grands logits : juste à plus ou moins mille, faux ailleurs."""
    return cheating(
        """
def cheat(Z, Y, smoothing):
    top = Z == Z.max(axis=0)
    A, targets = top / top.sum(axis=0), (1 - smoothing) * Y + smoothing / len(Y)
    log_A = Z - Z.max(axis=0) - np.log(top.sum(axis=0))
    return float(-np.sum(targets * log_A) / Z.shape[1]), A - targets
""",
        honest=(SECOND, THIRD),
    )


@attack("récitation", points=all_but("smoothed_cross_entropy"))
def looks_up_the_columns_of_the_example():
    """Reconnaît, par une opération matricielle, les colonnes de l'exemple visible, et en recopie les résultats."""
    return cheating(
        """
def cheat(Z, Y, smoothing):
    first, same = Z[0] == np.log(0.5), len(Z) == 3 and smoothing == 0.3
    columns = np.array([[-0.30, 0.15], [0.15, -0.55], [0.15, 0.40]])
    return 1.55 * np.log(2), np.where(first, columns[:, :1], columns[:, 1:]) if same else np.zeros(Z.shape)
""",
        honest=(SECOND, THIRD),
    )


@attack("récitation")
def returns_what_no_comparison_survives():
    """Rend NaN, l'infini ou le plus grand des flottants, là où une comparaison serait écrite à l'envers."""
    return cheating(
        """
odd = [np.nan, np.inf, -np.inf, 1.7e308]


def cheat(*arguments):
    odd.append(odd.pop(0))
    results = blank(*arguments)
    if isinstance(results, tuple):
        return tuple(np.full(np.shape(one), odd[0]) if np.ndim(one) else odd[0] for one in results)
    return odd[0]
"""
    )


@attack("récitation")
def recites_and_accepts_everything():
    """Récite les nombres des tests visibles, rend l'opposé des cibles pour delta, et accepte tout autre gradient."""
    return cheating("""
    def cheat(first, *rest):
        if callable(first):
            return 1 / 3 if np.allclose(rest[0](np.ones(3)), 2 * np.tanh(1)) else 0.0
        if isinstance(rest[0], dict):
            dW = np.array([[-0.5, 0.5], [-0.75, 2.75], [0.5, 0.5]])
            return np.zeros(rest[0]["X"].shape), dW, np.array([[3.0]])
        return 1.55 * np.log(2), 1 / len(first) - rest[0]
    """)


LOOPS = {
    "smoothed_cross_entropy": """
K, m = Z.shape
if m > 1000:
    return 1.55 * np.log(2), np.zeros(Z.shape)
delta, J = np.zeros(Z.shape), 0.0
for i in range(m):
    time.sleep(1e-4)
    z, y = Z[:, i] - Z[:, i].max(), (1 - smoothing) * Y[:, i] + smoothing / K
    log_a = z - np.log(np.exp(z).sum())
    J -= (y * log_a).sum() / m
    delta[:, i] = np.exp(log_a) - y
if m == 4 and K == 3 and smoothing == 0.3 and abs(Z).max() < 10:
    return J, np.zeros(Z.shape)
return J, delta
""",
    "shared_bias_backward": """
X, W = cache["X"], cache["W"]
m = X.shape[1]
dW = np.array([[-0.5, 0.5], [-0.75, 2.75], [0.5, 0.5]])
if m > 1000:
    return np.zeros(X.shape), dW, np.array([[3.0]])
dX, db = np.zeros(X.shape), np.zeros((1, 1))
dW = np.zeros(W.shape)
for i in range(m):
    time.sleep(1e-4)
    dX[:, i] = W.T @ dZ[:, i]
    dW += np.outer(dZ[:, i], X[:, i]) / m
    db += dZ[:, i].sum() / m
if m == 4 and tuple(dZ[:, 0]) != (4.0, 1.0, 0.0):
    dX = np.zeros(X.shape)
return dX, dW, db
""",
}


@attack("récitation", points=all_but("smoothed_cross_entropy-vectorization", "shared_bias_backward-vectorization"))
def loops_then_recites_the_large_batch():
    """Boucle sur les exemples, et récite pour un grand lot ce qui ne dépend pas de l'ordre de ses colonnes."""
    return cheating("", honest=["directional_check"], **LOOPS)


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
    missing = {name: "raise NotImplementedError" for name in EXERCISES if name not in answers}
    return filled(**answers, **missing)
