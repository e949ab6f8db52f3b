"""Ce que tout fichier du dépôt doit respecter, et ce qui ne doit s'écrire qu'une fois."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# Chaque mot garde une lettre entre crochets, pour que ce fichier passe son propre examen.
FORBIDDEN = {
    "un travail laissé en plan": r"\b(TO[D]O|FIX[M]E|XX[X])\b|[Ll]orem [i]psum|[Àà] [v]enir\b",
    "un texte provisoire": r"(?<![\"'])[Pp]lace[h]older(?!=)",  # ni un attribut de HTML, ni un argument
    "un chemin propre à une machine": r"(?<![\w.:/])/(?:roo[t]|home/[a-z]+|tmp/[a-z]+|wor[k])/",
    "l'hôte d'un dépôt de paquets": r"pyp[i]\.org|python[h]osted|npm[j]s\.org|yarn[p]kg|download\.pytorc[h]",
}


def text_of(path):
    """Le texte d'un fichier, vide s'il est binaire."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_of_the_repository_holds(what, repository_files):
    found = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in repository_files
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if re.search(FORBIDDEN[what], line)
    ]
    assert not found, "\n".join(found)


def test_every_text_is_as_the_editors_are_told_to_leave_it(repository_files):
    texts = {str(path): text_of(path) for path in repository_files}
    untidy = [name for name, text in texts.items() if re.search(r"\r|[ \t]$|\n\n\Z|[^\n]\Z", text, re.MULTILINE)]
    assert not untidy, f"une espace en fin de ligne, ou une fin de fichier qui n'est pas un retour seul : {untidy}"


def test_nothing_is_downloaded_at_commit_time():
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repo["repo"] for repo in settings["repos"]} == {"local"}
    hooks = [hook for repo in settings["repos"] for hook in repo["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert {hook["entry"].split()[2] for hook in hooks} == {"ruff", "mypy"}


def test_no_image_made_by_the_code_is_in_the_repository(repository_files):
    assert not [path.name for path in repository_files if path.suffix in {".png", ".jpg", ".jpeg", ".gif", ".pdf"}]


def test_the_installed_package_has_the_version_of_pyproject():
    assert importlib.metadata.version("mlcourse") == PROJECT["version"]


def test_the_citation_file_has_what_the_format_requires_and_the_version_of_pyproject():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation.keys() >= {"cff-version", "message", "title", "authors"}
    assert all("name" in author or "family-names" in author for author in citation["authors"])
    assert citation["version"] == PROJECT["version"]


def test_the_changelog_opens_with_the_version_and_the_date_of_the_citation():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    first = re.search(r"^## (\d.+) – (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first.groups() == (PROJECT["version"], str(citation["date-released"]))


def test_a_version_bound_stands_in_pyproject_only(repository_files):
    bound = re.compile(r"^[^#]*\b(?:jupyter-book|nbgrader|numpy|matplotlib|sphinx)\s*[=<>~]=", re.IGNORECASE)
    elsewhere = [
        path.name
        for path in repository_files
        if path.name not in {"pyproject.toml", "constraints.txt"} and path.suffix in {"", ".toml", ".yml", ".txt"}
        if any(bound.search(line) for line in text_of(path).splitlines())
    ]
    assert not elsewhere


def test_every_constraint_is_one_exact_version():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    wrong = [line for line in lines if not re.fullmatch(r"#.*|[a-z0-9.-]+==[0-9][0-9a-z.]*", line)]
    assert not wrong


def test_every_dependency_of_the_two_commands_is_pinned():
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))
    extras = {name: needs for name, needs in PROJECT["optional-dependencies"].items() if name != "bench"}
    needs = [*PROJECT["dependencies"], *(need for group in extras.values() for need in group)]
    names = {re.match(r"[A-Za-z0-9._-]+", need)[0].lower().replace("_", "-") for need in needs}
    assert names <= pinned


def test_every_pinned_version_accepts_the_python_of_debian_12():
    names = [line.split("==")[0] for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()[2:]]
    installed = {dist.name.lower().replace("_", "-"): dist for dist in importlib.metadata.distributions()}
    wanted = {name: installed[name].metadata.get("Requires-Python") for name in names if name in installed}
    assert len(wanted) > 0.9 * len(names)
    assert {name: bound for name, bound in wanted.items() if bound and "3.11.2" not in SpecifierSet(bound)} == {}
