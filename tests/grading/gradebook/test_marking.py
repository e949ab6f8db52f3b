"""Lire une classe dans formgrader, avec un vrai navigateur : noter une réponse, passer à la suivante, voir le total."""

import re

import nbformat
import pytest
from playwright.sync_api import expect

from mlcourse.command import main

from ..batches import rows, run
from ..copies.opening import Jupyter, until
from ..small_course import ASSIGNMENT
from .test_opening import submission

pytestmark = [pytest.mark.navigateur, pytest.mark.timeout(300)]
RUBRIC = """Parce qu'il est divisible par deux.

| Attendu | Points |
|---|---:|
| Une copie de la réponse attendue ne se coche pas | 1 |

---

| Partie | Points |
|:---|---:|
| 1. La définition de $2n$ | 0,7 |
| 2. La divisibilité | 0,1 |
| 3. La conclusion | 2,2 |
| Remarque | sans point |
"""
MARKS = "SELECT manual_score FROM grade WHERE manual_score IS NOT NULL"


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


@pytest.fixture(scope="module")
def graded(fresh_class, tmp_path_factory):
    course = fresh_class.copy(tmp_path_factory.mktemp("lecture"))
    source = nbformat.read(course.source, as_version=4)
    source.cells[-1].source = RUBRIC
    nbformat.write(source, course.source)
    run(course)
    return course


@pytest.fixture(scope="module")
def server(graded, tmp_path_factory):
    with Jupyter("server", graded.root, tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@pytest.fixture
def tab(browser, server, graded):
    """Une copie ouverte, dans une classe où rien n'est lu : un test n'hérite pas des notes d'un autre."""
    context = browser.new_context(locale="en-US")  # où un champ de nombres ôterait la virgule
    tab = context.new_page()
    tab.goto(f"{server.address}/formgrader", wait_until="networkidle")
    forget(context, server, graded)
    tab.goto(submission(server, "aimé"), wait_until="networkidle")
    yield tab
    context.close()


def forget(context, server, graded):
    """Ôte de la classe toute note et tout commentaire mis à la main, par où les met la page."""
    given = "manual_score IS NOT NULL OR extra_credit IS NOT NULL"
    marks = [f"grade/{each}" for (each,) in rows(graded, f"SELECT id FROM grade WHERE {given}")]
    comments = [f"comment/{each}" for (each,) in rows(graded, "SELECT id FROM comment WHERE manual_comment <> ''")]
    token = {each["name"]: each["value"] for each in context.cookies()}["_xsrf"]
    nothing = {"manual_score": None, "extra_credit": None, "manual_comment": None}
    for each in marks + comments:
        address = f"{server.address}/formgrader/api/{each}"
        assert context.request.put(address, data=nothing, headers={"X-CSRFToken": token}).ok


def give(tab, text):
    """Tape une note, et quitte le champ."""
    tab.fill("#question", text)
    tab.keyboard.press("Tab")


def test_list_begins_with_what_is_to_read_and_gives_it_no_total(tab, server):
    give(tab, "1,5")  # la première copie de la liste, qui passe à sa fin
    saved(tab)
    for address in (f"gradebook/{ASSIGNMENT}/{ASSIGNMENT}", f"manage_submissions/{ASSIGNMENT}"):
        tab.goto(f"{server.address}/formgrader/{address}", wait_until="networkidle")
        lines = tab.locator("tbody tr").all_inner_texts()
        assert ["à lire" in line for line in lines].count(True) == 2
        assert all("/ 6" not in line for line in lines if "à lire" in line)
        if address.startswith("gradebook"):
            assert "4,5 / 6" in lines[-1]
            assert "aimé" in lines[-1]


def test_number_that_is_no_mark_of_the_answer_is_told_and_not_written(tab, graded):
    for text, complaint in (("35", "La cellule vaut 3 au plus."), ("3,,5", "Ce n’est pas un nombre.")):
        give(tab, text)
        tab.get_by_text(complaint).wait_for()
    tab.click(".next")
    assert rows(graded, MARKS) == []
    assert tab.input_value("#question") == "3,,5"  # on est resté là


def test_answers_are_read_one_after_another_and_the_total_follows(tab, graded, server):
    assert tab.locator("text=def double").is_hidden()
    remains(tab, "Il reste 3 copies à lire, celle-ci comprise")
    told = ("Il reste 2 copies à lire", "Il reste 1 copie à lire", "Tout est lu")
    for left, words in zip((2, 1, 0), told, strict=True):
        give(tab, "1,5")
        assert tab.input_value("#question") == "1,5"
        remains(tab, words)
        assert tab.locator("#suivante-à-lire").is_visible() == bool(left)
        if left:
            with tab.expect_navigation(wait_until="networkidle"):
                tab.click("#suivante-à-lire")
            assert tab.evaluate("document.activeElement.className") == "ligne tabbable"
    assert rows(graded, MARKS) == [(1.5,)] * 3
    tab.goto(f"{server.address}/formgrader/gradebook/{ASSIGNMENT}/{ASSIGNMENT}", wait_until="networkidle")
    assert tab.inner_text("table").count("4,5 / 6") == 2


def remains(tab, words):
    """Attend que la page dise, à côté du bouton, ce qui reste à lire."""
    expect(tab.locator("#reste-à-lire")).to_have_text(words)


def test_what_remains_to_read_stays_right_to_and_fro_and_one_button_alone_leads_there(tab):
    remains(tab, "Il reste 3 copies à lire, celle-ci comprise")
    assert tab.locator("nav .btn-primary").all_inner_texts() == ["À lire ensuite"]
    with tab.expect_navigation(wait_until="networkidle"):
        tab.click("#suivante-à-lire")
    give(tab, "1")
    remains(tab, "Il reste 2 copies à lire")
    tab.go_back(wait_until="networkidle")
    remains(tab, "Il reste 2 copies à lire, celle-ci comprise")
    give(tab, "1")
    remains(tab, "Il reste 1 copie à lire")
    with tab.expect_navigation(wait_until="networkidle"):
        tab.click("#suivante-à-lire")
    remains(tab, "Il reste 1 copie à lire\u00a0: celle-ci")
    assert tab.locator("#suivante-à-lire").is_hidden()


def test_rubric_stands_beside_the_answer_below_the_bar(tab):
    names = ".en-regard .text_cell_render", "aside", "nav"
    answer, rubric, bar = (tab.locator(name).bounding_box() for name in names)
    assert rubric["x"] >= answer["x"] + answer["width"]
    assert rubric["y"] - answer["y"] < 20
    assert tab.locator(".panel-title").first.bounding_box()["y"] >= bar["y"] + bar["height"]


def test_whole_notebook_is_shown_when_asked_and_from_one_copy_to_the_next(tab, server):
    code = tab.locator("text=def double")
    tab.click("#vue")
    code.wait_for()
    tab.goto(submission(server, "Zoé N'Guyen"), wait_until="networkidle")
    assert code.is_visible()
    tab.click("#vue")
    code.wait_for(state="hidden")


def test_nobody_is_called_none(tab, server):
    tab.goto(f"{server.address}/formgrader/manage_submissions/{ASSIGNMENT}", wait_until="networkidle")
    assert "None," not in tab.inner_text("table")
    assert "N'Guyen, Zoé" in tab.inner_text("table")


def saved(tab):
    """Attend que le serveur ait tout reçu ; rend ce que montre le champ."""
    until(tab, "$.active === 0")
    return tab.input_value("#question")


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


def test_lines_are_ticked_from_the_keyboard_and_one_leaves_from_there(tab, server):
    tab.locator("#question").focus()
    for _ in range(2):  # les points en plus, puis la première ligne
        tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "ligne tabbable"
    tab.keyboard.press("Space")
    assert saved(tab) == "0,7"
    with tab.expect_navigation(wait_until="networkidle"):
        tab.keyboard.press("Control+.")
    assert submission(server, "aimé") not in tab.url


def test_class_is_read_without_leaving_the_keyboard(tab, graded, server):
    tab.goto(submission(server, "Élodie  (groupe 2)"), wait_until="networkidle")
    give(tab, "1")
    saved(tab)
    tab.goto(submission(server, "aimé"), wait_until="networkidle")
    for key, told in (("0", "0"), ("1", "0,7"), ("3", "2,9"), ("1", "2,2")):
        tab.keyboard.press(key)
        assert saved(tab) == told
    remains(tab, "Il reste 1 copie à lire")
    with tab.expect_navigation(wait_until="networkidle"):
        tab.keyboard.press("Enter")
    assert tab.inner_text(".live-notebook a.name-shown") == "Zoé N'Guyen"
    tab.focus("#question")
    tab.keyboard.type("1,5")  # dans le champ, un chiffre est une note
    tab.keyboard.press("Enter")
    remains(tab, "Tout est lu")
    assert saved(tab) == "1,5"
    assert not any(line.is_checked() for line in tab.get_by_role("checkbox").all())
    tab.focus("#question-comment")
    tab.keyboard.type("1\n2")
    assert tab.input_value("#question-comment").endswith("1\n2")
    assert saved(tab) == "1,5"
    assert {(2.2,), (1.5,)} <= {*rows(graded, MARKS)}


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


def test_page_that_is_slow_to_open_says_that_it_opens(tab):
    told = tab.get_by_text("La page demandée s’ouvre…")
    tab.evaluate("window.dispatchEvent(new Event('beforeunload'))")
    assert told.is_visible()
    tab.evaluate("window.dispatchEvent(new Event('pageshow'))")  # on y revient
    assert told.is_hidden()


def held_back(tab, pattern):
    """Retient ce que la page demande à ces adresses ; rend ce qui est retenu."""
    late = []
    tab.route(pattern, lambda route: late.append(route))
    return late


def ticked(tab):
    """Si chaque ligne du barème est cochée."""
    return [line.is_checked() for line in tab.locator(".ligne").all()]


def test_key_typed_while_the_next_copy_opens_ticks_nothing_on_the_one_just_left(tab, graded, server):
    remains(tab, "Il reste 3 copies à lire, celle-ci comprise")
    asked = []
    tab.route(re.compile("/submissions/.*index="), lambda route: (asked.append(route), route.fulfill(status=204)))
    tab.keyboard.press("Enter")
    until_held(tab, asked)  # sans contenu, la page demandée n'arrive jamais : on reste à l'attendre
    assert tab.get_by_text("La page demandée s’ouvre…").is_visible()
    assert tab.evaluate("getComputedStyle(document.querySelector('body > .container')).opacity") == "0.4"
    for key in ("1", "0", "Enter"):
        tab.keyboard.press(key)
    tab.mouse.click(*middle(tab.locator(".ligne").nth(1)))
    assert ticked(tab) == [False] * 3
    assert saved(tab) == ""
    assert len(asked) == 1
    assert rows(graded, MARKS) == []
    tab.keyboard.press("Escape")
    assert tab.get_by_text("La page demandée s’ouvre…").is_hidden()
    tab.keyboard.press("1")
    assert saved(tab) == "0,7"
    tab.keyboard.press("1")
    assert saved(tab) == ""
    tab.unroute(re.compile("/submissions/.*index="))
    with tab.expect_navigation(wait_until="networkidle"):
        tab.keyboard.press("Enter")
    assert submission(server, "aimé") not in tab.url
    assert ticked(tab) == [False] * 3


def test_key_typed_while_the_last_mark_is_written_goes_nowhere_and_one_may_stay(tab, graded):
    late = held_back(tab, "**/api/grade/*")
    give(tab, "1")
    until_held(tab, late)
    here = tab.url
    for leaving in ("Enter", "Control+."):
        tab.keyboard.press(leaving)
        assert tab.get_by_text("La page demandée s’ouvre…").is_visible()
        tab.keyboard.press("1")
        assert ticked(tab) == [False] * 3
        tab.keyboard.press("Escape")
    late[0].continue_()
    assert saved(tab) == "1"
    tab.wait_for_timeout(300)
    assert tab.url == here
    assert rows(graded, MARKS) == [(1.0,)]


def middle(part):
    box = part.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_key_typed_before_a_copy_is_ready_or_painted_ticks_nothing_there(tab, graded, server):
    before = rows(graded)
    late = held_back(tab, "**/api/comments*")
    tab.goto(submission(server, "Zoé N'Guyen"), wait_until="load")
    until_held(tab, late)
    tab.locator("aside").click()
    for key in ("1", "0"):
        tab.keyboard.press(key)
    assert ticked(tab) == [False] * 3
    assert tab.evaluate("getComputedStyle(document.querySelector('.barème')).opacity") == "0.4"
    for route in late:
        route.continue_()
    until(tab, "document.querySelectorAll('.ligne:enabled').length === 3")
    assert rows(graded) == before
    tab.unroute("**/api/comments*")
    tab.add_init_script("window.requestAnimationFrame = () => 0")
    tab.goto(submission(server, "Zoé N'Guyen"), wait_until="networkidle")
    tab.keyboard.press("1")
    assert ticked(tab) == [False] * 3
    assert rows(graded) == before


def test_late_count_of_what_is_left_to_read_does_not_replace_a_newer_one(tab):
    give(tab, "")
    saved(tab)
    waits, late = tab.get_by_text(re.compile("Il reste")), []
    waits.wait_for()

    def hold(route):
        if late:
            route.continue_()
        else:
            late.append((route, route.fetch()))

    tab.route("**/api/submitted_notebooks/**", hold)
    give(tab, "1")
    until_held(tab, late)
    give(tab, "")
    tab.wait_for_timeout(500)
    route, answer = late[0]
    assert '"needs_manual_grade": false' in answer.text()
    route.fulfill(response=answer)
    saved(tab)
    tab.wait_for_timeout(300)
    assert waits.is_visible()


def until_held(tab, late):
    """Attend que la première demande soit retenue."""
    for _ in range(500):
        if late:
            return
        tab.wait_for_timeout(20)
    raise AssertionError("Rien n'est demandé.")
