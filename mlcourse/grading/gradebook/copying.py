"""Recopier un carnet de notes dans un autre, l'un dans un fichier, l'autre sur un serveur ; et le mettre à niveau."""

import contextlib
import subprocess
import sys
import tempfile
from pathlib import Path

from nbgrader.api import Base
from nbgrader.dbutil import write_alembic_ini
from sqlalchemy import Column, MetaData, String, Table, create_engine, insert, inspect, select

from mlcourse.grading.gradebook.provenance import COPIES

VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
TABLES = (VERSION, *Base.metadata.sorted_tables)  # une table après celles qu'elle cite
_STEADY = {"postgresql": "REPEATABLE READ"}  # ce qu'on lit est d'un seul instant, quoi qu'un autre écrive


@contextlib.contextmanager
def engine(url):
    """De quoi parler à une base, le temps de le faire."""
    found = create_engine(url)
    try:
        yield found
    finally:
        found.dispose()


def copy_rows(source, target):
    """Met dans un carnet, à la place de ce qu'il contient, ce que contient un autre : tout d'un coup, ou rien."""
    with engine(source) as ours, engine(target) as theirs:
        level = _STEADY.get(ours.dialect.name)
        reading = ours.execution_options(isolation_level=level) if level else ours
        with reading.connect() as read, theirs.begin() as write:
            COPIES.create(write, checkfirst=True)
            empty(write)
            for table in _held(read):
                rows = read.execute(select(table).order_by(*table.primary_key)).mappings().all()
                if rows:
                    write.execute(insert(table), [dict(row) for row in rows])


def empty(connection, kept=()):
    """Vide un carnet de notes, sauf les tables `kept`."""
    for table in reversed(_held(connection)):
        if table not in kept:
            connection.execute(table.delete())


def _held(connection):
    """Les tables de ce carnet : celui d'avant n'a pas encore la nôtre."""
    names = inspect(connection).get_table_names()
    return [table for table in TABLES if table.name in names]


def upgrade(path):
    """Met à niveau le carnet d'un nbgrader plus ancien ; lève `CalledProcessError` s'il n'y a pas moyen."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "alembic.ini"
        write_alembic_ini(str(settings), f"sqlite:///{path}")
        command = [sys.executable, "-m", "alembic", "-c", str(settings), "upgrade", "head"]
        subprocess.run(command, check=True, capture_output=True)
