"""Les curseurs, ligne par ligne : leurs grilles, leurs nombres, leurs phrases, et ce qui en passe au navigateur."""

import json
import re

import numpy as np
import pytest

from mlcourse.french import NARROW, NO_BREAK
from mlcourse.widgets import SLIDERS, slider
from mlcourse.widgets.markup import whole
from mlcourse.widgets.rows import DIGITS, Control, Slider, plain, tabulate
from mlcourse.widgets.script import FOLDER

every_slider = pytest.mark.parametrize("name", SLIDERS)


@pytest.fixture(scope="module")
def tables():
    return {name: tabulate(row) for name, row in SLIDERS.items()}


def numbers_at(table, rank):
    """Ce que la page lit d'un état."""
    return table["common"] | dict(zip(table["keys"], table["numbers"][rank], strict=True))


@every_slider
def test_a_slider_has_its_module_its_task_and_its_grids(name):
    row = SLIDERS[name]
    assert (FOLDER / f"{name}.js").is_file()
    assert row.numbers.__module__.startswith("mlcourse.experiments.")
    assert min(len(row.task), len(row.answer)) > 60
    for control in row.controls:
        assert len(set(control.grid)) == len(control.grid)
        if not isinstance(control.default, str):
            assert list(control.grid) == sorted(control.grid)
        assert control.default in control.grid
        assert len(set(control.texts)) == len(control.grid)


def test_every_module_is_that_of_a_slider():
    assert {path.stem for path in FOLDER.glob("*.js")} == {*SLIDERS, "drawing"}


@every_slider
def test_the_page_has_every_state_as_python_computes_it(name, tables):
    row, table = SLIDERS[name], tables[name]
    states = list(row.states())
    assert len(table["numbers"]) == len(table["sentences"]) == len(states)
    assert states[0] == {control.name: 0 for control in row.controls}
    for rank in np.random.default_rng(0).choice(len(states), 5):
        result = row.at(states[rank])
        assert numbers_at(table, rank) == plain(result)
        assert table["sentences"][rank] == row.say(result)


@every_slider
def test_every_sentence_is_printed_in_french(name, tables):
    for sentence in set(tables[name]["sentences"]):
        text = re.sub(r"</?i>", "", sentence)
        assert text[0].isupper(), text
        assert text.endswith("."), text
        assert not re.search(r"\d\.\d|nan|inf\b|None|[-'*<]|[^\s] [:;!?]|−0(?:,0+)?(?![,\d])", text), text
        assert not re.search(rf"[^{NARROW}][;!?]|[^{NO_BREAK}]:", text), text


@every_slider
def test_the_table_is_data_that_any_script_can_read(name, tables):
    json.dumps(tables[name], allow_nan=False)


@every_slider
def test_a_control_says_its_value_to_those_who_do_not_see_it(name):
    row = SLIDERS[name]
    text = whole(row, row.at())
    assert text.count("aria-valuetext=") == len(row.controls)
    assert text.count("<label>") == len(row.controls)
    assert 'aria-live="polite"' in text


@pytest.mark.parametrize(
    ("name", "state", "words"),
    [
        ("gradient_step", {"h": 1e-12}, "Aucune ne passe"),
        ("gradient_step", {"h": 1e-5}, "Seule la différence centrée en float64"),
        ("gradient_step", {"h": 1e-7}, "Passent sous le seuil de 10⁻⁷ : la différence centrée en float64 et"),
        ("saturation", {"z": 36.0, "y": 0}, "on trouve une perte de 36,04"),
        ("saturation", {"z": 37.0, "y": 0}, "la perte est infinie, et le gradient n'est plus un nombre"),
        ("saturation", {"z": 37.0, "y": 1}, "ni la perte ni le gradient"),
        ("saturation", {"z": -37.0, "y": 1}, "s'accordent : la perte vaut 37, et son gradient −1"),
        ("path_sum", {"w1": 1.0, "w2": 0.8, "w3": 2.0}, "est 0,00 : elles se compensent"),
        ("path_sum", {"w1": 0.0, "w2": 0.0, "w3": 0.0}, "il ne parle à personne"),
        ("signal_scale", {"scale": 2.0, "hidden": "relu"}, "Le signal garde à peu près sa taille"),
        ("signal_scale", {"scale": 4.0, "hidden": "relu"}, "Le signal explose"),
        ("signal_scale", {"scale": 4.0, "hidden": "tanh"}, "Une couche de plus n'y change presque rien"),
        ("first_look", {"steps": 100}, "pour 94 % des points"),
        ("first_look", {"steps": 1000, "alpha": 0.1}, "pour 95 % des points"),
        # « À peine mieux » que le hasard, ou « pire » : le processeur en décide.
        ("first_look", {"steps": 1000, "alpha": 10.0}, "hasard"),
        ("value_graph", {"w": 0.0}, "−1,76 pour *w* et 0 pour *x*"),
        (
            "value_graph",
            {"w": -4.0},
            "*a* reçoit −22\N{NARROW NO-BREAK SPACE}027 ; à travers la sigmoïde, *z* et *b* n'en reçoivent que −1, ",
        ),
        ("sawtooth", {"depth": 7}, "128 morceaux droits"),
        ("sawtooth", {"depth": 7, "height": 0.5}, "Une seule couche en ferait autant"),
        ("sawtooth", {"depth": 1}, "2 morceaux droits."),
        ("activation_slope", {"z": -3.0, "hidden": "relu"}, "aucune erreur n'y passe"),
        ("activation_slope", {"z": 3.0, "hidden": "relu"}, "l'erreur y passe entière"),
        ("activation_slope", {"z": 0.0, "hidden": "sigmoid"}, "multipliée par 9,5"),
        ("dead_units", {}, "52 % des unités de la couche 10 sont mortes"),
        ("dead_units", {"bias": 0.0}, "les biais nuls, 23 % des unités"),
        ("dead_units", {"scale": 4.0}, "23 % des unités"),
        ("momentum_plane", {"beta": 0.8}, "il en faut environ 62 pour la diviser par mille"),
        ("momentum_plane", {"alpha": 2.0, "beta": 0.9}, "multipliée par 0,949"),
        ("momentum_plane", {"alpha": 1.0, "beta": 0.0}, "une seule l'annule"),
        ("momentum_plane", {"alpha": 2.0, "beta": 0.0}, "d'un bord à l'autre, sans fin"),
        ("momentum_plane", {"alpha": 4.0, "beta": 0.9}, "le mode diverge"),
        ("rotated_ravine", {"degrees": 0}, "aligné sur les axes, RMSProp, à son meilleur taux, 0,32, met 3 itérations"),
        ("rotated_ravine", {"degrees": 2}, "met 6 itérations"),
        ("rotated_ravine", {"degrees": 10}, "met 19 itérations"),
        ("rotated_ravine", {"degrees": 45, "rule": "polyak"}, "met 16 itérations"),
        ("bias_correction", {"beta2": 0.9}, "tous sont trop petits"),
        ("bias_correction", {"beta1": 0.0}, "multiplié par 32, et c'est le pire de tous"),
        ("bias_correction", {}, "le pire, au pas 12, par 6,6"),
        ("two_weights", {"alpha": 0.2}, "où la courbure vaut 8,76"),
        ("two_weights", {"alpha": 0.23}, "où la courbure vaut 7,88"),
        ("two_weights", {"alpha": 0.38}, "*u* = 1,00 et *v* = 1,00, où la courbure vaut 2."),
        ("two_weights", {"alpha": 0.44}, "où la courbure vaut 2,03"),
        ("two_weights", {"alpha": 0.45}, "La descente diverge"),
        ("error_flow", {"w": 0.0}, "le poids qui mène de lui à la sortie est nul"),
        ("error_flow", {"x2": -8.0}, "sa tangente hyperbolique est plate en *z* = 3,25"),
    ],
)
def test_what_a_task_asks_for_can_be_found_and_the_sentence_says_so(name, state, words):
    row = SLIDERS[name]
    for control in row.controls:
        assert state.get(control.name, control.default) in control.grid
    start = {control.name: control.default for control in row.controls}
    assert words in row.sentence(row.numbers(**start | state))


def test_a_reader_brings_data_of_their_own():
    assert SLIDERS["path_sum"].at(errors=(1, 1, 1)).total == pytest.approx(3.4)


def test_what_no_state_changes_is_written_once():
    control = Control("k", "k", (0, 1, 2), 1)
    row = Slider("", "", "", (control,), lambda k: {"k": k, "same": np.ones(2)}, lambda r: f"*k* = {r['k']}", None, "")
    table = tabulate(row)
    assert table["common"] == {"same": [1.0, 1.0]}
    assert (table["keys"], table["numbers"]) == (["k"], [[0], [1], [2]])
    assert table["sentences"][2] == f"<i>k</i>{NO_BREAK}={NO_BREAK}2"


def test_a_number_keeps_what_a_drawing_shows_of_it():
    assert plain(1 / 3) == round(1 / 3, DIGITS)
    assert plain((np.nan, np.inf, -np.inf, 2)) == ["NaN", "∞", "−∞", 2]


def test_an_unknown_slider_is_refused_in_french():
    with pytest.raises(ValueError, match=r"Aucun curseur ne se nomme 'girafe' : le cours a first_look"):
        slider("girafe")
