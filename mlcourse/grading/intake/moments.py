"""Une date telle que l'écrit Moodle dans la langue de son lecteur, ou la personne qui a fait la liste."""

import re
from datetime import datetime

from mlcourse.french import plain

_FRENCH = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_ENGLISH = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTHS = [(name, rank) for names in (_FRENCH, _ENGLISH) for rank, name in enumerate(names.split("|"), start=1)]
_SHORTEST = 3  # les lettres d'un mois abrégé
_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?", r"(?P<month>[a-z]+)\.?", r"(?P<year>\d{4})"
_ORDERS = (
    rf"{_DAY} {_MONTH} {_YEAR}",  # 23 novembre 2026, 23 nov. 2026
    rf"{_MONTH} {_DAY},? {_YEAR}",  # November 23, 2026
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4})",  # le jour d'abord, comme en France
)
_TIME = r"(?P<hour>\d{1,2}) ?[:h] ?(?P<minute>\d{2})(?:[:.]\d{2})?(?: ?(?P<half>[ap])\.?m\.?)?"
_DATES = [re.compile(rf"(?:[a-z]+\.?,? )?{order}(?:,? (?:a |at |- )?|t){_TIME}") for order in _ORDERS]


def moodle_date(text):
    """La date qu'écrit Moodle, dans le fuseau que règle nbgrader_config.py, ou None si elle ne se lit pas.

    Une heure qui existe deux fois, la nuit où l'on recule les montres, est la première des deux : Moodle n'écrit pas
    laquelle, et la plus tôt est celle qui ne met personne en retard à tort.

    >>> written = ("lundi 23 novembre 2026, 14:05", "Monday, 23 November 2026, 2:05 PM", "November 23, 2026, 2:05 PM",
    ...            "23 nov. 2026 14:05", "2026-11-23 14:05", "23/11/2026 14:05")
    >>> {f"{moodle_date(text):%Y-%m-%d %H:%M}" for text in written}, moodle_date("11/23/2026 14:05")
    ({'2026-11-23 14:05'}, None)
    """
    text = plain(text)
    found = next(filter(None, (date.fullmatch(text) for date in _DATES)), None)
    if not found:
        return None
    hour, half = int(found["hour"]), found["half"]
    hour = hour % 12 + 12 * (half == "p") if half else hour
    try:
        day = int(found["year"]), _month(found["month"]), int(found["day"])
        return datetime(*day, hour, int(found["minute"]), fold=0).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _month(text):
    """Le rang d'un mois, en chiffres, en toutes lettres ou abrégé ; zéro s'il ne se reconnaît pas."""
    if text.isdigit():
        return int(text)
    ranks = {rank for name, rank in _MONTHS if name.startswith(text) and len(text) >= _SHORTEST}
    return ranks.pop() if len(ranks) == 1 else 0  # « jui » en est deux
