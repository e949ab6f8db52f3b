"""Le fil : ce que se disent deux processus qui ne se font pas confiance. Il ne connaît personne.

`channel` porte des messages, `values` y met des valeurs, `peer` en fait des appels de fonctions.
"""
