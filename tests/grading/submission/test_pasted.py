"""Les images collées : d'où qu'elles viennent et quel que soit leur nom, la réponse reste entière."""

import base64
import io
import json
import re
import struct
from urllib.parse import quote

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook
from PIL import Image

from mlcourse.grading.gradebook.markup import show
from mlcourse.grading.submission import notebooks
from mlcourse.grading.submission.inert import ABSENT, MAX_IMAGE, OMITTED
from mlcourse.grading.submission.notebooks import MAX_SOURCE, read_cells
from mlcourse.grading.submission.pictures import MAX_BYTES, pixels

from ..small_course import filled
from .rebuilding import PNG, cell_of, rebuilt

NAMES = (
    "a[1].png",
    "été 1.png",
    "Capture d’écran 2026-11-28 à 20.07.png",
    "фото (1).png",
    "写真.png",
    "a&b;c.png",
    "e\u0301.png",
)
ENCODE_URI = ";,/?:@&=+$-_.!~*'()#"
WEBP = base64.b64encode(b"RIFF\x24\0\0\0WEBPVP8L\x18\0\0\0\x2f" + struct.pack("<I", 9 | 19 << 14) + bytes(20)).decode()


def heavy(size):
    """Une image de `size` caractères en base 64, qui n'annonce qu'un pixel."""
    return base64.b64encode(base64.b64decode(PNG) + b"\0" * (3 * size // 4)).decode()


def answer(master, copy_of, source, attachments=None):
    """La réponse rédigée, reconstruite, et ce qu'on en dit."""
    copy = filled(copy_of, question=source)
    if attachments:
        cell_of(copy, "question")["attachments"] = attachments
    result = rebuilt(master, copy)
    return cell_of(result.notebook, "question"), result


def shown(cell):
    """Les images que la réponse montre : celles qu'elle cite, et qui sont jointes."""
    return [images for name, images in cell.get("attachments", {}).items() if f"attachment:{name}" in cell.source]


def test_photograph_that_colab_writes_in_the_text_keeps_the_answer_whole(master, copy_of):
    data = heavy(3_000_000)
    text = f"Voici.\n\n![photo](data:image/png;base64,{data})\n\nEt voilà pourquoi."
    cell, result = answer(master, copy_of, text)
    assert cell.source.startswith("Voici.")
    assert cell.source.endswith("Et voilà pourquoi.")
    assert shown(cell) == [{"image/png": data}]
    assert not result.remarks.needs_person


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("spelling", [str, quote, lambda name: quote(name, ENCODE_URI)], ids=["tel quel", "%", "uri"])
@pytest.mark.parametrize(
    "citation", ["![x](attachment:{})", "![x[1]](attachment:{})", '<img src="attachment:{}" width="300">']
)
def test_picture_joined_under_any_name_is_shown(master, copy_of, name, spelling, citation):
    cited = f"Avant. {citation.format(spelling(name))} Après."
    cell, _ = answer(master, copy_of, cited, {name: {"image/png": PNG}})
    assert shown(cell) == [{"image/png": PNG}]
    assert cell.source.startswith("Avant. ![")
    assert cell.source.endswith(") Après.")


def test_name_that_already_suits_everybody_does_not_change(master, copy_of):
    attachments = {
        "image-1.png": {"image/png": PNG},
        "b c.png": {"image/gif": base64.b64encode(b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\0;").decode()},
    }
    cell, _ = answer(master, copy_of, "![](attachment:image-1.png) ![](attachment:b%20c.png)", attachments)
    assert shown(cell) == [*attachments.values()]
    assert cell.attachments["image-1.png"] == attachments["image-1.png"]


def test_webp_is_a_picture(master, copy_of):
    cell, result = answer(master, copy_of, f"![](data:image/webp;base64,{WEBP})")
    assert shown(cell) == [{"image/webp": WEBP}]
    assert not result.remarks.needs_person
    assert 'src="data:image/webp' in show({}, WEBP, "image/webp")


@pytest.mark.parametrize("mode", ["L", "RGB", "P"])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("GIF", {}),
        ("GIF", {"comment": b"vue" * 200, "loop": 0, "append_images": [Image.new("L", (30, 20))], "save_all": True}),
        ("JPEG", {"progressive": True, "exif": b"Exif\0\0" + b"\0" * 20_000}),
        ("JPEG", {"comment": b"\xff\xc0\0\x0b\x08" * 9}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"append_images": [Image.new("L", (30, 20))], "save_all": True}),
    ],
)
def test_extent_of_an_honest_picture_is_read_as_it_is(mode, kind, options):
    file = io.BytesIO()
    image = Image.new(mode, (30, 20))
    (image.convert("L") if (kind, mode) == ("JPEG", "P") else image).save(file, kind, **options)
    assert pixels(file.getvalue()) == 600


def test_picture_that_cannot_be_shown_says_so_in_its_place_and_a_person_is_told(master, copy_of):
    cell, result = answer(master, copy_of, f"Avant ![x](data:image/png;base64,{heavy(MAX_IMAGE)}) après.")
    assert cell.source == f"Avant {OMITTED} x » après."
    assert "dans le carnet rendu, recopié seul dans un dossier vide" in " ".join(result.remarks.texts)
    assert result.remarks.needs_person


def test_widgets_and_megabytes_of_outputs_take_nothing_from_the_answers(master, copy_of):
    copy = filled(copy_of, question="Ma réponse.")
    state = {str(number): {"state": {"values": [*range(10)]}} for number in range(1_000)}
    copy.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": state}}
    copy.cells[1].outputs = [{"output_type": "stream", "name": "stdout", "text": "[0, 1, 2],\n" * 1_000_000}]
    result = rebuilt(master, copy)
    assert cell_of(result.notebook, "question").source == "Ma réponse."
    assert not result.remarks.texts


URI = f"data:image/png;base64,{PNG}"


@pytest.mark.parametrize(
    "cited",
    [
        f"![a][i] fin.\n\n[i]: <{URI}>",
        f'![a][I] fin.\n\n[i]: {URI} "titre"',
        f"![i][] fin.\n\n[i]: {URI}",
        f"![i] fin.\n\n[i]: {URI}",
        "![a][i] fin.\n\n[i]: <attachment:a b.png>",
        "![a b](<attachment:a b.png>) fin.",
        "![a b](<attachment:a%20b.png>) fin.",
        f"![a](<{URI}>) fin.",
    ],
)
def test_every_way_to_cite_a_picture_shows_it(master, copy_of, cited):
    cell, result = answer(master, copy_of, f"Avant {cited}", {"a b.png": {"image/png": PNG}})
    assert {"image/png": PNG} in shown(cell)
    assert cell.source.startswith("Avant ![")
    assert ") fin." in cell.source
    assert "]:" not in cell.source
    assert "] :" not in cell.source
    assert not result.remarks.needs_person


@pytest.mark.parametrize("kind", ["heic", "svg+xml", "avif", "tiff"])
@pytest.mark.parametrize(
    "cited", ["![a]({})", "![a](<{}>)", '![a]({} "titre")', '<img src="{}" width="3">', "![a][i]\n\n[i]: {}", "{}"]
)
def test_picture_that_no_page_shows_is_words_in_its_place_and_a_person_is_told(master, copy_of, kind, cited):
    data = "AAAAGGZ0eXBoZWlj" * 50
    cell, result = answer(master, copy_of, f"Avant {cited.format(f'data:image/{kind};base64,{data}')} après.")
    assert data[:40] not in cell.source
    assert OMITTED in cell.source
    assert f"(format {kind.upper()})" in cell.source
    assert cell.source.startswith("Avant")
    assert cell.source.endswith("après.")
    assert result.remarks.needs_person


BESIDE = ("photo.png", "figures/photo 1.png", "été.PNG", "photo (1).png", "capture d'écran.png", "a[1]&amp.png")
CITATIONS = (
    *("![a]({})", "![a](<{}>)", "![a[1]]({})", '![a]({} "Titre")', "![a]({} 'Titre')", "![a](<{}> (Titre))"),
    *('<img src="{}" width="300">', "![a](./{})", "![a](autre/../{})", "![a][1] après.\n\n[1]: <{}>\n"),
)


@pytest.mark.parametrize("name", BESIDE)
@pytest.mark.parametrize("cited", CITATIONS)
@pytest.mark.parametrize("spelling", [str, quote])
def test_picture_cited_by_the_name_of_a_file_of_the_copy_is_joined(master, copy_of, name, cited, spelling):
    copy = filled(copy_of, question=f"Avant {cited.format(spelling(name))} après.")
    result = rebuilt(master, copy, **{name: base64.b64decode(PNG)})
    cell = cell_of(result.notebook, "question")
    assert shown(cell) == [{"image/png": PNG}]
    assert not result.remarks.needs_person


SPELLINGS = [
    ("sch\u00e9ma.png", "sche\u0301ma.png"),
    ("sche\u0301ma.png", "sch\u00e9ma.png"),
    ("Photo.PNG", "photo.png"),
    (r"images\photo.png", "images/photo.png"),
    (r"photo\_1.png", "photo_1.png"),
    ("photo&amp;co.png", "photo&co.png"),
    ("/photo.png", None),
    ("../photo.png", None),
]


@pytest.mark.parametrize(("cited", "name"), SPELLINGS, ids=ascii)
def test_one_file_is_found_however_a_system_spells_it(master, copy_of, cited, name):
    copy = filled(copy_of, question=f"![a]({cited})")
    result = rebuilt(master, copy, **{name or "photo.png": base64.b64decode(PNG)})
    assert shown(cell_of(result.notebook, "question")) == ([{"image/png": PNG}] if name else [])
    assert result.remarks.needs_person == (name is None)


def test_spelling_that_two_files_answer_is_that_of_neither(master, copy_of):
    first, second = (base64.b64decode(heavy(size)) for size in (100, 200))
    copy = filled(copy_of, question="![a](photo.png) ![b](PHOTO.png)")
    result = rebuilt(master, copy, **{"photo.png": first, "Photo.png": second})
    assert shown(cell_of(result.notebook, "question")) == [{"image/png": base64.b64encode(first).decode()}]
    assert result.remarks.texts == ("l'image « PHOTO.png » n'est pas dans la copie",)


@pytest.mark.parametrize("content", ["<svg>", "\0\0\0\x18ftypheic"], ids=ascii)
def test_file_that_is_no_picture_is_said_in_its_place(master, copy_of, content):
    copy = filled(copy_of, question="Avant ![a](photo.jpg) après.")
    result = rebuilt(master, copy, **{"photo.jpg": content.encode()})
    assert cell_of(result.notebook, "question").source == f"Avant {OMITTED} a (photo.jpg) » après."
    assert "illisibles" in " ".join(result.remarks.texts)
    assert result.remarks.needs_person


def test_file_that_is_missing_is_named_in_its_place_and_to_a_person(master, copy_of):
    names = [f"{number}.png" for number in range(7)]
    for cited, told in ((names[:1], "l'image « 0.png » n'est pas"), (names, "« 4.png » et d'autres ne sont pas")):
        result = rebuilt(master, filled(copy_of, question=" ".join(f"![a]({name})" for name in cited)))
        assert cell_of(result.notebook, "question").source.startswith(f"{ABSENT} a (0.png) »")
        (remark,) = result.remarks.texts
        assert remark.endswith(f"{told} dans la copie")
        assert result.remarks.needs_person


@pytest.mark.parametrize(
    "cited",
    [
        "![a](https://exemple.fr/a.png)",
        "![a][b]",
        f"![{'a' * 900}](a.png)",
        "![a](a(((1.png)",
        "<img alt=x>",
        "![](//a.b)",
    ],
)
def test_picture_cited_in_a_way_that_is_not_followed_is_told_to_a_person(master, copy_of, cited):
    _, result = answer(master, copy_of, f"Avant {cited} après.")
    assert len(result.remarks.texts) == 1
    assert result.remarks.needs_person


@pytest.mark.parametrize("text", ["n![k]", r"\![a](b)", "`m![0]`", "![]()", "[a](b.png)", "[![", "k![1]"])
def test_text_that_cites_no_picture_needs_nobody(master, copy_of, text):
    _, result = answer(master, copy_of, f"Avant {text} après.")
    assert not result.remarks.needs_person


def test_definition_that_served_no_picture_stays(master, copy_of):
    cell, _ = answer(master, copy_of, "Voir [ceci][1].\n\n[1]: figures/photo.png")
    assert "figures/photo.png" in cell.source


def test_picture_cited_twice_is_joined_once(master, copy_of):
    copy = filled(copy_of, question="![a](photo.png) puis ![b](photo.png)")
    cell = cell_of(rebuilt(master, copy, **{"photo.png": base64.b64decode(PNG)}).notebook, "question")
    assert cell.attachments == {"fichier-1.png": {"image/png": PNG}}
    assert cell.source == "![a](attachment:fichier-1.png) puis ![b](attachment:fichier-1.png)"


@pytest.mark.parametrize(
    "cited", ["data:image/png;base64,{photo}", "attachment:image.png", "attachment:é.png", "{n}.png"]
)
def test_pictures_of_the_cells_that_make_one_answer_are_each_shown(master, subject, cited):
    photos = [heavy(size) for size in (1_000, 2_000, 1_000)]
    copy = subject.released()
    for n, photo in enumerate(photos):
        joined = {cited.removeprefix("attachment:"): {"image/png": photo}} if cited.startswith("attachment:") else {}
        cell = new_markdown_cell(f"{n} ![]({cited.format(n=n, photo=photo)})", attachments=joined)
        copy.cells.insert(copy.cells.index(cell_of(copy, "question")), cell)
    files = {f"{n}.png": base64.b64decode(photo) for n, photo in enumerate(photos)}
    cell = cell_of(rebuilt(master, copy, **files).notebook, "question")
    places = re.findall(r"(\d) !\[\]\(attachment:([\w.-]+)\)", cell.source)
    assert [(n, cell.attachments[name]["image/png"]) for n, name in places] == [*zip("012", photos, strict=True)]


def test_text_that_passes_its_bounds_is_left_out_before_pictures_are_looked_for_in_it(monkeypatch):
    plain, searched = notebooks.lifted, []
    monkeypatch.setattr(notebooks, "lifted", lambda source, found: searched.append(source[0]) or plain(source, found))
    photograph = f"![](data:image/png;base64,{heavy(MAX_SOURCE)})"
    sources = [photograph, "a" * MAX_SOURCE + photograph, *["b" * (MAX_SOURCE - 1)] * 6, photograph]
    cells, remarks = read_cells(json.dumps(new_notebook(cells=[*map(new_markdown_cell, sources)])).encode())
    assert searched == ["!", "b", "b", "b", "!"]
    assert [len(cell.attachments) for cell in cells] == [1, 0, 0, 0, 1]
    assert len({*remarks.texts}) == 2


def test_pictures_of_files_are_joined_to_the_answers_first(master, copy_of):
    copy = filled(copy_of, question="![a](photo.png)")
    copy.cells.insert(0, new_markdown_cell("![b](autre.png)"))
    photo = base64.b64decode(heavy(MAX_BYTES * 2 // 3))
    result = rebuilt(master, copy, **{"photo.png": photo, "autre.png": photo})
    assert shown(cell_of(result.notebook, "question"))
    assert [cell.source for cell in result.notebook.cells if OMITTED in cell.source]
    assert result.remarks.needs_person
