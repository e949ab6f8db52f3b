r"""Les formules d'une copie : on n'y laisse que des commandes qui montrent quelque chose, à leur place.

Une liste de ce qui est permis, et non de ce qui est défendu : MathJax a des centaines de commandes, dont certaines
posent un lien (`\href`), changent les formules des autres (`\def`), s'habillent de CSS (`\style`) ou peignent hors de
leur cellule (`\smash`, `\rlap`, `\rule`), et sa prochaine version en aura d'autres. Ce qui n'est pas dans la liste se
lit encore, mais sa barre oblique n'en est plus une : `∖href` est du texte.
"""

import re

from mlcourse.grading.submission.symbols import COMMANDS, ENVIRONMENTS

LOOKALIKE = "\N{SET MINUS}"
MAX_BACKWARD = 40  # espaces négatives par cellule : de quoi serrer des intégrales, non de quoi sortir de la page
_OPENING = re.compile(r"\$|\\[(\[]|\\begin")  # sans rien de cela, une cellule n'a pas de formule
_COMMAND = re.compile(r"(?<!\\)(\\+)([A-Za-z]+)")
_ENVIRONMENT = re.compile(r"\\(begin|end)(?!\s*\{(?:" + "|".join(ENVIRONMENTS) + r")\*?\})(?![A-Za-z])")
_ROW_SPACING = re.compile(r"(\\\\)\s*\[\s*-\s*[\d.,]+\s*[a-z]{2}\s*\]")  # « \\[-9em] » remonte sur ce qui précède
_BACKWARD = re.compile(r"\\!")


def inert_formulas(text):
    r"""Le même texte, où ne restent que les commandes permises ; un texte sans formule ressort tel quel.

    >>> inert_formulas(r"$\frac{1}{2}$ et $\href{https://mal.invalid}{x}$, a\\b")
    '$\\frac{1}{2}$ et $∖href{https://mal.invalid}{x}$, a\\\\ b'
    >>> inert_formulas(r"print('a\nb')")
    "print('a\\nb')"
    """
    if not _OPENING.search(text):
        return text
    text = _ROW_SPACING.sub(r"\1", _ENVIRONMENT.sub(rf"{LOOKALIKE}\1", _COMMAND.sub(_command, text)))
    return _BACKWARD.sub("", text) if len(_BACKWARD.findall(text)) > MAX_BACKWARD else text


def _command(match):
    r"""La commande, si elle est permise.

    Après deux barres, c'est une fin de ligne et du texte ; mais du Markdown n'en laisserait qu'une, d'où l'espace.
    """
    bars, name = match.groups()
    if name in COMMANDS:
        return match[0]
    return f"{bars} {name}" if len(bars) % 2 == 0 else f"{bars[:-1]}{LOOKALIKE}{name}"
