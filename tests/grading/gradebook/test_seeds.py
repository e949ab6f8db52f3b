"""La graine d'une copie : à elle seule, la même quand on recorrige, gardée avec la note."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

from mlcourse.grading.gradebook.seeds import NAME, seed_of

from ..batches import run
from ..small_course import ASSIGNMENT, InstantPool


class Seeing(InstantPool):
    """Un moteur qui retient les graines."""

    def __init__(self):
        super().__init__()
        self.seeds = {}

    def _result(self, bundle):
        self.seeds[bundle.student] = bundle.seed
        return super()._result(bundle)


def recorded(course, student):
    """La graine que garde le carnet corrigé."""
    path = course.root / "classe" / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    return json.loads(path.read_text("utf-8"))["metadata"]["mlcourse"]["seed"]


def test_every_copy_has_its_own_seed_and_keeps_it_when_graded_again(course):
    first, again = Seeing(), Seeing()
    run(course, first)
    run(course, again, force=True)
    assert len({*first.seeds.values()}) == len(first.seeds) == 3
    assert again.seeds == first.seeds
    assert first.seeds == {student: recorded(course, student) for student in first.seeds}


def test_seed_depends_on_the_assignment_and_on_the_notebook(course):
    coursedir = course.open().coursedir
    names = [("a", "b", "Zoé"), ("b", "a", "Zoé"), ("a", "b", "Zoe"), ("a", "bZoé", "")]
    assert len({seed_of(coursedir, *each) for each in names}) == len(names)


def test_secret_of_another_class_gives_other_seeds_and_grades_again(course):
    first, again = Seeing(), Seeing()
    run(course, first)
    (course.root / "classe" / NAME).unlink()
    run(course, again)
    assert again.seeds.keys() == first.seeds.keys()
    assert not {*again.seeds.values()} & {*first.seeds.values()}


def test_secret_is_read_by_its_owner_only_and_drawn_once(course):
    coursedir = course.open().coursedir
    with ThreadPoolExecutor(8) as threads:
        seeds = {*threads.map(lambda _: seed_of(coursedir, "a"), range(32))}
    assert len(seeds) == 1
    path = course.root / "classe" / NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [*path.parent.glob(f".{NAME}*")] == []
