"""Juger l'essai d'un lecteur : l'exécuter, vérifier chaque propriété, dire ce qui manque à la première qui tombe."""

import contextlib
import io
import linecache

from mlcourse.checks.calls import silence, watched
from mlcourse.checks.errors import in_french
from mlcourse.checks.messages import CheckError
from mlcourse.french import typeset
from mlcourse.practice._exercise import load

_FILE = "<votre code>"
_INTACT = "les arguments restent intacts"
_ALTERED = "votre fonction change ce qu'on lui donne : faites-en un nouveau tableau, plutôt que d'écrire dans celui-ci"


def judge(name, code):
    r"""Juge le code d'un lecteur ; tout ce que rend cette fonction s'écrit en JSON.

    Parameters
    ----------
    name : str
        Le nom de l'exercice.
    code : str
        Ce que le lecteur a écrit : du Python, qui définit une fonction de ce nom.

    Returns
    -------
    dict
        `passed` : vrai si tout est vérifié ; `properties` : la liste des [propriété, vraie ou fausse], vide si le code
        ne s'exécute pas, avec une de plus s'il change ses arguments ; `details` : ce que l'on sait de la première qui
        ne l'est pas, {« attendu », « reçu », « piste »} ; `printed` : ce que le code a affiché.

    Raises
    ------
    ValueError
        Si aucun exercice n'a ce nom.

    Examples
    --------
    >>> verdict = judge("signed_loss", "print('un essai')")
    >>> verdict["passed"], verdict["printed"]
    (False, 'un essai\n')
    >>> print(verdict["details"]["piste"])
    votre code ne définit pas la fonction « signed_loss »
    """
    exercise, printed = load(name), io.StringIO()
    with contextlib.redirect_stdout(printed):
        function, problem = _define(name, code)
        found: dict[str, dict] = {}
        altered: list[tuple] = []
        if not problem:
            checks = exercise.checks(watched(function, altered))
            found = {claim: _failure(verify) for claim, verify in checks.items()}
    if altered and not any(found.values()):
        found[_INTACT] = {"piste": typeset(_ALTERED)}
    details = {"piste": typeset(problem)} if problem else next(filter(None, found.values()), {})
    return {
        "passed": not details,
        "properties": [[typeset(claim), not failure] for claim, failure in found.items()],
        "details": details,
        "printed": printed.getvalue(),
    }


def _define(name, code):
    """Exécute le code ; rend la fonction qu'il définit, et ce qui l'en empêche ou une chaîne vide."""
    namespace = {"__name__": "__main__"}
    linecache.cache[_FILE] = (len(code), None, code.splitlines(keepends=True), _FILE)
    try:
        with silence():
            exec(compile(code, _FILE, "exec"), namespace)
    except (Exception, SystemExit) as error:  # noqa: BLE001 (le code d'un lecteur peut tout lever)
        return None, f"votre code s'arrête{_line(error)}\n{type(error).__name__} : {in_french(error)}"
    function = namespace.get(name)
    return function, "" if callable(function) else f"votre code ne définit pas la fonction « {name} »"


def _line(error):
    """La dernière ligne du lecteur par où l'erreur est passée."""
    if isinstance(error, SyntaxError):
        return f" à la ligne {error.lineno}" if error.lineno else ""
    lines, trace = [], error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == _FILE:
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    return f" à la ligne {lines[-1]}" if lines else ""


def _failure(verify):
    """Ce qui manque à une propriété, ou un dictionnaire vide."""
    try:
        verify()
    except CheckError as error:
        return error.details or {"piste": typeset("cette propriété n'est pas vérifiée")}
    except Exception as error:  # noqa: BLE001 (une fonction peut rendre n'importe quoi, qui ne se compare à rien)
        said = f"{type(error).__name__} : {in_french(error)}"
        return {"piste": typeset(f"ce que rend votre fonction ne se compare pas à ce qui est attendu\n{said}")}
    return {}
