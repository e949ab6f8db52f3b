"""Du travail juste qui fait du bruit : avertissements, affichages, figures, journaux, fils, attente."""

from .base import ANSWERS, filled
from .honest import each, with_cells, work


@work("bruit", quick=True)
def raises_a_runtime_warning():
    """Chaque fonction calcule au passage un logarithme de zéro et une division 0/0."""
    return each("import numpy as np\nnp.log(np.zeros(2)), np.zeros(2) / np.zeros(2), np.exp(np.full(1, 1e4))")


@work("bruit", quick=True)
def prints_in_its_functions():
    """Chaque fonction affiche ce qu'elle reçoit et ce qu'elle rend."""
    return each("print('argument', locals())", "print('résultat :', result)")


@work("bruit", quick=True)
def writes_to_standard_error():
    """Chaque fonction écrit sur la sortie d'erreur."""
    return each("import sys\nprint('attention', file=sys.stderr)\nsys.stderr.flush()")


@work("bruit")
def logs_what_it_does():
    """Un journal réglé au niveau DEBUG, qui écrit à chaque appel."""
    return with_cells(
        "import logging\nlogging.basicConfig(level=logging.DEBUG)\nlogging.getLogger().debug('prêt')",
        notebook=each("logging.warning('appel')\nlogging.debug('détail')"),
    )


@work("bruit")
def warns_by_hand():
    """Des avertissements levés à la main, de plusieurs sortes."""
    return each("import warnings\nwarnings.warn('à revoir')\nwarnings.warn('vieux', DeprecationWarning, stacklevel=2)")


@work("bruit")
def turns_warnings_into_errors():
    """Les avertissements sont des erreurs, et numpy lève sur les débordements : la copie, juste, n'en produit pas."""
    return with_cells("import warnings\nwarnings.simplefilter('error')\nnp.seterr(over='raise', invalid='raise')")


@work("bruit")
def sets_numpy_options():
    """Change l'affichage, la gestion des erreurs et la graine globale de NumPy."""
    return with_cells("np.seterr(all='ignore')\nnp.set_printoptions(precision=2)\nnp.random.seed(0)\nnp.random.rand(3)")


@work("figures", quick=True)
def draws_inline():
    """Demande %matplotlib inline et trace une figure dans une cellule ajoutée."""
    return with_cells(
        "%matplotlib inline\nimport matplotlib.pyplot as plt",
        "x = np.linspace(-3, 3)\nplt.plot(x, np.tanh(x))\nplt.title('tanh')\nplt.show()",
        "fig, ax = plt.subplots()\nax.imshow(np.eye(3))\nfig",
    )


@work("figures")
def draws_without_asking():
    """Trace sans %matplotlib inline, et ne ferme pas ses figures."""
    return with_cells("import matplotlib.pyplot as plt\nfor k in range(5):\n    plt.figure()\n    plt.plot([k, 1])")


@work("figures")
def draws_in_its_functions():
    """Trace une courbe à chaque appel de ses fonctions, et la ferme."""
    return with_cells(
        "import matplotlib.pyplot as plt",
        notebook=filled(
            shared_bias_backward=ANSWERS["shared_bias_backward"].replace(
                "    m = ", "    plt.hist(dZ.ravel())\n    plt.close('all')\n    m = ", 1
            )
        ),
    )


@work("figures", says="« mlcourse.plots »")
def draws_with_the_course():
    """Appelle les figures et les expériences que le cours installe."""
    return with_cells(
        "import mlcourse\nfrom mlcourse import plots\nfrom mlcourse.activations import sigmoid\nsigmoid(np.zeros(3))",
        "from mlcourse.gradcheck import numerical_gradient\nnumerical_gradient(lambda x: (x**2).sum(), np.ones(3))",
    )


@work("affichage")
def shows_rich_objects():
    """Affiche tableaux, HTML, Markdown, un objet à _repr_html_, et la dernière expression de la cellule."""
    return with_cells(
        """
        from IPython.display import HTML, Markdown, display

        class Table:
            def _repr_html_(self): return "<table><tr><td>1</td></tr></table>"

        display(Table(), HTML("<b>gras</b>"), Markdown("**gras**"))
        Table()
        """,
        "np.eye(3)",
    )


@work("affichage", says="« ipywidgets »")
def uses_widgets():
    """Utilise ipywidgets, que le cours installe et que le devoir ne permet pas."""
    return with_cells("import ipywidgets\nipywidgets.interact(lambda k: k**2, k=(0, 5));", "ipywidgets.IntSlider()")


@work("affichage", quick=True)
def uses_magics():
    """Utilise %%time, %timeit, %who, %load_ext, !commande et l'aide « np.exp? »."""
    return with_cells(
        "%%time\ntotal = sum(range(1000))",
        "%timeit -n 2 -r 2 np.exp(1.0)\n%who\n%precision 3",
        "%load_ext autoreload\n%autoreload 2",
        "!echo bonjour\nfichiers = !ls\n%pwd",
        "np.exp?",
    )


@work("affichage")
def captures_its_outputs():
    """Redirige ses sorties par %%capture, contextlib et io.StringIO."""
    return with_cells(
        "%%capture sortie\nprint('caché')",
        """
        import contextlib, io

        with contextlib.redirect_stdout(io.StringIO()) as texte:
            print("capté")
        assert texte.getvalue() == "capté\\n" and sortie.stdout == "caché\\n"
        """,
    )


@work("lenteur")
def works_slowly_before_the_tests():
    """Une cellule ajoutée calcule pendant quatre secondes."""
    return with_cells(
        "import time\nend = time.time() + 4\nwhile time.time() < end:\n    np.ones((300, 300)) @ np.ones(300)"
    )


@work("lenteur")
def takes_its_time_in_each_call():
    """Chaque appel de l'exercice 3 dure un quart de seconde : c'est lent, et permis."""
    return filled(
        directional_check=ANSWERS["directional_check"].replace(
            "    theta = np.array", "    import time\n    time.sleep(0.25)\n    theta = np.array", 1
        )
    )


@work("attente")
def asks_a_question():
    """Une cellule de brouillon appelle input() : personne ne répond, et la copie continue."""
    return with_cells("nom = input('Votre nom ? ')")


@work("attente", says="« scipy »")
def fails_in_its_drafts():
    """Plusieurs cellules de brouillon échouent : erreur, syntaxe, import absent, assert, exit()."""
    return with_cells("1 / 0", "def f(:", "import scipy.absent", "assert False, 'à revoir'", "exit()", "quit")


@work("attente")
def leaves_threads_and_timers():
    """Lance un fil d'exécution, un exécuteur et une coroutine, et ne les attend pas tous."""
    return with_cells(
        """
        import threading, time
        from concurrent.futures import ThreadPoolExecutor

        threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
        with ThreadPoolExecutor(2) as pool:
            print(list(pool.map(abs, [-1, 2])))
        """,
        "import asyncio\nawait asyncio.sleep(0.01)",
    )


@work("bruit")
def raises_on_every_floating_point_fault():
    """NumPy lève à chaque faute de calcul, dépassement par le bas compris : les tests, dans Jupyter, le font taire."""
    return with_cells("np.seterr(all='raise')")


@work("bruit")
def turns_its_own_warnings_into_errors():
    """Les avertissements sont des erreurs, et ses fonctions en émettent : les tests, dans Jupyter, les font taire."""
    return with_cells(
        "import warnings\nwarnings.simplefilter('error')", notebook=each("import warnings\nwarnings.warn('à revoir')")
    )
