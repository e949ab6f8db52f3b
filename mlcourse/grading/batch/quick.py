"""Ne pas charger ce qui coûte cher et ne sert à rien ici."""

import sys


def skip_slow_imports():
    """Épargne deux secondes de démarrage : la grammaire d'adresses que jsonschema bâtit, et dont aucun carnet n'use."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
