"""Ce qu'une cellule a donné, et pourquoi elle n'a pas abouti : une phrase au carnet, quelques mots au tableau."""

from dataclasses import dataclass, field

from mlcourse.grading.submission.exercises import placed
from mlcourse.grading.submission.remarks import Remarks

INTERRUPTED = "Interruption"  # le nom de l'erreur d'une cellule arrêtée à temps
REASONS = {
    "lenteur": "Le temps d'une cellule est dépassé : elle a été interrompue, et ce qu'elle avait défini reste.",
    "temps": "Le temps accordé est dépassé : une boucle sans fin, ou un calcul bien trop long.",
    "mort": "Le processus de la copie s'est arrêté net, comme après os._exit ou un accès interdit à la mémoire.",
    "mémoire": "La copie a demandé plus de mémoire qu'elle n'en a le droit.",
    "message": "La copie a envoyé à ses tests un message qui n'en est pas un.",
    "épuisé": "La copie a épuisé tout le temps de sa correction.",
    "tests": "Ce test s'est arrêté de lui-même : ce que rend la copie lui coûte trop de temps ou de mémoire.",
    "calcul": "La copie a épuisé le temps de calcul accordé à l'ensemble de ses processus.",
    "processus": "La copie a lancé plus de processus qu'elle n'en a le droit.",
}
_BRIEFLY = {
    "lenteur": "temps accordé dépassé, exécution interrompue",
    "temps": "temps accordé dépassé",
    "mort": "copie arrêtée net",
    "mémoire": "mémoire permise dépassée",
    "message": "message forgé ou illisible",
    "épuisé": "temps de correction épuisé",
    "tests": "test arrêté par ce que rend la copie",
    "calcul": "temps de calcul épuisé",
    "processus": "trop de processus",
}


@dataclass
class Report:
    """Ce qu'une cellule a donné."""

    step: object
    outputs: list = field(default_factory=list)
    error: list | None = None  # d'une cellule de l'étudiant : nom, message, trace
    verdict: str = ""  # d'un test : « passed », « failed », « absent » (la copie n'a pas ce qu'il juge) ou « lost »
    message: str = ""
    lost: str = ""

    def speaks(self):
        """Vrai si la cellule a quelque chose à dire : des sorties, une erreur, un test qui ne passe pas."""
        return bool(self.outputs or self.error or self.verdict in ("failed", "absent", "lost"))


def remarks_of(reports, exercises):
    """Une remarque par raison, avec les exercices qu'elle touche ; `exercises` donne celui de chaque cellule."""
    places: dict[str, list[str]] = {}
    for report in reports:
        if report.lost:
            places.setdefault(report.lost, []).append(exercises[report.step.index])
    return Remarks(tuple(f"{_BRIEFLY[reason]}{placed(names)}" for reason, names in places.items()))
