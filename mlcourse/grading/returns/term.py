"""Plusieurs devoirs ensemble : une ligne par étudiant, une colonne par devoir, une moyenne quand rien n'y manque."""

from mlcourse.french import exact, plain, short
from mlcourse.grading.returns.standings import ABSENT, DONE

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

    Qui n'a pas d'adresse pour un devoir, faute de feuille, est celui qui, sous ce nom, en a une pour un autre.
    """
    people: dict[str, dict] = {}
    known: dict[str, set[str]] = {}
    for standing in (standing for each in classes.values() for standing in each.students if standing.line.email):
        known.setdefault(plain(standing.student), set()).add(plain(standing.line.email))
    for name, each in classes.items():
        for standing in each.students:
            own, emails = plain(standing.student), known.get(plain(standing.student), set())
            key = plain(standing.line.email) or (min(emails) if len(emails) == 1 else own)
            people.setdefault(key, {})[name] = standing
    return people


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
