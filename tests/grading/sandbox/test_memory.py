"""La mémoire que le noyau tient pour une boîte compte aussi : les morceaux de la sienne, et les tables qui y mènent."""

import pytest

from mlcourse.grading.examination.limits import MEGABYTE, Limits
from mlcourse.grading.sandbox.memory import MAX_PIECES
from mlcourse.grading.wire.channel import PeerLost

from .boxes import student

pytestmark = pytest.mark.boite

# Une page vide tous les gigaoctets : deux pages de tables pour chacune, qui n'est elle-même la mémoire de personne.
SPARSE = """
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
for piece in range({pieces}):
    place = libc.mmap(ctypes.c_void_p((piece + 64) << 30), ctypes.c_size_t(4096), 1, 0x22, -1, 0)
    ctypes.string_at(place, 1)
time.sleep({seconds})
"""
PIECES = """
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
if all(os.fork() for _ in range({children})):
    time.sleep({seconds})
else:
    start = libc.mmap(None, ctypes.c_size_t(8192 * {pieces}), 0, 0x4022, -1, 0)
    for piece in range({pieces}):
        libc.mprotect(ctypes.c_void_p(start + 8192 * piece), ctypes.c_size_t(4096), 1)
    time.sleep(60)
"""
# Les morceaux d'un fichier, au bout d'un chemin qui prend presque une page.
NAMED = """
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
for _ in range({folders}):
    os.mkdir("d" * 250)
    os.chdir("d" * 250)
libc.mmap(None, ctypes.c_size_t(1 << 29), 0, 0x4022, -1, 0)  # de la place, sans quoi l'on ne compte pas
with open("x", "wb+") as file:
    file.truncate(4096)
    for piece in range({pieces}):
        libc.mmap(None, ctypes.c_size_t(4096), 1, 1, file.fileno(), 0)
time.sleep({seconds})
"""


@pytest.fixture(params=[False, True], ids=["boîte neuve", "processus chaud"])
def warm(request):
    return request.param


def test_what_a_few_processes_share_counts_once(warm):
    program = "import os, time\nshared = bytes(range(1, 256)) * 500_000\n"
    program += "for _ in range(2):\n    os.fork() or time.sleep(60)\ntime.sleep(1)\nprint(len(shared))"
    with student(warm=warm) as copy:
        copy.worker.limits = Limits(memory_bytes=300 * MEGABYTE)
        assert copy.run(program) == "127500000\n"


def test_tables_of_a_sparse_memory_count(warm):
    with student(warm=warm) as copy:
        copy.worker.limits = Limits(memory_bytes=200 * MEGABYTE)
        with pytest.raises(PeerLost, match="mémoire"):
            copy.run(SPARSE.format(pieces=30_000, seconds=60))


def test_memory_broken_into_too_many_pieces_stops_the_box_however_many_processes_share_them(warm):
    pieces = MAX_PIECES // 2 // 3 + 1  # il y en a deux par tour : vide ou non
    with student(warm=warm) as copy, pytest.raises(PeerLost, match="mémoire"):
        copy.run(PIECES.format(children=3, pieces=pieces, seconds=60))


def test_fewer_pieces_cost_nothing(warm):
    with student(warm=warm) as copy:
        assert copy.run(PIECES.format(children=3, pieces=5_000, seconds=1)) == ""
        assert not copy.worker.box.is_scattered()


def test_pieces_of_a_file_with_an_endless_name_count_for_several(warm):
    with student(warm=warm) as copy, pytest.raises(PeerLost, match="mémoire"):
        copy.run(NAMED.format(folders=15, pieces=MAX_PIECES // 12, seconds=60))


def test_pieces_of_a_file_with_an_ordinary_name_cost_nothing(warm):
    with student(warm=warm) as copy:
        assert copy.run(NAMED.format(folders=0, pieces=MAX_PIECES // 12, seconds=1)) == ""
        assert not copy.worker.box.is_scattered()
