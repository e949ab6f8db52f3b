"""Ctrl-C : une interruption n'est jamais perdue, et n'arrête pas ce qui range derrière elle."""

import contextlib
import signal
import sys
import threading

AGAIN = 0.1  # seconde


@contextlib.contextmanager
def interruption():
    """Retient qu'on a interrompu : une bibliothèque peut avaler l'exception, et la classe irait jusqu'au bout."""
    asked: list[int] = []
    delayed: list[threading.Timer] = []
    others = sys.unraisablehook

    def stop(number, _frame):
        asked.append(number)
        raise KeyboardInterrupt

    def again(lost):
        """Levée là où Python la perd, sous une trace : elle se lève encore, un instant plus tard et ailleurs."""
        if lost.exc_type is not KeyboardInterrupt:
            return others(lost)
        main = threading.main_thread().ident
        delayed.append(threading.Timer(AGAIN, signal.pthread_kill, (main, signal.SIGINT)))
        return delayed[-1].start()

    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:  # qui nous lance l'ignore, ou s'en charge
        yield asked
        return
    signal.signal(signal.SIGINT, stop)
    sys.unraisablehook = again
    try:
        yield asked
    finally:
        for timer in delayed:
            timer.cancel()
        sys.unraisablehook = others
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextlib.contextmanager
def uninterrupted():
    """Remet une interruption à la fin de ce qu'on fait : lancer des postes, ou les congédier.

    Qui s'impatiente presse Ctrl-C deux fois ; la seconde laisserait là des postes encore en train de se charger.
    """
    if threading.current_thread() is not threading.main_thread():  # Python n'interrompt que le premier fil
        yield
        return
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if asked:
            signal.raise_signal(signal.SIGINT)
