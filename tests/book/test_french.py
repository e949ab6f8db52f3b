"""L'orthographe et la grammaire de ce que l'on lit, vérifiées hors ligne par Grammalecte."""

import ast
import json
import re
import shutil
import subprocess
import tempfile
import unicodedata
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
GRAMMALECTE = shutil.which("grammalecte-cli")
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
# La typographie est l'affaire de test_typographie ; le reste se trompe sur « X », mis pour une formule.
OFF = ["apos", "esp", "nbsp", "num", "typo", "unit", "maj", "minis", "virg", "eleu", "chim"]
# Grammalecte accorde mal ce qui tient la place d'une formule (X, A, Z) ou nomme un programme.
UNJUDGED = re.compile(r"\b(?:[A-Z]|git|ruff|mypy|ReLU)\b")
NUMPYDOC = re.compile(
    r"[=@]|->|<-|\w\(|--|^\*{0,2}\w+(?:, \w+)* : |"
    r"^(?:\*\w+|[A-Z]\w+(?:Error|Code)|Parameters|Returns|Raises|Attributes|Examples|References)$|"
    r"^[\w.]+(?: (?:of|or|to) [\w.]+)*$"
)

pytestmark = french_checker = pytest.mark.skipif(
    GRAMMALECTE is None, reason="il manque le correcteur Grammalecte : « sudo apt install grammalecte-cli »"
)


def docstrings():
    """Donne la prose des docstrings de mlcourse : ni exemples, ni code, ni formules."""
    for path in sorted((ROOT / "mlcourse").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node)):
                lines = [line for line in text.split("\n>>>")[0].splitlines() if not NUMPYDOC.search(line)]
                yield re.sub(r"`[^`]*`|\"[^\"]*\"|\S*[_\d\[\]()^/.]\w+\S*", "X", " ".join(lines))


def check(paragraphs):
    """Soumet des paragraphes, une ligne chacun, à Grammalecte ; donne les fautes de grammaire et les mots inconnus."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf8") as text:
        text.write("\n".join(paragraphs))
        text.flush()
        command = [GRAMMALECTE, "--json", "--opt_off", *OFF, "--file", text.name]
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    grammar, words = [], []
    for entry in json.loads(answer[answer.index("{") :])["data"]:
        paragraph = paragraphs[entry["iParagraph"] - 1]
        for error in entry["lGrammarErrors"]:
            context = paragraph[max(0, error["nStart"] - 25) : error["nEnd"] + 25]
            if not UNJUDGED.search(context):
                grammar.append((error["sRuleId"], error["sMessage"], context))
        words += [
            (error["sValue"], paragraph[max(0, error["nStart"] - 30) : error["nEnd"] + 30])
            for error in entry["lSpellingErrors"]
        ]
    return grammar, words


def fold(word):
    """Donne la clé de rangement d'un mot : sans casse ni accents."""
    return unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode(), word


def unknown(words, lexicon):
    """Donne les mots que ni le dictionnaire ni le lexique ne connaissent ; un identifiant n'est pas un mot."""
    known = {word.casefold() for word in lexicon}
    return sorted({(w, c) for w, c in words if w.casefold() not in known and not re.search(r"\d|_|\w[A-Z]|^X$", w)})


@pytest.fixture(scope="module")
def book(articles, sentences):
    lines = [line for article in articles.values() for line in sentences(article)]
    # Une docstring écrit ses formules au clavier : m_hat, h^2.
    return check([re.sub(r"\S*[_^]\S*", "X", line) for line in lines])


@pytest.fixture(scope="module")
def documents(sentences):
    markdown = MarkdownIt("gfm-like", {"linkify": False})
    texts = [(ROOT / name).read_text(encoding="utf8").split("## In English")[0] for name in DOCUMENTS]
    for path in sorted((ROOT / "exercises").rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf8"))["cells"]
        texts += [
            re.sub(r"\$\$?[^$]+\$\$?", "`X`", "".join(c["source"])) for c in cells if c["cell_type"] == "markdown"
        ]
    return check([line for text in texts for line in sentences(markdown.render(text))])


def test_the_book_has_no_spelling_mistake(book, lexicon):
    assert unknown(book[1], lexicon) == []


def test_the_book_has_no_grammar_mistake(book):
    assert book[0] == []


def test_the_documents_and_assignments_have_no_spelling_mistake(documents, lexicon):
    assert unknown(documents[1], lexicon) == []


def test_the_documents_and_assignments_have_no_grammar_mistake(documents):
    assert documents[0] == []


def test_the_docstrings_have_no_spelling_mistake(lexicon):
    assert unknown(check(list(docstrings()))[1], lexicon) == []


def test_the_checker_sees_the_mistakes_it_is_trusted_with():
    grammar, words = check(["Les réseau apprennent.", "Il sont prêts.", "La dérivvée est nulle."])
    assert len(grammar) >= 2
    assert [word for word, _ in words] == ["dérivvée"]


def test_the_lexicon_is_sorted_and_says_each_word_once(lexicon):
    assert lexicon == sorted(set(lexicon), key=fold)
