"""Ce que fait la première cellule d'un devoir : dire quelle version est là, et mettre les erreurs en français."""

import builtins
import re
import sys

from mlcourse.checks.errors import in_french
from mlcourse.french import typeset


def welcome(wanted):
    """Dit si la version installée convient à un devoir qui demande `wanted` ; hors de Jupyter, ne fait rien.

    Une erreur courante se lit ensuite en français, dans toutes les cellules.
    """
    find_shell = getattr(builtins, "get_ipython", None)
    if not find_shell or not (installed := _installed()):
        return
    find_shell().set_custom_exc((Exception,), _tell)
    enough = _numbers(installed) >= _numbers(wanted)
    said = (
        "c'est ce qu'il faut à ce devoir" if enough else f"ce devoir demande la version {wanted}, ou une plus récente"
    )
    print(typeset(f"mlcourse {installed} est installé : {said}."))  # noqa: T201 (elle parle à l'étudiant)


def _installed():
    """La version du paquet, ou une chaîne vide : la boîte d'une copie n'en sait rien."""
    from importlib.metadata import PackageNotFoundError, version  # long à importer

    try:
        return version("mlcourse")
    except PackageNotFoundError:
        return ""


def _numbers(text):
    return [int(number) for number in re.findall(r"\d+", text)]


def _tell(shell, kind, error, trace, tb_offset=None):
    """Montre une erreur comme Jupyter, puis en français si elle est courante.

    Dans une cellule de tests, une fonction qui n'existe pas n'a rien à apprendre du code du test.
    """
    said = in_french(error)
    absent = isinstance(error, NameError) and "mlcourse.checks" in shell.user_ns["In"][-1]
    if not absent:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    if said not in str(error):
        print(typeset(f"{kind.__name__} : {said}."), file=sys.stderr)  # noqa: T201
