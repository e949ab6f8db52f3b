"""Ce qu'enregistre le fichier d'un carnet, si abîmé soit-il : un document JSON, ou la raison de ne pas le lire."""

import json
import re

MAX_VALUES = 1_000_000  # lire un document coûte selon ce qu'il compte de valeurs


class UnreadableError(ValueError):
    """Le fichier n'est pas un carnet qu'on sache lire ; le message dit pourquoi, en français."""


def _decode(content):
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableError("le fichier est vide")
    encoding = json.detect_encoding(content)
    if not encoding.startswith("utf-8"):
        raise UnreadableError(f"le fichier est en {encoding[:6].upper()}, et un carnet Jupyter s'enregistre en UTF-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError("le fichier n'est pas en UTF-8, comme l'est tout carnet enregistré par Jupyter") from None


def _values(text):
    """Le nombre de valeurs d'un texte JSON, à peu près : une par virgule ou par crochet qui n'est pas cité."""
    found = _count(text)
    return found if found <= MAX_VALUES else _count(re.sub(r'"(?:[^"\\]|\\.)*+"?', "", text))


def _count(text):
    return sum(map(text.count, ",[{"))


def parsed(content):
    """Le document qu'enregistrent ces octets, ou lève UnreadableError."""
    text = _decode(content)
    if _values(text) > MAX_VALUES:
        raise UnreadableError("il contient trop de données pour un carnet : effacez-en les sorties")
    try:
        document = json.loads(text)
    except RecursionError:
        raise UnreadableError("le fichier emboîte trop de niveaux pour être un carnet") from None
    except (ValueError, MemoryError):
        raise UnreadableError("le fichier est incomplet ou abîmé, et Jupyter ne pourrait pas l'ouvrir") from None
    if not isinstance(document, dict):
        raise UnreadableError("le fichier n'est pas un carnet Jupyter")
    return document


def listed(document):
    """Les cellules du document ; avant le format 4, elles se rangeaient dans des feuilles."""
    if isinstance(document.get("cells"), list):
        return document["cells"]
    sheets = document.get("worksheets")
    if not isinstance(sheets, list):
        raise UnreadableError("le fichier n'est pas un carnet Jupyter")
    cells = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [entry for entries in cells if isinstance(entries, list) for entry in entries]


def mapping(value):
    """Ce dictionnaire, ou un vide à la place de toute autre valeur."""
    return value if isinstance(value, dict) else {}


def language(document):
    """Le langage que dit le carnet, ou rien."""
    metadata = mapping(document.get("metadata"))
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        found = mapping(metadata.get(key)).get(name)
        if isinstance(found, str):
            return found.lower()
    return ""
