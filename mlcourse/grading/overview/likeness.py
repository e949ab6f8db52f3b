"""Ce qui se ressemble d'une copie à l'autre, pour qu'une personne en juge : le vannage des empreintes.

Schleimer, Wilkerson et Aiken, « Winnowing: Local Algorithms for Document Fingerprinting », SIGMOD 2003,
https://doi.org/10.1145/872757.872770 ; c'est l'algorithme de MOSS. Un texte se réduit à des mots, et toute suite de `k`
mots a une empreinte ; sur chaque fenêtre de `w` empreintes, on garde la plus petite. Deux textes qui ont en commun une
suite de `w + k - 1` mots ont alors une empreinte en commun, à coup sûr, et rien de plus court que `k` mots n'en donne.

Une variable renommée ou un commentaire n'y change rien. Ce qu'expliquent le sujet, l'énoncé et le corrigé ne compte
pas, ni ce que trop de copies ont en commun : c'est la bonne réponse, ou celle que tout le monde écrit.
"""

import builtins
import keyword
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate, combinations
from typing import NamedTuple

from mlcourse.french import plain

GRAM = {"code": 16, "markdown": 6}  # mots d'une empreinte : deux lignes de code, une demi-phrase
WINDOW = 8
FEW = 3  # une empreinte que plus de copies ont en commun, et plus d'un dixième de la classe, ne dit rien
SHARED, SHOWN = 3, 10  # empreintes communes d'une paire que l'on montre ; paires
# La part commune au-dessous de laquelle on ne montre rien : dans une classe de trente, ce qui s'y trouve est une petite
# erreur que plusieurs font de la même façon ; des copies recopiées y sont à 100 %, une moitié recopiée à 50 %.
LEAST = 0.3
# Et la matière qu'il faut en commun, comptée en suites de `k` mots mises bout à bout : une petite fonction, ou trois
# phrases. D'une courte copie, ou d'une classe où l'on écrit de même, quatre lignes font la moitié de ce qu'elle a à
# elle. Les solutions justes des trois devoirs, écrites chacune à part, en ont trois au plus deux à deux.
MATTER = 6
MAX_TEXT, PASSAGE = 200_000, 600  # caractères lus d'une copie, et montrés d'un passage
_CODE = re.compile(r"""#.*|("{3}|'{3})[\s\S]*?\1|"[^"\n]*"|'[^'\n]*'|\.?[^\W\d]\w*|\d[\w.]*|[^\w\s]""")
_PROSE = re.compile(r"\w+")
_KEPT = {*keyword.kwlist, *dir(builtins)}


class Place(NamedTuple):
    """Où se trouve une suite de mots : dans quel texte d'une copie, de quel caractère à quel autre, à quel mot."""

    text: int
    start: int
    end: int
    word: int


@dataclass(frozen=True)
class Pair:
    """Deux copies, combien de lignes elles ont en commun, la part qu'elles en ont, un passage de chacune.

    La part est celle des empreintes de la plus courte ; les lignes, celles de la copie où le commun en occupe le moins.
    """

    students: tuple[str, str]
    lines: int
    share: float
    passages: tuple[str, str]


def alike(copies, explained=()):
    """Les `SHOWN` paires de copies qui se ressemblent le plus, la plus ressemblante d'abord.

    Aucune n'a en commun une part moindre que `LEAST`, ni moins de matière que `MATTER`. Elles se rangent par la matière
    commune, multipliée par la part qu'elle fait : dix lignes qui sont toute une copie en disent moins que quarante.

    `copies` donne à chaque étudiant ses textes, [(genre de cellule, texte)] ; `explained`, ce qu'ils ont tous lu.
    """
    known = {each for _, text in explained for kind in GRAM for each in fingerprints(kind, text)}
    prints = {student: _places(texts, known) for student, texts in copies.items()}
    holders = Counter(each for places in prints.values() for each in places)
    few = max(FEW, len(copies) // 10)
    rare: dict[int, list[str]] = {}
    for student, places in sorted(prints.items()):
        for each in places:
            if 1 < holders[each] <= few:
                rare.setdefault(each, []).append(student)
    shared: dict[tuple[str, str], list[int]] = {}
    for each, students in rare.items():
        for one, other in combinations(students, 2):
            shared.setdefault((one, other), []).append(each)
    own = {student: sum(holders[each] <= few for each in places) for student, places in prints.items()}
    shares = {pair: len(common) / min(own[student] for student in pair)
              for pair, common in shared.items() if len(common) >= SHARED}  # fmt: skip
    matter = {pair: _matter(pair, shared[pair], prints, copies) for pair, share in shares.items() if share >= LEAST}
    found = [pair for pair, common in matter.items() if common >= MATTER]
    best = sorted(found, key=lambda pair: (-matter[pair] * shares[pair], pair))[:SHOWN]
    return [_pair(pair, shares[pair], shared[pair], prints, copies) for pair in best]


def _pair(students, share, common, prints, copies):
    places = [([prints[student][each] for each in common], copies[student]) for student in students]
    passages = tuple(_passage(*each) for each in places)
    return Pair(students, min(_lines(*each) for each in places), share, passages)


def _matter(pair, common, prints, copies):
    """Ce que deux copies ont en commun, en suites de mots mises bout à bout, là où il en occupe le moins."""
    found = []
    for student in pair:
        sizes = [GRAM[kind] for kind, _ in copies[student]]
        places = (prints[student][each] for each in common)
        words = {(place.text, place.word + step) for place in places for step in range(sizes[place.text])}
        found.append(sum(1 / sizes[text] for text, _ in words))
    return min(found)


def _lines(places, texts):
    """Combien de lignes couvrent ces empreintes, sans les lignes vides."""
    covered = set()
    for rank in {place.text for place in places}:
        lines = texts[rank][1].split("\n")
        ends = [*accumulate(len(line) + 1 for line in lines)]
        for place in (place for place in places if place.text == rank):
            first, last = bisect_right(ends, place.start), bisect_right(ends, place.end - 1)
            covered |= {(rank, line) for line in range(first, last + 1) if lines[line].strip()}
    return len(covered)


def _places(texts, known):
    """{empreinte: où}, sans celles que l'on connaît."""
    found: dict[int, Place] = {}
    left = MAX_TEXT
    for rank, (kind, text) in enumerate(texts):
        for each, place in fingerprints(kind, text[:left]).items():
            if each not in known:
                found.setdefault(each, Place(rank, *place))
        left = max(0, left - len(text))
    return found


def _passage(places, texts):
    """Le plus long passage que couvrent ces empreintes, d'un seul tenant."""
    best = run = min(places)
    for place in sorted(places):
        together = place.text == run.text and place.start <= run.end
        run = run._replace(end=max(run.end, place.end)) if together else place
        best = max(best, run, key=lambda each: each.end - each.start)
    passage = texts[best.text][1][best.start : best.end]
    return passage if len(passage) <= PASSAGE else f"{passage[:PASSAGE]}…"


def fingerprints(kind, text):
    r"""{empreinte: (début, fin, rang du premier mot)} d'un texte : les empreintes que garde le vannage.

    >>> one, other = "a = sum(x) / len(x)  # la moyenne\n" * 4, "moyenne = sum(valeurs) / len(valeurs)\n" * 4
    >>> fingerprints("code", one).keys() == fingerprints("code", other).keys()
    True
    """
    words, size = [*_words(kind, text)], GRAM[kind]
    grams = [
        (_hash(kind, [word for word, *_ in words[at : at + size]]), at) for at in range(max(0, len(words) - size + 1))
    ]
    kept = {min(grams[at : at + WINDOW]) for at in range(max(1, len(grams) - WINDOW + 1))} if grams else set()
    return {each: (words[at][1], words[at + size - 1][2], at) for each, at in kept}


def _hash(kind, words):
    return int.from_bytes(blake2b("\0".join([kind, *words]).encode(), digest_size=8).digest())


def _words(kind, text):
    """(mot, début, fin) : d'un code, sa forme, quels que soient les noms qu'il choisit ; d'une prose, ses mots."""
    for found in (_CODE if kind == "code" else _PROSE).finditer(text):
        word = found[0]
        if kind != "code":
            yield plain(word), found.start(), found.end()
        elif not word.startswith("#"):
            yield _form(word), found.start(), found.end()


def _form(word):
    if word[0] in "\"'":
        return '""'
    named = word[0].isalpha() or word[0] == "_"
    return "x" if named and word not in _KEPT else word  # après un point, le nom est celui d'une bibliothèque
