"""La classe : qui est qui, qui manque, quels délais sont accordés, d'où que viennent les listes."""

import csv
from datetime import datetime, timedelta

import pytest

from mlcourse.command import main
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.register import Received, Register
from mlcourse.grading.intake.collect import UNLISTED
from mlcourse.grading.intake.people import People, homonyms
from mlcourse.grading.intake.roster import read_roster
from mlcourse.grading.returns.sheets import as_xlsx

from ..small_course import ASSIGNMENT, SmallCourse
from .test_collect import SHEET, TUESDAY, ZOE, collect, handed_in, sheet, zipped


@pytest.fixture
def course(tmp_path):
    course = SmallCourse(tmp_path)
    (course.root / "classe").mkdir(exist_ok=True)
    return course


def people(course, yearly="", received=""):
    """La classe que disent ces listes : celle de l'année, celle du devoir."""
    folder = course.root / "classe" / "remises"
    folder.mkdir(exist_ok=True)
    for path, text in ((folder.parent / "liste.csv", yearly), (folder / f"{ASSIGNMENT}.csv", received)):
        if text:
            path.write_text(text, "utf-8")
    return People(course.open(), ASSIGNMENT)


def names(lines):
    return [line.name for line in lines]


def test_a_folder_is_recognised_by_its_number_or_by_its_name_in_any_order(course):
    register = Register.of(course.open().coursedir, ASSIGNMENT)
    register.add(Received("Zoé renommée", "1001", ZOE, datetime(2026, 11, 23).isoformat(), ""))
    gang = people(course, received=SHEET)
    assert gang.line("Zoé renommée").email == "zoe@exemple.fr"
    assert gang.line("LE GOFF Élie").number == "1002"
    assert gang.line("Inconnue").number == ""
    assert names(gang.missing(["Zoé renommée", "LE GOFF Élie"])) == ["Ada Absente"]


def test_homonyms_are_told_apart_by_number_alone(course):
    two = "Identifiant,Nom complet\nParticipant 1,Zoé Martin\nParticipant 2,Zoé Martin\n"
    register = Register.of(course.open().coursedir, ASSIGNMENT)
    register.add(Received("Zoé Martin (1)", "1", "", datetime(2026, 11, 23).isoformat(), ""))
    gang = people(course, received=two)
    assert [line.number for line in gang.missing(["Zoé Martin (1)"])] == ["2"]
    assert gang.line("Zoé Martin").number == ""


@pytest.mark.parametrize("numbers", [("amartin1", "bdurand1"), ("1", "1"), ("M1", "1-1")])
def test_what_is_no_number_of_moodle_gives_nobody_the_copy_of_another(course, numbers):
    listed = "Identifiant;Nom complet\n{};Alice Martin\n{};Bruno Durand\n".format(*numbers)
    members = {"Alice Martin/petit.ipynb": b"1", "Bruno Durand/petit.ipynb": b"2"}
    told, collection = collect(course, members, read_roster(sheet(course, listed)))
    assert told.keys() == {"Alice Martin", "Bruno Durand"}
    assert handed_in(course, "Alice Martin") == {"petit.ipynb": b"1"}
    assert not any(remarks.needs_person and UNLISTED in remarks.texts for remarks in told.values())
    assert collection.missing() == []


def test_number_of_a_list_is_not_that_of_a_folder_of_moodle_unless_the_names_agree(course):
    listed = "Identifiant;Nom complet\n1001;Alice Martin\n"
    collect(course, {"Alice Martin/petit.ipynb": b"1"}, read_roster(sheet(course, listed)))
    told, _ = collect(course, {f"{ZOE}/petit.ipynb": b"2"}, date=TUESDAY)
    assert told.keys() == {"Zoé N'Guyen"}
    assert handed_in(course, "Alice Martin") == {"petit.ipynb": b"1"}


@pytest.mark.parametrize(
    ("yearly", "sheet", "told"),
    [
        ("Zoé Martin;2 jours\nZoé Martin;\n", "", 1),
        ("Zoé Martin;2 jours\n", "\nParticipant 1,Zoé Martin\nParticipant 2,Martin Zoé\n", 1),
        ("Zoé Martin;\nZoé Martin;\n", "\nParticipant 1,Zoé Martin\nParticipant 2,Zoé Martin\n", 0),
        ("Zoé Martin;2 jours\n", "\nParticipant 1,Zoé Martin\nParticipant 2,Zoé Martinet\n", 0),
        ("Zoé Martin;1 j\n", ",Prolongation\nParticipant 1,Zoé Martin,1 j\nParticipant 2,Zoé Martin,\n", 0),
    ],
)
def test_delay_that_homonyms_keep_from_both_is_told(course, yearly, sheet, told):
    gang = people(course, f"Nom complet;Prolongation\n{yearly}", sheet and f"Identifiant,Nom complet{sheet}")
    said = homonyms(course.open(), ASSIGNMENT)
    assert len(said) == told
    assert not told or not gang.allowances(["Zoé Martin"])
    assert not told or said[0].startswith("(!) Deux personnes s'appellent «")


def test_a_homonym_whom_the_sheet_does_not_know_is_not_the_one_it_knows(course):
    register = Register.of(course.open().coursedir, ASSIGNMENT)
    register.add(Received("Zoé N'Guyen", "2002", "", datetime(2026, 11, 23).isoformat(), ""))
    line = people(course, received=SHEET).line("Zoé N'Guyen")
    assert (line.number, line.email) == ("2002", "")


def test_number_of_a_yearly_list_is_not_that_of_moodle(course):
    gang = people(course, "Nom complet;Identifiant;Prolongation\nZoé N'Guyen;22001234;1 jour\n", SHEET)
    assert (gang.line("Zoé N'Guyen").number, len(gang.roster)) == ("1001", 3)
    assert gang.allowances(["Zoé N'Guyen"]) == {"Zoé N'Guyen": timedelta(days=1)}


def test_number_of_a_yearly_list_gives_nobody_the_delay_of_another(course):
    register = Register.of(course.open().coursedir, ASSIGNMENT)
    register.add(Received("Venu Tard", "22001234", "", datetime(2026, 11, 23).isoformat(), ""))
    gang = people(course, "Nom complet;Identifiant;Prolongation\nZoé N'Guyen;22001234;1 jour\n")
    assert gang.allowances(["Venu Tard"]) == {}


def test_two_lists_complete_each_other(course):
    gang = people(course, "Nom;Prénom;Prolongation\nN'Guyen;Zoé;2 jours\nTard;Venu;\n", SHEET)
    assert names(gang.roster) == ["Zoé N'Guyen", "Élie Le Goff", "Ada Absente", "Venu Tard"]
    assert gang.line("Zoé N'Guyen").number == "1001"
    assert gang.allowances(["Zoé N'Guyen", "Élie Le Goff"])["Zoé N'Guyen"] == timedelta(days=2)


def test_delays_add_up_and_one_may_be_for_one_assignment_only(course):
    heading = f"Nom complet;Temps supplémentaire;Prolongation {ASSIGNMENT};Prolongation autre\n"
    gang = people(course, heading + "Zoé N'Guyen;12 h;1 j;5 j\nÉlie Le Goff;;;\n")
    hours = gang.allowances(["Zoé N'Guyen", "Élie Le Goff", "Inconnue"])
    assert hours == {"Zoé N'Guyen": timedelta(hours=36), "Élie Le Goff": timedelta()}


def test_a_list_that_says_nothing_of_delays_grants_none_and_takes_none_back(course):
    assert people(course, received=SHEET).allowances(["Zoé N'Guyen"]) == {}


def test_a_delay_that_cannot_be_read_is_refused_in_a_sentence(course):
    with pytest.raises(GradingError, match=r"Le délai de «.Zoé.» ne se comprend pas"):
        read_roster(sheet(course, "Nom complet;Prolongation\nZoé;mardi\n"))


def test_commands_tell_the_delay_that_homonyms_keep_from_both(course, monkeypatch, capsys):
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": b"1"}))
    people(course, "Nom complet;Prolongation\nZoé Martin;2 jours\nZoé Martin;\n")
    monkeypatch.chdir(course.root)
    assert main(["rassembler", ASSIGNMENT, "moodle.zip"]) == 1
    assert "ne va à aucune des deux" in capsys.readouterr().out


def test_the_sheet_given_with_the_copies_is_kept_but_its_dates_serve_once(course, monkeypatch, capsys):
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": b"1"}))
    monkeypatch.chdir(course.root)
    main(["rassembler", ASSIGNMENT, "moodle.zip", "--liste", str(sheet(course))])
    assert names(People(course.open(), ASSIGNMENT).roster) == ["Zoé N'Guyen", "Élie Le Goff", "Ada Absente"]
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": b"2"}, (2026, 11, 25, 8, 0, 0)))
    main(["rassembler", ASSIGNMENT, "moodle.zip"])
    assert "Ada Absente" in capsys.readouterr().out
    zoe = Register.of(course.open().coursedir, ASSIGNMENT).students["Zoé N'Guyen"]
    assert (zoe.moment.day, zoe.official) == (25, False)


def test_a_sheet_that_a_spreadsheet_saved_is_taken_and_how_it_was_read_is_told(course, monkeypatch, capsys):
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": b"1"}))
    monkeypatch.chdir(course.root)
    main(["rassembler", ASSIGNMENT, "moodle.zip", "--liste", str(sheet(course))])
    assert " lue en" not in capsys.readouterr().out
    saved = course.root / "tableur.csv"
    saved.write_bytes("Prénom;Nom\r\nZoé;N'Guyen\r\n".encode("cp1252"))
    main(["rassembler", ASSIGNMENT, "moodle.zip", "--liste", str(saved)])
    told = " ".join(capsys.readouterr().out.split())
    assert "La liste « tableur.csv » est lue en cp1252, séparée par des points-virgules." in told


def test_what_is_already_there_is_counted_and_does_not_hide_what_changed(course, monkeypatch, capsys):
    copies = {f"{ZOE}/petit.ipynb": b"1", "B-Élie Le Goff_1002_assignsubmission_file_/petit.ipynb": b"1"}
    (course.root / "moodle.zip").write_bytes(zipped(copies))
    monkeypatch.chdir(course.root)
    main(["rassembler", ASSIGNMENT, "moodle.zip"])
    told = []
    for later in (copies, copies | {f"{ZOE}/petit.ipynb": b"2"}):
        (course.root / "moodle.zip").write_bytes(zipped(later, (2030, 11, 25, 8, 0, 0)))
        capsys.readouterr()
        assert main(["rassembler", ASSIGNMENT, "moodle.zip"]) == 0
        told.append(capsys.readouterr().out)
    assert "2 remises, dont 2 copies déjà rangées." in told[0]
    assert "Étudiant" not in told[0]
    assert "2 remises, dont 1 copie déjà rangée." in told[1]
    assert "remplace la remise" in told[1]
    assert "Le Goff" not in told[1]


def test_each_folder_that_one_line_of_the_list_claims_is_told(course, monkeypatch, capsys):
    copies = {"Zoé N'Guyen/petit.ipynb": b"1", "NGUYEN Zoé/petit.ipynb": b"2"}
    (course.root / "copies.zip").write_bytes(zipped(copies))
    monkeypatch.chdir(course.root)
    listed = str(sheet(course, "Nom complet\nZoé N'Guyen\n"))
    assert main(["rassembler", ASSIGNMENT, "copies.zip", "--liste", listed]) == 1
    told = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    assert "2 remises." in told
    assert told.count("plusieurs dossiers de cet envoi lui reviennent, dont «") == 1


MOODLE = "Identifiant,Nom complet,Note,Dernière modification (note)"
GROUP_A = f"{MOODLE},Prolongation\nParticipant 1001,Zoé N'Guyen,,-,1 jour\nParticipant 1003,Ada Absente,,-,\n"


@pytest.mark.parametrize(
    ("second", "kept"),
    [
        (f"{MOODLE}\nParticipant 1002,Élie Le Goff,,-\n", ["Élie Le Goff", "Zoé N'Guyen", "Ada Absente"]),
        (f"{MOODLE}\nParticipant 7,Zoé N'Guyen,,-\nParticipant 8,Ada Absente,,-\n", ["Zoé N'Guyen", "Ada Absente"]),
        (f"{MOODLE}\nParticipant 1001,Zoé Renommée,,-\n", ["Zoé Renommée", "Ada Absente"]),
        ("Identifier,Full name,Grade\nParticipant 1002,Élie Le Goff,\n", ["Élie Le Goff"]),
        ("Nom complet\nÉlie Le Goff\n", ["Élie Le Goff"]),
    ],
    ids=["un autre groupe", "un autre devoir", "la même", "une autre langue", "sans numéros"],
)
def test_sheet_of_another_group_joins_the_one_that_was_kept_and_that_of_another_assignment_does_not(
    course, monkeypatch, second, kept
):
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": b"1"}))
    monkeypatch.chdir(course.root)
    for content in (GROUP_A, second):
        main(["rassembler", ASSIGNMENT, "moodle.zip", "--liste", str(sheet(course, content))])
    gang = People(course.open(), ASSIGNMENT)
    assert names(gang.roster) == kept
    assert gang.allowances(["Zoé N'Guyen"]) == ({"Zoé N'Guyen": timedelta(days=1)} if len(kept) == 3 else {})


def test_newer_hand_in_wants_a_sheet_as_new_as_the_archive(course, monkeypatch, capsys):
    monkeypatch.chdir(course.root)
    listed = ["--liste", str(sheet(course))]
    for content, options, said in (
        (b"1", listed, "petit.ipynb"),
        (b"2", listed, "rien n'est rangé, téléchargez une feuille aussi récente que l'archive"),
        (b"2", [], "sans la feuille de la plateforme, sa date n'est pas sûre, et son retard ne se compte pas"),
    ):
        archive = zipped({f"{ZOE}/petit.ipynb": content}, (2030, 11, 25, 8, 0, 0))
        (course.root / "moodle.zip").write_bytes(archive)
        main(["rassembler", ASSIGNMENT, "moodle.zip", *options])
        assert said in " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())


def test_archive_and_sheet_given_one_for_the_other_are_said_to_be_swapped(course, monkeypatch, capsys):
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": b"1"}))
    monkeypatch.chdir(course.root)
    for arguments in ([str(sheet(course)), "--liste", "moodle.zip"], [str(sheet(course))]):
        assert main(["rassembler", ASSIGNMENT, *arguments]) == 2
        assert "L'archive et la feuille semblent échangées".casefold() in capsys.readouterr().err.casefold()
    (course.root / "moodle.zip").write_bytes(b"PK, mais rien de plus")
    assert main(["rassembler", ASSIGNMENT, "moodle.zip"]) == 2
    assert "échangées" not in capsys.readouterr().err


def test_list_that_names_nobody_is_refused_with_the_columns_that_it_has(course, monkeypatch, capsys):
    (course.root / "liste.csv").write_text("Courriel,Groupe\nzoe@exemple.fr,A\n", "utf-8")
    monkeypatch.chdir(course.root)
    assert main(["rassembler", ASSIGNMENT, "classe", "--liste", "liste.csv"]) == 2
    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert "ni colonne « Nom complet »" in told
    assert "Les siennes : « Courriel », « Groupe »." in told


def test_text_that_a_student_wrote_online_at_length_stops_nobody_s_list(tmp_path):
    path, before = tmp_path / "feuille.csv", csv.field_size_limit()
    path.write_text(f"Nom complet,Texte en ligne\nZoé,{'x' * 9_000_000}\nAda,\n", "utf-8")
    assert [student.name for student in read_roster(path)] == ["Zoé", "Ada"]
    assert csv.field_size_limit() == before


def workbook(first):
    return zipped({first: "", "xl/workbook.xml": ""})


@pytest.mark.parametrize(
    "content",
    [workbook("[Content_Types].xml"), workbook("xl/worksheets/sheet1.xml"), as_xlsx([["Nom"]]), b"\xd0\xcf\x11\xe0..."],
    ids=["excel", "feuille", "mlcourse", "xls"],
)
def test_workbook_given_as_a_list_is_to_be_saved_as_csv(tmp_path, content):
    (tmp_path / "feuille.xlsx").write_bytes(content)
    with pytest.raises(GradingError, match="enregistrez-le en CSV UTF-8"):
        read_roster(tmp_path / "feuille.xlsx")
