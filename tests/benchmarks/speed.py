"""Banc d'essai : une époque d'Adam, mlcourse contre PyTorch, scikit-learn, JAX, et les seuls produits de matrices.

Usage, depuis la racine du dépôt ::

    python tests/benchmarks/speed.py

Cinq réseaux, float32 et float64, un fil d'exécution puis tous ; les bibliothèques passent à tour de rôle dans le même
processus, qui ne garde de l'environnement que le nécessaire et dit quel noyau chacune emploie. Un pas des deux plus
petits réseaux est aussi chronométré étape par étape, et sans rien à calculer. Le résultat est écrit dans
`mlcourse/experiments/data/speed.json`, que montre la page du livre.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

from mlcourse.french import decimal_comma

HERE = Path(__file__).resolve().parent
RESULT = HERE.parents[1] / "mlcourse" / "experiments" / "data" / "speed.json"
ROUNDS = 7
LINUX = sys.platform == "linux"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
#: Tout ce que l'environnement d'une mesure garde du nôtre : de quoi lancer Python et un compilateur, et écrire.
ALLOWED = (
    "PATH",
    "HOME",
    "USERPROFILE",
    "SYSTEMROOT",
    "LANG",
    "TMPDIR",
    "TEMP",
    "TMP",
    "LOCALAPPDATA",
    "XDG_CACHE_HOME",
)
IN_MEMORY = {
    "mlcourse": "ours",
    "mlcourse, compilé": "ours",
    "PyTorch, défaut": "with_torch",
    "PyTorch, foreach": "with_torch",
    "PyTorch, fused": "with_torch",
    "scikit-learn": "with_sklearn",
    "JAX, par étape": "with_jax",
    "JAX, scan": "with_jax",
}


def environment(threads, ours):
    """L'environnement d'une mesure : rien n'y règle le noyau d'une bibliothèque, que chacune choisit elle-même."""
    kept = {name: ours[name] for name in ALLOWED if name in ours}
    path = os.pathsep.join([str(HERE), str(HERE.parents[1])])
    return kept | dict.fromkeys(THREADS, str(threads)) | {"PYTHONPATH": path}


def run(threads, *request):
    """Lance un processus neuf : les bibliothèques ne lisent leur nombre de fils qu'à leur premier import."""
    given = environment(threads, os.environ)
    command = [sys.executable, "-m", "rivals.child", json.dumps(request)]
    pin = (lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})) if threads == 1 and LINUX else None
    done = subprocess.run(command, env=given, stdout=subprocess.PIPE, check=True, text=True, preexec_fn=pin)
    return json.loads(done.stdout)


def processor():
    """Le modèle du processeur, sans le nom de la machine."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def main():
    """Mesure tout, écrit le fichier et affiche le tableau."""
    cores = len(os.sched_getaffinity(0)) if LINUX else os.cpu_count()
    timed = [run(threads, "times", threads, ROUNDS) for threads in sorted({1, cores})]
    stages = run(1, "stages", 3 * ROUNDS)
    sizes = [
        {"case": case, "rival": name} | run(1, "memory", index, module, name)
        for index, case in enumerate(["784-512-512-1", "784-256-128-1"])
        for name, module in IN_MEMORY.items()
        if LINUX  # ailleurs, le système ne dit pas la mémoire de pointe
    ]
    origin = {"processor": processor(), "cores": cores, "system": platform.system(), "date": date.today().isoformat()}
    origin |= {"python": platform.python_version(), "rounds": ROUNDS, "load": round(os.getloadavg()[0], 1)}
    origin |= {"kernels": timed[0]["kernels"]}
    rows = [row for result in timed for row in result["rows"]]
    found = {"origin": origin | timed[0]["versions"], "rows": rows, "stages": stages, "memory": sizes}
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for row in rows:
        low, median, high = row["to_floor"]
        place = f"{row['case']:14} lot {row['batch']:4} {row['dtype']} {row['threads']} fil(s) {row['rival']:16}"
        text = f"{place} {row['microseconds']:9.1f} µs par pas, {median:6.2f} × le plancher ({low:.2f} à {high:.2f})"
        print(decimal_comma(text))


if __name__ == "__main__":
    main()
