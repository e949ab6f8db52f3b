"""Des copies démesurées, sans malice ou presque : ce qui les lit a une borne, et dit ce qu'elle a laissé."""

import base64
import json
import struct

from .base import ALL, NOTEBOOK, RELEASE, code, edited, filled, grading, prose, with_source
from .broken import damage

HUGE = r"trop|plus de|gros|dépasse|démesur"


def picture(width, height, weight=100):
    """Le base64 de ce qui se dit un PNG de cette taille."""
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)
    return base64.b64encode(header + b"\x5a" * weight).decode()


def attached(image, text="![x](attachment:x.png)"):
    """Une cellule de texte et l'image qui y est collée."""
    cell = prose(text)
    cell.attachments = {"x.png": {"image/png": image}}
    return cell


def grown(*cells):
    """Une copie juste, et ces cellules à la suite."""
    notebook = filled()
    notebook.cells += cells
    return notebook


@damage("bornes", points=ALL, quick=True)
def dated_its_copy_with_two_million_digits():
    """Un timestamp.txt de deux millions de chiffres, qui coûtait deux minutes à qui en faisait une date."""
    return {NOTEBOOK: filled(), "timestamp.txt": b"9" * 2_000_000}


@damage("bornes", points=ALL)
def dated_its_copy_from_a_file_of_the_machine():
    """Un timestamp.txt dont le fuseau horaire est un fichier de la machine."""
    return {NOTEBOOK: filled(), "timestamp.txt": b"2026-02-01 10:00:00 /etc/passwd"}


@damage("bornes", points=ALL)
def cited_one_picture_six_hundred_times():
    """Une image de trois cents kilo-octets, citée six cents fois : elle ne pèse qu'une fois."""
    return grown(attached(picture(100, 100, 300_000), "![x](attachment:x.png)\n" * 600))


@damage("bornes", points=ALL, says="images", quick=True)
def pasted_a_picture_of_ten_billion_pixels():
    """Une image de cent octets qui s'annonce de cent mille pixels de côté."""
    return grown(attached(picture(100_000, 100_000)))


@damage("bornes", points=ALL, says="images")
def pasted_pictures_by_the_hundred():
    """Deux cents images de quatre-vingt-dix kilo-octets, collées chacune dans sa cellule."""
    return grown(*(attached(picture(100, 100, 90_000)) for _ in range(200)))


@damage("bornes", says=HUGE)
def holds_eight_million_lists():
    """Huit millions de listes vides parmi les cellules : de quoi remplir la mémoire de qui les lit."""
    return {NOTEBOOK: '{"nbformat": 4, "cells": [' + "[]," * 8_000_000 + "1]}"}


@damage("bornes", points=ALL, says="cellules")
def added_four_thousand_cells():
    """Quatre mille cellules ajoutées à la fin."""
    return grown(*(code(f"x = {number}") for number in range(4_000)))


@damage("bornes", points=ALL, says=HUGE)
def added_ten_million_characters_of_code():
    """Trente cellules de trois cent mille caractères, les plus longues à analyser qui soient."""
    return grown(*(code("def unused():\n try:\n  a\n" + " except a:\n  a\n" * 20_000) for _ in range(30)))


@damage("bornes", points=ALL)
def lost_its_metadata_and_shuffled_three_hundred_statements():
    """Sans métadonnées, et l'énoncé recopié trois cents fois, ses mots à l'envers."""
    words = " ".join(cell.source for cell in RELEASE.cells if cell.cell_type == "markdown").split()
    notebook = edited(filled(), lambda cell: cell.metadata.clear())
    notebook.cells += [prose(" ".join(words[number:] + words[:number])) for number in range(300)]
    return notebook


@damage("bornes", points=ALL, says=HUGE)
def handed_in_a_hundred_drafts():
    """Cent brouillons à côté du bon carnet."""
    draft = json.dumps(with_source(filled(), "shared_bias_backward", "pass"))
    return {NOTEBOOK: filled()} | {f"brouillon{number}.ipynb": draft for number in range(100)}


@damage("bornes", points=ALL, says=HUGE)
def came_with_sixty_thousand_folders():
    """Soixante mille dossiers vides, dans un dossier."""
    return {NOTEBOOK: filled(), "dossiers": {f"dossier{number}": {} for number in range(60_000)}}


@damage("bornes", points=ALL, quick=True)
def wrote_an_answer_that_is_dear_to_render():
    """Une réponse de listes emboîtées par milliers, et de formules jamais refermées."""

    def change(cell):
        cell.source += "\n\n" + "<ul><li>" * 2_000 + r"\\[" * 2_000

    return edited(filled(), change, lambda cell: cell.cell_type == "markdown" and grading(cell).get("solution"))


@damage("bornes", points=ALL)
def drew_sixty_figures_of_two_megabytes():
    """Soixante cellules, dont chacune affiche une image de deux mégaoctets."""
    draw = """
    import os, struct, zlib
    from IPython.display import Image
    Image(b"\\x89PNG\\r\\n\\x1a\\n\\0\\0\\0\\rIHDR" + struct.pack(">II", 9, 9) + os.urandom(1_900_000))
    """
    return grown(*(code(draw) for _ in range(60)))


@damage("bornes", points=ALL)
def printed_in_three_hundred_cells():
    """Trois cents cellules qui affichent chacune soixante kilo-octets."""
    return grown(*(code("print('y' * 60_000)") for _ in range(300)))


STRANGE = ("fin\nde ligne", ".caché", "\x1b[2Jécran", "ZOÉ LEFÈVRE-N'GUYEN", "Am\u00e9lie")


def _named(student):
    def build():
        """Une copie juste, d'un dossier dont le nom porte une fin de ligne, un point, ou se confond avec un autre."""
        return filled()

    damage("étudiant", student=student, points=ALL, quick=student.startswith("fin"))(build)


for _student in STRANGE:
    _named(_student)
