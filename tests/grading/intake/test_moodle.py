"""Les archives de Moodle, de toutes ses versions : à qui est chaque dossier, sous quelque enveloppe qu'il arrive."""

import pytest

from mlcourse.command import main
from mlcourse.grading.intake.collect import HOMONYM, UNLISTED
from mlcourse.grading.intake.roster import read_roster
from mlcourse.grading.submission.reading import read_submission

from ..small_course import ASSIGNMENT, SmallCourse
from .test_collect import ELIE, SHEET, TUESDAY, ZOE, collect, handed_in, sheet, zipped

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


DISGUISED = "Zoé N'Guyen_assignsubmission_file_"


def test_what_a_student_names_like_moodle_is_not_handed_in_for_another(course):
    """L'étudiant qui range dans son dossier celui d'une autre, tel que Moodle le nommerait, remet pour lui seul."""
    members = {"Zoé N'Guyen/petit.ipynb": b"1", f"Élie Le Goff/{DISGUISED}/petit.ipynb": b"2"}
    told, collection = collect(course, members)
    assert told.keys() == {"Zoé N'Guyen", "Élie Le Goff"}
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"1"}
    assert handed_in(course, "Élie Le Goff") == {f"{DISGUISED}/petit.ipynb": b"2"}
    assert collection.loose == []


def test_folder_of_someone_in_the_list_wraps_nobody_else(course):
    roster = read_roster(sheet(course))
    told, _ = collect(course, {f"Élie Le Goff/{DISGUISED}/petit.ipynb": b"2"}, roster)
    assert told.keys() == {"Élie Le Goff"}


def test_folder_of_someone_already_handed_in_wraps_nobody_else(course):
    collect(course, {"Élie Le Goff/petit.ipynb": b"1"})
    told, _ = collect(course, {f"Élie Le Goff/{DISGUISED}/petit.ipynb": b"2"}, date=TUESDAY)
    assert told.keys() == {"Élie Le Goff"}


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


GROUPS = ("Les Adams", "Bernoulli")
TEAMS = SHEET.replace(",A,", ",Les Adams,").replace(",B,", ",Bernoulli,")


@pytest.mark.parametrize("number", ["1003", "77"])
def test_team_has_the_number_of_its_group_which_is_nobodys(course, number):
    members = {f"Bernoulli_{number}_assignsubmission_file/petit.ipynb": b"1"}
    told, collection = collect(course, members, read_roster(sheet(course, TEAMS)))
    received = collection.register.students["Bernoulli"]
    assert (received.number, received.folder, received.email) == ("", "", "")
    assert any("remise d'un groupe" in text for text in told["Bernoulli"].texts)
    assert told["Bernoulli"].needs_person


def test_teams_of_an_anonymous_sheet_are_not_taken_for_those_of_another_assignment(course):
    listed = "Identifiant,Groupe\nParticipant 1001,Les Adams\nParticipant 1002,Bernoulli\n"
    members = {f"{name}_{77 + rank}_assignsubmission_file/petit.ipynb": b"1" for rank, name in enumerate(GROUPS)}
    told, _ = collect(course, members, read_roster(sheet(course, listed)))
    assert all(any("remise d'un groupe" in text for text in told[name].texts) for name in GROUPS)


def test_nobody_whose_team_handed_in_is_missing(course):
    members = {"Les Adams_77_assignsubmission_file/petit.ipynb": b"1"}
    _, collection = collect(course, members, read_roster(sheet(course, TEAMS)))
    assert [line.name for line in collection.missing()] == ["Élie Le Goff", "Ada Absente"]


def test_number_of_somebody_else_is_not_followed(course):
    members = {"Cauchy_1003_assignsubmission_file/petit.ipynb": b"1"}
    told, collection = collect(course, members, read_roster(sheet(course)))
    received = collection.register.students["Cauchy"]
    assert (received.number, received.folder, received.email) == ("", "", "")
    assert any("celui de « Ada Absente »" in text for text in told["Cauchy"].texts)
    assert "Ada Absente" in [line.name for line in collection.missing()]


def test_who_is_not_in_the_list_that_was_given_calls_a_person(course, monkeypatch, capsys):
    copies = {f"{ZOE}/petit.ipynb": b"1", "Inès Connue_4004_assignsubmission_file/petit.ipynb": b"2"}
    (course.root / "moodle.zip").write_bytes(zipped(copies))
    monkeypatch.chdir(course.root)
    assert main(["rassembler", ASSIGNMENT, "moodle.zip"]) == 0
    assert main(["rassembler", ASSIGNMENT, "moodle.zip", "--liste", str(sheet(course))]) == 1
    told = {
        line.split("  ")[0]: line for line in capsys.readouterr().out.splitlines() if "n'est pas dans la liste" in line
    }
    assert told.keys() == {"Inès Connue"}
    assert "(!)" in told["Inès Connue"]


def test_list_that_writes_names_otherwise_than_moodle_finds_everybody(course):
    listed = "Nom complet\nD'HAUTEVILLE François\nLE GOFF Élie\nAnne Marie Ampère\n"
    copies = ("François D’HAUTEVILLE", "François DHAUTEVILLE", "Élie Le Goff", "Anne-Marie\u00a0Ampère")
    for rank, name in enumerate(copies):
        members = {f"{name}_{rank}_assignsubmission_file/petit.ipynb": b"1"}
        told, collection = collect(course, members, read_roster(sheet(course, listed)))
        assert not any(remarks.needs_person and UNLISTED in remarks.texts for remarks in told.values())
    assert collection.missing() == []


def test_among_three_homonyms_the_one_who_handed_in_nothing_is_named(course):
    listed = "Identifiant,Nom complet\n" + "".join(f"Participant {number},Zoé Martin\n" for number in (1, 2, 3))
    members = {f"Zoé Martin_{number}_assignsubmission_file/petit.ipynb": b"1" for number in (1, 3)}
    _, collection = collect(course, members, read_roster(sheet(course, listed)))
    assert [line.number for line in collection.missing()] == ["2"]


@pytest.mark.parametrize(("numbers", "absent"), [((1, 2), []), ((1,), ["Zoé Martin"]), ((), ["Zoé Martin"] * 2)])
def test_homonyms_whom_a_list_does_not_number_are_missing_only_for_want_of_folders(course, numbers, absent):
    members = {f"Zoé Martin_{number}_assignsubmission_file/petit.ipynb": b"1" for number in numbers}
    listed = "Nom complet;Groupe\nZoé Martin;A\nZoé Martin;B\nÉlie Le Goff;A\n"
    told, collection = collect(course, members | {f"{ELIE}/petit.ipynb": b"2"}, read_roster(sheet(course, listed)))
    assert [line.name for line in collection.missing()] == absent
    assert not any(remarks.needs_person for remarks in told.values())
    told.pop("Élie Le Goff")
    assert all(HOMONYM in remarks.texts for remarks in told.values())


SETTINGS = ["nbgrader_config.py", "nbgrader_config.json", "jupyter_notebook_config.py", "Jupyter_Config.json",
            "jupyter_server_config.d/a.json", "tp/nbgrader_config.py", "ipython_config.py"]  # fmt: skip


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_a_copy_brings_are_left_out_and_told(course, name):
    archive = zipped({name: b"1", "un.txt": b""})
    told, _ = collect(course, {f"{ZOE}/petit.ipynb": b"1", f"{ZOE}/{name}": b"1", f"{ELIE}/rendu.zip": archive})
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"1"}
    assert handed_in(course, "Élie Le Goff").keys() == {"un.txt"}
    for remarks in told.values():
        assert any("n'est pas repris" in text and "réglerait nbgrader" in text for text in remarks.texts)


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_placed_by_hand_in_a_copy_are_told_by_the_grading_and_never_read(course, name):
    folder = course.submit("Zoé", b"{}")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("c.Marking.step = 5")
    reading = read_submission(folder)
    assert reading.files.keys() == {"petit.ipynb"}
    assert reading.remarks.needs_person
    assert any("réglerait nbgrader" in text and "effacez-le" in text for text in reading.remarks.texts)


def test_helper_whose_name_only_looks_like_settings_stays(course):
    told, _ = collect(
        course, {f"{ZOE}/petit.ipynb": b"1", f"{ZOE}/config.py": b"2", f"{ZOE}/mon_jupyter_config.py": b"3"}
    )
    assert handed_in(course, "Zoé N'Guyen").keys() == {"petit.ipynb", "config.py", "mon_jupyter_config.py"}
    assert not told["Zoé N'Guyen"].needs_person
