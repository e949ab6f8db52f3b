"""Formgrader dans le cadre de JupyterLab, qui obéit à tout ce que ce cadre lui poste : rien d'une copie n'y mène."""

import pytest

from ..copies.opening import FRAME, Eye, Jupyter, until
from .test_opening import ALL, NAMED, WHOLE, course, submission

pytestmark = [pytest.mark.navigateur, pytest.mark.long, pytest.mark.timeout(900)]
__all__ = ["course"]
COMMAND = '{"command": "application:toggle-left-area", "arguments": {}}'
RECORD = "() => { window.ran = []; jupyterapp.commands.commandExecuted.connect((_, each) => ran.push(each.id)); }"
# Clique sur chaque élément de la copie, et sur ceux qui en sont nés.
CLICK = f"""() => {{
    const all = [...document.querySelectorAll("{FRAME}")]
        .flatMap(each => [...each.querySelectorAll("*")]);
    for (const each of all) each.dispatchEvent(new MouseEvent("click", {{bubbles: true, cancelable: true}}));
    return all.length;
}}"""


@pytest.fixture(scope="module")
def laboratory(course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cadre")
    with Jupyter("lab", course.root, folder, None, "--LabApp.expose_app_in_browser=True") as server:
        yield server


@pytest.fixture
def eye(browser, laboratory):
    """JupyterLab, où formgrader s'ouvre par son menu."""
    eye = Eye(browser, f"{laboratory.address}/lab?reset", laboratory.address, ".jp-Launcher", first=WHOLE)
    eye.tab.evaluate("jupyterapp.commands.execute('nbgrader:open-formgrader')")
    eye.tab.wait_for_selector("#formgrader-iframe iframe")
    eye.tab.evaluate(RECORD)
    yield eye
    eye.close()


def framed(eye):
    return eye.tab.query_selector("#formgrader-iframe iframe").content_frame()


def test_frame_is_obeyed(eye):
    """Ce que l'essai suivant verrait : nbgrader n'a pas changé."""
    framed(eye).evaluate(f"parent.postMessage({COMMAND!r}, '*')")
    until(eye.tab, "ran.includes('application:toggle-left-area')")


@pytest.mark.parametrize("student", [ALL, NAMED])
def test_click_on_anything_of_a_copy_commands_nothing(eye, laboratory, student):
    address = submission(laboratory, student)
    framed(eye).wait_for_load_state("load")
    framed(eye).goto(address, wait_until="load")
    assert framed(eye).evaluate(CLICK) > 10
    eye.tab.wait_for_timeout(1000)
    assert eye.tab.evaluate("ran") == []
    assert framed(eye).url.split("?")[0] == address.split("?")[0]
    assert eye.asked == []
    assert framed(eye).evaluate("window.PIRATE ?? window.parent.PIRATE") is None
    assert eye.ran == []
