"""De la copie à sa note : le meneur, qui est de confiance et n'exécute rien de la copie, conduit l'examen.

`grade` en est l'entrée, pour `mlcourse corriger` comme pour `nbgrader autograde`.
"""
