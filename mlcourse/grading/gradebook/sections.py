"""Les sections du livre, d'où qu'on les cite : leur numéro mène à leur page, sur le site que nomment les réglages."""

import html
import re
from pathlib import Path

import yaml
from traitlets import Unicode
from traitlets.config import Configurable

_CITED = re.compile(r"\bsection[ \N{NO-BREAK SPACE}](\d+(?:\.\d+)?)\b(?!\.?\d)")


class Book(Configurable):
    """Le livre du cours, tel qu'un étudiant le lit."""

    site = Unicode("", help="L'adresse du livre en ligne, où mènent les sections citées.").tag(config=True)

    def __init__(self, root=".", **options):
        super().__init__(**options)
        self._pages = numbered_pages(Path(root) / "book" / "_toc.yml") if self.site else {}

    def linked(self, page):
        """Un morceau de page, déjà échappé, où chaque section citée mène au livre."""
        return _CITED.sub(self._link, page)

    def _link(self, cited):
        if cited[1] not in self._pages:
            return cited[0]
        address = html.escape(f"{self.site.rstrip('/')}/{self._pages[cited[1]]}.html")
        return f'<a href="{address}">{cited[0]}</a>'


def numbered_pages(toc):
    """{numéro: page}, d'après la table des matières ; rien si elle n'est pas là."""
    try:
        parts = yaml.safe_load(toc.read_text("utf-8"))["parts"]
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return {}
    chapters = [chapter for part in parts if part.get("numbered") for chapter in part["chapters"]]
    found = {}
    for number, chapter in enumerate(chapters, 1):
        found[str(number)] = chapter["file"]
        for rank, section in enumerate(chapter.get("sections", ()), 1):
            found[f"{number}.{rank}"] = section["file"]
    return found
