"""L'exécution d'une copie, séparée de ses tests : `run_notebook` en est la seule entrée.

Trois rôles, trois processus. Le meneur (`run`, `session`, `worker`, `plan`) est de confiance et n'exécute rien de la
copie. La copie (`student`) et ses tests (`examiner`) vivent chacun dans sa boîte ; `boot`, `cells`, `files` et `shell`
leur sont communs. Un poste garde une boîte (`nursery`) où un processus chaud (`warm`) met au monde les tests de chaque
copie ; la copie a toujours une boîte neuve. Ce fichier se charge aussi dans les boîtes : il n'importe rien.
"""


def __getattr__(name):
    if name == "run_notebook":
        from mlcourse.grading.split.run import run_notebook

        return run_notebook
    raise AttributeError(name)
