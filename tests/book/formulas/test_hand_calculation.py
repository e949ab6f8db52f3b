"""Le calcul à la main qui ouvre le chapitre 1 : chaque nombre de la page, refait sans NumPy ni `mlcourse`."""

import re
from math import exp, log, tanh
from pathlib import Path

import numpy as np
import pytest

from mlcourse.model import MultiLayerPerceptron

PAGE = Path(__file__).resolve().parents[3] / "book" / "retropropagation" / "index.md"
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
    page = PAGE.read_text(encoding="utf-8")
    for name, value in model.params.items():
        assert f'model.params["{name}"] = np.array({value.tolist()})' in page


def test_each_column_of_the_batch_is_the_calculation_of_its_own_example(model):
    answers, cache = model.forward_propagation(np.array(X).T)
    np.testing.assert_allclose(answers[0], [by_hand(x, float)[5] for x in X], rtol=1e-12)
    assert [cache[name].shape for name in ("Z1", "A1", "Z2", "A2")] == [(2, 3), (2, 3), (1, 3), (1, 3)]
    # La troisième image est blanche : le réseau hésite.
    assert answers[0, 2] == pytest.approx(0.5, abs=0.005)


def numeric(member):
    """La valeur d'un membre d'égalité écrit en TeX, ou None s'il y reste une lettre."""
    for tex, code in [
        ("{,}", "."),
        (r"\times", "*"),
        (r"\log", "log"),
        (r"\tanh", "tanh"),
        (r"\frac{1}", "1 / "),
        ("e^{", "exp({"),
    ]:
        member = member.replace(tex, code)
    member = re.sub(r"exp\(\{([^}]*)\}", r"exp(\1)", member).replace("{", "(").replace("}", ")").strip(" ,.\n")
    if not member or set(re.findall(r"[a-zA-Z\\_]+", member)) - {"exp", "log", "tanh"}:
        return None
    return eval(member, {"exp": exp, "log": log, "tanh": tanh})


def chains():
    """Les suites d'égalités numériques de la page, chacune sous la forme de ses valeurs."""
    text = PAGE.read_text(encoding="utf-8")
    section = text[text.index("Le calcul, à la main") : text.index("Le même calcul, par le code")]
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


def test_the_equalities_written_on_the_page_are_true():
    found = [chain for chain in chains() if len(chain) > 1]
    assert [to_the_cent(chain[-1]) for chain in found] == [0.55, -1.10, 0.50, -0.80, 1.10, 0.75, 1.39, 0.29]
    assert sum(map(len, found)) == 20
    for chain in found:
        np.testing.assert_allclose(chain, chain[-1], atol=0.005)


def test_the_three_shares_of_section_1_4_add_up_to_the_sum_quoted():
    delta, weights = (0.2, -0.5, 0.1), (1, 0.4, 2)
    shares = [d * w for d, w in zip(delta, weights, strict=True)]
    assert shares == pytest.approx([0.2, -0.2, 0.2])
    assert sum(shares) == pytest.approx(0.2)
