"""Les bibliothèques comparées par `speed.py` : une par module, chacune rend ses époques à mesurer.

Un module donne `epochs(problem)`, un dict de nom à fonction sans argument. Chaque appel repart des mêmes paramètres et
rend (secondes, témoin) : le coût moyen de l'époque, ou le nombre de pas pour qui ne prend ni notre départ ni nos lots.
"""
