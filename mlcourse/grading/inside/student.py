"""La copie : un processus qui exécute les cellules de l'étudiant, et prête aux tests ce qu'elles ont défini."""

import os
import select

from mlcourse.grading.inside.cells import Cells
from mlcourse.grading.inside.files import place
from mlcourse.grading.wire.answerer import Answerer
from mlcourse.grading.wire.channel import Channel, PeerLost


def main(control_end, wire_end):
    """Sert le meneur (`control_end`) et les tests (`wire_end`) jusqu'à ce que l'un d'eux s'en aille."""
    control, cells = Channel(control_end), Cells()
    os.register_at_fork(after_in_child=control.close)
    answerer = Answerer(Channel(wire_end), {"name": cells.lookup})
    try:
        control.send("prêt")
        _serve(control, answerer, cells)
    except PeerLost:
        os._exit(0)


def _serve(control, answerer, cells):
    while True:
        ready, _, _ = select.select([control, answerer.channel], [], [])
        if answerer.channel in ready or answerer.channel.pending():
            answerer.serve()
        elif control in ready or control.pending():
            number, verb, *arguments = control.receive()
            control.send([number, {"cell": cells.run, "file": place}[verb](*arguments)])
