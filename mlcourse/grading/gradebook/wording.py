"""Les mots de formgrader : nbgrader les écrit en anglais dans ses pages et ses scripts, qui se servent traduits.

Un seul dictionnaire les donne, `templates/formgrader.toml`. Un mot qui n'y est pas reste en anglais, et rien d'autre
n'en souffre.
"""

import re
import tomllib

from mlcourse.grading.gradebook.viewing import OURS

PAGES, BLOCKS, SCRIPTS = tomllib.loads((OURS / "formgrader.toml").read_text("utf-8")).values()
# Une liste plus large qu'un téléphone défile en elle-même.
WIDE = "<style>.dataTables_wrapper { overflow-x: auto; }</style>"
_MESSAGES = re.compile(r"(?<=\{%- block messages -%\}).*?(?=\{%- endblock -%\})", re.DOTALL)
_SCORE = re.compile(r'\.text\((\w+) \+ " / " \+ (\w+)\)')


def _any(words):
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_IN_PAGE = re.compile(rf"(?<=[>}}])(\s*)({_any(PAGES)})(?=\s*[<{{])")
# Une chaîne entière, sauf celles que le script compare ou demande : `get("flagged")`, `status === "draft"`.
_IN_SCRIPT = re.compile(rf'(?<!status === )(?<!get\()"({_any(SCRIPTS)})"')


def french_page(source, name):
    """Le texte d'un gabarit de nbgrader, en français.

    >>> french_page("<th>Score</th>", "x.tpl")
    '<th>Points</th>'
    """
    if name in BLOCKS:
        source = _MESSAGES.sub(lambda _: BLOCKS[name], source)
    source = source.replace("<!doctype html>", '<!doctype html>\n<html lang="fr">')
    source = source.replace("</head>", f"{WIDE}</head>")
    return _IN_PAGE.sub(lambda found: found[1] + PAGES[found[2]], source)


def french_script(source):
    """Le texte d'un script de nbgrader, en français ; ses nombres prennent la virgule.

    >>> french_script('if (status === "draft") show.text("draft");')
    'if (status === "draft") show.text("préparé");'
    """
    source = _IN_SCRIPT.sub(lambda found: f'"{SCRIPTS[found[1]]}"', source)
    return _SCORE.sub(r'.text(decimal(\1) + " / " + decimal(\2))', source)
