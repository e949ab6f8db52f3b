"""Ouvrir une remise coûte au plus ce que disent ses bornes, quoi que contienne l'archive."""

import contextlib
import io
import itertools
import struct
import unicodedata
import zipfile
import zlib

import numpy as np
import pytest

from mlcourse.grading.intake import handins
from mlcourse.grading.intake.handins import unpack
from mlcourse.grading.intake.sources import BROKEN, MAX_SPELLED, safe_parts, zip_entries
from mlcourse.grading.submission.reading import MEGABYTE, shown

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


def handed_in(members):
    """Ce que garde une remise dont ce sont les fichiers, et ce qui s'en dit."""
    reading = unpack(zip_entries(zipped(members)))
    return reading.files, reading.remarks


BESIDE = {"petit.ipynb": b"1"}
ODD = [".zip", "..zip", "...zip", " .zip", "a/.zip", "a/...zip"]


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("inner", ODD)
def test_archive_s_name_leads_nowhere_out_of_the_hand_in(name, inner):
    deep = zipped({"home/zoe/.bashrc": b"x", "home/a.txt": b"x", "timestamp.txt": b"2020-01-01", "b": b"x"})
    files, _ = handed_in(BESIDE | {name: zipped({inner: deep, "c.txt": b"x"})})
    assert files["petit.ipynb"] == b"1"
    assert len(files) == 5
    for path in files:
        assert safe_parts(path), path
        assert not any(part.startswith(".") for part in path.split("/"))


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "members",
    [
        {"devoir1": b"1", "devoir1.zip": zipped({"x": b"2", "y": b"3"})},
        {"a": b"1", "a/b": b"2", "a/c": b"3"},
        {"a/b": b"1", "a/b/c/d": b"2", "a": b"3"},
        {"a": b"1", "a (2)": b"2", "a/b": b"3", "a (2)/c": b"4"},
    ],
    ids=["une archive au nom d'un fichier", "un fichier et un dossier", "plus bas", "le nom de rechange est pris"],
)
def test_folder_and_file_of_one_name_are_both_kept(members):
    files, _ = handed_in(members)
    assert sorted(files.values()) == [b"%d" % number for number in range(1, len(files) + 1)]
    assert not any(other.startswith(f"{name}/") for name in files for other in files)
    assert len(files) == 3 + (len(members) == 4)


@pytest.mark.parametrize(
    "members",
    [
        {".git/HEAD": b"ref: refs/heads/x", ".git/config": b"[core]\nfsmonitor = touch /tmp/x", ".git/objects/x": b""},
        {"HEAD": b"ref: refs/heads/x"},
        {"depot/HEAD": b"ref: refs/heads/x"},
        {".envrc": b"touch /tmp/x"},
    ],
)
def test_what_another_program_would_obey_in_the_folder_of_a_copy_is_not_kept(members):
    files, remarks = handed_in(BESIDE | members)
    assert files == BESIDE
    assert remarks.needs_person == any("HEAD" in name and ".git" not in name for name in members)
    alone, told = handed_in(members)
    assert not alone
    assert told.needs_person


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


def small(name=b"a.txt", offset=0):
    """Une archive d'un fichier, dont l'index dit en soixante-quatre bits où il commence."""
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 0, 0, 0, 0, 2, 2, len(name), 0) + name + b"hi"
    extra = struct.pack("<HHQ", 1, 8, offset)
    lengths = len(name), len(extra), 0, 0, 0, 0
    index = (
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 45, 45, 0, 0, 0, 0, 0, 2, 2, *lengths, 2**32 - 1) + name + extra
    )
    return local + index + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(index), len(local), 0)


@pytest.mark.parametrize("content", [small(offset=2**63), small(offset=2**64 - 1), small(b"")])
def test_archive_that_zipfile_stumbles_on_is_refused(content):
    reading = unpack(zip_entries(zipped({"rendu.zip": content})))
    assert reading.files == {}
    assert len(reading.remarks.texts) == 1


def test_archive_changed_at_random_stops_nothing():
    rng, content = np.random.default_rng(0), zipped({"d/a.ipynb": b"{}" * 50, "b.zip": small()})
    for _ in range(3000):
        changed = bytearray(content)
        for place in rng.integers(len(changed), size=rng.integers(1, 6)):
            changed[place : place + rng.integers(9)] = rng.choice([b"", b"\0\0", b"\xff" * 8, rng.bytes(1)])
        with contextlib.suppress(BROKEN):
            unpack(zip_entries(bytes(changed)))


INDEX_ENTRY = b"PK\1\2"


@pytest.mark.parametrize("last", [INDEX_ENTRY, b"PK??"], ids=["saines", "abîmées à leur dernier fichier"])
def test_archives_of_too_many_names_are_listed_once(monkeypatch, last):
    monkeypatch.setattr(handins, "MAX_ENTRIES", 22)
    listed = []
    monkeypatch.setattr(handins, "zip_entries", lambda content: listed.append(content) or zip_entries(content))
    rest, _, end = zipped({f"{i}": b"" for i in range(10)}).rpartition(INDEX_ENTRY)
    reading = unpack(zip_entries(zipped({f"{i}.zip": rest + last + end for i in range(10)})))
    assert len(listed) == 1
    assert reading.remarks.needs_person


def test_an_archive_of_too_many_names_is_not_listed_and_costs_the_copy_nothing_else(monkeypatch):
    monkeypatch.setattr(handins, "MAX_ENTRIES", 5)
    monkeypatch.setattr(handins, "zip_entries", None)
    full = zipped({f"{i}": b"" for i in range(4)})
    reading = unpack(zip_entries(zipped({"a.ipynb": b"{}", "b.zip": full})))
    assert reading.files == {"a.ipynb": b"{}"}
    assert "« b.zip » n'est pas ouvert" in " ".join(reading.remarks.texts)


def test_endless_name_is_refused_before_its_accents_are_put_in_order(monkeypatch):
    accented = "é" * 100
    assert safe_parts(unicodedata.normalize("NFD", accented)) == (accented,)
    lengths = []
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: lengths.append(len(text)) or text)
    assert safe_parts("dossier/" + "\u0301\u0327" * 30_000) == ()
    assert shown("\u0301\u0327" * 30_000).endswith("... »")
    assert max(lengths) <= MAX_SPELLED


@pytest.mark.parametrize("content", [b"Rar!\x1a\x07\x00...", b'{"cells": []}', b""], ids=["rar", "carnet", "vide"])
def test_file_that_is_no_archive_whatever_its_name_is_kept_for_a_person_to_open(content):
    archive = zipped({"copie.zip": content, "note.txt": b"?"})
    found = unpack(zip_entries(archive))
    assert found.files == {"copie.zip": content, "note.txt": b"?"}
    assert "gardé tel quel" in " ".join(found.remarks.texts)
    assert found.remarks.needs_person
