"""Les ressemblances : ce qu'on copie se voit, renommé ou non ; ce que tout le monde a lu ne se voit pas."""

import ast
import re

import nbformat
import pytest

from mlcourse.grading.overview.likeness import GRAM, LEAST, SHOWN, WINDOW, alike, fingerprints

from ...assignments.workshop import ROOT

ONE = """def stable(z, shift):
    # Le maximum d'abord.
    top = z.max(axis=0, keepdims=True)
    weights = np.exp(z - top) * shift
    total = weights.sum(axis=0, keepdims=True)
    ratio = weights / total
    for column in range(z.shape[1]):
        if ratio[0, column] > 0.5 and shift < 3:
            ratio[:, column] -= total[0, column]
    weights += [[ratio.min() ** 2], [ratio.max() / 2]][column % 2][0]
    return np.log(ratio + shift) @ weights.T
"""
OTHER = """def stable(z, shift):
    e = [[np.exp(v) for v in row] for row in z.tolist()]
    s = np.array([sum(c) for c in zip(*e)])
    while s.min() < shift:
        s += 1
    assert s.ndim == 1, "une dimension"
    return {"e": e, "s": s.reshape(1, -1).copy(), "n": len(e) // 2}
"""
RENAMED = re.sub(r"\b(top|weights|total|ratio|column|shift)\b", lambda name: name[0][::-1], ONE).replace("# Le", "# ")
PROSE = """La descente recule parce que le pas dépasse deux fois l'inverse de la courbure, et chaque rebond s'amplifie.
Sous ce seuil, elle avance sans osciller tant que le pas reste plus petit que cet inverse, puis oscille en approchant.
Un pas trop court, lui, ne fait jamais rien diverger : il ne coûte que du temps, et l'on s'arrête avant le creux.
"""


def students(pairs):
    return [pair.students for pair in pairs]


def test_copied_code_is_found_though_its_names_and_comments_changed():
    assert RENAMED != ONE
    copies = {"a": [("code", ONE)], "b": [("code", OTHER)], "c": [("code", RENAMED)]}
    (pair,) = alike(copies)
    assert pair.students == ("a", "c")
    assert pair.share == 1
    assert pair.lines == len(ONE.splitlines())
    assert pair.passages[0] in ONE
    assert pair.passages[1] in RENAMED
    assert len(pair.passages[0]) > len(ONE) / 2


def test_lines_in_common_are_counted_over_every_cell_once_and_without_the_blank_ones():
    halves = [("code", "".join(part)) for part in (ONE.splitlines(True)[:7], ONE.splitlines(True)[7:])]
    spaced = [("code", "\n\n\n" + ONE.replace("\n", "\n\n"))]
    (pair,) = alike({"a": [("code", ONE)], "b": [("code", OTHER), *spaced]})
    assert pair.lines == alike({"a": [("code", ONE)], "c": [("code", RENAMED)]})[0].lines
    (pair,) = alike({"a": [*halves, ("code", OTHER)], "b": [("code", OTHER), *halves]})
    assert pair.lines == len((ONE + OTHER).splitlines())


def test_copied_prose_is_found_whatever_its_case_and_accents():
    copies = {"a": [("markdown", PROSE)], "b": [("markdown", "Autre chose. " + PROSE.upper())]}
    assert students(alike(copies)) == [("a", "b")]


def test_what_everyone_read_explains_what_is_alike():
    copies = {"a": [("code", ONE)], "c": [("code", RENAMED)]}
    assert alike(copies)
    assert not alike(copies, [("code", ONE)])
    assert not alike(copies, [("markdown", f"Voici une ébauche :\n\n```python\n{ONE}```")])


def test_what_the_class_writes_alike_says_nothing_of_two_of_them():
    everyone = {str(number): [("code", ONE)] for number in range(5)}
    assert not alike(everyone)
    assert students(alike(dict([*everyone.items()][:2]))) == [("0", "1")]


def numbers(start, count):
    """Du code qui n'est qu'à lui."""
    return ("code", " ".join(str(start + rank) for rank in range(count)))


@pytest.mark.parametrize(("own", "found"), [(100, True), (2_000, False)])
def test_pair_that_shares_too_small_a_part_of_the_shorter_copy_is_not_shown(own, found):
    passage = numbers(0, 200)
    copies = {"a": [passage, numbers(10_000, own)], "b": [passage, numbers(20_000, own)]}
    pairs = alike(copies)
    assert bool(pairs) == found
    assert all(pair.share >= LEAST for pair in pairs)


@pytest.mark.parametrize(("kind", "few", "enough"), [("code", 84, 108), ("markdown", 30, 50)])
def test_passage_shorter_than_a_small_function_or_three_sentences_is_not_shown_whatever_its_part(kind, few, enough):
    for words, found in ((few, False), (enough, True)):
        passage = (kind, " ".join(map(str, range(words))))
        pairs = alike({"a": [passage], "b": [passage, numbers(10_000, 20)]})
        assert bool(pairs) == found


def test_no_more_pairs_are_shown_than_a_person_reads_and_the_most_alike_come_first():
    copies = {}
    for pair in range(SHOWN + 3):
        for side in (0, 1):
            start = 100_000 * (2 * pair + side)
            copies[f"{pair:02} {side}"] = [numbers(10_000 * pair, 600), numbers(start + 10_000_000, 60 * pair)]
    assert students(alike(copies)) == [(f"{pair:02} 0", f"{pair:02} 1") for pair in range(SHOWN)]


def test_long_passage_that_is_nearly_the_whole_copy_comes_before_a_short_one_that_is_all_of_it():
    short, long = numbers(0, 130), numbers(10_000, 900)
    copies = {
        "a": [short],
        "b": [short, numbers(20_000, 500)],
        "c": [long, numbers(30_000, 40)],
        "d": [long, numbers(40_000, 40)],
    }
    first, second = alike(copies)
    assert (first.students, second.students) == (("c", "d"), ("a", "b"))
    assert first.share < second.share


def test_different_code_is_not_alike():
    assert not alike({"a": [("code", ONE)], "b": [("code", OTHER)]})


@pytest.mark.parametrize("kind", GRAM)
def test_a_long_enough_passage_always_leaves_a_print_in_common_and_a_short_one_never(kind):
    shared = [str(word) for word in range(200)]
    guarantee = WINDOW + GRAM[kind] - 1
    for length, found in ((guarantee, True), (GRAM[kind] - 1, False)):
        passage = " ".join(shared[:length])
        one, other = f"[ ] {passage} @ 1" if kind == "code" else f"un {passage} deux", passage
        assert bool(fingerprints(kind, one).keys() & fingerprints(kind, other).keys()) == found


@pytest.mark.parametrize(
    "text", ['"' * 200_001, "'\"" * 100_000, "." * 200_000, " " * 200_000, "x" * 200_000, "\\" * 9]
)
def test_any_text_is_read_in_little_time(text):
    assert len(fingerprints("code", text)) <= 200_000


def test_right_answers_of_the_real_assignment_written_otherwise_are_not_alike_and_a_copied_one_is():
    written: dict[str, list[tuple[str, str]]] = {}
    for path in sorted((ROOT / "tests" / "assignments" / "devoir1").glob("*.py")):
        functions = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
        for number, right in enumerate(node for node in functions if node.name.startswith("right_")):
            right.body = right.body[1:]  # sans la docstring, qui dit laquelle c'est
            written.setdefault(f"juste {number}", []).append(("code", ast.unparse(right)))
    source = nbformat.read(ROOT / "solutions" / "devoir1" / "devoir1.ipynb", as_version=4)
    explained = [(cell.cell_type, cell.source) for cell in source.cells]
    assert len(written) > 2
    assert not alike(written, explained)
    copied = [(kind, re.sub(r"\bm\b", "nombre", text)) for kind, text in written["juste 1"]]
    assert students(alike(written | {"copie": copied}, explained)) == [("copie", "juste 1")]
