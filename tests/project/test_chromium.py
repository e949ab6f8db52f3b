"""Le navigateur des tests : ce qu'il ouvre, et ce que Playwright en éteint."""

import psutil
import pytest

pytestmark = pytest.mark.navigateur


def test_a_context_opens_its_page_and_nothing_of_the_browser_itself(page):
    session = page.context.browser.new_browser_cdp_session()
    opened = session.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
    assert "page" in {target["type"] for target in opened}
    assert [target["url"] for target in opened if target["url"].startswith("chrome:")] == []


def test_what_playwright_switches_off_stays_off(page):
    commands = [process.cmdline() for process in psutil.Process().children(recursive=True)]
    options = [[option for option in command if option.startswith("--disable-features=")] for command in commands]
    first, last = next(found for found in options if len(found) == 2)
    assert last.startswith(f"{first},")
