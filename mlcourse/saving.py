"""Sauvegarder un réseau, son optimiseur et son générateur, et reprendre l'entraînement au bit près."""

import json
import os
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mlcourse._validation import check_generator
from mlcourse.model import MultiLayerPerceptron
from mlcourse.optimizers import OPTIMIZERS, Optimizer
from mlcourse.schedules import Schedule

FORMAT = 1
#: Ce qu'un fichier abîmé peut faire lever à zipfile et à NumPy.
DAMAGES = (OSError, ValueError, KeyError, TypeError, EOFError, RuntimeError, zipfile.BadZipFile)


class Checkpoint(NamedTuple):
    """Ce que rend `load`.

    Parameters
    ----------
    model : MultiLayerPerceptron
        Le réseau.
    optimizer : Optimizer or None
        L'optimiseur et ses états, s'il a été sauvegardé.
    rng : numpy.random.Generator or None
        Le générateur, dans l'état où il était, s'il a été sauvegardé.

    Examples
    --------
    >>> Checkpoint._fields
    ('model', 'optimizer', 'rng')

    References
    ----------
    Section 3.1 du livre.
    """

    model: MultiLayerPerceptron
    optimizer: Optimizer | None
    rng: np.random.Generator | None


def save(path, model, optimizer=None, rng=None):
    """Écrit un réseau dans un fichier npz, avec ce qu'il faut pour reprendre l'entraînement.

    L'écriture est atomique : tant qu'elle n'est pas finie, un fichier de même nom reste intact.

    Parameters
    ----------
    path : str or Path
        Le fichier, dans un dossier qui existe.
    model : MultiLayerPerceptron
        Le réseau.
    optimizer : Optimizer, optional
        L'optimiseur : sa règle, ses hyperparamètres, ses états et son nombre de pas.
    rng : numpy.random.Generator, optional
        Le générateur qui mélange les exemples.

    Raises
    ------
    FileNotFoundError
        Si le dossier n'existe pas.
    ValueError
        Si le chemin est celui d'un dossier, ou pour ce qu'un fichier ne peut pas garder : un réseau d'une classe à
        vous, une règle ou un calendrier à vous, un générateur qui n'est pas de NumPy. Rien n'est alors écrit.

    Examples
    --------
    >>> import tempfile
    >>> model = MultiLayerPerceptron([2, 3, 1], rng=np.random.default_rng(0))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(f"{folder}/reseau.npz", model)
    ...     copy = load(f"{folder}/reseau.npz").model
    >>> bool((copy.theta == model.theta).all())
    True

    References
    ----------
    Section 3.1 du livre.
    """
    path = _check_path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path} : un dossier qui existe est attendu, reçu {path.parent}.")
    if path.is_dir():
        raise ValueError(f"{path} : le nom d'un fichier est attendu, reçu celui d'un dossier.")
    _check_kept(model, optimizer, rng)
    *hidden, output = model.layer_activations
    config = {"layer_dims": model.layer_dims, "hidden": hidden, "output": output, "loss": model.loss, "l2": model.l2}
    settings = optimizer and [optimizer.name, optimizer.hyperparameters, optimizer.t]
    state = rng and rng.bit_generator.state
    text = json.dumps([FORMAT, config, settings, state], default=_to_json)
    arrays = [np.array(text), model.theta, *(optimizer.states if optimizer else ())]
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(partial, "wb") as file:
            np.savez(file, *arrays)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def load(path):
    """Relit un fichier écrit par `save`.

    Parameters
    ----------
    path : str or Path
        Le fichier.

    Returns
    -------
    Checkpoint
        Le réseau, l'optimiseur et le générateur ; les deux derniers valent None s'ils n'ont pas été sauvegardés.

    Raises
    ------
    FileNotFoundError
        Si le fichier n'existe pas.
    ValueError
        Si le chemin n'en est pas un, si le fichier est abîmé, s'il vient d'ailleurs ou d'une autre version du format,
        ou si ses tableaux ne vont pas avec le réseau qu'il décrit.

    Examples
    --------
    Voir `save`.

    References
    ----------
    Section 3.1 du livre.
    """
    path = _check_path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path} : un fichier écrit par save est attendu, reçu un chemin où il n'y en a pas.")
    (version, *config), theta, *states = _read(path)
    if version != FORMAT:
        raise ValueError(f"{path} : le format {FORMAT} de mlcourse est attendu, reçu {version!r}.")
    config, settings, state = config
    model = MultiLayerPerceptron(**config, rng=np.random.default_rng(0), dtype=theta.dtype)
    for array in (theta, *states):
        if (array.shape, array.dtype) != (model.theta.shape, theta.dtype):
            expected = f"des vecteurs {model.theta.shape} de type {theta.dtype}"
            raise ValueError(f"{path} : {expected} sont attendus, reçu {array.shape} de type {array.dtype}.")
    model.theta[:] = theta
    optimizer = rng = None
    if settings:
        name, hyperparameters, t = settings
        optimizer = Optimizer(name, **hyperparameters)
        optimizer.t, optimizer.states = t, tuple(states)
    if state:
        rng = np.random.Generator(getattr(np.random, state["bit_generator"])())
        rng.bit_generator.state = state
    return Checkpoint(model, optimizer, rng)


def _check_path(path):
    if not isinstance(path, (str, os.PathLike)) or "\0" in str(path):
        raise ValueError(f"path : le chemin d'un fichier est attendu, reçu {path!r}.")
    return Path(path)


def _check_kept(model, optimizer, rng):
    """Refuse ce qu'un fichier ne peut pas garder : du code, qui n'y entre pas."""
    if type(model) is not MultiLayerPerceptron:
        raise ValueError(f"model : un objet MultiLayerPerceptron est attendu, reçu {type(model).__name__}.")
    if optimizer is not None:
        _check_optimizer(optimizer)
    if rng is not None:
        bit_generator = type(check_generator(rng).bit_generator)
        if getattr(np.random, bit_generator.__name__, None) is not bit_generator:
            raise ValueError(f"rng : un générateur de NumPy est attendu, reçu {bit_generator.__name__}.")


def _check_optimizer(optimizer):
    if type(optimizer) is not Optimizer:
        raise ValueError(f"optimizer : un objet Optimizer est attendu, reçu {type(optimizer).__name__}.")
    if optimizer.rule is not OPTIMIZERS.get(optimizer.name):
        raise ValueError(f"optimizer : une règle d'OPTIMIZERS est attendue, reçu {optimizer.name}, qui n'y est pas.")
    for key, value in optimizer.hyperparameters.items():
        if callable(value) and type(value) is not Schedule:
            raise ValueError(f"optimizer : un nombre ou un Schedule est attendu pour {key}, reçu {value!r}.")


def _to_json(value):
    """Ce que JSON ne sait pas écrire : un calendrier, ou un tableau de l'état d'un générateur."""
    return {"schedule": value.name} | value.hyperparameters if isinstance(value, Schedule) else value.tolist()


def _from_json(value):
    return Schedule(value.pop("schedule"), **value) if "schedule" in value else value


def _read(path):
    """Rend la configuration, puis theta et les états, dans l'ordre où `save` les a écrits ; rien n'y est exécuté."""
    try:
        # Tout est lu, donc comparé aux sommes de contrôle ; d'une archive abîmée, NumPy ne fermerait pas le fichier.
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as archive:
            text, *arrays = archive.values()
        config = json.loads(text.item(), object_hook=_from_json)
        if isinstance(config, list) and config and arrays:
            return config, *arrays
    except DAMAGES:
        pass
    raise ValueError(f"{path} : un fichier écrit par save est attendu, reçu un fichier abîmé ou d'une autre sorte.")
