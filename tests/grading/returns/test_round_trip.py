"""De l'archive de Moodle aux notes et aux commentaires dans Moodle, par les commandes du README et dans leur ordre."""

import csv
import io
import json
import zipfile

from mlcourse.command import main
from mlcourse.grading.gradebook.database import open_gradebook

from ..batch.test_session import DUE, Pool, grade_by
from ..batches import execute
from ..intake.test_collect import ELIE, SHEET, ZOE, zipped
from ..small_course import ASSIGNMENT, WRONG, SmallCourse, filled

COLUMNS = ",Note,Note maximale,Dernière modification (note),Feedback par commentaires\n"
WORKSHEET = (
    SHEET.replace("\n", COLUMNS, 1).replace('14:05"\n', '14:05",,"20,00",-,\n').replace(",-\n", ',-,,"20,00",-,\n')
)


def given_back(course):
    """Les pages à redonner à Moodle, une fois vue la feuille qui part avec elles."""
    notes = course.root / "classe" / "notes"
    lines = csv.DictReader(io.StringIO((notes / "petit-moodle.csv").read_text("utf-8"), newline=""))
    assert {line["Identifiant"]: line["Note"] for line in lines} == {
        "Participant 1001": "20.00",
        "Participant 1002": "13.33",
        "Participant 1003": "",
    }
    return zipfile.ZipFile(notes / "petit-commentaires.zip")


def test_a_class_goes_from_moodle_to_moodle(tmp_path, monkeypatch, capsys):
    course = SmallCourse(tmp_path)
    released = course.released()
    open_gradebook(course.open().coursedir).close()
    right, wrong = (json.dumps(filled(released, *double)).encode() for double in ((), (WRONG,)))
    stray = b"Europe/Paris 1999"
    copies = {
        f"{ZOE}/petit.ipynb": right,
        f"{ZOE}/timestamp.txt": stray,
        f"{ELIE}/tp.zip": zipped({"a/b.ipynb": wrong}),
    }
    (course.root / "moodle.zip").write_bytes(zipped(copies))
    (course.root / "feuille.csv").write_text(WORKSHEET, "utf-8")
    monkeypatch.chdir(course.root)
    grade_by(Pool, monkeypatch)

    assert main(["rassembler", ASSIGNMENT, "moodle.zip", "--liste", "feuille.csv"]) == 1  # le timestamp.txt de Zoé
    for command in ("corriger", "rendre", "notes"):
        assert main([command, ASSIGNMENT]) == 1, command  # les réponses rédigées attendent qu'on les lise
    execute(course, DUE, "UPDATE grade SET manual_score = 3, needs_manual_grade = 0 WHERE cell_id = "
                         "(SELECT id FROM base_cell WHERE name = 'question')")  # fmt: skip
    capsys.readouterr()
    assert main(["corriger", ASSIGNMENT]) == 0
    table = capsys.readouterr().out.replace("\u00a0", " ")
    assert main(["rendre", ASSIGNMENT]) == 0
    assert main(["notes", ASSIGNMENT]) == 0

    for clue in ("en retard de", "Ada Absente", "6 / 6", "4 / 6"):
        assert clue in table
    pages = given_back(course)
    assert sorted(pages.namelist()) == sorted([f"{ZOE}/petit.html", f"{ELIE}/petit.html"])
    assert "Note\u00a0: 13,33 / 20" in pages.read(f"{ELIE}/petit.html").decode()


BLIND = (
    "Identifiant,Statut,Note,Note maximale,Dernière modification (travail remis),Dernière modification (note),"
    "Feedback par commentaires\n"
    'Participant 1001,Remis,,"20,00","lundi 23 novembre 2026, 14:05",-,\n'
    'Participant 1002,Remis,,"20,00","lundi 23 novembre 2026, 14:06",-,\n'
    'Participant 1003,-,,"20,00",-,-,\n'
)


def test_a_class_marked_blind_goes_from_moodle_to_moodle_without_a_name(tmp_path, monkeypatch, capsys):
    course = SmallCourse(tmp_path)
    open_gradebook(course.open().coursedir).close()
    right, wrong = (json.dumps(filled(course.released(), *double)).encode() for double in ((), (WRONG,)))
    first, second = "Participant_1001_assignsubmission_file", "Participant 1002_1002_assignsubmission_file_"
    (course.root / "moodle.zip").write_bytes(zipped({f"{first}/petit.ipynb": right, f"{second}/petit.ipynb": wrong}))
    (course.root / "feuille.csv").write_text(BLIND, "utf-8")
    (course.root / "classe" / "liste.csv").write_text("Nom complet;Groupe\nZoé N'Guyen;A\n", "utf-8")
    monkeypatch.chdir(course.root)
    grade_by(Pool, monkeypatch)

    assert main(["rassembler", ASSIGNMENT, "moodle.zip", "--liste", "feuille.csv"]) == 0
    told = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    assert "N'ont rien rendu : Participant 1003." in told
    assert "La correction est anonyme" in told
    assert "Zoé" not in told
    main(["corriger", ASSIGNMENT])
    execute(course, "UPDATE grade SET manual_score = 3, needs_manual_grade = 0 WHERE cell_id = "
                    "(SELECT id FROM base_cell WHERE name = 'question')")  # fmt: skip
    assert main(["rendre", ASSIGNMENT]) == 0
    assert main(["notes", ASSIGNMENT]) == 0

    pages = given_back(course)
    assert sorted(pages.namelist()) == sorted([f"{first}/petit.html", f"{second}/petit.html"])


def test_list_of_the_year_without_a_name_is_refused(tmp_path, monkeypatch, capsys):
    course = SmallCourse(tmp_path)
    (course.root / "classe").mkdir()
    (course.root / "classe" / "liste.csv").write_text("Identifiant;Groupe\n22001234;A\n", "utf-8")
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": b"1"}))
    monkeypatch.chdir(course.root)
    assert main(["rassembler", ASSIGNMENT, "moodle.zip"]) == 2
    assert "ni colonne «\u00a0Nom complet\u00a0»" in capsys.readouterr().err
