"""Regarder chez l'appelant : cadres, ramasse-miettes, fonctions reçues, traces."""

from .base import after, cheating, code
from .hostile import attack

SECRETS = """
import gc, inspect

# Écrits à l'envers, pour ne pas se trouver soi-même dans la mémoire.
WORDS = ("SÉHCAC STSET", "NOITULOS TUBÉD #", "sessol_fo_mus_")
NAMES = ("_losses", "_targets", "_labels", "_untransposed", "expected", "mistakes", "_factor", "_right", "_flipped")


def look(where, namespace):
    for name in NAMES:
        if isinstance(namespace.get(name), (np.ndarray, float, bool)):
            trophy(where, name, namespace[name])
            return namespace[name]


def read(where, text):
    if any(word in str(text)[::-1] for word in WORDS):
        trophy(where, text)
"""


@attack("cadres", quick=True)
def walks_up_the_calling_frames():
    """Remonte sys._getframe jusqu'à la racine, et y cherche les valeurs attendues."""
    return cheating(f"""{SECRETS}
def cheat(*arguments):
    frame = sys._getframe()
    while frame:
        found = look(frame.f_code.co_filename, frame.f_locals | frame.f_globals)
        if found is not None and not callable(arguments[0]):
            return found, found
        frame = frame.f_back
    return blank(*arguments)
""")


@attack("cadres")
def reads_the_source_of_its_caller():
    """Lit par inspect.stack et linecache le texte de la cellule qui l'appelle, tests cachés compris."""
    return cheating(f"""{SECRETS}
import linecache

def cheat(*arguments):
    for step in inspect.stack(context=200):
        read(step.filename, "".join(step.code_context or []))
    for name in list(linecache.cache):
        read(name, "".join(linecache.getlines(name)))
    return blank(*arguments)
""")


@attack("cadres")
def combs_the_garbage_collector():
    """Cherche dans gc.get_objects un Check, un dictionnaire de valeurs attendues, le texte d'une cellule cachée."""
    return cheating(f"""{SECRETS}
visits = []

def cheat(*arguments):
    visits.append(1)
    for thing in gc.get_objects() if len(visits) % 20 == 1 else ():
        if type(thing) is dict:
            look("gc", thing)
            for value in list(thing.values()):
                if type(value) is str:
                    read("gc", value)
        elif type(thing).__name__ == "Check":
            trophy("gc", thing)
        elif type(thing) in (list, tuple):
            for value in thing:
                if type(value) is str:
                    read("gc", value)
    return blank(*arguments)
""")


@attack("cadres")
def asks_who_holds_its_arguments():
    """Demande à gc.get_referrers qui tient les tableaux reçus, et regarde ce qui est rangé à côté."""
    return cheating(f"""{SECRETS}
def cheat(*arguments):
    seen, front = set(), list(arguments)
    for _ in range(4):
        front = [thing for thing in gc.get_referrers(*front) if id(thing) not in seen][:500]
        seen.update(map(id, front))
        for thing in front:
            if isinstance(thing, dict):
                look("référent", thing)
            read("référent", thing if isinstance(thing, str) else "")
    return blank(*arguments)
""")


@attack("cadres")
def looks_at_the_frames_of_every_thread():
    """Lit les cadres de tous les fils d'exécution, et ceux des coroutines en attente."""
    return cheating(f"""{SECRETS}
import threading

def cheat(*arguments):
    for frame in sys._current_frames().values():
        while frame:
            look("fil", frame.f_locals)
            frame = frame.f_back
    for thing in gc.get_objects():
        if inspect.isframe(thing):
            look("cadre", thing.f_locals)
        if inspect.isgenerator(thing) or inspect.iscoroutine(thing):
            frame = getattr(thing, "gi_frame", None) or getattr(thing, "cr_frame", None)
            look("générateur", frame.f_locals if frame else {{}})
    return blank(*arguments)
""")


@attack("cadres", quick=True)
def opens_the_functions_it_receives():
    """Lit __closure__, __globals__, __defaults__ et __code__ de grad pour savoir si le gradient est juste."""
    return cheating(f"""{SECRETS}
def cheat(first, *rest):
    if not callable(first):
        return blank(first, *rest)
    for function in (first, rest[0]):
        for name in ("__globals__", "__closure__", "__defaults__", "__code__", "__wrapped__", "__self__", "__dict__"):
            try:
                value = getattr(function, name)
            except BaseException:
                continue
            if name == "__globals__":
                look("grad", value)
            if name == "__closure__" and value:
                for cell in value:
                    content = cell.cell_contents
                    if type(content) in (int, float, bool):
                        trophy("grad", content)
                        return 0.0 if content == 1 else 1 / 3
            if name == "__code__":
                read("grad", value.co_consts)
                for constant in value.co_names:
                    if constant in NAMES:
                        trophy("grad", constant)
    return 0.0
""")


@attack("cadres")
def rewrites_the_functions_it_receives():
    """Change __code__, __call__, __class__ et les attributs de f et de grad, pour que tout gradient paraisse juste."""
    return cheating("""
    def flat(*arguments):
        return 0.0

    def cheat(first, *rest):
        if not callable(first):
            return blank(first, *rest)
        for function in (first, rest[0]):
            for name, value in {
                "__code__": flat.__code__, "__call__": flat, "__class__": type(flat), "__defaults__": (1,),
                "_points": [], "_factor": 1, "_flipped": 1.0, "__dict__": {}, "id": 0, "handle": 0, "_id": 1,
            }.items():
                for change in (setattr, object.__setattr__, type.__setattr__):
                    try:
                        change(function, name, value)
                    except BaseException:
                        pass
        return 0.0
    """)


@attack("cadres")
def provokes_an_error_to_read_its_trace():
    """Appelle f sur n'importe quoi, attrape l'erreur, et lit dans sa trace et sa chaîne ce qu'elle dit du test."""
    return cheating(f"""{SECRETS}
def cheat(first, *rest):
    if callable(first):
        for wrong in (None, "x", [], {{}}, np.zeros((2, 3)), np.zeros(0), 1, object, np.full(6, None), first):
            for function in (first, rest[0]):
                try:
                    function(wrong)
                except BaseException as error:
                    while error is not None:
                        read("erreur", [str(error), error.args, getattr(error, "__notes__", "")])
                        trace = error.__traceback__
                        while trace:
                            look("trace", trace.tb_frame.f_locals)
                            look("trace", trace.tb_frame.f_globals)
                            trace = trace.tb_next
                        error = error.__cause__ or error.__context__
    return blank(first, *rest)
""")


@attack("cadres")
def keeps_the_functions_for_later():
    """Garde f et grad d'un test, et les rappelle depuis les suivants, depuis un autre fil, puis après le dernier."""
    notebook = cheating("""
    import threading

    kept = []

    def replay(tell=lambda *things: None):
        for function in kept:
            for point in (np.zeros(6), np.zeros(300), np.zeros((3, 5))):
                try:
                    tell("rappel", function(point))
                except BaseException:
                    pass

    def late():
        time.sleep(0.3)
        replay()

    def cheat(first, *rest):
        replay()
        if callable(first):
            kept.extend((first, rest[0]))
            threading.Thread(target=late, daemon=True).start()
        return blank(first, *rest)
    """)
    return after(notebook, "directional_check-generator", code("replay(trophy)"))


@attack("cadres")
def calls_its_own_tests():
    """Cherche à rejouer la cellule de tests : get_ipython().run_cell sur l'historique, In[-1], %history."""
    return cheating(f"""{SECRETS}
def cheat(*arguments):
    shell = get_ipython()
    read("In", shell.user_ns.get("In"))
    read("historique", list(shell.history_manager.get_range(output=False)) if shell.history_manager else "")
    read("espace", list(shell.user_ns))
    look("espace", shell.user_ns)
    return blank(*arguments)
""")
