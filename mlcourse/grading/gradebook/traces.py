"""Les erreurs d'une copie, telles que sa page les montre : en français, et sans rien d'étranger à la copie."""

import re

from mlcourse.checks.errors import sentence
from mlcourse.french import typeset

# Les lignes d'une trace qui parlent d'un fichier de cette machine, et celles qui nomment une cellule.
_ELSEWHERE = re.compile(r'^  File "[^"\n/\\]*[/\\][^"\n]*".*\n(?:    .*\n)*', re.MULTILINE)
_CELL = re.compile(r'^  File "<?([^"/\\]*?)>?", line (\d+)(?:, in (.*))?$', re.MULTILINE)
_PLACE = re.compile(r" \([^()]*, line \d+\)$")  # ce qu'une erreur de syntaxe ajoute à son message


def plain_trace(text):
    r"""Une trace de Python, en français et sans rien d'étranger à la copie.

    >>> plain_trace('Traceback (most recent call last):\n  File "/usr/x.py", line 1, in g\n    x\nKeyError: 3')
    'Appels, du premier au dernier\xa0:\nKeyError: 3'
    """
    text = _ELSEWHERE.sub("", text + "\n").rstrip("\n")
    text = text.replace("Traceback (most recent call last):", "Appels, du premier au dernier\N{NO-BREAK SPACE}:")
    return _CELL.sub(lambda found: f"  {found[1]}, ligne {found[2]}" + (f", {found[3]}" if found[3] else ""), text)


def in_words(error):
    """Ce que dit en français une erreur courante, comme dans le carnet de l'étudiant ; rien d'une autre."""
    said = sentence(_PLACE.sub("", error.evalue))
    return "" if said in error.evalue else typeset(f"\n{error.ename} : {said}.")
