"""Python dans la page : ce qui exécute les cellules du livre dans un navigateur, et que l'on peut essayer sans lui.

`session` exécute du code et dit tout ce qui en sort ; `plan` sait de quelles cellules d'une page une autre a besoin, et
`notebook` réunit les deux ; `imports` lit dans un code les bibliothèques qu'il demande ; `figures` est la façon dont
matplotlib y montre une figure ; `absent` tient la place des bibliothèques qu'un noyau de Jupyter aurait, et `crossing`
fait passer des données d'un langage à l'autre.
"""
