"""Le serveur de « make livre » : son adresse, le port pris, l'arrêt propre."""

import contextlib
import random
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def serve(tmp_path):
    """Lance le serveur sur un dossier d'une page, au port voulu, et rend le processus."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / "_build" / "html").mkdir(parents=True)
    (tmp_path / "_build" / "html" / "index.html").write_text("<p>rétropropagation", encoding="utf-8")
    script = tmp_path / ".ci" / "serveur.py"
    script.write_bytes((ROOT / ".ci" / "serveur.py").read_bytes())
    started = []

    def start(port):
        process = subprocess.Popen(
            [sys.executable, script, str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def address(process):
    """L'adresse que le serveur annonce, aussitôt, même quand sa sortie n'est pas un terminal."""
    for line in process.stdout:
        if found := re.search(r"http://localhost:\d+", line):
            return found[0]
    pytest.fail("le serveur n'a pas annoncé d'adresse")


def free_port():
    """Un port libre, et que personne ne recevra du système d'ici qu'il serve : celui-ci distribue les suivants."""
    for port in random.sample(range(10_000, 30_000), 100):
        with contextlib.suppress(OSError), socket.create_server(("0.0.0.0", port)):
            return port
    pytest.fail("cent ports essayés sont tous pris")


def test_the_page_is_read_at_the_printed_address(serve):
    port = free_port()
    url = address(serve(port))
    assert url.endswith(f":{port}")
    with urllib.request.urlopen(url, timeout=60) as answer:
        assert "rétropropagation" in answer.read().decode()
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_gives_way_to_another(serve, host):
    with socket.create_server((host, 0)) as taken:
        port = taken.getsockname()[1]
        url = address(serve(port))
        assert not url.endswith(f":{port}")
        with urllib.request.urlopen(url, timeout=60) as answer:
            assert answer.status == 200


def test_the_server_listens_on_this_machine_only(serve):
    url = address(serve(free_port()))
    port = int(url.rpartition(":")[2])
    with socket.socket() as other:
        other.bind(("127.0.0.2", 0))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port), timeout=2)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_without_a_traceback(serve, stop):
    process = serve(free_port())
    address(process)
    process.send_signal(stop)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert errors == ""
    assert "arrêté" in output
