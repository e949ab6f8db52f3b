"""Ce que l'atelier reprend de JupyterLite : retrouvé dans ses scripts, et refusé s'il n'y est plus."""

import pytest
from sphinx.errors import ExtensionError

SCRIPT = (
    "h=new M;a=async e=>{try{await h.runExclusive((async()=>{await r.ready,await r.handleMessage(e)}))}catch(e){}};"
    'g=e=>{"execute_reply"===e.header.msg_type&&"error"===e.content.status&&h.cancel(),t.send(e)};'
)


@pytest.fixture
def repairs(extension):
    return extension("jupyterlite_repairs")


def test_an_error_cancels_what_waits_unless_the_cell_said_otherwise(repairs, tmp_path):
    (tmp_path / "1.js").write_text("var rien;", encoding="utf8")
    (tmp_path / "2.js").write_text(SCRIPT, encoding="utf8")
    repairs.repair(tmp_path)
    repaired = (tmp_path / "2.js").read_text(encoding="utf8")
    assert "await r.ready,h.goesOn=!1===e.content.stop_on_error,await r.handleMessage(e)" in repaired
    assert '"error"===e.content.status&&!h.goesOn&&h.cancel()' in repaired
    assert (tmp_path / "1.js").read_text(encoding="utf8") == "var rien;"


@pytest.mark.parametrize("script", ["", SCRIPT.replace("cancel", "stop"), SCRIPT.replace("ready", "started")])
def test_a_jupyterlite_written_otherwise_is_refused_in_french(repairs, tmp_path, script):
    (tmp_path / "1.js").write_text(script, encoding="utf8")
    with pytest.raises(ExtensionError, match="il y en a 0"):
        repairs.repair(tmp_path)
