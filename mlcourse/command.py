"""La commande `mlcourse`. Elle ne charge que ce dont le verbe demandé a besoin."""

import argparse
import os
import sys
from importlib import import_module
from typing import Any

from mlcourse._arguments import in_french
from mlcourse.french import typeset

DONE, NEEDS_PERSON, IMPOSSIBLE, INTERRUPTED = 0, 1, 2, 130  # les codes de sortie


def main(arguments=None):
    """Exécute la commande et rend son code de sortie."""
    with in_french():
        options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except KeyboardInterrupt:
        _say("Interrompu. La même commande reprendra où celle-ci s'est arrêtée.")
        return INTERRUPTED


def _say(text):
    print(typeset(text), file=sys.stderr)  # noqa: T201 (une commande parle)


def _parser():
    parser = argparse.ArgumentParser(prog="mlcourse", description="Les outils du cours.")
    verbs = parser.add_subparsers(title="verbes", metavar="verbe", dest="verb", required=True)
    _add_rassembler(verbs)
    _add_corriger(verbs)
    _add_publier(verbs)
    return parser


def _add_publier(verbs):
    parser = verbs.add_parser(
        "publier",
        help="produit ce que reçoivent les étudiants",
        description=typeset(
            "Produit les sujets que reçoivent les étudiants, à partir de ceux de l'enseignant, et les relit : ce qui "
            "est fautif, ou montrerait une solution ou un test caché, est refusé, et l'ancien sujet reste en place."
        ),
        epilog=typeset("code de sortie : 0, chaque sujet est à jour ; 2, l'un au moins ne l'est pas, et pourquoi."),
    )
    parser.add_argument("devoir", nargs="*", help=typeset("les noms des devoirs ; tous, s'il n'y en a pas"))
    parser.set_defaults(run=_publier)


def _add_rassembler(verbs):
    parser = verbs.add_parser(
        "rassembler",
        help="range les copies téléchargées de Moodle",
        description=typeset(
            "Range les copies d'un devoir, un dossier par étudiant, et dit pour chacun ce qui est venu. Une remise "
            "plus récente n'est jamais remplacée par une plus ancienne, et celle qui est remplacée est mise de côté."
        ),
        epilog=typeset(
            "code de sortie : 0, tout est rangé ; 1, l'une au moins des remises demande qu'une personne la regarde ; "
            "2, rien n'a pu se faire, et une phrase dit pourquoi."
        ),
    )
    parser.add_argument("devoir", help="le nom du devoir, par exemple devoir1")
    parser.add_argument("source", help=typeset("l'archive zip que donne Moodle, ou un dossier"))
    roster = "la liste de la classe : la feuille d'évaluation de Moodle, ou un CSV (« Nom complet », « Groupe »…)"
    parser.add_argument("--liste", metavar="FICHIER", help=typeset(roster))
    parser.set_defaults(run=_rassembler)


def _add_corriger(verbs):
    parser = verbs.add_parser(
        "corriger",
        help="corrige les copies d'un devoir",
        description=typeset(
            "Corrige les copies d'un devoir et inscrit les notes au carnet de notes de nbgrader. Interrompue, "
            "la même commande reprend où elle s'est arrêtée ; une copie déjà corrigée ne l'est à nouveau que si elle, "
            "le sujet ou le moteur de correction ont changé. Les notes et les commentaires mis à la main sont gardés."
        ),
        epilog=typeset(
            "code de sortie : 0, chaque copie a sa note ; 1, chaque copie a sa note, et l'une au moins demande qu'une "
            "personne la regarde (les réponses rédigées, qui se notent toujours à la main, ne comptent pas) ; 2, la "
            "correction n'a pas pu se faire, et une phrase dit pourquoi ; 130, elle a été interrompue."
        ),
    )
    parser.add_argument("devoir", help="le nom du devoir, par exemple devoir1")
    for names, settings in CORRIGER_OPTIONS.items():
        parser.add_argument(*names, **settings | {"help": typeset(settings["help"])})
    parser.set_defaults(run=_corriger)


def _jobs(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("il faut au moins une copie à la fois")
    return number


CORRIGER_OPTIONS: dict[tuple[str, ...], dict[str, Any]] = {
    ("--jobs",): {
        "type": _jobs,
        "metavar": "N",
        "help": "le nombre de copies corrigées à la fois (tous les cœurs)",
    },
    ("--etudiant", "--student"): {
        "action": "append",
        "default": [],
        "metavar": "NOM",
        "help": "ne corrige que cet étudiant ; se répète, et admet des motifs comme 'A*'",
    },
    ("--force",): {"action": "store_true", "help": "corrige à nouveau même ce qui n'a pas changé"},
    ("--cluster",): {
        "metavar": "ADRESSE",
        "help": "corrige sur une grappe dask, par exemple tcp://serveur:8786",
    },
    ("--accepter",): {
        "action": "append",
        "default": [],
        "metavar": "CELLULE",
        "help": "note cette cellule de tests quoique le corrigé y échoue, ou que le squelette distribué y réussisse ; "
        "se répète",
    },
    ("--sans-boite",): {
        "action": "store_true",
        "help": "exécute les copies SANS les isoler de cette machine : leur code peut lire et effacer vos fichiers, et "
        "parler au réseau. À n'employer que sur des copies de confiance, ou dans une machine sacrifiable.",
    },
}


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
    return DONE if publish_all(options.devoir, _say) else IMPOSSIBLE


def _rassembler(options):
    return _graded("intake", options.devoir, options.source, roster=options.liste)


def _corriger(options):
    return _graded(
        "batch",
        options.devoir,
        jobs=options.jobs or _cores(),
        patterns=options.etudiant,
        force=options.force,
        cluster=options.cluster,
        boxed=not options.sans_boite,
        accepted=options.accepter,
    )


def _graded(room, *arguments, **settings):
    """Mène la session d'un dossier de la correction, et rend le code de sortie."""
    try:
        from mlcourse.grading.batch.quick import skip_slow_imports

        skip_slow_imports()
        session = import_module(f"mlcourse.grading.{room}.session")
        from mlcourse.grading.errors import GradingError
    except ImportError as error:
        return _missing(error)
    try:
        needs_person = session.run(*arguments, **settings)
    except GradingError as error:
        _say(str(error))
        return IMPOSSIBLE
    return NEEDS_PERSON if needs_person else DONE
