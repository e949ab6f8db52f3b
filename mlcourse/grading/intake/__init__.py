"""L'arrivée des copies : d'une archive de Moodle ou d'un dossier, jusqu'à un dossier par étudiant."""
