"""Le retour : les notes, dans un tableur et dans Moodle, et les pages que relit chaque étudiant."""
