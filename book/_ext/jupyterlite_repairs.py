"""Ce que l'on reprend de JupyterLite 0.6.4 : « tout exécuter » va jusqu'au bout d'un carnet dont des tests échouent.

JupyterLab dit de chaque demande d'exécution si une erreur doit arrêter les suivantes (`stop_on_error`) : non, pour une
cellule étiquetée ``raises-exception``, comme le sont celles d'un devoir. Le vrai noyau de Jupyter l'écoute ;
JupyterLite (`LiteKernelClient`) annule tout ce qui attend, quoi qu'on lui ait dit. Ses scripts sont servis tels qu'il
les distribue, à ces deux expressions près ; la réparation serait à lui proposer.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.errors import ExtensionError

# Chaque demande, son tour venu, retient si elle doit aller outre une erreur ; une erreur n'annule qu'à défaut.
REPAIRS = (
    (
        r"(?P<turn>\w+)\.runExclusive\(\(async\(\)=>\{await (?P<kernel>\w+)\.ready,"
        r"(?=await (?P=kernel)\.handleMessage\((?P<request>\w+)\)\})",
        r"\g<0>\g<turn>.goesOn=!1===\g<request>.content.stop_on_error,",
    ),
    (
        r'"error"===(?P<reply>\w+)\.content\.status&&(?P<turn>\w+)\.cancel\(\)',
        r'"error"===\g<reply>.content.status&&!\g<turn>.goesOn&&\g<turn>.cancel()',
    ),
)


def repair(scripts: Path) -> None:
    """Reprend le script qui parle au noyau ; lève `ExtensionError` si JupyterLite ne l'écrit plus ainsi."""
    texts = {path: path.read_text(encoding="utf8") for path in scripts.glob("*.js")}
    found = [path for path, text in texts.items() if all(re.search(old, text) for old, _ in REPAIRS)]
    if len(found) != 1:
        raise ExtensionError(
            "« tout exécuter » s'arrêterait, dans l'atelier, au premier test manqué : on attendait un script de "
            f"JupyterLite où le reprendre, et il y en a {len(found)}. Voyez book/_ext/jupyterlite_repairs.py."
        )
    text = texts[found[0]]
    for old, new in REPAIRS:
        text = re.sub(old, new, text)
    found[0].write_text(text, encoding="utf8")
