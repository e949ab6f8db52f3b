"""Lire /proc : une mesure y ouvre des dizaines de petits fichiers, et c'est là qu'elle passe son temps."""

import os

_CHUNK = 4096
_LONG_LINE = 256  # octets : le noyau met à écrire un chemin de quatre kilooctets vingt fois le temps d'une ligne


def read(path):
    """Le texte d'un fichier de /proc ; lève OSError s'il n'existe pas, ou plus."""
    parts, descriptor = [], os.open(path, os.O_RDONLY)
    try:
        while part := os.read(descriptor, _CHUNK):  # le noyau s'arrête où il veut : seul le vide dit la fin
            parts.append(part)
    finally:
        os.close(descriptor)
    return b"".join(parts).decode("utf-8", "replace")


def count_lines(path, most):
    """Le nombre de lignes d'un fichier de /proc, où les plus longues comptent pour plusieurs ; on cesse à `most`."""
    count, descriptor = 0, os.open(path, os.O_RDONLY)
    try:
        while count < most and (part := os.read(descriptor, _CHUNK)):
            count += max(part.count(b"\n"), len(part) // _LONG_LINE)
    finally:
        os.close(descriptor)
    return count
