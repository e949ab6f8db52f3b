"""Ce qui arrive, archive ou dossier : on en lit les noms et les contenus sans rien en croire.

Une archive peut mentir sur ses tailles, sortir de son dossier par un nom, cacher un lien, ou contenir des milliards
d'octets : un contenu ne se lit que jusqu'à la borne qu'on lui donne, quoi que l'archive annonce.
"""

import contextlib
import io
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from mlcourse.grading.errors import GradingError
from mlcourse.grading.intake.table import read_table
from mlcourse.grading.submission.reading import IGNORED, shown, spelled, start_of

# OverflowError : une archive peut dire que son contenu commence plus loin qu'aucun entier du système.
BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError, OverflowError)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # LZMA réserve la mémoire que l'archive demande
_ENCRYPTED, _UTF8 = 0x1, 0x800  # deux bits des drapeaux d'une entrée
_DIRECTORY_ENTRY = b"PK\x01\x02"
_PART = re.compile(r"(?!\.{1,2}$)[^\x00-\x1f\x7f]{1,150}")
CLOSED = "ne s'ouvre pas : l'accès en est refusé"
_UNDATED = datetime(1980, 1, 1).astimezone()  # la plus ancienne date d'une archive
MAX_ARRIVED = 200_000  # fichiers de toute une classe
MAX_PARTS, MAX_SPELLED = 12, 450  # lettres et accents, écrits à part : les ranger coûte le carré de leur nombre


@dataclass(frozen=True, slots=True)
class Entry:
    """Un fichier qui arrive : son chemin en morceaux, sa date, et de quoi lire au plus tant d'octets.

    `size` est la taille qu'il annonce, en octets : il n'en donne jamais davantage, et peut en donner moins.
    """

    parts: tuple[str, ...]
    date: datetime
    read: Callable[[int], bytes]
    size: int
    complaint: str = ""  # ce qui interdit de le lire
    closed: bool = False  # il se lirait, si l'accès n'en était pas refusé

    @property
    def left_out(self):
        """Vrai de ce qu'un système ou Jupyter écrit de lui-même à côté des fichiers d'une personne."""
        return any(map(IGNORED.fullmatch, self.parts))


def safe_parts(name):
    r"""Les morceaux d'un chemin, ou rien s'il sort de son dossier ou ne peut pas y entrer.

    >>> safe_parts("Zoé/devoir1.ipynb"), safe_parts("../a"), safe_parts("/etc/passwd"), safe_parts(r"C:\a")
    (('Zoé', 'devoir1.ipynb'), (), (), ())
    """
    spelled = name.replace("\\", "/").split("/")
    if len(spelled) > MAX_PARTS or max(map(len, spelled)) > MAX_SPELLED:
        return ()
    parts = [unicodedata.normalize("NFC", part) for part in spelled]
    fits = all(_PART.fullmatch(part) and len(part.encode()) <= 200 for part in parts)
    return tuple(parts) if fits and not re.match(r"[A-Za-z]:", name) else ()


def entries(path, opened):
    """Ce que contient une archive ou un dossier, dans l'ordre des noms ; refuse ce qui en a trop pour tout lire.

    Une archive reste ouverte autant que `opened`, un `contextlib.ExitStack` : ce qu'elle contient se lit plus tard.
    """
    path = Path(path)
    found = _ordered(_folder_entries(path)) if path.is_dir() else _archive_entries(path, opened)
    if len(found) > MAX_ARRIVED:
        ((crowd, _),) = Counter(entry.parts[:2] for entry in found).most_common(1)
        raise GradingError(
            f"Rien n'est rangé : {shown(path)} contient plus de {MAX_ARRIVED // 1000} 000 fichiers, surtout dans "
            f"{shown('/'.join(crowd))}. Ôtez-en ce qui n'est pas à rendre, comme un environnement de Python ou un jeu "
            "de données, puis relancez la commande."
        )
    return found


def _archive_entries(path, opened):
    if not path.is_file():
        raise GradingError(f"{shown(path)} n'existe pas : donnez l'archive téléchargée de Moodle, ou un dossier.")
    try:
        return zip_entries(opened.enter_context(open(path, "rb")))
    except BROKEN:
        swapped = " L'archive et la feuille semblent échangées : la feuille suit --liste." if _is_sheet(path) else ""
        raise GradingError(f"{shown(path.name)} n'est pas une archive zip qu'on sache lire.{swapped}") from None


def _is_sheet(path):
    """Vrai d'un tableau CSV où l'on reconnaît la liste d'une classe."""
    try:
        return bool(read_table(path).places)
    except GradingError:
        return False


def most_entries(content):
    """Ce que l'index d'une archive, saine ou abîmée, compte au plus d'entrées : de quoi la refuser sans la lire."""
    return content.count(_DIRECTORY_ENTRY)


def zip_entries(source):
    """Ce que contient une archive : un fichier ouvert, ou les octets de celle qu'un étudiant a rendue."""
    archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    found = (info for info in archive.infolist() if not info.filename.endswith("/"))
    return _ordered(_zip_entry(archive, info) for info in found)


def _ordered(found):
    return sorted(islice(found, MAX_ARRIVED + 1), key=lambda entry: entry.parts)


def _zip_entry(archive, info):
    name = info.filename
    if not info.flag_bits & _UTF8:
        with contextlib.suppress(UnicodeError):  # macOS écrit en UTF-8 sans le dire
            name = name.encode("cp437").decode("utf-8")
    complaint = ""
    if stat.S_ISLNK(info.external_attr >> 16):
        complaint = "est un lien"
    elif info.flag_bits & _ENCRYPTED:
        complaint = "est protégé par un mot de passe"
    elif info.compress_type not in _METHODS:
        complaint = "est compressé d'une manière inhabituelle"

    def read(size):
        with archive.open(info) as file:  # à qui demande davantage, zipfile décompresse plus que la taille annoncée
            return file.read(min(size, max(info.file_size, 1)))

    return _entry(name, _zip_date(info), read, info.file_size, complaint)


def _entry(name, date, read, size, complaint=""):
    parts = safe_parts(name)
    if not parts:
        first = name.replace("\\", "/").split("/")[0]
        return Entry(safe_parts(first) or ("?",), date, read, size, f"{shown(name)} est un nom refusé")
    return Entry(parts, date, read, size, complaint and f"{shown(name)} {complaint}")


def _zip_date(info):
    try:
        return datetime(*info.date_time).astimezone()
    except (ValueError, OverflowError, OSError):
        return _UNDATED


def _folder_entries(folder):
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for path in (Path(parent, name) for name in names + links):
            yield _folder_entry(spelled(path.relative_to(folder)), path)
    for path in (Path(error.filename) for error in closed):
        if path == folder:
            raise GradingError(f"{shown(folder)} {CLOSED}.")
        yield _closed_entry(spelled(path.relative_to(folder)))


def _folder_entry(name, path):
    try:
        status = path.lstat()
    except OSError:  # son dossier dit les noms de ce qu'il contient, et n'en montre rien
        return _closed_entry(name)
    date = datetime.fromtimestamp(int(status.st_mtime)).astimezone()
    complaint = "" if stat.S_ISREG(status.st_mode) else "n'est pas un fichier ordinaire"
    return _entry(name, date, lambda size: start_of(path, size), status.st_size, complaint)


def _closed_entry(name):
    return replace(_entry(name, _UNDATED, lambda size: b"", 0, CLOSED), closed=True)
