"""Lire le livre : tourner les pages au clavier, copier un code, retrouver ce que l'on a lu."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.navigateur

PAGE, NEXT, PREVIOUS = (f"retropropagation/{name}.html" for name in ("regle-de-la-chaine", "derniere-couche", "cout"))
STORE = "localStorage.getItem('livre-lectures')"
# Un navigateur qui ne laisse rien retenir au livre.
REFUSED = """for (const name of ["getItem", "setItem", "removeItem"]) {
  const kept = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...others) {
    if (key.startsWith("livre-")) throw new Error("refusé");
    return kept.call(this, key, ...others);
  };
}"""
PAUSE = 2500  # un peu plus que l'arrêt qui fait compter une section
TOC = "#pst-page-toc-nav a"


@pytest.fixture
def tab(page, site_url):
    """Une page du livre, ouverte par un lecteur nouveau."""
    page.goto(f"{site_url}/{PAGE}")
    return page


@pytest.mark.parametrize(("key", "target"), [("ArrowRight", NEXT), ("ArrowLeft", PREVIOUS)])
def test_an_arrow_turns_the_page_and_its_link_says_so(tab, key, target):
    link = tab.locator(f".prev-next-area [aria-keyshortcuts={key}]")
    assert link.evaluate("link => link.href").endswith(target)
    assert {"ArrowRight": "→", "ArrowLeft": "←"}[key] in link.get_attribute("title")
    tab.keyboard.press(key)
    tab.wait_for_url(f"**/{target}")


def test_in_a_box_that_scrolls_an_arrow_scrolls(tab):
    tab.set_viewport_size({"width": 390, "height": 844})
    box = tab.locator(".katex-display[tabindex='0'], pre[tabindex='0']").filter(visible=True).first
    box.evaluate("box => { box.style.width = '4rem'; box.focus(); }")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())
    assert tab.url.endswith(PAGE)


def test_an_arrow_among_the_choices_of_a_question_stays_on_the_page(tab):
    tab.locator("fieldset.question input").first.focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_timeout(300)
    assert tab.url.endswith(PAGE)


@pytest.fixture(params=["adresse", "dossier"])
def code(request, browser, site, site_url):
    """Une page qui montre du code, servie ou ouverte depuis son dossier, dans un téléphone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    tab = context.new_page()
    tab.goto(f"{site_url if request.param == 'adresse' else site.as_uri()}/retropropagation/algorithme.html")
    yield tab
    context.close()


def test_a_finger_sees_the_copy_button_and_it_copies_the_code(code):
    button = code.locator("button.copybtn").filter(visible=True).first
    button.scroll_into_view_if_needed()
    assert button.evaluate("button => getComputedStyle(button).opacity") == "1"
    assert button.bounding_box()["height"] >= 24
    shown = button.evaluate("button => document.querySelector(button.dataset.clipboardTarget).textContent")
    button.tap()
    expect(button).to_have_attribute("data-tooltip", "Copié\N{NARROW NO-BREAK SPACE}!")
    field = code.evaluate_handle("document.body.appendChild(document.createElement('textarea'))").as_element()
    field.focus()
    code.keyboard.press("Control+V")
    assert field.input_value().split() == shown.split()


def read_to_the_end(tab):
    """Descend la page en s'arrêtant à chaque fenêtre, comme on la lit."""
    height = tab.evaluate("document.body.scrollHeight")
    for top in range(0, height, 4000):
        tab.evaluate("top => scrollTo({ top, behavior: 'instant' })", top)
        tab.wait_for_timeout(PAUSE)


def test_a_section_seen_to_its_end_is_marked_where_it_is_listed(tab):
    assert tab.locator(".lue").count() == 0
    entry = tab.locator(TOC).first
    end = entry.evaluate("link => document.querySelector(link.hash).getBoundingClientRect().bottom + scrollY")
    tab.evaluate("end => scrollTo({ top: end - innerHeight + 20, behavior: 'instant' })", end)
    entry.filter(has_text="(lue)").wait_for()
    assert tab.locator(f"{TOC}.lue").count() < tab.locator(TOC).count()
    assert tab.locator(".bd-docs-nav .lue").count() == 0
    tab.reload()
    assert entry.evaluate("link => link.classList.contains('lue')")
    assert tab.context.cookies() == []


def test_a_section_passed_without_a_stop_is_not_read(tab):
    for top in range(0, tab.evaluate("document.body.scrollHeight"), 3000):
        tab.evaluate("top => scrollTo({ top, behavior: 'instant' })", top)
        tab.wait_for_timeout(100)
    assert tab.locator(f"{TOC}.lue").count() == 0


def test_a_page_read_whole_is_marked_in_the_contents_of_the_book(page, site):
    page.set_viewport_size({"width": 1280, "height": 4000})
    page.goto((site / PAGE).as_uri())
    read_to_the_end(page)
    assert page.locator(f"{TOC}:not(.lue)").all_inner_texts() == []
    page.goto((site / NEXT).as_uri())  # depuis une autre page, et d'un dossier
    marked = page.locator(".bd-docs-nav a.lue")
    assert [link.evaluate("link => link.href") for link in marked.all()] == [(site / PAGE).as_uri()]


def test_what_was_read_is_told_and_forgotten_on_demand(tab):
    read = {PAGE[:-5]: {"sections": [], "whole": True}, "glossaire": {"sections": ["a", "b"], "whole": False}}
    tab.evaluate("read => localStorage.setItem('livre-lectures', JSON.stringify(read))", read)
    tab.reload()
    told = tab.locator("#lectures")
    assert "2" in told.inner_text()
    assert tab.locator(".bd-docs-nav a.lue").count() == 1
    told.get_by_role("button", name="Oublier mes lectures").click()
    expect(told).to_be_hidden()
    assert tab.locator(".lue").count() == 0
    assert tab.evaluate(STORE) is None


def test_where_nothing_may_be_kept_the_page_is_read_all_the_same(browser, site_url):
    context = browser.new_context()
    tab, complaints = context.new_page(), []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.add_init_script(REFUSED)
    tab.goto(f"{site_url}/{PAGE}")
    tab.wait_for_timeout(PAUSE)
    assert complaints == []
    assert tab.locator("#lectures").is_hidden()
    context.close()
