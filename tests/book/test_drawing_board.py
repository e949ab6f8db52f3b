"""La planche où l'on dessine un chiffre, dans un vrai navigateur : on y apprend, on y trace, elle répond."""

import importlib
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from mlcourse.experiments import board
from mlcourse.experiments.drawing import EPOCHS

from .axe import examine, faults

pytestmark = [pytest.mark.navigateur, pytest.mark.timeout(300)]

# Le Python des tests répond à la place de celui du navigateur : les mêmes fonctions, sans rien à télécharger.
FAKE = """{
  const fake = {
    available: true,
    start: async (onProgress) => onProgress({ step: "téléchargement de Python", loaded: 9e6, total: 18e6 }),
    call: (module, name, args) => {
      if (window.stopPython) return Promise.reject({ stopped: true, message: "Python a été arrêté." });
      return window.answerPython(module, name, args);
    },
  };
  Object.defineProperty(window, "coursePython", { get: () => fake, set() {} });
}"""
# Une phrase ne reste à l'écran qu'un instant : c'est la page qui les retient et qui presse le bouton, car un test qui
# regarde de loin les manque dès que la machine est occupée.
FOLLOW = """(stop) => {
  const [told, button] = [document.querySelector(".planche-progres"), document.querySelector(".planche-entrainer")];
  window.toldByTraining = [];
  let pressed = false;
  new MutationObserver(() => {
    window.toldByTraining.push(told.textContent);
    if (pressed || !told.textContent.startsWith(stop)) return;
    pressed = true;
    button.click();
  }).observe(told, { childList: true });
}"""
# Un 1, un 7, tels que le doigt les trace, sur une feuille de côté 1.
ONE = [(0.5, 0.12), (0.5, 0.5), (0.5, 0.88)]
CORNER = [(0.1, 0.1), (0.1, 0.3), (0.1, 0.5)]
OVER, TRAINED = "Encore dix époques", f"Après {EPOCHS} époques"
SOON, NBSP = 100, "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def build(tmp_path_factory, extension):
    """Construit un livre de deux pages, dont l'une n'a que la planche ; rend son dossier."""
    extensions = Path(extension("drawing_board").__file__).parent

    def build_book(**environment):
        root = tmp_path_factory.mktemp("livre")
        configuration = f"import sys\nsys.path.insert(0, {str(extensions)!r})\n"
        configuration += "extensions, language = ['myst_parser', 'drawing_board'], 'fr'\n"
        (root / "conf.py").write_text(configuration, encoding="utf8")
        (root / "index.md").write_text("# Livre\n\n```{planche}\n```\n\n```{toctree}\nautre\n```\n", encoding="utf8")
        (root / "autre.md").write_text("# Une page sans planche\n", encoding="utf8")
        command = [sys.executable, "-m", "sphinx", "-q", "-E", "-W", "-d", root / "doctrees", root, root / "html"]
        settings = {"env": os.environ | environment, "capture_output": True, "text": True}
        result = subprocess.run(command, check=False, **settings)
        assert result.returncode == 0, result.stderr
        return root / "html"

    return build_book


@pytest.fixture(scope="module")
def folder(build, extension):
    """Le livre de la planche, Python à côté."""
    if extension("pyodide_files").verified_folder() is None:
        pytest.skip("les paquets de Pyodide ne sont ni dans le cache, ni accessibles")
    return build()


@pytest.fixture(scope="module")
def address(folder, ci_script):
    with ci_script("serveur").open_server(folder, port=0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


def answer(module, name, arguments):
    """Ce que Python répond à la page."""
    return getattr(importlib.import_module(module), name)(*arguments)


def opened(tab, address, answer=answer):
    """Ouvre la planche devant un Python tout prêt, qui n'a rien appris."""
    board._reader.cache_clear()
    complaints = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.expose_function("answerPython", answer)
    tab.add_init_script(FAKE)
    tab.goto(address)
    tab.complaints = complaints
    return tab


@pytest.fixture
def calm(browser):
    """Une page de qui préfère que rien ne bouge : l'entraînement n'y attend pas l'œil."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def trained(calm, address):
    """La planche, entraînée."""
    opened(calm, address)
    train(calm)
    yield calm
    assert calm.complaints == []


def part(tab, name):
    return tab.locator(f".planche-{name}")


def train(tab, timeout=60_000):
    part(tab, "entrainer").click()
    expect(part(tab, "entrainer")).to_have_text(OVER, timeout=timeout)


def followed(tab, stop_after):
    """Retient, dans la page, chaque phrase de l'entraînement ; y presse le bouton à celle de l'époque `stop_after`."""
    tab.evaluate(FOLLOW, f"Après {stop_after} époque")
    return lambda: tab.evaluate("window.toldByTraining")


def epochs(sentences):
    """Le rang de l'époque que dit chaque phrase de l'entraînement."""
    ranks = [re.match(r"Avant d’apprendre|Après (\d+) époques?,", sentence) for sentence in sentences]
    return [int(rank[1] or 0) for rank in ranks]


def draw(tab, points):
    """Trace un trait à la souris."""
    sheet = part(tab, "feuille")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    tab.mouse.move(*places[0])
    tab.mouse.down()
    for place in places[1:]:
        tab.mouse.move(*place, steps=4)
    tab.mouse.up()


def reads(tab, digit, timeout=10_000):
    expect(part(tab, "lue").locator(".planche-chiffre")).to_have_text(str(digit), timeout=timeout)
    expect(part(tab, "phrase")).to_contain_text(f"Le réseau lit {digit} (")


# --- Apprendre ---------------------------------------------------------------------------------------------------


def test_training_shows_the_cost_fall_epoch_by_epoch_and_says_where_it_is(page, address):
    opened(page, address)
    train(page)
    expect(part(page, "progres")).to_contain_text(TRAINED)
    heights = part(page, "cout").locator("path").get_attribute("d")
    ordinates = [float(point.split()[1]) for point in heights[1:].split("L")]
    assert len(ordinates) == EPOCHS + 1
    assert ordinates[0] < ordinates[1] < ordinates[-1]  # le coût descend : l'ordonnée d'un écran grandit vers le bas
    expect(part(page, "chargement")).to_be_hidden()


def test_it_stops_where_it_is_asked_to_goes_on_from_there_and_starts_again(page, address):
    opened(page, address)
    told = followed(page, stop_after=3)
    part(page, "entrainer").click()
    expect(part(page, "entrainer")).to_have_text("Continuer", timeout=60_000)
    assert epochs(told()) == [0, 1, 2, 3]
    train(page)
    assert epochs(told()) == list(range(EPOCHS + 1))
    part(page, "autre").click()
    expect(part(page, "entrainer")).to_have_text(OVER, timeout=60_000)
    assert epochs(told()) == 2 * list(range(EPOCHS + 1))


def test_when_python_is_stopped_the_board_says_so_and_can_be_trained_again(trained):
    trained.evaluate("window.stopPython = true")
    draw(trained, ONE)
    expect(part(trained, "progres")).to_have_text(f"Python s’est arrêté{NBSP}: entraînez le réseau de nouveau.")
    trained.evaluate("window.stopPython = false")
    board._reader.cache_clear()  # un Python qui repart ne sait plus rien
    train(trained)
    reads(trained, 1)


def test_an_error_of_python_is_told_in_its_words(calm, address):
    def fail(module, name, arguments):
        raise ValueError("le réseau a pris froid")

    opened(calm, address, fail)
    part(calm, "entrainer").click()
    expect(part(calm, "progres")).to_contain_text("le réseau a pris froid")
    expect(part(calm, "entrainer")).to_have_text("Entraîner le réseau")


# --- Dessiner ----------------------------------------------------------------------------------------------------


def test_a_one_drawn_with_the_mouse_is_read_and_its_sentence_waits_for_the_end_of_the_stroke(trained):
    draw(trained, ONE[:2])
    expect(part(trained, "phrase")).to_have_attribute("aria-busy", "false")
    part(trained, "effacer").click()
    draw(trained, ONE)
    reads(trained, 1)
    shares = [float(text.removesuffix(f"{NBSP}%")) for text in part(trained, "part").all_inner_texts()]
    assert len(shares) == 10
    assert abs(sum(shares) - 100) <= 5
    assert len(part(trained, "gradient").locator("rect, circle").all()) == 64
    assert len(part(trained, "couches").locator("rect").all()) == 32 + 16
    expect(part(trained, "detail")).to_contain_text("neurones sur 32 dans la première couche")


def test_the_keyboard_alone_draws_and_says_where_its_pen_is(trained):
    part(trained, "feuille").focus()
    trained.keyboard.press(" ")
    expect(part(trained, "crayon")).to_have_text("Crayon posé, colonne 8, ligne 4, sur 16.")
    for _ in range(9):
        trained.keyboard.press("ArrowDown")
    trained.keyboard.press(" ")
    expect(part(trained, "crayon")).to_have_text("Crayon levé, colonne 8, ligne 13, sur 16.")
    reads(trained, 1)


def test_a_digit_of_the_test_may_be_taken_instead_of_drawing(trained):
    choices = part(trained, "exemples").locator("option").all_inner_texts()
    assert choices[:4] == ["aucun", "0", "0, autre main", "1"]
    part(trained, "exemples").select_option(label="7")
    reads(trained, 7)
    draw(trained, ONE)
    reads(trained, 1)
    expect(part(trained, "exemples")).to_have_value("")


def test_erased_the_sheet_still_gets_an_answer(trained):
    draw(trained, ONE)
    reads(trained, 1)
    part(trained, "effacer").click()
    expect(part(trained, "phrase")).to_contain_text("L’image est blanche.")
    assert part(trained, "image").locator("rect").count() == 0


def test_left_in_its_corner_the_one_is_no_longer_a_one(trained):
    draw(trained, CORNER)
    reads(trained, 1)
    part(trained, "place").uncheck()
    expect(part(trained, "lue").locator(".planche-chiffre")).not_to_have_text("1")
    part(trained, "place").check()
    reads(trained, 1)


def test_while_one_reading_is_on_its_way_only_the_last_drawing_waits(calm, address):
    under_way, most, asked = [0], [0], []

    def slow(module, name, arguments):
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        try:
            if name == "look":
                asked.append(len(arguments[1].get("strokes", [[]])[-1:] and arguments[1]["strokes"][-1]))
            return answer(module, name, arguments)
        finally:
            under_way[0] -= 1

    opened(calm, address, slow)
    train(calm)
    draw(calm, [(0.5, 0.1 + 0.02 * k) for k in range(40)])
    reads(calm, 1)
    assert most == [1]
    drawn = calm.locator(".planche-feuille path").get_attribute("d").count("L")
    assert asked[-1] == drawn > 30


# --- Tromper -----------------------------------------------------------------------------------------------------


def test_a_few_steps_along_the_gradient_flip_the_answer_and_the_drawing_comes_back(trained):
    draw(trained, ONE)
    reads(trained, 1)
    before = part(trained, "phrase").inner_text()
    part(trained, "cible").select_option(label="un 8")
    for _ in range(12):
        told = part(trained, "phrase").inner_text()
        part(trained, "avancer").click()
        expect(part(trained, "phrase")).not_to_have_text(told)
        if part(trained, "lue").locator(".planche-chiffre").inner_text() == "8":
            break
    reads(trained, 8)
    expect(part(trained, "phrase")).to_contain_text("niveau de gris sur 16")
    part(trained, "revenir").click()
    reads(trained, 1)
    assert part(trained, "phrase").inner_text() == before
    expect(part(trained, "revenir")).to_be_disabled()


# --- Où que ce soit ----------------------------------------------------------------------------------------------


def test_a_finger_draws_on_a_narrow_screen_without_moving_the_page(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    tab = context.new_page()
    opened(tab, address)
    train(tab)
    sheet = part(tab, "feuille")
    sheet.scroll_into_view_if_needed()
    box, before = sheet.bounding_box(), tab.evaluate("scrollY")
    touch = context.new_cdp_session(tab)
    for rank, (x, y) in enumerate(ONE):
        point = {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
        kind = "touchMove" if rank else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    reads(tab, 1)
    assert tab.evaluate("scrollY") == before
    context.close()


def test_opened_from_a_folder_it_says_why_it_is_not_there(page, folder):
    page.goto((folder / "index.html").as_uri())
    expect(part(page, "absente")).to_contain_text("ouvert depuis un dossier")
    expect(part(page, "outils")).to_be_hidden()


def test_without_javascript_nothing_pretends_to_work(browser, address):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    expect(part(tab, "absente")).to_be_visible()
    expect(part(tab, "outils")).to_be_hidden()
    context.close()


def test_only_its_page_loads_it(folder):
    pages = [
        BeautifulSoup((folder / name).read_text(encoding="utf8"), "html.parser")
        for name in ("index.html", "autre.html")
    ]
    asked = [[tag.get("src") or tag.get("href") for tag in soup.select("script[src], link[href]")] for soup in pages]
    loaded = [[url for url in urls if "drawing_board" in url or "python.js" in url] for urls in asked]
    assert [len(urls) for urls in loaded] == [3, 0]


def test_a_book_built_without_python_says_so_instead_and_loads_nothing(build, tmp_path):
    site = build(MLCOURSE_PYODIDE=str(tmp_path), PIP_NO_INDEX="1")
    soup = BeautifulSoup((site / "index.html").read_text(encoding="utf8"), "html.parser")
    assert "construit sans Python" in soup.select_one(".planche").get_text()
    assert soup.select(".planche button, script[src*=drawing_board], script[src*='python.js']") == []


# --- Dans le livre -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_used_in_the_book_it_satisfies_axe_and_stays_in_its_window(browser, site_url, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fr-FR", reduced_motion="reduce"
    )
    tab = context.new_page()
    opened(tab, f"{site_url}/dessinez-un-chiffre.html")
    train(tab)
    part(tab, "exemples").select_option(label="7")
    reads(tab, 7)
    assert faults(examine(tab, ".planche")) == []
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    context.close()


def test_on_paper_the_figure_stays_and_the_board_goes(page, site_url):
    opened(page, f"{site_url}/dessinez-un-chiffre.html")
    page.emulate_media(media="print")
    expect(page.locator(".planche")).to_be_hidden()
    expect(page.locator("#fig-lecture img")).to_be_visible()


# --- Avec le Python du navigateur ----------------------------------------------------------------------------------


@pytest.mark.mesure
def test_with_the_python_of_the_browser_a_one_is_read_at_once_and_then_fooled(page, address, measured):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    train(page, timeout=240_000)
    expect(part(page, "progres")).to_contain_text(TRAINED)
    draw(page, ONE)
    reads(page, 1, timeout=20_000)
    latency = page.evaluate("""async () => {
      const stroke = Array.from({ length: 60 }, (_, k) => [0.5 + 0.2 * Math.sin(k / 5), 0.1 + k / 80]), times = [];
      for (let k = 0; k < 15; k += 1) {
        const start = performance.now();
        await coursePython.call("mlcourse.experiments.board", "look", [0, { strokes: [stroke], prepared: true }, null]);
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[7];
    }""")
    measured(
        "réponse de la planche à un trait de 60 points, médiane de 15", latency, "ms", "dessinez-un-chiffre", most=SOON
    )
    assert latency < SOON
    part(page, "cible").select_option(label="un 8")
    for _ in range(12):
        told = part(page, "phrase").inner_text()
        part(page, "avancer").click()
        expect(part(page, "phrase")).not_to_have_text(told, timeout=20_000)
        if part(page, "lue").locator(".planche-chiffre").inner_text() == "8":
            break
    reads(page, 8)
    assert [url for url in asked if not url.startswith((address.rpartition("/")[0], "data:", "blob:"))] == []
