"""Rendre autre chose qu'un résultat : objets universels, sous-classes, formes mensongères, objets qui s'exécutent."""

from .base import cheating
from .hostile import attack

UNIVERSAL = """
    class Universal(BASE):
        def __bool__(self): return True
        def __len__(self): return 2
        def __iter__(self): return iter((self, self, self))
        def __getitem__(self, key): return self
        def __getattr__(self, name): return self
        def __call__(self, *arguments, **options): return self
        def __float__(self): return 0.0
        def __index__(self): return 0
        def __hash__(self): return 0
        def __array__(self, *arguments, **options): return np.zeros(())
        def __array_ufunc__(self, *arguments, **options): return True
        def __array_function__(self, *arguments, **options): return True
        def __instancecheck__(self, other): return True
        def __reduce_ex__(self, protocol): return os.system, ("touch /tmp/pirate",)

    yes = lambda self, *arguments: True
    for name in ("eq", "ne", "lt", "le", "gt", "ge", "contains", "and", "rand", "or"):
        setattr(Universal, f"__{name}__", yes)
    for name in ("add", "sub", "mul", "truediv", "matmul", "radd", "rsub", "rmul", "rtruediv", "neg", "abs", "pow"):
        setattr(Universal, f"__{name}__", lambda self, *arguments: self)
    """


@attack("objets", quick=True)
def returns_a_universal_object():
    """Rend un objet égal à tout, qui se prend pour tout nombre, tout tableau et toute fonction."""
    return cheating(f"""
    BASE = object
    {UNIVERSAL.strip()}

    def cheat(*arguments):
        return Universal()
    """)


@attack("objets")
def returns_a_tuple_of_universal_objects():
    """Rend de vrais tuples, de la bonne longueur, remplis d'objets universels."""
    return cheating(f"""
    BASE = object
    {UNIVERSAL.strip()}

    def cheat(first, *rest):
        if callable(first):
            return Universal()
        return (Universal(),) * (3 if isinstance(rest[0], dict) else 2)
    """)


@attack("objets")
def returns_subclasses_of_float_and_tuple():
    """Rend un float et un tuple dont les sous-classes se disent égales à tout et plus petites que tout."""
    return cheating(f"""
    BASE = float
    {UNIVERSAL.strip()}

    class Pair(tuple):
        __eq__ = __lt__ = __contains__ = lambda self, other: True
        def __iter__(self): return iter((Universal(),) * 3)

    def cheat(first, *rest):
        return Universal() if callable(first) else Pair((Universal(),) * 3)
    """)


@attack("objets", quick=True)
def returns_a_subclass_of_ndarray():
    """Rend des tableaux dont la sous-classe intercepte toute opération et toute comparaison de NumPy."""
    return cheating("""
    class Agreeable(np.ndarray):
        def __array_ufunc__(self, *arguments, **options): return np.True_
        def __array_function__(self, *arguments, **options): return True
        def __eq__(self, other): return np.True_
        def __reduce__(self): return os.system, ("touch /tmp/pirate",)
        __class__ = np.ndarray

    def cheat(*arguments):
        results = blank(*arguments)
        if isinstance(results, float):
            return np.zeros(()).view(Agreeable)
        return tuple(np.asarray(value).view(Agreeable) for value in results)
    """)


@attack("objets")
def returns_objects_that_run_when_unpickled():
    """Rend, seuls, dans des listes et dans des tableaux d'objets, des objets dont __reduce__ lance une commande."""
    return cheating("""
    class Bomb:
        def __reduce__(self): return os.system, (f"touch {COURSE}/pirate",)
        __getstate__ = __deepcopy__ = __copy__ = lambda self, *arguments: os.system(f"touch {COURSE}/pirate")

    turn = []

    def cheat(*arguments):
        turn.append(1)
        bomb = Bomb()
        forms = (bomb, [bomb], np.array([bomb], object), {"dX": bomb}, (np.array(bomb, object), bomb, bomb))
        return forms[len(turn) % len(forms)]
    """)


@attack("objets")
def returns_arrays_that_lie():
    """Rend des vues géantes sans mémoire, des tableaux structurés, masqués, d'objets, de dates, de texte."""
    return cheating("""
    turn = []

    def cheat(first, *rest):
        turn.append(1)
        count = 3 if not callable(first) and isinstance(rest[0], dict) else 2
        forms = (
            np.broadcast_to(0.0, (10**6, 10**6)),
            np.lib.stride_tricks.as_strided(np.zeros(1), (10**5, 10**4), (0, 0)),
            np.zeros(3, dtype=[("a", "f8"), ("b", "O")]),
            np.ma.masked_all((3, 2)),
            np.array([print, object], dtype=object),
            np.array(["2020-01-01"], "M8[D]"),
            np.array(["é" * 100]),
            np.zeros((3, 2), dtype=">f8"),
            np.zeros((3, 2), dtype=np.longdouble),
            np.zeros((0, 10**12)),
            np.zeros([1] * 32),
            np.array(b"octets"),
            np.full((3, 2), np.nan),
            np.matrix([[1.0]]),
            np.recarray((2,), dtype=[("x", int)]),
        )
        value = forms[len(turn) % len(forms)]
        return value if len(turn) % 2 else (value,) * count
    """)


@attack("objets")
def returns_structures_without_end():
    """Rend des listes qui se contiennent, dix mille niveaux de listes, des clés étranges, des entiers démesurés."""
    return cheating("""
    turn = []

    def nested(depth, make=lambda value: [value]):
        value = 0
        for _ in range(depth):
            value = make(value)
        return value

    def cheat(*arguments):
        turn.append(1)
        loop, table = [], {}
        loop.append(loop)
        table["x"] = table
        forms = (
            lambda: loop, lambda: table, lambda: (loop, table), lambda: nested(10_000), lambda: nested(10**6),
            lambda: nested(5_000, lambda value: {"x": value}), lambda: 10**100_000, lambda: (1 << 4_000_000, 0),
            lambda: {(1, 2): 3, None: 4, 1.5: 5, b"x": 6}, lambda: {f"{i}": i for i in range(10**6)},
            lambda: [0] * 10**7, lambda: "x" * 10**8, lambda: b"x" * 10**8, lambda: "\\ud800", lambda: ...,
            lambda: {1, 2}, lambda: range(10**12), lambda: (i for i in range(10**12)), lambda: 1j, lambda: slice(0),
            lambda: float("nan"), lambda: type, lambda: sys, lambda: get_ipython(), lambda: memoryview(b"x"),
        )
        return forms[len(turn) % len(forms)]()
    """)


@attack("objets")
def hands_universal_objects_to_the_functions_it_receives():
    """Appelle f et grad sur des objets universels, sur f elle-même et sur des tableaux géants ou d'objets."""
    return cheating(f"""
    BASE = object
    {UNIVERSAL.strip()}

    def cheat(first, *rest):
        if not callable(first):
            return blank(first, *rest)
        things = [Universal(), first, rest[0], np.array([Universal()], object), [[[0.0]]], lambda *a: 0.0, type,
                  np.broadcast_to(0.0, (10**6, 10**6)), "x" * 10**7, 1 << 10**6, {{"theta": Universal()}}, rest[-1]]
        for function in (first, rest[0]):
            for thing in things:
                try:
                    trophy(type(function(thing)).__name__) if isinstance(function(thing), Universal) else None
                except BaseException:
                    pass
                try:
                    function(thing, theta=thing, _points=[], __class__=0)
                except BaseException:
                    pass
        return 0.0
    """)


@attack("objets")
def returns_functions_and_classes_instead_of_numbers():
    """Rend des fonctions, des classes et des générateurs, qui appelés plus tard rendraient ce qu'on voudra."""
    return cheating("""
    class Late:
        shape, dtype, ndim, size, flags = (3, 2), np.dtype(float), 2, 6, None
        def __float__(self): return 0.0
        def __array__(self, *a, **k): return np.zeros((3, 2))
        def tobytes(self): return b""
        def copy(self): return self
        def sum(self, *a, **k): return 0.0
        def astype(self, *a): return self

    def cheat(first, *rest):
        if callable(first):
            return Late()
        return (Late(), lambda: 0.0, Late)[: 3 if isinstance(rest[0], dict) else 2]
    """)


@attack("objets")
def corrupts_the_generator_it_receives():
    """Change l'état, la classe et le générateur binaire de rng, et rend tout cela avec les arguments."""
    return cheating("""
    def cheat(first, *rest):
        if not callable(first):
            for value in (first, *rest):
                try:
                    value.flags.writeable = True
                    value.shape = (-1,)
                    value.dtype = np.int8
                except (AttributeError, ValueError, TypeError):
                    pass
            return blank(first, *rest)
        rng = rest[-1]
        for state in ({}, {"bit_generator": "os"}, {"bit_generator": "PCG64", "state": {"state": -1, "inc": 10**400}}):
            try:
                rng.bit_generator.state = state
            except BaseException:
                pass
        for name, value in (("__class__", int), ("bit_generator", os), ("normal", lambda *a, **k: 0.0)):
            try:
                setattr(rng, name, value)
            except BaseException:
                pass
        return 0.0
    """)
