"""Tout ce qui touche à nbgrader : le cours, le carnet de notes, ses préprocesseurs, le retour aux étudiants.

Ce qu'on emploie de lui sans qu'il le promette est réuni dans `seams`.
"""
