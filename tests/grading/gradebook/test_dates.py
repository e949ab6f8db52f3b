"""La date d'une remise : la plateforme la dit, la copie n'en décide pas."""

import io
import time
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfoNotFoundError

import pytest

from mlcourse.grading.batch.batch import Batch
from mlcourse.grading.gradebook.course import find_root
from mlcourse.grading.gradebook.dates import keep_time
from mlcourse.grading.gradebook.register import Received, Register
from mlcourse.grading.intake.moments import moodle_date
from mlcourse.grading.intake.sources import zip_entries

from ..batches import rows, run
from ..small_course import ASSIGNMENT, WRONG, filled

STAMPS = "SELECT student_id, timestamp FROM submitted_assignment WHERE timestamp NOT NULL"
LATE, EARLY = "2026-01-02 10:00:00 UTC", "2020-01-01 00:00:00 UTC"


def stamped(course, student, date):
    """Un étudiant dont la copie apporte cette date."""
    (course.submit(student, filled(course.released())) / "timestamp.txt").write_text(date)


def registered(course, student, date, official=True):
    """Un étudiant dont la remise est au registre."""
    register = Register.of(course.open().coursedir, ASSIGNMENT)
    register.add(Received(student, "1001", "", datetime.fromisoformat(date).isoformat(), "", official=official))


def test_date_that_the_copy_brings_does_not_count_and_a_person_is_told(course):
    stamped(course, "aimé", EARLY)
    lot, _ = run(course)
    assert rows(course, STAMPS) == []
    assert lot.outcomes["aimé"].needs_person
    assert "ne vient pas de la plateforme" in " ".join(lot.outcomes["aimé"].texts)


def test_an_hour_of_moodle_is_that_of_france_whatever_the_machine_is_set_to(course, monkeypatch):
    monkeypatch.setenv("TZ", "America/Cayenne")
    time.tzset()
    course.open()
    written = moodle_date("vendredi 27 novembre 2026, 23:40")
    assert written == datetime(2026, 11, 27, 22, 40, tzinfo=UTC)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written_in_summer:
        written_in_summer.writestr(zipfile.ZipInfo("a", (2026, 7, 27, 23, 40, 0)), b"")
    (entry,) = zip_entries(archive.getvalue())
    assert entry.date == datetime(2026, 7, 27, 21, 40, tzinfo=UTC)


def test_a_time_zone_that_does_not_exist_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        keep_time("Europe/Lutece")


def test_instructor_may_say_that_it_counts(course):
    settings = course.root / "nbgrader_config.py"
    settings.write_text(settings.read_text("utf-8") + "\nc.HandInDates.from_copies = True\n", "utf-8")
    stamped(course, "aimé", EARLY)
    lot, _ = run(course)
    assert rows(course, STAMPS) == [("aimé", "2020-01-01 00:00:00.000000")]
    assert not lot.outcomes["aimé"].needs_person


@pytest.mark.parametrize(("brought", "told"), [(EARLY, True), (LATE, False)])
def test_date_of_the_platform_wins_over_another_one(course, brought, told):
    registered(course, "aimé", "2026-01-02 11:00:00+01:00")
    stamped(course, "aimé", brought)
    lot, _ = run(course)
    assert rows(course, STAMPS) == [("aimé", "2026-01-02 10:00:00.000000")]
    assert lot.outcomes["aimé"].needs_person == told


def test_date_of_the_files_of_an_archive_is_not_that_of_the_platform(course):
    registered(course, "aimé", "2026-01-02 11:00:00+01:00", official=False)
    run(course)
    assert rows(course, STAMPS) == []


def test_later_hand_in_without_a_date_of_the_platform_loses_that_of_the_one_before(course):
    registered(course, "aimé", "2026-01-02 11:00:00+01:00")
    run(course)
    assert rows(course, STAMPS) == [("aimé", "2026-01-02 10:00:00.000000")]
    registered(course, "aimé", "2026-01-05 11:00:00+01:00", official=False)
    course.submit("aimé", filled(course.released(), WRONG))
    run(course)
    with Batch(course.open(), ASSIGNMENT) as lot:
        lot.writer.settle({})
    assert rows(course, STAMPS) == []


def test_nbgrader_reads_the_same_date(course):
    opened = course.open()
    folder = str(opened.submitted_folder("aimé", ASSIGNMENT))
    stamped(course, "aimé", EARLY)
    assert opened.coursedir.get_existing_timestamp(folder) is None
    registered(course, "aimé", "2026-01-02 11:00:00+01:00")
    assert opened.coursedir.get_existing_timestamp(folder) == datetime(2026, 1, 2, 10)


def test_date_that_arrives_later_asks_for_no_new_grading(course):
    run(course)
    stamped_before = course.open().submitted_folder("aimé", ASSIGNMENT)
    (stamped_before / "timestamp.txt").write_text(LATE)
    registered(course, "aimé", "2026-01-02 11:00:00+01:00")
    assert run(course)[1].graded == []


def test_settings_that_a_student_handed_in_are_never_read(course):
    folder = course.submit("aimé", b"raise SystemExit", "nbgrader_config.py")
    assert find_root(folder) == course.root
    assert find_root(course.root) == course.root


def test_course_inside_a_folder_that_has_settings_too_is_the_course(course):
    (course.root.parent / "nbgrader_config.py").write_text("c = get_config()\n", "utf-8")
    assert find_root(course.root / "solutions") == course.root
