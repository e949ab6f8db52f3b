"""Ce que dit la page de retour : la note si elle est définitive, chaque point sous son nom, rien de la machine."""

import subprocess
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell

from mlcourse.grading.gradebook.feedback import write_pages
from mlcourse.grading.gradebook.sections import Book, numbered_pages
from mlcourse.grading.gradebook.traces import plain_trace
from mlcourse.grading.submission.rebuild import BELOW

from ...assignments.workshop import ROOT
from ..batches import COMMENTS, execute, run
from ..batches import rows as recorded
from ..small_course import ASSIGNMENT, RIGHT, filled

BLANK = "*à compléter par l'enseignant*"
READ = "UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 WHERE cell_id IN (SELECT id FROM base_cell WHERE "
READ += "name = 'question')"


def pages(course):
    """La page de chacun."""
    opened = course.open()
    found = write_pages(opened, ASSIGNMENT, opened.students(ASSIGNMENT))
    return {student: BeautifulSoup(path.read_text("utf-8"), "html.parser") for student, (path,) in found.items()}


def rows(page):
    return [
        [" ".join(cell.get_text().split()) for cell in row.find_all(["th", "td"])] for row in page.select(".points tr")
    ]


@pytest.fixture
def graded(course):
    run(course)
    return course


def test_page_names_the_student_the_exercises_and_what_each_test_judges(graded):
    page = pages(graded)["Élodie  (groupe 2)"]
    assert page.h1.get_text() == "Petit devoir"
    assert "Élodie (groupe 2)" in " ".join(page.header.get_text().split())
    assert rows(page)[1:] == [
        ["Petit devoir", "1 / 3"],
        ["Le double", "✗ raté", "0 / 2"],
        ["double-zero", "✓ réussi", "1 / 1"],
        ["Question", "— / 3"],
        ["Réponse rédigée", "… à lire", "— / 3"],
    ]


def test_copy_that_could_not_be_read_has_no_mark_yet(course):
    course.submit("Ève", b"{")
    run(course)
    page = pages(course)["Ève"]
    verdict = page.select_one(".verdict").get_text().replace("\u00a0", " ")
    assert verdict.startswith("Pas encore de note : une personne doit d'abord regarder ce que vous avez rendu.")
    assert "« petit.ipynb » ne se lit pas : le fichier est incomplet ou abîmé" in verdict
    assert not page.select(".points, .notée")
    assert "raté" not in page.body.get_text()


MARKED = """UPDATE grade SET manual_score = {mark}, extra_credit = {extra}, needs_manual_grade = 0
WHERE cell_id IN (SELECT id FROM base_cell WHERE name IN ({cells})) AND notebook_id IN (
    SELECT submitted_notebook.id FROM submitted_notebook JOIN submitted_assignment
    ON submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = 'Ève')"""


def test_copy_that_could_not_be_read_shows_its_mark_and_comment_and_no_test_once_a_person_has_marked_it(course):
    course.submit("Ève", b"{")
    run(course)
    execute(course, MARKED.format(mark=2, extra=1.5, cells="'double-test'"))
    execute(course, "UPDATE comment SET manual_comment = 'Un beau PDF.' WHERE auto_comment IS NOT NULL")
    page = pages(course)["Ève"]
    assert page.select_one(".verdict").get_text().startswith("Note")
    assert "11,67" in page.select_one(".verdict").get_text()
    assert "Un beau PDF." in page.main.get_text()
    for word in ("raté", "Copie non exécutée", "rien répondu", "double-zero", "Le test"):
        assert word not in page.body.get_text()


def test_copy_that_could_not_be_read_shows_each_of_several_marks_that_a_person_gave_it(course):
    course.submit("Ève", b"{")
    run(course)
    execute(course, MARKED.format(mark=1, extra=0, cells="'double-test', 'question'"))
    page = pages(course)["Ève"]
    assert rows(page)[1:] == [
        ["Petit devoir", "1 / 2"],
        ["Le double", "✓ lu", "1 / 2"],
        ["Question", "1 / 3"],
        ["Réponse rédigée", "✓ lu", "1 / 3"],
    ]
    assert "Copie non exécutée" not in page.body.get_text()
    assert next(cell.source for cell in course.released().cells if cell.id == "question") not in page.body.get_text()
    assert [page.find(id=link["href"][1:]) is not None for link in page.select(".points a")] == [True, True]


def test_points_beyond_those_of_a_cell_are_of_the_whole_copy_and_told_with_it_alone(course):
    course.submit("Ève", b"{")
    run(course)
    execute(course, MARKED.format(mark=1, extra=0, cells="'question'"))
    execute(course, MARKED.format(mark=2, extra=1.5, cells="'double-test'"))
    page = pages(course)["Ève"]
    assert page.select_one(".verdict").get_text().startswith("Note")
    assert not page.select(".points, .notée")


QUESTION = "(SELECT id FROM base_cell WHERE name = 'question')"
RUBRIC = "| Barème | Points |\n|:---|---:|\n| 1. La définition | 0 / 1 |\n| 2. La conclusion | 0 / 2 |"


@pytest.mark.parametrize("said", ["", "Un beau PDF."])
def test_mark_given_as_a_whole_is_told_alone_without_zeros_nor_rubric_nor_the_text_of_the_subject(course, said):
    course.submit("Ève", b"{")
    run(course)
    stub = next(cell.source for cell in course.released().cells if cell.id == "question")
    execute(course, MARKED.format(mark=0, extra=0, cells="'question'"))
    execute(course, MARKED.format(mark=0.5, extra=2.5, cells="'double-test'"))
    execute(course, f"UPDATE comment SET manual_comment = '{said}\n\n{RUBRIC}' WHERE cell_id IN {QUESTION}")
    page = pages(course)["Ève"]
    assert page.select_one(".verdict").get_text().replace("\u00a0", " ") == "Note donnée d'ensemble : 10 / 20"
    assert not page.select("table, .notée")
    assert all(word not in page.body.get_text() for word in (stub, "Barème", "La définition", "Votre réponse"))
    assert [part.get_text().split(": ")[-1].strip() for part in page.select(".commentaire")] == [said] * bool(said)


def test_answer_left_blank_is_told_so_in_french_unless_somebody_comments_it(course):
    course.submit("aimé", course.released())
    run(course)
    blank = "Vous n'avez rien répondu."
    told = [part.get_text() for part in pages(course)["aimé"].select(".commentaire")]
    assert ["No response" in text for text in told] == [False, False]
    assert all(blank in text for text in told)
    execute(course, "UPDATE comment SET manual_comment = 'Venez me voir.'")
    assert blank not in pages(course)["aimé"].get_text()


def test_answer_added_below_the_stub_is_not_told_to_be_missing(course):
    notebook = course.released()
    notebook.cells.insert(3, new_code_cell(RIGHT))
    course.submit("aimé", notebook)
    run(course)
    page = pages(course)["aimé"]
    comments = {name: auto for student, name, auto, _ in recorded(course, COMMENTS) if student == "aimé"}
    assert comments["double"] is None
    assert comments["question"] == "No response."
    assert page.get_text().count("rien répondu") == 1
    assert BELOW in page.get_text()


def test_title_is_that_of_the_assignment_though_the_grader_puts_its_remarks_first(course):
    course.submit("Ève", b"{")
    run(course)
    page = pages(course)["Ève"]
    assert "ne se lit pas" in page.main.get_text()
    assert page.h1.get_text() == "Petit devoir"


def test_every_line_of_the_table_leads_to_its_cell(graded):
    page = pages(graded)["Élodie  (groupe 2)"]
    titles = [page.find(id=link["href"][1:]).select_one(".titre span").get_text() for link in page.select(".points a")]
    assert titles == ["Le double", "double-zero", "Votre réponse"]
    assert "raté" in page.find(id=page.select_one(".points .raté a")["href"][1:])["class"]


def test_what_is_not_read_is_no_mark(graded):
    page = pages(graded)["Zoé N'Guyen"]
    verdict = " ".join(page.select_one(".verdict").get_text().split())
    assert verdict == "Pas encore de note : 1 réponse n'est pas encore lue. Acquis : 3 sur les 3 points déjà corrigés."


def test_mark_is_out_of_twenty_and_says_what_lateness_took(graded):
    execute(
        graded,
        READ,
        "UPDATE submitted_notebook SET late_submission_penalty = 0.5",
        "UPDATE assignment SET duedate = '2026-01-01 00:00:00.000000'",
        "UPDATE submitted_assignment SET timestamp = '2026-01-01 02:00:00.000000'",
    )
    header = " ".join(pages(graded)["Zoé N'Guyen"].header.get_text().split())
    assert "Note : 16,67 / 20" in header
    assert "Rendu avec 2 h de retard : −0,5" in header


def test_what_the_statement_never_said_of_the_hand_in_is_not_asked_of_the_student(course):
    notebook = nbformat.read(course.source, as_version=4)
    notebook.cells[0].source += "\n\n| À rendre | Ici |\n|:---|:---|\n| Avant le | @échéance@ |\n| Sur | @plateforme@ |"
    nbformat.write(notebook, course.source)
    assert course.released().cells[0].source.count(BLANK) == 2
    course.submit("aimé", filled(course.released(), question=f"Mon plan : {BLANK}."))
    run(course)
    told = pages(course)["aimé"].main.get_text()
    assert "À rendre" not in told
    assert told.count("à compléter par l'enseignant") == 1  # ce que l'étudiant écrit reste
    assert "Une fonction à écrire" in told


def test_lateness_is_told_even_when_it_costs_nothing_and_never_to_those_on_time(graded):
    hand_in = "UPDATE submitted_assignment SET timestamp = '2026-01-0{} 02:00:00.000000' WHERE student_id {} 'aimé'"
    execute(
        graded,
        "UPDATE assignment SET duedate = '2026-01-02 00:00:00.000000'",
        *(hand_in.format(*each) for each in ((1, "="), (2, "<>"))),
    )
    headers = {student: " ".join(page.header.get_text().split()) for student, page in pages(graded).items()}
    assert "Rendu avec 2 h de retard, sans rien perdre." in headers["Zoé N'Guyen"]
    assert "retard" not in headers["aimé"]


def test_page_of_one_notebook_among_several_gives_points_and_no_mark(course):
    text = course.source.read_text("utf-8").replace('"grade_id": "', '"grade_id": "suite-')
    (course.source.parent / "suite.ipynb").write_text(text, "utf-8")
    course.submit("aimé", filled(course.released()), "suite.ipynb")
    run(course)
    execute(course, READ)
    opened = course.open()
    first, second = write_pages(opened, ASSIGNMENT, ["aimé"])["aimé"]
    assert (first.name, second.name) == ("petit.html", "suite.html")
    page = BeautifulSoup(first.read_text("utf-8"), "html.parser")
    assert page.select_one(".verdict").get_text() == "5,5 / 6 points"


def test_comment_of_the_reader_is_under_the_answer(graded):
    execute(graded, READ, "UPDATE comment SET manual_comment = 'Très **bien**'")
    cell = pages(graded)["Zoé N'Guyen"].select_one("#notebook .lu")
    assert cell.select_one(".titre b").get_text().split() == ["✓", "lu,", "2,5", "/", "3"]
    assert cell.select_one(".commentaire strong").get_text() == "bien"


def test_trace_tells_the_cells_of_the_copy_and_no_path_of_this_machine():
    with_library = "import json\ndef f():\n    return json.loads('{')\nf()"
    code = f"exec(compile({with_library!r}, '<cellule 3>', 'exec'))"
    trace = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr
    assert "json" in trace
    told = plain_trace(trace)
    assert [line.strip() for line in told.splitlines() if "cellule 3" in line] == [
        "cellule 3, ligne 4, <module>",
        "cellule 3, ligne 3, f",
    ]
    assert told.splitlines()[-1].startswith("json.decoder.JSONDecodeError")
    assert "/" not in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def double(x)\n    return 2 * x", " : il manque « : »."),
        ("def double(x):\n    return 2 * x\nprint(nul)", " : le nom « nul » n'est pas défini"),
        ("def double(x):\n    return 2 * x\nraise ValueError('À revoir')", ""),
    ],
)
def test_common_error_of_the_copy_is_also_told_in_french(course, source, said):
    course.submit("Ève", filled(course.released(), source))
    run(course)
    answer = pages(course)["Ève"].select_one("#notebook").get_text().replace("\u00a0", " ")
    assert said in answer
    assert answer.count("À revoir") == 2 * (not said)


def test_section_that_a_message_cites_is_a_link_to_the_book_once_its_address_is_known():
    book = Book(ROOT, site="https://exemple.fr/cours/")
    linked = BeautifulSoup(book.linked("relire : section\u00a01.3, ou section 9.9"), "html.parser")
    assert [link["href"] for link in linked.find_all("a")] == [
        "https://exemple.fr/cours/retropropagation/derniere-couche.html"
    ]
    assert linked.get_text() == "relire : section\u00a01.3, ou section 9.9"
    assert Book(ROOT).linked("section 1.3") == "section 1.3"


def test_every_numbered_section_has_its_page():
    found = numbered_pages(ROOT / "book" / "_toc.yml")
    assert len(found) > 20
    assert all((ROOT / "book" / f"{page}.md").is_file() for page in found.values())
