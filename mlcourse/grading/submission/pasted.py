"""Les images collées dans une réponse rédigée, de toutes les façons dont les éditeurs les collent, ramenées à une.

Colab écrit l'image dans le texte, JupyterLab la joint à la cellule sous le nom du fichier. Toutes se joignent ici, sous
un nom que chacun sait lire : le texte garde sa taille, et l'image ne se perd ni par elle ni par son nom.
"""

import re
import unicodedata
from itertools import count
from urllib.parse import quote

_WRITTEN = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=]+)")
_SAFE = re.compile(r"[A-Za-z0-9_.-]+")
_AS_IN_AN_ADDRESS = ";,/?:@&=+$-_.!~*'()#"  # ce qu'un navigateur laisse tel quel dans une adresse
MAX_NAMES, MAX_CITED = 100, 500


def joined(source, attachments):
    """Le texte et ses images, {nom: {type: base64}}, toutes jointes sous des noms sûrs.

    >>> joined("![](data:image/png;base64,iVBO) ![](attachment:été 1.png)", {"été 1.png": {"image/png": "AA"}})[0]
    '![](attachment:image-1.png) ![](attachment:image-2.png)'
    """
    found = dict(attachments)
    fresh = (name for number in count(1) for name in [f"image-{number}.png"] if name not in attachments)

    def join(written):
        name, kind = next(fresh), written[1].replace("jpg", "jpeg")
        found[name] = {f"image/{kind}": written[2]}
        return f"attachment:{name}"

    source = _WRITTEN.sub(join, source)
    odd = [name for name in attachments if not _SAFE.fullmatch(name)][:MAX_NAMES]
    names = {name: next(fresh) for name in odd}
    spelled = {way: safe for name, safe in names.items() for way in _spellings(name)}
    if spelled:
        longest = sorted(spelled, key=len, reverse=True)
        cited = re.compile(f"attachment:({'|'.join(map(re.escape, longest))})")
        source = cited.sub(lambda match: f"attachment:{spelled[match[1]]}", source, count=MAX_CITED)
    return source, {names.get(name, name): images for name, images in found.items()}


def _spellings(name):
    """Les façons d'écrire un nom de fichier dans un texte : tel quel ou comme une adresse, accents composés ou non."""
    forms = {name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)} - {""}
    return forms | {quote(form, safe) for form in forms for safe in (_AS_IN_AN_ADDRESS, "")}
