"""Quand une règle se compile, et ce qui arrive quand elle ne le peut pas : le programme NumPy, sans un mot."""

import math
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from mlcourse import _compiled
from mlcourse._inplace import in_place
from mlcourse.optimizers import Optimizer
from mlcourse.rules import adam, sgd


@pytest.fixture
def at_once(monkeypatch, tmp_path):
    """Une règle se compile dès son premier pas, dans un cache à soi ; rien n'est encore compilé, ni compté."""
    pytest.importorskip("numba")
    monkeypatch.setattr(_compiled, "user_cache", lambda: tmp_path)
    monkeypatch.setattr(_compiled, "WORTH_IT", 0)
    monkeypatch.setattr(_compiled, "_done", Counter())
    compile_loop = _compiled.compile_loop
    compile_loop.cache_clear()
    yield monkeypatch
    compile_loop.cache_clear()


def path_of(optimizer, theta, g, steps=3):
    """Le chemin d'un optimiseur, en octets."""
    return [bytes(theta) for _ in range(steps) if optimizer.step(theta, g) is None]


@pytest.mark.parametrize(
    ("theta", "g"),
    [
        (np.ones(5, np.float16), np.ones(5, np.float16)),
        (np.ones(5, np.longdouble), np.ones(5, np.longdouble)),
        (np.ones(5, ">f8"), np.ones(5, ">f8")),
        (np.ones(5, np.float32), np.full(5, 1 / 3)),
        (np.ones(10)[::2], np.ones(5)),
        (np.ones(5), np.broadcast_to(1.0, 5)),
    ],
    ids=["demi-précision", "quadruple", "octets inversés", "deux types", "pas contigu", "lecture seule"],
)
def test_arrays_that_the_loop_does_not_know_keep_the_program_of_numpy(at_once, theta, g):
    expected = theta.copy()
    for t in range(1, 4):
        in_place(sgd).bind([expected, g], 5)(t, alpha=0.3)
    at_once.setattr(_compiled, "compile_loop", lambda *_: pytest.fail("ces tableaux ne vont pas à la boucle"))
    assert path_of(Optimizer("sgd", alpha=0.3), theta, g)[-1] == bytes(expected)


def test_a_rule_is_compiled_when_its_steps_have_cost_enough_whoever_made_them(at_once):
    asked = []
    at_once.setattr(_compiled, "compile_loop", lambda *key: asked.append(key))
    at_once.setattr(_compiled, "WORTH_IT", 4 * (3 + _compiled.CALLS))
    theta, g = np.ones(3), np.ones(3)
    path_of(Optimizer("adam"), theta, g, steps=2)
    step = Optimizer("adam").prepare(theta, g)
    step()
    step()
    path_of(Optimizer("sgd"), theta, g)
    path_of(Optimizer("adam"), theta.astype(np.float32), g.astype(np.float32))
    assert asked == []
    step()
    assert asked == [(in_place(adam).loop, np.float64)]


def test_changing_to_the_loop_on_the_way_changes_no_bit(at_once):
    theta, g = np.random.default_rng(0).normal(size=(2, 1000))
    expected = path_of(Optimizer("adam"), theta.copy(), g, 6)
    at_once.setattr(_compiled, "WORTH_IT", math.inf)
    optimizer = Optimizer("adam")
    step = optimizer.prepare(theta, g)
    for t, before in enumerate(expected):
        at_once.setattr(_compiled, "WORTH_IT", 0 if t >= 3 else math.inf)
        step()
        assert bytes(theta) == before


WITHOUT = {
    "numba manque": lambda patch: patch.setitem(sys.modules, "numba", None),
    "numba ne compile rien": lambda patch: patch.setattr("numba.config.DISABLE_JIT", 1),
    "numba échoue": lambda patch: patch.setattr("numba.njit", lambda *_, **__: 1 / 0),
}


@pytest.mark.parametrize("reason", WITHOUT)
def test_without_a_compiler_the_program_of_numpy_runs_without_a_word(at_once, reason, capfd):
    theta, g = np.random.default_rng(0).normal(size=(2, 9))
    expected = path_of(Optimizer("adam"), theta.copy(), g)
    _compiled.compile_loop.cache_clear()
    WITHOUT[reason](at_once)
    assert path_of(Optimizer("adam"), theta, g) == expected
    assert _compiled.compile_loop(in_place(adam).loop, theta.dtype) is None
    assert capfd.readouterr() == ("", "")


def no_folder():
    raise RuntimeError("pas de dossier personnel")


def damage(folder):
    for file in folder.rglob("*.nb*"):
        file.write_bytes(b"abc")


@pytest.mark.parametrize("trouble", ["pas de dossier", "un fichier à sa place", "abîmé"])
def test_a_cache_that_cannot_be_used_only_costs_a_compilation(at_once, tmp_path, trouble):
    at_once.setattr(_compiled, "user_cache", no_folder if trouble == "pas de dossier" else lambda: tmp_path)
    if trouble == "abîmé":
        assert _compiled.compile_loop(in_place(sgd).loop, np.dtype(float))
        _compiled.compile_loop.cache_clear()
        damage(tmp_path)
    elif trouble == "un fichier à sa place":
        (tmp_path / "mlcourse").write_text("")
    loop = _compiled.compile_loop(in_place(sgd).loop, np.dtype(float))
    theta = np.ones(3)
    loop(theta, np.ones(3), np.array([0.5]))
    assert theta.tolist() == [0.5] * 3


CHILD = """
import numpy as np
from pathlib import Path
from mlcourse import _compiled
from mlcourse._inplace import in_place
from mlcourse.rules import sgd
_compiled.user_cache = lambda: Path(FOLDER)
print(sum(_compiled.compile_loop(in_place(sgd).loop, np.dtype(float)).stats.cache_hits.values()))
"""


def test_two_processes_at_once_compile_and_the_next_one_reads_what_they_left(at_once, tmp_path):
    command = [sys.executable, "-c", CHILD.replace("FOLDER", repr(str(tmp_path)))]
    pair = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate()[0] != "" and process.returncode for process in pair] == [0, 0]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "1\n"
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_short_training_does_not_load_numba():
    script = "import sys, numpy as np; from mlcourse.optimizers import Optimizer\n"
    script += "Optimizer('adam').step(np.ones(3), np.ones(3)); print('numba' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "False\n"
    )


@pytest.mark.parametrize(
    ("system", "variables", "expected"),
    [
        ("linux", {}, "moi/.cache"),
        ("linux", {"XDG_CACHE_HOME": "ailleurs"}, "ailleurs"),
        ("darwin", {}, "moi/Library/Caches"),
        ("win32", {"LOCALAPPDATA": "local"}, "local"),
    ],
)
def test_the_cache_is_where_the_system_wants_it(monkeypatch, system, variables, expected):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(Path, "home", lambda: Path("moi"))
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert _compiled.user_cache() == Path(expected)
