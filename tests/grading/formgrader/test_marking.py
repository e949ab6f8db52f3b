"""Noter une réponse dans formgrader, avec un vrai navigateur : la note, le barème, le commentaire."""

import nbformat
import pytest

from mlcourse.command import main

from ..batches import rows
from ..small_course import ASSIGNMENT
from .gestures import MARKS, RUBRIC, give, saved

pytestmark = [pytest.mark.navigateur, pytest.mark.timeout(300)]

TAKING = """Parce qu'il est divisible par deux.

---

| Partie | Points |
|:---|---:|
| 1. La définition | 1 |
| 2. La conclusion | 2 |
| Un oubli | − 0,5 par oubli |
| Hors sujet | -2 |
"""
ONLY_TAKING = "\n".join(line for line in TAKING.splitlines() if "1. " not in line and "2. " not in line)


def test_number_that_is_no_mark_of_the_answer_is_told_and_not_written(tab, graded):
    for text, complaint in (("35", "La cellule vaut 3 au plus."), ("3,,5", "Ce n’est pas un nombre.")):
        give(tab, text)
        tab.get_by_text(complaint).wait_for()
    tab.click(".next")
    assert rows(graded, MARKS) == []
    assert tab.input_value("#question") == "3,,5"  # on est resté là


def test_rubric_stands_beside_the_answer_below_the_bar(tab):
    names = ".en-regard .text_cell_render", "aside", "nav"
    answer, rubric, bar = (tab.locator(name).bounding_box() for name in names)
    assert rubric["x"] >= answer["x"] + answer["width"]
    assert rubric["y"] - answer["y"] < 20
    assert tab.locator(".panel-title").first.bounding_box()["y"] >= bar["y"] + bar["height"]


def test_ticked_lines_of_the_rubric_make_the_mark_and_the_field_stays_free(tab, graded):
    tab.click(".à-lire .no-credit")
    assert saved(tab) == "0"
    lines = tab.get_by_role("checkbox")
    assert lines.count() == 3
    definition, divisible, conclusion = lines.all()
    definition.check()
    divisible.check()
    assert saved(tab) == "0,8"
    give(tab, "1,3")
    definition.uncheck()
    assert saved(tab) == "0,6"
    assert (0.6,) in rows(graded, MARKS)
    give(tab, "2")
    conclusion.check()
    tab.get_by_text("La cellule vaut 3 au plus.").wait_for()
    assert saved(tab) == "4,2"
    conclusion.uncheck()
    assert saved(tab) == "2"


def test_all_points_tick_every_line_and_none_ticked_is_not_a_zero(tab, graded):
    tab.click(".à-lire .full-credit")
    saved(tab)
    for line in tab.get_by_role("checkbox").all():
        line.uncheck()
    assert saved(tab) == ""
    assert (3.0,) not in rows(graded, MARKS)
    assert (0.0,) not in rows(graded, MARKS)


def test_what_is_ticked_stays_so_and_the_student_reads_it_in_the_comment(tab, graded, monkeypatch):
    tab.click(".à-lire .no-credit")
    tab.fill("#question-comment", "Bien vu.")
    tab.get_by_role("checkbox").nth(0).check()
    tab.get_by_role("checkbox").nth(1).check()
    tab.get_by_role("checkbox").nth(1).uncheck()
    saved(tab)
    told = (
        "Bien vu.\n\n| Barème | Points |\n|:---|---:|\n| 1. La définition de $2n$ | 0,7 / 0,7 |\n"
        "| 2. La divisibilité | 0 / 0,1 |\n| 3. La conclusion | 0 / 2,2 |"
    )
    assert (told,) in rows(graded, "SELECT manual_comment FROM comment")
    tab.reload(wait_until="networkidle")
    lines = tab.get_by_role("checkbox")
    assert [line.is_checked() for line in lines.all()] == [True, False, False]
    lines.nth(2).check()
    assert saved(tab) == "2,9"
    monkeypatch.chdir(graded.root)
    main(["rendre", ASSIGNMENT])
    page = (graded.root / "classe" / "feedback" / "aimé" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert "0,7 / 0,7" in page
    assert "2,2 / 2,2" in page
    for line in lines.all():
        line.uncheck()
    saved(tab)
    assert ("Bien vu.",) in rows(graded, "SELECT manual_comment FROM comment")


def test_mark_that_is_not_the_sum_of_its_ticked_lines_tells_the_student_the_difference(tab, graded):
    tab.click(".à-lire .no-credit")
    definition, divisible, _ = tab.get_by_role("checkbox").all()
    definition.check()
    divisible.check()
    assert saved(tab) == "0,8"
    comment = tab.locator("#question-comment")
    assert "Ajusté" not in comment.input_value()
    give(tab, "1,05")
    saved(tab)
    told = "| 3. La conclusion | 0 / 2,2 |\n| Ajusté par l’enseignant | +0,25 |"
    assert comment.input_value().endswith(told)
    assert any(text and text.endswith(told) for (text,) in rows(graded, "SELECT manual_comment FROM comment"))
    divisible.uncheck()
    assert saved(tab) == "0,95"
    assert comment.input_value().count("Ajusté") == 1
    give(tab, "0,5")
    saved(tab)
    assert comment.input_value().endswith("| Ajusté par l’enseignant | −0,2 |")
    give(tab, "0,7")
    saved(tab)
    assert "Ajusté" not in comment.input_value()
    definition.uncheck()
    saved(tab)


def test_mark_with_nothing_ticked_tells_the_student_that_it_is_given_as_a_whole(tab, graded):
    mine = "    un retrait\n\nBien vu.  "  # ce qu'une personne a écrit, blancs compris
    comment = tab.locator("#question-comment")
    comment.fill(mine)
    give(tab, "1,5")
    saved(tab)
    table = "\n\n| Barème | Points |\n|:---|---:|\n"
    told = f"{mine.rstrip()}{table}| Note donnée d’ensemble | 1,5 / 3 |"
    assert comment.input_value() == told
    assert (told,) in rows(graded, "SELECT manual_comment FROM comment")
    comment.fill(f"{told}\n\nÀ revoir.\n")
    give(tab, "2")
    saved(tab)
    assert comment.input_value() == f"{told.replace('1,5', '2')}\n\nÀ revoir.\n"
    tab.get_by_role("checkbox").nth(0).check()
    saved(tab)
    assert "d’ensemble" not in comment.input_value()
    tab.get_by_role("checkbox").nth(0).uncheck()
    saved(tab)
    assert "| Note donnée d’ensemble | 2 / 3 |" in comment.input_value()
    give(tab, "")
    saved(tab)
    assert comment.input_value() == f"{mine.rstrip()}\n\nÀ revoir.\n"
    comment.fill("")
    tab.keyboard.press("Tab")
    saved(tab)


def test_zero_with_nothing_ticked_tells_the_student_every_line_and_a_mark_of_ones_own_none(tab, graded):
    comments = "SELECT manual_comment FROM comment"
    give(tab, "0")
    saved(tab)
    told = (
        "| Barème | Points |\n|:---|---:|\n| 1. La définition de $2n$ | 0 / 0,7 |\n"
        "| 2. La divisibilité | 0 / 0,1 |\n| 3. La conclusion | 0 / 2,2 |"
    )
    assert tab.input_value("#question-comment").endswith(told)
    assert any(comment and comment.endswith(told) for (comment,) in rows(graded, comments))
    assert not any(line.is_checked() for line in tab.get_by_role("checkbox").all())
    give(tab, "1,5")
    saved(tab)
    assert "La définition" not in tab.input_value("#question-comment")
    give(tab, "")
    saved(tab)
    assert "Barème" not in tab.input_value("#question-comment")


@pytest.fixture
def rubric_of(tab, graded, server):
    """Met un autre barème au sujet, et rouvre la copie ; remet le premier à la fin."""

    def use(rubric):
        source = nbformat.read(graded.source, as_version=4)
        source.cells[-1].source = rubric
        nbformat.write(source, graded.source)
        tab.reload(wait_until="networkidle")

    yield use
    tab.click(".à-lire .no-credit")
    saved(tab)
    tab.fill("#question-comment", "")
    give(tab, "")
    saved(tab)
    use(RUBRIC)


def test_lines_that_take_points_away_are_ticked_too_down_to_zero_and_no_further(tab, graded, rubric_of):
    rubric_of(TAKING)
    tab.click(".à-lire .full-credit")
    assert saved(tab) == "3"
    definition, conclusion, slip, off = tab.get_by_role("checkbox").all()
    assert [line.is_checked() for line in (definition, conclusion, slip, off)] == [True, True, False, False]
    slip.check()
    assert saved(tab) == "2,5"
    assert "| 2. La conclusion | 2 / 2 |\n| Un oubli | −0,5 |" in tab.input_value("#question-comment")
    assert "Hors sujet" not in tab.input_value("#question-comment")
    conclusion.uncheck()
    off.check()
    assert saved(tab) == "0"
    assert (0.0,) in rows(graded, MARKS)
    tab.reload(wait_until="networkidle")
    assert [line.is_checked() for line in tab.get_by_role("checkbox").all()] == [True, False, True, True]
    off.uncheck()
    assert saved(tab) == "0,5"
    definition.uncheck()
    slip.uncheck()
    assert saved(tab) == ""


def test_rubric_that_only_takes_away_starts_from_all_the_points(tab, graded, rubric_of):
    rubric_of(ONLY_TAKING)
    slip, off = tab.get_by_role("checkbox").all()
    slip.check()
    assert saved(tab) == "2,5"
    off.check()
    assert saved(tab) == "0,5"
    assert "Ajusté" not in tab.input_value("#question-comment")
    tab.reload(wait_until="networkidle")
    off.uncheck()
    assert saved(tab) == "2,5"
    slip.uncheck()
    assert saved(tab) == ""
    assert (3.0,) not in rows(graded, MARKS)


def test_keys_and_what_half_a_line_becomes_are_told_below_the_rubric(tab):
    assert tab.locator("aside kbd").all_inner_texts() == ["1", "2", "3", "0", "Entrée"]
    assert "À moitié acquise, elle s’arrange par la note" in " ".join(tab.inner_text("aside").split())


def test_late_answer_of_the_server_leaves_what_is_being_typed(tab):
    late = []
    tab.route("**/api/grade/*", lambda route: late.append(route))
    with tab.expect_request("**/api/grade/*"):
        give(tab, "1")
    tab.fill("#question", "2,")
    for route in late:
        route.continue_()
    assert saved(tab) == "2,"


def test_marks_given_faster_than_the_server_answers_are_written_in_their_order(tab, graded):
    held, asked = [], []

    def note(request):
        if "/api/grade/" in request.url and request.post_data:
            asked.append(request.post_data_json["manual_score"])

    tab.on("request", note)
    tab.route("**/api/grade/*", lambda route: route.continue_() if held else held.append(route))
    with tab.expect_request("**/api/grade/*"):
        give(tab, "0,5")
    give(tab, "1,5")
    give(tab, "2,5")
    assert len(asked) == len(held) == 1
    held[0].continue_()
    assert saved(tab) == "2,5"
    assert asked == ["0.5", "2.5"]
    assert (2.5,) in rows(graded, MARKS)
