"""Arrêter ce qui calcule sans fin, sur toute machine : dans le carnet de l'étudiant, personne d'autre ne le ferait."""

import _thread
import contextlib
import threading
from time import process_time

_TICK = 0.2  # secondes


class TooLongError(Exception):
    """Ce qui s'exécutait a calculé plus que permis."""


@contextlib.contextmanager
def at_most(seconds):
    """Interrompt ce qui calcule plus de `seconds` secondes, et lève `TooLongError`.

    Seul compte le temps de processeur : attendre devant le débogueur ne coûte rien, ni une machine occupée. Là où il
    n'y a pas de fils d'exécution, comme dans un navigateur, rien n'est interrompu.
    """
    lock, done, fired = threading.Lock(), threading.Event(), threading.Event()
    limit = process_time() + seconds

    def watch():
        while not done.wait(_TICK):
            with lock:
                if process_time() > limit and not done.is_set():
                    fired.set()
                    _thread.interrupt_main()
                    return

    if threading.current_thread() is threading.main_thread():
        with contextlib.suppress(RuntimeError):
            threading.Thread(target=watch, daemon=True).start()
    try:
        try:
            yield
        finally:
            with lock:
                done.set()
    except KeyboardInterrupt:
        if not fired.is_set():
            raise
        raise TooLongError from None
