"""L'orthographe, la grammaire et la typographie de ce que l'on lit, vérifiées hors ligne par Grammalecte.

Rien de ce qu'il sait voir n'est éteint. Ce qu'il signale est une faute, à moins que reviewed.toml ne dise pourquoi ce
n'en est pas une ; constructions.toml ajoute ce qu'une expression suffit à trouver.
"""

import ast
import functools
import json
import re
import shutil
import subprocess
import tempfile
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from mlcourse.french import printed

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = Path(__file__).with_name("language")
GRAMMALECTE = shutil.which("grammalecte-cli")
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
# Ce qui, dans une docstring, s'écrit comme du code : chaînes, noms, appels, formes, formules, adresses.
CODE = re.compile(
    r"`[^`]*`|\[[-\d][^\]]*\]|«\s[\x20-\x7e]+\s»|\b(?:None|bool|int|float|complex|str|std|diag)\b"
    r"|\"[^\"]*\"|'\w+'|\{'[^{}]*\}|https?:\S+|doi:\S+|[\w.]*\w\((?:[^()]|\([^()]*\))*\)|\((?:[\w+-]+,)+[\w +-]*\)"
    r"|[\w.()]*[_\[^=/*][^\s,;]*|\w+\.\w\S*|(?<=\s)(?:<-|<=|>=|->|[-+*/=<>@])(?=\s)"
)
# Ce qu'une docstring que montre le livre écrit comme lui : un renvoi, une formule.
MATH = re.compile(r"\{\w+\}`[^`]*`|\$[^$]+\$")
# Les sections de numpydoc dont une ligne sur le bord nomme une entrée et son type.
ENTRIES = {"Parameters", "Returns", "Yields", "Raises", "Attributes"}
# La part des fautes plantées que l'on trouve, selon la taille de la liste et l'espèce ; elle ne peut que monter.
RECALL = {
    40: {"accord": 5, "participe": 7, "préposition": 6, "typographie": 10},
    20: {"accord": 5, "participe": 4, "préposition": 3, "typographie": 5},
}

pytestmark = french_checker = pytest.mark.skipif(
    GRAMMALECTE is None, reason="il manque le correcteur Grammalecte : « sudo apt install grammalecte-cli »"
)


@functools.cache
def table(name):
    """Lit une table de tests/book/language : ``[[reviewed]]`` de reviewed.toml."""
    return tomllib.loads((LANGUAGE / f"{name}.toml").read_text(encoding="utf8"))[name]


def docstrings():
    """Donne la prose des docstrings de mlcourse, un paragraphe à la fois."""
    for path in sorted((ROOT / "mlcourse").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node)):
                yield from map(printed, paragraphs(text))


def without_layout(docstring):
    """Ôte d'une docstring ce que numpydoc met en page : titres, soulignements, noms et types des entrées."""
    section, lines = None, docstring.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if following.startswith("---"):
            section = line
        named = section in ENTRIES and line[:1] not in ("", " ")
        yield "" if named or line == section or line.startswith("---") else line


def paragraphs(docstring):
    """Donne les paragraphes d'une docstring, sans ses exemples ; un code, une formule y deviennent « X »."""
    for block in re.split(r"\n\s*\n|\n(?= *- )", "\n".join(without_layout(docstring))):
        if ">>> " not in block:
            yield CODE.sub("X", MATH.sub("X", " ".join(block.split())).removeprefix("- "))


def run_grammalecte(lines):
    """Soumet des paragraphes, une ligne chacun, à Grammalecte."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf8") as text:
        text.write("\n".join(lines))
        text.flush()
        command = [GRAMMALECTE, "--json", "--file", text.name]
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return json.loads(answer[answer.index("{") :])["data"]


def cite(text, start, end, width=30):
    """Cite un passage, ce qui est visé entre ⟦ et ⟧."""
    return f"{text[max(0, start - width) : start]}⟦{text[start:end]}⟧{text[end : end + width]}"


def check(lines):
    """Donne les fautes d'une prose imprimée, chacune avec le rang de sa ligne, et les mots inconnus."""
    # Deux formules qui se suivent ne sont pas un mot répété.
    lines = [re.sub(r"\bX(?:[ \N{NO-BREAK SPACE}]X)+\b", "X", line) for line in lines]
    faults, words = [], []
    for entry in run_grammalecte(lines):
        rank = entry["iParagraph"] - 1
        for kind, found in (("sRuleId", entry["lGrammarErrors"]), ("sValue", entry["lSpellingErrors"])):
            cited = [(rank, error[kind], cite(lines[rank], error["nStart"], error["nEnd"])) for error in found]
            (faults if kind == "sRuleId" else words).extend(cited)
    for rule in table("construction"):
        for rank, line in enumerate(lines):
            faults += [(rank, rule["message"], cite(line, *m.span())) for m in re.finditer(rule["pattern"], line)]
    return faults, words


def excuse(fault):
    """Donne le rang de la ligne relue qui excuse une faute ; rien si c'en est une."""
    _, rule, cited = fault
    rows = enumerate(table("reviewed"))
    return next((i for i, row in rows if re.match(row["rule"], rule) and re.search(row["passage"], cited)), None)


def blamed(text):
    """Garde les fautes qu'aucune ligne relue n'excuse."""
    return [fault[1:] for fault in text[0] if excuse(fault) is None]


def fold(word):
    """Donne la clé de rangement d'un mot : sans casse ni accents."""
    return unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode(), word


def unknown(text, lexicon):
    """Donne les mots que ni le dictionnaire ni le lexique ne connaissent ; un identifiant n'est pas un mot."""
    known = {word.casefold() for word in lexicon}
    words = {(word, cited) for _, word, cited in text[1] if word.casefold() not in known}
    return sorted((word, cited) for word, cited in words if not re.search(r"\d|_|\w[A-Z]|^X$", word))


@pytest.fixture(scope="module")
def book(articles, sentences):
    lines = [line for article in articles.values() for line in sentences(article)]
    # Une docstring écrit ses formules au clavier : m_hat, h^2.
    return check([re.sub(r"\S*[_^][^\s,;.:)]*", "X", line) for line in lines])


@pytest.fixture(scope="module")
def documents(sentences):
    markdown = MarkdownIt("gfm-like", {"linkify": False})
    texts = [(ROOT / name).read_text(encoding="utf8").split("## In English")[0] for name in DOCUMENTS]
    for path in sorted((ROOT / "exercises").rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf8"))["cells"]
        texts += [
            re.sub(r"\$\$?[^$]+\$\$?", "`X`", "".join(c["source"])) for c in cells if c["cell_type"] == "markdown"
        ]
    return check([printed(line) for text in texts for line in sentences(markdown.render(text))])


@pytest.fixture(scope="module")
def code():
    return check(list(docstrings()))


@pytest.fixture(scope="module", params=["book", "documents", "code"])
def text(request):
    return request.getfixturevalue(request.param)


def test_no_text_has_a_spelling_mistake(text, lexicon):
    assert unknown(text, lexicon) == []


def test_no_text_has_a_mistake_of_grammar_or_typography(text):
    assert blamed(text) == []


def test_every_reviewed_line_still_excuses_something_and_says_why(book, documents, code):
    used = {excuse(fault) for text in (book, documents, code) for fault in text[0]}
    assert [row for i, row in enumerate(table("reviewed")) if i not in used or len(row["reason"]) < 10] == []


PLANTED = re.compile(r"\[(.*?) → (.*?)\]")


@pytest.mark.parametrize("size", RECALL)
def test_the_share_of_planted_mistakes_found_does_not_fall(size, capsys):
    _, *lists = (LANGUAGE / "planted_faults.txt").read_text(encoding="utf8").split("\n\n")
    (rows,) = [rows for text in lists if len(rows := [line.split(" | ") for line in text.splitlines()]) == size]
    right, wrong = ([printed(PLANTED.sub(group, line)) for _, line in rows] for group in (r"\1", r"\2"))
    assert blamed(check(right)) == []
    found = {fault[0] for fault in check(wrong)[0] if excuse(fault) is None}
    planted = Counter(kind for kind, _ in rows)
    seen = Counter(kind for rank, (kind, _) in enumerate(rows) if rank in found)
    with capsys.disabled():
        print("", *(f"{kind} : {seen[kind]} sur {planted[kind]}" for kind in planted), sep="\n  ")
    assert {kind: seen[kind] for kind, share in RECALL[size].items() if seen[kind] < share} == {}


def test_the_lexicon_is_sorted_and_says_each_word_once(lexicon):
    assert lexicon == sorted(set(lexicon), key=fold)
