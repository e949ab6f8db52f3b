"""Ce qu'on emploie de nbgrader sans qu'il le promette est-il encore ce qu'on a lu ?"""

import ast
import hashlib
import inspect
import linecache
import re
import textwrap
from importlib.resources import files

import pytest

from mlcourse.grading.gradebook import repairs  # noqa: F401 (ses coutures sont de la table)
from mlcourse.grading.gradebook.seams import SEAMS
from mlcourse.grading.sandbox.imports import PACKAGE

# {couture: empreinte du code de nbgrader sur lequel elle repose}
READ = {
    "choose_submissions": "12b9d4cec7e64d60",
    "find_any_name": "ed272bd39e95372c",
    "one_by_one": "f7503706617863ed",
    "copy_only": "9808a4f928e2c378",
    "in_first_pass": "8309975bdab853ef",
    "hide_tests": "294af56237fb2350",
    "fill": "dd748c4bbf7a0b41",
    "read_dates_with": "166178d35b9d7777",
    "read_any_name": "553b7a2b47d7a83e",
    "release_by": "5e6d09a7120da183",
    "tell_held": "56ff19aa63813604",
    "tell_unread": "e031b26d069e6b7b",
    "flag_grade": "4359015993778681",
    "save_cells": "60599060ee84ebed",
    "create_gradebook": "395db75591bfc703",
    "quiet_journal": "481e5fc3b8ee0993",
}
# Ce que reprennent la page de lecture, templates/formgrade/, et scripts.py : {fichier de formgrader: empreinte}
PAGE = {
    "static/js/formgrade.js": "53db14a9ea4a17ff",
    "static/js/formgrade_models.js": "cf65a763c01f137e",
    "templates/formgrade/index.html.j2": "7a7a2c7539d2327c",
    "templates/formgrade/formgrade_macros.html.j2": "5eed6cc257f4aa3b",
    "base.py": "1f30e653a00b7362",
    "formgrader.py": "b0c4f143b96e8f00",
    "static/js/utils.js": "bf49532f75071613",
    "static/js/manage_students_notebook_submissions.js": "b970149ba92067b5",
    "templates/base.tpl": "d206a94d41438f28",
    "templates/gradebook_notebook_submissions.tpl": "6ba31e53a5cd3c07",
}


def digest(functions):
    """L'empreinte du code de ces fonctions, sans commentaires ni docstrings."""
    trees = [ast.parse(textwrap.dedent(inspect.getsource(function))) for function in functions]
    for tree in trees:
        body = tree.body[0].body
        if ast.get_docstring(tree.body[0]) is not None:
            del body[0]
    return hashlib.sha256("\n".join(map(ast.unparse, trees)).encode()).hexdigest()[:16]


@pytest.mark.parametrize("seam", SEAMS)
def test_nbgrader_is_still_what_was_read(seam):
    version, functions = SEAMS[seam]
    names = ", ".join(function.__qualname__ for function in functions)
    assert digest(functions) == READ.get(seam), (
        f"nbgrader a changé depuis la version {version} : relisez {names}, puis `{seam}` dans seams.py ou repairs.py, "
        f"et inscrivez ici {digest(functions)!r}"
    )


@pytest.mark.parametrize("name", PAGE)
def test_page_of_formgrader_is_still_the_one_that_was_read(name):
    content = (files("nbgrader.server_extensions.formgrader") / name).read_bytes()
    assert hashlib.sha256(content).hexdigest()[:16] == PAGE[name], (
        f"formgrader a changé : relisez {name}, puis templates/formgrade/ et scripts.py, et inscrivez ici son empreinte"
    )


def written(source, folder):
    """Une fonction lue dans un fichier, comme celles de nbgrader."""
    path = folder / "module.py"
    path.write_text(source, "utf-8")
    linecache.clearcache()
    namespace = {}
    exec(compile(source, path, "exec"), namespace)
    return namespace["f"]


def test_digest_sees_a_line_of_code_and_no_comment(tmp_path):
    one = digest([written("def f():\n    return 1", tmp_path)])
    assert digest([written('def f():\n    """Une phrase."""\n    return 1  # un', tmp_path)]) == one
    assert digest([written("def f():\n    return 2", tmp_path)]) != one


def test_no_private_name_of_nbgrader_is_used_elsewhere():
    private = re.compile(r"\b(converter|parent|saver|hidden|coursedir|gradebook|Autograde)\._[a-z]\w+|_sanitizing")
    for path in (PACKAGE / "grading").rglob("*.py"):
        if path.name != "seams.py":
            assert not private.search(path.read_text("utf-8")), path
