"""Le calcul à la main qui ouvre le chapitre 1 : chaque nombre de la page, refait sans NumPy ni `mlcourse`."""

import re
from math import exp, log, tanh
from pathlib import Path

import numpy as np
import pytest

from mlcourse.model import MultiLayerPerceptron

CHAPTER = Path(__file__).resolve().parents[3] / "book" / "retropropagation"
PAGE = CHAPTER / "index.md"
X = [(0.5, 1.0), (1.0, 0.0), (0.0, 0.0)]
W1, B1, W2, B2 = [(1.5, -0.3), (0.6, -1.2)], (0.1, -0.2), (2.0, -0.5), -0.3


def by_hand(x, rounding):
    """Suit les flèches une à une ; `rounding` s'applique à chaque résultat, comme le fait la main."""
    z = [rounding(row[0] * x[0] + row[1] * x[1] + b) for row, b in zip(W1, B1, strict=True)]
    a = [rounding(tanh(value)) for value in z]
    logit = rounding(W2[0] * a[0] + W2[1] * a[1] + B2)
    answer = rounding(1 / (1 + rounding(exp(-logit))))
    return [*z, *a, logit, answer, rounding(-log(1 - answer)), rounding(-log(answer))]


def to_the_cent(value):
    return round(value, 2)


@pytest.fixture(scope="module")
def model():
    model = MultiLayerPerceptron([2, 2, 1], hidden="tanh", rng=np.random.default_rng(0))
    model.params["W1"], model.params["b1"] = np.array(W1), np.array(B1)[:, None]
    model.params["W2"], model.params["b2"] = np.array([W2]), np.array([[B2]])
    return model


def test_rounding_on_the_way_changes_no_number_of_the_hand_calculation():
    expected = [0.55, -1.10, 0.50, -0.80, 1.10, 0.75, 1.39, 0.29]
    assert by_hand(X[0], to_the_cent) == expected
    assert [to_the_cent(value) for value in by_hand(X[0], float)] == expected
    # La première colonne de W1, lue à la place de la première ligne.
    assert W1[0][0] * X[0][0] + W1[1][0] * X[0][1] + B1[0] == pytest.approx(1.45)


def test_the_package_finds_every_number_of_the_hand_calculation(model):
    x = np.array(X[:1]).T
    _, cache = model.forward_propagation(x)
    numbers = np.concatenate([cache[name].ravel() for name in ("Z1", "A1", "Z2", "A2")])
    losses = [model.compute_cost(x, np.array([[y]])) for y in (0, 1)]
    np.testing.assert_allclose([*numbers, *losses], by_hand(X[0], float), rtol=1e-12)
    assert model.theta.size == 9
    for page in (PAGE, CHAPTER / "couches-internes.md"):
        code = page.read_text(encoding="utf-8")
        for name, value in model.params.items():
            assert f'model.params["{name}"] = np.array({value.tolist()})' in code


def test_each_column_of_the_batch_is_the_calculation_of_its_own_example(model):
    answers, cache = model.forward_propagation(np.array(X).T)
    np.testing.assert_allclose(answers[0], [by_hand(x, float)[5] for x in X], rtol=1e-12)
    assert [cache[name].shape for name in ("Z1", "A1", "Z2", "A2")] == [(2, 3), (2, 3), (1, 3), (1, 3)]
    # La troisième image est blanche : le réseau hésite.
    assert answers[0, 2] == pytest.approx(0.5, abs=0.005)


def test_the_way_back_is_that_of_the_page_to_within_a_thousandth(model):
    a, answer, slopes = (0.50, -0.80), 0.75, (1 - 0.50**2, 1 - 0.80**2)
    delta = [w * answer * slope for w, slope in zip(W2, slopes, strict=True)]
    expected = {
        "dW1": [[0.5625, 1.125], [-0.0675, -0.135]],
        "db1": [[1.125], [-0.135]],
        "dW2": [[0.375, -0.6]],
        "db2": [[0.75]],
    }
    assert delta == pytest.approx([1.125, -0.135])
    assert [[d * x for x in X[0]] for d in delta] == [pytest.approx(row) for row in expected["dW1"]]
    assert [answer * value for value in a] == pytest.approx(expected["dW2"][0])
    assert delta[0] / -delta[1] == pytest.approx(8, abs=0.5)
    assert slopes[0] / slopes[1] == pytest.approx(2, abs=0.1)

    x, y = np.array(X[:1]).T, np.array([[0]])
    _, cache = model.forward_propagation(x)
    grads = model.backward_propagation(y, cache)
    assert set(grads) == set(expected)
    for name, value in grads.items():
        np.testing.assert_allclose(value, expected[name], atol=1e-3)
    assert [sum(np.sum(sign * value > 0) for value in grads.values()) for sign in (1, -1)] == [5, 4]


def test_one_step_lowers_the_loss_almost_as_much_as_the_gradient_foretells(model):
    x, y = np.array(X[:1]).T, np.array([[0]])
    stepped = model.copy()
    _, cache = stepped.forward_propagation(x)
    grads = stepped.backward_propagation(y, cache)
    before, foretold = stepped.compute_cost(x, y), 0.1 * np.sum(stepped.g**2)
    stepped.update_parameters(grads, learning_rate=0.1)
    assert before - stepped.compute_cost(x, y) == pytest.approx(foretold, rel=0.02)


def numeric(member):
    """La valeur d'un membre d'égalité écrit en TeX, ou None s'il y reste une lettre."""
    for tex, code in [
        ("{,}", "."),
        (r"\times", "*"),
        (r"\log", "log"),
        (r"\tanh", "tanh"),
        (r"\frac{1}", "1 / "),
        ("^2", "**2"),
        ("e^{", "exp({"),
    ]:
        member = member.replace(tex, code)
    member = re.sub(r"exp\(\{([^}]*)\}", r"exp(\1)", member).replace("{", "(").replace("}", ")").strip(" ,.\n")
    if not member or set(re.findall(r"[a-zA-Z\\_]+", member)) - {"exp", "log", "tanh"}:
        return None
    return eval(member, {"exp": exp, "log": log, "tanh": tanh})


def chains(page, start, end):
    """Les suites d'égalités numériques d'une partie de page, chacune sous la forme de ses valeurs."""
    text = (CHAPTER / page).read_text(encoding="utf-8")
    section = text[text.index(start) : text.index(end)]
    for block in re.findall(r"\$\$(.*?)\$\$|\$(-\\log[^$]*)\$", section, flags=re.DOTALL):
        lines = re.sub(r"\\(begin|end)\{aligned\}|&|\[0\.4em\]", "", "".join(block))
        chain = []
        for member in re.split(r"=|\\approx|\\\\", lines):
            value = numeric(member)
            if value is not None:
                chain.append(value)
            elif member.strip():
                yield chain
                chain = []
        yield chain


@pytest.mark.parametrize(
    ("part", "results", "members"),
    [
        (
            ("index.md", "Le calcul, à la main", "Le même calcul, par le code"),
            [0.55, -1.10, 0.50, -0.80, 1.10, 0.75, 1.39, 0.29],
            20,
        ),
        (("couches-internes.md", "## Un retour à la main", "## Élément par élément"), [1.125, -0.135], 6),
    ],
    ids=["aller", "retour"],
)
def test_the_equalities_written_on_the_page_are_true(part, results, members):
    found = [chain for chain in chains(*part) if len(chain) > 1]
    assert [chain[-1] for chain in found] == results
    assert sum(map(len, found)) == members
    for chain in found:
        np.testing.assert_allclose(chain, chain[-1], atol=0.005)


def test_the_three_shares_of_section_1_4_add_up_to_the_sum_quoted():
    delta, weights = (0.2, -0.5, 0.1), (1, 0.4, 2)
    shares = [d * w for d, w in zip(delta, weights, strict=True)]
    assert shares == pytest.approx([0.2, -0.2, 0.2])
    assert sum(shares) == pytest.approx(0.2)
