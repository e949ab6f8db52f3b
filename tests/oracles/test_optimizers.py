"""Cinquante pas de chaque règle et de chaque calendrier, comparés à ceux d'optax sur un problème commun."""

import jax.numpy as jnp
import numpy as np
import optax
import pytest

from mlcourse.optimizers import OPTIMIZERS, Optimizer
from mlcourse.schedules import SCHEDULES, Schedule
from mlcourse.training import clip_by_norm

STEPS = 50

# Une régression logistique à 6 poids et 1 biais : les deux bibliothèques suivent chacune son propre chemin.
rng = np.random.default_rng(0)
X, START = rng.normal(size=(40, 6)) * [0.1, 0.3, 1, 1, 3, 5], rng.normal(size=7)
Y = (X @ rng.normal(size=6) + rng.normal(size=40) > 0).astype(float)
WEIGHTS = np.arange(7) < 6  # la décroissance d'AdamW n'agit que sur les poids


def gradient(theta):
    """Le gradient de l'entropie croisée au point theta = (w, b)."""
    residual = 1 / (1 + np.exp(-(X @ theta[:6] + theta[6]))) - Y
    return np.append(X.T @ residual, residual.sum()) / len(Y)


# Une règle par ligne, avec ce qu'il faut changer aux conventions d'optax pour retrouver celles du cours.
ORACLES = {
    "sgd": lambda alpha: optax.sgd(alpha),
    # La trace d'optax est celle de Polyak, v <- beta v + g ; la moyenne mobile est la trace de (1 - beta) g, ce qui
    # revient à passer d'alpha à alpha (1 - beta).
    "momentum": lambda alpha, beta: optax.chain(optax.scale(1 - beta), optax.sgd(alpha, momentum=beta)),
    "polyak": lambda alpha, beta: optax.sgd(alpha, momentum=beta),
    # Chez optax aussi, theta est le point d'anticipation.
    "nesterov": lambda alpha, beta: optax.sgd(alpha, momentum=beta, nesterov=True),
    # optax part d'une somme égale à 0,1 et met eps sous la racine : la somme part ici de 0, et les deux eps sont nuls.
    "adagrad": lambda alpha, eps: optax.adagrad(alpha, initial_accumulator_value=0, eps=eps),
    # optax met d'ordinaire eps sous la racine.
    "rmsprop": lambda alpha, beta, eps: optax.rmsprop(alpha, decay=beta, eps=eps, eps_in_sqrt=False),
    "adam": lambda alpha, beta1, beta2, eps: optax.adam(alpha, beta1, beta2, eps),
    # La décroissance par défaut d'optax vaut 1e-4 ; comme ici, le taux d'apprentissage la multiplie.
    "adamw": lambda alpha, beta1, beta2, eps, weight_decay: optax.adamw(
        alpha, beta1, beta2, eps, weight_decay=weight_decay, mask={"w": True, "b": False}
    ),
}


def optax_path(transformation):
    """Les positions successives selon optax, où les poids et le biais sont deux tableaux à part."""
    params = {"w": jnp.array(START[:6]), "b": jnp.array(START[6:])}
    state, positions = transformation.init(params), []
    for _ in range(STEPS):
        g = gradient(np.concatenate([params["w"], params["b"]]))
        updates, state = transformation.update({"w": jnp.array(g[:6]), "b": jnp.array(g[6:])}, state, params)
        params = optax.apply_updates(params, updates)
        positions.append(np.concatenate([params["w"], params["b"]]))
    return np.array(positions)


def our_path(optimizer, gradient=gradient):
    """Les positions successives selon mlcourse, dans un seul vecteur."""
    theta, positions = START.copy(), []
    for _ in range(STEPS):
        optimizer.step(theta, gradient(theta), WEIGHTS)
        positions.append(theta.copy())
    return np.array(positions)


def assert_same_path(ours, theirs):
    assert np.abs(np.diff(ours, axis=0)).max() > 1e-4  # deux chemins immobiles s'accorderaient toujours
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)


def without_eps(name):
    """Adagrad n'a d'équivalent exact chez optax que sans eps."""
    return {"eps": 0.0} if name == "adagrad" else {}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("alpha", [None, 0.05])
def test_fifty_steps_agree_with_optax(name, alpha):
    optimizer = Optimizer(name, **({} if alpha is None else {"alpha": alpha}), **without_eps(name))
    assert_same_path(our_path(optimizer), optax_path(ORACLES[name](**optimizer.hyperparameters)))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_fifty_steps_agree_when_every_hyperparameter_is_another(name):
    changed = {"alpha": 0.03, "beta": 0.6, "beta1": 0.7, "beta2": 0.95, "eps": 1e-3, "weight_decay": 0.2}
    changed = {key: changed[key] for key in Optimizer(name).hyperparameters} | without_eps(name)
    assert_same_path(our_path(Optimizer(name, **changed)), optax_path(ORACLES[name](**changed)))


# optax compte les pas à partir de 0 et n'a pas de calendrier en 1/t, dont les conditions se vérifient à part.
SCHEDULE_ORACLES = {
    "constant": ({"alpha": 0.3}, optax.constant_schedule(0.3)),
    "step": (
        {"alpha": 0.3, "every": 7, "factor": 0.4},
        optax.exponential_decay(0.3, transition_steps=7, decay_rate=0.4, staircase=True),
    ),
    "exponential": (
        {"alpha": 0.3, "every": 7, "factor": 0.4},
        optax.exponential_decay(0.3, transition_steps=7, decay_rate=0.4),
    ),
    "inverse_time": ({"alpha": 0.3, "every": 7}, lambda count: 0.3 / (1 + count / 7)),
    "cosine": ({"alpha": 0.3, "total": 40, "floor": 0.03}, optax.cosine_decay_schedule(0.3, 39, alpha=0.1)),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedules_agree_with_optax_whose_steps_count_from_zero(name):
    hyperparameters, oracle = SCHEDULE_ORACLES[name]
    schedule = Schedule(name, **hyperparameters)
    np.testing.assert_allclose([schedule(t) for t in range(1, 61)], [oracle(t - 1) for t in range(1, 61)], rtol=1e-12)


@pytest.mark.parametrize("floor", [0.0, 0.05])
def test_cosine_with_warm_up_agrees_with_optax(floor):
    # L'échauffement d'optax part de 0 au pas 0 : ses pas et les nôtres portent alors le même numéro.
    schedule = Schedule("cosine", alpha=0.3, total=45, warmup=8, floor=floor)
    oracle = optax.warmup_cosine_decay_schedule(0.0, 0.3, warmup_steps=8, decay_steps=45, end_value=floor)
    np.testing.assert_allclose(
        [schedule(t) for t in range(1, 61)], [oracle(t) for t in range(1, 61)], rtol=1e-12, atol=1e-16
    )


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_fifty_scheduled_steps_agree_with_optax(name):
    schedule = Schedule("exponential", alpha=0.05, every=10)
    optimizer = Optimizer(name, alpha=schedule, **without_eps(name))
    decay = optax.exponential_decay(0.05, transition_steps=10, decay_rate=0.5)
    # optax compte les pas en int32, que JAX diviserait en simple précision.
    theirs = ORACLES[name](**optimizer.hyperparameters | {"alpha": lambda count: decay(jnp.float64(count))})
    assert_same_path(our_path(optimizer), optax_path(theirs))


@pytest.mark.parametrize("max_norm", [0.02, 0.3, 100.0])
def test_clipped_steps_agree_with_optax(max_norm):
    ours = our_path(Optimizer("adam", alpha=0.05), lambda theta: clip_by_norm(gradient(theta), max_norm))
    theirs = optax_path(optax.chain(optax.clip_by_global_norm(max_norm), optax.adam(0.05)))
    assert_same_path(ours, theirs)


def test_the_common_problem_has_gradients_on_both_sides_of_the_clipping():
    norms = [np.linalg.norm(gradient(theta)) for theta in our_path(Optimizer("adam", alpha=0.05))]
    assert min(norms) < 0.3 < max(norms)
