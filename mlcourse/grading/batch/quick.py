"""Démarrer vite, puis ne pas s'attarder : ce qui coûte cher et ne sert à rien ici."""

import gc
import sys


def start_quickly():
    """À faire avant de charger le reste."""
    # La grammaire d'adresses que jsonschema bâtit en deux secondes, et dont aucun carnet n'use.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    # Ce que chargent les bibliothèques ne s'en va plus : y chercher sans cesse des cycles prend un dixième du temps.
    gc.set_threshold(100_000)
