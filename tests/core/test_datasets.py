"""Les données du paquet : conformes à leur fiche, vérifiées, partagées comme annoncé."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcourse import data
from mlcourse.datasets import load_digits, load_mnist5k, load_wine, stratified_split

LOADERS = {"digits": load_digits, "mnist5k": load_mnist5k, "wine": load_wine}
SHAPES = {"digits": (64, 1797), "mnist5k": (784, 5000), "wine": (13, 178)}
every_dataset = pytest.mark.parametrize("name", LOADERS)
images_only = pytest.mark.parametrize("name", ["digits", "mnist5k"])


@every_dataset
def test_shapes_and_types_are_the_announced_ones(name):
    dataset = LOADERS[name]()
    assert (dataset.X.shape, dataset.labels.shape) == (SHAPES[name], SHAPES[name][1:])
    assert (dataset.X.dtype, dataset.labels.dtype) == (np.float64, np.int64)
    assert dataset.X.flags.c_contiguous
    assert np.isfinite(dataset.X).all()


@images_only
def test_images_are_bytes_and_x_is_their_transpose_brought_to_one(name):
    dataset = LOADERS[name]()
    assert (dataset.images.shape, dataset.images.dtype) == (SHAPES[name][::-1], np.uint8)
    np.testing.assert_array_equal(dataset.X, dataset.images.T / dataset.images.max())
    assert dataset.features == {}


def test_wine_has_no_image_but_a_french_name_for_each_of_its_measures():
    wine = load_wine()
    assert wine.images is None
    assert len(wine.features) == len(wine.X) == 13
    assert len(set(wine.features.values())) == 13
    by_name = dict(zip(wine.features, wine.X, strict=True))
    assert (by_name["alcohol"].min(), by_name["alcohol"].max()) == (11.03, 14.83)
    assert (by_name["proline"].min(), by_name["proline"].max()) == (278, 1680)


@every_dataset
def test_float32_is_given_on_request_and_stays_within_its_rounding(name):
    X = LOADERS[name](np.float32).X
    assert X.dtype == np.float32
    np.testing.assert_allclose(X, LOADERS[name]().X, rtol=1e-7)


@every_dataset
def test_every_call_gives_fresh_writable_arrays(name):
    first = LOADERS[name]()
    for array in (first.X, first.images, first.labels):
        if array is not None:
            array[:] = 0
    first.features["ash"] = ""
    second = LOADERS[name]()
    assert second.X.any()
    assert second.labels.any()
    assert second.images is None or second.images.any()
    assert second.features.get("ash") != ""


@every_dataset
def test_licence_and_source_are_told(name):
    dataset = LOADERS[name]()
    assert dataset.name == name
    assert "CC BY" in dataset.licence
    assert "http" in dataset.source


@every_dataset
def test_a_damaged_file_is_refused_with_both_checksums(name, monkeypatch):
    card = getattr(data, name.upper())
    monkeypatch.setattr(data, name.upper(), replace(card, sha256="0" * 64))
    with pytest.raises(ValueError, match=f"abîmé.*{'0' * 64}.*reçu {card.sha256}"):
        LOADERS[name]()


def test_files_weigh_less_than_a_megabyte():
    assert sum(path.stat().st_size for path in Path(data.__file__).parent.glob("*.npz")) < 1_000_000


def test_facts_that_the_book_tells_about_the_data():
    digits, mnist = load_digits(), load_mnist5k()
    assert (np.ptp(digits.X, axis=1) == 0).sum() == 3
    assert (np.ptp(mnist.X, axis=1) == 0).sum() == 121
    assert (np.diff(mnist.labels) >= 0).all()
    np.testing.assert_array_equal(np.bincount(mnist.labels), 500)
    wine = load_wine()
    assert np.bincount(wine.labels).tolist() == [59, 71, 48]
    spread = wine.X.std(axis=1)
    assert (list(wine.features)[spread.argmin()], list(wine.features)[spread.argmax()]) == (
        "nonflavanoid_phenols",
        "proline",
    )
    assert (spread.min(), spread.max()) == pytest.approx((0.12, 314), rel=0.05)


def test_condition_numbers_of_the_wine_hessian_are_those_that_the_book_gives():
    X = load_wine().X
    Z = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    with_bias, normalized = (np.vstack([rows, np.ones(178)]) for rows in (X, Z))
    conditions = [np.linalg.cond(rows @ rows.T / 178) for rows in (with_bias, X, normalized)]
    assert conditions == pytest.approx([4.6e8, 8.0e7, 45.5], rel=0.02)


def test_reference_split_of_mnist_is_4000_and_1000_with_100_of_each_digit():
    mnist = load_mnist5k()
    X_train, y_train, X_test, y_test = stratified_split(mnist.X, mnist.labels, 1000)
    assert (X_train.shape, X_test.shape) == ((784, 4000), (784, 1000))
    np.testing.assert_array_equal(np.bincount(y_test), 100)
    np.testing.assert_array_equal(np.bincount(y_train), 400)
    assert (np.diff(y_train) != 0).mean() > 0.8


def test_reference_split_never_changes():
    # Les nombres du livre en dépendent : ce partage est celui que tout le monde doit obtenir.
    X_train, _, X_test, y_test = stratified_split(np.arange(20)[None], np.repeat([0, 1], 10), 6)
    assert X_test[0].tolist() == [13, 19, 2, 4, 6, 12]
    assert y_test.tolist() == [1, 1, 0, 0, 0, 1]
    assert X_train.shape == (1, 14)


@given(
    sizes=st.lists(st.integers(5, 40), min_size=1, max_size=5), part=st.floats(0.25, 0.7), seed=st.integers(0, 2**32)
)
def test_split_is_a_partition_in_which_each_class_keeps_its_share(sizes, part, seed):
    labels = np.repeat(np.arange(len(sizes)) * 3, sizes)
    X = np.stack([np.arange(labels.size), labels]).astype(float)
    X_train, y_train, X_test, y_test = stratified_split(X, labels, part, np.random.default_rng(seed))
    np.testing.assert_array_equal(np.sort(np.concatenate([X_train[0], X_test[0]])), X[0])
    np.testing.assert_array_equal(X_train[1], y_train)
    np.testing.assert_array_equal(X_test[1], y_test)
    assert y_test.size == round(part * labels.size)
    for k, size in enumerate(sizes):
        assert abs((y_test == 3 * k).sum() - size * y_test.size / labels.size) < 1


def test_split_depends_on_the_seed_alone_and_copies():
    X, labels = np.arange(40.0)[None], np.tile([0, 1], 20)
    first, second, third = (stratified_split(X, labels, 10, np.random.default_rng(seed)) for seed in (4, 4, 5))
    np.testing.assert_array_equal(first[2], second[2])
    assert (first[2] != third[2]).any()
    assert not any(np.shares_memory(X, part) for part in first)


X, LABELS = np.zeros((2, 6)), np.array([0, 0, 0, 1, 1, 1])


@pytest.mark.parametrize(
    ("call", "expected", "received"),
    [
        (lambda: load_digits(np.int64), "np.float64 ou np.float32", "int64"),
        (lambda: load_mnist5k("texte"), "np.float64 ou np.float32", "texte"),
        (lambda: load_wine(np.float16), "np.float64 ou np.float32", "float16"),
        (lambda: stratified_split(X, LABELS[:5], 2), "(n, m) et (m,)", "(2, 6) et (5,)"),
        (lambda: stratified_split(X[0], LABELS, 2), "(n, m) et (m,)", "(6,) et (6,)"),
        (lambda: stratified_split(X[:, :0], LABELS[:0], 2), "(n, m) et (m,)", "(2, 0) et (0,)"),
        (lambda: stratified_split(X, LABELS, 0), "entier de 1 à 5", "0"),
        (lambda: stratified_split(X, LABELS, 6), "entier de 1 à 5", "6"),
        (lambda: stratified_split(X, LABELS, -2), "entier de 1 à 5", "-2"),
        (lambda: stratified_split(X, LABELS, 1.5), "proportion dans ]0, 1[", "1.5"),
        (lambda: stratified_split(X, LABELS, float("nan")), "proportion dans ]0, 1[", "nan"),
        (lambda: stratified_split(X, LABELS, True), "proportion dans ]0, 1[", "True"),
        (lambda: stratified_split(X, LABELS, "2"), "proportion dans ]0, 1[", "'2'"),
        (lambda: stratified_split(X, LABELS, 1), "au moins un exemple de chaque classe", "[1, 0]"),
        (lambda: stratified_split(X, LABELS, 5), "au moins un exemple de chaque classe", "[3, 2]"),
        (lambda: stratified_split(X, LABELS, 2, rng=0), "générateur", "int"),
    ],
)
def test_bad_input_is_refused_with_what_was_expected_and_what_came(call, expected, received):
    with pytest.raises(ValueError, match="attendu") as caught:
        call()
    message = str(caught.value)
    assert expected in message
    assert received in message.split("reçu")[1]
