"""La prose qui se met en forme en peu de temps ; l'autre se montre telle qu'elle est écrite, dans le carnet et sa page.

Les analyseurs de Markdown, le nôtre et celui de JupyterLab, demandent de certains textes un temps qui croît comme le
carré de leur longueur, ou davantage.
"""

MAX_PROSE = 40_000  # caractères : dix pages
MAX_MARKS, MARKS = 500, ("<", r"\\[", r"\\(", r"\begin{")
MAX_EMPHASES, EMPHASES = 2_000, "*_~!"  # un indice en est une, et une longue réponse en a des centaines
MAX_BARS = 100_000  # celles d'un tableau, fois les lignes qui en ont : chaque ligne peut en commencer un


def renderable(source):
    """Vrai d'une prose qui s'analyse en peu de temps.

    >>> renderable("Soit $a < b$."), renderable("<ul><li>" * 1000)
    (True, False)
    """
    if len(source) > MAX_PROSE:
        return False
    marks, emphases = sum(map(source.count, MARKS)), sum(map(source.count, EMPHASES))
    bars = source.count("|") * sum("|" in line for line in source.split("\n"))
    return marks <= MAX_MARKS and emphases <= MAX_EMPHASES and bars <= MAX_BARS
