"""Catalogues français du livre : ce que Sphinx et les thèmes laissent en anglais.

Chargée la première : gettext retient la première traduction trouvée, la nôtre passe donc devant
celles des thèmes. Les fichiers .po de book/_locales sont compilés hors des sources.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx.application import Sphinx

SOURCES = Path(__file__).parent.parent / "_locales"


def compile_catalogs(sources: Path, destination: Path) -> list[str]:
    """Compile chaque .po de ``sources`` et donne les domaines trouvés."""
    domains = []
    for po_path in sorted(sources.glob("*/LC_MESSAGES/*.po")):
        mo_path = destination / po_path.relative_to(sources).with_suffix(".mo")
        mo_path.parent.mkdir(parents=True, exist_ok=True)
        with po_path.open("rb") as po_file:
            catalog = read_po(po_file, locale=po_path.parent.parent.name, domain=po_path.stem)
        with mo_path.open("wb") as mo_file:
            write_mo(mo_file, catalog)
        domains.append(po_path.stem)
    return domains


def setup(app: Sphinx) -> dict[str, object]:
    """Enregistre nos catalogues sous le nom des domaines qu'ils complètent."""
    compiled = Path(app.doctreedir) / "locales"
    for domain in compile_catalogs(SOURCES, compiled):
        app.add_message_catalog(domain, str(compiled))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
