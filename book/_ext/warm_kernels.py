"""Exécute des carnets, autant à la fois que la machine a de cœurs, et range leurs résultats dans le cache de Jupyter.

Chaque carnet a son noyau, neuf : un fork de ce programme, qui n'a fait qu'importer ce que les pages importent. Il naît
ainsi sans la seconde de calcul que coûtent IPython et matplotlib.

Usage : ``python warm_kernels.py CACHE DÉLAI``, et sur l'entrée un objet JSON, des adresses de pages à leurs carnets.
Un carnet qui échoue n'est pas gardé : qui lira la page l'exécutera de nouveau, et dira pourquoi.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import signal
import sys
import time
from pathlib import Path

import nbformat
from ipykernel.kernelapp import IPKernelApp
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_client.provisioning import local_provisioner
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError

IMPORTED = ("matplotlib.pyplot", "mlcourse.plots", "mlcourse.experiments.archive")
# Le noyau dit d'ordinaire à matplotlib où dessiner, avant que rien ne l'importe.
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"


class Kernel:
    """Un noyau en train de tourner, conduit comme un ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid, self.returncode = pid, None

    def poll(self) -> int | None:
        """Donne le code de sortie, s'il y en a déjà un."""
        if self.returncode is None and (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            self.returncode = os.waitstatus_to_exitcode(ended[1])
        return self.returncode

    def wait(self) -> int:
        """Attend le code de sortie."""
        while self.poll() is None:
            time.sleep(0.01)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Envoie un signal."""
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """Demande au noyau de finir."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Arrête le noyau."""
        self.send_signal(signal.SIGKILL)


def run_kernel(arguments: list[str], cwd: str, env: dict[str, str]) -> None:
    """Fait d'un processus qui vient de naître un noyau : rien n'y reste de la boucle ni des signaux de son parent."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    asyncio.set_event_loop(asyncio.new_event_loop())
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.update(env)
    os.chdir(cwd)
    IPKernelApp.launch_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])


def fork_kernel(command: list[str], *, cwd: str, env: dict[str, str], **_: object) -> Kernel:
    """Lance un noyau à la place de ``jupyter_client.launcher.launch_kernel``."""
    pid = os.fork()
    if pid == 0:
        try:
            run_kernel(command[command.index("-f") :], cwd, env)
        finally:
            os._exit(0)
    os.setpgid(pid, pid)  # pour qu'un signal à son groupe n'arrête que lui
    return Kernel(pid)


async def execute(page: str, content: dict, cache: JupyterCacheAbstract, timeout: int, cores: asyncio.Semaphore):
    """Exécute un carnet dès qu'un cœur est libre, et garde ses résultats s'il va au bout."""
    notebook, place = nbformat.from_dict(content), {"metadata": {"path": str(Path(page).parent)}}
    client = NotebookClient(notebook, timeout=timeout, record_timing=False, resources=place)
    async with cores:
        start = time.monotonic()
        try:
            await client.async_execute()
        except (CellControlSignal, DeadKernelError):
            return
    seconds = time.monotonic() - start
    bundle = CacheBundleIn(notebook, page, data={"execution_seconds": seconds})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    sys.stdout.write(f"{page}: exécuté d'avance en {seconds:.2f} s\n")
    sys.stdout.flush()


async def execute_all(notebooks: dict[str, dict], cache: JupyterCacheAbstract, timeout: int):
    """Exécute tous les carnets."""
    cores = asyncio.Semaphore(os.cpu_count() or 1)
    await asyncio.gather(*(execute(page, notebook, cache, timeout, cores) for page, notebook in notebooks.items()))


def main() -> None:
    """Lit les carnets sur l'entrée, et les exécute."""
    del sys.path[0]  # le dossier de ce programme : les pages n'y cherchent rien
    folder, timeout = sys.argv[1:]
    for name in IMPORTED:
        importlib.import_module(name)
    local_provisioner.launch_kernel = fork_kernel
    asyncio.run(execute_all(json.load(sys.stdin), get_cache(folder), int(timeout)))


if __name__ == "__main__":
    main()
