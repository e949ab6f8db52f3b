"""Les notes d'une classe, pour un tableur : un CSV qu'un tableur français ouvre tel quel, un classeur xlsx."""

import io
from decimal import Decimal

import xlsxwriter

from mlcourse.french import exact, lasting, short
from mlcourse.grading.intake.table import write_table
from mlcourse.grading.submission.inert import inert_field

EMPTY = ""


def rows(standings, marking):
    """L'en-tête, puis une ligne par étudiant ; un nombre y est un nombre, tout le reste est du texte."""
    exercises = [f"{name or 'Points'} / {short(points, 3)}" for name, points in standings.exercises.items()]
    mark = f"Note sur {short(marking.out_of, 3)}"
    yield ["Nom", "Identifiant", "Courriel", "Groupe", mark, "État", "Retard", "Points ôtés", *exercises]
    for each in standings.students:
        known = each.score is not None
        yield [each.student, each.line.number, each.line.email, each.line.group,
               marking.mark(each.score, standings.total) if known else EMPTY,
               each.told, lasting(each.late) if each.late else EMPTY,
               exact(each.penalty) if each.penalty else EMPTY,
               *(exact(each.points[name]) if name in each.points else EMPTY
                 for name in standings.exercises)]  # fmt: skip


def as_csv(table):
    """Le tableau d'un tableur français : points-virgules, virgules décimales, et aucune formule."""
    lines = [[_french(cell) if isinstance(cell, Decimal) else inert_field(cell) for cell in row] for row in table]
    return write_table(lines, ";", marked=True)


def _french(number):
    return format(number.normalize(), "f").replace(".", ",")


def as_xlsx(table):
    """Le même, en classeur."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Notes")
        bold = book.add_format({"bold": True, "text_wrap": True})
        for rank, row in enumerate(table):
            for place, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(rank, place, float(cell))
                elif cell:
                    sheet.write_string(rank, place, cell, *([bold] if rank == 0 else []))
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 4, 14)
        sheet.set_column(5, 5, 24)
    return content.getvalue()
