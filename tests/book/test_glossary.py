"""Le glossaire : chaque mot, son terme anglais, sa définition d'une phrase et une page qui l'emploie."""

import re
import unicodedata
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[2] / "book"
SOURCE = (BOOK / "glossaire.md").read_text(encoding="utf8")
ENTRY = re.compile(
    r"^(?P<word>\S.*)\n  (?P<english>\[.*\]\{\.language-en\})\. (?P<definition>.*\.) Voir « \{doc\}`(?P<page>.*)` »\.$",
    re.MULTILINE,
)
ENGLISH = re.compile(r"\[\*([^*]+)\*\]\{\.language-en\}")
GLOSSARY, _, BACK = SOURCE.partition("```{glossary}\n")[2].partition("\n```\n")
ENTRIES = [match.groupdict() for match in ENTRY.finditer(GLOSSARY)]


def fold(word):
    """Donne la clé de rangement d'un mot : sans casse ni accents."""
    return unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()


def test_every_entry_has_its_english_its_sentence_and_its_page():
    assert len(ENTRIES) == len(GLOSSARY.strip().split("\n\n")) > 50
    assert [entry["word"] for entry in ENTRIES if not ENGLISH.search(entry["english"])] == []
    assert [entry["word"] for entry in ENTRIES if ". " in entry["definition"]] == []


def test_words_are_sorted_and_defined_once():
    words = [entry["word"] for entry in ENTRIES]
    assert words == sorted(set(words), key=fold)


@pytest.mark.parametrize(("word", "page"), [(entry["word"], entry["page"]) for entry in ENTRIES])
def test_the_page_named_uses_the_word(word, page):
    # Au nombre et à la dérivation près : « arrondit » vaut pour « arrondi ».
    longest = max(re.findall(r"\w+", fold(word)), key=len)
    assert longest[:5] in fold((BOOK / f"{page}.md").read_text(encoding="utf8"))


def test_the_english_list_is_the_glossary_turned_over():
    forward = {(term, entry["word"]) for entry in ENTRIES for term in ENGLISH.findall(entry["english"])}
    rows = [line for line in BACK.splitlines() if line.startswith("| [")]
    terms = [term for row in rows for term in ENGLISH.findall(row)]
    assert terms == sorted(set(terms), key=fold)
    assert {(*ENGLISH.findall(row), word) for row in rows for word in re.findall(r"\{term\}`([^`]+)`", row)} == forward
