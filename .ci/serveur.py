"""Sert _build/html sur cette machine seulement, jusqu'à Ctrl-C. Usage : ``python serveur.py [PORT]``."""

import functools
import http.server
import itertools
import signal
import socket
import sys
from pathlib import Path

HTML = Path(__file__).resolve().parent.parent / "_build" / "html"
FIRST_PORT = 8000


class Handler(http.server.SimpleHTTPRequestHandler):
    """Les fichiers tels quels, relus à chaque visite : une page reconstruite se voit aussitôt."""

    def end_headers(self):
        """Demande au navigateur de vérifier que sa copie est à jour."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_):
        """Se tait : le terminal ne montre que l'adresse."""


def is_taken(port):
    """Dit si quelqu'un répond déjà sur ce port, en IPv4 ou en IPv6 : le navigateur essaie les deux."""
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
    except OSError:
        return False
    return True


def open_server(folder, port=FIRST_PORT):
    """Ouvre un serveur sur ``port``, ou sur le premier port libre qui suit."""
    handler = functools.partial(Handler, directory=str(folder))
    for candidate in itertools.chain(range(port, min(port + 50, 65536)), [0]):
        if candidate and is_taken(candidate):
            continue
        try:
            return http.server.ThreadingHTTPServer(("127.0.0.1", candidate), handler)
        except OSError:
            continue
    raise OSError("aucun port libre sur cette machine")


def main():
    """Sert le livre et dit où le lire."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else FIRST_PORT
    # Même lancé en arrière-plan, où le shell fait ignorer Ctrl-C à ses enfants, le serveur s'arrête proprement.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    try:
        with open_server(HTML, port) as server:
            if server.server_port != port:
                print(f"Le port {port} est déjà pris : le livre est servi sur un autre.", flush=True)
            print(f"Le livre se lit sur http://localhost:{server.server_port} (Ctrl-C pour arrêter).", flush=True)
            server.serve_forever()
    except KeyboardInterrupt:
        print("\nLe serveur est arrêté.", flush=True)


if __name__ == "__main__":
    main()
