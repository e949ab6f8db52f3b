"""Ce que NumPy met sur le fil : tableaux, scalaires, types de nombres, générateurs aléatoires."""

import numpy as np

from mlcourse.grading.wire.channel import CrossingError, ProtocolError

_NUMBERS = [np.dtype(code) for code in "?bBhHiIlLqQefdgFDG"]
DTYPES = {dtype.str: dtype for number in _NUMBERS for dtype in (number, number.newbyteorder())}
_CODES = {dtype: code for code, dtype in DTYPES.items()}  # plus vite que de redemander son nom au type
SCALARS = {number.type for number in _NUMBERS}
_BIT_GENERATORS = {"PCG64": np.random.PCG64, "PCG64DXSM": np.random.PCG64DXSM}
_TYPES: dict[str, type] = {cls.__name__: cls for cls in (bool, int, float, complex, str, list, tuple, dict)}
_TYPES |= {f"np.{cls.__name__}": cls for cls in (*SCALARS, np.ndarray)}
_TYPE_NAMES = {cls: name for name, cls in _TYPES.items()}


def encode_array(encoder, value, depth):
    """Code un tableau : type, forme, disposition (C, F, ou S pour ni l'une ni l'autre), droit d'écrire, octets."""
    code, flags = _CODES.get(value.dtype), value.flags
    if code is None:
        return encoder.encode(value[()], depth) if is_word(value) else encoder.other(value)
    layout = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "S"
    return ["a", code, [*value.shape], layout, flags.writeable, _bytes(value)]


def is_word(value):
    """Vrai d'un mot dont on a fait un tableau sans dimension : c'en est encore un."""
    return type(value) is np.ndarray and not value.ndim and value.dtype.kind == "U"


def encode_scalar(encoder, value, depth):
    """Code un scalaire NumPy avec son type."""
    return ["s", _CODES[value.dtype], _bytes(value)]


def _bytes(value):
    """Les octets d'un tableau ; ceux qu'un `longdouble` laisse de côté montreraient une mémoire quelconque."""
    if value.dtype.char not in "gG":
        return value.tobytes()
    parts = np.frombuffer(bytearray(value.tobytes()), np.uint8).reshape(-1, np.dtype("g").itemsize)
    if np.finfo("g").nmant == 63:  # dix octets qui comptent, sur douze ou seize
        parts[:, slice(10, None) if value.dtype.isnative else slice(None, -10)] = 0
    return parts.tobytes()


def decode_array(decoder, code, depth):
    """Rend un tableau neuf, modifiable, en ordre C ou F."""
    _, dtype, shape, layout, _, data = code
    given = _numbers(data, DTYPES[dtype]).reshape([_size(size) for size in shape])
    return given.copy(order="F" if layout == "F" else "C")


def decode_scalar(decoder, code, depth):
    """Rend un scalaire NumPy."""
    _, dtype, data = code
    (value,) = _numbers(data, DTYPES[dtype])
    return value


def _numbers(data, dtype):
    """Les nombres qu'écrivent ces octets ; un booléen vaut vrai ou faux, quels que soient les siens."""
    if type(data) is not bytes:
        raise ProtocolError("des octets qui n'en sont pas")
    return np.frombuffer(data, np.uint8) != 0 if dtype.kind == "b" else np.frombuffer(data, dtype)


def _size(size):
    if type(size) is not int or size < 0:
        raise ProtocolError("une forme de tableau")
    return size


def decode_view(decoder, code, depth):
    """Rend à la copie le tableau tel que les tests le tiennent : une vue d'un élément sur deux, ou en lecture seule."""
    array = decode_array(decoder, code, depth)
    _, _, _, layout, writeable, _ = code
    if layout == "S" and array.ndim:
        wide = np.zeros([2 * size for size in array.shape], array.dtype)[(slice(None, None, 2),) * array.ndim]
        wide[...] = array
        array = wide
    array.flags.writeable = writeable
    return array


def generator_state(generator):
    """Tout ce que dira un générateur aléatoire, `spawn` compris, en données simples."""
    bits = generator.bit_generator
    name, seeds = type(bits).__name__, bits.seed_seq
    if name not in _BIT_GENERATORS or type(seeds) is not np.random.SeedSequence:
        raise CrossingError(f"un générateur {name}, quand seul passe celui de np.random.default_rng")
    state = bits.state
    return {
        "bit_generator": name,
        **state["state"],
        "has_uint32": int(state["has_uint32"]),
        "uinteger": int(state["uinteger"]),
        "entropy": seeds.entropy,
        "spawn_key": tuple(seeds.spawn_key),
        "pool_size": seeds.pool_size,
        "children": seeds.n_children_spawned,
    }


def decode_generator(decoder, code, depth):
    """Rend à la copie un générateur qui tirera ce que celui des tests aurait tiré, et dont naîtront les mêmes."""
    found = decoder.mapping(*code[1:], depth)
    seeds = np.random.SeedSequence(
        found["entropy"],
        spawn_key=found["spawn_key"],
        pool_size=found["pool_size"],
        n_children_spawned=found["children"],
    )
    bits = _BIT_GENERATORS[found["bit_generator"]](seeds)
    inner = {name: found[name] for name in ("state", "inc")}
    bits.state = {"state": inner} | {name: found[name] for name in ("bit_generator", "has_uint32", "uinteger")}
    return np.random.Generator(bits)


def encode_type(value):
    """Code un type de nombre (`float`, `np.float32`, `np.dtype('int64')`), ou rend None."""
    if isinstance(value, np.dtype):
        return ["dt", value.str] if value.str in DTYPES else None
    return ["ty", _TYPE_NAMES[value]] if isinstance(value, type) and value in _TYPE_NAMES else None


def decode_dtype(decoder, code, depth):
    """Rend un `np.dtype`."""
    return DTYPES[code[1]]


def decode_type(decoder, code, depth):
    """Rend un type de nombre ou de conteneur."""
    return _TYPES[code[1]]
