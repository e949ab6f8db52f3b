"""Les noms des dossiers rendus : ceux que nbgrader ne saurait pas suivre, ceux que l'on confondrait."""

import unicodedata
from collections import defaultdict

from mlcourse.grading.submission.reading import shown
from mlcourse.grading.submission.remarks import NOTHING, Remarks

_UNREADABLE = {"Cc", "Cs", "Zl", "Zp"}  # caractères de commande, fins de ligne, octets qui ne sont pas de l'UTF-8
_INVISIBLE = {"Cf", "Mn", "Zs"}


def refused_name(name):
    r"""Dit pourquoi un dossier ainsi nommé n'est pas corrigé, ou rien.

    >>> refused_name("Zoé"), refused_name("a\nb").needs_person
    (Remarks(texts=(), needs_person=False), True)
    """
    if name.startswith("."):
        return _refusal("le nom du dossier commence par un point, et nbgrader passe ces dossiers")
    if any(unicodedata.category(c) in _UNREADABLE for c in name):
        return _refusal("le nom du dossier ne se lit pas, ou contient une fin de ligne")
    return NOTHING


def _refusal(reason):
    return Remarks((f"{reason} : renommez-le",), needs_person=True)


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


def _letters(name):
    """Ce qu'un nom montre : ses lettres et ses signes, sans la casse, les accents ni ce qui ne se voit pas."""
    spelled = unicodedata.normalize("NFKD", name)
    return "".join(c for c in spelled if unicodedata.category(c) not in _INVISIBLE).casefold()
