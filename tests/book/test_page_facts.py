"""Ce que chaque page dit d'elle-même : son temps de lecture, le jour où elle a changé, sa licence, où se plaindre."""

import re
import subprocess

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document

from mlcourse.french import NO_BREAK, calendar_day

MINUTES = re.compile(rf"(\d+){NO_BREAK}min")


@pytest.fixture(scope="module")
def facts(extension):
    return extension("page_facts")


@pytest.fixture(scope="module")
def times(articles):
    """Le temps de lecture que montre chaque page."""
    return {name: article.select_one("h1 + p.reading-time").find(string=True) for name, article in articles.items()}


def test_every_page_says_how_long_it_takes(times):
    assert all(text.startswith(f"Lecture{NO_BREAK}: ") for text in times.values())
    assert all(int(MINUTES.search(text)[1]) > 0 for text in times.values())


def test_an_opening_announces_the_time_that_each_page_shows(articles, times):
    opening = articles["retropropagation/index"]
    rows = [row for row in opening.select("table tr") if row.select("a") and MINUTES.search(row.get_text())]
    assert len(rows) == sum(name.startswith("retropropagation/") for name in times) - 1
    for row in rows:
        page = f"retropropagation/{row.a['href'].removesuffix('.html')}"
        assert row.select("td")[-1].get_text() in times[page]


def test_words_code_and_figures_are_read_at_their_own_speed(facts):
    document = new_document("page", get_default_settings())
    document += nodes.paragraph("", "mot " * 400)
    document += nodes.literal_block("", "ligne\n" * 39 + "ligne")
    document += [nodes.math_block("", "x"), nodes.figure(), nodes.figure()]
    assert facts.reading_minutes(document) == 2 + 1 + 1


def test_every_page_gives_its_licence_and_says_where_to_report_an_error(pages):
    for name, soup in pages.items():
        footer = soup.select_one(".bd-footer-content")
        assert footer.select_one("a[rel=license]"), name
        assert footer.find("a", string="Signalez-la")["href"], name


def test_every_page_says_when_it_changed_if_the_history_is_known(pages, facts):
    days = facts.last_changes()
    shown = {name: soup.select_one(".bd-footer-content time") for name, soup in pages.items()}
    assert [name for name, tag in shown.items() if bool(tag) != bool(days)] == []
    for tag in filter(None, shown.values()):
        assert tag.get_text() == calendar_day(tag["datetime"])


@pytest.fixture
def repository(tmp_path, facts, monkeypatch):
    """Un dépôt d'une page, écrite le 3 mai et retouchée le 9."""
    monkeypatch.setattr(facts, "ROOT", tmp_path / "cours")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "cours").mkdir()
    git(tmp_path / "cours", "init", "--quiet")
    for day in (3, 9):
        (tmp_path / "cours" / "page.md").write_text(f"Le {day} mai.", encoding="utf8")
        git(tmp_path / "cours", "add", ".")
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"2026-05-0{day}T12:00:00+0000")
        git(tmp_path / "cours", "-c", "user.name=A", "-c", "user.email=a@b.fr", "commit", "--quiet", "-m", "Une page")
    return tmp_path


def git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_the_day_is_that_of_the_last_change(repository, facts):
    assert facts.last_changes() == {"page.md": "2026-05-09"}


def test_a_page_not_yet_recorded_changed_when_it_was_written(repository, facts):
    (repository / "cours" / "page.md").write_text("Plus tard.", encoding="utf8")
    assert facts.last_changes()["page.md"] > "2026-05-09"


def test_a_cut_history_says_nothing(repository, facts, monkeypatch):
    git(repository, "clone", "--quiet", "--depth", "1", f"file://{repository / 'cours'}", "clone")
    monkeypatch.setattr(facts, "ROOT", repository / "clone")
    assert facts.last_changes() == {}


def test_no_history_says_nothing(tmp_path, facts, monkeypatch):
    monkeypatch.setattr(facts, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert facts.last_changes() == {}


def test_a_page_without_git_says_nothing(facts, monkeypatch):
    monkeypatch.setenv("PATH", "/nulle-part")
    assert facts.last_changes() == {}
