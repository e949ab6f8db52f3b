"""Tout ce qu'un processus de confiance lit d'une copie a une borne : où, laquelle, et une copie qui la cherche."""

import base64
import json
import os
import struct
from dataclasses import dataclass

import pytest
from jinja2 import Environment
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from mlcourse.grading.examination.answers import Allowance, checked
from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.gradebook.bounds import PAGE_IMAGES, PAGE_TEXT
from mlcourse.grading.gradebook.dates import date_in
from mlcourse.grading.gradebook.markup import markdown2html
from mlcourse.grading.gradebook.patience import PAGE_SECONDS
from mlcourse.grading.gradebook.repairs import repair
from mlcourse.grading.submission.notebook_choice import MAX_NOTEBOOKS
from mlcourse.grading.submission.notebooks import MAX_CELLS, MAX_SOURCES, UnreadableError, read_cells
from mlcourse.grading.submission.pictures import MAX_BYTES, MAX_IMAGES
from mlcourse.grading.submission.reading import MAX_ENTRIES, MAX_FILES, MAX_REFUSALS, read_submission
from mlcourse.grading.submission.rebuild import rebuild
from mlcourse.grading.submission.subject import Subject

from ..assignments.workshop import ROOT
from .measuring import measured
from .small_course import ASSIGNMENT, SmallCourse, filled

SECONDS, MEGABYTES = 12.0, 700.0  # bien plus que ce qu'il faut, bien moins que ce qui coûtait
ATTEMPTS = {}


@dataclass(frozen=True)
class Attempt:
    """Un endroit où l'on lit une copie, sa borne, et de quoi la chercher ; `work` rend vrai si elle a tenu."""

    where: str
    bound: str
    work: object


def attempt(where, bound):
    def keep(function):
        ATTEMPTS[function.__name__] = Attempt(where, bound, function)
        return function

    return keep


def picture(width, height, weight=100):
    """Le base64 de ce qui se dit un PNG de cette taille."""
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)
    return base64.b64encode(header + os.urandom(weight)).decode()


def written(notebook):
    return json.dumps(notebook).encode()


def rebuilt(folder, *cells, files=None):
    """La copie où ces cellules suivent les réponses, reconstruite."""
    course = SmallCourse(folder)
    notebook = filled(course.released())
    notebook.cells += cells
    return rebuild(course.master(), {f"{ASSIGNMENT}.ipynb": written(notebook)} | (files or {}), ASSIGNMENT)


@attempt("timestamp.txt", "deux cents octets, et ni suite de chiffres ni chemin")
def date_of_two_million_digits(folder):
    stamps = [b"9" * 2_000_000, b"1 " * 99, b"2026-02-01 10:00:00 /etc/passwd", b"2026-02-01 10:00 " + b"9" * 40]
    return all(date_in(stamp)[1].needs_person for stamp in stamps)


@attempt("timestamp.txt, lu par nbgrader", "les mêmes, sans suivre un lien ni attendre un tube")
def date_that_never_ends(folder):
    repair()
    for name in ("zero", "tube", "chiffres"):
        (folder / name).mkdir()
    (folder / "zero" / "timestamp.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "tube" / "timestamp.txt")
    (folder / "chiffres" / "timestamp.txt").write_text("9" * 2_000_000)
    return all(CourseDirectory().get_existing_timestamp(str(path)) is None for path in folder.iterdir())


@attempt("le dossier d'une copie", f"{MAX_ENTRIES} entrées, {MAX_FILES} fichiers, {MAX_REFUSALS} refus racontés")
def folder_of_links_and_folders(folder):
    for number in range(60_000):
        (folder / f"{number}").symlink_to("/nulle") if number % 2 else (folder / f"{number}").mkdir()
    reading = read_submission(folder)
    return reading.seen <= MAX_ENTRIES and len(reading.remarks.texts) <= MAX_REFUSALS + 1


@attempt("le JSON d'un carnet", "un million de valeurs")
def notebook_of_twelve_million_lists(folder):
    with pytest.raises(UnreadableError, match="trop de données"):
        read_cells(b'{"cells": [' + b"[]," * 8_000_000 + b"1]}")
    return True


@attempt("les cellules d'un carnet", f"{MAX_CELLS} cellules")
def notebook_of_two_hundred_thousand_cells(folder):
    cell = b'{"cell_type": "code", "source": "x = 1"},'
    cells, remarks = read_cells(b'{"cells": [' + cell * 200_000 + cell[:-1] + b"]}")
    return len(cells) <= MAX_CELLS and remarks.needs_person


@attempt("le code des cellules", f"{MAX_SOURCES} caractères")
def code_that_is_dear_to_parse(folder):
    dear = "try:\n a\n" + "except a:\n a\n" * 35_000
    result = rebuilt(folder, *(new_code_cell(dear) for _ in range(30)))
    return "millions de caractères" in " ".join(result.remarks.texts)


@attempt("les f-chaînes", "leurs accolades, fois leurs caractères")
def strings_that_python_reads_again_at_each_brace(folder):
    dear = [new_code_cell("def unused():\n    return f'" + "{x}" * 160_000 + f"'\n# {number}") for number in range(4)]
    return len(rebuilt(folder, *dear).notebook.cells) > len(dear)


@attempt("la comparaison avec le sujet", "un temps proportionnel aux deux textes")
def statements_shuffled_three_hundred_times(folder):
    words = [f"mot{number}" for number in range(600)]
    teacher = new_notebook(cells=[new_markdown_cell(" ".join(words[number:] + words[:number])) for number in range(8)])
    shuffled = [new_markdown_cell(" ".join(words[number:] + words[:number])[::-1]) for number in range(300)]
    cells, _ = read_cells(written(new_notebook(cells=shuffled)))
    return len(Subject(teacher).label(cells)) == 300


@attempt("les carnets d'une copie", f"{MAX_NOTEBOOKS} carnets")
def hundred_notebooks(folder):
    other = written(new_notebook(cells=[new_code_cell("def double(x):\n    return 1\n" + "a,b=1,2\n" * 20_000)]))
    result = rebuilt(folder, files={f"brouillon{number}.ipynb": other for number in range(100)})
    return "trop de carnets" in " ".join(result.remarks.texts) and not result.unreadable


@attempt("les images collées", f"{MAX_IMAGES} images, {MAX_BYTES} caractères, des pixels en nombre raisonnable")
def pictures_by_the_hundred_and_one_of_ten_billion_pixels(folder):
    cells = [new_markdown_cell("![x](attachment:x.png)") for _ in range(200)]
    for cell in cells:
        cell.attachments = {"x.png": {"image/png": picture(100, 100, 90_000)}}
    cells[0].attachments = {"x.png": {"image/png": picture(100_000, 100_000)}}
    result = rebuilt(folder, *cells)
    kept = [cell.attachments for cell in result.notebook.cells if cell.get("attachments")]
    return 50 < len(kept) <= MAX_IMAGES and sum(map(len, map(str, kept))) < MAX_BYTES and result.remarks.needs_person


@attempt("les sorties que rend la boîte", "celles de tout le carnet, ensemble")
def figures_and_outputs_without_end(folder):
    limits, figure = Limits(), base64.b64decode(picture(100, 100, 2_000_000))
    allowance = Allowance(limits)
    cells = [checked([[["png", figure], *[["stdout", ""]] * 20_000], None], limits) for _ in range(60)]
    kept = [output for cell in cells for output in allowance.cut(*cell)[0]]
    figures = sum(len(content) for kind, content in kept if kind == "png")
    return 0 < figures <= limits.notebook_figure_bytes and len(kept) < 6_000


@attempt("une prose, dans la page", "un nombre de marques qu'un analyseur supporte")
def prose_that_is_dear_to_parse(folder):
    hard = [r"\\[", "<ul><li>", "<i><b><u><s><p>", "<a ", "[a](", "> ", "- " * 40 + "\n"]
    fences = [f"```{name}\n{text}\n```" for name, text in (("amdgpu", "a" * 19_000), ("ng2", "(" * 19_000))]
    emphases = ["**a " * 2_400 + "_b* " * 2_500, "a**_" * 5_000, "~~a **b " * 2_500]
    sources = [(unit * 20_000)[:20_000] for unit in hard] + fences + emphases
    return all(len(rendered(source)) < 200_000 for source in sources)


@attempt("le code et la prose d'une page", f"{PAGE_SECONDS:g} secondes ; la suite se montre sans couleurs")
def code_that_is_dear_to_color(folder):
    dear = ("a." * 400 + "\n", " \n", "\t\n", "  \n#\n", ". " * 400 + "\n", "\v\n")
    sources = [(line * 20_000)[:19_900] for line in dear]
    ours = {"mlcourse": {"added": True}}
    cells = [new_code_cell(source, metadata=ours) for source in sources]
    cells += [
        new_markdown_cell(f"```{name}\n{' ' * 900}\n{source}\n```", metadata=ours)
        for name in ("python", "ipython3")
        for source in sources
    ]
    page = composed(new_notebook(cells=[*cells, new_code_cell("dernière = 1", metadata=ours)]))
    return "dernière" in page


@attempt("une image citée", "une seule fois dans la page")
def picture_cited_six_hundred_times(folder):
    image = picture(100, 100, 300_000)
    page = rendered("![x](attachment:x.png)\n" * 600, {"x.png": {"image/png": image}})
    return page.count(image) == 1 and page.count("déjà montrée") == 599


@attempt("la page", f"{PAGE_TEXT} caractères et {PAGE_IMAGES} d'images")
def page_of_everything(folder):
    page = composed(monstrous())
    return len(page) < 30_000_000 and "trop longue pour cette page" in page and "trop lourdes" in page


def composed(notebook):
    """La page d'un carnet, telle que la composent les réglages du cours."""
    config = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config()
    return HTMLExporter(config=config).from_notebook_node(notebook)[0]


def monstrous():
    """Un carnet corrigé tel que le moteur n'en fait pas : mille cellules, toutes démesurées."""
    image = new_output("display_data", {"image/png": picture(9, 9, 1_500_000)})
    outputs = [image, new_output("stream", text="y" * 90_000)]
    ours = {"mlcourse": {"added": True}}
    cells = [new_code_cell("a.b" * 30_000, outputs=outputs, metadata=ours) for _ in range(30)]
    return new_notebook(cells=cells + [new_markdown_cell("<ul><li>" * 9_000, metadata=ours) for _ in range(1_000)])


def rendered(source, attachments=None):
    filters = Environment()
    filters.filters["markdown2html"] = markdown2html
    cell = {"attachments": attachments or {}}
    return filters.from_string("{{ source | markdown2html }}").render(source=source, cell=cell)


@pytest.mark.parametrize("name", ATTEMPTS)
def test_what_is_read_of_a_copy_is_bounded_first(name, tmp_path):
    held, seconds, megabytes = measured(lambda: ATTEMPTS[name].work(tmp_path))
    assert held
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_every_bound_is_told():
    assert len(ATTEMPTS) >= 12
    assert all(each.where and each.bound for each in ATTEMPTS.values())
