"""Ce que regarde l'enseignant : une classe d'ensemble, une copie de près ; rien n'en sort de cette machine."""
