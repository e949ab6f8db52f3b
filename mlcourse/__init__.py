"""L'implémentation de référence du cours, en NumPy seul.

Chaque module se lit à côté de la section du livre qui en établit les équations :

- le réseau : `model`, `network`, `parameters`, `losses`, `gradcheck`, `activations`, `rectifiers`, `prelu`, `outputs` ;
- son départ et ses données : `initialization`, `variance_scaling`, `normalization`, `datasets`, `toys`, `batches` ;
- l'entraînement : `training`, `history`, `divergence`, `saving`, `clipping`, `schedules`, `optimizers`, `descent`,
  `adaptive`.
"""

from importlib.metadata import version

__version__ = version("mlcourse")
