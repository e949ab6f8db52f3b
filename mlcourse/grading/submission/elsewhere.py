"""Une question rédigée restée vide, dans une copie qui y répond peut-être ailleurs : où une personne doit regarder.

Du code ordinaire, ajouté à côté, n'y répond pas ; tout ce qui s'écrit ou se montre à une personne peut y répondre.
"""

import ast
import re
from pathlib import PurePosixPath

from mlcourse.checks.notebook import parse_cell
from mlcourse.french import enumerated, typeset
from mlcourse.grading.submission.inert import inert_prose
from mlcourse.grading.submission.reading import STAMP, shown
from mlcourse.grading.submission.remarks import NOTHING, Remarks

# Ce qu'une personne écrit, photographie, enregistre, ou range dans une archive.
DOCUMENTS = {
    *(".pdf", ".txt", ".md", ".rst", ".tex", ".html", ".htm", ".rtf", ".doc", ".docx", ".odt", ".pages"),
    *(".ppt", ".pptx", ".odp", ".key", ".xls", ".xlsx", ".ods", ".xopp", ".one", ".djvu", ".ps", ".eml"),
    *(".m4a", ".mp3", ".ogg", ".opus", ".wav", ".mov", ".mp4", ".webm"),
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp", ".svg"),
    *(".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"),
}
_NAMED = 3
PERHAPS = "Rien n'est écrit ici, mais la réponse est peut-être ailleurs :"
_WORD = re.compile(r"\w+")
_COMMENT = re.compile(r"^[ \t]*#+ ?(.*)$", re.MULTILINE)
_SCRIPT = re.compile(r"\s*%%(?:bash|sh|script|system|cmd|js|javascript|perl|ruby|cython)\b")  # d'autres langages
_SENTENCE = 4  # mots ; un commentaire plus court, dans un test, n'est pas une réponse
_PARAGRAPH = 12  # mots ; ce qu'on écrit au milieu d'un code, plus court, le commente et ne répond à rien d'autre
_REMARKED = re.compile(r"(?:^#.*\n?)+", re.MULTILINE)  # des lignes de commentaire qui se suivent, hors d'une fonction
# Ce dont les chaînes ne parlent qu'au code : celles d'une fonction, d'un test, d'un tableau de noms.
_FOR_CODE = (
    ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assert | ast.List | ast.Tuple | ast.Set | ast.Dict
)


def places(picks, choice, files, given, reading):
    """Où la réponse d'une question restée vide se trouve peut-être, en français ; nulle part, si la liste est vide.

    `choice` est le carnet retenu ; `files` sont les fichiers rendus et `given` ceux du sujet, {chemin: contenu} ;
    `reading` est ce qu'on a remarqué en les lisant.
    """
    added = sum(is_told(picks.cells[position]) for position in picks.added())
    found = [f"{added} cellules ajoutées" if added > 1 else "une cellule ajoutée"] if added else []
    found += ["une cellule du sujet retouchée"] if any(_retouched(picks)) else []
    found += [f"ce que dit {name}" for name in _talkative(picks)]
    found += ["une image que montre une cellule de code"] if any(cell.pictured for cell in picks.cells) else []
    found += ["un autre carnet"] if any(_speaks(picks.subject, cells) for cells in choice.others) else []
    documents = [path for path in files if _is_document(path, choice.path, files, given)]
    found += [shown(path) for path in documents[:_NAMED]]
    found += ["d'autres fichiers"] if len(documents) > _NAMED else []
    unread = choice.unread or reading.needs_person
    return found + (["ce qui n'a pas été lu de la copie"] if unread else [])


def perhaps(silent, elsewhere):
    """Ce qu'on remarque d'une copie dont une question rédigée, restée vide, a peut-être sa réponse ailleurs."""
    if not elsewhere:
        return NOTHING
    names, found = enumerated([shown(target.grade_id) for target in silent]), enumerated(elsewhere)
    text = f"rien à la place de {names}, mais la réponse est peut-être ailleurs : {found}"
    return Remarks((text,), needs_person=True)


def notice(found):
    """Ce qui s'écrit sous le squelette resté là : ce n'est plus lui, et nbgrader demande qu'on le lise."""
    return f"\n\n*{typeset(PERHAPS)} {inert_prose(typeset(enumerated(found)))}.*"


def is_told(cell):
    """Vrai d'une cellule écrite pour une personne : un texte, des commentaires seuls, ce qui n'est pas du Python."""
    if cell.kind != "code":
        return bool(cell.attachments or _WORD.search(cell.source))
    if _SCRIPT.match(cell.source):
        return False
    tree = parse_cell(cell.source)
    if tree is None:
        return True
    told = all(map(_only_says, tree.body)) if tree.body else bool(_COMMENT.search(cell.source))
    return told or _says_at_length(cell.source)


def _says_at_length(source, released=""):
    """Vrai d'un code au milieu duquel se lit un paragraphe, en commentaire ou en chaîne, que le sujet n'avait pas."""
    known, tree = {line.strip() for line in released.split("\n")}, parse_cell(source)
    blocks = ["\n".join(line for line in block[0].split("\n") if line.strip() not in known)
              for block in _REMARKED.finditer(source)]  # fmt: skip
    remarks = [re.sub(r"^#+ ?", "", block, flags=re.MULTILINE) for block in blocks]
    prose = [text for text in remarks if parse_cell(text) is None]
    spoken = " ".join(_sentences(tree)) if tree else ""
    return any(len(_WORD.findall(text)) >= _PARAGRAPH for text in (*prose, spoken))


def _sentences(tree):
    """Les phrases que dit un programme : ses chaînes, une par une, sauf celles qui ne parlent qu'au code."""
    waiting = [tree]
    while waiting:  # et non un appel par niveau : une somme de mille termes en a mille
        node = waiting.pop()
        if _is_sentence(node):
            yield node.value
        waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, _FOR_CODE)][::-1]


def _talkative(picks):
    """Les réponses de code où se lit aussi un paragraphe."""
    for target in picks.subject.solutions:
        sources = [picks.cells[position] for position in picks.chosen[target.index]]
        if any(cell.kind == "code" and _says_at_length(cell.source, target.released) for cell in sources):
            yield shown(target.grade_id)


def _only_says(statement):
    """Vrai d'une instruction qui ne fait que dire : une chaîne seule, donnée à `print`, ou gardée sous un nom."""
    value = getattr(statement, "value", None)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print":
        return bool(value.args) and all(map(_is_sentence, value.args))
    return isinstance(statement, ast.Expr | ast.Assign) and _is_sentence(value)


def _is_sentence(node):
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and len(_WORD.findall(node.value)) >= _SENTENCE
    )


def _retouched(picks):
    """Pour chaque cellule de l'énoncé ou des tests, si l'étudiant y a écrit quelque chose."""
    added = {*picks.added()}
    for position, (label, cell) in enumerate(zip(picks.labels, picks.cells, strict=True)):
        target = None if label is None or position in added else picks.subject.cells[label]
        if target is None or target.solution:
            continue
        if cell.attachments and not target.illustrated:
            yield True
        elif not (cell.text == target.released or cell.distributed or target.reworded_by(cell)):
            yield _written_in(cell, target)


def _written_in(cell, target):
    """Vrai si des mots s'ajoutent à l'énoncé ou, dans du code, une phrase en commentaire."""
    if cell.kind != "code":
        return not {*_WORD.findall(cell.text)} <= {*_WORD.findall(target.released)}
    known = {line.strip() for line in target.released.split("\n")}
    comments = (found[1] for found in _COMMENT.finditer(cell.text) if not {found[0].strip(), found[1].strip()} & known)
    return any(len(_WORD.findall(text)) >= _SENTENCE and parse_cell(text) is None for text in comments)


def _speaks(subject, cells):
    """Vrai d'un autre carnet qui dit à une personne autre chose que le sujet."""
    known = {cell.released for cell in subject.cells}
    return any(
        is_told(cell) for cell in cells if cell.text not in known and not cell.distributed and cell.source.strip()
    )


def _is_document(path, notebook, files, given):
    """Vrai d'un fichier que l'étudiant joint, autre que son carnet, la date de remise et ce qu'il a reçu."""
    name = PurePosixPath(path).name
    received = name in (STAMP, "LISEZ-MOI.txt") or files[path] in given.values()
    return path != notebook and PurePosixPath(path).suffix.lower() in DOCUMENTS and not received
