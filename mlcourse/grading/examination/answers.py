"""Ce que la copie dit au meneur d'une cellule : des sorties et une erreur, vérifiées avant d'entrer dans le carnet."""

from mlcourse.grading.wire.channel import PeerLost

_KINDS = {"stdout", "stderr", "text", "png"}
_PNG = b"\x89PNG\r\n\x1a\n"
_NOTICE = 200  # la place de dire qu'une sortie a été coupée
_ERROR_SIZES = (80, 500, 4000)  # nom, message, trace


def checked(answer, limits):
    """Rend (sorties, erreur), ou lève `PeerLost` : la copie parle elle-même sur ce canal, et peut y mentir."""
    match answer:
        case [[*outputs], error] if all(map(_is_output, outputs)) and _is_error(error):
            text = sum(len(content) for kind, content in outputs if kind != "png")
            figures = sum(len(content) for kind, content in outputs if kind == "png")
            if text <= limits.output_bytes + _NOTICE and figures <= limits.figure_bytes:
                return outputs, error
    raise PeerLost("message")


def _is_output(output):
    match output:
        case ["png", bytes(content)]:
            return content.startswith(_PNG)
        case [str(kind), str()]:
            return kind in _KINDS - {"png"}
    return False


def _is_error(error):
    match error:
        case None:
            return True
        case [str(), str(), str()]:
            return all(len(text) <= size for text, size in zip(error, _ERROR_SIZES, strict=True))
    return False
