"""Les temps de lecture qu'annonce l'ouverture d'un chapitre."""

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[2] / "book"
ROW = re.compile(r"^\| \{doc\}`(?P<page>[\w-]+)` \|.*\| (?P<minutes>\d+) min \|$", re.MULTILINE)
ANNOUNCED = [
    (opening.parent / f"{row['page']}.md", int(row["minutes"]))
    for opening in sorted(BOOK.glob("*/index.md"))
    for row in ROW.finditer(opening.read_text(encoding="utf-8"))
]


def reading_minutes(text):
    """200 mots ou 40 lignes de code à la minute, 20 secondes par équation ou figure."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    blocks = re.findall(r"```\{(?:code-cell|math)\}.*?```", text, flags=re.DOTALL)
    code = sum(block.count("\n") for block in blocks if block.startswith("```{code-cell"))
    pauses = sum("mystnb" in block or block.startswith("```{math") for block in blocks)
    words = re.findall(r"\w+", re.sub(r"```\{(?:code-cell|math)\}.*?```", "", text, flags=re.DOTALL))
    return len(words) / 200 + code / 40 + pauses / 3


def test_every_page_of_the_chapter_has_its_reading_time():
    announced = {page for page, _ in ANNOUNCED}
    openings = [path for path in BOOK.glob("*/index.md") if path.parent.name != "experiences"]
    assert announced == {page for path in openings for page in path.parent.glob("*.md") if page != path}


@pytest.mark.parametrize(("page", "minutes"), ANNOUNCED, ids=[page.stem for page, _ in ANNOUNCED])
def test_the_announced_reading_time_is_right_within_two_minutes(page, minutes):
    assert minutes == pytest.approx(reading_minutes(page.read_text(encoding="utf-8")), abs=2)
