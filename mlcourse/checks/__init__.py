"""Ce qu'appellent les tests des devoirs : comparer, nommer la propriété en défaut et l'erreur probable, en français."""

from mlcourse.checks.check import Check
from mlcourse.checks.messages import CheckError

__all__ = ["Check", "CheckError"]
