"""Ce qu'une commande avait écrit pour Moodle et qu'elle ne peut plus refaire : laissé là, on le lui redonnerait."""

import os


def erased(path, root):
    """Efface ce fichier, s'il est là, et le dit en une ligne."""
    if path.exists():
        path.unlink()
        yield f"(!) Effacé, parce qu'il n'est plus à jour : {os.path.relpath(path, root)}"
