"""Un curseur dans un carnet vivant : un anywidget, dont Python calcule les nombres à chaque geste."""

import anywidget
import traitlets

from mlcourse.widgets.markup import whole
from mlcourse.widgets.rows import plain
from mlcourse.widgets.script import live_module, read


class LiveSlider(anywidget.AnyWidget):
    """Le curseur `name`, sur les données du lecteur s'il en donne.

    `positions` porte le rang de chaque réglage dans sa grille ; le changer change `numbers`, ce que dessine le
    navigateur, et `sentence`, ce qu'il en dit.
    """

    positions = traitlets.Dict().tag(sync=True)
    numbers = traitlets.Dict().tag(sync=True)
    sentence = traitlets.Unicode().tag(sync=True)
    markup = traitlets.Unicode().tag(sync=True)
    _css = read("sliders.css")

    def __init__(self, name, slider, data):
        self._slider, self._data = slider, data
        positions = {control.name: control.start for control in slider.controls}
        super().__init__(_esm=live_module(name), positions=positions, markup=whole(slider, slider.at(**data)))

    @traitlets.observe("positions")
    def _compute(self, _):
        result = self._slider.at(self.positions, **self._data)
        with self.hold_sync():
            self.numbers, self.sentence = plain(result), self._slider.say(result)
