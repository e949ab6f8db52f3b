"""`show_source` : le code que le livre montre est celui qui s'exécute."""

import inspect
import re
import textwrap

import numpy as np
import pytest

from mlcourse.activations import relu, relu_derivative
from mlcourse.model import MultiLayerPerceptron
from mlcourse.source import show_source


def commented(x):
    """Une docstring.

    # Une ligne de docstring qui ressemble à un commentaire.
    """

    # Ce commentaire reste.
    return x


class Documented:
    """Une classe."""

    only = 1

    @property
    def value(self):
        """Une propriété."""
        return 2

    def nothing(self):
        """Ce corps n'est que sa docstring."""


def test_a_function_is_shown_without_its_docstring():
    assert str(show_source(commented)) == "def commented(x):\n    # Ce commentaire reste.\n    return x"


def test_the_docstring_is_kept_when_asked_for():
    assert str(show_source(relu, docstring=True)) == inspect.getsource(relu).strip()


def test_a_method_loses_its_indentation():
    code = str(show_source(MultiLayerPerceptron.forward_propagation))
    assert code.startswith("def forward_propagation(self, X):\n    return")


def test_the_listings_of_section_1_5_hold_its_equations_and_nothing_of_other_chapters():
    code = str(
        show_source(MultiLayerPerceptron.forward, MultiLayerPerceptron.output_delta, MultiLayerPerceptron.backward)
    )
    assert not re.search(r"slope|l2|penalty|decay|check|validat", code)
    # Une ligne par égalité de la section 1.5 : dW, db, et delta en deux ; puis le facteur 1/m.
    loop = code.rpartition("for l in range(L, 0, -1):\n")[2].splitlines()
    assert [line.strip()[:30] for line in loop] == [
        'np.matmul(delta[l], cache[f"A{',
        "delta[l].sum(axis=1, keepdims=",
        "if l > 1:",
        'dA = self.params[f"W{l}"].T @ ',
        "delta[l - 1] = dA * self.activ",
        "self.g[:] /= m  # le facteur 1",
        "return delta",
    ]
    compile(code, "montré", "exec")


def test_a_class_loses_every_docstring_but_stays_valid_python():
    code = str(show_source(Documented))
    namespace = {}
    exec(code, namespace)
    assert namespace["Documented"].__doc__ is None
    assert namespace["Documented"]().value == 2
    assert '"""Ce corps n\'est que sa docstring."""' in code
    assert "@property" in code


def test_shown_code_behaves_as_the_original():
    code = str(show_source(relu_derivative))
    namespace = {**vars(inspect.getmodule(relu_derivative))}
    exec(code, namespace)
    Z = np.array([[-1.0, 0.0, 2.0]])
    np.testing.assert_array_equal(namespace["relu_derivative"](Z), relu_derivative(Z))


def test_several_objects_follow_each_other():
    code = str(show_source(relu, relu_derivative))
    assert code.index("def relu(") < code.index("\n\n\ndef relu_derivative(")


def test_notebooks_receive_a_highlighted_block():
    assert show_source(commented)._repr_markdown_() == f"```python\n{show_source(commented)}\n```"


@pytest.mark.parametrize("thing", [3, np.add, "relu"])
def test_what_has_no_python_source_is_refused_in_french(thing):
    with pytest.raises(ValueError, match="une fonction, une classe ou une méthode écrite en Python est attendue, reçu"):
        show_source(thing)


def test_code_with_blank_lines_after_the_docstring_stays_dedented():
    code = str(show_source(commented))
    assert code == textwrap.dedent(code)
