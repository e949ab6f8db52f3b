"""Ce que partagent les tests du livre : ses extensions, ses pages, son texte."""

import copy
import importlib
import re
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

BOOK = Path(__file__).resolve().parents[2] / "book"


BLOCKS = ["p", "li", "dt", "dd", "h1", "h2", "h3", "figcaption", "td", "th", "summary"]
NOT_PROSE = "pre, math, annotation, button, .headerlink, .section-number, .caption-number, .citation"


def read_sentences(page):
    """Donne les paragraphes d'une page, HTML ou analysée ; une formule, un code y deviennent « X »."""
    soup = BeautifulSoup(page, "html.parser") if isinstance(page, str) else copy.copy(page)
    for tag in soup.select(".math, code"):
        tag.replace_with("X")
    for tag in soup.select(NOT_PROSE):
        tag.decompose()
    for tag in soup.find_all(BLOCKS):
        if not tag.find([*BLOCKS, "table"]):
            yield re.sub(r"[ \n]+", " ", tag.get_text().replace("\N{WORD JOINER}", "")).strip(" ")
    for image in soup.find_all("img", alt=True):
        yield image["alt"]


@pytest.fixture(scope="session")
def sentences():
    """La lecture des paragraphes d'une page."""
    return read_sentences


@pytest.fixture(scope="session")
def extension():
    """Importe une extension de book/_ext par son nom."""
    sys.path.insert(0, str(BOOK / "_ext"))
    yield importlib.import_module
    sys.path.remove(str(BOOK / "_ext"))


def toc_files(entry):
    """Donne les pages d'une entrée du sommaire et de tout ce qu'elle contient, dans l'ordre."""
    if isinstance(entry, list):
        return [name for item in entry for name in toc_files(item)]
    own = [entry[key] for key in ("root", "file") if key in entry]
    return own + [name for key in ("parts", "chapters", "sections") for name in toc_files(entry.get(key, []))]


@pytest.fixture(scope="session")
def page_names():
    """Les noms des pages du sommaire, sans extension."""
    return toc_files(yaml.safe_load((BOOK / "_toc.yml").read_text(encoding="utf8")))


@pytest.fixture(scope="session")
def pages(site, page_names):
    """Les pages du sommaire, telles qu'elles sont construites, analysées."""
    return {
        name: BeautifulSoup((site / f"{name}.html").read_text(encoding="utf8"), "html.parser") for name in page_names
    }


@pytest.fixture(scope="session")
def articles(pages):
    """Le corps de chaque page, sans menus."""
    return {name: soup.find("article") for name, soup in pages.items()}
