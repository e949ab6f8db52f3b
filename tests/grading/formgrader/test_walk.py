"""Lire une classe dans formgrader, avec un vrai navigateur : d'une copie à la suivante, jusqu'à la dernière."""

import re

import pytest

from ..batches import rows
from ..copies.opening import until
from ..gradebook.test_opening import submission
from ..small_course import ASSIGNMENT
from .gestures import MARKS, give, held_back, remains, saved, ticked, until_held

pytestmark = [pytest.mark.navigateur, pytest.mark.timeout(300)]


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


def averages(tab, server):
    """Les moyennes que montrent la liste des devoirs, puis celle des carnets : du tout, et de ce qui est rédigé."""
    found = []
    for address in ("gradebook", f"gradebook/{ASSIGNMENT}"):
        tab.goto(f"{server.address}/formgrader/{address}", wait_until="networkidle")
        found += tab.locator("td.score, td.avg-score, td.avg-written-score").all_inner_texts()
    return found


def test_average_waits_until_everything_is_read(tab, server):
    assert averages(tab, server) == ["après lecture"] * 3


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
    assert averages(tab, server) == ["3,83 / 6", "3,83 / 6", "1,5 / 3"]


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


def test_page_that_is_slow_to_open_says_that_it_opens(tab):
    told = tab.get_by_text("La page demandée s’ouvre…")
    tab.evaluate("window.dispatchEvent(new Event('beforeunload'))")
    assert told.is_visible()
    tab.evaluate("window.dispatchEvent(new Event('pageshow'))")  # on y revient
    assert told.is_hidden()


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
