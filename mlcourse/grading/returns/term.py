"""Plusieurs devoirs ensemble : une ligne par étudiant, une colonne par devoir, une moyenne quand rien n'y manque."""

from collections import Counter, defaultdict

from mlcourse.french import exact, plain, short
from mlcourse.grading.returns.standings import ABSENT, DONE, GONE

INCOMPLETE = ""


def term(classes, marking):
    """Les lignes du tableau ; `classes` associe à chaque devoir ses `Standings`."""
    yield ["Nom", "Courriel", "Groupe", *classes, f"Moyenne sur {short(marking.out_of, 3)}"]
    for found in sorted(_people(classes).values(), key=lambda each: plain(next(iter(each.values())).student)):
        first = next(iter(found.values()))
        marks = [_cell(found.get(name), each, marking) for name, each in classes.items()]
        yield [first.student, first.line.email, first.line.group, *marks, _mean(found, classes, marking)]


def _people(classes):
    """{étudiant: {devoir: Standing}} ; le numéro de Moodle change d'un devoir à l'autre, non l'adresse ni le nom.

    Qui n'a pas d'adresse à lui pour un devoir est celui qui, sous ce nom exact, en a une pour un autre.
    """
    people: dict[str, dict] = {}
    known: dict[str, set[str]] = defaultdict(set)
    lines = [(name, *line) for name, found in classes.items() for line in _addressed(found.students)]
    for _, standing, address in lines:
        known[standing.student] |= {address} - {""}
    for name, standing, address in lines:
        own = known[standing.student]
        people.setdefault(address or (min(own) if len(own) == 1 else standing.student), {})[name] = standing
    return people


def _addressed(students):
    """(Standing, adresse) de chacun ; une adresse que deux portent, ou un tiret, n'est celle de personne.

    Celui dont la copie est là passe après l'ancien nom d'un dossier renommé, et l'emporte.
    """
    ranked = sorted(students, key=lambda each: each.state != GONE)
    times = Counter(plain(each.line.email) for each in ranked if each.state != GONE)
    for each in ranked:
        address = plain(each.line.email)
        yield each, address if "@" in address and times[address] <= 1 else ""


def _cell(standing, found, marking):
    if standing is None or standing.score is None:
        return ABSENT if standing is None else standing.told
    return marking.mark(standing.score, found.total)


def _mean(found, classes, marking):
    """La moyenne des notes exactes, les plus basses laissées de côté, arrondie une fois ; rien s'il en manque une.

    Un devoir non rendu est le premier que l'on laisse de côté ; au-delà, c'est à l'enseignant d'en décider.
    """
    standings = [found.get(name) for name in classes]
    if any(each is not None and each.state not in (DONE, ABSENT) for each in standings):
        return INCOMPLETE
    marks = sorted(exact(each.score) / exact(classes[name].total) for name, each in found.items() if each.state == DONE)
    absences = len(standings) - len(marks)
    if absences > marking.drops or len(standings) <= marking.drops:
        return INCOMPLETE
    kept = marks[marking.drops - absences :]
    return marking.rounded(sum(kept) * exact(marking.out_of) / len(kept))
