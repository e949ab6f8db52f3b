"""Tout ce qui tourne à côté du code d'un étudiant, et rien d'autre : ce dossier se voit en entier dans les boîtes.

Une boîte exécute la copie (`student`), une autre ses tests (`examiner`) ; chacun naît d'un processus chaud (`warm`) et
vit à part (`apart`), sous un filtre d'appels (`seccomp`), dont `refusals` dit les règles. `boot`, `cells`, `files` et
`shell` leur sont communs. Aucun secret n'y est écrit.
"""
