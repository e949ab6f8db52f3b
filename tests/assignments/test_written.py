"""Les nombres d'une réponse rédigée sont ceux que calcule le code qu'elle montre."""

import re

import numpy as np

from mlcourse.checks.notebook import grade_id

from .workshop import SOURCES, read


def answer(assignment, name):
    return next(cell.source for cell in read(SOURCES[assignment]).cells if grade_id(cell) == name)


def test_deviations_of_thirty_layers_are_those_of_the_code(capsys):
    text = answer("devoir2", "deep_relu")
    exec(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], {"np": np})
    computed = [re.findall(r"'([^']+)'", line) for line in capsys.readouterr().out.splitlines()]
    rows = [row for row in text.splitlines() if row.startswith("|") and "0, 1, 2" in row]
    for three_seeds, row in zip((computed[:3], computed[3:]), rows, strict=True):
        told = [[float(number.replace(",", ".")) for number in cell.split(";")] for cell in row.split("|")[3:7]]
        assert told == np.array(three_seeds, dtype=float).T.tolist()
    for layer, ratio in zip((10, 20, 30), np.array(computed[:3], dtype=float).T[1:], strict=True):
        assert np.abs(np.log(ratio / 2 ** ((1 - layer) / 2))).max() < np.log(1.6)
