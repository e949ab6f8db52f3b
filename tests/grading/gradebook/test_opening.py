"""Ce qu'une personne ouvre, dans un vrai navigateur : rien ne s'exécute, ne vient du dehors ni ne sort du cadre."""

import copy
import json
import urllib.parse
import urllib.request

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from mlcourse.grading.batch.batch import Batch

from ..copies.hostile_display import CELLS
from ..copies.opening import Eye, Jupyter
from ..small_course import ASSIGNMENT, InstantPool, SmallCourse, filled
from .test_feedback import generate_feedback

pytestmark = [pytest.mark.navigateur, pytest.mark.timeout(900)]
STATEMENT = r"Énoncé : $\frac{\theta}{2} + \sum_i \hat x_i$"
ALL, NAMED = "tout", "Ève <img src=x onerror=window.PIRATE=1>"
SEEN = NAMED.replace("PIRATE", "SEEN")  # une adresse qui le porte n'est pas une attaque
WHOLE = "localStorage.setItem('mlcourse-tout-le-carnet', '')"  # formgrader ne montre d'abord que ce qui est à lire
HONEST = r"""On a $a<b$, $\frac{\partial L}{\partial W}$ et $$\begin{pmatrix}1 & 0\\0 & 1\end{pmatrix}$$
H<sub>2</sub>O, `x < 3`, **gras**.

| a | b |
|---|---|
| 1 | 2 |"""


def hostile(released, *names):
    """Une copie où l'étudiant ajoute ces cellules, et répond à la question comme l'une d'elles."""
    notebook = filled(released, question="Réponse hostile\n\n" + CELLS["paints_over_the_header_of_a_test"]()[0].source)
    notebook.cells[1:1] = [cell for name in names for cell in CELLS[name]()]
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = SmallCourse(tmp_path_factory.mktemp("ouverture"))
    source = nbformat.read(course.source, as_version=4)
    source.cells.append(new_markdown_cell(STATEMENT))
    nbformat.write(source, course.source)
    released = course.released()
    course.submit("honnête", filled(released, question=HONEST))
    course.submit(ALL, hostile(released, *CELLS))
    course.submit(NAMED, hostile(released, "signs_as_the_grader"))
    return correct(course)


def correct(course):
    """Corrige ce qui ne l'est pas encore."""
    with Batch(course.open(), ASSIGNMENT) as batch:
        list(batch.run(InstantPool()))
    return course


def graded(course, student):
    return course.root / "classe" / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def added(course, student):
    cells = nbformat.read(graded(course, student), as_version=4).cells
    return sum(cell.metadata.get("mlcourse", {}).get("added", False) for cell in cells)


@pytest.fixture(scope="module")
def here(course, tmp_path_factory):
    """Formgrader, lancé dans le dossier du cours."""
    with Jupyter("server", course.root, tmp_path_factory.mktemp("ici")) as server:
        yield server


@pytest.fixture(scope="module")
def elsewhere(course, tmp_path_factory):
    """Formgrader, lancé ailleurs, puis mené au cours par son adresse."""
    folder = tmp_path_factory.mktemp("ailleurs")
    with Jupyter("server", folder, folder, "/") as server:
        yield server


def submission(server, student):
    """L'adresse de la page où formgrader montre une copie."""
    api = f"{server.address}/formgrader/api/submitted_notebooks/{ASSIGNMENT}/{ASSIGNMENT}"
    (found,) = [each["id"] for each in json.load(urllib.request.urlopen(api)) if each["student"] == student]
    return f"{server.address}/formgrader/submissions/{found}/?index=0"


@pytest.fixture
def look(browser):
    """Ouvre une page ; la ferme à la fin de l'essai."""
    eyes = []

    def open_page(*arguments, **options):
        eyes.append(Eye(browser, *arguments, **options))
        return eyes[-1]

    yield open_page
    for eye in eyes:
        eye.close()


@pytest.fixture(scope="module")
def pages(course):
    generate_feedback(course)
    return course.root / "classe" / "feedback"


def test_formgrader_shows_every_attack_at_once_and_nothing_acts(look, here, course):
    eye = look(submission(here, ALL), here.address, first=WHOLE)
    assert eye.acts() == []
    assert eye.labels() == added(course, ALL)
    assert eye.spilled() == 0


def test_formgrader_keeps_its_buttons_and_names_without_obeying_them(look, here):
    eye = look(submission(here, NAMED), here.address)
    assert eye.asked == []
    assert eye.tab.evaluate("window.PIRATE") is None
    assert eye.tab.get_by_text(NAMED).count() == 1
    assert eye.tab.locator("#double-test").get_attribute("placeholder") == "2"
    assert "n'a pas lu les réglages du cours" not in eye.tab.inner_text("body")


def test_formgrader_started_elsewhere_is_as_safe_and_says_so(look, elsewhere, course):
    urllib.request.urlopen(f"{elsewhere.address}/formgrader?path={urllib.parse.quote(str(course.root))}")
    eye = look(submission(elsewhere, ALL), elsewhere.address, first=WHOLE)
    assert eye.acts() == []
    assert eye.spilled() == 0
    assert "n'a pas lu les réglages du cours" in eye.tab.inner_text("body")


# Les pages qui recopient leur adresse ; une chaîne de JavaScript s'y quitte par un guillemet, une balise par `<`.
REFLECTING = (
    "manage_submissions/{}",
    "gradebook/{}",
    "gradebook/{}/x",
    f"gradebook/{ASSIGNMENT}/{{}}",
    "manage_students/{}",
    "manage_students/{}/x",
    "manage_students/honnête/{}",
    "submissions/{}",
    "submissions/{}/next",
    "submissions/x/{}",
    "api/submissions/{}",
)
PAYLOADS = (
    "%22;window.PIRATE=1;%22",
    '"><img src=x onerror=window.PIRATE=1>',
    "%5c",
    "%3C%2Fscript%3E%3Csvg onload=PIRATE=1%3E",
)


@pytest.mark.parametrize("where", ["here", pytest.param("elsewhere", marks=pytest.mark.long)])
def test_address_alone_runs_nothing(browser, request, where):
    server, context = request.getfixturevalue(where), browser.new_context()
    tab = context.new_page()
    tab.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for page in REFLECTING:
        for payload in PAYLOADS:
            tab.goto(f"{server.address}/formgrader/{page.format(payload)}", wait_until="load")
            assert tab.evaluate("window.PIRATE") is None, (page, payload)
            assert "elle n'est pas ouverte" in tab.inner_text("body"), (page, payload)
    context.close()


@pytest.mark.parametrize("page", [page for page in REFLECTING if not page.startswith(("submissions", "api"))])
def test_address_that_no_sign_betrays_is_shown_as_text(browser, here, page):
    """Ni guillemet ni chevron : l'adresse s'ouvre, et rien n'y devient une balise."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{here.address}/formgrader/{page.format('&lt;img src=x onerror=window.PIRATE=1&gt;')}", wait_until="load")
    assert tab.evaluate("window.PIRATE") is None
    assert tab.locator("[onerror]").count() == 0
    context.close()


def test_feedback_page_shows_every_attack_at_once_and_nothing_acts(look, course, pages):
    page = pages / ALL / ASSIGNMENT / f"{ASSIGNMENT}.html"
    eye = look(page.as_uri(), page.as_uri())
    assert eye.acts() == []
    assert eye.labels() == added(course, ALL)
    assert eye.spilled() == 0
    assert eye.tab.locator("script").count() == 0
    assert page.stat().st_size < 300_000


def test_feedback_page_of_a_folder_named_as_an_attack_shows_the_name_as_text(look, pages):
    page = pages / NAMED / ASSIGNMENT / f"{ASSIGNMENT}.html"
    eye = look(page.as_uri(), page.as_uri())
    assert eye.acts() == []
    assert eye.tab.locator("[onerror]").count() == 0
    assert eye.tab.get_by_text(NAMED, exact=True).count() == 1
    assert NAMED in eye.tab.title()


# Pose dans un cadre de quoi couvrir toute la page ; rend ce qu'un clic y toucherait, dans ce cadre et au-dessus de lui.
COVER = """() => {
    const frame = [...document.querySelectorAll(".rendered_html")].find(each => each.innerText.includes("gras"));
    frame.insertAdjacentHTML("beforeend", '<b class="posé" style="position: fixed; inset: -5000px; z-index: 9"></b>');
    frame.scrollIntoView({block: "center"});
    const box = frame.getBoundingClientRect(), middle = (box.left + box.right) / 2;
    const touched = y => document.elementFromPoint(middle, y)?.className === "posé";
    return [touched((box.top + box.bottom) / 2), touched(box.top - 3), touched(2)];
}"""


def test_frame_holds_even_what_no_cleaning_would_let_in(look, pages):
    page = pages / "honnête" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert look(page.as_uri(), page.as_uri()).tab.evaluate(COVER) == [True, False, False]


def test_honest_answer_looks_like_what_was_written(look, pages):
    page = pages / "honnête" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    answer = look(page.as_uri(), page.as_uri()).tab.locator(".rendered_html", has_text="gras")
    assert [answer.locator(tag).count() for tag in ("math", "mfrac", "mtable", "sub", "strong", "td")] == [
        3,
        1,
        1,
        1,
        1,
        2,
    ]
    assert answer.locator("code").inner_text() == "x < 3"


@pytest.mark.long
@pytest.mark.parametrize("name", CELLS)
def test_jupyterlab_opens_an_attack_and_nothing_acts(look, laboratory, course, name):
    path = graded(course, name).relative_to(course.root).as_posix()
    address = f"{laboratory.address}/lab/tree/{urllib.parse.quote(path)}?reset"  # sinon il rouvre les précédents
    eye = look(address, laboratory.address, ready=".jp-Cell .jp-RenderedMarkdown mjx-container", height=8000)
    assert eye.acts() == []
    assert eye.labels() == added(course, name)
    assert eye.spilled() == 0
    statement = eye.tab.locator(".jp-RenderedMarkdown", has_text="Énoncé")
    assert [statement.locator(tag).count() for tag in ("mjx-mfrac", "mjx-mover", "mjx-munder")] == [1, 1, 1]
    assert "PIRATE" not in statement.inner_text()


@pytest.mark.long
def test_jupyterlab_opens_a_folder_named_as_an_attack_and_nothing_acts(look, laboratory, course):
    path = graded(course, SEEN).relative_to(course.root).as_posix()
    address = f"{laboratory.address}/lab/tree/{urllib.parse.quote(path)}?reset"
    eye = look(address, laboratory.address, ready=".jp-Cell .jp-RenderedMarkdown mjx-container", height=8000)
    assert SEEN in eye.tab.locator(".jp-FileBrowser-crumbs").inner_text()
    eye.tab.locator(".jp-FileBrowser-crumbs").get_by_text(SEEN).hover()
    eye.tab.locator(".lm-TabBar-tab.jp-mod-current").first.hover()  # la bulle cite le chemin
    assert eye.acts() == []
    assert eye.tab.evaluate("window.SEEN") is None
    assert eye.tab.locator("[onerror]").count() == 0


@pytest.fixture(scope="module")
def laboratory(course, tmp_path_factory):
    """JupyterLab, dans le dossier du cours, où chaque attaque a maintenant sa copie."""
    for name in CELLS:
        course.submit(name, hostile(course.released(), name))
    course.submit(SEEN, hostile(course.released(), "signs_as_the_grader"))
    correct(course)
    with Jupyter("lab", course.root, tmp_path_factory.mktemp("laboratoire")) as server:
        yield server


def test_corpus_says_what_it_tries():
    assert len(CELLS) >= 15
    assert all(function.__doc__ for function in CELLS.values())
    assert copy.deepcopy([cell for function in CELLS.values() for cell in function()])
