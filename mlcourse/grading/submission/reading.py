"""Lire le dossier d'une copie sans rien en craindre : ni lien, ni fichier géant, ni nom piégé."""

import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath

from mlcourse.grading.submission.remarks import NOTHING, Remarks

MEGABYTE = 2**20
STAMP = "timestamp.txt"  # la date de remise, que nbgrader écrit à côté d'une copie et qu'un étudiant peut écrire aussi
COMPANION_BYTES = 32 * MEGABYTE  # la moitié du disque d'une boîte
MAX_FILE, MAX_TOTAL, MAX_FILES, MAX_DEPTH = 25 * MEGABYTE, 50 * MEGABYTE, 200, 6
MAX_ENTRIES, MAX_REFUSALS = 50_000, 20  # fichiers et dossiers que l'on regarde ; refus que l'on raconte
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # O_NONBLOCK : ouvrir un tube nommé n'attend pas qu'on y écrive
IGNORED = re.compile(r"\.ipynb_checkpoints|__pycache__|__MACOSX|\.DS_Store|\._.*|.*\.pyc|Thumbs\.db|desktop\.ini")
# Ce que nbgrader, Jupyter, IPython ou git exécuteraient, ou liraient, s'ils étaient lancés du dossier de la copie : un
# fichier HEAD fait, du dossier où il est, un dépôt.
SETTINGS = re.compile(r"(?:nbgrader|jupyter|ipython)\w*config.*|HEAD", re.IGNORECASE)
# Ce qui peut se ranger à côté d'un carnet qu'une personne ouvre : des images et des données, qu'aucun programme
# n'exécute. Le noyau démarre dans ce dossier : Python y importerait un .py ou un .so, Jupyter se réglerait sur un
# .json ; quant à un .md, il montre les liens que le carnet n'a plus.
HARMLESS = {".png", ".jpg", ".jpeg", ".gif", ".txt", ".csv", ".tsv", ".npy", ".npz"}
MAX_SPELLED = 300  # lettres et accents d'un nom cité : les ranger coûte le carré de leur nombre
PUNCTUATION = " ._-–—'’‘()+/,°"  # ce qu'un nom cité garde, outre ses lettres et ses chiffres


def shown(name):
    r"""Cite un nom choisi par un étudiant : ni séquence de terminal, ni balise, ni longueur démesurée.

    >>> shown("mon devoir.ipynb"), shown("<b>\x1b[2J")
    ('« mon devoir.ipynb »', '« ?b???2J »')
    """
    safe = ""
    for c in unicodedata.normalize("NFC", str(name)[:MAX_SPELLED]):  # macOS écrit à part l'accent d'une lettre
        spoken = c.isalnum() or c in PUNCTUATION or (_is_mark(c) and not all(map(_is_mark, safe[-2:])))
        safe += c if spoken else "?"
    return f"« {safe if len(safe) <= 60 else safe[:57] + '...'} »"


def spelled(path):
    r"""Un chemin que rend le système, tel qu'il s'écrit en UTF-8.

    >>> spelled("figures/sch\udce9ma.png")
    'figures/sch�ma.png'
    """
    return os.fsencode(path).decode("utf-8", "replace")


def _is_mark(c):
    """Si ce caractère se pose sur celui d'avant : un accent, une voyelle du hindi ou du thaï."""
    return unicodedata.category(c).startswith("M")


@dataclass
class Reading:
    """Ce qu'on a lu d'un dossier : {chemin relatif: contenu}, et ce qu'on a refusé d'y lire."""

    files: dict[str, bytes] = field(default_factory=dict)
    remarks: Remarks = NOTHING
    seen: int = 0
    total: int = 0

    def refuse(self, reason):
        """Note un refus : une personne doit voir ce que la copie contenait vraiment."""
        told = len(self.remarks.texts)
        if told < MAX_REFUSALS:
            self.remarks += Remarks((reason,), needs_person=True)
        elif told == MAX_REFUSALS:
            self.remarks += Remarks(("d'autres fichiers de la copie sont refusés de même",), needs_person=True)

    def keep(self, name, content):
        """Garde le contenu d'un fichier, sous un nom qui s'écrit en UTF-8."""
        self.files[spelled(name)] = content
        self.total += len(content)


def read_submission(folder):
    """Lit les fichiers d'une copie ; ne lève rien, quoi que le dossier contienne."""
    reading = Reading()
    folder = Path(folder)
    if folder.is_symlink():
        reading.refuse("le dossier de la copie est un lien : il n'est pas suivi")
    elif not os.path.isdir(folder):
        reading.refuse("la copie n'est pas un dossier")
    else:
        _read_folder(folder, "", reading, depth=0)
        if not reading.files and not reading.remarks.texts:
            reading.refuse("le dossier de la copie est vide")
    return reading


def harmless(path):
    """Vrai d'un fichier qu'on peut poser à côté du carnet corrigé : inerte, visible, et qui n'en prend pas la place.

    >>> [*map(harmless, ("figures/loss.png", "ipykernel_launcher.py", ".vscode/x.txt", "devoir1.ipynb/notes.txt"))]
    [True, False, False, False]
    """
    path = PurePosixPath(path)
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and path.suffix.lower() in HARMLESS and not any(each.suffix == ".ipynb" for each in path.parents)


def read_start(path, size):
    """Les premiers octets d'un fichier ordinaire ; rien s'il n'y en a pas, ou si c'est un lien ou un tube."""
    try:
        return start_of(path, size)
    except OSError:
        return b""


def start_of(path, size):
    """Les premiers octets d'un fichier ordinaire, et d'aucun autre ; lève OSError si le système les refuse."""
    descriptor = os.open(path, _FLAGS)
    with open(descriptor, "rb") as file:
        return file.read(size) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""


def files_beside(folder):
    """Les fichiers que l'enseignant a mis à côté de ses carnets, {chemin relatif: contenu}."""
    found = (path for path in Path(folder).rglob("*") if path.is_file() and path.suffix != ".ipynb")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if not any(IGNORED.fullmatch(part) for part in path.relative_to(folder).parts)
    }


def companions(files, notebook=""):
    """Les fichiers rendus qui suivent le carnet jusque dans sa boîte, et que dire de ceux qui n'y tiennent pas.

    Le dossier de `notebook`, le carnet noté, y devient le premier, et ce qu'il contient passe avant le reste.

    >>> companions({"a.py": b"1", "sujet/a.py": b"2", "sujet/d/b.csv": b"3"}, "sujet/devoir1.ipynb")[0]
    {'a.py': b'2', 'd/b.csv': b'3'}
    """
    kept: dict[str, bytes] = {}
    left, too_big, folder = COMPANION_BYTES, [], notebook[: notebook.rfind("/") + 1]
    for path, content in sorted(files.items(), key=lambda item: _turn(item[0], folder)):
        name = path.removeprefix(folder)
        if name in kept or path == notebook:
            continue
        left -= len(content)
        if left >= 0:
            kept[name] = content
        else:
            too_big.append(f"le fichier {shown(name)} est trop gros : la copie s'exécute sans lui")
    return kept, Remarks(tuple(too_big))


def _turn(path, folder):
    """Ce qui vient d'abord : le dossier du carnet ; les autres carnets, que `%run` lirait, passent en dernier."""
    return path.lower().endswith(".ipynb"), not path.startswith(folder)


def _read_folder(folder, prefix, reading, depth):
    try:
        with os.scandir(folder) as entries:
            found = [*islice(entries, MAX_ENTRIES - reading.seen)]
    except OSError as error:
        reading.refuse(f"le dossier {shown(folder.name)} ne se lit pas ({error.strerror})")
        return
    reading.seen += len(found)
    if reading.seen >= MAX_ENTRIES:
        reading.refuse(f"la copie compte plus de {MAX_ENTRIES} fichiers et dossiers : les suivants ne sont pas lus")
    # Les carnets d'abord : quand il y a trop de fichiers, ce sont les autres qu'on ne lit pas.
    for entry in sorted(found, key=lambda entry: (not entry.name.lower().endswith(".ipynb"), entry.name)):
        if IGNORED.fullmatch(entry.name):
            continue
        if len(reading.files) >= MAX_FILES:
            reading.refuse(f"la copie compte plus de {MAX_FILES} fichiers : les suivants ne sont pas lus")
            return
        _read_entry(entry, prefix + entry.name, reading, depth)


def _read_entry(entry, name, reading, depth):
    if SETTINGS.fullmatch(entry.name):
        reading.refuse(
            f"{shown(name)} réglerait nbgrader, Jupyter ou git, s'ils étaient lancés de ce dossier : effacez-le"
        )
    elif entry.is_symlink():
        reading.refuse(f"{shown(name)} est un lien : il n'est pas suivi")
    elif entry.is_dir(follow_symlinks=False):
        if entry.name.lower().endswith(".ipynb"):
            reading.refuse(f"{shown(name)} est un dossier, et non un carnet")
        if depth < MAX_DEPTH:
            _read_folder(Path(entry.path), f"{name}/", reading, depth + 1)
        else:
            reading.refuse(f"les dossiers emboîtés sous {shown(name)} ne sont pas lus")
    else:
        _read_file(entry.path, name, reading)


def _read_file(path, name, reading):
    try:
        descriptor = os.open(path, _FLAGS)
        with open(descriptor, "rb") as file:
            complaint = _complaint(os.fstat(descriptor), reading)
            if complaint:
                reading.refuse(f"{shown(name)} {complaint}")
            else:
                reading.keep(name, file.read(MAX_FILE))
    except OSError as error:
        reading.refuse(f"{shown(name)} ne se lit pas ({error.strerror})")


def _complaint(status, reading):
    """Ce qui interdit de lire un fichier, ou une chaîne vide."""
    if not stat.S_ISREG(status.st_mode):
        return "n'est pas un fichier ordinaire"
    if status.st_nlink > 1:
        return "partage son contenu avec un autre fichier (lien dur) : remplacez-le par une copie"
    if status.st_size > MAX_FILE:
        return f"pèse {status.st_size // MEGABYTE} Mo : au-delà de {MAX_FILE // MEGABYTE} Mo, il n'est pas lu"
    if reading.total + status.st_size > MAX_TOTAL:
        return f"dépasse les {MAX_TOTAL // MEGABYTE} Mo qu'une copie peut peser en tout"
    return ""
