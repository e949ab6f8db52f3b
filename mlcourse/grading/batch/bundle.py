"""Ce qui part à la correction et ce qui en revient : une copie, ses limites, son résultat."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property

from mlcourse.checks.notebook import HIDDEN
from mlcourse.grading.batch.engine import engine_version, imports_of
from mlcourse.grading.examination.limits import Limits
from mlcourse.grading.submission.reading import STAMP
from mlcourse.grading.submission.remarks import NOTHING, Remarks


@dataclass(frozen=True)
class Bundle:
    """Une copie à corriger, avec tout ce qu'il faut pour le faire n'importe où : ni base, ni dossier de la classe.

    `source` est le carnet de l'enseignant préparé par `mlcourse.grading.gradebook.master` et `given` les fichiers qui
    l'accompagnent ; `files` les fichiers rendus, déjà lus et bornés ; `remarks` dit ce que cette lecture a refusé ;
    `delimiters` entourent les tests cachés, qui tirent leurs données de `seed`.
    """

    assignment: str
    notebook: str
    student: str
    source: str
    files: dict[str, bytes]
    limits: Limits = field(default_factory=Limits)
    boxed: bool = True
    delimiters: tuple[str, str] = HIDDEN
    remarks: Remarks = NOTHING
    given: dict[str, bytes] = field(default_factory=dict)
    seed: int | None = None

    @cached_property
    def copy_digest(self):
        """L'empreinte de ce que l'étudiant a rendu."""
        return digest_of_copy(self.files, self.remarks)

    @cached_property
    def key(self):
        """L'empreinte de tout ce dont dépend une note : copie, sujet, moteur, limites."""
        parts = [
            self.copy_digest,
            self.assignment,
            self.notebook,
            hashlib.sha256(self.source.encode()).hexdigest(),
            engine_version(imports_of(self.source)),
            asdict(self.limits),
            self.boxed,
            self.delimiters,
            _digest_of(self.given),
            self.seed,
        ]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def digest_of_copy(files, remarks):
    """L'empreinte d'une copie et de ce qu'on a refusé d'en lire ; sa date, inscrite à part, ne fait rien recorriger."""
    return _digest_of({name: content for name, content in files.items() if name != STAMP}, json.dumps(remarks.texts))


def _digest_of(files, start=""):
    digest = hashlib.sha256(start.encode())
    for name, content in sorted(files.items()):
        digest.update(f"\0{len(name)}:{name}\0{len(content)}:".encode() + content)
    return digest.hexdigest()


@dataclass(frozen=True)
class Result:
    """Une copie corrigée : le carnet exécuté, et ce qu'il faut savoir d'elle, en français.

    `told` est ce que le tableau de la classe dit de ses réponses.
    """

    student: str
    notebook: str
    remarks: Remarks = NOTHING
    told: tuple[str, ...] = ()
    seconds: float = 0.0
    peak_bytes: int = 0

    def to_json(self):
        """Écrit le résultat, pour un fichier ou un autre processus."""
        remarks = {"remarks": self.remarks.texts, "needs_person": self.remarks.needs_person}
        return json.dumps(asdict(self) | remarks, ensure_ascii=False)

    @classmethod
    def from_json(cls, text):
        """Relit ce qu'a écrit `to_json`.

        >>> Result.from_json(Result("Zoé", "{}", Remarks(("en retard",))).to_json()).remarks
        Remarks(texts=('en retard',), needs_person=False)
        """
        fields = json.loads(text)
        remarks = Remarks(tuple(fields["remarks"]), fields.pop("needs_person"))
        return cls(**fields | {"remarks": remarks, "told": tuple(fields["told"])})
