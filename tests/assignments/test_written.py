"""Le code que montre un énoncé s'exécute, et les nombres d'une réponse rédigée sont ceux que calcule le sien."""

import re

import numpy as np
import pytest

from mlcourse.checks.notebook import grade_id

from .workshop import SOURCES, read


def answer(assignment, name):
    return next(cell.source for cell in read(SOURCES[assignment]).cells if grade_id(cell) == name)


def printed(text, capsys, **names):
    exec(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], {"np": np} | names)
    return capsys.readouterr().out.splitlines()


def test_deviations_of_thirty_layers_are_those_of_the_code(capsys):
    text = answer("devoir2", "deep_relu")
    computed = [re.findall(r"'([^']+)'", line) for line in printed(text, capsys)]
    rows = [row for row in text.splitlines() if row.startswith("|") and "0, 1, 2" in row]
    for three_seeds, row in zip((computed[:3], computed[3:]), rows, strict=True):
        told = [[float(number.replace(",", ".")) for number in cell.split(";")] for cell in row.split("|")[3:7]]
        assert told == np.array(three_seeds, dtype=float).T.tolist()
    for layer, ratio in zip((10, 20, 30), np.array(computed[:3], dtype=float).T[1:], strict=True):
        assert np.abs(np.log(ratio / 2 ** ((1 - layer) / 2))).max() < np.log(1.6)


@pytest.fixture(scope="module")
def race():
    return answer("devoir3", "equal_budget")


def test_race_at_equal_budgets_says_what_its_table_says(race, capsys):
    computed = [line.split() for line in printed(race, capsys)]
    rows = re.findall(
        r"^\| (1|10) \| (\w+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) à ([\d,]+) \| ([\d,]+) \|$", race, re.MULTILINE
    )
    assert [[cell.replace(",", ".") for cell in row] for row in rows] == computed
    sgd, momentum, adam, *ten = [[float(number) for number in row[2:]] for row in computed]
    assert adam[3] < momentum[2]  # une époque : les étendues ne se recouvrent pas
    assert momentum[3] < sgd[2]
    assert max(row[2] for row in ten) < min(row[3] for row in ten)  # dix : elles se recouvrent toutes
    assert min(ten, key=lambda row: row[1]) is ten[2]
    assert ten[2][4] > 2 * ten[0][1]  # à budget inégal, tout se renverse
    assert ten[0][4] > 2 * max(ten[1][1], ten[2][1])
    assert {row[0] for row in (sgd, momentum, adam, *ten)} <= {0.032, 0.1, 0.32, 1.0}


def test_project_shows_how_to_measure_without_paying_for_it(capsys):
    def pays_one_batch(gradient, theta, m, budget, rng):
        return theta - gradient(theta, np.arange(32))

    (said,) = printed(answer("devoir3", "train_within-statement"), capsys, train_within=pays_one_batch)
    assert said.split()[1:] == ["32", "1"]
