"""Les erreurs courantes de Python et de NumPy, en français ; ce que l'on n'y reconnaît pas reste tel quel."""

import re
import sys

# Une autre version que celle de qui lit ce message comprend peut-être ce qu'il a écrit.
_NOT_PYTHON = f"ce n'est pas du Python {sys.version_info.major}.{sys.version_info.minor}"
_NOT_NONE = "la valeur est None : une fonction sans return, ou np.random.shuffle et ses semblables, rendent None"
_SENTENCES = {
    # Python
    r"name '(\w+)' is not defined": (
        "le nom « {0} » n'est pas défini : exécutez d'abord ce qui l'écrit, ou revoyez son orthographe"
    ),
    r"cannot access local variable '(\w+)'.*": (
        "la variable « {0} » est lue avant d'avoir reçu une valeur dans la fonction"
    ),
    r"module '([\w.]+)' has no attribute '(\w+)'.*": "le module « {0} » n'a pas de « {1} »",
    r"'NoneType' object .*": _NOT_NONE,
    r"cannot unpack non-iterable NoneType object": _NOT_NONE,
    r"'(\w+)' object has no attribute '(\w+)'.*": "un objet de type {0} n'a pas d'attribut « {1} »",
    r"(\w+)\(\) missing \d+ required \S+ arguments?: (.+)": "l'appel de {0} ne donne pas : {1}",
    r"([\w.]+)\(\) takes (.+) positional arguments? but (\d+) (?:was|were) given": (
        "l'appel de {0} donne {2} arguments, et elle en prend {1}"
    ),
    r"([\w.]+)\(\) got an unexpected keyword argument '(\w+)'.*": "{0} n'a pas de paramètre « {1} »",
    r"unsupported operand type\(s\) for (\S+): '(\w+)' and '(\w+)'": ("l'opération {0} n'existe pas entre {1} et {2}"),
    r"'(\w+)' object is not callable": (
        "un objet de type {0} ne s'appelle pas comme une fonction : une opération manque peut-être devant la parenthèse"
    ),
    r"'(\w+)' object is not (?:subscriptable|iterable)": "un objet de type {0} n'a pas d'éléments",
    r"'(\w+)' object does not support item assignment": ("un objet de type {0} ne se modifie pas élément par élément"),
    r"(\w+) indices must be .*": "l'indice d'un objet de type {0} est un entier",
    r"(\w+) index out of range": "l'indice dépasse la longueur de l'objet, de type {0}",
    r"too many values to unpack \(expected (\d+).*": "il y a plus de {0} valeurs à répartir entre {0} noms",
    r"not enough values to unpack \(expected (\d+), got (\d+)\)": (
        "il n'y a que {1} valeurs à répartir entre {0} noms"
    ),
    r"(?:float )?division by zero": "division par zéro",
    r"maximum recursion depth exceeded.*": "la fonction s'appelle elle-même sans fin",
    r"No module named '([\w.]+)'": "le module « {0} » n'est pas installé",
    r"('\w+')": "le dictionnaire n'a pas de clé {0}",
    # NumPy
    r"operands could not be broadcast together with shapes (\(.*?\)) (\(.*?\)).*": (
        "les formes {0} et {1} ne s'accordent pas, composante par composante"
    ),
    r"matmul: .*\(size (\d+) is different from (\d+)\)": (
        "le produit @ veut autant de colonnes à gauche que de lignes à droite, et il trouve {1} et {0}"
    ),
    r"shapes (\(.*?\)) and (\(.*?\)) not aligned.*": "le produit de tableaux de formes {0} et {1} n'existe pas",
    r"could not broadcast input array from shape (\(.*?\)) into shape (\(.*?\))": (
        "un tableau de forme {0} n'entre pas dans une place de forme {1}"
    ),
    r"cannot reshape array of size (\d+) into shape (\(.*?\))": (
        "{0} nombres ne se rangent pas dans un tableau de forme {1}"
    ),
    r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)": ("l'indice {0} dépasse l'axe {1}, de taille {2}"),
    r"axis (-?\d+) is out of bounds for array of dimension (\d+)": (
        "l'axe {0} n'existe pas : le tableau a {1} dimensions"
    ),
    r"too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed": (
        "{1} indices, pour un tableau à {0} dimensions"
    ),
    r"[Tt]he truth value of an array .*": "un tableau n'est ni vrai ni faux : .all() ou .any() en décide",
    r"Cannot cast ufunc '\w+' output from dtype\('(\w+)'\) to dtype\('(\w+)'\).*": (
        "une opération sur place ne range pas du {0} dans un tableau {1} : écrivez a = a - b"
    ),
    # La lecture d'une cellule
    r"invalid syntax\. Perhaps you forgot a comma\?": f"{_NOT_PYTHON} : une virgule manque peut-être",
    r"invalid syntax\. Maybe you meant '==' .*": f"{_NOT_PYTHON} : « == » compare, « = » affecte",
    r"invalid syntax": _NOT_PYTHON,
    r"expected '(.)'": "il manque « {0} »",
    r"'(.)' was never closed": "« {0} » n'est pas refermé",
    r"unmatched '(.)'": "« {0} » ferme ce qui n'a pas été ouvert",
    r"closing parenthesis '(.)' does not match opening parenthesis '(.)'.*": "« {0} » ne ferme pas « {1} »",
    r"unterminated .*string literal.*": "une chaîne n'est pas refermée",
    r"expected an indented block.*": "les lignes qui suivent le deux-points doivent être en retrait",
    r"unindent does not match any outer indentation level": ("ce retrait ne correspond à aucun de ceux qui précèdent"),
    r"unexpected indent": "cette ligne est en retrait sans raison",
    r"inconsistent use of tabs and spaces in indentation": (
        "des tabulations et des espaces se mêlent dans les retraits"
    ),
    r"'return' outside function": "return est hors d'une fonction : revoyez les retraits",
    r"cannot assign to (.+) here\. Maybe you meant '==' .*": (
        "« == » compare, « = » affecte : on n'affecte pas de valeur à ce qui est à gauche"
    ),
}


def in_french(error):
    """Dit une exception en français, si elle est des plus courantes ; sinon rend son message.

    >>> in_french(NameError("name 'np' is not defined"))
    "le nom « np » n'est pas défini : exécutez d'abord ce qui l'écrit, ou revoyez son orthographe"
    >>> in_french(ValueError("le coût doit être fini"))
    'le coût doit être fini'
    """
    return sentence((isinstance(error, SyntaxError) and error.msg) or str(error))


def sentence(message):
    """Dit en français le message d'une exception.

    >>> sentence("expected ':'")
    'il manque « : »'
    """
    for pattern, sentence in _SENTENCES.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*(word.replace(" and ", " et ") for word in found.groups()))
    return message
