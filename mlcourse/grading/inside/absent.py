"""Ce que répond une boîte à qui importe une bibliothèque que le devoir ne permet pas."""

import sys

from mlcourse.french import enumerated, typeset


class LastFinder:
    """Le dernier à chercher un module : personne ne l'a trouvé, il dit en français ce que le devoir permet."""

    def __init__(self, libraries):
        self._allowed = enumerated(libraries)

    def find_spec(self, name, path=None, target=None):
        """Lève ModuleNotFoundError ; `importlib.util.find_spec`, qui ne fait que demander, reçoit None."""
        if sys._getframe(2).f_code.co_name == "_find_and_load_unlocked":
            text = f"« {name} » n'est pas à la disposition des copies : outre la bibliothèque standard, "
            text += f"ce devoir ne permet que {self._allowed}."
            # Python tait l'absence du module qu'il nomme, quand elle vient de « from mlcourse import optimizers ».
            raise ModuleNotFoundError(typeset(text), name=None if name.startswith("mlcourse.") else name)
