"""Tout ce qu'un processus de confiance lit d'une copie a une borne : où, laquelle, et une copie qui la cherche."""

import ast
import base64
import itertools
import json
import os
import struct
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import Environment
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import nbbase, new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from mlcourse.grading.errors import GradingError
from mlcourse.grading.examination.answers import Allowance, checked
from mlcourse.grading.examination.libraries import undeclared
from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.examination.plan import Step
from mlcourse.grading.gradebook import patience, plain
from mlcourse.grading.gradebook.beside import MAX_FILES as SHOWN
from mlcourse.grading.gradebook.beside import MAX_SEEN, files_beside
from mlcourse.grading.gradebook.bounds import PAGE_IMAGES, PAGE_TEXT
from mlcourse.grading.gradebook.dates import date_in
from mlcourse.grading.gradebook.feedback import MAX_OUTPUTS
from mlcourse.grading.gradebook.marks import refuse_impossible
from mlcourse.grading.gradebook.markup import AS_WRITTEN, markdown2html
from mlcourse.grading.gradebook.mathml import MAX_FORMULA
from mlcourse.grading.gradebook.patience import PAGE_SECONDS
from mlcourse.grading.gradebook.repairs import repair
from mlcourse.grading.intake.handins import MAX_NESTED as NESTED
from mlcourse.grading.intake.handins import unpack
from mlcourse.grading.intake.roster import MAX_STUDENTS, read_roster
from mlcourse.grading.intake.sources import MAX_PARTS, MAX_SPELLED, zip_entries
from mlcourse.grading.overview.likeness import MAX_TEXT, alike
from mlcourse.grading.submission.document import UnreadableError
from mlcourse.grading.submission.formulas import MAX_BACKWARD, inert_formulas
from mlcourse.grading.submission.inert import MAX_IMAGE, inert_prose, is_image
from mlcourse.grading.submission.inert import MAX_IMAGES as PER_CELL
from mlcourse.grading.submission.notebook_choice import MAX_NOTEBOOKS
from mlcourse.grading.submission.notebook_choice import MAX_SOURCES as CHOSEN
from mlcourse.grading.submission.notebooks import MAX_CELLS, MAX_SOURCE, MAX_SOURCES, read_cells
from mlcourse.grading.submission.pasted import MAX_CITED, MAX_NAME, MAX_NAMES, joined
from mlcourse.grading.submission.pictures import MAX_ALL_PIXELS, MAX_BYTES, MAX_IMAGES, MAX_PIXELS, pixels
from mlcourse.grading.submission.reading import (
    MAX_DEPTH,
    MAX_ENTRIES,
    MAX_FILE,
    MAX_FILES,
    MAX_REFUSALS,
    MAX_TOTAL,
    read_submission,
)
from mlcourse.grading.submission.rebuild import MAX_ADDED, is_added, rebuild
from mlcourse.grading.submission.renderable import MAX_BARS, MAX_EMPHASES, MAX_MARKS, MAX_PROSE
from mlcourse.grading.submission.shelf import MAX_SOUGHT
from mlcourse.grading.submission.subject import Subject
from mlcourse.grading.wire.channel import PeerLost

from ..assignments.workshop import ROOT
from .intake.test_collect import zipped
from .measuring import measured
from .small_course import ASSIGNMENT, SmallCourse, filled

GRADING = ROOT / "mlcourse" / "grading"
SECONDS, MEGABYTES = 12.0, 700.0  # bien plus que ce qu'il faut, bien moins que ce qui coûtait
ATTEMPTS = {}


@dataclass(frozen=True)
class Attempt:
    """Un endroit où l'on lit une copie, sa borne, et de quoi la chercher ; `work` rend vrai si elle a tenu.

    `constants` nomme les bornes de `mlcourse.grading` que cet essai met à l'épreuve.
    """

    where: str
    bound: str
    work: object
    constants: tuple[str, ...]


def attempt(where, bound, *constants):
    def keep(function):
        ATTEMPTS[function.__name__] = Attempt(where, bound, function, constants)
        return function

    return keep


# Les bornes qu'un test mieux placé met à l'épreuve.
ELSEWHERE = {
    "batch.slot.MAX_RESULT": "batch/test_slot.py::test_result_without_end_is_left_before_it_fills_the_memory",
    "intake.handins.MAX_WORK": "intake/test_unpacking.py::test_files_that_are_not_kept_cost_a_bounded_work",
    "intake.sources.MAX_ARRIVED": (
        "intake/test_collect.py::test_more_files_than_a_class_may_have_are_refused_before_any_is_filed"
    ),
    "sandbox.memory.MAX_PIECES": (
        "sandbox/test_memory.py::"
        "test_memory_broken_into_too_many_pieces_stops_the_box_however_many_processes_share_them"
    ),
    "wire.asker.MAX_NESTED": "wire/test_lent.py::test_calls_nested_without_end_are_stopped_on_the_side_of_the_tests",
    "wire.channel.MAX_FRAME": "wire/test_values.py::test_frame_announced_too_long_is_refused_before_it_is_read",
    "wire.channel.MAX_ITEMS": "wire/test_values.py::test_message_of_too_many_items_or_maps_is_refused",
    "wire.errors.MAX_FRAMES": "wire/test_decoder.py::test_exception_of_any_length_is_cut",
    "wire.errors.MAX_LINE": "wire/test_decoder.py::test_exception_of_any_length_is_cut",
    "wire.errors.MAX_MESSAGE": "wire/test_decoder.py::test_exception_of_any_length_is_cut",
    "wire.errors.MAX_NAME": "wire/test_decoder.py::test_exception_of_any_length_is_cut",
    "wire.handles.MAX_HANDLES": "wire/test_decoder.py::test_tests_hold_so_many_handles_and_no_more",
    "wire.handles.MAX_NAME": "wire/test_decoder.py::test_malformed_handles_are_refused",
    "wire.values.MAX_BITS": "wire/test_decoder.py::test_other_codes_are_refused",
    "wire.values.MAX_DEPTH": "wire/test_decoder.py::test_code_nested_too_deep_is_refused",
    "wire.values.MAX_ITEMS": "wire/test_decoder.py::test_other_codes_are_refused",
    "wire.values.MAX_TEXT": "wire/test_decoder.py::test_other_codes_are_refused",
}


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


@attempt(
    "le dossier d'une copie",
    f"{MAX_ENTRIES} entrées, {MAX_FILES} fichiers, {MAX_REFUSALS} refus racontés",
    "submission.reading.MAX_ENTRIES",
    "submission.reading.MAX_REFUSALS",
)
def folder_of_links_and_folders(folder):
    for number in range(60_000):
        (folder / f"{number}").symlink_to("/nulle") if number % 2 else (folder / f"{number}").mkdir()
    reading = read_submission(folder)
    return reading.seen <= 50_000 and len(reading.remarks.texts) <= 21


@attempt("le JSON d'un carnet", "un million de valeurs", "submission.document.MAX_VALUES")
def notebook_of_twelve_million_lists(folder):
    with pytest.raises(UnreadableError, match="trop de données"):
        read_cells(b'{"cells": [' + b"[]," * 8_000_000 + b"1]}")
    return True


@attempt("les cellules d'un carnet", f"{MAX_CELLS} cellules", "submission.notebooks.MAX_CELLS")
def notebook_of_two_hundred_thousand_cells(folder):
    cell = b'{"cell_type": "code", "source": "x = 1"},'
    cells, remarks = read_cells(b'{"cells": [' + cell * 200_000 + cell[:-1] + b"]}")
    return len(cells) <= MAX_CELLS and remarks.needs_person


@attempt("le code des cellules", f"{MAX_SOURCES} caractères", "submission.notebooks.MAX_SOURCES")
def code_that_is_dear_to_parse(folder):
    dear = "try:\n a\n" + "except a:\n a\n" * 35_000
    result = rebuilt(folder, *(new_code_cell(dear) for _ in range(30)))
    return "millions de caractères" in " ".join(result.remarks.texts)


@attempt("les f-chaînes", "leurs accolades, fois leurs caractères")
def strings_that_python_reads_again_at_each_brace(folder):
    dear = [new_code_cell("def unused():\n    return f'" + "{x}" * 160_000 + f"'\n# {number}") for number in range(4)]
    return len(rebuilt(folder, *dear).notebook.cells) > len(dear)


@attempt("les noms que l'on importe", "cent points")
def name_that_python_copies_at_each_dot(folder):
    dear = [new_code_cell("import a" + ".b" * 100_000 + f"\n# {number}") for number in range(4)]
    return len(rebuilt(folder, *dear).notebook.cells) > len(dear)


@attempt("les noms d'un programme", "cent accents de suite")
def letter_whose_accents_python_sorts_two_by_two(folder):
    dear = [new_code_cell("a" + "\u0315\u0300" * 100_000 + f" = {number}") for number in range(4)]
    return len(rebuilt(folder, *dear).notebook.cells) > len(dear)


@attempt("la comparaison avec le sujet", "un temps proportionnel aux deux textes")
def statements_shuffled_three_hundred_times(folder):
    words = [f"mot{number}" for number in range(600)]
    teacher = new_notebook(cells=[new_markdown_cell(" ".join(words[number:] + words[:number])) for number in range(8)])
    shuffled = [new_markdown_cell(" ".join(words[number:] + words[:number])[::-1]) for number in range(300)]
    cells, _ = read_cells(written(new_notebook(cells=shuffled)))
    return len(Subject(teacher).label(cells)) == 300


@attempt("les carnets d'une copie", f"{MAX_NOTEBOOKS} carnets", "submission.notebook_choice.MAX_NOTEBOOKS")
def hundred_notebooks(folder):
    other = written(new_notebook(cells=[new_code_cell("def double(x):\n    return 1")]))
    result = rebuilt(folder, files={f"brouillon{number}.ipynb": other for number in range(100)})
    return "trop de carnets" in " ".join(result.remarks.texts) and not result.unreadable


def pasted(folder, *images):
    """Celles de ces images, collées une par cellule, que garde la copie reconstruite."""
    cells = [new_markdown_cell("![x](attachment:x.png)", attachments={"x.png": {"image/png": x}}) for x in images]
    result = rebuilt(folder, *cells)
    kept = [cell.attachments["x.png"]["image/png"] for cell in result.notebook.cells if cell.get("attachments")]
    return kept if len(kept) == len(images) or result.remarks.needs_person else []


@attempt("les images collées, leur nombre", f"{MAX_IMAGES} images", "submission.pictures.MAX_IMAGES")
def pictures_by_the_hundred(folder):
    return len(pasted(folder, *[picture(9, 9)] * 150)) == 100


@attempt("les images collées, leur poids", f"{MAX_BYTES} caractères", "submission.pictures.MAX_BYTES")
def pictures_of_four_megabytes(folder):
    return len(pasted(folder, *[picture(100, 100, 3_000_000)] * 5)) == 2


@attempt("les images citées par leur fichier", f"{MAX_BYTES} caractères, une fois par cellule")
def picture_of_a_file_cited_without_end(folder):
    image = base64.b64decode(picture(9, 9, 300_000))
    cells = [new_markdown_cell(f"{number} " + "![](p.png) " * 500) for number in range(60)]
    result = rebuilt(folder, *cells, files={"p.png": image})
    joined_to = [cell.attachments for cell in result.notebook.cells if cell.get("attachments")]
    return {len(images) for images in joined_to} == {1} and len(joined_to) == 29 and result.remarks.needs_person


@attempt("les images citées que l'on cherche", f"{MAX_SOUGHT} fichiers", "submission.shelf.MAX_SOUGHT")
def pictures_that_are_not_there(folder):
    cells = [
        new_markdown_cell("".join(f'![](%20\\_&amp;{cell:x}-{number:x} "")' for number in range(500)))
        for cell in range(140)
    ]
    result = rebuilt(folder, *cells, new_markdown_cell("![](a.png)"), files={"a.png": base64.b64decode(picture(9, 9))})
    return "et d'autres ne sont pas" in " ".join(result.remarks.texts) and not result.notebook.cells[-1].get(
        "attachments"
    )


@attempt("les images citées, leurs crochets et leurs balises", "un temps proportionnel à leur texte")
def citations_that_never_end(folder):
    units = (
        "![",
        "![](",
        "![[]",
        "![a[b]",
        "![x](y(z)",
        "<img src=",
        "<img src=/ ",
        "<img src='",
        "[a]:a.png",
        "![a] ",
    )
    sources = [(unit * MAX_SOURCE)[:MAX_SOURCE] for unit in units]
    return all(rebuilt(folder / str(n), new_markdown_cell(source)).notebook for n, source in enumerate(sources))


@attempt("les images collées, leur étendue", f"{MAX_PIXELS} pixels", "submission.pictures.MAX_PIXELS")
def picture_of_a_hundred_million_pixels(folder):
    small = picture(9, 9)
    return pasted(folder, picture(10_000, 10_000), small) == [small]


VAST = struct.pack(">HH", 23_000, 23_000)  # dans les deux ordres, bien plus que ce que l'on montre
DISGUISED = {
    "image large dans un petit écran": b"GIF89a\t\0\t\0\0\0\0!\xfe\x01a\0,\0\0\0\0" + VAST[::-1] + b"\0\2\0;",
    "image loin du coin": b"GIF89a\t\0\t\0\x80\0\0aaabbb," + VAST[::-1] + b"\t\0\t\0\0\2\0;",
    "marqueur précédé de bourrage": b"\xff\xd8\xff\xff\xc0\0\x0b\x08" + VAST + b"\1\1\x11\0",
    "marqueur après un redémarrage": b"\xff\xd8\xff\xd0\xff\x01\xff\xc0\0\x0b\x08" + VAST + b"\1\1\x11\0",
    "en-tête après un autre bloc": b"\x89PNG\r\n\x1a\n\0\0\0\x08abCd" + struct.pack(">II", 9, 9) * 99,
}


@attempt("l'étendue d'une image", "celle que lui trouve qui la décode, et non la première annoncée")
def pictures_larger_than_they_say(_):
    claimed = [pixels(content + bytes(99)) for content in DISGUISED.values()]
    endless = b"\xff\xd8" + b"\xff" * 9_000_000, DISGUISED["image loin du coin"][:19] + b"!\xfe" + b"\1a" * 4_500_000
    assert not any(pixels(content) for content in endless * 3)
    return all(area == 0 or area > MAX_PIXELS for area in claimed) and sum(map(bool, claimed)) == 4


@attempt("les images collées, toutes ensemble", f"{MAX_ALL_PIXELS} pixels, et douze photographies y tiennent")
def pictures_of_a_whole_album(folder):
    photos, vast = [picture(4_000, 3_000)] * 12, [picture(8_000, 8_000)] * 12
    return len(pasted(folder / "photos", *photos)) == 12 and len(pasted(folder / "vaste", *vast)) == 10


@attempt("les sorties que rend la boîte", "celles de tout le carnet, ensemble")
def figures_and_outputs_without_end(folder):
    limits, figure = Limits(), base64.b64decode(picture(100, 100, 2_000_000))
    allowance = Allowance(limits)
    cells = [checked([[["png", figure], *[["stdout", ""]] * 2_001], None], limits) for _ in range(60)]
    kept = [output for cell in cells for output in allowance.cut(*cell)[0]]
    figures = sum(len(content) for kind, content in kept if kind == "png")
    return 0 < figures <= limits.notebook_figure_bytes and len(kept) < 6_000


@attempt("les sorties d'une cellule, que rend la boîte", f"{Limits().outputs}, et de quoi dire ce qui manque")
def cell_that_says_nothing_a_hundred_thousand_times(folder):
    said = [[["stdout", ""]] * count for count in (2_002, 2_003, 95_000)]
    return len(checked([said[0], None], Limits())[0]) == 2_002 and all(map(_is_forged, said[1:]))


def _is_forged(outputs):
    with pytest.raises(PeerLost):
        checked([outputs, None], Limits())
    return True


@attempt("l'étendue des figures", f"{MAX_ALL_PIXELS} pixels, ensemble", "submission.pictures.MAX_ALL_PIXELS")
def figures_as_large_as_light(folder):
    figure, allowance = base64.b64decode(picture(8_000, 8_000)), Allowance(Limits())
    kept = [kind for _ in range(30) for kind, _ in allowance.cut([["png", figure]], None)[0]]
    disguised, _ = Allowance(Limits()).cut([["png", DISGUISED["en-tête après un autre bloc"]]], None)
    return kept.count("png") == 10 and "text" in kept and disguised[0][0] == "text"


@attempt(
    "une prose, dans la page",
    "un nombre de marques qu'un analyseur supporte",
)
def prose_that_is_dear_to_parse(folder):
    hard = [r"\\[", "<ul><li>", "<i><b><u><s><p>", "<a ", "[a](", "> ", "- " * 40 + "\n"]
    fences = [f"```{name}\n{text}\n```" for name, text in (("amdgpu", "a" * 19_000), ("ng2", "(" * 19_000))]
    emphases = ["**a " * 2_400 + "_b* " * 2_500, "a**_" * 5_000, "~~a **b " * 2_500]
    sources = [(unit * 20_000)[:20_000] for unit in hard] + fences + emphases
    return all(len(rendered(source)) < 200_000 for source in sources)


@attempt("les marques d'une prose", f"{MAX_MARKS} balises et formules", "submission.renderable.MAX_MARKS")
def prose_of_too_many_marks(folder):
    marks = ("<b>", r"\\[", r"\\(", r"\begin{")
    return all(is_raw(mark * 501) and not is_raw(mark * 500) for mark in marks)


@attempt("les emphases d'une prose", f"{MAX_EMPHASES} signes", "submission.renderable.MAX_EMPHASES")
def prose_of_too_many_emphases(folder):
    return all(is_raw(f"{sign}a " * 2_001) and not is_raw(f"{sign}a " * 2_000) for sign in "*_~!")


@attempt("les tableaux d'une prose", f"{MAX_BARS} barres fois lignes", "submission.renderable.MAX_BARS")
def prose_of_too_many_bars(folder):
    honest = "| a " * 9 + "|\n" + "|---" * 9 + "|\n" + ("| 1 " * 9 + "|\n") * 90
    dear = ("-|\n" * 6_600 + "-||\n", ("-" + "|" * 90 + "\n") * 190)
    return all(map(is_raw, dear)) and not is_raw(honest)


@attempt("une prose, dans le carnet corrigé", f"{MAX_PROSE} caractères", "submission.renderable.MAX_PROSE")
def prose_that_would_freeze_the_program_that_opens_it(folder):
    joined_to = {"a.png": {"image/png": picture(9, 9)}}
    dear = [new_markdown_cell(text) for text in ("**a " * 1_200, "é" * (MAX_PROSE + 1), "!" * 9_000, "-|\n" * 400)]
    honest = [new_markdown_cell("![a](attachment:a.png)\n\n" + "Un *mot* de $x_1$. " * 600, attachments=joined_to)]
    dear[0].attachments = joined_to
    result = rebuilt(folder, *dear, *honest)
    *raw, plain = [cell.source.partition("\n\n")[2] for cell in result.notebook.cells if is_added(cell)]
    in_sight = [line for source in raw for line in source.split("\n") if line and not line.startswith("    ")]
    return in_sight == ["![](attachment:a.png)"] and plain.startswith("![a](") and len(raw) == len(dear)


def is_raw(source):
    """Vrai d'une prose que la page montre telle qu'elle est écrite, faute de l'analyser."""
    return rendered(source).startswith(f"<p>{AS_WRITTEN}</p><pre>")


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


@attempt(
    "les fichiers d'une copie",
    f"{MAX_FILE} octets pour un, {MAX_TOTAL} pour tous, {MAX_FILES} fichiers, {MAX_DEPTH} dossiers emboîtés",
    *(f"submission.reading.{name}" for name in ("MAX_FILE", "MAX_TOTAL", "MAX_FILES", "MAX_DEPTH")),
)
def files_too_big_too_many_and_too_deep(folder):
    deep = folder.joinpath(*"zyxwvuts")
    deep.mkdir(parents=True)
    # Dans l'ordre où ils se lisent : chacun n'est refusé que par sa borne.
    sizes = {"a-énorme": 26 * 2**20, "b1": 20 * 2**20, "b2": 20 * 2**20, "b3-de-trop": 20 * 2**20}
    sizes |= {f"m{number:03}": 0 for number in range(300)}
    for name, size in sizes.items():
        with (folder / name).open("wb") as file:
            file.truncate(size)
    (deep / "profond").touch()
    reading = read_submission(folder)
    shallow = read_submission(folder / "z")
    return (
        reading.files.keys() == {"b1", "b2"} | {f"m{number:03}" for number in range(198)}
        and not shallow.files
        and "emboîtés" in " ".join(shallow.remarks.texts)
    )


@attempt("les cellules ajoutées", f"{MAX_ADDED} cellules", "submission.rebuild.MAX_ADDED")
def cells_added_by_the_thousand(folder):
    result = rebuilt(folder, *(new_code_cell(f"x = {number}") for number in range(3_000)))
    added = [cell for cell in result.notebook.cells if cell.metadata.get("mlcourse", {}).get("added")]
    return len(added) == 1_000 and "premières cellules ajoutées" in " ".join(result.remarks.texts)


@attempt("le code d'une cellule", f"{MAX_SOURCE} caractères", "submission.notebooks.MAX_SOURCE")
def cell_of_a_million_characters(folder):
    cells, remarks = read_cells(written(new_notebook(cells=[new_code_cell("x = 1\n" * 200_000), new_code_cell("y")])))
    return max(len(cell.source) for cell in cells) <= MAX_SOURCE and "n'a pas été lue" in " ".join(remarks.texts)


@attempt("le code de tous les carnets", f"{CHOSEN} caractères", "submission.notebook_choice.MAX_SOURCES")
def notebooks_that_fill_the_choice(folder):
    heavy = written(new_notebook(cells=[new_code_cell(f"v{n} = 1\n" * 60_000) for n in range(3)]))
    result = rebuilt(folder, files={f"brouillon{number}.ipynb": heavy for number in range(9)})
    return "trop de carnets" in " ".join(result.remarks.texts)


@attempt("une archive rendue", f"{NESTED} archives emboîtées", "intake.handins.MAX_NESTED")
def archives_in_archives(folder):
    content = zipped({"fond.ipynb": b"{}"})
    for depth in range(5):
        content = zipped({f"{depth}.zip": content})
    reading = unpack(zip_entries(content))
    return not reading.files and "trop d'archives emboîtées" in " ".join(reading.remarks.texts)


@attempt("le nom d'un fichier d'archive", f"{MAX_PARTS} dossiers", "intake.sources.MAX_PARTS")
def name_of_a_hundred_folders(folder):
    (entry,) = zip_entries(zipped({"a/" * 100 + "devoir.ipynb": b"{}"}))
    return "nom refusé" in entry.complaint and len(entry.parts) == 1


@attempt(
    "les accents d'un nom",
    f"{MAX_SPELLED} lettres et accents",
    "intake.sources.MAX_SPELLED",
    "submission.reading.MAX_SPELLED",
)
def name_of_endless_accents(folder):
    (entry,) = zip_entries(zipped({"\u0301\u0327" * 16_000: b"{}"}))
    return "nom refusé" in entry.complaint and len(entry.complaint) < 100 and entry.parts == ("?",)


@attempt("ce que nbgrader recopie à côté d'un carnet corrigé", "ce que le moteur a lu, et qui n'agit pas")
def files_that_plain_nbgrader_would_copy(folder):
    with (folder / "énorme.png").open("wb") as file:
        file.truncate(26 * 2**20)
    (folder / "zéros.png").symlink_to("/dev/zero")
    os.mkfifo(folder / "tube.png")
    for number in range(300):
        (folder / f"{number:03}.png").touch()
    return [os.path.basename(path) for path in plain._harmless(folder)] == [f"{number:03}.png" for number in range(200)]


@attempt("la note qu'inscrit le carnet de notes", "celle d'une cellule, dont quarante caractères se gardent sinon")
def mark_of_five_million_digits(folder):
    notebook = filled(SmallCourse(folder).released())
    (cell,) = [cell for cell in notebook.cells if cell.metadata.nbgrader.grade_id == "double-zero"]
    cell.outputs = [new_output("execute_result", {"text/plain": "9" * 5_000_000}, execution_count=1)]
    notebook, remarks = refuse_impossible(notebook)
    return remarks.needs_person and len(written(notebook)) < 20_000


@attempt("la liste de la classe", f"{MAX_STUDENTS} lignes", "intake.roster.MAX_STUDENTS")
def class_of_a_hundred_thousand(folder):
    (folder / "liste.csv").write_text("Nom complet\n" + "Zoé Martin\n" * 100_000, "utf-8")
    return len(read_roster(folder / "liste.csv")) == 20_000


@attempt("une liste", "trente-deux mégaoctets", "intake.table.MAX_BYTES")
def list_of_a_hundred_megabytes(folder):
    with (folder / "liste.csv").open("wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(GradingError, match="pèse plus de 32 Mo"):
        read_roster(folder / "liste.csv")
    return True


@attempt("ce que l'on compare de deux copies", f"{MAX_TEXT} caractères de chacune", "overview.likeness.MAX_TEXT")
def copies_alike_past_what_is_compared(folder):
    same, blank = " ".join(f"mot{number}" for number in range(60)), " " * 5_000_000
    far = {name: [("markdown", blank), ("markdown", same)] for name in ("ali", "zoé")}
    near = {name: [("markdown", same), ("markdown", blank)] for name in ("ali", "zoé")}
    return not alike(far) and [pair.students for pair in alike(near)] == [("ali", "zoé")]


@attempt("les sorties d'une cellule, dans la page", f"{MAX_OUTPUTS} sorties", "gradebook.feedback.MAX_OUTPUTS")
def cell_of_a_thousand_outputs(folder):
    outputs = [
        new_output("stream", name=name, text=f"sortie {n}.") for n in range(500) for name in ("stdout", "stderr")
    ]
    page = composed(new_notebook(cells=[new_code_cell("1", outputs=outputs, metadata={"mlcourse": {"added": True}})]))
    return 0 < page.count("sortie ") <= 20


@attempt("une formule", f"{MAX_FORMULA} caractères", "gradebook.mathml.MAX_FORMULA")
def formula_without_end(folder):
    nested = "{" * 900 + "x" + "}" * 900
    long = [f"${'x+' * 500}x$", f"${'x+' * 1_000}x$", f"$\\frac{nested}{nested}$"]
    return ["<math" in rendered(source) for source in long] == [True, False, False]


@attempt("les espaces négatives d'une cellule", f"{MAX_BACKWARD}", "submission.formulas.MAX_BACKWARD")
def formula_that_walks_back(folder):
    return r"\!" not in inert_formulas("$x" + r"\!" * 41 + "y$")


@attempt(
    "les images d'une cellule",
    f"{PER_CELL} images, {MAX_IMAGE} caractères",
    *("submission.inert.MAX_IMAGES", "submission.inert.MAX_IMAGE"),
)
def cell_of_a_hundred_images(folder):
    image, heavy = picture(9, 9), picture(9, 9, 9_000_000)
    cited = inert_prose("![x](attachment:x.png)\n" * 100, {"x.png": {"image/png": image}})
    return 0 < cited.count("attachment:x.png") <= 20 and not is_image("image/png", heavy)


@attempt(
    "les noms d'images",
    f"{MAX_NAMES} noms, {MAX_CITED} renvois",
    *("submission.pasted.MAX_NAMES", "submission.pasted.MAX_CITED"),
)
def pictures_of_odd_names(folder):
    names = [f"photo é {number}.png" for number in range(400)]
    source = "".join(f"![x](attachment:{name})" for name in names) + f"![x](attachment:{names[0]})" * 2_000
    text, attachments = joined(source, {name: {"image/png": picture(9, 9)} for name in names})
    renamed = [name for name in attachments if name not in names]
    return 0 < len(renamed) <= 100 and sum(text.count(f"attachment:{name}") for name in renamed) <= 500


@attempt("les noms d'images de tout un carnet", f"{MAX_NAMES} noms, de {MAX_NAME} lettres")
def pictures_of_odd_names_in_every_cell(folder):
    def cell(*names):
        return {
            "cell_type": "markdown",
            "source": "![](attachment:é.png)",
            "attachments": {name: {"image/png": "AA"} for name in names},
        }

    many = [cell(*(f"é{number}.png" for number in range(100))) for _ in range(1_500)]
    cells, _ = read_cells(written({"cells": [cell("é.png"), cell("é" * 200_000), *many]}))
    renamed = [name for each in cells for name in each.attachments if name.isascii()]
    return len(cells) == 1_502 and cells[0].source == "![](attachment:image-1.png)" and len(renamed) == MAX_NAMES


def cited_by_references(name, times):
    """Une cellule où une image de ce nom est citée tant de fois, par une référence."""
    return new_markdown_cell("![i]" * times + f"\n\n[i]: attachment:{name}")


@attempt("le nom d'une image", f"{MAX_NAME} lettres", "submission.pasted.MAX_NAME")
def picture_of_an_endless_name_cited_by_references(folder):
    cells, _ = read_cells(written(new_notebook(cells=[cited_by_references("a" * 120_000, 30_000)])))
    return len(cells[0].source) < 300_000


@attempt("les renvois d'une cellule", f"{MAX_SOURCE} caractères, avant de les suivre comme après")
def references_that_grow(folder):
    one, *others = (cited_by_references("a" * 255, times) for times in (10_000, *[500] * 800))
    (cell,), _ = read_cells(written(new_notebook(cells=[one])))
    cells, remarks = read_cells(written(new_notebook(cells=others)))
    return (
        cell.source.count("attachment:") == MAX_CITED
        and 0 < sum(len(cell.source) for cell in cells) <= MAX_SOURCES
        and remarks.needs_person
    )


@attempt("les imports d'une copie", "un temps proportionnel à leur texte")
def imports_without_end(folder):
    many = [f"from {'a' * 250_000} import {','.join(f'x{number}' for number in range(30_000))}"]
    many += ["".join(f"import m{number}\n" for number in range(start, start + 30_000)) for start in (0, 30_000, 60_000)]
    many += ["a" * MAX_SOURCE, "".join(f"'m{number}.py'\n" for number in range(90_000) if number != 7)]
    remarks = undeclared([Step(0, "student", source) for source in many], frozenset({"numpy"}), {})
    return "« m7 »" in remarks.texts[0] and "« m8 »" not in remarks.texts[0]


@attempt(
    "ce qui est venu avec une copie",
    f"{SHOWN} fichiers nommés, {MAX_SEEN} regardés",
    *("gradebook.beside.MAX_FILES", "gradebook.beside.MAX_SEEN"),
)
def files_without_end(folder):
    few, many = folder / "peu", folder / "beaucoup"
    (many / "plus bas").mkdir(parents=True)
    few.mkdir()
    for number in range(600):
        (many / f"{number}.ipynb").touch()
    for number in range(100):
        (few / f"{number}.pdf").touch()
    (many / "plus bas" / "jamais vu.pdf").touch()
    return (len(files_beside(few)), files_beside(many)) == (12, [])


@attempt("les codes déjà coloriés", f"{patience.MAX_PAINTED} codes gardés", "gradebook.patience.MAX_PAINTED")
def codes_without_end(_):
    for number in range(1_000):
        patience.colored(f"x = {number}", "python", patience.deadline({}))
    return 0 < len(patience.PAINTED) <= 300


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
    return filters.from_string("{{ source | markdown2html(cell.attachments) }}").render(source=source, cell=cell)


@pytest.fixture(autouse=True)
def cells_of_distinct_names(monkeypatch):
    """Nomme chaque cellule par son rang : des noms que nbformat tire, un carnet de trois mille en répète parfois."""
    ranks = itertools.count()
    monkeypatch.setattr(nbbase, "random_cell_id", lambda: f"cellule-{next(ranks)}")


@pytest.mark.parametrize("name", ATTEMPTS)
def test_what_is_read_of_a_copy_is_bounded_first(name, tmp_path):
    held, seconds, megabytes = measured(lambda: ATTEMPTS[name].work(tmp_path))
    assert held
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def declared():
    """Les bornes que posent les modules de `mlcourse.grading` : {module et nom}, d'après leur source."""
    for path in sorted(GRADING.rglob("*.py")):
        module = ".".join(path.relative_to(GRADING).with_suffix("").parts)
        for statement in ast.parse(path.read_text("utf-8")).body:
            targets = statement.targets if isinstance(statement, ast.Assign) else ()
            names = [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
            yield from (f"{module}.{name}" for name in names if name.startswith("MAX_"))


def test_every_bound_is_told_and_tried():
    assert all(each.where and each.bound for each in ATTEMPTS.values())
    tried = [constant for each in ATTEMPTS.values() for constant in each.constants]
    assert sorted([*tried, *ELSEWHERE]) == sorted(declared())


@pytest.mark.parametrize("constant", ELSEWHERE)
def test_bound_tried_elsewhere_names_its_test(constant):
    file, name = ELSEWHERE[constant].split("::")
    assert f"def {name}(" in Path(__file__).with_name(file.split("/")[0]).joinpath(file.split("/")[1]).read_text(
        "utf-8"
    )
