"""Ce que la page d'accueil donne à voir : une taille de pas qui apprend, une trop petite, une trop grande."""

import numpy as np
import pytest

from mlcourse.experiments.first_look import first_look


@pytest.fixture(scope="module")
def looks():
    settings = ((100, 0.1), (100, 1.0), (1000, 0.1), (1000, 10.0))
    return {setting: first_look(*setting) for setting in settings}


def test_one_size_learns_in_a_hundred_steps_what_a_tenth_of_it_learns_in_a_thousand(looks):
    assert looks[100, 0.1].accuracy < 0.6
    assert min(looks[100, 1.0].accuracy, looks[1000, 0.1].accuracy) > 0.9


def test_ten_times_too_large_learns_nothing_ever(roundings):
    for look in roundings(lambda: first_look(1000, 10.0), times=8):
        assert look.accuracy < 0.75
        assert look.cost > 2 * np.log(2)  # bien pire que de répondre au hasard


def test_ten_times_too_large_leaves_neurons_that_hardly_react(looks):
    assert max(looks[1000, 10.0].slopes) < 0.1 < 0.4 < min(first_look(0).slopes)


def test_what_it_answers_around_a_point_is_what_it_answers_at_that_point(looks):
    look = looks[1000, 0.1]
    cells = len(look.answers)
    column, row = ((look.points + look.side) / (2 * look.side) * cells).astype(int)
    agreed = (look.answers[row, column] > 5) == look.labels
    assert np.mean(agreed) > 0.85
