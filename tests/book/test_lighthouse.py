"""Lighthouse : accessibilité, bonnes pratiques et référencement sont entiers ; la vitesse se lit, sans plus."""

import json
import os
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.navigateur, pytest.mark.rare, pytest.mark.mesure, pytest.mark.timeout(1800)]

FOLDER = Path(__file__).with_name("lighthouse")
# Une page de chaque sorte : l'accueil, des formules, un curseur et du code, une expérience, le glossaire, la recherche.
PAGES = [
    "introduction",
    "retropropagation/derniere-couche",
    "retropropagation/algorithme",
    "experiences/he",
    "glossaire",
    "search",
]
WHOLE = {"accessibility": "accessibilité", "best-practices": "bonnes pratiques", "seo": "référencement"}
# La vitesse d'une page légère, la première fois qu'elle fut mesurée : un repère, qu'aucun test n'impose.
SPEED = {"téléphone": 81, "ordinateur": 99}


@pytest.fixture(scope="module")
def lighthouse(extension, chromium):
    """Fait juger une adresse par Lighthouse, dans un Chromium à lui."""
    packages = extension("npm_packages")
    packages.install_npm_packages(FOLDER)
    program = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
    flags = ["--headless=new", *(["--no-sandbox"] if os.geteuid() == 0 else [])]

    def judge(address, *options):
        command = [packages.NODE, program, address, "--quiet", "--output=json", "--no-enable-error-reporting"]
        asked = [
            f"--chrome-flags={' '.join(flags)}",
            f"--only-categories={','.join([*WHOLE, 'performance'])}",
            *options,
        ]
        environment = {**os.environ, "CHROME_PATH": chromium}
        result = subprocess.run([*command, *asked], capture_output=True, text=True, check=False, env=environment)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return judge


def faults(report, category):
    """Donne ce que Lighthouse reproche à une page, d'une catégorie."""
    audits = [report["audits"][part["id"]] for part in report["categories"][category]["auditRefs"] if part["weight"]]
    return [audit["id"] for audit in audits if audit["score"] is not None and audit["score"] < 1]


@pytest.mark.parametrize("screen", ["téléphone", "ordinateur"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_missing_but_perhaps_speed(lighthouse, site_url, measured, name, screen):
    report = lighthouse(f"{site_url}/{name}.html", *(["--preset=desktop"] if screen == "ordinateur" else []))
    scores = {category: 100 * found["score"] for category, found in report["categories"].items()}
    for category, label in WHOLE.items():
        measured(f"Lighthouse, {label}", scores[category], "", name, least=100)
    measured(f"Lighthouse, vitesse, {screen}", scores["performance"], "", name, least=SPEED[screen])
    assert {category: faults(report, category) for category in WHOLE if scores[category] < 100} == {}
