"""Les expériences du livre : chacune calcule et rend des tableaux ; `mlcourse.plots` les dessine."""
