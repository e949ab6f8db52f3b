"""Les délimiteurs d'un carnet d'enseignant : ceux des réglages, bien appariés, et rien qui leur ressemble.

Ces textes, nbgrader les cherche à la lettre. D'une ligne presque juste (sans accent, en minuscules, avec une espace
insécable, dans une autre langue), il ne dit rien, et laisse partir avec le sujet ce qu'elle devait cacher.
"""

import difflib
import re
import unicodedata
from dataclasses import dataclass

from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

SOLUTION, HIDDEN, SCHEME = "une solution", "des tests cachés", "un barème"
_STOCK = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
# La part commune de deux textes au-delà de laquelle l'un est l'autre, mal tapé : dans un commentaire, puis ailleurs, où
# « Solution » est un titre.
_ALIKE, _ALMOST = 0.8, 0.9
_BEGIN, _END = r"(?:debut|commence\w*|begin|start)", r"(?:fin|end)"
_CONTENT = r"(?:solutions?|corriges?|reponses?|tests?|hidden|caches?|bareme|mark scheme)"
_SENTENCE = re.compile(rf"(?:{_BEGIN}|{_END}) (?:\w+ ){{0,2}}?{_CONTENT}(?: \w+)?(?: caches?)?")


@dataclass(frozen=True)
class Delimiters:
    """Un début, une fin, et ce qu'ils entourent."""

    content: str
    begin: str
    end: str


def configured(config):
    """Les délimiteurs que posent les réglages du cours."""
    solution, hidden, scheme = (kind(config=config) for kind in (ClearSolutions, ClearHiddenTests, ClearMarkScheme))
    return (
        Delimiters(SOLUTION, solution.begin_solution_delimeter, solution.end_solution_delimeter),
        Delimiters(HIDDEN, hidden.begin_test_delimeter, hidden.end_test_delimeter),
        Delimiters(SCHEME, scheme.begin_mark_scheme_delimeter, scheme.end_mark_scheme_delimeter),
    )


def regions(source, pairs):
    """Les régions d'une cellule, [(ce qu'elle contient, ses lignes)] ; lève `ValueError` si elles sont mal faites."""
    found: list[tuple[str, list[str]]] = []
    opened = None
    for number, line in enumerate(source.split("\n"), 1):
        begun = next((pair for pair in pairs if pair.begin in line), None)
        ended = next((pair for pair in pairs if pair.end in line), None)
        if begun or ended:
            _check_order(opened, begun, ended, number)
            found += [(begun.content, [])] if begun else []
            opened, since = begun, number
        elif opened:
            found[-1][1].append(line)
    if opened:
        raise ValueError(f"« {opened.begin} », ligne {since}, n'a pas de fin : ajoutez « {opened.end} »")
    return found


def _check_order(opened, begun, ended, number):
    """Refuse une ligne qui ouvre ou ferme une région hors de son tour."""
    if begun and ended:
        raise ValueError(f"un début et une fin partagent la ligne {number} : donnez à chacun la sienne")
    if opened and ended is not opened:
        text = begun.begin if begun else ended.end
        raise ValueError(f"« {text} », ligne {number}, vient avant « {opened.end} » : refermez d'abord")
    if ended and not opened:
        raise ValueError(f"« {ended.end} », ligne {number}, ne ferme rien : ajoutez « {ended.begin} » plus haut")


def look_alike(source, pairs, code=True):
    r"""La première ligne presque juste, (numéro, délimiteur qu'elle devait être), ou None.

    >>> pairs = [Delimiters(HIDDEN, "# DÉBUT TESTS CACHÉS", "# FIN TESTS CACHÉS")]
    >>> look_alike("assert f(1)\n# debut tests caches\nassert f(2)", pairs)
    (2, '# DÉBUT TESTS CACHÉS')
    """
    texts = [text for pair in pairs for text in (pair.begin, pair.end)]
    models = {fold(text): text for text in (*_STOCK, *texts)}
    for number, line in enumerate(re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", source), 1):
        if not any(text in line for text in texts):
            for text in {line, line.partition("#")[2]}:
                if model := _model(fold(text), models, comment=code and "#" in line):
                    return number, _ours(models[model], pairs)
    return None


def _model(text, models, comment):
    """Le délimiteur, réduit à ses lettres, auquel ressemble un texte, réduit de même ; vide s'il n'y en a pas."""
    if len(text) > 3 * max(map(len, models)):
        return ""
    comment = comment and " " in text  # plus d'un mot
    least = 0 if comment and _SENTENCE.fullmatch(text) else _ALIKE if comment else _ALMOST
    likeness = {model: 0 if _opposed(text, model) else _likeness(text, model, least) for model in models}
    best = max(likeness, key=lambda model: likeness[model])
    return best if likeness[best] >= least else ""


def _opposed(text, model):
    """Vrai si l'un ouvre et l'autre ferme, fût-ce en deux langues."""
    edges = (_BEGIN, _END), (_END, _BEGIN)
    return any(re.match(rf"{own}\b", text) and re.match(rf"{other}\b", model) for own, other in edges)


def _likeness(text, model, least):
    """À quel point deux textes se ressemblent, de 0 à 1 ; sous `least`, ce qui se calcule vite et n'est pas moindre."""
    matcher = difflib.SequenceMatcher(None, text, model, autojunk=False)
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio)
    return next((found for bound in bounds if (found := bound()) < least), None) or matcher.ratio()


def _ours(text, pairs):
    """Le délimiteur du cours qui tient le rôle de celui-ci, qui est peut-être celui de nbgrader."""
    role = text in _STOCK and (HIDDEN if "TESTS" in text else SOLUTION)
    for pair in pairs if role else ():
        if pair.content == role:
            return pair.begin if text.startswith("BEGIN") else pair.end
    return text


def fold(text):
    """Un texte réduit à ses lettres et à ses chiffres, sans accents ni capitales, séparés par une espace.

    >>> fold("##  De\u0301but\u00a0Tests--cachés")
    'debut tests caches'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))))
