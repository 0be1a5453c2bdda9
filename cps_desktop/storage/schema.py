"""The workspace file's tables: the journal's (with migrations) and the projections (made again).

Journal tables begin with ``journal_`` and are changed only by the frozen functions below, one a
released change. Projection tables are named after the record kinds, one row a record, fit to be
read with Datasette; when their fingerprint differs they are dropped and built again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

# Read for what it declares: a file opened before the kinds are known would lose their tables.
import cps_desktop.domain.kinds  # noqa: F401
from cps_desktop.domain.faults import StorageFull, WorkspaceTooNew
from cps_desktop.domain.records import KINDS, Record, Shape, meanings
from cps_desktop.storage.driver import Connection, sqlite_utils_database

if TYPE_CHECKING:
    from sqlite_utils.db import Database

SCHEMA = 1
"""How many migrations this version knows; the file says its own in ``PRAGMA user_version``."""

PROJECTION = 2
"""Raised when the way projections are made changes without their columns changing."""

_JOURNAL_1 = """
CREATE TABLE journal_meta (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE journal_device (
    n INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, name TEXT NOT NULL DEFAULT '',
    standing TEXT NOT NULL DEFAULT 'met'
);
CREATE TABLE journal_site (
    n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, device INTEGER NOT NULL, nonce BLOB NOT NULL,
    sealed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE journal_word (n INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE journal_record (
    n INTEGER PRIMARY KEY, id BLOB NOT NULL, kind INTEGER NOT NULL, root BLOB NOT NULL,
    made INTEGER NOT NULL, UNIQUE (root, id, kind)
);
CREATE TABLE journal_change (
    site INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, record INTEGER NOT NULL,
    field INTEGER NOT NULL, value BLOB, sees BLOB, state INTEGER NOT NULL,
    PRIMARY KEY (site, seq)
) WITHOUT ROWID;
CREATE INDEX journal_change_record ON journal_change (record, state, field);
CREATE TABLE journal_segment (
    n INTEGER PRIMARY KEY, site INTEGER NOT NULL, ordinal INTEGER NOT NULL, root BLOB NOT NULL,
    seqs BLOB NOT NULL, previous BLOB NOT NULL, digest BLOB NOT NULL UNIQUE,
    commitments BLOB NOT NULL, seed BLOB, keys BLOB, signature BLOB NOT NULL
);
CREATE INDEX journal_segment_site ON journal_segment (site, ordinal);
CREATE INDEX journal_segment_root ON journal_segment (root);
CREATE TABLE journal_waiting (
    record INTEGER NOT NULL, field INTEGER NOT NULL, changes INTEGER NOT NULL,
    PRIMARY KEY (record, field)
) WITHOUT ROWID;
CREATE TABLE journal_handed (
    receiver BLOB NOT NULL, state TEXT NOT NULL, site BLOB NOT NULL, ranges BLOB NOT NULL,
    PRIMARY KEY (receiver, state, site)
) WITHOUT ROWID;
CREATE TABLE journal_bundle (
    n INTEGER PRIMARY KEY, id BLOB NOT NULL, way TEXT NOT NULL, at INTEGER NOT NULL,
    device BLOB, name TEXT NOT NULL, place TEXT NOT NULL, changes INTEGER NOT NULL,
    report TEXT NOT NULL
);
CREATE TABLE attachment_content (
    digest TEXT PRIMARY KEY, size INTEGER NOT NULL, content BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE this_laptop (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(
    words, kind UNINDEXED, record UNINDEXED, root UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
"""

_SQL_TYPES = {
    Shape.INTEGER: "INTEGER",
    Shape.PENCE: "INTEGER",
    Shape.MOMENT: "INTEGER",
    Shape.FLAG: "INTEGER",
}


def begin_journal(db: Database) -> None:
    """Migration 1: the journal as first released."""
    for statement in _JOURNAL_1.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("PRAGMA user_version = 1")


def migrate(connection: Connection, path: Path) -> None:
    """Bring the journal's tables up to this version; the file is copied first.

    Each migration raises ``user_version`` itself, in its own transaction. Raises
    :class:`WorkspaceTooNew` for a file of a newer version, which is left as it is.
    """
    version = version_of(connection)
    if version > SCHEMA:
        raise WorkspaceTooNew(
            "This workspace was written by a newer version of CPS Desktop. Nothing was changed. "
            "Update the program on this laptop, then open it again."
        )
    if version == SCHEMA:
        return
    if version:
        before = path.with_name(f"{path.name}.before-{version}-to-{SCHEMA}")
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy2(path, before)
        except OSError as error:
            before.unlink(missing_ok=True)
            raise StorageFull(
                "This workspace has to be brought up to this version, and there is no room for "
                "the copy that is made first. Nothing was changed. Free some space and try again."
            ) from error
    from sqlite_utils.migrations import Migrations

    steps = Migrations("journal")
    steps(name="begin_journal")(begin_journal)
    steps.apply(sqlite_utils_database(connection))


def version_of(connection: Connection) -> int:
    """Which version of the journal's tables a file has; 0 where it has none."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def columns_of(cls: type[Record]) -> list[tuple[str, str]]:
    """The columns of a kind's projection table, with their SQL types."""
    fixed = [
        ("n", "INTEGER PRIMARY KEY"),
        ("id", "TEXT NOT NULL"),
        ("root", "TEXT NOT NULL"),
        ("made", "INTEGER NOT NULL"),
        ("touched", "INTEGER NOT NULL"),
        ("deleted", "INTEGER NOT NULL"),
        ("newer", "INTEGER NOT NULL"),
        ("contested", "TEXT NOT NULL"),
    ]
    return fixed + [
        (name, _SQL_TYPES.get(meaning.shape, "TEXT")) for name, meaning in meanings(cls).items()
    ]


def fingerprint() -> str:
    """What the projections look like in this version, as a short digest."""
    shape = {
        name: [
            columns_of(cls),
            [[one.searched, one.settles] for one in meanings(cls).values()],
            [sorted(one.choices or ()) for one in meanings(cls).values()],
        ]
        for name, cls in sorted(KINDS.items())
    }
    text = json.dumps([PROJECTION, shape])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def projections_fit(connection: Connection) -> bool:
    """Whether the projection tables are those of this version."""
    row = connection.execute("SELECT value FROM journal_meta WHERE name = 'projections'").fetchone()
    return row is not None and row[0] == fingerprint()


def make_projection_tables(connection: Connection) -> None:
    """Drop all projections and make them anew, empty. Call inside a transaction."""
    row = connection.execute(
        "SELECT value FROM journal_meta WHERE name = 'projection tables'"
    ).fetchone()
    for name in json.loads(row[0]) if row else []:
        connection.execute(f'DROP TABLE IF EXISTS "{name}"')
    for name, cls in KINDS.items():
        columns = ", ".join(f'"{column}" {sql}' for column, sql in columns_of(cls))
        connection.execute(f'CREATE TABLE "{name}" ({columns})')
        connection.execute(f'CREATE INDEX "{name}_by_id" ON "{name}" (id)')
        # Few rows or none: what waits to be decided is found without looking at all the others.
        connection.execute(
            f'CREATE INDEX "{name}_contested" ON "{name}" (n) WHERE contested <> \'\''
        )
        for column, meaning in meanings(cls).items():
            if meaning.shape is Shape.REFERENCE and meaning.refers_to != "organisation":
                # A session's counts are read from the index alone: the home page opens with them.
                also = ", deleted, touched" if column == "session" else ""
                connection.execute(
                    f'CREATE INDEX "{name}_by_{column}" ON "{name}" ("{column}"{also})'
                )
    connection.execute("DELETE FROM search")
    connection.execute("DELETE FROM journal_waiting")
    remember = "INSERT OR REPLACE INTO journal_meta (name, value) VALUES (?, ?)"
    connection.execute(remember, ["projection tables", json.dumps(list(KINDS))])
    connection.execute(remember, ["projections", fingerprint()])


def prepare(connection: Connection, path: Path) -> bool:
    """Migrate, and say whether the projections fit.

    If not they are to be rebuilt: in one transaction, since tables that say they fit and are
    empty would hide everything.
    """
    migrate(connection, path)
    return projections_fit(connection)
