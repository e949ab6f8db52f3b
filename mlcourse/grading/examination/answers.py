"""Ce que la copie dit au meneur d'une cellule : des sorties et une erreur, vérifiées avant d'entrer dans le carnet."""

from mlcourse.french import typeset
from mlcourse.grading.submission.pictures import MAX_ALL_PIXELS, MAX_PIXELS, pixels
from mlcourse.grading.wire.channel import PeerLost

_KINDS = {"stdout", "stderr", "text", "png"}
_PNG = b"\x89PNG\r\n\x1a\n"
_NOTICE = 200  # la place de dire qu'une sortie a été coupée
_NOTICES = 2  # et qu'une image a été omise
_ERROR_SIZES = (80, 500, 4000)  # nom, message, trace
_EACH = 200  # ce que coûte au carnet une sortie, si brève soit-elle
_CUT = "La suite n'est pas gardée : toutes ensemble, les cellules de cette copie affichent trop."


def checked(answer, limits):
    """Rend (sorties, erreur), ou lève `PeerLost` : la copie parle elle-même sur ce canal, et peut y mentir."""
    match answer:
        case [[*outputs], error] if _are_outputs(outputs, limits) and _is_error(error):
            text = sum(len(content) for kind, content in outputs if kind != "png")
            figures = sum(len(content) for kind, content in outputs if kind == "png")
            if text <= limits.output_bytes + _NOTICE and figures <= limits.figure_bytes:
                return outputs, error and [_named(error[0]), *error[1:]]
    raise PeerLost("message")


def _are_outputs(outputs, limits):
    return len(outputs) <= limits.outputs + _NOTICES and all(map(_is_output, outputs))


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


def _named(name):
    """Le nom d'une erreur, si c'en est un : le tableau de la classe le cite parmi ses propres mots."""
    return name if name.isidentifier() else "Exception"


class Allowance:
    """Ce que l'ensemble des cellules d'une copie peut encore mettre dans le carnet corrigé."""

    def __init__(self, limits):
        figures = {"figures": limits.notebook_figure_bytes, "pixels": MAX_ALL_PIXELS}
        self._left = {"text": limits.notebook_text_bytes} | figures

    def cut(self, outputs, error):
        """Rend ce qui tient des sorties et de l'erreur d'une cellule, et une phrase s'il a fallu couper."""
        kept = [[kind, content] for kind, content in outputs if self._takes(kind, content)]
        if len(kept) < len(outputs):
            kept.append(["text", typeset(_CUT)])
        if error and not self._takes("text", error[2]):
            error = [*error[:2], typeset(_CUT)]
        return kept, error

    def _takes(self, kind, content):
        size, area = len(content) + _EACH, pixels(content) if kind == "png" else 0
        costs = {"figures": size, "pixels": area} if kind == "png" else {"text": size}
        fits = (kind == "png") == (0 < area <= MAX_PIXELS) and all(
            cost <= self._left[pot] for pot, cost in costs.items()
        )
        for pot, cost in costs.items():
            self._left[pot] -= cost * fits
        return fits
