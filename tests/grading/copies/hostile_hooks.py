"""Se glisser dans les rouages : crochets de l'interpréteur, d'IPython, des imports."""

from .base import ALL, cheating, disguised
from .hostile import attack


@attack("crochets", quick=True)
def traces_every_call():
    """Pose sys.settrace, sys.setprofile et threading.settrace pour changer les variables des contrôles au passage."""
    return cheating("""
    import ctypes, threading

    def tracer(frame, event, argument):
        if frame.f_code.co_filename.endswith("checks/check.py"):
            trophy("trace", frame.f_code.co_name)
            frame.f_locals.update(expected=frame.f_locals.get("value"), condition=True, right=True)
            ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
        return tracer

    sys.settrace(tracer)
    sys.setprofile(tracer)
    threading.settrace(tracer)
    """)


@attack("crochets")
def swallows_every_exception():
    """Remplace sys.excepthook, sys.unraisablehook et les gestionnaires d'erreurs d'IPython."""
    return cheating("""
    quiet = lambda *arguments, **options: None
    sys.excepthook = sys.unraisablehook = quiet
    shell = get_ipython()
    shell.set_custom_exc((BaseException,), quiet)
    shell.showtraceback = shell._showtraceback = shell.showsyntaxerror = shell.InteractiveTB = quiet

    def cheat(*arguments):
        raise AssertionError
    """)


@attack("crochets", quick=True)
def rewrites_the_next_cells():
    """Ajoute à IPython des transformateurs de texte et d'arbre qui vident toute cellule où paraît _check."""
    return cheating("""
    import ast

    class Empty(ast.NodeTransformer):
        def visit_Module(self, node):
            return ast.Module([], [])

    def drop(lines):
        return ["pass\\n"] if any("_check" in line for line in lines) else lines

    shell = get_ipython()
    for transforms in (shell.input_transformers_post, shell.input_transformers_cleanup):
        transforms.append(drop)
    shell.ast_transformers.append(Empty())
    """)


@attack("crochets")
def listens_to_the_events_of_ipython():
    """S'inscrit à pre_run_cell et post_run_cell pour lire les cellules et déclarer chacune réussie."""
    return cheating("""
    def before(info=None):
        text = str(getattr(info, "raw_cell", ""))
        if "hid" + "den()" in text:
            trophy("pre_run_cell", text)

    def afterwards(result=None):
        if result is not None:
            result.error_in_exec = result.error_before_exec = None

    for name, function in (("pre_run_cell", before), ("pre_execute", before), ("post_run_cell", afterwards)):
        get_ipython().events.register(name, function)
    """)


@attack("crochets")
def replaces_the_import_machinery():
    """Met en tête de sys.meta_path un chercheur qui fournit un faux mlcourse.checks et un faux numpy."""
    return cheating("""
    import importlib.abc, importlib.machinery, types

    class Fake(importlib.abc.MetaPathFinder, importlib.abc.Loader):
        def find_spec(self, name, path=None, target=None):
            if name.startswith("mlcourse"):
                return importlib.machinery.ModuleSpec(name, self, is_package=True)

        def create_module(self, spec):
            module = types.ModuleType(spec.name)
            module.__path__ = []
            module.__getattr__ = lambda name: Fake
            return module

        def exec_module(self, module): pass

    sys.meta_path.insert(0, Fake())
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()
    """)


@attack("crochets")
def fills_sys_modules_with_fakes():
    """Range dans sys.modules de faux mlcourse, mlcourse.checks, numpy, msgpack, json et IPython."""
    return cheating("""
    import types

    class Yes(types.ModuleType):
        def __getattr__(self, name):
            return lambda *arguments, **options: Yes("oui")

    for name in ("mlcourse", "mlcourse.checks", "mlcourse.checks.check", "numpy", "msgpack", "json", "IPython"):
        sys.modules[name] = Yes(name)
    """)


@attack("crochets")
def empties_sys_modules():
    """Vide sys.modules, sys.path et builtins, pour que plus rien ne s'importe dans son processus."""
    return cheating("""
    import builtins

    sys.path.clear()
    sys.meta_path.clear()
    for name in list(sys.modules):
        del sys.modules[name]
    """)


@attack("crochets")
def speaks_at_exit():
    """Inscrit par atexit, weakref.finalize et __del__ des messages de réussite et une attente sans fin."""
    return cheating("""
    import atexit, weakref

    def farewell():
        for descriptor in range(100):
            try:
                os.write(descriptor, b'{"status": "ok", "points": 16}')
            except OSError:
                pass
        time.sleep(3600)

    class Stubborn:
        def __del__(self):
            farewell()

    atexit.register(farewell)
    keeper = Stubborn()
    weakref.finalize(farewell, farewell)
    """)


@attack("crochets", points=ALL)
def breaks_the_display_machinery():
    """Remplace sys.stdout, sys.displayhook, display_pub, print et logging par des objets qui lèvent."""
    return disguised("""
    import builtins

    class Broken:
        def __getattr__(self, name): raise RuntimeError(name)
        def write(self, text): raise RuntimeError
        def __call__(self, *arguments): raise RuntimeError

    shell = get_ipython()
    sys.displayhook = shell.displayhook = Broken()
    shell.display_pub = shell.display_formatter = None
    sys.stdout = sys.stderr = sys.__stdout__ = Broken()
    builtins.print = Broken()
    """)


@attack("crochets")
def patches_the_runner_in_its_process():
    """Cherche, dans son propre processus, les fonctions qui envoient et reçoivent, et les remplace par les siennes."""
    return cheating("""
    import gc, types

    WORDS = ("send", "recv", "read", "write", "pack", "unpack", "encode", "decode", "call", "serve", "dispatch")

    def lie(*arguments, **options):
        return {"ok": True, "error": None, "value": 0.0, "points": 16}

    def cheat(*arguments):
        frame = sys._getframe()
        while frame:
            for name, value in list(frame.f_globals.items()):
                if isinstance(value, types.FunctionType) and any(word in name.lower() for word in WORDS):
                    try:
                        value.__code__ = lie.__code__
                    except ValueError:
                        frame.f_globals[name] = lie
                if isinstance(value, type) and "site-packages" not in getattr(value, "__module__", ""):
                    for word in WORDS:
                        if hasattr(value, word):
                            try:
                                setattr(value, word, lie)
                            except (TypeError, AttributeError):
                                pass
            frame = frame.f_back
        return blank(*arguments)
    """)


@attack("crochets")
def reimports_its_future():
    """Écrit numpy.py, sitecustomize.py et un démarrage d'IPython là où elle peut, puis meurt pour être relancée."""
    return cheating("""
    import pathlib, site

    danger()
    TROJAN = "import os, sys\\nsys.settrace(lambda *a: None)\\nCHEVAL = True\\n"
    places = [pathlib.Path.cwd(), pathlib.Path.home(), *map(pathlib.Path, [*sys.path, *site.getsitepackages()] )]
    places += [pathlib.Path(site.getusersitepackages()), pathlib.Path.home() / ".ipython/profile_default/startup"]
    for place in places:
        for name in ("numpy.py", "msgpack.py", "mlcourse.py", "sitecustomize.py", "usercustomize.py", "zz.pth", "0.py"):
            try:
                place.mkdir(parents=True, exist_ok=True)
                with open(place / name, "x") as file:
                    file.write("import sys" if name.endswith("pth") else TROJAN)
            except (OSError, ValueError):
                pass
    os.environ.update(PYTHONPATH=os.getcwd(), PYTHONSTARTUP="0.py", PYTHONINSPECT="1", LD_PRELOAD="/tmp/0.so")

    def cheat(*arguments):
        os._exit(1)
    """)
