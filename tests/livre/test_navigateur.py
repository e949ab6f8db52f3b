"""Les pages dans un vrai navigateur : ce qu'elles demandent, ce qu'elles montrent, à qui elles sont lisibles."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.navigateur

AXE = Path(__file__).resolve().parents[2] / "book" / "_npm" / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SETTINGS = [
    pytest.param((WIDE, "light"), id="large-clair"),
    pytest.param((NARROW, "dark"), id="étroit-sombre"),
    pytest.param((WIDE, "dark"), id="large-sombre", marks=pytest.mark.long),
    pytest.param((NARROW, "light"), id="étroit-clair", marks=pytest.mark.long),
]
ENGLISH = r"/\b(toggle|show|hide|copy|copied|search|skip|back to top|permalink|close|contents)\b/i"
LABELS = """() => [...document.querySelectorAll("*")].flatMap(tag =>
    ["title", "aria-label", "placeholder", "data-bs-title", "data-bs-original-title", "data-tooltip"]
        .map(name => tag.getAttribute(name)).filter(Boolean)
        .concat(tag.matches("button, summary") ? [tag.textContent] : []))"""
SHIFT = """() => { window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
    if (!entry.hadRecentInput) window.shift += entry.value; })).observe({ type: "layout-shift", buffered: true }); }"""


@pytest.fixture(scope="module", params=SETTINGS)
def tab(request, browser):
    """Un onglet, dans chacun des quatre réglages."""
    viewport, scheme = request.param
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="fr-FR")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def addresses(site_url, page_names):
    return {name: f"{site_url}/{name}.html" for name in [*page_names, "search"]}


def test_no_page_asks_anything_of_another_host_nor_complains(browser, site_url, addresses):
    context = browser.new_context(locale="fr-FR")
    tab, asked, complaints = context.new_page(), [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    for address in addresses.values():
        tab.goto(address, wait_until="networkidle")
    context.close()
    assert len(asked) > len(addresses)
    assert [url for url in asked if not url.startswith((f"{site_url}/", "data:"))] == []
    assert complaints == []


def test_no_page_overflows_its_window(tab, addresses):
    overflows = {}
    for name, address in addresses.items():
        tab.goto(address)
        excess = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if excess > 0:
            overflows[name] = excess
    assert overflows == {}


def test_axe_finds_nothing_to_say(tab, addresses):
    findings = []
    for name, address in addresses.items():
        tab.goto(address)
        tab.add_script_tag(path=AXE)
        # L'intérieur d'une formule est fait pour l'œil ; les lecteurs d'écran lisent le MathML à côté.
        result = tab.evaluate("axe.run({ exclude: [['.katex']] }, { resultTypes: ['violations'] })")
        for violation in result["violations"]:
            node = violation["nodes"][0]
            findings.append(
                (name, violation["id"], len(violation["nodes"]), node["html"][:160], node["failureSummary"][:200])
            )
    assert findings == []


@pytest.mark.parametrize("setting", SETTINGS)
def test_nothing_moves_while_a_page_loads(browser, setting, addresses):
    shifts = {}
    for name, address in addresses.items():
        # Un visiteur nouveau à chaque page : rien n'est déjà en cache.
        context = browser.new_context(viewport=setting[0], color_scheme=setting[1])
        tab = context.new_page()
        tab.add_init_script(f"({SHIFT})()")
        tab.goto(address, wait_until="networkidle")
        if (shift := tab.evaluate("window.shift")) > 0.05:
            shifts[name] = shift
        context.close()
    assert shifts == {}


def test_scripts_leave_no_label_in_english(tab, addresses):
    found = set()
    for address in addresses.values():
        tab.goto(address)
        found.update(tab.evaluate(f"({LABELS})().filter(label => {ENGLISH}.test(label))"))
    assert found == set()


def test_the_search_answers_in_french_and_finds_a_page(page, site_url):
    page.goto(f"{site_url}/search.html?q=vectorisation")
    page.wait_for_selector("#search-results li a")
    assert "page" in page.inner_text("#search-results p.search-summary")
    assert "found" not in page.inner_text("#search-results")
    assert page.locator("#search-results a[href*='retropropagation/cout.html']").count() > 0


def test_formulas_and_text_are_there_without_javascript(browser, addresses):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    for name, address in addresses.items():
        tab.goto(address)
        assert tab.locator("h1").first.is_visible(), name
        for formula in tab.locator(".katex-html").all()[:5]:
            box = formula.bounding_box()
            assert box, name
            assert box["width"] > 2, name
            assert box["height"] > 5, name
    context.close()


def test_folded_code_opens_without_javascript(browser, addresses, pages):
    folded = [name for name, soup in pages.items() if soup.select("details.hide")]
    assert folded
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(addresses[folded[0]])
    fold = tab.locator("details.hide").first
    assert not fold.locator("pre").first.is_visible()
    assert fold.locator("summary").inner_text().strip() == "Afficher le code"
    fold.locator("summary").click()
    assert fold.locator("pre").first.is_visible()
    assert fold.locator("summary").inner_text().strip() == "Masquer le code"
    context.close()


def test_the_reader_chooses_between_light_and_dark(page, site_url):
    page.goto(f"{site_url}/introduction.html")
    seen = set()
    for _ in range(3):
        page.locator("button.theme-switch-button").first.click()
        seen.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(seen) == 2


def test_a_wide_formula_scrolls_in_its_own_box(browser, addresses):
    context = browser.new_context(viewport=NARROW)
    tab = context.new_page()
    scrolling = 0
    for address in addresses.values():
        tab.goto(address)
        scrolling += tab.evaluate(
            "[...document.querySelectorAll('.katex-display')].filter(box => box.scrollWidth > box.clientWidth).length"
        )
    context.close()
    assert scrolling > 0


def test_the_keyboard_reaches_the_text_first(page, site_url):
    page.goto(f"{site_url}/retropropagation/cout.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Passer au contenu principal"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"
