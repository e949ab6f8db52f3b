"""Ce qui part à la correction et ce qui en revient : une copie, ses limites, son résultat."""

import json
from dataclasses import asdict, dataclass, field

from mlcourse.grading.examination.limits import Limits


@dataclass(frozen=True)
class Bundle:
    """Une copie à corriger, avec tout ce qu'il faut pour le faire n'importe où : ni base, ni dossier de la classe.

    `source` est le carnet de l'enseignant préparé par `mlcourse.grading.gradebook.master` et `given` les fichiers qui
    l'accompagnent ; `files` les fichiers rendus, déjà lus et bornés ; `remarks` et `needs_person` disent ce que cette
    lecture a refusé ; `delimiters` entourent les tests cachés.
    """

    assignment: str
    notebook: str
    student: str
    source: str
    files: dict[str, bytes]
    limits: Limits = field(default_factory=Limits)
    boxed: bool = True
    delimiters: tuple[str, str] = ("# DÉBUT TESTS CACHÉS", "# FIN TESTS CACHÉS")
    remarks: tuple[str, ...] = ()
    needs_person: bool = False
    given: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """Une copie corrigée : le carnet exécuté, et ce qu'il faut savoir d'elle, en français."""

    student: str
    notebook: str
    remarks: tuple[str, ...] = ()
    needs_person: bool = False
    seconds: float = 0.0
    peak_bytes: int = 0

    def to_json(self):
        """Écrit le résultat, pour un fichier ou un autre processus."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text):
        """Relit ce qu'a écrit `to_json`.

        >>> Result.from_json(Result("Zoé", "{}", ("en retard",)).to_json())
        Result(student='Zoé', notebook='{}', remarks=('en retard',), needs_person=False, seconds=0.0, peak_bytes=0)
        """
        fields = json.loads(text)
        return cls(**fields | {"remarks": tuple(fields["remarks"])})
