"""Sauvegarder et relire : l'entraînement reprend au bit près, et un fichier abîmé se reconnaît."""

import json
import os
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcourse.activations import ACTIVATIONS
from mlcourse.losses import LOSSES
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import OPTIMIZERS, Optimizer
from mlcourse.saving import Checkpoint, load, save
from mlcourse.schedules import SCHEDULES, Schedule
from mlcourse.training import train

BIT_GENERATORS = [np.random.PCG64, np.random.PCG64DXSM, np.random.MT19937, np.random.Philox, np.random.SFC64]
ARGUMENTS = {
    "constant": {},
    "step": {"every": 7},
    "inverse_time": {"every": 7},
    "exponential": {"every": 7},
    "cosine": {"total": 60, "warmup": 3},
}
X = np.random.default_rng(0).normal(size=(3, 50))
Y = np.sin(X[:2])


def network(dtype=np.float64, **options):
    options = {"hidden": "prelu", "output": "identity", "loss": "mse", "l2": 0.01} | options
    return MultiLayerPerceptron([3, 4, 2], rng=np.random.default_rng(1), dtype=dtype, **options)


def run(model, optimizer, rng, epochs):
    return train(model, X, Y, optimizer=optimizer, rng=rng, epochs=epochs, batch_size=16).cost


def resumed(path, optimizer, dtype=np.float64, bit_generator=np.random.PCG64, epochs=(5, 5)):
    """Les coûts et le vecteur theta d'un entraînement interrompu, sauvegardé, relu et repris."""
    model, rng = network(dtype), np.random.Generator(bit_generator(2))
    costs = run(model, optimizer, rng, epochs[0])
    save(path, model, optimizer, rng)
    run(model, optimizer, rng, 1)  # ce qui arrive après la sauvegarde ne change pas ce qui est relu
    model, optimizer, rng = load(path)
    return [*costs, *run(model, optimizer, rng, epochs[1])], model.theta.tobytes()


def in_one_go(optimizer, dtype=np.float64, bit_generator=np.random.PCG64, epochs=10):
    model = network(dtype)
    return run(model, optimizer, np.random.Generator(bit_generator(2)), epochs), model.theta.tobytes()


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_five_epochs_and_five_more_are_ten_bit_for_bit_with_every_rule(name, dtype, tmp_path):
    assert resumed(tmp_path / "m.npz", Optimizer(name), dtype) == in_one_go(Optimizer(name), dtype)


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_resumes_where_it_was(name, tmp_path):
    def optimizer():
        return Optimizer("adam", alpha=Schedule(name, alpha=0.01, **ARGUMENTS[name]), beta1=0.8)

    assert resumed(tmp_path / "m.npz", optimizer()) == in_one_go(optimizer())


@pytest.mark.parametrize("bit_generator", BIT_GENERATORS)
def test_every_generator_of_numpy_resumes_where_it_was(bit_generator, tmp_path):
    optimizers = Optimizer("momentum"), Optimizer("momentum")
    expected = in_one_go(optimizers[0], bit_generator=bit_generator)
    assert resumed(tmp_path / "m.npz", optimizers[1], bit_generator=bit_generator) == expected


@settings(max_examples=15, deadline=None)
@given(
    name=st.sampled_from(list(OPTIMIZERS)),
    alpha=st.floats(1e-4, 0.01),
    epochs=st.tuples(st.integers(1, 3), st.integers(1, 3)),
)
def test_any_rate_and_any_cut_resume_bit_for_bit(name, alpha, epochs, tmp_path_factory):
    path = tmp_path_factory.mktemp("reprise") / "m.npz"
    once = in_one_go(Optimizer(name, alpha=alpha), epochs=sum(epochs))
    assert resumed(path, Optimizer(name, alpha=alpha), epochs=epochs) == once


def test_an_optimizer_that_has_not_stepped_yet_comes_back_ready(tmp_path):
    save(tmp_path / "m.npz", network(), Optimizer("adam", alpha=0.01), np.random.default_rng(2))
    model, optimizer, rng = load(tmp_path / "m.npz")
    assert run(model, optimizer, rng, 2) == run(network(), Optimizer("adam", alpha=0.01), np.random.default_rng(2), 2)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("hidden", [name for name, row in ACTIVATIONS.items() if row.elementwise])
def test_a_network_comes_back_whole_whatever_its_layers(hidden, loss, tmp_path):
    output = LOSSES[loss].output or "prelu"
    model = network(np.float32, hidden=[hidden], output=output, loss=loss)
    save(tmp_path / "m.npz", model)
    twin = load(tmp_path / "m.npz").model
    assert repr(twin) == repr(model)
    assert twin.theta.tobytes() == model.theta.tobytes()
    assert twin.params.shapes == model.params.shapes
    np.testing.assert_array_equal(twin.forward_propagation(X)[0], model.forward_propagation(X)[0])


def test_what_was_not_saved_comes_back_as_none(tmp_path):
    save(tmp_path / "m.npz", network())
    checkpoint = load(str(tmp_path / "m.npz"))
    assert isinstance(checkpoint, Checkpoint)
    assert checkpoint[1:] == (None, None)


def test_the_name_is_kept_as_given_and_nothing_else_is_left_in_the_folder(tmp_path):
    save(tmp_path / "réseau", network())
    save(tmp_path / "réseau", network())
    assert os.listdir(tmp_path) == ["réseau"]
    assert load(tmp_path / "réseau").model.l2 == 0.01


def test_nothing_in_the_file_is_pickled(tmp_path):
    save(tmp_path / "m.npz", network(), Optimizer("adam"), np.random.Generator(np.random.MT19937(0)))
    with np.load(tmp_path / "m.npz", allow_pickle=False) as archive:
        assert all(array.dtype.kind in "fU" for array in archive.values())


def test_an_interrupted_save_leaves_the_previous_file_intact(tmp_path, monkeypatch):
    save(tmp_path / "m.npz", network())
    before = (tmp_path / "m.npz").read_bytes()

    def fail(file, *arrays):
        file.write(b"the first bytes")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez", fail)
    with pytest.raises(KeyboardInterrupt):
        save(tmp_path / "m.npz", network(np.float32))
    assert (tmp_path / "m.npz").read_bytes() == before
    assert os.listdir(tmp_path) == ["m.npz"]


def test_a_file_takes_its_name_only_once_whole(tmp_path, monkeypatch):
    save(tmp_path / "m.npz", network())
    before, replace, whole = (tmp_path / "m.npz").read_bytes(), os.replace, []

    def check_and_replace(source, target):
        whole.append(load(source).model.theta.dtype)
        assert (tmp_path / "m.npz").read_bytes() == before
        replace(source, target)

    monkeypatch.setattr(os, "replace", check_and_replace)
    save(tmp_path / "m.npz", network(np.float32))
    assert whole == [np.float32]
    assert load(tmp_path / "m.npz").model.theta.dtype == np.float32


def test_an_absent_file_or_folder_is_told_in_french(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"absent\.npz : un fichier écrit par save est attendu, reçu un chemin"):
        load(tmp_path / "absent.npz")
    with pytest.raises(FileNotFoundError, match="un chemin où il n'y en a pas"):
        load(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"un dossier qui existe est attendu, reçu .*nulle-part"):
        save(tmp_path / "nulle-part" / "m.npz", network())


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Le contenu d'une sauvegarde complète, et un dossier où l'abîmer."""
    path = tmp_path_factory.mktemp("abîmé") / "m.npz"
    save(path, network(), Optimizer("adam"), np.random.default_rng(0))
    return path, path.read_bytes()


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_told_in_french_or_does_not_matter(data, saved):
    path, content = saved
    damaged = bytearray(content)
    position = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        damaged[position] ^= data.draw(st.integers(1, 255))
    else:
        del damaged[position:]
    path.with_name("abîmé.npz").write_bytes(damaged)
    told = None
    try:
        unharmed = load(path.with_name("abîmé.npz")).model.theta.tobytes() == network().theta.tobytes()
    except ValueError as error:
        told = str(error)
    assert unharmed if told is None else "un fichier écrit par save est attendu, reçu un fichier abîmé" in told


def rewrite(path, change):
    """Réécrit un fichier en changeant sa configuration ou ses tableaux."""
    with np.load(path) as archive:
        text, *arrays = archive.values()
    config, arrays = change(json.loads(text.item()), arrays)
    np.savez(path, np.array(json.dumps(config)), *arrays)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda config, arrays: ([2, *config[1:]], arrays), "le format 1 de mlcourse est attendu, reçu 2"),
        (lambda config, arrays: (config, [arrays[0][:-1], *arrays[1:]]), r"vecteurs \(30,\) .*reçu \(29,\)"),
        (lambda config, arrays: (config, [arrays[0], arrays[1][:-1]]), r"vecteurs \(30,\) .*reçu \(29,\)"),
        (lambda config, arrays: (config, [arrays[0].astype("f4"), *arrays[1:]]), "float32 .*reçu .*float64"),
        (lambda config, arrays: ({"theta": 1}, arrays), "abîmé ou d'une autre sorte"),
        (lambda config, arrays: (config, []), "abîmé ou d'une autre sorte"),
    ],
)
def test_a_file_that_is_sound_but_not_ours_is_refused(change, message, tmp_path):
    model, optimizer = network(), Optimizer("momentum")
    run(model, optimizer, np.random.default_rng(0), 1)
    save(tmp_path / "m.npz", model, optimizer)
    rewrite(tmp_path / "m.npz", change)
    with pytest.raises(ValueError, match=message):
        load(tmp_path / "m.npz")


@pytest.mark.parametrize("write", ["text", "npy", "other npz", "pickled npz", "empty", "zip"])
def test_another_kind_of_file_is_refused(write, tmp_path):
    path = tmp_path / "f"
    with open(path, "wb") as file:
        if write == "npy":
            np.save(file, np.ones(3))
        elif write == "other npz":
            np.savez(file, X=np.ones(3))
        elif write == "pickled npz":
            np.savez(file, np.array([{}], dtype=object), np.ones(3))
        elif write == "zip":
            zipfile.ZipFile(file, "w").close()
        elif write == "text":
            file.write(b"bonjour")
    with pytest.raises(ValueError, match="un fichier écrit par save est attendu, reçu un fichier abîmé"):
        load(path)


class Mine(MultiLayerPerceptron):
    """Un réseau aux équations changées."""


def mine(theta, g, *, alpha=0.1):
    return theta - alpha * g


class Lehmer(np.random.PCG64):
    """Un générateur qui n'est pas de NumPy."""


@pytest.mark.parametrize(
    ("arguments", "expected", "received"),
    [
        ((network(), "adam"), "un objet Optimizer", "str"),
        ((network(), None, 42), "default_rng", "int"),
        (("réseau",), "un objet MultiLayerPerceptron", "str"),
        ((Mine([2, 1], rng=np.random.default_rng(0)),), "un objet MultiLayerPerceptron", "Mine"),
        ((network(), Optimizer(mine)), "une règle d'OPTIMIZERS", "mine"),
        ((network(), Optimizer("sgd", alpha=lambda t: 1 / t)), "un Schedule est attendu pour alpha", "lambda"),
        ((network(), None, np.random.Generator(Lehmer(0))), "un générateur de NumPy", "Lehmer"),
    ],
)
def test_what_a_file_cannot_keep_is_named_and_nothing_is_written(arguments, expected, received, tmp_path):
    with pytest.raises(ValueError, match="attendu") as caught:
        save(tmp_path / "m.npz", *arguments)
    before, after = str(caught.value).rsplit("reçu", 1)
    assert expected in before
    assert received in after
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_place_of_a_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match="le nom d'un fichier est attendu, reçu celui d'un dossier"):
        save(tmp_path, network())


@pytest.mark.parametrize("path", [None, 3, b"m.npz", "m\0.npz"], ids=["rien", "nombre", "octets", "caractère nul"])
def test_what_is_not_a_path_is_refused(path):
    for call in (lambda: save(path, network()), lambda: load(path)):
        with pytest.raises(ValueError, match="le chemin d'un fichier est attendu"):
            call()
