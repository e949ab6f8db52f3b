"""De quoi une copie est faite : un dossier devient le carnet de l'enseignant, où l'étudiant répond.

Du texte entre, du texte sort : ni processus, ni base, ni boîte.
"""
