"""Ouvrir une remise coûte au plus ce que disent ses bornes, quoi que contienne l'archive."""

from datetime import datetime

import pytest

from mlcourse.grading.intake import handins, sources
from mlcourse.grading.intake.handins import unpack
from mlcourse.grading.intake.sources import Entry, zip_entries
from mlcourse.grading.submission.reading import MAX_FILE

from .test_collect import zipped


def test_refused_files_cost_a_bounded_work():
    asked = []

    def read(size):
        asked.append(size)
        return bytes(size)

    entries = [Entry((f"{i}.bin",), datetime(2026, 11, 23), read) for i in range(500)]
    assert unpack(entries).remarks.needs_person
    assert sum(asked) <= handins.MAX_WORK + MAX_FILE + 1


def test_an_archive_of_too_many_names_is_not_listed(monkeypatch):
    monkeypatch.setattr(sources, "MAX_ENTRIES", 3)
    with pytest.raises(ValueError, match="trop de fichiers"):
        zip_entries(zipped({f"{i}": b"" for i in range(4)}))
