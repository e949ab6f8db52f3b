"""Les commentaires qui sortent : des pages toujours à jour, et une archive que Moodle rend à chacun."""

import io
import re
import shutil
import zipfile

import pytest
from bs4 import BeautifulSoup
from nbgrader.converters.base import NbGraderException

from mlcourse.command import main
from mlcourse.grading.gradebook import feedback
from mlcourse.grading.gradebook.register import Received, Register

from ..batches import execute, run
from ..gradebook.test_feedback import generate_feedback
from ..small_course import ASSIGNMENT, filled
from ..submission.rebuilding import without
from .test_notes import READ, SHEET

ZOE = "A-Zoé N'Guyen_1001_assignsubmission_file_"


@pytest.fixture
def graded(course, monkeypatch):
    """La classe corrigée : Zoé est relue et connue de Moodle, Élodie n'est qu'à la feuille, aimé n'est pas relu."""
    register = Register.of(course.open().coursedir, ASSIGNMENT)
    register.add(Received("Zoé N'Guyen", "1001", ZOE, "2026-01-01T00:00:00+00:00", ""))
    sheet = SHEET.replace("=Élodie", "Élodie").replace("aimé", "quelqu'un d'autre")
    (course.root / "classe" / "remises" / f"{ASSIGNMENT}.csv").write_text(sheet, "utf-8")
    run(course)
    execute(course, READ.format("Zoé N''Guyen"), READ.format("Élodie  (groupe 2)"))
    monkeypatch.chdir(course.root)
    return course


def page(course, student):
    path = course.root / "classe" / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"
    return " ".join(BeautifulSoup(path.read_text("utf-8"), "html.parser").get_text().split())


def archived(course):
    """Les noms de l'archive."""
    content = io.BytesIO((course.root / "classe" / "notes" / f"{ASSIGNMENT}-commentaires.zip").read_bytes())
    return zipfile.ZipFile(content).namelist()


def participants(course):
    """À qui Moodle rendrait chaque fichier de l'archive, selon la règle de son importateur : {numéro: fichier}."""
    found = {}
    for name in archived(course):
        folder, file = name.split("/")
        _, number, kind, plugin, *rest = folder.split("_", 4)
        assert (kind, plugin) == ("assignsubmission", "file")
        assert rest in ([], [""])
        found[int(number)] = file
    return found


def lines(capsys):
    return capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ").splitlines()


def test_archive_gives_each_page_back_to_whom_moodle_knows(graded, capsys):
    assert main(["rendre", ASSIGNMENT]) == 1
    assert participants(graded) == {1001: "petit.html", 1002: "petit.html"}
    assert f"{ZOE}/petit.html" in archived(graded)  # le dossier même que Moodle avait donné
    told = lines(capsys)
    assert any(re.match(r"aimé +provisoire : à lire \(1 réponse\) ; pas dans l'archive", line) for line in told)
    assert "Ada Absente         n'a rien rendu" in told
    assert "Zoé N'Guyen         définitive" in told
    assert any("petit-commentaires.zip" in line for line in told)


def test_bar_says_how_many_pages_are_made_and_only_to_the_terminal(graded, capsys):
    main(["rendre", ASSIGNMENT])
    told = capsys.readouterr()
    assert "Pages de petit 0/3" in told.err
    assert "Pages de petit 3/3" in told.err
    assert "Pages de petit" not in told.out


def test_page_made_before_the_reading_is_made_again(graded):
    main(["rendre", ASSIGNMENT])
    assert "Pas encore de note : 1 réponse n'est pas encore lue" in page(graded, "aimé")
    execute(graded, READ.format("aimé"))
    main(["rendre", ASSIGNMENT])
    assert "Note : 18,33 / 20" in page(graded, "aimé")


def test_copy_to_grade_again_has_no_page_in_the_archive(graded, capsys):
    graded.submit("Zoé N'Guyen", filled(graded.released()))
    (graded.root / "classe" / "submitted" / "Zoé N'Guyen" / ASSIGNMENT / "note.txt").write_text("de plus")
    main(["rendre", ASSIGNMENT])
    assert participants(graded) == {1002: "petit.html"}
    assert any("pas de page : à corriger" in line for line in lines(capsys))


def test_two_folders_of_one_person_give_moodle_no_page_of_either(graded, capsys):
    submitted = graded.root / "classe" / "submitted"
    shutil.copytree(submitted / "aimé", submitted / "zoé nguyen")
    run(graded)
    main(["rendre", ASSIGNMENT])
    assert participants(graded) == {1002: "petit.html"}
    assert sum("pas de page : deux dossiers pour cette personne" in line for line in lines(capsys)) == 2


def test_archive_of_another_time_is_erased_when_no_page_goes_back_to_moodle(graded, capsys):
    main(["rendre", ASSIGNMENT])
    assert archived(graded)
    (graded.root / "classe" / "remises" / f"{ASSIGNMENT}.csv").unlink()
    Register.of(graded.open().coursedir, ASSIGNMENT).path.unlink()
    capsys.readouterr()
    assert main(["rendre", ASSIGNMENT]) == 1
    told = lines(capsys)
    assert "3 pages. Aucune n'est à redonner à Moodle." in told
    assert "(!) Effacé, parce qu'il n'est plus à jour : classe/notes/petit-commentaires.zip" in told
    assert not (graded.root / "classe" / "notes" / f"{ASSIGNMENT}-commentaires.zip").exists()


def test_page_that_cannot_be_made_is_told_and_takes_no_other_with_it(graded, capsys, monkeypatch):
    real = feedback.FeedbackExporter.from_notebook_node

    def fail_for_zoe(self, nb, resources=None, **options):
        assert "Zoé" not in resources["nbgrader"]["student"]
        return real(self, nb, resources, **options)

    monkeypatch.setattr(feedback.FeedbackExporter, "from_notebook_node", fail_for_zoe)
    assert main(["rendre", ASSIGNMENT]) == 1
    assert participants(graded) == {1002: "petit.html"}
    assert any("Zoé" in line and "n'a pas pu se faire" in line for line in lines(capsys))


@pytest.mark.parametrize("error", [NbGraderException("un incident"), PermissionError("un dossier")])
def test_page_of_another_time_does_not_go_out_in_place_of_one_that_cannot_be_made(graded, capsys, monkeypatch, error):
    main(["rendre", ASSIGNMENT])
    assert participants(graded).keys() == {1001, 1002}

    def fail(_):
        raise error

    monkeypatch.setattr(feedback.GenerateFeedback, "start", fail)
    capsys.readouterr()
    assert main(["rendre", ASSIGNMENT]) == 1
    told = lines(capsys)
    assert sum("n'a pas pu se faire" in line for line in told) == 3
    assert "0 page. Aucune n'est à redonner à Moodle." in told


def test_class_wholly_read_and_known_needs_nobody(graded):
    execute(graded, READ.format("aimé"))
    Register.of(graded.open().coursedir, ASSIGNMENT).add(
        Received("aimé", "1004", "aimé_1004_assignsubmission_file", "2026-01-01T00:00:00+00:00", "")
    )
    sheet = graded.root / "classe" / "remises" / f"{ASSIGNMENT}.csv"
    sheet.write_text(SHEET.replace("=Élodie", "Élodie"), "utf-8")
    assert main(["rendre", ASSIGNMENT]) == 0
    assert participants(graded).keys() == {1001, 1002, 1004}


def test_what_is_true_of_the_whole_class_is_said_once_and_on_no_page(course, monkeypatch, capsys):
    everybody = [f"Étudiant {number}" for number in range(9)]
    for name in everybody:
        course.submit(name, without(filled(course.released()), "double"))
    course.submit(everybody[0], without(filled(course.released()), "double", "question"))
    run(course)
    monkeypatch.chdir(course.root)
    main(["rendre", ASSIGNMENT])
    told = " ".join(capsys.readouterr().out.split())
    assert "9 copies sur 12 : la cellule « double » manque." not in told  # il en faut davantage
    assert "manque" in page(course, everybody[1])
    for name in ("aimé", "Élodie  (groupe 2)"):
        course.submit(name, without(filled(course.released()), "double"))
    run(course)
    main(["rendre", ASSIGNMENT])
    assert "11 copies sur 12 : la cellule « double » manque." in " ".join(capsys.readouterr().out.split())
    assert "manque" not in page(course, everybody[1])
    assert "la cellule « question » manque" in page(course, everybody[0])
    assert "double » manque" not in page(course, everybody[0])
    shutil.rmtree(course.root / "classe" / "feedback")
    generate_feedback(course)  # la commande de nbgrader suit la même règle
    assert "manque" not in page(course, everybody[1])
    assert "la cellule « question » manque" in page(course, everybody[0])
    assert "double » manque" not in page(course, everybody[0])
