"""Les flux d'un carnet : ce qui s'affiche va dans la cellule, borné ; à ses questions, personne ne répond."""

import builtins
import codecs
import io
import sys

from mlcourse.french import typeset


class Outputs:
    """Les sorties d'une cellule, dans l'ordre, bornées en texte, en images et en nombre."""

    def __init__(self, text_bytes, figure_bytes, count):
        self._bounds = text_bytes, figure_bytes, count
        self._empty()

    def _empty(self):
        self.parts, self._clearing = [], False
        self._left, self._figures, self._count = self._bounds

    def clear(self, wait):
        """Efface ce qui a déjà paru, et en rend la place ; avec `wait`, au moment où paraît la suite."""
        self._clearing = True
        if not wait:
            self._empty()

    def write(self, kind, text):
        """Ajoute du texte : `stdout`, `stderr` ou `text` (la valeur de la dernière expression)."""
        if self._clearing and text:
            self._empty()
        kept = writable(text[: max(self._left, 0)])
        self._left -= len(text)
        if not kept:
            return
        if kind != "text" and self.parts and self.parts[-1][0] == kind:
            self.parts[-1][1] += kept
        else:
            self._add([kind, kept])

    def figure(self, png):
        """Ajoute une image, si la place ne manque pas."""
        if self._clearing:
            self._empty()
        self._figures -= len(png)
        if self._figures >= 0:
            self._add(["png", png])

    def _add(self, part):
        if len(self.parts) < self._count:
            self.parts.append(part)
        else:
            self._left = -1

    def close(self):
        """Rend les sorties, et dit si elles ont été coupées."""
        if self._left < 0:
            self.parts.append(["stdout", "\n[La suite de la sortie a été coupée.]\n"])
        if self._figures < 0:
            self.parts.append(["stdout", "\n[Une image trop grande a été omise.]\n"])
        return self.parts


class _Sink(io.RawIOBase):
    """Ce qui reçoit les octets de sys.stdout ou de sys.stderr ; hors d'une cellule, rien n'est gardé."""

    def __init__(self, cells, kind, number):
        self._cells, self._kind, self._number, self.name = cells, kind, number, f"<{kind}>"
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self):
        return True

    def fileno(self):
        return self._number

    def write(self, octets):
        if self._cells.outputs is not None:
            self._cells.outputs.write(self._kind, self._decoder.decode(octets))
        return len(octets)


class _Stream(io.TextIOWrapper):
    """Un vrai flux de texte, avec son encodage, ses octets et son descripteur ; une copie ne le ferme pas."""

    def __init__(self, cells, kind, number):
        super().__init__(io.BufferedWriter(_Sink(cells, kind, number)), "utf-8", "replace", write_through=True)

    def write(self, text):
        length = super().write(text)
        self.flush()
        return length

    def close(self):
        self.flush()


def redirect(cells):
    """Donne à ce processus les flux du carnet."""
    sys.stdout, sys.stderr = _Stream(cells, "stdout", 1), _Stream(cells, "stderr", 2)
    builtins.input = _ask


def _ask(prompt="", /):
    """Ce qui remplace `input` ; comme lui au bout d'un fichier, lève EOFError."""
    print(prompt, end="", flush=True)  # noqa: T201 (la question s'affiche, comme dans un carnet)
    raise EOFError(typeset("input() n'a pas de réponse pendant la correction : donnez une valeur à la variable."))


def writable(text):
    r"""Le texte sans ses moitiés de caractère ("\ud800"), que ni un fichier ni le fil ne savent écrire."""
    return text.encode("utf-8", "replace").decode()
