"""Ce que la copie apprend des tests cachés ne se lit nulle part ; ce que l'enseignant écrit ne fuit pas."""

import pytest

from ..miniature import CHECKS, HIDDEN, RIGHT, VISIBLE, graded

pytestmark = pytest.mark.boite

SECRETS = ("31415", "92653", "62830", "185306", "_secret", "CACHÉS")
SPY = "seen = []\ndef double(x):\n    seen.append(repr(x))\n    {body}"


def leaks(result, reveal=()):
    return [word for word in SECRETS if word in result.text and word not in reveal]


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError(''.join(seen))",
        "raise type(''.join(seen)[:70], (ValueError,), {})()",
        "return ''.join(seen)",
        "return type(''.join(seen)[:70], (), {})()",
        "return {s: 1 for s in seen}",
        "print(*seen); return 2 * x",
        "import sys; print(*seen, file=sys.stderr); return 2 * x",
        "import warnings; warnings.warn(''.join(seen)); return 2 * x",
        "return x",
    ],
)
def test_spying_function_says_nothing_of_hidden_data(body):
    source = SPY.format(body=body)
    result = graded(source, HIDDEN, VISIBLE, HIDDEN, after=["print(*seen)", "seen", "raise ValueError(repr(seen))"])
    assert leaks(result) == []


def test_what_a_cell_prints_after_the_tests_is_shown_without_what_they_revealed():
    source = SPY.format(body="return 2 * x")
    result = graded(source, VISIBLE, HIDDEN, after=["print(len(seen), seen[0])"])
    assert result.points == [1, 1]
    assert "1 array([1., 1., 1.])" in result.text
    assert leaks(result) == []


def test_file_left_by_the_function_tells_nothing():
    source = "def double(x):\n    open('/tmp/vu', 'a').write(repr(x))\n    return 2 * x"
    result = graded(source, HIDDEN, after=["print(open('/tmp/vu').read())"])
    assert result.points == [1]
    assert "FileNotFoundError" in result.text
    assert leaks(result) == []


def test_thread_that_speaks_later_tells_nothing():
    source = """
import threading, time
seen = []
def speak():
    while True:
        time.sleep(0.01)
        print(*seen)
threading.Thread(target=speak, daemon=True).start()
def double(x):
    seen.append(repr(x))
    return 2 * x
"""
    result = graded(source, HIDDEN, VISIBLE, after=["time.sleep(0.2)"])
    assert result.points == [1, 1]
    assert leaks(result) == []


def test_line_quoted_is_always_one_of_the_copy():
    source = """
import linecache, sys
def double(x):
    code = compile("\\n" * 10 + "1 / 0", "<test 3>", "exec")
    exec(code)
"""
    forged = source.replace("<test 3>", "<cellule 3>")
    for text in (source, forged):
        result = graded(text, HIDDEN, VISIBLE, HIDDEN)
        assert leaks(result) == []
        assert "_secret" not in result.text


def test_plain_assertion_in_a_hidden_part_keeps_its_message():
    plain = "# DÉBUT TESTS CACHÉS\nassert double(31415) == 62830, 'double(31415) vaut 62830'\n# FIN TESTS CACHÉS"
    result = graded("def double(x):\n    return x", plain, "assert double(2) == 4, 'double(2) vaut 4'")
    assert result.points == [0, 0]
    assert leaks(result) == []
    assert result.messages[1] == "double(2) vaut 4"


def test_message_of_a_visible_failure_after_hidden_tests_comes_from_a_clean_copy():
    source = SPY.format(body="return 3 * x")
    result = graded(source, HIDDEN, VISIBLE)
    assert result.points == [0, 0]
    assert "reçu : y = [3., 3., 3.]" in result.messages[1]
    assert leaks(result) == []


PROBES = {
    "cadres": (
        "import sys\nfound, frame = [], sys._getframe()\nwhile frame:\n"
        "    found.append(str(frame.f_locals) + str(frame.f_globals))\n    frame = frame.f_back"
    ),
    "ramasse-miettes": (
        "import gc\nkinds = (str, list, dict, tuple)\n"
        "found = [str(value)[:2000] for value in gc.get_objects() if type(value) in kinds]"
    ),
    "modules": (
        "import sys\nmodules = list(sys.modules.values())\n"
        "found = [str(vars(module)) for module in modules if 'mlcourse' in module.__name__]"
    ),
    "environnement": (
        "import os\nfiles = '/proc/self/cmdline', '/proc/1/cmdline', '/proc/1/environ'\n"
        "found = [str(os.environ), *(open(name).read() for name in files if os.path.exists(name))]"
    ),
}
FOUND = """
import re
bad = 0
def double(x):
    global bad
    {probe}
    words = [''.join(reversed(word)) for word in {backwards}]  # ce que l'on cherche n'est écrit nulle part
    # Une adresse les a tous, et l'un finit le nom d'un appel du noyau.
    found = [re.sub(r"0x[0-9a-f]+|[0-9]{{8,}}|memfd_[a-z]+", "", text) for text in found]
    bad += sum(word in text for word in words for text in found)
    return 2 * x

def told():
    return bad
"""


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES)
def test_expected_values_and_sources_never_live_in_the_process_of_the_copy(probe):
    backwards = [word[::-1] for word in ("62830", "185306", "_secret", "double rend le double")]
    source = FOUND.format(probe=probe.replace("\n", "\n    "), backwards=backwards)
    told = CHECKS + "_check.call(_np.ones(3))\nassert told() == 0"
    assert graded(source, HIDDEN, told, names="double told").points == [1, 1]


FORGERIES = {
    "redéfinir le contrôle": "from mlcourse.checks import Check\nCheck.close = Check.call = lambda *a, **k: 0",
    "redéfinir numpy": "import numpy as np\nnp.allclose = lambda *a, **k: True",
    "redéfinir builtins": "import builtins\nbuiltins.len = lambda x: 0\nbuiltins.AssertionError = Exception",
    "sys.modules": "import sys\nsys.modules['mlcourse.checks'] = None",
    "excepthook": "import sys\nsys.excepthook = lambda *a: None\nsys.settrace(lambda *a: None)",
    "sortie notée": "from IPython.display import display\ndisplay(1.0)",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_tampering_with_its_own_process_earns_nothing(forgery):
    assert graded(f"{forgery}\ndef double(x):\n    return 0 * x").points == [0, 0]
    assert graded(f"{RIGHT}", before=[forgery]).points == [1, 1]


def test_copy_cannot_reach_the_tests_through_the_function_it_is_given():
    test = CHECKS + "_answer = 31415\n_check.close('y', _check.call(lambda x: x + 1), 31415.0)"
    for body in ("f.__globals__['_answer']", "f.__closure__", "f.__code__.co_consts", "f.__self__", "f(10) * 1.0"):
        tried = f"    try:\n        return float({body})\n    except (AttributeError, TypeError):\n        return 0.0"
        assert graded(f"def double(f):\n{tried}", test).points == [0]


def test_numbers_of_partial_credit_come_from_the_tests_alone():
    partial = "0.5 if double(2) == 4 else 0.25"
    assert graded(RIGHT, partial).points == [0.5]
    assert graded("def double(x):\n    print(1.0)\n    return 1.0", partial).points == [0.25]
