"""Un dessin, de la souris à la réponse : il entre comme les données, et le gradient qui lui revient est le bon."""

import numpy as np
import pytest

from mlcourse.datasets import load_digits
from mlcourse.experiments.drawing import (
    BLOCK,
    EPOCHS,
    PEN,
    SIDE,
    STEP,
    WIDTH,
    DigitReader,
    count_blocks,
    drawing_to_pixels,
    fooled_digits,
    held_out_accuracy,
    inked,
    nudged,
    placed,
    read_digit,
    sampled,
    shifted_accuracy,
    split_digits,
    steps_to_fool,
    straightened,
)
from mlcourse.losses import one_hot


def arc(x, y, across, down, start, end):
    """Un arc d'ellipse, ses angles en degrés, de la droite vers le bas."""
    angles = np.radians(np.linspace(start, end, 24))
    return np.column_stack([x + across * np.cos(angles), y + down * np.sin(angles)])


#: Un chiffre de chaque sorte, tel qu'on le trace : ses traits, sur une feuille de côté 1.
HAND = {
    0: [arc(0.5, 0.5, 0.25, 0.4, 0, 360)],
    1: [[(0.5, 0.1), (0.5, 0.9)]],
    2: [[*arc(0.5, 0.3, 0.22, 0.2, -170, 50), (0.3, 0.88), (0.75, 0.88)]],
    3: [[*arc(0.45, 0.3, 0.22, 0.2, -150, 90), *arc(0.45, 0.7, 0.25, 0.22, -90, 150)]],
    4: [[(0.6, 0.1), (0.25, 0.6), (0.8, 0.6)], [(0.6, 0.4), (0.6, 0.9)]],
    5: [[(0.72, 0.1), (0.35, 0.1), (0.33, 0.45), *arc(0.48, 0.66, 0.24, 0.24, -110, 140)]],
    6: [[(0.62, 0.1), (0.4, 0.35), *arc(0.5, 0.68, 0.2, 0.22, 180, 540)]],
    7: [[(0.25, 0.12), (0.75, 0.12), (0.42, 0.9)], [(0.35, 0.5), (0.7, 0.5)]],
    8: [[*arc(0.5, 0.3, 0.18, 0.19, 90, 450), *arc(0.5, 0.7, 0.22, 0.21, -90, 270)]],
    9: [[*arc(0.5, 0.32, 0.2, 0.22, 0, 360), (0.7, 0.32), (0.62, 0.9)]],
}


@pytest.fixture(scope="module")
def reader():
    return DigitReader(0).learn(EPOCHS)


# --- Le dessin ---------------------------------------------------------------------------------------------------


def test_a_bitmap_is_counted_block_by_block_as_the_data_were():
    rng = np.random.default_rng(0)
    bitmap = rng.random((SIDE, SIDE)) < 0.4
    counts = count_blocks(bitmap)
    for row, column in np.ndindex(8, 8):
        block = bitmap[BLOCK * row : BLOCK * (row + 1), BLOCK * column : BLOCK * (column + 1)]
        assert counts[row, column] == block.sum()


def test_a_bar_drawn_where_it_stays_gives_the_counts_one_finds_by_hand():
    # Un trait épais de 5 points, au milieu d'un carré de 32 : le centre de 3 points de chaque côté est à 2,5 au plus.
    pixels = drawing_to_pixels([[(0.5, 0.0), (0.5, 1.0)]], prepared=False).reshape(8, 8)
    expected = np.zeros((8, 8))
    expected[:, 3:5] = 12 / 16
    np.testing.assert_array_equal(pixels, expected)


def test_the_pen_blackens_what_is_near_the_line_and_nothing_else():
    ends = np.array([[9.0, 22.0], [20.0, 8.0]])
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    along = np.linspace(0, 1, 2001)[:, None, None]
    (x0, y0), (x1, y1) = ends
    distance = np.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0)).min(axis=0)
    sure = np.abs(distance - PEN / 2) > 1e-3
    np.testing.assert_array_equal(inked([ends])[sure], (distance <= PEN / 2)[sure])


@pytest.mark.parametrize("digit", HAND)
def test_wherever_it_is_and_however_large_a_drawing_enters_the_same(digit):
    near = [np.asarray(stroke) for stroke in HAND[digit]]
    far = [0.31 * stroke + [0.05, 0.6] for stroke in near]
    np.testing.assert_allclose(drawing_to_pixels(far), drawing_to_pixels(near), atol=2 / BLOCK**2)


def test_a_leaning_drawing_is_straightened_and_a_straight_one_left_alone():
    upright = [np.array([[0.5, 0.1], [0.5, 0.9]])]
    leaning = [np.array([[0.7, 0.1], [0.3, 0.9]])]
    np.testing.assert_allclose(straightened(upright)[0], upright[0])
    np.testing.assert_allclose(straightened(leaning)[0], upright[0])


@pytest.mark.parametrize("digit", HAND)
def test_a_placed_drawing_fills_the_height_is_no_wider_than_the_data_and_is_centred(digit):
    points = np.concatenate(placed([np.asarray(stroke) for stroke in HAND[digit]]))
    low, high = points.min(axis=0) - PEN / 2, points.max(axis=0) + PEN / 2
    np.testing.assert_allclose((low + high) / 2, SIDE / 2)
    assert np.isclose(high[1] - low[1], SIDE)
    assert high[0] - low[0] < WIDTH + 1e-9


def test_the_data_too_fill_the_height_and_leave_the_first_and_last_columns_white():
    images = load_digits().images.reshape(-1, 8, 8)
    assert images.any(axis=2).mean() > 0.99
    assert images[:, :, [0, 7]].mean() < 0.1


def test_a_dash_stays_a_dash():
    points = np.concatenate(placed([np.array([[0.2, 0.5], [0.8, 0.51], [0.5, 0.5]])]))
    assert np.ptp(points[:, 1]) < 2 < 14 < np.ptp(points[:, 0])


def test_slow_strokes_weigh_no_more_than_quick_ones():
    slow = np.column_stack([np.linspace(0, 1, 90) ** 3, np.zeros(90)])
    quick = slow[[0, -1]]
    np.testing.assert_allclose(sampled([slow]), sampled([quick]), atol=1e-12)


def test_an_empty_sheet_is_a_white_image_and_a_dot_is_a_drawing():
    assert not drawing_to_pixels([]).any()
    assert 0 < drawing_to_pixels([[(0.2, 0.7)]]).sum() < 4


@pytest.mark.parametrize("strokes", [[[]], [[(0.5,)]], [["deux"]], [[(0.1, np.nan)]], [[(0, 0), (1,)]]])
def test_what_is_no_stroke_is_refused_in_a_sentence(strokes):
    with pytest.raises(ValueError, match=r"^strokes : des traits, chacun une suite de points \(x, y\), sont attendus"):
        drawing_to_pixels(strokes)


# --- La lecture --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", [None, 8])
def test_the_gradient_at_the_image_is_the_one_that_differences_measure(reader, target):
    pixels = np.random.default_rng(1).uniform(0.2, 0.8, 64)
    reading = read_digit(reader.model, pixels, target)
    kept = reading.target if target is None else target

    def log_probability(image):
        return -reader.model.compute_cost(image[:, None], one_hot([kept], 10))

    measured = [(log_probability(pixels + step) - log_probability(pixels - step)) / 2e-6 for step in 1e-6 * np.eye(64)]
    np.testing.assert_allclose(reading.gradient, measured, rtol=1e-5, atol=1e-7)


def test_each_layer_and_the_answer_are_those_of_forward_propagation(reader):
    pixels = reader.X_test[:, 4]
    answer, cache = reader.model.forward_propagation(pixels[:, None])
    reading = read_digit(reader.model, pixels)
    np.testing.assert_array_equal(reading.probabilities, answer[:, 0])
    np.testing.assert_array_equal(reading.hidden[0], cache["A1"][:, 0])
    np.testing.assert_array_equal(reading.hidden[1], cache["A2"][:, 0])
    assert reading.target == reading.ranking()[0] == answer.argmax()


def test_reading_leaves_the_weights_as_they_were(reader):
    before = reader.model.theta.copy()
    nudged(reader.model, reader.X_test[:, 0], 8)
    np.testing.assert_array_equal(reader.model.theta, before)


def test_a_step_makes_its_target_likelier_is_as_long_as_said_and_stays_an_image(reader):
    pixels = np.full(64, 0.5)
    reached = nudged(reader.model, pixels, 8)
    assert np.isclose(np.linalg.norm(reached - pixels), STEP)
    assert read_digit(reader.model, reached).probabilities[8] > read_digit(reader.model, pixels).probabilities[8]
    clipped = nudged(reader.model, np.ones(64), 8)
    assert 0 <= clipped.min() <= clipped.max() == 1


def test_learning_one_epoch_at_a_time_is_learning_them_all(reader):
    patient = DigitReader(0)
    for _ in range(EPOCHS):
        patient.learn()
    assert patient.epochs == EPOCHS
    np.testing.assert_array_equal(patient.model.theta, reader.model.theta)


def test_the_digits_it_is_judged_on_are_not_those_it_learns_from():
    X_train, _, X_test, _, labels = split_digits()
    assert (X_train.shape, X_test.shape, labels.shape) == ((64, 1438), (64, 359), (359,))
    assert not {column.tobytes() for column in X_train.T} & {column.tobytes() for column in X_test.T}


# --- Ce que dit la page ------------------------------------------------------------------------------------------


def test_trained_as_the_page_trains_it_every_seed_reads_more_than_94_percent():
    assert held_out_accuracy().min() > 0.94


def test_one_column_aside_it_reads_about_half():
    assert 0.3 < shifted_accuracy().min() <= shifted_accuracy().max() < 0.6


def test_a_few_steps_fool_it_on_every_digit_and_barely_change_the_image():
    fooled = fooled_digits()
    assert np.median(fooled.steps) <= 4
    assert fooled.steps.max() < 12
    assert fooled.moved.max() < 3


def test_steps_to_fool_ends_on_an_image_read_as_its_target(reader):
    steps, reached = steps_to_fool(reader.model, reader.X_test[:, 0], 8)
    assert 0 < steps < 40
    assert read_digit(reader.model, reached).target == 8


@pytest.mark.parametrize("digit", HAND)
def test_a_digit_drawn_by_hand_is_read_by_most_seeds(digit, readers):
    read = [read_digit(reader.model, drawing_to_pixels(HAND[digit])).target for reader in readers]
    assert read.count(digit) >= 4, read


@pytest.fixture(scope="module")
def readers():
    return [DigitReader(seed).learn(EPOCHS) for seed in range(5)]


def test_the_one_of_the_corner_is_a_one_only_once_placed(reader):
    corner = [[(0.1, 0.1), (0.1, 0.5)]]
    assert read_digit(reader.model, drawing_to_pixels(corner)).target == 1
    assert read_digit(reader.model, drawing_to_pixels(corner, prepared=False)).target != 1
