"""Les curseurs des pages, dans un vrai navigateur : ce qu'ils montrent, ce qu'ils disent, ce qu'ils demandent."""

import gzip
import re
from html import unescape

import pytest
from playwright.sync_api import expect

from mlcourse.widgets import SLIDERS

from .axe import examine, faults

pytestmark = pytest.mark.navigateur

# Le dessin ; ce qui y est rogné en est un autre, dedans.
DRAWING = ".curseur-dessin > svg"
EVERY_SLIDER_OF_A_PAGE = 200 * 1024
SOON = 100
# La durée d'un geste, du curseur qui bouge à l'image suivante : ce qu'un lecteur attend.
LATENCY = """async (el) => {
  const input = el.querySelector("input[type=range]"), times = [];
  for (let k = 0; k < 15; k += 1) {
    input.value = k % 2 ? input.min : input.max;
    const start = performance.now();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    el.querySelector("svg").getBoundingClientRect();
    times.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  return times.sort((a, b) => a - b)[7];
}"""

# De combien, au pire, une phrase du curseur mise à la place d'une autre en change la hauteur.
LONGER = """(el, name) => {
  const sentence = el.querySelector(".curseur-phrase"), before = el.getBoundingClientRect().height;
  return Math.max(...curseurs[name].table.sentences.map((text) => {
    sentence.innerHTML = text;
    return Math.abs(el.getBoundingClientRect().height - before);
  }));
}"""


@pytest.fixture(scope="module")
def places(pages):
    """La page de chaque curseur."""
    return {el["data-slider"]: name for name, soup in pages.items() for el in soup.select("[data-slider]")}


@pytest.fixture(params=SLIDERS)
def name(request):
    return request.param


def first(number):
    """Les premiers curseurs ; les autres sont longs."""
    marked = [pytest.param(name, marks=pytest.mark.long if rank >= number else ()) for rank, name in enumerate(SLIDERS)]
    return pytest.mark.parametrize("name", marked)


# Ce que tous les curseurs tiennent du même code se voit sur un seul, ou sur quelques-uns si leur contenu y compte.
one_is_enough, a_few = first(1), first(4)


@pytest.fixture
def address(site_url, places, name):
    return f"{site_url}/{places[name]}.html"


SETTINGS = {
    "large-clair": (1280, "light"),
    "étroit-sombre": (390, "dark"),
    "large-sombre": (1280, "dark"),
    "étroit-clair": (390, "light"),
}
# Les premiers ont, l'un l'un des deux premiers réglages, son voisin l'autre ; le reste est long.
in_turn = pytest.mark.parametrize(
    ("window", "name"),
    [
        pytest.param(setting, name, marks=() if turn == rank % 2 and rank < 6 else pytest.mark.long)
        for turn, setting in enumerate(SETTINGS)
        for rank, name in enumerate(SLIDERS)
    ],
    indirect=["window"],
)


@pytest.fixture(scope="module")
def windows(browser):
    """Une fenêtre par réglage : un lecteur aussi garde d'une page à l'autre les polices et les scripts du livre."""
    opened = {}
    for setting, (width, scheme) in SETTINGS.items():
        size = {"width": width, "height": 900}
        opened[setting] = browser.new_context(viewport=size, color_scheme=scheme, locale="fr-FR", has_touch=width < 400)
    yield opened
    for window in opened.values():
        window.close()


@pytest.fixture(
    params=[pytest.param(setting, marks=pytest.mark.long if turn else ()) for turn, setting in enumerate(SETTINGS)]
)
def window(request, windows):
    return windows[request.param]


@pytest.fixture
def tab(window):
    tab = window.new_page()
    yield tab
    tab.close()


@pytest.fixture(scope="module")
def plain_tab(browser):
    """Un onglet sans JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def shown(tab, address, name):
    """Amène le curseur en vue, et attend qu'il ait dessiné."""
    tab.goto(address)
    el = tab.locator(f"[data-slider={name}]")
    el.scroll_into_view_if_needed()
    el.locator("svg > *").first.wait_for(state="attached")
    return el


def said(name, **positions):
    """Ce que Python dit d'un état, en texte."""
    row = SLIDERS[name]
    return unescape(re.sub(r"</?i>", "", row.say(row.at(positions))))


def position(el, control):
    return el.locator(f"input[data-name={control.name}]")


def test_every_slider_has_its_place_in_the_book(places):
    assert set(places) == set(SLIDERS)


def test_the_keyboard_moves_it_and_its_sentence_is_pythons(tab, address, name):
    el = shown(tab, address, name)
    sentence, drawing = el.locator(".curseur-phrase"), el.locator(DRAWING)
    assert sentence.inner_text() == said(name)
    for control in SLIDERS[name].controls:
        before, step = drawing.inner_html(), 1 if control.start + 1 < len(control.grid) else -1
        position(el, control).focus()
        tab.keyboard.press("ArrowRight" if step == 1 else "ArrowLeft")
        assert sentence.inner_text() == said(name, **{control.name: control.start + step})
        assert drawing.inner_html() != before
        assert position(el, control).get_attribute("aria-valuetext") == control.texts[control.start + step]
        el.get_by_role("button", name="Rétablir").click()
        assert (sentence.inner_text(), drawing.inner_html()) == (said(name), before)


@one_is_enough
def test_its_state_is_in_the_address_beside_the_anchor(tab, address, name):
    row = SLIDERS[name]
    control = row.controls[0]
    anchor = "#main-content"
    el = shown(tab, f"{address}{anchor}", name)
    position(el, control).focus()
    tab.keyboard.press("Home")
    reached = tab.evaluate("location.href")  # Playwright n'apprend la nouvelle adresse qu'un instant plus tard
    assert reached.startswith(f"{address}?{name}.{control.name}=")
    assert reached.endswith(anchor)
    el = shown(tab, reached, name)
    assert el.locator(".curseur-phrase").inner_text() == said(name, **{control.name: 0})
    assert position(el, control).input_value() == "0"
    el.get_by_role("button", name="Rétablir").click()
    assert tab.evaluate("location.href") == f"{address}{anchor}"


@one_is_enough
def test_an_address_that_says_nonsense_leaves_it_at_its_start(page, address, name):
    control = SLIDERS[name].controls[0]
    el = shown(page, f"{address}?{name}.{control.name}=girafe", name)
    assert el.locator(".curseur-phrase").inner_text() == said(name)


@one_is_enough
def test_nothing_of_it_is_asked_for_before_it_comes_into_view_nor_ever_elsewhere(page, address, name, site_url):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 200})
    page.goto(address, wait_until="networkidle")
    assert not [url for url in asked if f"/curseurs/{name}.js" in url or "/dessin.js" in url]
    shown_here = page.locator(f"[data-slider={name}]")
    shown_here.scroll_into_view_if_needed()
    shown_here.locator("svg > *").first.wait_for(state="attached")
    position(shown_here, SLIDERS[name].controls[0]).press("Home")
    assert len([url for url in asked if "/dessin.js" in url]) == 1
    assert len([url for url in asked if f"/curseurs/{name}.js" in url]) == 1
    assert [url for url in asked if not url.startswith((f"{site_url}/", "data:"))] == []


@one_is_enough
@pytest.mark.mesure
def test_it_answers_within_a_tenth_of_a_second(page, address, name, measured):
    latency = shown(page, address, name).evaluate(LATENCY)
    measured("réponse d'un curseur, médiane de 15 gestes", latency, "ms", name, most=SOON)
    assert latency < SOON


@one_is_enough
def test_it_works_from_a_folder_without_any_server_and_asks_nothing_of_one(page, site, places, name):
    complaints, asked = [], []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    control = SLIDERS[name].controls[0]
    el = shown(page, (site / f"{places[name]}.html").as_uri(), name)
    position(el, control).press("Home")
    assert el.locator(".curseur-phrase").inner_text() == said(name, **{control.name: 0})
    assert f"{name}.{control.name}=" in page.evaluate("location.href")
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


@a_few
def test_without_javascript_the_figure_stays_and_no_dead_control_is_shown(plain_tab, address, name):
    plain_tab.goto(address)
    el = plain_tab.locator(f"[data-slider={name}]")
    assert el.locator("img").bounding_box()["width"] > 200
    assert el.locator("img").evaluate("image => image.naturalWidth") > 200
    assert len(el.locator("img").get_attribute("alt")) > 60
    assert not el.locator("input").first.is_visible()
    assert not el.locator(".curseur-phrase").is_visible()
    assert el.locator(".curseur-tache").is_visible()
    el.locator("summary").press("Enter")
    assert el.locator(".curseur-reponse p").is_visible()


@one_is_enough
def test_on_paper_the_figure_is_printed(tab, address, name):
    el = shown(tab, address, name)
    assert not el.locator("img").is_visible()
    tab.emulate_media(media="print")
    assert el.locator("img").is_visible()
    assert not el.locator(DRAWING).is_visible()
    assert not el.locator("button").first.is_visible()
    assert not el.locator(".curseur-phrase").is_visible()
    assert not el.locator("details").is_visible()


@one_is_enough
def test_a_finger_moves_it_where_the_window_is_narrow(browser, address, name):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    tab = context.new_page()
    el = shown(tab, address, name)
    control = SLIDERS[name].controls[0]
    handle = position(el, control)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box["height"] >= 44
    tab.touchscreen.tap(box["x"] + 12, box["y"] + box["height"] / 2)
    reached = int(handle.input_value())
    assert reached < control.start
    assert el.locator(".curseur-phrase").inner_text() == said(name, **{control.name: reached})
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    context.close()


@in_turn
@pytest.mark.mesure
def test_moved_it_satisfies_axe_and_stays_in_its_window(tab, address, name, measured):
    el = shown(tab, address, name)
    position(el, SLIDERS[name].controls[0]).press("Home")
    found = examine(tab, f"[data-slider={name}]")
    measured("défauts relevés par axe, curseur déplacé", len(found["violations"]), "", name, most=0)
    assert faults(found) == []
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    excess = (
        "svg => [...svg.querySelectorAll('text')].filter(text => { const [a, b] = [text, svg].map(x => "
        "x.getBoundingClientRect()); return a.left < b.left - 1 || a.right > b.right + 1 || a.bottom > b.bottom + 1; })"
        ".map(text => text.textContent)"
    )
    assert el.locator(DRAWING).evaluate(excess) == []


@one_is_enough
def test_it_takes_the_whole_screen_and_gives_it_back(page, address, name):
    el = shown(page, address, name)
    small = el.locator(DRAWING).bounding_box()["width"]
    button = el.get_by_role("button", name="Plein écran")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.wait_for_function(f"document.querySelector('[data-slider={name}] svg').viewBox.baseVal.width > {small}")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("document.fullscreenElement") is None


@a_few
def test_nothing_moves_when_the_drawing_takes_the_place_of_the_figure(page, address, name):
    # La page ne se charge qu'une fois : d'une visite à l'autre, la police peut changer, et la hauteur avec elle.
    held, el = [], page.locator(f"[data-slider={name}]")
    page.route("**/curseurs/*.js*", lambda route: held.append(route))
    with page.expect_request("**/curseurs/*.js*"):
        page.goto(address, wait_until="domcontentloaded")
        el.scroll_into_view_if_needed()
    page.evaluate("document.fonts.ready.then(() => {})")
    before = el.bounding_box()["height"]
    page.route("**/curseurs/*.js*", lambda route: route.continue_())
    for route in held:
        route.continue_()
    el.locator("svg > *").first.wait_for(state="attached")
    assert held
    assert el.bounding_box()["height"] == before


@a_few
def test_nothing_moves_when_the_sentence_grows_longer(page, address, name):
    el, moves = shown(page, address, name), {}
    for width in (390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        moves[width] = el.evaluate(LONGER, name)
    assert moves == dict.fromkeys(moves, 0)


@pytest.mark.parametrize(("hidden", "jumps"), [("relu", 1), ("elu", 0)])
def test_a_slope_that_jumps_shows_its_two_ends(page, site_url, places, hidden, jumps):
    address = f"{site_url}/{places['activation_slope']}.html?activation_slope.hidden={hidden}"
    drawing = shown(page, address, "activation_slope").locator(DRAWING)
    assert drawing.locator("circle.hollow").count() == jumps


@pytest.mark.mesure
def test_all_the_sliders_of_a_page_weigh_little(site, places, measured):
    folder = site / "_static" / "curseurs"
    weights = {path.stem: len(gzip.compress(path.read_bytes())) for path in folder.glob("*.js")}
    for page in set(places.values()):
        here = [name for name, place in places.items() if place == page]
        weight = weights["dessin"] + sum(weights[name] for name in here)
        measured(
            "les curseurs d'une page, à la demande", weight / 1024, "Kio", page, most=EVERY_SLIDER_OF_A_PAGE / 1024
        )
        assert weight <= EVERY_SLIDER_OF_A_PAGE, page


def test_only_the_pages_with_a_slider_load_what_sliders_need(pages, places):
    moving = set(places.values())
    drawing = {
        name for name, soup in pages.items() if soup.select(".planche")
    }  # la planche a leurs couleurs et leurs boutons
    assert {name for name, soup in pages.items() if soup.select("[src*='sliders.js']")} == moving
    assert {name for name, soup in pages.items() if soup.select("[href*='sliders.css']")} == moving | drawing
