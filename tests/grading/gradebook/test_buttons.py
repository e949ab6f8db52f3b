"""Des noms qui s'écrivent comme des balises : aucune page de formgrader, aucun de ses boutons ne les prend au mot."""

import contextlib
import json

import pytest
from nbgrader.api import Gradebook

from mlcourse.grading.batch.batch import Batch

from ..batches import NAMES
from ..copies.opening import Jupyter, until
from ..small_course import ASSIGNMENT, InstantPool, filled

pytestmark = [pytest.mark.navigateur, pytest.mark.timeout(600)]
EVIL = "<img src=x onerror=window.SEEN=1>"
STUDENTS = (
    f"Zed {EVIL}",
    '"><svg onload=window.SEEN=1>',
    "x><img\nsrc=x onerror=window.SEEN=1>&",  # la recherche des tableaux ôte les balises, mais d'une ligne
    "&lt;img src=x onerror=window.SEEN=1&gt;",
    "';window.SEEN=1;'",
    "{{ 7 * 7 }}",
)
EVERYONE = (*NAMES, *STUDENTS)
ACTIVE = "[onerror], [onload]"
LEADING = ("#vue", "#suivante-à-lire")  # d'une copie : ceux qui quittent la page, ou la rechargent
# Tout ce qui se clique sans quitter la page, fenêtres ouvertes comprises.
CLICK = """() => [...document.querySelectorAll('a[href="#"], button, span.glyphicon, [role="button"]')]
    .filter(each => !each.dataset.tried && !each.closest("LEADING"))
    .map(each => { each.dataset.tried = "1"; each.click(); return each.className; })""".replace(
    "LEADING", ", ".join(LEADING)
)
# Pose des balises, attend les erreurs des images, suit les liens.
BEAR = """async text => {
    const images = $("<div/>").appendTo("body").append(text).find("img").get();
    await Promise.all(images.map(each => new Promise(done => each.addEventListener("error", done))));
    $("a[href^=javascript]").each((_, each) => each.click());
}"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map(each => each.href.split('#')[0])"


@pytest.fixture(scope="module")
def course(fresh_class, tmp_path_factory):
    """Une classe, un devoir et un carnet aux noms hostiles, dans le dossier comme dans le carnet de notes."""
    course = fresh_class.copy(tmp_path_factory.mktemp("boutons"))
    for name in STUDENTS:
        course.submit(name, filled(course.released()))
    with Batch(course.open(), ASSIGNMENT) as batch:
        list(batch.run(InstantPool()))
    coursedir = course.open().coursedir
    with contextlib.closing(Gradebook(coursedir.db_url, coursedir.course_id)) as gradebook:
        gradebook.update_or_create_student("jdupont", first_name=EVIL, last_name=EVIL, email=EVIL)
        gradebook.update_or_create_assignment(EVIL)
        gradebook.update_or_create_notebook(EVIL, EVIL)
        gradebook.update_or_create_notebook(EVIL, ASSIGNMENT)  # le fichier de chacun manque
    (course.root / "solutions" / f"devoir {EVIL}").mkdir()
    return course


@pytest.fixture(scope="module")
def server(course, tmp_path_factory):
    with Jupyter("server", course.root, tmp_path_factory.mktemp("jupyter")) as server:
        yield server


class Walk:
    """Une personne qui ouvre des pages et y clique partout ; ce qui agit s'y note."""

    def __init__(self, browser, server, answer=None):
        self.context, self.home, self.found = browser.new_context(), f"{server.address}/formgrader", []
        self.answer, self.posted, self.told = answer, [], set()
        self.context.route("**/*", lambda route: self._route(route, server.address))
        self.tab = self.context.new_page()
        self.tab.on("dialog", lambda dialog: (self.found.append(f"boîte : {dialog.message}"), dialog.dismiss()))

    def _route(self, route, address):
        request = route.request
        if not request.url.startswith((address, "data:")) or request.url.endswith("/x"):
            self.found.append(f"demande {request.url}")
            route.abort()
        elif request.method == "POST" and self.answer:
            self.posted.append(request.url)
            route.fulfill(**self.answer)
        else:
            route.continue_()

    def open(self, page):
        """Ouvre une page, et rend les pages de formgrader où mènent ses liens."""
        self.tab.goto(page, wait_until="networkidle")
        self.look(page)
        return [link for link in self.tab.evaluate(LINKS) if link.startswith(self.home)]

    def click_everywhere(self):
        """Clique sur tout, puis sur ce que ces clics ont ouvert ; rend ce qui a été cliqué."""
        page, clicked = self.tab.url, []
        for _ in range(3):
            clicked += self.tab.evaluate(CLICK)
            until(self.tab, "() => !window.$ || $.active === 0")
            self.look(page)
        return clicked

    def follow(self, page, button):
        """Presse, dès qu'il est prêt, un bouton qui mène ailleurs, et regarde où l'on arrive."""
        self.open(page)
        with self.tab.expect_navigation(wait_until="networkidle"):
            self.tab.click(button)
        self.look(self.tab.url)
        return self.tab.url.startswith(f"{self.home}/submissions/")

    def look(self, page):
        """Note ce qu'un nom a fait naître, et ce que disent les fenêtres ouvertes."""
        self.told |= {*self.tab.locator(".modal-body").all_text_contents()}
        ran, born = self.tab.evaluate("window.SEEN"), self.tab.locator(ACTIVE).count()
        self.found += [f"{page} : script"] * bool(ran) + [f"{page} : balise"] * bool(born)


@pytest.fixture
def walk(browser, server):
    """Commence une visite ; la finit avec l'essai."""
    with contextlib.ExitStack() as stack:

        def start(answer=None):
            visit = Walk(browser, server, answer)
            stack.callback(visit.context.close)
            return visit

        yield start


LOG = {"success": False, "log": EVIL, "error": EVIL}
BUTTONS = ("autograde", "generate-feedback", "release-feedback")
FAILURE = {"status": 500, "body": EVIL}
REFUSED = {"status": 200, "body": json.dumps(LOG)}
DONE = {"status": 200, "body": json.dumps(LOG | {"success": True})}


def press(visit, button):
    """Presse ce bouton de chaque étudiant : la ligne s'efface, et une fenêtre dit ce qu'il en est."""
    visit.open(f"{visit.home}/manage_submissions/{ASSIGNMENT}")
    visit.tab.evaluate(f"() => $('.{button} a').each((_, each) => each.click())")
    until(visit.tab, "count => $('.modal-body').length === count", len(EVERYONE))
    visit.look(button)


def test_button_that_fails_names_the_student_in_text(walk):
    visit = walk(FAILURE)
    for button in BUTTONS:
        press(visit, button)
    assert visit.found == []
    sent = [name for name in EVERYONE if "\n" not in name]  # avec « < », Chromium ne demande pas une telle adresse
    assert len(visit.posted) == len(BUTTONS) * len(sent)
    assert all(sum(name in text for text in visit.told) == len(BUTTONS) for name in STUDENTS)


def test_button_of_a_student_whose_address_is_refused_says_so_in_text(walk):
    visit = walk()
    visit.open(f"{visit.home}/manage_submissions/{ASSIGNMENT}")
    visit.tab.locator("tbody tr", has_text="Zed").locator(".autograde a").click()
    visit.tab.locator(".modal-body", has_text=STUDENTS[0]).wait_for()
    visit.look("refus")
    assert visit.found == []


@pytest.mark.long
@pytest.mark.parametrize("answer", [REFUSED, DONE], ids=["refus", "journal"])
def test_button_tells_names_and_logs_as_text(walk, answer):
    visit = walk(answer)
    for button in BUTTONS:
        press(visit, button)
    assert visit.found == []
    assert all(any(name in text and EVIL in text for text in visit.told) for name in STUDENTS if "\n" not in name)


def test_page_runs_no_script_but_those_of_its_template(walk):
    """Même né ailleurs que là où l'on a regardé, un script ne s'exécute pas ; les autres continuent."""
    visit = walk()
    visit.open(f"{visit.home}/gradebook/{ASSIGNMENT}/{ASSIGNMENT}")
    for text in (EVIL.replace("src=x", "src=data:,"), "<script>SEEN=1</script>", "<a href='javascript:SEEN=1'>x</a>"):
        visit.tab.evaluate(BEAR, text)
    assert visit.tab.evaluate("window.SEEN") is None
    visit.tab.get_by_text("Cacher les noms").click()
    assert visit.tab.get_by_text("Montrer les noms").count() == 1


@pytest.mark.long
def test_every_page_and_everything_in_it_is_clicked(walk):
    visit = walk(FAILURE)
    left, seen, followed = [f"{visit.home}/manage_assignments"], set(), dict.fromkeys(LEADING, 0)
    while left:
        page = left.pop()
        if page not in seen:
            seen.add(page)
            left += visit.open(page)
            for button in LEADING:
                if visit.tab.locator(button).count():
                    followed[button] += visit.follow(page, button)
    # Un clic donne des notes, et ce qui est lu n'a plus de suite : on ne clique qu'ensuite.
    clicked = 0
    for page in sorted(seen):
        visit.open(page)
        clicked += len(visit.click_everywhere())
    assert visit.found == []
    assert len(seen) > 4 * len(STUDENTS)
    assert clicked > 10 * len(STUDENTS)
    # De chaque copie, sa page, la suivante et la précédente ; deux de celles-ci mènent à la liste.
    assert set(followed.values()) == {3 * len(EVERYONE) - 2}
