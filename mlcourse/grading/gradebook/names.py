"""Les noms des dossiers rendus : ceux que nbgrader ne sait pas suivre, ceux que l'on confondrait."""

import re
import unicodedata
from collections import defaultdict

from mlcourse.grading.submission.reading import shown
from mlcourse.grading.submission.remarks import NOTHING, Remarks

_COMMANDS = {"Cc", "Zl", "Zp"}  # caractères de commande, fins de ligne
_INVISIBLE = {"Cf", "Mn", "Zs"}
_MARKUP = '<>"&\\'  # ce que les pages de nbgrader prendraient pour une balise ; l'apostrophe est de bien des noms
NO_TEXT = "le nom du dossier ne s'écrit pas en UTF-8, et le carnet de notes n'en veut pas : renommez-le"


def is_text(name):
    r"""Vrai d'un nom qui s'écrit en UTF-8, comme le carnet de notes l'exige ; les autres copies ne sont pas corrigées.

    >>> is_text("Zoé"), is_text("Zo\udce9")
    (True, False)
    """
    return not any(unicodedata.category(c) == "Cs" for c in name)


def folder_name(name):
    r"""Un nom de dossier où rien ne commande un terminal, ne se prend pour une balise, ni ne sépare deux dossiers.

    Il ne commence ni par un point ni par une espace, et ne finit pas par une espace : nbgrader ne le retrouverait pas.

    >>> folder_name('Zoé N\'Guyen'), folder_name('. Zoé <img src="x">/\n')
    ("Zoé N'Guyen", 'Zoé -img src=-x----')
    """
    spelled = unicodedata.normalize("NFC", name)
    safe = "".join("-" if c in f"/{_MARKUP}" or unicodedata.category(c) in _COMMANDS else c for c in spelled)
    return re.sub(r"^[\s.]+", "", safe)[:100].rstrip() or "sans nom"


def name_remarks(name):
    """Ce qu'une personne doit savoir du nom d'un dossier."""
    reasons = []
    if not is_text(name):
        reasons.append(NO_TEXT)
    if name.startswith("."):
        reasons.append("le nom du dossier commence par un point, et nbgrader l'ignore : renommez-le")
    if any(unicodedata.category(c) in _COMMANDS for c in name):
        reasons.append("le nom du dossier contient une fin de ligne ou un caractère de commande : renommez-le")
    if markup := [c for c in _MARKUP if c in name]:
        signs = ", ".join(f"« {c} »" for c in markup)
        reasons.append(f"le nom du dossier contient {signs}, que formgrader ne suit pas dans une adresse : renommez-le")
    return Remarks(tuple(reasons), needs_person=bool(reasons))


def names_remarks(names):
    """{nom: ce qu'une personne doit savoir du nom de ce dossier, seul et parmi les autres}."""
    twins = twin_names(names)
    return {name: name_remarks(name) + twins.get(name, NOTHING) for name in names}


def twin_names(names):
    """Rend {nom: remarque} pour ceux qu'une personne confondrait : à la casse, aux accents ou aux blancs près."""
    groups = defaultdict(list)
    for name in names:
        groups[_letters(name)].append(name)
    found = {}
    for twins in groups.values():
        for name, other in zip(twins, twins[1:] + twins[:1], strict=True):
            if other != name:
                text = f"son nom se confond avec {shown(other)}, qui a aussi un dossier : est-ce la même personne ?"
                found[name] = Remarks((text,), needs_person=True)
    return found


def person(name):
    """Le prénom et le nom, pour formgrader ; le nom est en capitales, sinon c'est ce qui suit le premier mot.

    >>> person("Zoé N'Guyen"), person("DE LA TOUR Jean Marie"), person("jdupont")
    (('Zoé', "N'Guyen"), ('Jean Marie', 'DE LA TOUR'), ('', 'jdupont'))
    """
    words = name.split()
    last = [word for word in words if word.isupper() and len(word) > 1]
    if not last or last == words:
        last = words[1:] or words
    return " ".join(word for word in words if word not in last), " ".join(last)


def _letters(name):
    """Ce qu'un nom montre : ses lettres et ses signes, sans la casse, les accents ni ce qui ne se voit pas."""
    spelled = unicodedata.normalize("NFKD", name)
    return "".join(c for c in spelled if unicodedata.category(c) not in _INVISIBLE).casefold()
