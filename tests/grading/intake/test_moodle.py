"""Les archives de Moodle, de toutes ses versions : à qui est chaque dossier, sous quelque enveloppe qu'il arrive."""

import pytest

from ..small_course import ASSIGNMENT, SmallCourse
from .test_collect import ELIE, ZOE, collect, handed_in, zipped

FAURE = "Élodie FAURÉ_1234501_assignsubmission_file"


@pytest.fixture
def course(tmp_path):
    return SmallCourse(tmp_path)


@pytest.mark.parametrize("end", ["", "_"])
def test_folder_gives_its_number_with_or_without_a_final_underscore(course, end):
    told, collection = collect(course, {f"{FAURE}{end}/petit.ipynb": b"1"})
    assert told.keys() == {"Élodie FAURÉ"}
    received = collection.register.students["Élodie FAURÉ"]
    assert (received.number, received.folder) == ("1234501", f"{FAURE}{end}")


def test_folder_of_those_who_have_no_team_has_no_number_and_goes_nowhere_back(course):
    told, collection = collect(course, {"Groupe par défaut_assignsubmission_file/petit.ipynb": b"1"})
    assert told.keys() == {"Groupe par défaut"}
    received = collection.register.students["Groupe par défaut"]
    assert (received.number, received.folder) == ("", "")


def test_text_written_online_joins_the_files_of_the_same_person(course):
    online = ZOE.replace("_file_", "_onlinetext")
    collect(course, {f"{ZOE}/petit.ipynb": b"1", f"{online}/onlinetext.html": b"2"})
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"1", "onlinetext.html": b"2"}


@pytest.mark.parametrize("wrapping", ["Groupe A", "a/b", "Groupe A_77/tp"])
def test_what_wraps_the_folders_of_moodle_is_nobody(course, wrapping):
    members = {f"{wrapping}/{ZOE}/petit.ipynb": b"1", f"{wrapping}/{ELIE}/petit.ipynb": b"2"}
    told, collection = collect(course, members)
    assert told.keys() == {"Zoé N'Guyen", "Élie Le Goff"}
    assert handed_in(course, "Élie Le Goff") == {"petit.ipynb": b"2"}
    assert collection.loose == []


def test_folders_of_two_groups_are_unwrapped_and_what_lies_beside_is_named(course):
    members = {f"Groupe A/{ZOE}/petit.ipynb": b"1", f"Groupe B/{ELIE}/petit.ipynb": b"2"}
    stray = {"Groupe B/notes/lisez-moi.txt": b"3", "Groupe B/.DS_Store": b"4", f"__MACOSX/Groupe A/{ZOE}/._x": b"5"}
    told, collection = collect(course, members | stray)
    assert told.keys() == {"Zoé N'Guyen", "Élie Le Goff"}
    assert collection.loose == ["Groupe B/notes/lisez-moi.txt"]


LEFTOVERS = {
    "un point de reprise": {f"{ZOE}/.ipynb_checkpoints/petit-checkpoint.ipynb": b"1"},
    "macOS": {f"{ZOE}/__MACOSX/._petit.ipynb": b"1", f"{ZOE}/.DS_Store": b"1"},
    "dans une archive": {f"{ZOE}/rendu.zip": zipped({".ipynb_checkpoints/petit-checkpoint.ipynb": b"1"})},
}


@pytest.mark.parametrize("members", LEFTOVERS.values(), ids=LEFTOVERS)
def test_hand_in_of_leftovers_alone_keeps_its_person_and_names_them(course, members):
    told, _ = collect(course, members)
    assert told.keys() == {"Zoé N'Guyen"}
    assert told["Zoé N'Guyen"].needs_person
    assert handed_in(course, "Zoé N'Guyen") == {}
    assert course.open().students(ASSIGNMENT) == ["Zoé N'Guyen"]
    (text,) = [text for text in told["Zoé N'Guyen"].texts if "laissé de côté" in text]
    assert "petit-checkpoint.ipynb" in text or ".DS_Store" in text


def test_leftovers_beside_a_notebook_are_not_told(course):
    told, _ = collect(course, {f"{ZOE}/petit.ipynb": b"1", f"{ZOE}/.DS_Store": b"2"})
    assert told["Zoé N'Guyen"].texts == ("« petit.ipynb »",)
