"""Le temps qu'une page met à se composer : une fois passé, ce qui reste se montre sans couleurs ni mise en forme."""

import time

import pygments
from jinja2 import pass_context
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import Text

PAGE_SECONDS = 5.0  # de processeur ; une page honnête en demande moins d'une
MAX_PAINTED = 300
# Ce qui est déjà colorié : les tests sont les mêmes d'une copie à l'autre.
PAINTED: dict[tuple[str, str], str] = {}


def deadline(resources):
    """L'heure du processeur après laquelle une page n'embellit plus rien ; elle court dès qu'on la demande."""
    return resources.setdefault("deadline", time.process_time() + PAGE_SECONDS)


def is_over(limit):
    """Vrai quand cette heure est passée."""
    return time.process_time() > limit


def colored(source, language, limit):
    r"""Du code, colorié tant qu'il en est temps ; la suite se lit, sans couleurs.

    >>> colored("x < 3", "python", 0.0)
    '<div class="highlight"><pre><span></span>x &lt; 3\n</pre></div>\n'
    """
    source = source.strip("\n") + "\n"
    if (source, language) in PAINTED:
        return PAINTED[source, language]
    page = pygments.format(_tokens(source, language, limit), HtmlFormatter(cssclass="highlight"))
    if not is_over(limit):
        if len(PAINTED) >= MAX_PAINTED:
            PAINTED.clear()
        PAINTED[source, language] = page
    return page


def _tokens(source, language, limit):
    for place, kind, value in get_lexer_by_name(language).get_tokens_unprocessed(source):
        if is_over(limit):
            yield Text, source[place:]
            return
        yield kind, value


@pass_context
def highlight_code(context, source, metadata=None):
    """Le code d'une cellule : du Python d'IPython, quoi que ses premiers mots demandent."""
    return colored(source, "ipython3", deadline(context.get("resources", {})))
