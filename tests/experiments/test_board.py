"""Ce que la planche à dessin demande à Python, et ce qu'elle en reçoit : des données simples, et des phrases justes."""

import json

import numpy as np
import pytest

from mlcourse.experiments import board
from mlcourse.experiments.drawing import EPOCHS, DigitReader, drawing_to_pixels, read_digit

ONE = {"strokes": [[[0.5, 0.1], [0.5, 0.9]]], "prepared": True}
NBSP, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


def plain(text):
    """La phrase, ses espaces insécables redevenues ordinaires."""
    return text.replace(NBSP, " ").replace(THIN, " ")


@pytest.fixture
def seed():
    """Une graine dont le réseau n'a rien appris, puis qui n'occupe plus de place."""
    board._reader.cache_clear()
    yield 0
    board._reader.cache_clear()


@pytest.fixture(scope="module")
def learned():
    board._reader.cache_clear()
    for _ in range(EPOCHS):
        board.learn(3)
    yield 3
    board._reader.cache_clear()


def test_training_goes_on_from_one_call_to_the_next_and_its_cost_falls(seed):
    told = [board.progress(seed), *(board.learn(seed) for _ in range(3))]
    assert [each["epochs"] for each in told] == [0, 1, 2, 3]
    costs = [each["cost"] for each in told]
    assert costs == sorted(costs, reverse=True)
    assert plain(told[0]["sentence"]).startswith("Avant d’apprendre, le coût est de 2,4")
    assert plain(told[1]["sentence"]).startswith("Après 1 époque, ")
    assert plain(told[3]["sentence"]).startswith("Après 3 époques, ")
    model = DigitReader(seed).learn(3)
    assert told[3]["cost"] == model.cost
    assert told[3]["accuracy"] == model.accuracy()


def test_another_seed_is_another_network_and_takes_the_place_of_the_first(seed):
    board.learn(seed)
    assert board.progress(seed + 1)["epochs"] == 0
    assert board.progress(seed)["epochs"] == 0


def test_what_it_gives_the_page_is_plain_data(seed):
    reading = board.look(seed, ONE)
    for told in (board.progress(seed), reading, board.step(seed, reading["pixels"], 8, reading["pixels"])):
        assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert json.loads(json.dumps(board.examples(seed))) == board.examples(seed)


def test_the_reading_is_that_of_the_network(learned):
    told = board.look(learned, ONE, 8)
    reading = read_digit(DigitReader(learned).learn(EPOCHS).model, drawing_to_pixels(ONE["strokes"]), 8)
    np.testing.assert_allclose(told["gradient"], reading.gradient)
    np.testing.assert_allclose(told["probabilities"], reading.probabilities)
    assert [len(layer) for layer in told["hidden"]] == [32, 16]
    assert (told["answer"], told["target"]) == (1, 8)


def test_its_sentence_gives_the_answer_and_the_runner_up(learned):
    told = board.look(learned, ONE)
    second = int(np.argsort(told["probabilities"])[-2])
    assert plain(told["sentence"]).startswith("Le réseau lit 1 (")
    assert f"sa deuxième réponse est {second} (" in plain(told["sentence"])


def test_its_detail_names_the_pixels_that_count_most_and_the_neurons_that_are_active(learned):
    told = board.look(learned, ONE, 8)
    gradient = np.reshape(told["gradient"], (8, 8))
    row, column = np.unravel_index(gradient.argmax(), gradient.shape)
    assert f"noircir d’abord le pixel ({row + 1}, {column + 1})" in plain(told["detail"])
    active = sum(value > 0 for value in told["hidden"][0])
    assert f"Sont actifs {active} neurones sur 32" in plain(told["detail"])


def test_a_blank_sheet_and_an_ignorant_network_are_said_to_be_so(seed, learned):
    blank = board.look(learned, {"strokes": [], "prepared": True})
    assert plain(blank["sentence"]).startswith("L’image est blanche. Le réseau lit ")
    assert plain(board.look(seed, ONE)["sentence"]).startswith("Le réseau n’a rien appris, et répond quand même.")


def test_following_the_gradient_flips_the_answer_and_says_how_little_changed(learned):
    start = board.look(learned, ONE)["pixels"]
    told, steps = {"pixels": start, "answer": 1}, 0
    while told["answer"] != 8 and steps < 12:
        told, steps = board.step(learned, told["pixels"], 8, start), steps + 1
    assert told["answer"] == told["target"] == 8
    moved = 16 * np.abs(np.subtract(told["pixels"], start)).mean()
    assert f"Un pixel a changé, en moyenne, de {moved:.1f}".replace(".", ",") in plain(told["sentence"])


def test_the_examples_are_digits_of_the_test_two_of_each(seed):
    found, reader = board.examples(seed), DigitReader(seed)
    assert [each["label"] for each in found] == [digit for digit in range(10) for _ in range(2)]
    tests = {tuple(column): label for column, label in zip(reader.X_test.T, reader.test_labels, strict=True)}
    assert all(tests[tuple(each["pixels"])] == each["label"] for each in found)


@pytest.mark.parametrize("pixels", [[0.5] * 63, [2.0] * 64, [-0.1] * 64])
def test_what_is_no_image_is_refused_in_a_sentence(seed, pixels):
    with pytest.raises(ValueError, match=r"^pixels : 64 nombres de 0 à 1 sont attendus, reçu"):
        board.look(seed, {"pixels": pixels})


@pytest.mark.parametrize("target", [10, -1, 2.5, "8"])
def test_what_is_no_digit_is_refused_as_a_target(seed, target):
    with pytest.raises(ValueError, match=f"^target : un chiffre de 0 à 9 est attendu, reçu {target!r}"):
        board.look(seed, ONE, target)
