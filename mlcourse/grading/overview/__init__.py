"""Le bilan : une classe devant un devoir, vue d'ensemble ; rien n'en sort de cette machine."""
