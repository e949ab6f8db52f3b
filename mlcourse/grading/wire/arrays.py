"""Ce que NumPy met sur le fil : tableaux avec leur disposition, scalaires, types, générateurs aléatoires."""

import numpy as np

from mlcourse.grading.wire.channel import ProtocolError

_NUMBERS = [np.dtype(code) for code in "?bBhHiIlLqQefdgFDG"]
DTYPES = {dtype.str: dtype for number in _NUMBERS for dtype in (number, number.newbyteorder())}
_CODES = {dtype: code for code, dtype in DTYPES.items()}  # plus vite que de redemander son nom au type
SCALARS = {number.type for number in _NUMBERS}
# L'état de ceux-là n'est fait que d'entiers, sans index : forgé, il ne ferait pas lire hors des bornes.
_BIT_GENERATORS = {"PCG64": np.random.PCG64, "PCG64DXSM": np.random.PCG64DXSM}
_TYPES: dict[str, type] = {cls.__name__: cls for cls in (bool, int, float, complex, str, list, tuple, dict)}
_TYPES |= {f"np.{cls.__name__}": cls for cls in (*SCALARS, np.ndarray)}
_TYPE_NAMES = {cls: name for name, cls in _TYPES.items()}


def can_cross(value):
    """Vrai d'un tableau de nombres, ou d'un générateur dont l'état se transmet."""
    if type(value) is np.ndarray:
        return value.dtype in _CODES
    return type(value) is not np.random.Generator or type(value.bit_generator).__name__ in _BIT_GENERATORS


def encode_type(value):
    """Code un type de nombre (`float`, `np.float32`, `np.dtype('int64')`), ou rend None."""
    if isinstance(value, np.dtype):
        return ["dt", value.str] if value.str in DTYPES else None
    return ["ty", _TYPE_NAMES[value]] if isinstance(value, type) and value in _TYPE_NAMES else None


def encode_array(value):
    """Code un tableau : type, forme, disposition (C, F, ou S pour ni l'une ni l'autre), droit d'écrire, octets."""
    flags = value.flags
    layout = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "S"
    return ["a", _CODES[value.dtype], list(value.shape), layout, flags.writeable, value.tobytes()]


def decode_array(codec, code, depth):
    """Rend un tableau neuf ; une disposition « S » est une vue d'un élément sur deux."""
    _, dtype, shape, layout, writeable, data = code
    given = np.frombuffer(data, DTYPES[dtype]).reshape([_size(size) for size in shape])
    if layout == "S" and given.ndim:
        array = np.zeros([2 * size for size in given.shape], given.dtype)[(slice(None, None, 2),) * given.ndim]
        array[...] = given
    else:
        array = given.copy(order="F" if layout == "F" else "C")
    array.flags.writeable = bool(writeable)
    return array


def _size(size):
    if type(size) is not int or size < 0:
        raise ProtocolError("une forme de tableau")
    return size


def encode_scalar(codec, value, depth):
    """Code un scalaire NumPy avec son type."""
    return ["s", _CODES[value.dtype], value.tobytes()]


def decode_scalar(codec, code, depth):
    """Rend un scalaire NumPy."""
    _, dtype, data = code
    (value,) = np.frombuffer(data, DTYPES[dtype])
    return value


def encode_generator(generator):
    """Code un générateur aléatoire par son espèce et son état."""
    state = generator.bit_generator.state
    inner = state["state"]
    words = [f"{inner['state']:x}", f"{inner['inc']:x}"]
    return ["g", state["bit_generator"], *words, int(state["has_uint32"]), int(state["uinteger"])]


def decode_generator(codec, code, depth):
    """Rend un générateur qui tirera ce que l'autre aurait tiré."""
    generator = np.random.Generator(_BIT_GENERATORS[code[1]](0))
    set_state(generator, code)
    return generator


def set_state(generator, code):
    """Met un générateur dans l'état que dit ce code."""
    _, name, state, increment, has_uint32, uinteger = code
    inner = {"state": int(state[:32], 16), "inc": int(increment[:32], 16)}
    whole = {"bit_generator": name, "state": inner, "has_uint32": has_uint32, "uinteger": uinteger}
    generator.bit_generator.state = whole  # NumPy refuse l'état d'une autre espèce


def decode_dtype(codec, code, depth):
    """Rend un `np.dtype`."""
    return DTYPES[code[1]]


def decode_type(codec, code, depth):
    """Rend un type de nombre ou de conteneur."""
    return _TYPES[code[1]]
