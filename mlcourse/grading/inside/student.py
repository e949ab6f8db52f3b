"""La copie : un processus qui exécute les cellules de l'étudiant, et prête aux tests ce qu'elles ont défini."""

import os
import select

from mlcourse.grading.inside.cells import Cells
from mlcourse.grading.inside.files import place
from mlcourse.grading.wire.channel import Channel, PeerLost
from mlcourse.grading.wire.peer import OPERATIONS, Peer


def main(control_end, wire_end):
    """Sert le meneur (`control_end`) et les tests (`wire_end`) jusqu'à ce que l'un d'eux s'en aille."""
    control, cells = Channel(control_end), Cells()
    operations = OPERATIONS | {"name": cells.lookup, "end": lambda target: peer.forget()}
    peer: Peer = Peer(Channel(wire_end), -1, operations=operations)
    try:
        control.send("prêt")
        _serve(control, peer, cells)
    except PeerLost:
        os._exit(0)


def _serve(control, peer, cells):
    while True:
        ready, _, _ = select.select([control, peer.channel], [], [])
        if peer.channel in ready or peer.channel.pending():
            peer.serve()
        elif control in ready or control.pending():
            number, verb, *arguments = control.receive()
            control.send([number, {"cell": cells.run, "file": place}[verb](*arguments)])
