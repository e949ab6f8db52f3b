"""L'échange de nbgrader, qui manque hors de JupyterHub : formgrader s'en passe, sans alarme à chaque page."""

import logging

import pytest
from nbgrader.apps.api import NbGraderAPI


@pytest.mark.parametrize(("ours", "alarms"), [(True, 0), (False, 1)])
def test_missing_exchange_is_no_alarm_for_whoever_opens_formgrader(course, tmp_path, ours, alarms):
    config, heard = course.open().config, []
    config.Exchange.root = str(tmp_path / "nulle part")
    if not ours:  # ce que l'essai entendrait : nbgrader n'a pas changé
        del config.ExchangeFactory["list"]
    listener = logging.Handler(logging.INFO)
    listener.emit = lambda record: heard.append(record.getMessage())
    log = logging.getLogger("traitlets")
    log.addHandler(listener)
    try:
        assert NbGraderAPI(config=config).exchange_missing
    finally:
        log.removeHandler(listener)
    assert ["Unwritable directory" in text for text in heard] == [True] * alarms
