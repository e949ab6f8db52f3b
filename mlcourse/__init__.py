"""L'implémentation de référence du cours, en NumPy seul.

Chaque module se lit à côté de la section du livre qui en établit les équations :

- le réseau : `model`, `network`, `parameters`, `losses`, `gradcheck`, `activations`, `rectifiers`, `prelu`, `outputs` ;
- son départ et ses données : `initialization`, `variance_scaling`, `normalization`, `datasets`, `toys`, `batches` ;
- l'entraînement : `training`, `history`, `divergence`, `saving`, `clipping`, `schedules`, `optimizers`, `descent`,
  `adaptive`.
"""


def __getattr__(name):
    # Lire la version du paquet prend plus de temps que l'importer : on ne le fait que pour qui la demande.
    if name == "__version__":
        from importlib.metadata import version

        return version("mlcourse")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
