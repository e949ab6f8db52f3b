"""Relire ce qui part chez les étudiants : rien n'y doit être d'une solution, d'un test caché ou d'un barème."""

import base64
import binascii
import json

from mlcourse.checks.notebook import grade_id, grading, is_solution
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.delimiters import HIDDEN, SCHEME, SOLUTION, configured, regions
from mlcourse.grading.submission.reading import shown

# Lettres et chiffres : plus courte, une ligne, ou une région entière, se retrouve ailleurs par hasard.
_TELLING, _LITTLE = 18, 10
_ALL = (SOLUTION, HIDDEN, SCHEME)


def refuse_leaks(notebooks, folder, config, contents=_ALL):
    """Lève `GradingError` si un fichier de ce dossier contient ce que cachent les carnets de l'enseignant.

    `contents` sont les natures de ce qui est caché : un corrigé montre les solutions.
    """
    pairs = configured(config)
    secrets = {secret: name for notebook in notebooks for secret, name in _secrets(notebook, pairs, contents)}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for text in map(_spaced, _texts_of(path.read_bytes())):
            found = next((secret for secret in secrets if secret in text), None)
            if found is not None:
                raise GradingError(
                    f"Rien n'est distribué : {path.relative_to(folder)} contient « {found[:80]} », que cache la "
                    f"cellule {shown(secrets[found])}{_beside(text, found)} ; ôtez-le de ce qui part, ou récrivez "
                    "l'un des deux, ne serait-ce que d'un nom de variable."
                )


def _beside(text, found):
    """Ce qui ouvre le texte où la ligne se lit aussi : une cellule se reconnaît à sa première ligne."""
    return f", dans ce qui commence par « {text[:60]} »" if text != found else ""


def _secrets(notebook, pairs, contents):
    """Ce que cachent les cellules, (texte, nom de cellule) : chaque région, et ses lignes qui en disent assez."""
    for cell in notebook.cells:
        for lines in _hidden(cell, pairs, contents):
            kept = [*filter(None, map(_spaced, lines))]
            whole = " ".join(kept)
            for secret in (*kept, whole):
                if sum(map(str.isalnum, secret)) >= (_LITTLE if secret == whole else _TELLING):
                    yield secret, grade_id(cell)


def _hidden(cell, pairs, contents):
    """Les suites de lignes cachées d'une cellule ; une réponse sans délimiteur l'est tout entière."""
    found = regions(cell.source, pairs)
    whole = is_solution(cell) and grading(cell).get("grade_id") and not found
    kinds = [(SOLUTION, cell.source.split("\n"))] if whole else found
    return [lines for content, lines in kinds if content in contents]


def _spaced(text):
    return " ".join(text.split())


def _texts_of(content):
    """Tous les textes d'un fichier ; ceux d'un carnet : sources, sorties, métadonnées, pièces jointes."""
    try:
        return _texts(json.loads(content))
    except ValueError:
        return [content.decode("utf-8", "replace")]


def _texts(value):
    if isinstance(value, list) and all(isinstance(item, str) for item in value):  # les lignes d'un texte
        value = "".join(value)
    if isinstance(value, str):
        yield value
        yield from _attached(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _attached(text):
    """Ce que dit une pièce jointe, écrite en base 64."""
    try:
        return [base64.b64decode(text, validate=True).decode()] if len(text) > _TELLING else []
    except (binascii.Error, ValueError):
        return []
