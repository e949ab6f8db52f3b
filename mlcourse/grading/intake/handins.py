"""Les remises : à qui est chaque fichier, et ce que chacun a rendu, archives ouvertes."""

import errno
import re
from dataclasses import dataclass, field, replace

from mlcourse.french import plain
from mlcourse.grading.intake.roster import ANONYMOUS
from mlcourse.grading.intake.sources import BROKEN, CLOSED, Entry, most_entries, safe_parts, zip_entries
from mlcourse.grading.submission.reading import (
    IGNORED,
    MAX_ENTRIES,
    MAX_FILE,
    MAX_FILES,
    MAX_TOTAL,
    MEGABYTE,
    SETTINGS,
    STAMP,
    Reading,
    shown,
)

# « Zoé Martin_1234567_assignsubmission_file », qui est un dossier (jusqu'à Moodle 4.0, « _ » le finit) ou, à plat, le
# début d'un nom de fichier. Une équipe y met le numéro de son groupe, et ceux qui n'en ont pas, aucun.
MOODLE = re.compile(r"(?P<name>.+?)(?:_(?P<number>\d{1,15}))?_assignsubmission_(?:file|onlinetext)(?:_(?P<rest>.*))?")
CITED = 3  # les fichiers que l'on nomme
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
        """La date du dernier de ses fichiers ; ce qu'un système y a laissé de lui-même ne compte que s'il est seul."""
        return max(entry.date for entry in [each for each in self.entries if not each.left_out] or self.entries)


def moodle_folder(name, number):
    """Le dossier où Moodle, de toute version, reconnaît ce participant.

    >>> moodle_folder("Zoé_Martin", "1001")
    'Zoé-Martin_1001_assignsubmission_file_'
    """
    apart = name.translate(str.maketrans("_/\\", "---"))  # « _ » sépare le nom du numéro
    return f"{apart}_{number}_assignsubmission_file_"


def handins(entries, is_known=lambda name: False):
    """Répartit les fichiers par personne ; rend les remises, et les fichiers qui ne sont à personne.

    `is_known` est vrai du nom de quelqu'un de la classe : son dossier n'en enveloppe pas d'autres.
    """
    found: dict[tuple[str, str], HandIn] = {}
    loose = []
    for entry in _unwrapped(entries, is_known):
        if IGNORED.fullmatch(entry.parts[0]):
            continue
        name, number, folder, inside = _owner(entry.parts)
        if inside or entry.complaint:
            handin = found.setdefault((name, number), HandIn(name, number, folder))
            handin.entries.append(replace(entry, parts=inside or ("?",)))
        elif not entry.left_out:
            loose.append(name)
    return [*found.values()], loose


def _owner(parts):
    """À qui est ce fichier : son nom, son numéro, son dossier de Moodle, et ce qui suit."""
    first, *inside = parts
    match = MOODLE.fullmatch(first)
    if not match:
        return first.strip(), "", "", tuple(inside)
    name, number, rest = match["name"].strip(), match["number"] or "", match["rest"] or ""
    if plain(name) in ANONYMOUS and number:  # tous portent ce nom quand la correction est anonyme
        name = f"{name} {number}"
    # Sans numéro, Moodle ne rendrait à personne ce que contient le dossier.
    folder = first.removesuffix(rest) if number else ""
    return name, number, folder, tuple([rest, *inside] if rest else inside)


def _unwrapped(entries, is_known):
    """Sans les dossiers qui enveloppent ceux de Moodle, quand des archives ont été décompressées puis refaites.

    Tous enveloppent, ou aucun : à côté de dossiers d'étudiants, ce que l'un d'eux nomme comme Moodle est à lui, sans
    quoi il remettrait à la place d'un autre.
    """
    ranks = [next((rank for rank, part in enumerate(entry.parts) if MOODLE.fullmatch(part)), 0) for entry in entries]
    wrappers = {entry.parts[0] for entry, rank in zip(entries, ranks, strict=True) if rank}
    folders = {entry.parts[0] for entry in entries if len(entry.parts) > 1 and not entry.left_out}
    if folders - wrappers or any(map(is_known, wrappers)):
        yield from entries
        return
    for entry, rank in zip(entries, ranks, strict=True):
        if rank or entry.parts[0] not in wrappers:
            if not any(map(IGNORED.fullmatch, entry.parts[:rank])):
                yield replace(entry, parts=entry.parts[rank:])
        elif not entry.left_out:  # à côté des dossiers de Moodle, sans être à l'un d'eux
            yield replace(entry, parts=("/".join(entry.parts),))


def unpack(entries):
    """Lit ce qu'une personne a rendu, dans les bornes d'une copie, et dit ce qui n'y entre pas."""
    unpacking = _Unpacking()
    unpacking.reading.seen = len(entries)
    unpacking.take(entries)
    unpacking.tell_left_out()
    return unpacking.reading


class _Unpacking:
    """Une copie que l'on ouvre : ce qu'on en garde, et ce que la lire a déjà coûté."""

    def __init__(self):
        self.reading, self.work, self.left_out = Reading(), 0, []

    def take(self, entries, prefix=(), depth=0):
        """Garde chaque fichier, les carnets d'abord ; ouvre les archives."""
        self.left_out += ["/".join(prefix + entry.parts) for entry in entries if entry.left_out]
        entries = [entry for entry in entries if not entry.left_out]
        alone = len(entries) == 1
        if len(entries) > MAX_ENTRIES:
            self.reading.refuse(f"la copie compte plus de {MAX_ENTRIES} fichiers : les suivants ne sont pas lus")
        entries.sort(key=lambda entry: not entry.parts[-1].lower().endswith(".ipynb"))
        for entry in entries[:MAX_ENTRIES]:
            if len(self.reading.files) >= MAX_FILES or self.work >= MAX_WORK:
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
                stem = entry.parts[-1][:-4].strip(" .") or "archive"
                nested = () if alone else (*prefix, *entry.parts[:-1], stem)
                self._open(name, content, nested, depth + 1)

    def tell_left_out(self):
        """Nomme ce qu'un système a laissé de lui-même, s'il n'y a pas de carnet : il s'y trouvait peut-être."""
        if self.left_out and not any(name.lower().endswith(".ipynb") for name in self.reading.files):
            more = f" et {len(self.left_out) - CITED} autres" if len(self.left_out) > CITED else ""
            names = ", ".join(map(shown, self.left_out[:CITED]))
            self.reading.refuse(f"laissé de côté, comme ce qu'un système écrit de lui-même : {names}{more}")

    def _content(self, entry, name):
        """Le contenu d'un fichier, ou None si on le refuse ; lève PermissionError s'il manquerait à la remise."""
        if entry.closed:
            raise PermissionError(errno.EACCES, entry.complaint)
        if entry.complaint:
            self.reading.refuse(entry.complaint)
            return None
        room = min(MAX_FILE, MAX_TOTAL - self.reading.total)
        self.work += min(entry.size, room + 1)  # ce qui se révèle abîmé à la fin a coûté autant à lire
        try:
            content = entry.read(room + 1)
        except PermissionError:
            raise PermissionError(errno.EACCES, f"{shown(name)} {CLOSED}") from None
        except BROKEN:
            self.reading.refuse(f"{shown(name)} ne se lit pas : l'archive est abîmée")
            return None
        if len(content) > room:
            self.reading.refuse(f"{shown(name)} est trop gros : une copie lit {MAX_FILE // MEGABYTE} Mo par fichier et "
                                f"{MAX_TOTAL // MEGABYTE} Mo en tout")  # fmt: skip
            return None
        return content

    def _open(self, name, content, prefix, depth):
        self.reading.seen += most_entries(content)
        if self.reading.seen > MAX_ENTRIES:
            self.reading.refuse(f"{shown(name)} n'est pas ouvert : la copie compte plus de {MAX_ENTRIES} fichiers")
            return
        try:
            entries = zip_entries(content)
        except BROKEN:
            told = f"{shown(name)} n'est pas une archive zip qu'on sache lire"
            if content.startswith(b"PK"):  # abîmée : rien ne s'en ouvrirait
                self.reading.refuse(told)
            else:
                self.reading.refuse(f"{told} : il est gardé tel quel")
                self._keep(name, content)
            return
        kept = [entry for entry in entries if not IGNORED.fullmatch(entry.parts[0])]
        if len({entry.parts[0] for entry in kept}) == 1 and all(len(entry.parts) > 1 for entry in kept):
            entries = [replace(entry, parts=entry.parts[1:]) for entry in kept]
        self.take(entries, prefix, depth)

    def _keep(self, name, content):
        """Garde un fichier ; deux du même nom restent tous deux."""
        if name == STAMP:
            self.reading.refuse(f"{STAMP}, que la copie apportait, n'est pas repris : la date vient de la plateforme")
            return
        if any(part.startswith(".") for part in name.split("/")):  # d'un `.git`, un autre programme ferait ce qu'il lit
            self.left_out.append(name)
            return
        if any(map(SETTINGS.fullmatch, name.split("/"))):
            self.reading.refuse(
                f"{shown(name)}, qui réglerait nbgrader, Jupyter ou git lancés de ce dossier, n'est pas repris"
            )
            return
        if not safe_parts(name):
            self.reading.refuse(f"{shown(name)} est un nom refusé")
            return
        self.reading.keep(self._free(name), content)

    def _free(self, name):
        """Un nom encore libre : deux fichiers du même restent tous deux, et un dossier n'a celui d'aucun."""
        files, parts = self.reading.files, name.split("/")
        for rank in range(1, len(parts)):
            while "/".join(parts[:rank]) in files:
                parts[rank - 1] += " (2)"
        name = "/".join(parts)
        stem, dot, kind = name.rpartition(".")
        stem, kind, twin = (stem, dot + kind, 1) if stem else (name, "", 1)
        while any(other == name or other.startswith(f"{name}/") for other in files):
            twin += 1
            name = f"{stem} ({twin}){kind}"
        return name
