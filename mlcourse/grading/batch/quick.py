"""Charger vite ce dont la correction a besoin."""

import contextlib
import gc
import sys


@contextlib.contextmanager
def loading():
    """Le temps de charger des bibliothèques : ce qui coûte cher et ne sert à rien ici n'a pas lieu."""
    # La grammaire d'adresses que jsonschema bâtit en deux secondes, et dont aucun carnet n'use.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    # Ce qui se charge ne s'en va plus : y chercher des cycles, alors, puis tout au long, puis à la fin, ne trouve rien.
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
