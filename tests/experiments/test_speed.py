"""Le banc d'essai : le fichier gardé, ce que la page en dit, et un banc réduit qui vérifie que le travail est égal."""

import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

from mlcourse.experiments import speed
from mlcourse.experiments.speed import CALLS_ALONE, COMPILED, FILE, FLOOR, OURS, SCAN, load_benchmark

ROOT = Path(__file__).resolve().parents[2]
BENCH = load_benchmark()
PAGE = (ROOT / "book" / "experiences" / "vitesse.md").read_text(encoding="utf-8")
TORCH = {f"PyTorch, {name}" for name in ("défaut", "foreach", "fused")}
CASES = ["784-512-512-1", "784-256-128-1", "784-128-64-1", "64-32-16-1", "2-16-16-1"]


def in_a_process(code):
    """Exécute du Python qui voit le banc d'essai : JAX y règle sa précision, ce qui ne doit pas toucher les autres."""
    path = os.pathsep.join([str(ROOT / "tests" / "benchmarks"), str(ROOT)])
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": path}, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_the_file_holds_every_line_of_the_full_bench():
    assert [case for case, _ in BENCH.cases] == CASES
    assert BENCH.threads == sorted({1, BENCH.origin["cores"]})
    for case, dtype, threads in itertools.product(CASES, ("float32", "float64"), BENCH.threads):
        found = BENCH.at(case, dtype, threads)
        floors = {FLOOR, f"{FLOOR}, JAX", f"{FLOOR}, PyTorch"}
        assert set(found) >= floors | {OURS, COMPILED, SCAN, "JAX, par étape", "scikit-learn", *TORCH}
        assert found[FLOOR]["to_floor"] == found[OURS]["to_ours"] == [1, 1, 1]
        for row in found.values():
            assert 0 < row["to_floor"][0] <= row["to_floor"][1] <= row["to_floor"][2]
    assert {row["case"] for row in BENCH.memory} == set(CASES[:2])


@pytest.mark.parametrize("case", [CALLS_ALONE, *CASES[3:]])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_file_shares_the_step_of_the_smallest_networks_between_its_stages(case, dtype):
    found = BENCH.stages_of(case, dtype)
    assert found.keys() == {FLOOR, OURS, COMPILED, "PyTorch, fused"}
    assert len({tuple(stages) for stages in found.values()}) == 1
    assert BENCH.step(case, dtype, FLOOR) < BENCH.step(case, dtype, COMPILED) < BENCH.step(case, dtype, OURS)
    assert [time for time in found[FLOOR].values() if time] == list(found[FLOOR].values())[1:3]


def test_the_file_says_the_machine_and_the_versions_but_neither_its_name_nor_a_path():
    origin = BENCH.origin
    assert origin.keys() >= {"processor", "cores", "date", "python", "numpy", "torch", "scikit-learn", "jax"}
    assert origin["kernels"].keys() == {"numpy", "scipy", "torch", "jax"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", origin["date"])
    text = FILE.read_text(encoding="utf-8")
    assert os.uname().nodename not in text
    assert "/" not in text


def test_the_page_takes_its_measures_from_the_file():
    assert "load_benchmark()" in PAGE
    prose = re.sub(r"```.*?```|^---.*?^---", "", PAGE, flags=re.DOTALL | re.MULTILINE)
    # Ni durée ni rapport mesuré dans le texte : à la prochaine mesure, il serait faux.
    assert not re.findall(r"\d[,.]?\d*\s*(?:µs|ms|fois|%|Mio)", prose)


def test_what_the_page_says_without_numbers_is_in_the_file():
    for case, threads in itertools.product(CASES[2:], BENCH.threads):
        assert BENCH.best_torch(case, "float32", threads)["to_ours"][1] > 1
    for case, threads in itertools.product(CASES, BENCH.threads):
        assert BENCH.at(case, "float32", threads)["scikit-learn"]["to_ours"][1] > 1
    ratios = [BENCH.best_torch(case, "float32", 1)["to_ours"][1] for case in CASES]
    assert min(ratios) == ratios[0]
    behind, gained = BENCH.numpy_alone()
    assert len(behind) > 1
    assert median(gained) > median(behind) > 0
    for case in CASES[3:]:
        rows = BENCH.at(case, "float32", 1)
        assert min(rows.values(), key=lambda row: row["microseconds"])["rival"] in (SCAN, FLOOR)
        assert BENCH.best_torch(case, "float32", 1)["to_ours"][1] > 2.5
    for dtype, ours in itertools.product(("float32", "float64"), (OURS, COMPILED)):
        cases = (CALLS_ALONE, *reversed(CASES[3:]))
        ratios = [BENCH.step(case, dtype, "PyTorch, fused") / BENCH.step(case, dtype, ours) for case in cases]
        assert max(ratios) == ratios[0]
        assert dtype == "float32" or ratios == sorted(ratios, reverse=True)
    work = {
        rival: BENCH.step("64-32-16-1", "float64", rival) - BENCH.step(CALLS_ALONE, "float64", rival)
        for rival in (FLOOR, OURS, "PyTorch, fused")
    }
    calls = [BENCH.step(CALLS_ALONE, "float64", rival) for rival in (OURS, "PyTorch, fused")]
    assert work["PyTorch, fused"] / work[OURS] < calls[1] / calls[0] / 2
    assert calls[0] + work[FLOOR] > BENCH.step("64-32-16-1", "float64", "PyTorch, fused") / 5 / 2


def test_numpy_alone_is_behind_pytorch_by_so_many_floors_and_a_compiler_gives_so_many_back():
    floors = {(1, OURS): 1.5, (1, COMPILED): 1.2, (1, "PyTorch, fused"): 1.4}  # à deux fils, personne n'est devant
    floors |= {(2, OURS): 1.5, (2, COMPILED): 1.2, (2, "PyTorch, fused"): 1.6}
    rows = [
        {"case": "c", "batch": 1, "dtype": dtype, "threads": threads, "rival": rival, "to_floor": [q] * 3}
        | {"to_ours": [q / 1.5] * 3}
        for (threads, rival), q in floors.items()
        for dtype in ("float32", "float64")
    ]
    behind, gained = speed.Benchmark({}, rows, [], []).numpy_alone()
    assert behind == pytest.approx([0.1, 0.1])
    assert gained == pytest.approx([0.3, 0.3])


def test_the_lines_ahead_of_us_are_found_and_sorted():
    rows = [
        {"case": "c", "batch": 1, "dtype": "float32", "threads": 1, "rival": rival, "to_ours": [q, q, q]}
        for rival, q in (
            (FLOOR, 0.1),
            (f"{FLOOR}, JAX", 0.2),
            (OURS, 1.0),
            (COMPILED, 0.6),
            ("PyTorch, fused", 0.9),
            (SCAN, 0.5),
            ("scikit-learn", 2.0),
        )
    ]
    bench = speed.Benchmark({}, rows, [], [])
    assert [(row["rival"], ratio) for row, ratio in bench.ahead_of()] == [(SCAN, 0.5), ("PyTorch, fused", 0.9)]
    assert [(row["rival"], ratio) for row, ratio in bench.ahead_of(COMPILED)] == [(SCAN, 0.5 / 0.6)]
    assert bench.best_torch("c", "float32", 1)["rival"] == "PyTorch, fused"


REDUCED = """
import json, numpy as np
from rivals.compare import compare, check_equal_work
from rivals.problem import Case, make_problem
from rivals import ours
found = {}
for dtype in ("float32", "float64"):
    problem = make_problem(Case((5, 8, 4, 1), 16, 64), np.dtype(dtype).type)
    seconds = compare(problem, 2, ("floor", "ours", "with_sklearn", "with_jax"))
    found[dtype] = {name: len(values) for name, values in seconds.items()}
good = ours.epochs(problem)["mlcourse"]()[1]
refused = []
for witness in (good * (1 + 1e-7), problem.case.steps + 1):
    try:
        check_equal_work({"mlcourse": good, "autre": witness}, problem)
    except AssertionError as error:
        refused.append(str(error))
print(json.dumps([found, refused]))
"""


def test_a_reduced_bench_runs_and_everyone_does_the_same_work():
    pytest.importorskip("jax")
    pytest.importorskip("sklearn")
    pytest.importorskip("numba")
    found, refused = in_a_process(REDUCED)
    names = {FLOOR, f"{FLOOR}, JAX", OURS, COMPILED, "scikit-learn", "JAX, par étape", SCAN}
    assert found == {dtype: dict.fromkeys(names, 2) for dtype in ("float32", "float64")}
    # Un coût qui diffère d'un dix-millionième, un pas de trop : le banc s'arrête.
    assert len(refused) == 2


RESTED = """
import json, numpy as np
from rivals import compare
from rivals.problem import Case, make_problem
told = []
class Epochs:
    @staticmethod
    def epochs(problem):
        return {name: lambda name=name: told.append(name) or (1.0, 0.5) for name in ("mlcourse", "autre")}
compare.importlib.import_module = lambda name: Epochs
compare.time.sleep = told.append
compare.compare(make_problem(Case((5, 8, 4, 1), 16, 64), np.float64), 2, ["x"], rest=0.25)
print(json.dumps(told))
"""


def test_every_turn_waits_until_the_threads_of_the_previous_one_sleep():
    told = in_a_process(RESTED)
    assert told[:2] == ["mlcourse", "autre"]  # l'échauffement
    assert told[2::2] == [0.25] * 4
    assert sorted(told[3::2]) == ["autre", "autre", "mlcourse", "mlcourse"]


LAPPED = """
import importlib.util, json, numpy as np
from rivals import laps
from rivals.problem import Case, make_problem
clock = iter([5, 6, 8, 11, 12])
laps.time.perf_counter = lambda real=laps.time.perf_counter: next(clock, None) or real()
lap = laps.Laps()
for stage in (laps.START, laps.BATCH, laps.FORWARD, laps.BACKWARD, laps.BATCH):
    lap(stage)
modules = [*("floor", "ours"), *["with_torch"] * bool(importlib.util.find_spec("torch"))]
found = laps.stages(make_problem(Case((5, 8, 4, 1), 16, 64), np.float32), 2, modules)
print(json.dumps([lap.per_step(2), found]))
"""


def test_a_step_is_timed_stage_by_stage_and_only_the_floor_has_idle_ones():
    pytest.importorskip("numba")
    laps, found = in_a_process(LAPPED)
    assert list(laps.values()) == [1e6, 1e6, 1.5e6, 0]
    assert all(list(laps) == list(stages) for stages in found.values())
    assert found.keys() >= {FLOOR, OURS, COMPILED}
    for rival, stages in found.items():
        assert [time > 0 for time in stages.values()] == [rival != FLOOR, True, True, rival != FLOOR]


ENVIRONMENT = """
import json, speed
ours = {"PATH": "/bin", "HOME": "/moi", "REGLAGE_DU_NOYAU": "Ancien", "LD_PRELOAD": "autre.so", "OMP_NUM_THREADS": "9"}
print(json.dumps(speed.environment(2, ours)))
"""


def test_a_measure_keeps_of_our_environment_only_what_it_needs_to_run():
    found = in_a_process(ENVIRONMENT)
    assert (found["PATH"], found["HOME"], found["OMP_NUM_THREADS"]) == ("/bin", "/moi", "2")
    assert {"REGLAGE_DU_NOYAU", "LD_PRELOAD"}.isdisjoint(found)


KERNELS = """
import json, os, subprocess, sys
import speed
from rivals.kernels import check_kernel, chosen_kernel, jax_kernel
refused = None
check_kernel("SkylakeX", "SkylakeX")
check_kernel(None, "None")
try:
    check_kernel("Prescott", "SkylakeX")
except SystemExit as error:
    refused = str(error)
command = [sys.executable, "-c", "from rivals.kernels import numpy_kernel; print(numpy_kernel())"]
running = subprocess.check_output(command, env=speed.environment(1, os.environ), text=True).strip()
print(json.dumps([running, chosen_kernel(), jax_kernel(), refused]))
"""


def test_every_library_says_its_kernel_and_another_than_numpys_own_choice_is_refused():
    pytest.importorskip("jax")
    pytest.importorskip("threadpoolctl")
    running, chosen, jax, refused = in_a_process(KERNELS)
    assert running == chosen
    assert re.fullmatch(r"\w+", jax)
    assert "Prescott" in refused
    assert "SkylakeX" in refused
