"""Les notes qui sortent : ce que lisent Moodle et un tableur, et ce qui n'est jamais un nombre."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from mlcourse.command import main
from mlcourse.grading.gradebook.register import Received, Register
from mlcourse.grading.intake.table import write_table
from mlcourse.grading.returns import standings
from mlcourse.grading.submission.inert import inert_field

from ..batches import execute, run
from ..small_course import ASSIGNMENT, WRONG, filled

SHEET = (
    "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,La note peut être modifiée,"
    "Dernière modification (travail remis),Dernière modification (note),Feedback par commentaires\n"
    'Participant 1001,Zoé N\'Guyen,zoe@exemple.fr,Remis,,"20,00",Oui,-,-,\n'
    'Participant 1002,=Élodie (groupe 2),elodie@exemple.fr,Remis,"3,00","20,00",Oui,-,-,"Deux\nlignes"\n'
    'Participant 1003,Ada Absente,ada@exemple.fr,-,,"20,00",Oui,-,-,\n'
    'Participant 1004,aimé,aime@exemple.fr,Remis,,"20,00",Oui,-,-,\n'
)
READ = "UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 WHERE cell_id = (SELECT id FROM base_cell WHERE "
READ += "name = 'question') AND notebook_id IN (SELECT submitted_notebook.id FROM submitted_notebook JOIN "
READ += "submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = '{}')"
NUMBERS = {"Zoé N'Guyen": "1001", "Élodie  (groupe 2)": "1002", "aimé": "1004"}


@pytest.fixture
def graded(course, monkeypatch):
    """La classe corrigée ; Zoé et Élodie sont relues, aimé ne l'est pas, Ada n'a rien rendu."""
    register = Register.of(course.open().coursedir, ASSIGNMENT)
    for student, number in NUMBERS.items():
        register.add(Received(student, number, "", "2026-01-01T00:00:00+00:00", ""))
    run(course)
    execute(course, READ.format("Zoé N''Guyen"), READ.format("Élodie  (groupe 2)"))
    (course.root / "classe" / "remises" / f"{ASSIGNMENT}.csv").write_text(SHEET, "utf-8")
    monkeypatch.chdir(course.root)
    return course


def written(course, name):
    return (course.root / "classe" / "notes" / name).read_bytes()


def line_of(student, capsys):
    """La ligne d'un étudiant dans le tableau affiché."""
    return next(" ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line.startswith(student))


def moodle(course):
    """Ce que Moodle lirait de la feuille, par son importateur : {identifiant: (note, feedback)}."""
    lines = [*csv.DictReader(io.StringIO(written(course, f"{ASSIGNMENT}-moodle.csv").decode("utf-8"), newline=""))]
    return {line["Identifiant"]: (line["Note"], line["Feedback par commentaires"]) for line in lines}


def test_sheet_of_moodle_comes_back_filled_in(graded, capsys):
    assert main(["notes", ASSIGNMENT]) == 1
    marks = moodle(graded)
    assert marks["Participant 1001"] == ("18.33", "Petit devoir : 3 / 3 ; Question : 2,5 / 3")
    assert marks["Participant 1002"] == ("11.67", "Deux\nlignes")
    assert list(marks) == [f"Participant {number}" for number in (1001, 1002, 1003, 1004)]
    assert "classe/notes/petit-moodle.csv" in capsys.readouterr().out


@pytest.mark.parametrize("frame", ["{}", "<p>{}</p>"])
def test_points_that_moodle_gives_back_follow_the_mark_and_a_person_s_words_stay(graded, frame):
    old = frame.format("Petit devoir : 3 / 3 ; Question : 0 / 3 ; retard de 2 h : −1")
    (graded.root / "fraîche.csv").write_text(SHEET.replace("Oui,-,-,\n", f"Oui,-,-,{old}\n", 1), "utf-8")
    main(["notes", ASSIGNMENT, "--feuille", "fraîche.csv"])
    marks = moodle(graded)
    assert marks["Participant 1001"] == ("18.33", "Petit devoir : 3 / 3 ; Question : 2,5 / 3")
    assert marks["Participant 1002"] == ("11.67", "Deux\nlignes")


def test_unread_and_absent_are_never_numbers(graded):
    main(["notes", ASSIGNMENT])
    marks = moodle(graded)
    assert (marks["Participant 1003"][0], marks["Participant 1004"][0]) == ("", "")
    table = pd.read_csv(io.BytesIO(written(graded, "petit.csv")), sep=";", decimal=",", encoding="utf-8-sig")
    table = table.set_index("Nom")
    assert table["Note sur 20"].dropna().to_dict() == {"Zoé N'Guyen": 18.33, "Élodie  (groupe 2)": 11.67}
    assert table.loc["aimé", "État"] == "à lire (1 réponse)"
    assert table.loc["Ada Absente", "État"] == "n'a rien rendu"


def test_mark_that_the_instructor_gave_an_absent_student_in_moodle_stays(graded):
    sheet = SHEET.replace("ada@exemple.fr,-,,", 'ada@exemple.fr,-,"12,00",')
    (graded.root / "classe" / "remises" / f"{ASSIGNMENT}.csv").write_text(sheet, "utf-8")
    main(["notes", ASSIGNMENT])
    assert moodle(graded)["Participant 1003"][0] == "12,00"


def test_workbook_says_the_same_and_holds_no_formula(graded):
    main(["notes", ASSIGNMENT])
    sheet = openpyxl.load_workbook(io.BytesIO(written(graded, "petit.xlsx"))).active
    header, *lines = sheet.iter_rows(values_only=True)
    assert header[4] == "Note sur 20"
    assert {line[0]: line[4] for line in lines if line[4] is not None} == {
        "Zoé N'Guyen": 18.33,
        "Élodie  (groupe 2)": 11.67,
    }
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


DISGUISED = ["Zoé,=1+1,x", "Zoé;=1+1", "Zoé\t@SUM(1)", "Zoé, +33", 'Zoé;"=1+1"', "Zoé\n=1+1", "Zoé\r\n -2+3", ' "=1+1']


@pytest.mark.parametrize("text", DISGUISED)
@pytest.mark.parametrize("written", [",", ";", "\t"])
def test_no_text_is_a_formula_wherever_a_spreadsheet_cuts_it(text, written):
    content = write_table([[inert_field(text)] * 3], written, marked=False).decode()
    cells = [
        cell.lstrip(' "')
        for read in (",", ";", "\t")
        for row in csv.reader(io.StringIO(content, newline=""), delimiter=read)
        for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    "text", ["D’Hauteville, Zoé", "lundi 23 novembre 2026, 14:05", "-", "A ; -", "a-t-il ; b=c", ""]
)
def test_ordinary_text_is_written_as_it_is(text):
    assert inert_field(text) == text


def test_text_of_separators_without_end_costs_its_length():
    begun = time.process_time()
    inert_field('\n "' * 500_000 + "," + " " * 1_000_000)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+33", "-2+3", "\t=1"])
def test_no_cell_is_a_formula_whatever_a_student_is_called(graded, name):
    sheet = SHEET.replace("Ada Absente", name)
    (graded.root / "classe" / "remises" / f"{ASSIGNMENT}.csv").write_text(sheet, "utf-8")
    main(["notes", ASSIGNMENT])
    for file, separator in (("petit.csv", ";"), ("petit-moodle.csv", ",")):
        text = written(graded, file).decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]
        assert not [cell for cell in cells if len(cell) > 1 and cell.lstrip()[:1] in ("=", "+", "-", "@")]
    sheet = openpyxl.load_workbook(io.BytesIO(written(graded, "petit.xlsx"))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_mark_follows_the_maximum_of_moodle_and_the_step_of_the_settings(graded):
    settings = graded.root / "nbgrader_config.py"
    settings.write_text(settings.read_text("utf-8") + "\nc.Marking.step = 0.5\n", "utf-8")
    (graded.root / "feuille.csv").write_text(SHEET.replace("20,00", "100,00"), "utf-8")
    main(["notes", ASSIGNMENT, "--feuille", "feuille.csv"])
    assert moodle(graded)["Participant 1001"][0] == "91.5"  # 5,5 points sur 6 : 91,67, et non 18,5 fois cinq
    table = pd.read_csv(io.BytesIO(written(graded, "petit.csv")), sep=";", decimal=",", encoding="utf-8-sig")
    assert table.set_index("Nom").loc["Zoé N'Guyen", "Note sur 20"] == 18.5


def test_copy_that_changed_or_was_never_graded_waits(graded, capsys):
    graded.submit("Zoé N'Guyen", filled(graded.released(), WRONG))
    graded.submit("Nouvelle", filled(graded.released()))
    assert main(["notes", ASSIGNMENT]) == 1
    assert moodle(graded)["Participant 1001"][0] == ""
    shown = capsys.readouterr().out
    assert [line.split()[0] for line in shown.splitlines() if "à corriger" in line] == ["Nouvelle", "Zoé"]


def test_copy_without_a_notebook_has_no_zero_until_a_person_gives_it_a_mark(graded, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")  # la raison tient sur sa ligne
    folder = graded.submit("Paul", b"%PDF", name="copie.pdf")
    run(graded)
    main(["notes", ASSIGNMENT])
    told = "à noter par une personne : la copie ne contient pas de carnet « petit.ipynb »"
    assert line_of("Paul", capsys) == f"Paul — {told}"
    assert told in written(graded, "petit.csv").decode("utf-8-sig").replace("\u00a0", " ")
    given = "UPDATE grade SET manual_score = 1, needs_manual_grade = 0 WHERE needs_manual_grade AND notebook_id IN "
    execute(graded, given + READ.partition(" AND notebook_id IN ")[2].format("Paul"))
    run(graded, force=True)
    main(["notes", ASSIGNMENT])
    assert line_of("Paul", capsys) == "Paul 3,33 / 20 notée"
    (folder / "copie.pdf").rename(folder / "autre.pdf")
    main(["notes", ASSIGNMENT])
    assert line_of("Paul", capsys) == "Paul — à corriger"


def test_copy_without_a_notebook_gets_a_whole_mark_from_one_cell_and_what_is_added_beside_it(graded, capsys):
    graded.submit("Paul", b"%PDF", name="copie.pdf")
    run(graded)
    given = "UPDATE grade SET manual_score = 2, extra_credit = 2.5, needs_manual_grade = 0 WHERE needs_manual_grade "
    execute(graded, given + "AND notebook_id IN " + READ.partition(" AND notebook_id IN ")[2].format("Paul"))
    main(["notes", ASSIGNMENT])
    assert line_of("Paul", capsys) == "Paul 15 / 20 notée"
    sheet = SHEET + 'Participant 1005,Paul,paul@exemple.fr,Remis,,"10,00",Oui,-,-,\n'
    (graded.root / "feuille.csv").write_text(sheet, "utf-8")
    Register.of(graded.open().coursedir, ASSIGNMENT).add(Received("Paul", "1005", "", "2026-01-01T00:00:00+00:00", ""))
    main(["notes", ASSIGNMENT, "--feuille", "feuille.csv"])
    assert moodle(graded)["Participant 1005"] == ("7.50", "noté à la main : 7,5 / 10")
    table = pd.read_csv(io.BytesIO(written(graded, "petit.csv")), sep=";", decimal=",", encoding="utf-8-sig")
    assert table.set_index("Nom").loc["Paul", ["Petit devoir / 3", "Question / 3"]].isna().all()


def test_folder_renamed_after_grading_is_not_a_second_student_with_a_mark(graded, capsys):
    folder = graded.root / "classe" / "submitted" / "Zoé N'Guyen"
    folder.rename(folder.with_name("Zoé Nguyen"))
    main(["notes", ASSIGNMENT])
    assert "copie disparue de la classe" in capsys.readouterr().out
    assert moodle(graded)["Participant 1001"][0] == ""


def test_mark_of_a_renamed_folder_graded_again_goes_to_moodle_beside_its_old_name(graded):
    folder = graded.root / "classe" / "submitted" / "Zoé N'Guyen"
    folder.rename(folder.with_name("Nguyen Zoé"))  # avant l'ancien nom, dans l'alphabet
    run(graded)
    execute(graded, READ.format("Nguyen Zoé"))
    main(["notes", ASSIGNMENT])
    assert moodle(graded)["Participant 1001"][0] == "18.33"


def test_two_folders_of_one_person_wait_and_each_names_the_other(graded, capsys):
    shutil.copytree(graded.root / "classe" / "submitted" / "aimé", graded.root / "classe" / "submitted" / "zoé nguyen")
    run(graded)
    execute(graded, READ.format("zoé nguyen"))
    assert main(["notes", ASSIGNMENT]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert told.count("deux dossiers pour cette personne, n'en gardez qu'un : ") == 2
    table = pd.read_csv(io.BytesIO(written(graded, "petit.csv")), sep=";", decimal=",", encoding="utf-8-sig")
    assert table.set_index("Nom").loc[["Zoé N'Guyen", "zoé nguyen"], "Petit devoir / 3"].isna().all()
    assert moodle(graded)["Participant 1001"][0] == ""


def test_command_that_is_told_forgets_the_old_name_of_a_renamed_folder(graded, capsys):
    folder = graded.root / "classe" / "submitted" / "Zoé N'Guyen"
    folder.rename(folder.with_name("Zoé Nguyen"))
    run(graded)
    main(["notes", ASSIGNMENT])
    told = capsys.readouterr().out.replace("\u00a0", " ")
    command = re.search("lancez « (nbgrader db student remove .+) »", " ".join(told.split()))[1]
    (graded.root / "essai.sh").write_text(f"{command}\n", "utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["sh", "essai.sh"], cwd=graded.root, env=os.environ | {"PATH": path}, check=True)
    main(["notes", ASSIGNMENT])
    told = capsys.readouterr().out
    assert "disparue" not in told
    assert "N'Guyen" not in told
    assert "Zoé Nguyen" in told


def test_mark_without_a_place_in_the_sheet_is_named(graded, capsys):
    lines = SHEET.splitlines(keepends=True)
    (graded.root / "feuille.csv").write_text("".join(line for line in lines if "1001" not in line), "utf-8")
    main(["notes", ASSIGNMENT, "--feuille", "feuille.csv"])
    assert "Ne sont pas dans la feuille de Moodle" in capsys.readouterr().out.replace("\u00a0", " ")


def test_class_wholly_read_needs_nobody(graded):
    execute(graded, READ.format("aimé"))
    assert main(["notes", ASSIGNMENT]) == 0


def test_without_a_sheet_of_moodle_nothing_is_made_up_for_it(graded, capsys):
    main(["notes", ASSIGNMENT])
    sheet = graded.root / "classe" / "remises" / f"{ASSIGNMENT}.csv"
    sheet.write_text(
        "Nom complet;Groupe\nZoé N'Guyen;A\n", "utf-8"
    )  # une liste faite à la main, que Moodle ne reprend pas
    capsys.readouterr()
    main(["notes", ASSIGNMENT])
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "--feuille" in told
    assert "Effacé, parce qu'il n'est plus à jour : classe/notes/petit-moodle.csv" in told
    sheet.unlink()
    main(["notes", ASSIGNMENT])
    told = capsys.readouterr().out
    assert "--feuille" in told
    assert "Effacé" not in told
    assert {path.name for path in (graded.root / "classe" / "notes").iterdir()} == {"petit.csv", "petit.xlsx"}


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("Nom complet\nZoé\n", "il y manque « Identifiant », « Note » et « Dernière modification (note) »."),
        ("Identifiant,Note\nParticipant 1,\n", "il y manque « Dernière modification (note) »."),
        ("PK\x03\x04 et la suite", "est une archive zip, là où une liste est attendue"),
        ("", "ne se lit pas"),
    ],
)
def test_what_is_no_sheet_of_moodle_is_refused_in_a_sentence(graded, capsys, text, clue):
    (graded.root / "feuille.csv").write_text(text, "utf-8")
    assert main(["notes", ASSIGNMENT, "--feuille", "feuille.csv"]) == 2
    assert clue in capsys.readouterr().err.replace("\u00a0", " ")


def test_sheet_with_semicolons_stays_so_and_what_moodle_will_ask_is_told(graded, capsys):
    main(["notes", ASSIGNMENT])
    assert "séparateur" not in capsys.readouterr().out
    rows = [*csv.reader(io.StringIO(SHEET, newline=""))]
    with (graded.root / "classe" / "remises" / f"{ASSIGNMENT}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    main(["notes", ASSIGNMENT])
    told = " ".join(capsys.readouterr().out.split())
    assert "La feuille remplie garde cette forme : à l'import, Moodle demande le séparateur, choisissez" in told
    assert "« Point-virgule »" in told
    assert written(graded, "petit-moodle.csv").decode("utf-8").startswith("Identifiant;Nom complet;")


@pytest.mark.parametrize(
    "command", [["notes", ASSIGNMENT, "--feuille"], ["rassembler", ASSIGNMENT, "classe/submitted", "--liste"]]
)
def test_list_that_is_not_there_is_said_not_to_be(graded, capsys, command):
    assert main([*command, "feuille absente.csv"]) == 2
    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert "« feuille absente.csv » n'existe pas : vérifiez" in told


def test_copy_whose_state_cannot_be_read_is_told_and_takes_no_other_with_it(graded, capsys, monkeypatch):
    plain = standings._changed

    def fail_for_one(course, assignment, student, sources):
        if student == "Zoé N'Guyen":
            raise ValueError("un incident")
        return plain(course, assignment, student, sources)

    monkeypatch.setattr(standings, "_changed", fail_for_one)
    assert main(["notes", ASSIGNMENT]) == 1
    assert "incident" in line_of("Zoé", capsys)
    marks = moodle(graded)
    assert marks["Participant 1001"][0] == ""
    assert marks["Participant 1002"][0] != ""
