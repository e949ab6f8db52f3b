"""Le chemin du README, pour qui corrige une classe : court, en cinq étapes, et dont chaque commande existe."""

import re
from pathlib import Path

import pytest

from mlcourse.command import _parser

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
WHOLE = README.partition("## Corriger une classe\n")[2].partition("\n## ")[0]
PATH, _, REST = WHOLE.partition("### Le reste")
WORDS = 450  # trois minutes, commandes comprises


def test_path_from_moodle_to_moodle_is_read_in_three_minutes_and_has_five_steps():
    assert len(PATH.split()) <= WORDS
    assert re.findall(r"^(\d)\. \*\*", PATH, re.MULTILINE) == list("12345")


def test_what_serves_only_at_times_is_folded():
    assert "<details>" not in PATH
    folded = re.sub(r"<details>\n<summary>[^<]+</summary>\n\n.+?\n\n</details>\n", "", REST, flags=re.DOTALL)
    assert folded.split("\n", 1)[1].split() == []


@pytest.mark.parametrize("command", re.findall(r"^ *mlcourse (.+?)(?:  +#.*)?$", PATH, re.MULTILINE))
def test_command_of_the_path_is_one_that_mlcourse_takes(command):
    verb, *arguments = command.partition("#")[0].split()
    assert _parser().parse_args([verb, *arguments]).devoir


def test_path_goes_through_every_verb_that_a_class_needs_in_their_order():
    verbs = re.findall(r"^ *mlcourse (\w+)", PATH, re.MULTILINE)
    assert verbs == ["rassembler", "corriger", "rendre", "notes", "bilan"]
