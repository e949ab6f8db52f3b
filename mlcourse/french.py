"""Le français imprimé : espaces insécables, nombres, dates. Tout le cours l'écrit d'ici ; ce module n'importe rien."""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import floor, log10
from typing import Any

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
_ROUNDED = 1e9  # au-delà, les chiffres d'un nombre à virgule flottante ne portent plus tant de décimales
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPACES = rf"[ \n{NO_BREAK}{NARROW}]"
# Après un signe de ponctuation haute vient une espace, un signe fermant ou rien : sinon c'est une adresse, une heure ou
# un opérateur.
_END = r"(?=[\s»)\]’”…,.!?]|$)"
_UNITS = "ns|µs|ms|s|min|h|o|ko|Ko|Mo|Go|Kio|Mio|Gio|bits?|octets|px|pixels|Hz|kHz|MHz|GHz|cm|mm|km|€|°C"
# Une docstring écrit ses formules au clavier.
_SIGNS = {"<-": "←", "<=": "≤", ">=": "≥", "-": "−", "--": "–"}
_RULES: list[tuple[re.Pattern, Any]] = [
    (re.compile(r"(?<=\w)'{1,3}(?=\()"), lambda m: "′″‴"[len(m[0]) - 1]),
    # Une chaîne de Python garde ses guillemets droits.
    (re.compile(r"(?<!\w)'\w+'(?!\w)|(?<=\w)'|^'(?=\w)"), lambda m: m[0] if len(m[0]) > 1 else "’"),
    (re.compile(rf"{_SPACES}(<-|--)(?=\s)"), lambda m: NO_BREAK + _SIGNS[m[1]]),
    (re.compile(rf"(?<=\s)(<=|>=|-){_SPACES}"), lambda m: _SIGNS[m[1]] + NO_BREAK),
    (re.compile(r"(?<=[\s([])-(?=[\w(|])|^-(?=\d)"), "−"),
    (re.compile(rf"(?<=\d){_SPACES}[x×]{_SPACES}(?=\d)"), f"{NO_BREAK}×{NO_BREAK}"),
    (re.compile(rf"(?<=\d){_SPACES}±{_SPACES}(?=\d)"), f"{NO_BREAK}±{NO_BREAK}"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(rf"«{_SPACES}*"), f"«{NO_BREAK}"),
    (re.compile(rf"{_SPACES}*»"), f"{NO_BREAK}»"),
    (re.compile(rf"(?:(?<=[^\s;!?]){_SPACES}*|^{_SPACES}+)([;!?]+){_END}"), rf"{NARROW}\1"),
    (re.compile(rf"(?<=[^\s:]){_SPACES}*:(?=\s|$)|^{_SPACES}+:(?=\s|$)"), f"{NO_BREAK}:"),
    (re.compile(r"(?<![\d,.])(\d{1,3})((?: \d{3})+)(?![\d])"), lambda m: m[0].replace(" ", NARROW)),
    (re.compile(rf"(?<=\d){_SPACES}+(?=%)|^{_SPACES}+(?=%)"), NO_BREAK),
    (re.compile(rf"(?<=\d){_SPACES}+(?=(?:{_UNITS})(?!\w))"), NO_BREAK),
    (re.compile(rf"\b([Ff]ig\.|p\.|n°|[Cc]hap\.|[Éé]q\.){_SPACES}+(?=[\d(])"), rf"\1{NO_BREAK}"),
]


def typeset(text):
    r"""Pose les espaces insécables d'un message : fine avant ; ! ?, pleine avant : et dans « ».

    Rien d'autre ne change : un message cite du code, des noms et des nombres tels qu'ils sont.

    >>> typeset("Attendu : 3 ; reçu « 4 »")
    'Attendu\xa0: 3\u202f; reçu «\xa04\xa0»'
    """
    text = re.sub(r" ([:»])", f"{NO_BREAK}\\1", text).replace("« ", f"«{NO_BREAK}")
    return re.sub(r" ([;!?])", f"{NARROW}\\1", text)


def printed(text):
    r"""Donne une prose tapée au clavier sous sa forme imprimée : espaces, apostrophes, tirets, points de suspension.

    >>> printed("L'erreur vaut 12 % : est-ce assez ?")
    'L’erreur vaut 12\xa0%\xa0: est-ce assez\u202f?'
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def enumerated(words):
    """Énumère des mots : le dernier vient après « et ».

    >>> enumerated(["numpy"]), enumerated(["numpy", "matplotlib", "scipy"])
    ('numpy', 'numpy, matplotlib et scipy')
    """
    *first, last = words
    return f"{', '.join(first)}{' et ' * bool(first)}{last}"


def decimal_comma(text):
    """Écrit à la française les nombres d'un texte : 0.25 devient 0,25.

    >>> decimal_comma(f"{0.25:g}")
    '0,25'
    """
    return text.replace(".", ",")


def exact(number, decimals=9):
    """Le nombre décimal qu'écrit un nombre à virgule flottante, sans la poussière qu'y laisse une somme.

    >>> exact(0.1 + 0.2).normalize()
    Decimal('0.3')
    """
    return Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-decimals))


def half_up(number, step):
    """Un nombre décimal, arrondi à un multiple de `step` ; un milieu monte. Tout le cours arrondit ainsi.

    >>> half_up(exact(19.125), Decimal("0.01")), half_up(exact(8.25), Decimal("0.5"))
    (Decimal('19.13'), Decimal('8.5'))
    """
    return (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def fixed(x, decimals):
    """Écrit un nombre avec `decimals` décimales, les milliers par tranches et le signe moins de l'imprimé.

    >>> fixed(33.9, 2), fixed(-0.5, 1), fixed(1797, 0).replace(NARROW, " "), fixed(19.125, 2)
    ('33,90', '−0,5', '1 797', '19,13')
    """
    if abs(x) < _ROUNDED:  # ni l'infini, ni ce qui n'est pas un nombre
        x = float(half_up(exact(x, max(9, decimals + 4)), Decimal(1).scaleb(-decimals)))
    return decimal_comma(f"{x:_.{decimals}f}").replace("_", NARROW).replace("-", "−")


def short(x, decimals=2):
    """Écrit un nombre avec au plus `decimals` décimales : celles qui ne disent rien s'en vont.

    >>> short(14.5), short(16.0), short(1 / 3)
    ('14,5', '16', '0,33')
    """
    return _without_zeros(fixed(x, decimals))


def french_number(x, digits=3):
    """Écrit un nombre avec au plus `digits` chiffres significatifs, en puissances de dix s'il est très grand ou petit.

    >>> french_number(0.4712), french_number(458868917, 2).replace(NO_BREAK, " "), french_number(1e-5)
    ('0,471', '4,6 × 10⁸', '10⁻⁵')
    """
    if float(x).is_integer() and abs(x) < 1e5:
        return fixed(x, 0)
    if _is_ordinary(x):
        return short(x, _decimals(x, digits))
    mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
    power = f"10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
    if x == float(f"1e{exponent}"):
        return power
    return f"{decimal_comma(mantissa)}{NO_BREAK}×{NO_BREAK}{power}"


def spread(values, digits=3):
    """Écrit la médiane et l'étendue d'une mesure répétée, toutes trois avec autant de décimales.

    >>> spread([0.5, 0.4, 0.45], 2).replace(NO_BREAK, " "), spread([709, 709])
    ('0,45 (0,40 à 0,50)', '709')
    """
    low, *_, high = ordered = sorted(map(float, values))
    n = len(ordered)
    median = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    if _is_ordinary(median) and not all(value.is_integer() for value in (low, median, high)):
        low, median, high = (fixed(value, _decimals(median, digits)) for value in (low, median, high))
    else:
        low, median, high = (french_number(value, digits) for value in (low, median, high))
    return median if low == high else f"{median} ({low}{NO_BREAK}à{NO_BREAK}{high})"


def lasting(seconds):
    """Écrit une durée, en ses deux plus grandes unités.

    >>> [lasting(seconds).replace(NO_BREAK, " ") for seconds in (7800, 51 * 3600, 20)]
    ['2 h 10 min', '2 j 3 h', '1 min']
    """
    minutes = max(1, round(seconds / 60))
    parts = [(minutes // 1440, "j"), (minutes // 60 % 24, "h"), (minutes % 60, "min")]
    first = next(rank for rank, (number, _) in enumerate(parts) if number)
    return " ".join(f"{number}{NO_BREAK}{unit}" for number, unit in parts[first : first + 2] if number)


def calendar_day(iso):
    """Écrit une date ISO à la française.

    >>> calendar_day("2026-11-23")
    '23/11/2026'
    """
    return date.fromisoformat(iso).strftime("%d/%m/%Y")


def plain(text):
    """Réduit un texte à ce qui se compare et se classe : ni accents, ni capitales, ni espaces de trop.

    >>> plain(" Élodie  D'Æther ")
    "elodie d'æther"
    """
    spelled = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in spelled if not unicodedata.combining(c)).casefold().split())


def _is_ordinary(x):
    """Vrai d'un nombre qui s'écrit sans puissance de dix."""
    return 1e-3 <= abs(x) < 1e5


def _decimals(x, digits):
    """Nombre de décimales qui donne `digits` chiffres significatifs à x."""
    return max(digits - 1 - floor(log10(abs(x))), 0)


def _without_zeros(text):
    return text.rstrip("0").rstrip(",") if "," in text else text
