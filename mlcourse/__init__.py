"""L'implémentation de référence du cours, en NumPy seul.

Chaque module se lit à côté de la section du livre qui en établit les équations : `activations`, `losses`,
`initialization`, `parameters`, `model`, `optimizers`, `batches`, `training`, `gradcheck`, `datasets`.
"""

from importlib.metadata import version

__version__ = version("mlcourse")
