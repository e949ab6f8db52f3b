"""Lancer un programme sans rien en craindre : une boîte, des limites, la mort de tout ce qui y vit.

On n'y sait pas ce qu'est un carnet.
"""
