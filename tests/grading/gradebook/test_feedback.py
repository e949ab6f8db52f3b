"""Ce qui revient à l'étudiant, et ce que formgrader montre : rien de caché, rien qui s'exécute."""

import contextlib
import json
import os
import re
import subprocess
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from mlcourse.grading.batch.batch import Batch
from mlcourse.grading.gradebook import markup
from mlcourse.grading.gradebook.bounds import PART_TEXT
from mlcourse.grading.gradebook.feedback import HideTests
from mlcourse.grading.gradebook.markup import AS_WRITTEN, clean, markdown2html
from mlcourse.grading.gradebook.viewing import view

from ..small_course import ASSIGNMENT, WRONG, InstantPool, SmallCourse, filled

pytestmark = pytest.mark.boite

STUDENT = "<b onclick=mal()>Ève"
MARKUP = """<script>mal()</script><img src=x onerror="mal()"><svg onload="mal()"><circle/></svg>
<iframe src="javascript:mal()"></iframe><a href="javascript:mal()">a</a><form action="https://mal.invalid"><input></form>
<object data="data:text/html,mal"></object><style>body{display:none}</style><base href="https://mal.invalid/">
<meta http-equiv="refresh" content="0;url=https://mal.invalid"><p style="background:url(https://mal.invalid)">p</p>
[b](javascript:mal()) [c](JaVaScRiPt&#58;mal()) [d](data:text/html;base64,bWFs) ![e](https://mal.invalid/e.png)
![f](data:image/svg+xml;base64,PHN2Zz4=) <div class="modal mermaid" id="nb">x</div>

```mermaid
click A "javascript:mal()"
```
"""
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HIDDEN = ("31415", "62830", "le nombre caché", "TESTS CACHÉS", "return x + x", "mon cher")
ACTIVE = {"script", "iframe", "object", "embed", "form", "base", "meta", "link", "style", "svg", "input"}


def hostile_copy(released):
    notebook = filled(released, WRONG, "Ma réponse.\n\n" + MARKUP)
    raw = new_raw_cell(MARKUP, metadata={"raw_mimetype": "text/html", "format": "text/html"})
    attached = new_markdown_cell("![x](attachment:x.svg) ![y](attachment:y.png)")
    attached.attachments = {"x.svg": {"image/svg+xml": "PHN2Zz4="}, "y.png": {"image/png": PNG}}
    delimiters = new_code_cell("# DÉBUT TESTS CACHÉS\nmoi = 1")
    linked = new_markdown_cell(r"[voir]\(files/x)")
    notebook.cells[2:2] = [new_markdown_cell(MARKUP), linked, raw, attached, delimiters, new_code_cell(f"# {MARKUP!r}")]
    return notebook


def with_hostile_outputs(path):
    """Met dans le carnet corrigé des sorties que le moteur n'aurait jamais dû laisser passer."""
    notebook = nbformat.read(path, as_version=4)
    kinds = ("text/html", "text/markdown", "text/latex", "image/svg+xml", "application/javascript", "image/png")
    outputs = [new_output("display_data", {kind: MARKUP, "text/plain": "sûr"}) for kind in kinds]
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": MARKUP}}
    outputs += [new_output("display_data", widget), new_output("stream", text=MARKUP + "\x1b[31m" + "y" * 900_000)]
    outputs += [new_output("stream", text="\x1b[38mcouleur inachevée\x1b[48m")]
    outputs += [new_output("error", ename=MARKUP, evalue=MARKUP, traceback=[MARKUP])]
    outputs += [new_output("display_data", {"image/png": PNG})]
    cell = next(cell for cell in notebook.cells if cell.source.endswith("# DÉBUT TESTS CACHÉS\nmoi = 1"))
    cell.outputs = outputs
    path.chmod(0o644)
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = SmallCourse(tmp_path_factory.mktemp("retour"))
    course.submit(STUDENT, hostile_copy(course.released()))
    course.submit("Vide", b"{", "<img src=x onerror=mal()>.ipynb")
    with Batch(course.open(), ASSIGNMENT) as batch:
        list(batch.run(InstantPool()))
    with_hostile_outputs(course.root / "classe" / "autograded" / STUDENT / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    return course


def generate_feedback(course):
    environment = os.environ | {"JUPYTER_NO_CONFIG": "1", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "nbgrader", "generate_feedback", ASSIGNMENT]
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "not recognized" not in done.stderr
    folder = course.root / "classe" / "feedback"
    return {path.parts[-3]: path.read_text("utf-8") for path in folder.rglob("*.html")}


def formgrader_page(course, student):
    """La page que formgrader compose pour l'enseignant, par le même exportateur et les mêmes réglages."""
    config = view(course.open().config.copy())
    config.HTMLExporter.template_name = "formgrade"
    path = course.root / "classe" / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    resources = {"index": 0, "total": 1, "base_url": "", "notebook_path": "", "submission_id": "1", "student": "Ève"}
    return HTMLExporter(config=config).from_filename(str(path), resources | {"assignment_id": "", "notebook_id": ""})[0]


@pytest.fixture(scope="module")
def pages(graded):
    return generate_feedback(graded)


def active(page):
    """Ce qui s'exécuterait, se chargerait du dehors, ou changerait la page, hors du gabarit de nbgrader."""
    body = BeautifulSoup(page, "html.parser").find(id="notebook")
    found = [str(tag)[:80] for tag in body.find_all(ACTIVE)]
    for tag in body.find_all(True):
        for name, value in tag.attrs.items():
            text = (" ".join(value) if isinstance(value, list) else str(value)).lower()
            if name.startswith("on") or "mal" in text or "javascript:" in text or "svg" in text or "mermaid" in text:
                found.append(f"{tag.name} {name}={text[:80]}")
    return found


def test_page_shows_nothing_hidden_and_nothing_of_the_solution(pages):
    assert pages.keys() == {STUDENT, "Vide"}
    texts = {name: BeautifulSoup(page, "html.parser").get_text() for name, page in pages.items()}
    for name, page in pages.items():
        own = texts[name].replace("# DÉBUT TESTS CACHÉS\nmoi = 1", "").replace("# DÉBUT TESTS CACHÉS", "", 1)
        assert [secret for secret in HIDDEN if secret in page or secret in own] in ([], ["TESTS CACHÉS"])
    # Une copie que personne n'a lue ne montre aucun test : il n'y a rien à en dire encore.
    assert [name for name in texts if "assert double(2) == 4" in texts[name]] == [STUDENT]


def test_page_shows_what_a_copy_printed_and_wrote_whatever_its_colours_and_brackets(graded, pages):
    for page in (pages[STUDENT], formgrader_page(graded, STUDENT)):
        text = BeautifulSoup(page, "html.parser").get_text()
        assert "couleur inachevée" in text
        assert "[voir](files/x)" in text


def test_page_runs_nothing(pages):
    assert [active(page) for page in pages.values()] == [[], []]


def test_page_that_formgrader_shows_runs_nothing_of_the_student(graded):
    course, student = graded, STUDENT
    page = formgrader_page(course, student)
    body = BeautifulSoup(page, "html.parser").find(id="notebook")
    shown = body.select("div.rendered_html, div.output, div.input_area")
    assert len(shown) > 10
    assert [active(f"<div id=notebook>{part}</div>") for part in shown] == [[]] * len(shown)


def test_page_is_bounded(pages):
    assert len(pages[STUDENT]) < 600_000
    assert "y" * PART_TEXT not in pages[STUDENT]


def test_page_keeps_what_was_honest(pages):
    page = BeautifulSoup(pages[STUDENT], "html.parser")
    assert "Ma réponse." in page.get_text()
    assert "sûr" in page.get_text()
    sources = [image["src"] for image in page.find(id="notebook").find_all("img") if image.get("src")]
    assert [source for source in sources if PNG in source]


IN_TEXT, JOINED, TAG = (
    f"![photo](data:image/png;base64,{PNG})",
    "![photo](attachment:été 1.png)",
    '<img src="attachment:été 1.png">',
)


@pytest.mark.parametrize("picture", [IN_TEXT, JOINED, TAG], ids=["Colab", "JupyterLab", "balise"])
def test_answer_with_a_photograph_is_rendered_on_both_pages(course, picture):
    copy = filled(course.released(), WRONG, f"**Oui**, car $x^2$ :\n\n{picture}\n\nVoilà.")
    copy.cells[-1].attachments = {"été 1.png": {"image/png": PNG}}
    course.submit("Salomé", copy)
    with Batch(course.open(), ASSIGNMENT, patterns=["Salomé"]) as batch:
        list(batch.run(InstantPool()))
    for page in (generate_feedback(course)["Salomé"], formgrader_page(course, "Salomé")):
        (answer,) = (
            found
            for found in BeautifulSoup(page, "html.parser").select("div.rendered_html")
            if "Voilà." in found.get_text()
        )
        assert answer.find("pre") is None
        assert answer.find("strong").get_text() == "Oui"
        assert answer.find("math")
        assert answer.find("img")["src"] == f"data:image/png;base64,{PNG}"


def test_picture_that_is_no_longer_there_is_said_in_its_place_and_the_prose_is_still_rendered():
    page = BeautifulSoup(markdown2html({}, "**Oui** ![photo](attachment:partie.png) puis $x$."), "html.parser")
    assert page.find("strong").get_text() == "Oui"
    assert page.find("math")
    assert "« image omise photo »" in page.get_text()


def test_prose_that_cannot_be_rendered_says_so_before_it_is_shown_as_it_is_written(monkeypatch):
    monkeypatch.setattr(markup, "Renderer", lambda *_: 1 / 0)
    page = BeautifulSoup(markdown2html({}, "**Oui**"), "html.parser")
    assert page.find("p").get_text() == AS_WRITTEN
    assert page.find("pre").get_text() == "**Oui**"


def test_reason_of_an_unreadable_copy_is_on_its_page(pages):
    assert "ne se lit pas" in pages["Vide"]


def test_feedback_folder_holds_the_page_alone(graded, pages):
    files = [path.name for path in (graded.root / "classe" / "feedback").rglob("*") if path.is_file()]
    assert files == [f"{ASSIGNMENT}.html"] * 2


def test_export_gives_the_marks(graded):
    environment = os.environ | {"JUPYTER_NO_CONFIG": "1", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "nbgrader", "export", "--to", "notes.csv"]
    subprocess.run(command, cwd=graded.root, env=environment, capture_output=True, check=True)
    lines = (graded.root / "notes.csv").read_text("utf-8").splitlines()
    assert len(lines) == 3
    assert lines[1].startswith(f"{ASSIGNMENT},,,{STUDENT},") or lines[2].startswith(f"{ASSIGNMENT},,,{STUDENT},")


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("**gras** et `code`", "<strong>gras</strong> et <code>code</code>"),
        ("a < b et c > d", "a &lt; b et c &gt; d"),
        ("$a<b$ puis $$x_1 > 2$$", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
        ("| a | b |\n|:-:|---|\n| 1 | 2 |", 'style="text-align:center;"'),
        ("[lien](https://exemple.fr/a?b=1)", 'href="https://exemple.fr/a?b=1"'),
        ("![figure](figures/ma figure.png)", ""),
        ("![figure](figures/courbe.png)", 'src="figures/courbe.png"'),
        ("```python\nx = 1\n```", 'class="highlight"'),
        ("# Titre\n\n- un\n- deux", "<li>un</li>"),
        ("> cité", "<blockquote>"),
    ],
)
def test_honest_markdown_is_rendered(source, kept):
    filters = Environment()
    filters.filters["markdown2html"] = markdown2html
    assert kept in filters.from_string("{{ source | markdown2html }}").render(source=source, cell={})


def test_student_reads_the_message_meant_for_him_and_the_teacher_the_whole():
    graded = {"nbgrader": {"grade": True, "solution": False, "grade_id": "t", "points": 1}}
    said = [new_output("error", ename="E", evalue="31415", traceback=["31415"])]
    tests = [
        new_code_cell("f(1)", metadata=graded | told, outputs=said) for told in ({"mlcourse": {"told": "non"}}, {})
    ]
    notebook = new_notebook(cells=[*tests, new_code_cell("f(1)", outputs=said)])
    page, _ = HideTests().preprocess(notebook, {})
    assert [[output.evalue for output in cell.outputs] for cell in page.cells] == [["non"], [], ["31415"]]


@pytest.mark.parametrize("path", ["../../secret.png", "/etc/x.png", "//mal.invalid/x.png", "a/../../x.png", "x.svg"])
def test_picture_from_elsewhere_is_not_loaded(path):
    assert "src" not in clean(f'<img src="{path}">')


def test_answers_numbered_by_the_student_keep_their_numbers():
    page = markdown2html({}, "2) La deuxième.\n\n3. La troisième.")
    assert re.findall(r'<ol start="(\d+)">', page) == ["2", "3"]
    assert clean('<ol start="1e9"><li start="2">x</li></ol>') == "<ol><li>x</li></ol>"


def test_boxes_that_the_student_ticked_stay_ticked():
    page = BeautifulSoup(markdown2html({}, "- [x] Vrai\n- [ ] Faux\n\n  Car $x$."), "html.parser")
    assert [item.get_text().split()[:2] for item in page("li")] == [["☑", "Vrai"], ["☐", "Faux"]]


def test_comment_of_the_reader_goes_through_the_same_filter(graded):
    from nbgrader.api import Gradebook

    with contextlib.closing(Gradebook(graded.open().coursedir.db_url)) as gradebook:
        comment = gradebook.find_comment("question", ASSIGNMENT, ASSIGNMENT, STUDENT)
        comment.manual_comment = "**Bien**" + MARKUP
        gradebook.db.commit()
    page = generate_feedback(graded)[STUDENT]
    assert "<strong>Bien</strong>" in page
    assert active(page) == []
    assert json.dumps(HIDDEN[0]) not in page
