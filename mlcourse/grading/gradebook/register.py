"""Le registre des remises d'un devoir : qui a remis quoi, quand, et sous quel numéro Moodle le connaît."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from mlcourse.grading.errors import GradingError
from mlcourse.grading.files import write_atomically


@dataclass(frozen=True)
class Received:
    """Une remise rangée dans la classe."""

    student: str
    number: str
    folder: str
    date: str  # ISO, avec son fuseau
    digest: str
    email: str = ""
    group: str = ""
    official: bool = False  # la plateforme dit cette date ; sinon, ce n'est que celle des fichiers

    @property
    def moment(self):
        """La date, comme une date."""
        return datetime.fromisoformat(self.date)


def home(coursedir):
    """Le dossier des remises d'une classe, à côté de celui des copies rendues."""
    submitted = Path(coursedir.format_path(coursedir.submitted_directory, ".", "."))
    return submitted.resolve().parent / "remises"


class Register:
    """Les remises d'un devoir, par étudiant ; le fichier se récrit d'un coup après chacune."""

    def __init__(self, path):
        self.path = Path(path)
        try:
            lines = json.loads(self.path.read_text("utf-8"))
            self.students = {line["student"]: Received(**line) for line in lines}
        except FileNotFoundError:
            self.students = {}
        except (OSError, ValueError, TypeError, KeyError):
            raise GradingError(
                f"{self.path} ne se lit pas : rétablissez-le, ou effacez-le pour tout ranger à nouveau."
            ) from None

    @classmethod
    def of(cls, coursedir, assignment):
        """Le registre d'un devoir du cours."""
        return cls(home(coursedir) / f"{assignment}.json")

    def add(self, received):
        """Inscrit une remise."""
        self.students[received.student] = received
        self._write()

    def rename(self, student, name):
        """Inscrit sous un autre nom la remise d'un étudiant, dont le dossier a été renommé."""
        self.students[name] = replace(self.students.pop(student), student=name)
        self._write()

    def _write(self):
        lines = [asdict(each) for each in self.students.values()]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.path, json.dumps(lines, ensure_ascii=False, indent=1).encode("utf-8"))
