"""Le processus où l'on mesure : `python -m rivals.child times|stages|memory …`, un objet JSON sur sa sortie."""

import importlib
import json
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np

from rivals.compare import REST, compare, summary
from rivals.kernels import all_kernels, check_kernel, chosen_kernel, numpy_kernel
from rivals.laps import stages
from rivals.problem import CALLS_ALONE, CASES, make_problem

LIBRARIES = ("numpy", "numba", "torch", "scikit-learn", "jax", "jaxlib")


def times(threads, rounds):
    """Tous les cas, dans les deux types, à ce nombre de fils."""
    import torch

    torch.set_num_threads(threads)
    rows, rest = [], REST if threads > 1 else 0.0
    for case in CASES:
        for dtype in (np.float32, np.float64):
            results = summary(compare(make_problem(case, dtype), rounds, rest=rest), case.steps)
            what = {"case": case.name, "batch": case.batch, "dtype": np.dtype(dtype).name, "threads": threads}
            rows += [what | {"rival": name} | result for name, result in results.items()]
            print(f"{case.name}, {np.dtype(dtype)}, {threads} fil(s)", file=sys.stderr)
    return {"rows": rows, "versions": {name: version(name) for name in LIBRARIES}, "kernels": all_kernels()}


def small_steps(rounds):
    """Où passe la durée d'un pas, sur un fil : rien que des appels, puis les deux plus petits réseaux."""
    import torch

    torch.set_num_threads(1)
    return [
        {"case": case.name, "dtype": np.dtype(dtype).name, "rival": name, "microseconds": found}
        for case in (CALLS_ALONE, *reversed(CASES[3:]))
        for dtype in (np.float32, np.float64)
        for name, found in stages(make_problem(case, dtype), rounds).items()
    ]


def memory(index, module, name):
    """Mémoire de pointe (Mio) d'une bibliothèque, seule : en tout, et ce que l'époque ajoute."""
    problem = make_problem(CASES[index], np.float32)
    importlib.import_module(f"rivals.{module}")
    before = _status("VmRSS")
    epoch = importlib.import_module(f"rivals.{module}").epochs(problem)[name]
    epoch()
    Path("/proc/self/clear_refs").write_text("5")  # oublie le maximum : la compilation n'en est plus
    epoch()
    return {"total": _status("VmHWM"), "epoch": _status("VmHWM") - before}


def _status(key):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(key)) / 1024


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    check_kernel(numpy_kernel(), chosen_kernel())
    action, *arguments = json.loads(sys.argv[1])
    print(json.dumps({"times": times, "stages": small_steps, "memory": memory}[action](*arguments)))
