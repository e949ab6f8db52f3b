"""Ce qu'argparse lit et dit d'une commande, en français : ses verbes, leurs arguments, ses messages."""

import argparse
import contextlib
from dataclasses import dataclass, field
from typing import Any

from mlcourse.french import typeset

FRENCH = {
    "usage: ": "utilisation : ",
    "positional arguments": "arguments",
    "show this help message and exit": "affiche cette aide",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "arguments inconnus : %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "expected one argument": "une valeur est attendue",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r n'existe pas ; au choix : %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r n'est pas ce qui était attendu",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s est ambigu : %(matches)s",
    "ignored explicit argument %r": "la valeur %r est de trop",
}


ASSIGNMENT: dict[tuple[str, ...], dict[str, Any]] = {("devoir",): {"help": "le nom du devoir, par exemple devoir1"}}

UNBOXED: dict[tuple[str, ...], dict[str, Any]] = {
    ("--sans-boite",): {
        "action": "store_true",
        "help": "exécute les copies SANS les isoler de cette machine : leur code peut lire et effacer vos fichiers, et "
        "parler au réseau. À n'employer que sur des copies de confiance, ou dans une machine sacrifiable.",
    }
}


def jobs(text):
    """Lit un nombre de copies corrigées à la fois."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("il faut au moins une copie à la fois")
    return number


@dataclass(frozen=True)
class Verb:
    """Un verbe, tel que le lit qui demande de l'aide ; `arguments` en donne les noms et les réglages d'argparse."""

    help: str
    description: str
    epilog: str
    arguments: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)

    def add(self, verbs, name):
        """Inscrit le verbe auprès d'argparse."""
        texts = {"help": self.help, "description": self.description, "epilog": self.epilog}
        parser = verbs.add_parser(name, **{key: typeset(text) for key, text in texts.items()})
        for names, settings in self.arguments.items():
            parser.add_argument(*names, **settings | {"help": typeset(settings["help"])})
        return parser


@contextlib.contextmanager
def in_french():
    """Fait parler argparse en français : il traduit chacun de ses messages par une fonction nommée `_`."""
    names = vars(argparse)
    untranslated = names["_"]
    names["_"] = lambda text: typeset(FRENCH[text]) if text in FRENCH else text
    try:
        yield
    finally:
        names["_"] = untranslated
