"""Ce que dure la construction du livre : de zéro, puis quand une ligne a changé."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.rare, pytest.mark.mesure, pytest.mark.timeout(3600)]

EDITED = Path("book", "retropropagation", "cout.md")


def build(folder):
    """Construit le livre ; donne la durée, combien de carnets elle a exécutés, et combien de pages y ont puisé."""
    start = time.monotonic()
    result = subprocess.run([sys.executable, ".ci/livre.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    log = (folder / "_build" / "construction.log").read_text(encoding="utf8")
    return time.monotonic() - start, log.count("exécuté d'avance"), log.count("Using cached notebook")


def test_after_one_edit_no_notebook_is_executed_again(unbuilt, page_names, measured):
    sources = [(unbuilt / "book" / f"{name}.md").read_text(encoding="utf8") for name in page_names]
    notebooks = sum(bool(re.match(r"---\n(?:.*\n)*?kernelspec:", source)) for source in sources)
    duration, *counts = build(unbuilt)
    measured("construction de zéro", duration, "s")
    assert counts == [notebooks, notebooks]
    with (unbuilt / EDITED).open("a", encoding="utf8") as page:
        page.write("\nUne phrase de plus.\n")
    duration, *counts = build(unbuilt)
    measured("construction après une phrase changée", duration, "s")
    assert counts == [0, notebooks]
