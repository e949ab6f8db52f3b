"""L'historique : des nombres, qui se comparent par valeur."""

import dataclasses

from mlcourse.history import History


def test_it_is_a_dataclass_that_compares_by_value():
    assert [field.name for field in dataclasses.fields(History)] == ["cost", "validation_cost", "validation_accuracy"]
    assert History([1.0]) == History([1.0]) != History([2.0])
    assert History() == History([], [], [])
