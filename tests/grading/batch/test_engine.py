"""Ce qui fait corriger à nouveau : le code dont une note dépend, et rien d'autre."""

import json
import pickle

import pytest

from mlcourse.grading.batch import engine
from mlcourse.grading.batch.bundle import Bundle
from mlcourse.grading.batch.engine import engine_version, imports_of, whole_version
from mlcourse.grading.sandbox.imports import PACKAGE, modules
from mlcourse.grading.submission.remarks import Remarks

INSIDE, TOYS = "mlcourse.grading.inside.files", "mlcourse.toys"


@pytest.fixture
def rewritten(tmp_path, monkeypatch):
    """De quoi récrire un module, et relire l'empreinte du moteur."""
    paths = dict(modules())
    monkeypatch.setattr(engine, "modules", lambda: paths)

    def rewrite(name, old, new):
        text = modules()[name].read_text("utf-8")
        assert old in text
        paths[name] = tmp_path / f"{len(list(tmp_path.iterdir()))}.py"
        paths[name].write_text(text.replace(old, new), "utf-8")
        engine_version.cache_clear()

    engine_version.cache_clear()
    yield rewrite
    engine_version.cache_clear()


@pytest.mark.parametrize("new", ['"""Poser, tout autrement,', '# Un commentaire.\n\n"""Poser'])
def test_prose_changes_nothing(rewritten, new):
    before = engine_version()
    rewritten(INSIDE, '"""Poser', new)
    assert engine_version() == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (INSIDE, "file.write(piece)", "file.write(piece + b'')"),
        ("mlcourse.grading.wire.channel", "MAX_FRAME = 64", "MAX_FRAME = 65"),
        ("mlcourse.grading.submission.rebuild", "MAX_ADDED = 1_000", "MAX_ADDED = 1_001"),
        ("mlcourse.grading.examination.grade", "needs_person=True", "needs_person=False"),
        ("mlcourse.checks.speed", "SURE, TRIES = 3, 5", "SURE, TRIES = 3, 6"),
        ("mlcourse.gradcheck", "return", "return 0 or"),  # les contrôles le rejoignent
    ],
)
def test_line_of_code_that_a_mark_depends_on_changes_the_version(rewritten, name, old, new):
    before = engine_version()
    rewritten(name, old, new)
    assert engine_version() != before


def test_rest_of_the_course_counts_when_a_cell_of_the_subject_reaches_it(rewritten):
    reaching = frozenset({TOYS})
    before, also = engine_version(), engine_version(reaching)
    rewritten(TOYS, "import numpy as np", "import numpy as np\n\nunused = 1")
    assert engine_version() == before
    assert engine_version(reaching) != also
    assert whole_version() not in (before, also)


def test_versions_of_python_and_numpy_count(monkeypatch):
    before = engine_version()
    for name in ("platform.python_version", "np.__version__"):
        engine_version.cache_clear()
        with monkeypatch.context() as patch:
            patch.setattr(f"mlcourse.grading.batch.engine.{name}", "autre" if "__" in name else lambda: "autre")
            assert engine_version() != before
    engine_version.cache_clear()


def subject(*sources):
    return json.dumps({"cells": [{"cell_type": "code", "metadata": {}, "source": source} for source in sources]})


def test_imports_of_a_subject_are_read_beside_magics_and_broken_cells():
    source = subject("%matplotlib inline\nfrom mlcourse.plots import style", "def f(:", "import numpy, mlcourse.toys")
    assert imports_of(source) == {"mlcourse.plots", "mlcourse.plots.style", "mlcourse.toys"}


def bundle(**changes):
    given = {"assignment": "d", "notebook": "d", "student": "Zoé", "source": subject("1"), "files": {"f": b"x"}}
    return Bundle(**given | changes)


def test_key_is_hashed_once_and_travels_with_the_copy(monkeypatch):
    copy = bundle()
    key = copy.key
    monkeypatch.setattr("mlcourse.grading.batch.bundle.engine_version", None)
    assert copy.key == key
    assert pickle.loads(pickle.dumps(copy)).key == key


@pytest.mark.parametrize(
    "change",
    [
        {"files": {"f": b"y"}},
        {"remarks": Remarks(("un lien",))},
        {"source": subject("2")},
        {"source": subject("import mlcourse.toys")},
        {"boxed": False},
        {"given": {"g": b""}},
        {"delimiters": ("a", "b")},
    ],
    ids=str,
)
def test_key_tells_copies_apart(change):
    assert bundle(**change).key != bundle().key
    assert bundle(student="Noé").key == bundle().key


def test_the_package_is_the_one_that_is_read():
    assert all(path.is_relative_to(PACKAGE) for path in modules().values())
