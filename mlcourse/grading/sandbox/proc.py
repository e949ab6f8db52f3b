"""Lire /proc : une mesure y ouvre des dizaines de petits fichiers, et les ouvrir coûte plus que les lire."""

import os

_CHUNK = 4096


def read(path):
    """Le texte d'un fichier de /proc ; lève OSError s'il n'existe pas, ou plus."""
    parts, descriptor = [], os.open(path, os.O_RDONLY)
    try:
        while part := os.read(descriptor, _CHUNK):  # le noyau s'arrête où il veut : seul le vide dit la fin
            parts.append(part)
    finally:
        os.close(descriptor)
    return b"".join(parts).decode("utf-8", "replace")
