"""Ouvrir une remise coûte au plus ce que disent ses bornes, quoi que contienne l'archive."""

import io
import itertools
import zipfile
import zlib

import pytest

from mlcourse.grading.intake import handins, sources
from mlcourse.grading.intake.handins import unpack
from mlcourse.grading.intake.sources import zip_entries
from mlcourse.grading.submission.reading import MEGABYTE

from .test_collect import zipped


def deflated(count, size, **lies):
    """Une archive de tant de fichiers vides de sens, dont l'index ment."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"{number}.bin", bytes(size))
        for info, (name, value) in itertools.product(archive.filelist, lies.items()):
            setattr(info, name, value)
    return zip_entries(content.getvalue())


@pytest.fixture
def decompressed(monkeypatch):
    """Les octets que chaque lecture décompresse."""
    plain, sizes = zlib.decompressobj, []

    class Counted:
        def __init__(self, *arguments):
            self._inner = plain(*arguments)

        def __getattr__(self, name):
            return getattr(self._inner, name)

        def decompress(self, *arguments):
            sizes.append(len(data := self._inner.decompress(*arguments)))
            return data

    monkeypatch.setattr(zlib, "decompressobj", Counted)
    return sizes


LITTLE, TOO_BIG = MEGABYTE, MEGABYTE + 1
COSTLY = {
    "refusé": (TOO_BIG, {}),
    "abîmé, ce qui ne se voit qu'à la fin": (LITTLE, {"CRC": 1}),
    "plus gros qu'il ne le dit": (LITTLE, {"CRC": 1, "file_size": 0}),
}


@pytest.mark.parametrize(("size", "lies"), COSTLY.values(), ids=COSTLY)
def test_files_that_are_not_kept_cost_a_bounded_work(monkeypatch, decompressed, size, lies):
    monkeypatch.setattr(handins, "MAX_FILE", LITTLE)
    monkeypatch.setattr(handins, "MAX_WORK", 4 * LITTLE)
    reading = unpack(deflated(50, size, **lies))
    assert reading.remarks.needs_person
    assert reading.files == {}
    assert sum(decompressed) <= handins.MAX_WORK + TOO_BIG
    assert max(decompressed) <= TOO_BIG


def test_archives_of_too_many_names_are_listed_once(monkeypatch):
    monkeypatch.setattr(handins, "MAX_ENTRIES", 12)
    listed = []
    monkeypatch.setattr(handins, "zip_entries", lambda content: listed.append(content) or zip_entries(content))
    full = zipped({f"{i}": b"" for i in range(10)})
    reading = unpack(zip_entries(zipped({f"{i}.zip": full for i in range(10)})))
    assert len(listed) == 1
    assert reading.remarks.needs_person


def test_an_archive_of_too_many_names_is_not_listed(monkeypatch):
    monkeypatch.setattr(sources, "MAX_ENTRIES", 3)
    with pytest.raises(ValueError, match="trop de fichiers"):
        zip_entries(zipped({f"{i}": b"" for i in range(4)}))
