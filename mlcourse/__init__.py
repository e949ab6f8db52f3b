"""L'implémentation de référence du cours, en NumPy seul.

Chaque module se lit à côté de la section du livre qui en établit les équations :

- le réseau : `model`, `parameters`, `losses`, `gradcheck`, `activations` ;
- son départ et ses données : `initialization`, `normalization`, `datasets`, `toys` ;
- l'entraînement : `rules`, `optimizers`, `schedules`, `batches`, `training`, `saving`.

Autour du cœur : `experiments` refait les résultats des articles, `plots` dessine, `checks` dit à un étudiant ce qui ne
va pas, `grading` corrige les copies. On lit le cours sans ouvrir `_validation`, `_hyperparameters`, `_inplace`,
`_compiled`, `_fused`, `_arguments`, `_verbs` ni `french`.
"""


def __getattr__(name):
    # Lire la version du paquet prend plus de temps que l'importer : on ne le fait que pour qui la demande.
    if name == "__version__":
        from importlib.metadata import version

        return version("mlcourse")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
