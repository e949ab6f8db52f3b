"""`mlcourse rassembler` : une classe comme elle vient de Moodle, rangée sans rien perdre ni rien croire."""

import errno
import io
import json
import os
import shutil
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from mlcourse.command import main
from mlcourse.grading.batch.batch import Batch
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.dates import read_date
from mlcourse.grading.gradebook.register import Register
from mlcourse.grading.intake import collect as module
from mlcourse.grading.intake import sources
from mlcourse.grading.intake.collect import Collection
from mlcourse.grading.intake.roster import read_roster
from mlcourse.grading.submission import reading
from mlcourse.grading.submission.rebuild import rebuild
from mlcourse.grading.submission.remarks import Remarks

from ..small_course import ASSIGNMENT, SmallCourse, filled

# Jusqu'à Moodle 4.0, un « _ » finit le nom du dossier ; ensuite, non.
ZOE, ELIE = "Zoé N'Guyen_1001_assignsubmission_file_", "Élie Le Goff_1002_assignsubmission_file"
MONDAY, TUESDAY = (2026, 11, 23, 14, 0, 0), (2026, 11, 24, 9, 0, 0)
BOMB = reading.MAX_FILE + 1
SHEET = (
    "Identifiant,Nom complet,Adresse de courriel,Groupe,Dernière modification (travail remis)\n"
    'Participant 1001,Zoé N\'Guyen,zoe@exemple.fr,A,"lundi 23 novembre 2026, 14:05"\n'
    "Participant 1002,Élie Le Goff,elie@exemple.fr,B,-\n"
    "Participant 1003,Ada Absente,ada@exemple.fr,B,-\n"
)


@pytest.fixture
def course(tmp_path):
    return SmallCourse(tmp_path)


def zipped(members, date=MONDAY):
    """Les octets d'une archive ; une clé est un nom, ou une entrée toute faite."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, date)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return content.getvalue()


def collect(course, members, roster=(), date=MONDAY):
    """Rassemble cette archive ; rend {étudiant: remarques} et la collection."""
    (course.root / "moodle.zip").write_bytes(zipped(members, date))
    collection = Collection(course.open(), ASSIGNMENT, roster)
    return dict(collection.take(course.root / "moodle.zip")), collection


def handed_in(course, student):
    """Ce qui est rangé pour un étudiant."""
    folder = course.root / "classe" / "submitted" / student / ASSIGNMENT
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def sheet(course, content=SHEET, encoding="utf-8-sig"):
    (course.root / "feuille.csv").write_bytes(content.encode(encoding))
    return course.root / "feuille.csv"


@pytest.mark.parametrize("name", [". Dupont", " .\u00a0. Dupont", "Dupont " + "x" * 92 + " Zoé"])
def test_folder_of_a_student_neither_begins_with_a_dot_nor_begins_or_ends_with_a_space(course, name):
    collect(course, {f"{name}_1001_assignsubmission_file/petit.ipynb": b"{}"})
    (folder,) = (course.root / "classe" / "submitted").iterdir()
    assert folder.name == folder.name.strip()
    assert folder.name.startswith("Dupont")


def test_each_folder_of_moodle_becomes_a_student_and_keeps_its_number(course):
    _, collection = collect(course, {f"{ZOE}/petit.ipynb": b"1", f"{ELIE}/Mon devoir (1).ipynb": b"2"})
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"1"}
    assert handed_in(course, "Élie Le Goff") == {"Mon devoir (1).ipynb": b"2"}
    kept = Register(collection.register.path).students
    assert [(each.number, each.folder) for each in kept.values()] == [("1001", ZOE), ("1002", ELIE)]


def test_flat_files_of_moodle_are_grouped_by_person(course):
    collect(course, {f"{ZOE}petit.ipynb": b"1", f"{ZOE}outils.ipynb": b"2"})
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"1", "outils.ipynb": b"2"}


def test_an_archive_unzipped_and_zipped_again_is_the_same(course):
    collect(course, {f"devoirs/{ZOE}/petit.ipynb": b"1"})
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"1"}


def test_a_folder_written_by_macos_is_read_by_its_true_name(course):
    folder = course.root / "copies"
    for name in ("Zoe\u0301/petit.ipynb", "Zoe\u0301/._petit.ipynb", "__MACOSX/Zoe\u0301/x", "Zoe\u0301/.DS_Store"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"1")
    told = dict(Collection(course.open(), ASSIGNMENT).take(folder))
    assert told.keys() == {"Zoé"}
    assert handed_in(course, "Zoé") == {"petit.ipynb": b"1"}


def test_two_notebooks_of_one_person_call_a_person_as_the_grading_will_and_a_helper_does_not(course):
    written, empty = (json.dumps(each).encode() for each in (filled(course.released()), course.released()))
    wanted, renamed, helper = "petit.ipynb", "petit (1).ipynb", "outils.ipynb"
    told, _ = collect(course, {f"{ZOE}/{renamed}": written, f"{ZOE}/{wanted}": filled_once(course)})
    (text,) = [text for text in told["Zoé N'Guyen"].texts if "plusieurs carnets" in text]
    assert "petit (1).ipynb » est noté (2 réponses), et non « petit.ipynb » (1)" in text.replace("\u00a0", " ")
    assert told["Zoé N'Guyen"].needs_person
    graded = rebuild(course.master(), {renamed: written, wanted: filled_once(course)}, "petit").remarks
    assert text in graded.texts
    assert graded.needs_person
    told, _ = collect(course, {f"{ELIE}/{wanted}": written, f"{ELIE}/brouillon.ipynb": empty})
    assert any("plusieurs carnets" in text for text in told["Élie Le Goff"].texts)
    assert not told["Élie Le Goff"].needs_person
    ours = json.dumps(new_notebook(cells=[new_code_cell("utile = 1")])).encode()
    ada = ZOE.replace("Zoé N'Guyen_1001", "Ada_1003")
    told, _ = collect(course, {f"{ada}/{wanted}": written, f"{ada}/{helper}": ours})
    assert not any("plusieurs carnets" in text for text in told["Ada"].texts)


def test_two_notebooks_call_a_person_too_when_the_subject_cannot_be_prepared(course):
    course.source.write_text("{")
    told, _ = collect(course, {f"{ZOE}/a.ipynb": b"1", f"{ZOE}/b.ipynb": b"2"})
    assert told["Zoé N'Guyen"].needs_person
    assert "plusieurs carnets dans la copie" in told["Zoé N'Guyen"].texts


def filled_once(course):
    """Une copie qui ne répond qu'à une question."""
    return json.dumps(filled(course.released(), question="")).encode()


def test_a_zip_in_the_zip_is_opened(course):
    collect(course, {f"{ZOE}/rendu.zip": zipped({"tp/petit.ipynb": b"1", "tp/figures/a.png": b"2"})})
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"1", "figures/a.png": b"2"}


@pytest.mark.parametrize("name", ["petit.ipynb.txt", "petit.json"])
def test_notebook_that_a_browser_renamed_is_one_and_a_text_beside_it_is_not(course, name):
    told, _ = collect(course, {f"{ZOE}/{name}": filled_once(course), f"{ZOE}/notes.txt": b"Un mot."})
    assert told["Zoé N'Guyen"] == Remarks((f"« {name} »", "avec « notes.txt »"))


def test_a_pdf_alone_is_kept_and_calls_a_person(course):
    told, _ = collect(course, {f"{ZOE}/rapport.pdf": b"%PDF"})
    assert told["Zoé N'Guyen"].needs_person
    assert "aucun carnet (.ipynb)" in told["Zoé N'Guyen"].texts
    assert handed_in(course, "Zoé N'Guyen") == {"rapport.pdf": b"%PDF"}


def test_name_that_a_page_would_take_for_markup_is_placed_without_it(course):
    told, _ = collect(course, {f"{ZOE.replace('Zoé', 'Zoé <img src=x onerror=alert(1)>')}/petit.ipynb": b"1"})
    assert told.keys() == {"Zoé -img src=x onerror=alert(1)- N'Guyen"}


def test_homonyms_stay_two_people(course):
    other = ZOE.replace("1001", "2002")
    told, _ = collect(course, {f"{ZOE}/petit.ipynb": b"1", f"{other}/petit.ipynb": b"2"})
    assert told.keys() == {"Zoé N'Guyen (1001)", "Zoé N'Guyen (2002)"}


def test_a_homonym_who_comes_later_does_not_take_the_first_ones_place(course):
    collect(course, {f"{ZOE}/petit.ipynb": b"1"})
    collect(course, {f"{ZOE.replace('1001', '2002')}/petit.ipynb": b"2"}, date=TUESDAY)
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"1"}
    assert handed_in(course, "Zoé N'Guyen (2002)") == {"petit.ipynb": b"2"}


def test_nobody_takes_the_place_of_a_homonym_whose_folder_has_their_name(course):
    names = {"Zoé_1": b"1", "Zoé_2": b"2", "Zoé (2)_9": b"9"}
    members = {f"{name}_assignsubmission_file/petit.ipynb": content for name, content in names.items()}
    for day in (MONDAY, TUESDAY):
        collect(course, members, date=day)
        kept = {student: handed_in(course, student)["petit.ipynb"] for student in course.open().students(ASSIGNMENT)}
        assert kept == {"Zoé (1)": b"1", "Zoé (2)": b"9", "Zoé (2) (2)": b"2"}


def test_a_later_copy_replaces_an_earlier_one_which_is_put_aside(course):
    collect(course, {f"{ZOE}/petit.ipynb": b"lundi"})
    collect(course, {f"{ZOE}/petit.ipynb": b"mardi"}, date=TUESDAY)
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"mardi"}
    assert [path.read_bytes() for path in course.root.glob("classe/remises/anciennes/*/*/1/petit.ipynb")] == [b"lundi"]


def test_copies_put_aside_keep_their_places_whichever_the_instructor_throws_away(course):
    for hour, words in enumerate((b"une", b"deux", b"trois")):
        collect(course, {f"{ZOE}/petit.ipynb": words}, date=(2026, 11, 23, 14 + hour, 0, 0))
    (aside,) = course.root.glob("classe/remises/anciennes/*/*")
    shutil.rmtree(aside / "1")
    collect(course, {f"{ZOE}/petit.ipynb": b"mardi"}, date=TUESDAY)
    kept = {path.parent.name: path.read_bytes() for path in aside.glob("*/petit.ipynb")}
    assert kept == {"2": b"deux", "3": b"trois"}
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"mardi"}


def test_an_earlier_copy_never_replaces_a_later_one(course):
    collect(course, {f"{ZOE}/petit.ipynb": b"mardi"}, date=TUESDAY)
    told, _ = collect(course, {f"{ZOE}/petit.ipynb": b"lundi"})
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"mardi"}
    assert told["Zoé N'Guyen"].needs_person


def test_a_copy_placed_by_hand_is_never_replaced(course):
    course.submit("Zoé N'Guyen", b"main")
    told, _ = collect(course, {f"{ZOE}/petit.ipynb": b"moodle"})
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"main"}
    assert told["Zoé N'Guyen"].needs_person


def test_copy_filed_by_a_command_interrupted_before_it_could_register_it_is_taken_for_its_own(course, monkeypatch):
    roster = read_roster(sheet(course))
    for content, day in ((b"1", MONDAY), (b"2", TUESDAY)):
        dated = [replace(roster[0], date=datetime(*day).astimezone(UTC))]
        with monkeypatch.context() as patch:
            patch.setattr(Register, "add", interrupted)
            with pytest.raises(KeyboardInterrupt):
                collect(course, {f"{ZOE}/petit.ipynb": content}, dated, day)
        told, collection = collect(course, {f"{ZOE}/petit.ipynb": content}, dated, day)
        assert told["Zoé N'Guyen"].texts[-1] == "déjà rangé"
        assert not told["Zoé N'Guyen"].needs_person
        assert handed_in(course, "Zoé N'Guyen")["petit.ipynb"] == content
        assert collection.register.students["Zoé N'Guyen"].moment == datetime(*day).astimezone(UTC)
    assert [path.read_bytes() for path in course.root.glob("classe/remises/anciennes/*/*/*/petit.ipynb")] == [b"1"]


def interrupted(register, received):
    raise KeyboardInterrupt


def test_the_same_archive_twice_changes_nothing(course):
    collect(course, {f"{ZOE}/petit.ipynb": b"1"})
    told, _ = collect(course, {f"{ZOE}/petit.ipynb": b"1"})
    assert "déjà rangé" in told["Zoé N'Guyen"].texts
    assert not told["Zoé N'Guyen"].needs_person


def test_folder_renamed_by_hand_keeps_its_number_and_does_not_come_twice(course):
    members = {f"{ZOE}/petit.ipynb": b"1", f"{ELIE}/petit.ipynb": b"2"}
    roster = read_roster(sheet(course))
    _, before = collect(course, members, roster)
    (course.root / "classe" / "submitted" / "Zoé N'Guyen").rename(course.root / "classe" / "submitted" / "Zoé")
    told, collection = collect(course, members, roster)
    assert told.keys() == {"Zoé", "Élie Le Goff"}
    assert course.open().students(ASSIGNMENT) == ["Élie Le Goff", "Zoé"]
    assert collection.register.students.keys() == {"Zoé", "Élie Le Goff"}
    received, old = collection.register.students["Zoé"], before.register.students["Zoé N'Guyen"]
    assert (received.number, received.folder, received.date) == ("1001", ZOE, old.date)


def test_folder_whose_new_name_is_not_utf_8_keeps_no_hand_in_from_its_place(course):
    collect(course, {f"{ZOE}/petit.ipynb": b"1"})
    folder = course.root / "classe" / "submitted" / "Zoé N'Guyen"
    folder.rename(folder.with_name(os.fsdecode(b"Zo\xe9")))
    told, collection = collect(course, {f"{ZOE}/petit.ipynb": b"1", f"{ELIE}/petit.ipynb": b"2"})
    assert told.keys() == collection.register.students.keys() == {"Zoé N'Guyen", "Élie Le Goff"}


def test_folders_renamed_that_hold_the_same_are_not_taken_one_for_the_other(course):
    members = {f"{ZOE}/petit.ipynb": b"1", f"{ELIE}/petit.ipynb": b"1"}
    collect(course, members)
    for old, new in (("Zoé N'Guyen", "a"), ("Élie Le Goff", "b")):
        (course.root / "classe" / "submitted" / old).rename(course.root / "classe" / "submitted" / new)
    _, collection = collect(course, members)
    assert collection.register.students.keys() == {"Zoé N'Guyen", "Élie Le Goff"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_sheet_gives_mail_group_date_and_who_is_missing(course, encoding):
    course.open()  # ses réglages disent le fuseau où se lisent les heures
    roster = read_roster(sheet(course, encoding=encoding))
    members = {f"A-{ZOE}/petit.ipynb": b"1", f"A-{ZOE}/timestamp.txt": b"2020-01-01", f"{ELIE}/petit.ipynb": b"2"}
    told, collection = collect(course, members, roster)
    zoe = collection.register.students["Zoé N'Guyen"]
    assert (zoe.email, zoe.group) == ("zoe@exemple.fr", "A")
    date = read_date(course.open().coursedir, course.open().submitted_folder("Zoé N'Guyen", ASSIGNMENT))
    assert date == datetime(2026, 11, 23, 14, 5).astimezone(UTC).replace(tzinfo=None)
    assert any("n'est pas repris" in text for text in told["Zoé N'Guyen"].texts)
    assert [line.name for line in collection.missing()] == ["Ada Absente"]
    _, again = collect(course, members)  # sans la feuille, cette fois
    assert again.register.students["Zoé N'Guyen"] == zoe


def test_a_sheet_made_by_hand_with_semicolons_is_enough(course):
    roster = read_roster(sheet(course, "Prénom;Nom;Groupe\nZoé;N'Guyen;A\nAda;Absente;B\n"))
    _, collection = collect(course, {f"{ZOE}/petit.ipynb": b"1"}, roster)
    assert collection.register.students["Zoé N'Guyen"].group == "A"
    assert [line.name for line in collection.missing()] == ["Ada Absente"]


def test_a_sheet_without_names_is_refused(course):
    with pytest.raises(GradingError, match="Nom complet"):
        read_roster(sheet(course, "Note;Points\n3;4\n"))


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
@pytest.mark.parametrize("header", ["Prénom;Nom;Groupe", "Nom complet;Courriel;Groupe"])
@pytest.mark.parametrize("name", ["Kévin;ROCHE", "Hélène;D'AMBRE", "René;MÜLLER", "ÉLÉONORE;NOËL"])
def test_a_sheet_in_another_alphabet_is_refused_rather_than_read_awry(course, encoding, header, name):
    with pytest.raises(GradingError, match="enregistrez-la en CSV UTF-8"):
        read_roster(sheet(course, f"{header}\n{name};A\n", encoding))


@pytest.mark.parametrize("name", ["Žofia;ŠVEC", "Tomáš;DUŠAN", "Cœline;L’HÉRITIER"])
def test_names_that_windows_writes_are_taken_as_they_are(course, name):
    content = f"Prénom;Nom;Commentaires\n{name};• à revoir…\n"
    (student,) = read_roster(sheet(course, content, "cp1252"))
    assert student.name == name.replace(";", " ")


def link(name):
    info = zipfile.ZipInfo(name, MONDAY)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("../../dehors.ipynb", b"x"),
        ("a/../../../dehors.ipynb", b"x"),
        ("a\\..\\..\\dehors.ipynb", b"x"),
        (link(f"{ZOE}/lien.ipynb"), b"/etc/passwd"),
        ("gros.bin", bytes(BOMB)),
        ("bombe.zip", zipped({"gros.bin": bytes(BOMB)})),
        ("profond.zip", zipped({"a.zip": zipped({"b.zip": zipped({"c.txt": b"x"})})})),
        ("abime.zip", b"PK\3\4 rien"),
        ("a/" * 20 + "x", b"x"),
    ],
    ids=["remonte", "remonte plus loin", "barres de Windows", "lien", "gros", "bombe", "profond", "abîmé", "emboîté"],
)
def test_what_a_copy_may_not_hold_is_refused_and_told(course, member, content):
    name = member if isinstance(member, zipfile.ZipInfo) else f"{ZOE}/{member}"
    told, _ = collect(course, {f"{ZOE}/petit.ipynb": b"1", name: content})
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"1"}
    assert told["Zoé N'Guyen"].needs_person
    assert not [*course.root.parent.rglob("*dehors*")]


def test_an_absolute_name_goes_nowhere(course):
    told, _ = collect(course, {f"{ZOE}/petit.ipynb": b"1", "/dehors/petit.ipynb": b"x", "C:/dehors/x": b"x"})
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"1"}
    assert all(told[student].needs_person for student in told.keys() - {"Zoé N'Guyen"})


def test_a_protected_file_is_told(course):
    content = bytearray(zipped({f"{ZOE}/petit.ipynb": b"1"}))
    content[content.rindex(b"PK\1\2") + 8] |= 1
    (course.root / "moodle.zip").write_bytes(content)
    told = dict(Collection(course.open(), ASSIGNMENT).take(course.root / "moodle.zip"))
    assert any("mot de passe" in text for text in told["Zoé N'Guyen"].texts)


def test_a_link_in_a_folder_is_not_followed(course):
    folder = course.root / "copies" / "Zoé"
    folder.mkdir(parents=True)
    (folder / "petit.ipynb").write_bytes(b"1")
    os.symlink("/etc/passwd", folder / "lien.txt")
    os.symlink("/etc", folder / "dossier")
    told = dict(Collection(course.open(), ASSIGNMENT).take(folder.parent))
    assert handed_in(course, "Zoé") == {"petit.ipynb": b"1"}
    assert told["Zoé"].needs_person


@pytest.fixture
def closed(monkeypatch):
    """De quoi interdire de lire un dossier ou un fichier, fût-ce à qui tout est permis."""
    places = set()

    def refusing(act):
        def refused(path=".", *rest, **options):
            if str(path) in places:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return act(path, *rest, **options)

        return refused

    for name in ("scandir", "open", "lstat"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    return places


@pytest.mark.parametrize("place", ["Zoé", "Zoé/annexe", "Zoé/annexe/notes.txt"])
def test_what_may_not_be_read_in_a_folder_is_told_and_waits(course, closed, place):
    folder = course.root / "copies" / "Zoé"
    (folder / "annexe").mkdir(parents=True)
    (folder / "petit.ipynb").write_bytes(b"1")
    (folder / "annexe" / "notes.txt").write_bytes(b"2")
    for content in (b"1", b"2", b"3"):
        closed.add(str(folder.parent / place))
        there = course.open().handed_in(ASSIGNMENT) and handed_in(course, "Zoé")
        told = dict(Collection(course.open(), ASSIGNMENT).take(folder.parent))
        assert any("l'accès en est refusé" in text for text in told["Zoé"].texts)
        assert told["Zoé"].needs_person
        assert (course.open().handed_in(ASSIGNMENT) and handed_in(course, "Zoé")) == there
        closed.clear()
        (folder / "petit.ipynb").write_bytes(content)
        later = 1_900_000_000 + int(content)
        os.utime(folder / "petit.ipynb", (later, later))
        dict(Collection(course.open(), ASSIGNMENT).take(folder.parent))
        assert handed_in(course, "Zoé")["petit.ipynb"] == content


@pytest.mark.parametrize("name", ["../ailleurs.txt", "a/../../ailleurs.txt", "/ailleurs.txt"])
def test_file_that_would_leave_its_folder_is_not_written(course, monkeypatch, name):
    monkeypatch.setattr(module, "unpack", lambda entries: reading.Reading({"petit.ipynb": b"1", name: b"x"}))
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": b"1"}))
    told = dict(Collection(course.open(), ASSIGNMENT).take(course.root / "moodle.zip"))
    assert any("sortirait de son dossier" in text for text in told["Zoé N'Guyen"].texts)
    assert not [*course.root.rglob("ailleurs.txt")]


def test_folder_that_may_not_be_read_is_refused_in_a_sentence(course, closed):
    folder = course.root / "copies"
    folder.mkdir()
    closed.add(str(folder))
    with pytest.raises(GradingError, match="ne s'ouvre pas\xa0: l'accès en est refusé"):
        dict(Collection(course.open(), ASSIGNMENT).take(folder))


def test_too_many_files_leave_the_notebooks_in(course):
    members = {f"{ZOE}/a{i}.txt": b"" for i in range(reading.MAX_FILES + 5)} | {f"{ZOE}/z.ipynb": b"1"}
    told, _ = collect(course, members)
    assert len(handed_in(course, "Zoé N'Guyen")) == reading.MAX_FILES
    assert "z.ipynb" in handed_in(course, "Zoé N'Guyen")
    assert told["Zoé N'Guyen"].needs_person


def test_crowd_in_one_hand_in_takes_no_other_away_and_leaves_its_notebook_in(course, monkeypatch, capsys):
    crowd = {f"{ELIE}/venv/{number}.py": b"" for number in range(reading.MAX_ENTRIES + 1)}
    members = crowd | {f"{ELIE}/petit.ipynb": b"2", f"{ZOE}/petit.ipynb": b"1"}
    (course.root / "moodle.zip").write_bytes(zipped(members))
    monkeypatch.chdir(course.root)
    assert main(["rassembler", ASSIGNMENT, "moodle.zip", "--liste", str(sheet(course))]) == 1
    assert handed_in(course, "Zoé N'Guyen")["petit.ipynb"] == b"1"
    assert handed_in(course, "Élie Le Goff")["petit.ipynb"] == b"2"
    assert "rien rendu\xa0: Ada Absente." in capsys.readouterr().out


@pytest.mark.parametrize("form", ["archive", "dossier"])
def test_more_files_than_a_class_may_have_are_refused_before_any_is_filed(course, form, monkeypatch, capsys):
    monkeypatch.setattr(sources, "MAX_ARRIVED", 4)
    crowd = {f"{ELIE}/venv/{number}.py": b"" for number in range(4)}
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": b"1"} | crowd))
    with zipfile.ZipFile(course.root / "moodle.zip") as archive:
        archive.extractall(course.root / "moodle")
    monkeypatch.chdir(course.root)
    assert main(["rassembler", ASSIGNMENT, "moodle.zip" if form == "archive" else "moodle"]) == 2
    assert "Élie Le Goff_1002_assignsubmission_file/venv" in capsys.readouterr().err
    assert not (course.root / "classe" / "submitted").exists()
    monkeypatch.setattr(sources, "MAX_ARRIVED", 5)
    assert main(["rassembler", ASSIGNMENT, "moodle.zip" if form == "archive" else "moodle"]) == 1
    assert handed_in(course, "Zoé N'Guyen") == {"petit.ipynb": b"1"}


def test_the_command_says_who_came_who_did_not_and_what_belongs_to_nobody(course, monkeypatch, capsys):
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": b"1", "perdu.ipynb": b"2"}))
    monkeypatch.chdir(course.root)
    assert main(["rassembler", ASSIGNMENT, "moodle.zip", "--liste", str(sheet(course))]) == 1
    shown = capsys.readouterr().out
    for clue in ("Zoé N'Guyen", "petit.ipynb", "perdu.ipynb", "Élie Le Goff, Ada Absente"):
        assert clue.replace("'", "’") in shown.replace("'", "’")


def test_second_command_at_once_is_refused_and_the_first_files_every_copy(course, monkeypatch, capsys):
    (course.root / "moodle.zip").write_bytes(zipped({f"{ZOE}/petit.ipynb": b"1", f"{ELIE}/petit.ipynb": b"2"}))
    monkeypatch.chdir(course.root)
    command, plain, second = ["rassembler", ASSIGNMENT, "moodle.zip"], Collection._place, []

    def place(*arguments):
        monkeypatch.setattr(Collection, "_place", plain)
        second.append(main(command))
        return plain(*arguments)

    monkeypatch.setattr(Collection, "_place", place)
    main(command)
    assert second == [2]
    assert "déjà à l'œuvre sur petit" in capsys.readouterr().err
    assert (handed_in(course, "Zoé N'Guyen"), handed_in(course, "Élie Le Goff")) == (
        {"petit.ipynb": b"1"},
        {"petit.ipynb": b"2"},
    )
    with Batch(course.open(), ASSIGNMENT):
        assert main(command) == 2


def test_what_is_no_archive_is_refused_in_a_sentence(course, monkeypatch, capsys):
    (course.root / "faux.zip").write_bytes(b"rien")
    monkeypatch.chdir(course.root)
    assert main(["rassembler", ASSIGNMENT, "faux.zip"]) == 2
    assert "archive zip" in capsys.readouterr().err


def test_hand_in_that_cannot_be_opened_keeps_no_other_from_its_place(course, monkeypatch):
    plain = module.unpack

    def fail_for_one(entries):
        if entries[0].parts == ("a.txt",):
            raise IndexError("un incident")
        return plain(entries)

    monkeypatch.setattr(module, "unpack", fail_for_one)
    told, _ = collect(course, {f"{ZOE}/a.txt": b"", f"{ELIE}/{ASSIGNMENT}.ipynb": b"{}"})
    assert told["Zoé N'Guyen"].needs_person
    assert "IndexError" in " ".join(told["Zoé N'Guyen"].texts)
    assert handed_in(course, "Élie Le Goff")
