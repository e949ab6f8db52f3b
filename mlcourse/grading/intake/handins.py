"""Les remises : à qui est chaque fichier, et ce que chacun a rendu, archives ouvertes."""

import re
from dataclasses import dataclass, field, replace

from mlcourse.grading.intake.sources import BROKEN, Entry, zip_entries
from mlcourse.grading.submission.reading import (
    MAX_ENTRIES,
    MAX_FILE,
    MAX_FILES,
    MAX_TOTAL,
    MEGABYTE,
    STAMP,
    Reading,
    shown,
)

# « Zoé Martin_1234567_assignsubmission_file_ », qui est un dossier ou, à plat, le début d'un nom de fichier.
MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d{1,15})_assignsubmission_(?:file|onlinetext)_(?P<rest>.*)")
MAX_NESTED, MAX_WORK = 2, 4 * MAX_TOTAL  # archives emboîtées ; octets lus pour une copie, refusés et abîmés compris


@dataclass
class HandIn:
    """Ce qu'une personne a rendu, avant de l'ouvrir."""

    name: str
    number: str = ""
    folder: str = ""  # le dossier de Moodle, sous le nom duquel il reprendra les commentaires
    entries: list[Entry] = field(default_factory=list)

    @property
    def date(self):
        """La date du dernier de ses fichiers."""
        return max(entry.date for entry in self.entries)


def handins(entries):
    """Répartit les fichiers par personne ; rend les remises, et les fichiers qui ne sont à personne."""
    entries = _unwrapped(entries)
    found: dict[tuple[str, str], HandIn] = {}
    loose = []
    for entry in entries:
        first, *inside = entry.parts
        match = MOODLE.fullmatch(first)
        if match:
            name, number, rest = match["name"].strip(), match["number"], match["rest"]
            inside = [rest, *inside] if rest else inside
            folder = first.removesuffix(rest)
        else:
            name, number, folder = first.strip(), "", ""
        if inside or entry.complaint:
            handin = found.setdefault((name, number), HandIn(name, number, folder))
            handin.entries.append(replace(entry, parts=tuple(inside) or ("?",)))
        else:
            loose.append(first)
    return [*found.values()], loose


def _unwrapped(entries):
    """Sans le dossier qui enveloppe le tout, quand une archive a été décompressée puis refaite."""
    tops = {entry.parts[0] for entry in entries}
    inner = [entry.parts[1] for entry in entries if len(entry.parts) > 1]
    if len(tops) == 1 and any(map(MOODLE.fullmatch, inner)) and not any(map(MOODLE.fullmatch, tops)):
        return [replace(entry, parts=entry.parts[1:]) for entry in entries if len(entry.parts) > 1]
    return entries


def unpack(entries):
    """Lit ce qu'une personne a rendu, dans les bornes d'une copie, et dit ce qui n'y entre pas."""
    unpacking = _Unpacking()
    unpacking.take(entries)
    return unpacking.reading


class _Unpacking:
    """Une copie que l'on ouvre : ce qu'on en garde, et ce que la lire a déjà coûté."""

    def __init__(self):
        self.reading, self.work = Reading(), 0

    def take(self, entries, prefix=(), depth=0):
        """Garde chaque fichier, les carnets d'abord ; ouvre les archives."""
        alone = len(entries) == 1
        self.reading.seen += len(entries)
        if self.reading.seen > MAX_ENTRIES:
            self.reading.refuse(f"la copie compte plus de {MAX_ENTRIES} fichiers : les suivants ne sont pas lus")
            return
        for entry in sorted(entries, key=lambda entry: not entry.parts[-1].lower().endswith(".ipynb")):
            if len(self.reading.files) >= MAX_FILES or self.work >= MAX_WORK or self.reading.seen > MAX_ENTRIES:
                self.reading.refuse("la copie contient trop de fichiers, ou trop lourds : les suivants ne sont pas lus")
                return
            name = "/".join(prefix + entry.parts)
            content = self._content(entry, name)
            if content is None:
                continue
            if not name.lower().endswith(".zip"):
                self._keep(name, content)
            elif depth == MAX_NESTED:
                self.reading.refuse(f"{shown(name)} n'est pas ouvert : trop d'archives emboîtées")
            else:
                nested = () if alone else (*prefix, *entry.parts[:-1], entry.parts[-1][:-4])
                self._open(name, content, nested, depth + 1)

    def _content(self, entry, name):
        """Le contenu d'un fichier, ou None si on le refuse."""
        if entry.complaint:
            self.reading.refuse(entry.complaint)
            return None
        room = min(MAX_FILE, MAX_TOTAL - self.reading.total)
        self.work += min(entry.size, room + 1)  # ce qui se révèle abîmé à la fin a coûté autant à lire
        try:
            content = entry.read(room + 1)
        except BROKEN:
            self.reading.refuse(f"{shown(name)} ne se lit pas : l'archive est abîmée")
            return None
        if len(content) > room:
            self.reading.refuse(f"{shown(name)} est trop gros : une copie lit {MAX_FILE // MEGABYTE} Mo par fichier et "
                                f"{MAX_TOTAL // MEGABYTE} Mo en tout")  # fmt: skip
            return None
        return content

    def _open(self, name, content, prefix, depth):
        try:
            entries = zip_entries(content)
        except BROKEN:
            self.reading.refuse(f"{shown(name)} n'est pas une archive zip qu'on sache lire")
            return
        tops = {entry.parts[0] for entry in entries}
        if len(tops) == 1 and all(len(entry.parts) > 1 for entry in entries):
            entries = [replace(entry, parts=entry.parts[1:]) for entry in entries]
        self.take(entries, prefix, depth)

    def _keep(self, name, content):
        """Garde un fichier ; deux du même nom restent tous deux."""
        if name == STAMP:
            self.reading.refuse(f"{STAMP}, que la copie apportait, n'est pas repris : la date vient de la plateforme")
            return
        stem, dot, kind = name.rpartition(".")
        stem, kind, twin = (stem, dot + kind, 1) if stem else (name, "", 1)
        while any(name == other or f"{other}/" == f"{name}/"[: len(other) + 1] or other.startswith(f"{name}/")
                  for other in self.reading.files):  # fmt: skip
            twin += 1
            name = f"{stem} ({twin}){kind}"
        self.reading.keep(name, content)
