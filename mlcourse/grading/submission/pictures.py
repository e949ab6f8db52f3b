"""Les images d'une copie : ordinaires, d'une taille bornée avant que personne ne les décode, et peu nombreuses."""

import base64
import re
import struct

import nbformat

from mlcourse.checks.notebook import is_solution
from mlcourse.grading.submission.inert import BASE_64, OMITTED
from mlcourse.grading.submission.remarks import APART, NOTHING, Remarks

MAX_PIXELS = 64_000_000  # une photographie de téléphone ; une image qui en annonce un milliard est un piège
# De toutes les figures d'une copie, ou de ses images : des centaines, ou quelques-unes immenses.
MAX_ALL_PIXELS = 10 * MAX_PIXELS
MAX_IMAGES, MAX_BYTES = 100, 12_000_000  # images collées d'une copie, et caractères de leur base64
LEFT_OUT = Remarks(
    (
        "des images manquent, ou sont trop grandes, trop nombreuses ou illisibles : voyez-les parmi les fichiers "
        f"rendus, ou dans le carnet rendu, {APART}",
    ),
    needs_person=True,
)
UNFOLLOWED = Remarks(
    (
        "des images viennent d'ailleurs que de la copie, ou sont citées d'une façon que la correction ne suit pas : "
        f"voyez-les dans le carnet rendu, {APART}",
    ),
    needs_person=True,
)
# Une image qu'un texte rendu inerte cite encore, et ne montre plus.
_UNFOLLOWED = re.compile(r"(?<!\\)!\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\](?: \((?! ?\))|\[)|< img\b", re.IGNORECASE)
_BLOCKS = 50_000  # ce que l'on parcourt d'un en-tête
_PNG, _NO_LENGTH = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", {0x01, *range(0xD0, 0xD8)}


def pixels(content):
    r"""Combien de pixels annonce l'en-tête d'une image ; zéro si ce n'est ni un PNG, ni un GIF, ni un JPEG, ni un WebP.

    >>> pixels(b"GIF89a\x02\0\x03\0\0\0\0,\0\0\0\0\x02\0\x04\0..."), pixels(b"<svg>")
    (8, 0)
    """
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack_from(">II", content, 16)
        return width * height
    if content.startswith((b"GIF87a", b"GIF89a")):
        return _gif_pixels(content)
    if content.startswith(b"RIFF"):
        return _webp_pixels(content[12:30])
    return _jpeg_pixels(content) if content.startswith(b"\xff\xd8") else 0


def _gif_pixels(content):
    """Ceux d'un GIF : un écran, que sa première image agrandit si elle en sort ; des extensions la précèdent."""
    place = 13 + _table(content[10:11])
    while content[place : place + 1] == b"!":
        place += 2
        for _ in range(_BLOCKS):
            size = int.from_bytes(content[place : place + 1])
            place += 1 + size
            if not size:
                break
    if content[place : place + 1] != b"," or len(content) < place + 9:
        return 0
    left, top, *image = struct.unpack_from("<HHHH", content, place + 1)
    width, height = map(max, struct.unpack_from("<HH", content, 6), (left + image[0], top + image[1]))
    return width * height


def _table(flags):
    """Les octets de la table de couleurs d'un GIF, que disent des drapeaux."""
    bits = int.from_bytes(flags)
    return 3 * 2 ** (1 + (bits & 7)) if bits & 0x80 else 0


def _webp_pixels(chunk):
    """Ceux d'un WebP, que dit son premier bloc : étendu, sans perte ou avec."""
    kind, body = chunk[:4], chunk[8:]
    if len(chunk) < 18:
        return 0
    if kind == b"VP8X":
        return (1 + int.from_bytes(body[4:7], "little")) * (1 + int.from_bytes(body[7:10], "little"))
    if kind == b"VP8L":
        packed = int.from_bytes(body[1:5], "little")
        return (1 + (packed & 0x3FFF)) * (1 + (packed >> 14 & 0x3FFF))
    width, height = struct.unpack_from("<HH", body, 6)
    return (width & 0x3FFF) * (height & 0x3FFF) if kind == b"VP8 " else 0


def _jpeg_pixels(content):
    """Ceux d'un JPEG, que dit le premier segment de trame ; les segments se suivent, chacun dit sa longueur.

    Un marqueur peut être précédé d'octets de bourrage, et quelques-uns n'ont pas de longueur.
    """
    place = 2
    for _ in range(_BLOCKS):
        if place + 9 > len(content) or content[place] != 0xFF:
            return 0
        marker, (size,) = content[place + 1], struct.unpack_from(">H", content, place + 2)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width * height
        place += 1 if marker == 0xFF else 2 if marker in _NO_LENGTH else 2 + size
    return 0


class Album:
    """Les images collées que l'on garde d'une copie ; `remarks` dit ce que l'on en a ôté."""

    def __init__(self):
        self.remarks, self._images, self._bytes, self._pixels = NOTHING, MAX_IMAGES, MAX_BYTES, MAX_ALL_PIXELS

    def keep(self, attachments):
        """Ne garde des images d'une cellule, {nom: {type: base64}}, que celles qui tiennent encore."""
        kept = {}
        for name, images in attachments.items():
            fitting = {kind: data for kind, data in images.items() if self._takes(data)}
            if fitting:
                kept[name] = fitting
            else:
                self.remarks = LEFT_OUT
        return kept

    def _takes(self, data):
        if not self._images or len(data) > self._bytes or not BASE_64.fullmatch(data):
            return False
        try:
            announced = pixels(base64.b64decode(data))
        except ValueError:
            return False
        fits = 0 < announced <= min(MAX_PIXELS, self._pixels)
        self._images, self._bytes = self._images - fits, self._bytes - fits * len(data)
        self._pixels -= fits * announced
        return fits


def bounded(cells):
    """Ne garde des images de ces cellules que celles qui tiennent dans l'album, celles des réponses d'abord.

    Rend ce qu'il faut dire de celles que l'on ne montre pas.
    """
    album = Album()
    for cell in sorted(cells, key=is_solution, reverse=True):
        if cell.get("attachments"):
            cell.attachments = nbformat.from_dict(album.keep(cell.attachments))
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    left_out = LEFT_OUT if any(OMITTED in text for text in texts) else album.remarks
    return left_out + (UNFOLLOWED if any(map(_UNFOLLOWED.search, texts)) else NOTHING)
