"""Les mêmes attaques par « nbgrader autograde », tel que le lance aussi le bouton de formgrader."""

import pytest

from .copies.classes import LIMITS
from .copies.classroom import WITNESS, Classroom, Orphanage
from .copies.hostile import HOSTILE, load
from .copies.inspection import Graded, leaks, scripts

load(HOSTILE, "hostile")
pytestmark = [pytest.mark.boite, pytest.mark.long, pytest.mark.timeout(3600)]
# nbgrader n'a pas de pépinière : chaque copie y a une boîte neuve, où ce qui tient de la mémoire et ce qui s'hérite
# doivent trouver ce que `mlcourse corriger` leur oppose.
CHOSEN = {copy.student: copy for copy in HOSTILE.values() if copy.quick or copy.family in ("héritage", "mémoire")}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    classroom = Classroom(tmp_path_factory.mktemp("nbgrader"), CHOSEN.values(), LIMITS)
    before = classroom.fingerprint()
    register = classroom.python("-m", "nbgrader", "generate_assignment", "devoir1", "--force")
    assert register.returncode == 0, register.stderr
    with Orphanage() as orphanage:
        code = classroom.launch(orphanage, "-m", "nbgrader", "autograde", "devoir1").wait()
    after = {name: digest for name, digest in classroom.fingerprint().items() if not name.startswith("exercises/")}
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    graded = Graded(classroom, code, orphanage.survivors, changed, classroom.listener.calls)
    graded.marks, graded.pages = classroom.marks(), classroom.feedback()
    yield graded
    classroom.listener.close()


@pytest.mark.parametrize("copy", [pytest.param(copy, id=str(copy)) for copy in [WITNESS, *CHOSEN.values()]])
def test_copy_earns_what_its_honest_part_deserves_and_learns_nothing(graded, copy):
    assert graded.marks[copy.student]["points"] == copy.points
    assert leaks(graded, copy) == scripts(graded, copy) == []


def test_nobody_else_is_touched_and_nothing_survives(graded):
    assert graded.changed == set()
    assert graded.survivors == []
    assert graded.calls == []
