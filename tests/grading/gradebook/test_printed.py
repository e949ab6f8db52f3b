"""Ce qu'une copie imprime pour de bon, exécutée par le vrai moteur, puis ouverte dans un vrai navigateur."""

import urllib.parse

import nbformat
import pytest

from mlcourse.command import main

from ..copies.base import code
from ..copies.hostile_display import CELLS, EVIL, SCRIPT
from ..copies.opening import Eye, Jupyter
from ..small_course import ASSIGNMENT, SmallCourse, filled
from .test_feedback import generate_feedback
from .test_opening import WHOLE, graded, submission

pytestmark = [pytest.mark.navigateur, pytest.mark.boite, pytest.mark.long, pytest.mark.timeout(900)]
STUDENT = "imprimante"
MARKUP = f"<img src='{EVIL}' onerror={SCRIPT!r}><a href='{EVIL}'>imprimé</a><script>{SCRIPT}</script>"
FORMULA = rf"$\\href{{{EVIL}}}{{\\rule{{90em}}{{90em}}}}$ [imprimé]({EVIL}) {MARKUP}"
PRINTED = (
    f'from IPython.display import HTML, Javascript, Latex, Markdown, SVG, display\ndisplay(HTML("""{MARKUP}"""))',
    f'display(Markdown("""{FORMULA}"""))\ndisplay(Latex("""{FORMULA}"""))\ndisplay(Javascript("""{SCRIPT}"""))',
    f'display({{"text/html": """{MARKUP}""", "image/svg+xml": """<svg>{MARKUP}</svg>"""}}, raw=True)',
    f'class Value:\n    def _repr_html_(self):\n        return """{MARKUP}"""\nValue()',
    f'import sys\nprint("""{MARKUP} {EVIL}""")\nprint("""{MARKUP} {EVIL}""", file=sys.stderr)',
    f'raise ValueError("""{MARKUP} {EVIL}""")',
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Une classe d'une copie, corrigée dans sa boîte."""
    course = SmallCourse(tmp_path_factory.mktemp("sorties"))
    notebook = filled(course.released(), question="Réponse hostile")
    notebook.cells[1:1] = [*CELLS["prints_addresses"](), *map(code, PRINTED)]
    course.submit(STUDENT, notebook)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course.root)
        assert main(["corriger", ASSIGNMENT, "--jobs", "1"]) in (0, 1)
    return course


def outputs(course):
    """Les sorties des cellules du carnet corrigé."""
    cells = nbformat.read(graded(course, STUDENT), as_version=4).cells
    return [output for cell in cells if cell.cell_type == "code" for output in cell.outputs]


def quiet(eye):
    """Rien n'agit, et l'on a pourtant devant soi ce qui a été imprimé."""
    assert eye.acts() == []
    assert "<a href='https: //exemple.invalid/MARQUE-PIRATE'>imprimé</a>" in eye.tab.inner_text("body")
    assert eye.spilled() == 0


def test_engine_keeps_what_was_printed(course):
    kept = outputs(course)
    assert {each.output_type for each in kept} >= {"stream", "error"}
    assert {each.get("name") for each in kept} >= {"stdout", "stderr"}
    assert any("MARQUE-PIRATE" in each.get("text", "") for each in kept)


@pytest.mark.parametrize("kind", ["server", "lab"])
def test_instructor_opens_it_and_nothing_acts(browser, course, tmp_path, kind):
    with Jupyter(kind, course.root, tmp_path) as server:
        path = urllib.parse.quote(graded(course, STUDENT).relative_to(course.root).as_posix())
        lab = (f"{server.address}/lab/tree/{path}?reset", server.address, ".jp-Cell .jp-RenderedMarkdown", 8000)
        arguments = lab if kind == "lab" else (submission(server, STUDENT), server.address)
        eye = Eye(browser, *arguments, first=WHOLE)
        quiet(eye)
        eye.close()


def test_student_opens_it_and_nothing_acts(browser, course):
    generate_feedback(course)
    page = (course.root / "classe" / "feedback" / STUDENT / ASSIGNMENT / f"{ASSIGNMENT}.html").as_uri()
    eye = Eye(browser, page, page)
    quiet(eye)
    eye.close()
