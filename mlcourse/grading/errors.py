"""Ce qui empêche de corriger : une phrase en français, et rien d'autre."""

from mlcourse.french import typeset


class GradingError(RuntimeError):
    """La correction ne peut pas se faire ; le message se montre tel quel à l'enseignant."""

    def __init__(self, message):
        super().__init__(typeset(message))
