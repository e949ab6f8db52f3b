"""La feuille d'évaluation de Moodle, remplie : il la reprend telle quelle, et ne change que les notes."""

import html
import re
from decimal import Decimal, InvalidOperation

from mlcourse.french import enumerated, lasting, short
from mlcourse.grading.errors import GradingError
from mlcourse.grading.intake.roster import number_in
from mlcourse.grading.intake.table import read_table, write_table
from mlcourse.grading.returns.standings import ABSENT, GONE
from mlcourse.grading.submission.inert import inert_field
from mlcourse.grading.submission.reading import shown
from mlcourse.grading.terminal import safe

# Ce que Moodle relit ; le reste de la feuille n'est là que pour les yeux, et vient en partie des étudiants.
READ_BACK = {"number", "mark", "maximum", "marked", "comment"}
# Sans elles, Moodle ne reprend pas la feuille.
NEEDED = {"number": "Identifiant", "mark": "Note", "marked": "Dernière modification (note)"}

ABOVE = "(!) Moodle laissera de côté, sans le dire, une note plus haute que le maximum de son devoir"


def is_worksheet(path):
    """Vrai d'une feuille que Moodle reprendrait."""
    return NEEDED.keys() <= read_table(path).places.keys()


def told_of_form(path):
    """Ce que Moodle demandera d'une feuille qui n'est pas séparée par des virgules ; rien si elle l'est."""
    name = {";": "Point-virgule", "\t": "Tabulation"}.get(read_table(path).delimiter)
    told = f"La feuille remplie garde cette forme : à l'import, Moodle demande le séparateur, choisissez « {name} »."
    return [told] if name else []


def filled(path, standings, marking):
    """Les octets de la feuille remplie, et les phrases qui nomment ceux dont Moodle n'y trouvera pas la note.

    Sans note définitive, la case reste vide, et Moodle n'y touche pas ; celle d'un absent reste comme elle était. Un
    commentaire écrit dans Moodle reste, celui d'une feuille que nous avions remplie suit la note.
    """
    table = read_table(path)
    missing = [f"« {title} »" for wanted, title in NEEDED.items() if wanted not in table.places]
    if missing:
        raise GradingError(
            f"{shown(path)} n'est pas une feuille d'évaluation de Moodle : il y manque {enumerated(missing)}."
        )
    # Celui dont la copie est là l'emporte sur l'ancien nom d'un dossier renommé.
    ranked = sorted(standings.students, key=lambda each: each.state != GONE)
    numbered = {each.line.number: each for each in ranked if each.line.number}
    above = []
    header, *rows = table.rows
    for row in filter(None, rows):
        row += [""] * (len(header) - len(row))  # un tableur ôte les dernières cases, vides ; Moodle les veut toutes
        values = table.values(row)
        standing = numbered.pop(number_in(values), None)
        if standing and standing.state != ABSENT:
            _fill(row, table.places, values, standing, standings, marking)
            above += _above(values, standing, standings, marking)
        _disarm(row, table.places)
    homeless = [each.student for each in standings.students if each.score is not None and _left(each, numbered)]
    told = [f"(!) Ne sont pas dans la feuille de Moodle : {', '.join(map(safe, homeless))}."] if homeless else []
    told += [f"{ABOVE} : {', '.join(above)}. Relevez ce maximum dans Moodle, ou abaissez la note."] if above else []
    return write_table([header, *rows], table.delimiter, table.marked), told


def _above(values, standing, standings, marking):
    """Le nom et la note de qui passe la note maximale de Moodle, ou rien."""
    maximum, score = _maximum(values, marking), standing.score
    if score is None or marking.mark(score, standings.total, maximum) <= maximum:
        return []
    return [f"{safe(standing.student)} ({marking.told(score, standings.total, maximum)})"]


def _left(standing, numbered):
    return not standing.line.number or standing.line.number in numbered


def _fill(row, places, values, standing, standings, marking):
    known = standing.score is not None
    # Moodle lit un point décimal dans toutes les langues, et une virgule en français seulement.
    row[places["mark"]] = str(marking.mark(standing.score, standings.total, _maximum(values, marking))) if known else ""
    if known and _ours(values.get("comment"), standings):
        row[places["comment"]] = _comment(standing, standings, marking, _maximum(values, marking))


def _ours(comment, standings):
    """Vrai d'un commentaire vide, ou de celui que nous avions écrit : il dirait les points d'une note d'avant."""
    if not comment:
        return comment == ""
    names = "|".join(re.escape(name) for name in standings.exercises if name)
    number, written = r"[\d,−]+", html.unescape(re.sub(r"</?(?:p|div|span|br)\b[^<>]*>", "", comment)).strip()
    part = rf"(?:(?:{names}) : {number} / {number}|noté à la main : .+?|retard de .+? : {number})"
    return bool(re.fullmatch(rf"{part}(?: ; {part})*", written))


def _maximum(values, marking):
    """La note maximale du devoir dans Moodle, à laquelle se rapporte la nôtre."""
    try:
        return Decimal(values["maximum"].replace(",", ".").replace(" ", ""))
    except (KeyError, InvalidOperation):
        return marking.out_of


def _comment(standing, standings, marking, maximum):
    """Les points de chaque exercice, en une ligne ; Moodle y lit du HTML.

    Une note que la personne a donnée d'un bloc se dit d'un bloc : rangée à un exercice, elle y ferait « 10 / 3 ».
    """
    parts = [f"{name} : {short(standing.points[name])} / {short(points)}"
             for name, points in standings.exercises.items() if name and name in standing.points]  # fmt: skip
    if standing.by_hand:
        parts = [f"noté à la main : {marking.told(standing.score, standings.total, maximum)}"]
    if standing.penalty:
        parts.append(f"retard de {lasting(standing.late)} : −{short(standing.penalty)}")
    return html.escape(" ; ".join(parts), quote=False)


def _disarm(row, places):
    kept = {places[name] for name in READ_BACK & places.keys()}
    row[:] = [cell if rank in kept else inert_field(cell) for rank, cell in enumerate(row)]
