"""Des copies dont le fichier a souffert : format et encodage."""

import copy
import json

import nbformat

from .base import ALL, NOTEBOOK, edited, filled
from .broken import damage

UNREADABLE = r"illisible|lire|abîmé|JSON|vide|carnet|UTF-8"


def text(notebook):
    """Le fichier d'un carnet, tel que Jupyter l'enregistre."""
    return json.dumps(notebook, ensure_ascii=False, indent=1)


def altered(change):
    """Le carnet juste, brut, après que `change` l'a modifié sans précaution."""
    raw = json.loads(text(filled()))
    change(raw)
    return {NOTEBOOK: json.dumps(raw)}


@damage("format", points=ALL)
def came_in_an_old_format():
    """Enregistré au format 3, celui d'il y a dix ans."""
    return {NOTEBOOK: json.dumps(nbformat.convert(copy.deepcopy(filled()), 3))}


@damage("format", points=ALL)
def came_without_cell_ids():
    """Enregistré au format 4.0, sans identifiants de cellules."""
    notebook = edited(filled(), lambda cell: cell.pop("id"))
    notebook.nbformat_minor = 0
    return notebook


@damage("format", points=ALL)
def came_from_the_future():
    """Se dit au format 4.99, avec des champs inconnus partout."""

    def change(raw):
        raw["nbformat_minor"] = 99
        raw["nouveau"] = True
        for cell in raw["cells"]:
            cell["nouveau"] = {"champ": [1]}

    return altered(change)


@damage("format", says="format|version|" + UNREADABLE)
def came_from_a_distant_future():
    """Se dit au format 7, que personne ne connaît."""
    return altered(lambda raw: raw.update(nbformat=7))


@damage("format", points=ALL, quick=True)
def asked_for_another_kernel():
    """Enregistré avec un noyau qui n'existe pas ici."""
    notebook = filled()
    notebook.metadata["kernelspec"] = {"name": "conda-env-ml", "display_name": "Python [ml]", "language": "python"}
    return notebook


@damage("format", points=ALL)
def asked_for_no_kernel():
    """Enregistré sans noyau ni langage."""
    return altered(lambda raw: raw.update(metadata={}))


@damage("format", points=ALL)
def has_two_cells_of_the_same_id():
    """Toutes les cellules ont le même identifiant."""
    return altered(lambda raw: [cell.update(id="cellule") for cell in raw["cells"]])


@damage("format", points=ALL)
def has_strange_fields():
    """Sorties et compteurs aberrants, identifiants interdits, source en liste de lignes, métadonnées nulles."""

    def change(raw):
        for i, cell in enumerate(raw["cells"]):
            cell["source"] = cell["source"].splitlines(keepends=True)
            cell["id"] = ["", "é à", "x" * 300, 3, None][i % 5]
            if cell["cell_type"] == "code":
                cell["outputs"] = [{"output_type": "inconnu"}, None, 3]
                cell["execution_count"] = "beaucoup"

    return altered(change)


@damage("format", says=UNREADABLE)
def has_no_cells_field():
    """Un objet JSON qui n'a rien d'un carnet."""
    return {NOTEBOOK: '{"bonjour": "monsieur"}'}


@damage("format", says=UNREADABLE)
def has_cells_that_are_not_cells():
    """La liste des cellules contient des nombres, des textes et des listes."""
    return altered(lambda raw: raw.update(cells=[1, "deux", None, [], {"cell_type": "code"}]))


@damage("format", says=UNREADABLE)
def is_a_list():
    """Du JSON juste, mais une liste."""
    return {NOTEBOOK: "[1, 2, 3]"}


@damage("format", says=UNREADABLE)
def nests_without_end():
    """Cent mille crochets ouvrants : de quoi épuiser la pile de qui le lit."""
    return {NOTEBOOK: "[" * 100_000}


@damage("format", says=UNREADABLE)
def holds_a_number_without_end():
    """Un entier d'un million de chiffres en guise de version."""
    return {NOTEBOOK: '{"nbformat": ' + "9" * 1_000_000 + ', "cells": []}'}


@damage("fichier", says=UNREADABLE, quick=True)
def is_cut_short():
    """Le fichier s'arrête au milieu : l'envoi a été coupé."""
    return {NOTEBOOK: text(filled())[:9000]}


@damage("fichier", says=UNREADABLE, quick=True)
def is_empty():
    """Le fichier est vide."""
    return {NOTEBOOK: b""}


@damage("fichier", says=UNREADABLE)
def is_blank():
    """Le fichier ne contient que des blancs."""
    return {NOTEBOOK: b" \n\t\n"}


@damage("fichier", says=UNREADABLE)
def is_a_picture():
    """Une image, rebaptisée."""
    return {NOTEBOOK: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40}


@damage("fichier", says=UNREADABLE)
def is_a_web_page():
    """La page de connexion du site, enregistrée à la place du carnet."""
    return {NOTEBOOK: "<!DOCTYPE html><html><body>Veuillez vous connecter.</body></html>"}


@damage("encodage", points=ALL)
def starts_with_a_byte_order_mark():
    """En UTF-8, avec la marque que Windows met au début."""
    return {NOTEBOOK: text(filled()).encode("utf-8-sig")}


@damage("encodage", says=UNREADABLE + "|encod")
def is_in_utf_16():
    """En UTF-16."""
    return {NOTEBOOK: text(filled()).encode("utf-16")}


@damage("encodage", says=UNREADABLE + "|encod", quick=True)
def is_in_latin_1():
    """En Latin-1, accents compris."""
    return {NOTEBOOK: text(filled()).encode("latin-1", "replace")}


@damage("encodage", points=ALL)
def has_windows_line_endings():
    """Des fins de ligne de Windows, dans le fichier et dans les cellules."""

    def change(cell):
        cell.source = cell.source.replace("\n", "\r\n")

    return {NOTEBOOK: text(edited(filled(), change)).replace("\n", "\r\n")}
