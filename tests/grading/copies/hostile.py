"""Le registre des copies hostiles ; chaque module hostile_*.py y range les siennes, une famille d'idées par module."""

import importlib
from pathlib import Path

from .base import register

HOSTILE: dict = {}
attack = register(HOSTILE)


def load(registry, prefix):
    """Importe les modules de copies dont le nom commence par `prefix`, et rend le registre rempli, dans l'ordre."""
    for path in sorted(Path(__file__).parent.glob(f"{prefix}_*.py")):
        importlib.import_module(f"{__package__}.{path.stem}")
    return registry
