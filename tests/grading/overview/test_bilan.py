"""Le bilan : ce qu'une page dit de toute une classe, et ce qu'elle ne dit pas."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from matplotlib import pyplot as plt

from mlcourse.checks.messages import CheckError
from mlcourse.command import main
from mlcourse.grading.gradebook.outline import Item
from mlcourse.grading.overview.copies import Copy, Failure
from mlcourse.grading.overview.success import by_exercise, mistakes, successes
from mlcourse.plots.marks import plot_success

from ..batches import NAMES, execute, run
from ..returns.test_notes import READ
from ..small_course import ASSIGNMENT, InstantPool, filled

HINT = "{} fois trop grand, or le lot compte m = {} exemples : le facteur 1/m manque"


class Telling(InstantPool):
    """Des tests qui nomment une erreur, chacun avec les nombres de sa copie."""

    def _result(self, bundle):
        result = super()._result(bundle)
        number = NAMES.index(bundle.student) + 2
        told = str(CheckError("le double", hint=HINT.format(number, number), section="1.3"))
        text = result.notebook.replace('"evalue": "faux"', f'"evalue": {json.dumps(told)}')
        return type(result)(result.student, text, result.remarks)


@pytest.fixture(scope="module")
def graded_class(fresh_class, tmp_path_factory):
    """La classe corrigée, à demi relue ; Ada n'a rien rendu."""
    course = fresh_class.copy(tmp_path_factory.mktemp("bilan"))
    (course.root / "classe" / "liste.csv").write_text("Nom complet\nAda Absente\n" + "\n".join(NAMES), "utf-8")
    run(course, Telling())
    execute(course, READ.format("Zoé N''Guyen"), READ.format("Élodie  (groupe 2)"))
    return course


@pytest.fixture
def graded(graded_class, tmp_path, monkeypatch):
    """Une copie de cette classe, pour un test."""
    course = graded_class.copy(tmp_path)
    monkeypatch.chdir(course.root)
    return course


def page(course):
    text = (course.root / "classe" / "bilan" / f"{ASSIGNMENT}.html").read_text("utf-8")
    return BeautifulSoup(text.replace("\u00a0", " ").replace("\u202f", " "), "html.parser")


def lines(course):
    """Les lignes des tableaux, {première case: les autres}."""
    rows = ([cell.get_text() for cell in row.find_all(["th", "td"])] for row in page(course).select("tbody tr"))
    return {first: rest for first, *rest in rows}


def words(course):
    return " ".join(page(course).get_text().split())


def test_marks_are_counted_and_what_is_no_mark_is_not(graded):
    assert main(["bilan", ASSIGNMENT]) == 1
    assert "2 notes définitives, 1 en attente, 1 absent. La médiane est 15 sur 20" in words(graded)
    assert "N’ont rien rendu : Ada Absente." in words(graded)
    assert lines(graded)["aimé"] == ["à lire (1 réponse)"]


def test_page_says_how_many_copies_its_table_counts_and_whom_it_leaves_out(graded):
    main(["bilan", ASSIGNMENT])
    assert "Ce tableau et sa figure comptent 3 copies exécutées, notées ou à lire." in words(graded)
    graded.submit("Bob", b"PDF", name="copie.pdf")
    run(graded)
    main(["bilan", ASSIGNMENT])
    assert "2 notes définitives, 2 en attente" in words(graded)
    told = "comptent 3 copies exécutées, notées ou à lire ; n’y est pas celle dont le code n’a pas pu s’exécuter : Bob."
    assert told in words(graded)


def test_figure_names_its_exercises_whole(graded):
    name = "Exercice 3. La vérification du gradient par une différence centrée"
    axes = plot_success({name: 0.5, "Court": 1.0})
    shown = [text.get_text() for text in axes.get_yticklabels()]
    plt.close(axes.figure)
    assert [" ".join(text.split()) for text in shown] == [name, "Court"]
    assert max(map(len, shown[0].split("\n"))) <= 26


def test_success_is_given_by_property_then_by_exercise(graded):
    main(["bilan", ASSIGNMENT])
    assert "10 au plus, et aucune qui ait moins de 30 % en commun" in words(graded)
    table = lines(graded)
    assert table["Le double"] == ["2", "2", "", "1", "", "67 %"]
    assert table["Réponse rédigée"] == ["3", "", "2", "", "1", "83 %"]
    assert table["Petit devoir"] == ["78 %"]


def test_mistake_named_in_several_copies_counts_once_each_and_shows_its_section(graded):
    graded.submit("aimé", filled(graded.released(), "def double(x):\n    return 3 * x"))
    run(graded, Telling())
    main(["bilan", ASSIGNMENT])
    mistakes = [row for row in lines(graded).items() if "trop grand" in row[0]]
    assert [rest for _, rest in mistakes] == [["Petit devoir", "2"]]
    assert "section 1.3, 2 étudiants" in words(graded)


def test_sections_lead_to_the_book_of_the_settings(graded):
    settings = graded.root / "nbgrader_config.py"
    settings.write_text(settings.read_text("utf-8") + "\nc.Book.site = 'https://exemple.fr'\n", "utf-8")
    (graded.root / "book").mkdir()
    toc = "parts: [{numbered: true, chapters: [{file: un, sections: [{file: a}, {file: b}, {file: c}]}]}]"
    (graded.root / "book" / "_toc.yml").write_text(toc)
    main(["bilan", ASSIGNMENT])
    assert [link["href"] for link in page(graded).select("a")] == ["https://exemple.fr/c.html"]


def test_copy_that_asks_for_a_person_is_there_with_its_reason(graded):
    graded.submit("Zoé N'Guyen", b"PDF", name="copie.pdf")
    (graded.root / "classe" / "submitted" / "Zoé N'Guyen" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").unlink()
    run(graded)
    main(["bilan", ASSIGNMENT])
    told = "à noter par une personne : la copie ne contient pas de carnet « petit.ipynb »"
    assert lines(graded)["Zoé N'Guyen"] == [told]


def test_copy_that_nobody_could_read_is_neither_right_nor_wrong_in_any_property(graded):
    main(["bilan", ASSIGNMENT])
    before = lines(graded)
    graded.submit("Bob", b"PDF", name="copie.pdf")
    run(graded)
    main(["bilan", ASSIGNMENT])
    assert "Bob" in lines(graded)
    assert all(lines(graded)[name] == before[name] for name in ("Le double", "double-zero", "Réponse rédigée"))


def test_page_asks_nothing_of_anybody_and_runs_nothing_from_a_copy(graded):
    folder = graded.root / "classe" / "submitted" / "Zoé N'Guyen"
    evil = "<img src=x onerror=alert(1)>"
    for name in (evil, f"{evil}2"):
        (folder.with_name(name)).mkdir()
        graded.submit(name, filled(graded.released(), question=f"{evil} " + "un deux trois quatre cinq six sept " * 9))
    run(graded)
    main(["bilan", ASSIGNMENT])
    html = (graded.root / "classe" / "bilan" / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert "script" not in {tag.name for tag in page(graded).find_all()}
    assert {tag["src"].partition(",")[0] for tag in page(graded).select("img")} == {"data:image/svg+xml;base64"}
    assert not re.search(r"(?:src|href)=\"?https?:", html)


def test_class_wholly_read_needs_nobody(graded, capsys):
    execute(graded, READ.format("aimé"))
    assert main(["bilan", ASSIGNMENT]) == 0
    assert "classe/bilan/petit.html" in capsys.readouterr().out


def test_class_never_graded_is_told_what_to_do(course, monkeypatch, capsys):
    monkeypatch.chdir(course.root)
    assert main(["bilan", ASSIGNMENT]) == 2
    assert "mlcourse corriger petit" in capsys.readouterr().err


def test_what_a_test_says_while_it_waits_for_the_function_is_no_mistake():
    items = {"double-test": Item("Exercice 1", "Le double", 2.0)}
    hints = ["le signe est opposé", "cette propriété se note une fois que la fonction calcule"]
    copies = {hint: Copy(failures=[Failure("double-test", hint)]) for hint in hints}
    assert [each.hint for each in mistakes(items, copies)] == hints[:1]


def test_empty_answers_do_not_make_a_share_while_most_are_unread():
    items = {"question": Item("Question", "Réponse rédigée", 3.0)}
    points = {"vide": {"question": 0.0}, "lue": {"question": 3.0}, "a": {}, "b": {}}
    (row,) = successes(items, points)
    assert (row.failed, row.waiting, row.share) == (1, 2, None)
    assert by_exercise([row]) == {}
    assert successes(items, points | {"b": {"question": 3.0}})[0].share == pytest.approx(2 / 3)
