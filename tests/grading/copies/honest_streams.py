"""Du travail juste qui se sert de ses flux et de son carnet comme dans Jupyter : tout se passe avant la réponse."""

from .base import ANSWERS, filled
from .honest import work

NAME = "shared_bias_backward"


def preceded(source):
    """La référence, dont une réponse vient après ces lignes, dans la même cellule : ce qui échoue la coûte."""
    return filled(**{NAME: f"{source}\n\n\n{ANSWERS[NAME]}"})


@work("flux", quick=True)
def asks_the_encoding_of_its_output():
    """Demande à sys.stdout son encodage, s'il est un terminal, et le reconfigure."""
    return preceded(
        "import sys\nassert sys.stdout.encoding.lower() == 'utf-8' and not sys.stdout.isatty()\n"
        "sys.stdout.reconfigure(encoding='utf-8', line_buffering=True)"
    )


@work("flux")
def writes_bytes():
    """Écrit des octets dans sys.stdout.buffer, puis des lignes, puis la sortie d'erreur."""
    return preceded(
        "import sys\nsys.stdout.buffer.write('été\\n'.encode())\nsys.stdout.buffer.flush()\n"
        "sys.stdout.writelines(['a\\n', 'b\\n'])\nprint('attention', file=sys.stderr, flush=True)"
    )


@work("flux")
def uses_the_descriptor_of_its_output():
    """Se sert du descripteur de sys.stdout et de faulthandler, qui le demande à sys.stderr."""
    return preceded(
        "import faulthandler, os, sys\nfaulthandler.enable()\nos.write(sys.stdout.fileno(), b'octets')\n"
        "os.dup(sys.stderr.fileno())"
    )


@work("flux")
def replaces_its_output():
    """Remplace sys.stdout par un flux qui recopie, sans le remettre."""
    return preceded(
        "import sys\n\nclass Tee:\n    def __init__(self, stream): self.stream = stream\n"
        "    def write(self, text): return self.stream.write(text)\n    def flush(self): self.stream.flush()\n\n"
        "sys.stdout = Tee(sys.stdout)\nprint('deux fois')"
    )


@work("flux")
def asks_in_its_answer_and_does_without():
    """Pose une question par input() et se passe de réponse si personne n'en donne."""
    return preceded("try:\n    name = input('Votre nom ? ')\nexcept Exception as error:\n    print(error)")


@work("flux")
def forgets_a_breakpoint():
    """Oublie un breakpoint() dans sa fonction."""
    return filled(**{NAME: ANSWERS[NAME].replace("    m = ", "    breakpoint()\n    m = ", 1)})


@work("flux", quick=True)
def reads_the_past_of_its_notebook():
    """Relit ses cellules et leurs valeurs par In, Out, _ et __."""
    return preceded("assert len(In) > 1 and isinstance(Out, dict)\nprevious = _, __")


@work("flux")
def computes_in_several_processes():
    """Répartit un calcul par multiprocessing.Pool et par un exécuteur, qui demandent de la mémoire partagée."""
    return preceded(
        "import multiprocessing\nfrom concurrent.futures import ProcessPoolExecutor\n\n"
        "if __name__ == '__main__':\n    with multiprocessing.Pool(2) as pool:\n        print(pool.map(abs, [-1, 2]))\n"
        "    with ProcessPoolExecutor(2) as executor:\n        print(list(executor.map(abs, [-1])))"
    )


@work("flux")
def sets_an_alarm():
    """Arme elle-même une alarme, et l'attend."""
    return preceded(
        "import signal, time\nrung = []\nsignal.signal(signal.SIGALRM, lambda *_: rung.append(1))\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.05)\ntime.sleep(0.1)\nassert rung"
    )


@work("flux")
def looks_for_optional_modules():
    """Demande si un module existe, et se passe de celui qui manque."""
    return preceded(
        "import importlib.util\nassert importlib.util.find_spec('module_imaginaire') is None\n"
        "assert importlib.util.find_spec('numpy')"
    )
