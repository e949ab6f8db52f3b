"""La commande `mlcourse`. Elle ne charge que ce dont le verbe demandé a besoin."""

import argparse
import contextlib
import errno
import os
import sys
from importlib import import_module
from pathlib import Path

from mlcourse._arguments import in_french
from mlcourse._verbs import VERBS
from mlcourse.french import typeset

DONE, NEEDS_PERSON, IMPOSSIBLE, INTERRUPTED = 0, 1, 2, 130  # les codes de sortie


def main(arguments=None):
    """Exécute la commande et rend son code de sortie."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # un terminal qui n'a pas tous les signes en montre un autre
    with in_french():
        options = _parser().parse_args(arguments)
    try:
        code = options.run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _say("Interrompu. La même commande reprendra où celle-ci s'est arrêtée.")
        return INTERRUPTED
    except BrokenPipeError:  # qui lisait est parti, comme « head » après dix lignes : il n'y a plus rien à lui dire
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERRUPTED
    return code


def _say(text):
    print(typeset(text), file=sys.stderr)  # noqa: T201 (une commande parle)


def _parser():
    parser = argparse.ArgumentParser(prog="mlcourse", description="Les outils du cours.")
    verbs = parser.add_subparsers(title="verbes", metavar="verbe", dest="verb", required=True)
    for name, verb in VERBS.items():
        verb.add(verbs, name).set_defaults(run=RUNS[name])
    return parser


def _cores():
    """Le nombre de cœurs que ce processus peut employer."""
    affinity = getattr(os, "sched_getaffinity", None)  # n'existe que sous Linux
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _missing(error):
    _say(f'Il manque la bibliothèque {error.name} : pip install "mlcourse[grading]"')
    return IMPOSSIBLE


def _publier(options):
    try:
        from mlcourse.grading.gradebook.release import publish_all
    except ImportError as error:
        return _missing(error)
    return DONE if publish_all(options.devoir, _say, options.archive) else IMPOSSIBLE


def _rassembler(options):
    return _graded("intake.session", options.devoir, options.source, roster=options.liste)


def _notes(options):
    return _graded("returns.notes", options.devoir, sheet=options.feuille)


def _rendre(options):
    return _graded("returns.feedback", options.devoir)


def _bilan(options):
    return _graded("overview.session", options.devoir)


def _expliquer(options):
    return _graded("overview.explain", options.devoir, options.nom, boxed=not options.sans_boite)


def _restaurer(options):
    return _graded("gradebook.restoring", options.sauvegarde)


def _annee(options):
    if options.effacer and not options.annee:
        _say("Nommez l'année à effacer : « mlcourse annee » dit lesquelles il y a.")
        return IMPOSSIBLE
    return _graded("gradebook.years", options.annee, erase=options.effacer)


def _corrige(options):
    return _graded("returns.solved", options.devoir, early=options.avant)


def _corriger(options):
    with _slots(options) as slots:
        return _graded(
            "batch.session",
            options.devoir,
            slots=slots,
            patterns=options.etudiant,
            force=options.force,
            cluster=options.cluster,
            boxed=not options.sans_boite,
            accepted=options.accepter,
        )


def _slots(options):
    """Les postes de cette machine, lancés d'abord : ils se chargent pendant que la commande charge le reste."""
    from mlcourse.grading.batch.pools import LocalPool

    return contextlib.nullcontext() if options.cluster else contextlib.closing(LocalPool(options.jobs or _cores()))


def _graded(name, *arguments, **settings):
    """Mène un verbe de la correction, et rend le code de sortie."""
    try:
        from mlcourse.grading.batch.quick import loading
        from mlcourse.grading.errors import GradingError

        with loading():
            session = import_module(f"mlcourse.grading.{name}")
            from mlcourse.grading.gradebook.settings import check_settings
    except ImportError as error:
        return _missing(error)
    try:
        check_settings(Path.cwd())
        needs_person = session.run(*arguments, **settings)
    except GradingError as error:
        _say(str(error))
        return IMPOSSIBLE
    except BrokenPipeError:
        raise
    except OSError as error:
        _say(_refused(error))
        return IMPOSSIBLE
    return NEEDS_PERSON if needs_person else DONE


def _refused(error):
    """Ce qui se dit d'un fichier ou d'un dossier que le système refuse."""
    name = f"« {error.filename} »" if error.filename else "un fichier"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Impossible de lire ou d'écrire {name} : rétablissez vos droits sur ce fichier ou son dossier."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Impossible d'écrire {name} : il n'y a plus de place. Libérez-en, puis relancez la commande."
    return f"Impossible de lire ou d'écrire {name} ({error.strerror or error})."


def _verifier(options):
    from mlcourse.checks.verify import tell

    try:
        return DONE if tell(options.carnet) else NEEDS_PERSON
    except ValueError as error:
        _say(f"{error}.")
        return IMPOSSIBLE


RUNS = {
    "rassembler": _rassembler,
    "corriger": _corriger,
    "rendre": _rendre,
    "notes": _notes,
    "bilan": _bilan,
    "expliquer": _expliquer,
    "restaurer": _restaurer,
    "annee": _annee,
    "publier": _publier,
    "corrige": _corrige,
    "verifier": _verifier,
}
