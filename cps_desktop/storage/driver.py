"""The single door to SQLCipher: connections, and sqlite-utils over the same driver.

sqlite-utils catches ``sqlite3`` exceptions by class, so it must find sqlite3's names in the driver
we really use. It looks for a module called ``pysqlite3`` first; we put SQLCipher there before
sqlite-utils is imported, and check that it took. sqlite-utils itself is imported only when tables
are made or migrated: it costs a good part of the start otherwise.
"""

from __future__ import annotations

import functools
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import chain, islice
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from sqlcipher3 import dbapi2

from cps_desktop.domain.faults import (
    CannotUnlock,
    Fault,
    InputRefused,
    StorageFull,
    WorkspaceDamaged,
    WorkspaceInUse,
)

if TYPE_CHECKING:
    from sqlite_utils.db import Database

P = ParamSpec("P")
T = TypeVar("T")

Connection = Any
"""A ``sqlcipher3.dbapi2.Connection``; the driver carries no types of its own."""

DriverError: type[Exception] = dbapi2.Error


class _OwnConnection(dbapi2.Connection):  # type: ignore[misc]
    """Knows what goes around the beginning of a transaction that writes."""

    way: Callable[[], AbstractContextManager[None]] = nullcontext


BUSY_MS = 10_000
CACHE_KIB = 16 * 1024
IMPORT_CACHE_KIB = 32 * 1024
"""While many changes come in: fewer pages are encrypted more than once."""
LOG_PAGES = 4_000
"""Pages in the log (16 MB) before SQLite puts them into the file, which somebody's edit waits for.
What is in the log is on the disk already; putting it away seldom also writes each page less often.
"""


ROOM_NEEDED = 64 * 1024
"""Bytes SQLite takes beside an open file, even to read it."""
NO_ROOM = (
    "There is no room left on this laptop. What was saved before is safe. "
    "Free some space and try again."
)
DAMAGED = "The workspace file is damaged. Nothing was changed. Restore the latest backup."


def _stand_in_for_pysqlite3() -> None:
    if "sqlite_utils" in sys.modules and sys.modules.get("pysqlite3") is None:
        raise RuntimeError("sqlite_utils was imported before the SQLCipher driver was put in place")
    package = ModuleType("pysqlite3")
    for name in dir(dbapi2):
        if not name.startswith("__"):
            setattr(package, name, getattr(dbapi2, name))
    package.dbapi2 = dbapi2  # type: ignore[attr-defined]
    sys.modules.setdefault("pysqlite3", package)
    sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)


_stand_in_for_pysqlite3()


def sqlite_utils_database(connection: Connection) -> Database:
    """sqlite-utils over an open connection, with its idea of an error checked to be ours."""
    import sqlite_utils.db
    import sqlite_utils.utils

    if sqlite_utils.utils.OperationalError is not dbapi2.OperationalError:
        raise RuntimeError("sqlite_utils does not use the SQLCipher driver")
    return sqlite_utils.db.Database(connection)


def connect(
    path: Path, key: bytes, *, read_only: bool = False, must_exist: bool = False
) -> Connection:
    """Open an encrypted database with its 32 raw key bytes.

    WAL and FULL: a committed edit survives the battery. Raises CannotUnlock when the key does not
    fit (or the file is no database; the two look the same from here).
    """
    if len(key) != 32:
        raise ValueError("a workspace key has 32 bytes")
    # Read only is a file nobody writes to: nothing is left beside it on a stick.
    mode = "ro&immutable=1" if read_only else "rw" if must_exist else "rwc"
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    try:
        connection = dbapi2.connect(
            uri,
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
            factory=_OwnConnection,
        )
    except dbapi2.Error as error:
        raise fault_from(error) from error
    try:
        # What is wrong is said by us, in a sentence; SQLCipher would write to stderr as well.
        connection.execute("PRAGMA cipher_log_level = NONE").fetchone()
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA temp_store = MEMORY")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}").fetchone()
            connection.execute("PRAGMA secure_delete = ON").fetchone()
    except dbapi2.Error as error:
        connection.close()
        if "not a database" in str(error):
            raise CannotUnlock(
                "This workspace cannot be opened with this key. Nothing was changed."
            ) from error
        if _no_room(path):
            raise StorageFull(NO_ROOM) from error
        raise fault_from(error) from error
    return connection


def _no_room(path: Path) -> bool:
    """Whether the disk is so full that not even what SQLite needs beside its file finds room."""
    try:
        return shutil.disk_usage(path.parent).free < ROOM_NEEDED
    except OSError:
        return False


def fault_from(error: Exception) -> Fault:
    """The plain sentence for an error of the database that is not our own mistake."""
    text = str(error)
    if "disk is full" in text or "database or disk is full" in text:
        return StorageFull(NO_ROOM)
    if "readonly" in text or "read-only" in text:
        return StorageFull(
            "This folder can only be read, not written to. Nothing was changed. "
            "Choose another folder, or allow writing to it."
        )
    if "locked" in text or "busy" in text:
        return WorkspaceInUse("Another program is using this workspace. Nothing was changed.")
    if "unable to open" in text:
        return InputRefused(
            "The workspace file cannot be opened here. Nothing was changed. "
            "Check that the folder is there and that you may write to it."
        )
    if "disk I/O" in text:
        return StorageFull(
            "The disk did not take or give what was asked of it. What was saved before is safe. "
            "Nothing was changed. Check that there is room and that the drive is still there."
        )
    if "malformed" in text or "not a database" in text or "vtable constructor" in text:
        return WorkspaceDamaged(DAMAGED)
    return InputRefused(f"The workspace file could not be used ({text}). Nothing was changed.")


def in_words(read: Callable[P, T]) -> Callable[P, T]:
    """What reads a damaged or unplugged file says so in a sentence, not in the driver's words."""

    @functools.wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(*args, **kwargs)
        except (dbapi2.OperationalError, dbapi2.DatabaseError) as error:
            if isinstance(error, dbapi2.ProgrammingError | dbapi2.IntegrityError):
                raise
            raise fault_from(error) from error

    return reading


ROWS_TOGETHER = 32
"""Rows that one execution of a statement inserts: beginning and ending it costs half a row."""


@functools.cache
def _together(insert: str, row: str) -> str:
    return f"{insert} VALUES {', '.join([row] * ROWS_TOGETHER)}"


def insert_rows(
    connection: Connection, insert: str, row: str, rows: Sequence[Sequence[object]]
) -> int:
    """Insert many rows; returns how many were inserted.

    ``insert`` is all of the statement before VALUES, ``row`` what stands for one row, such as
    ``(?, ?)``. For every None and every bytes the driver looks in vain for a way to adapt it, which
    takes longer than to write the row; a bytearray and a number it takes as they are. Where speed
    matters give a bytearray for bytes, and 0 for None with ``nullif(?, 0)`` in the row.
    """
    whole = len(rows) // ROWS_TOGETHER * ROWS_TOGETHER
    inserted = 0
    if whole:
        size = ROWS_TOGETHER * len(rows[0])
        flat = list(chain.from_iterable(islice(rows, whole)))
        inserted += connection.executemany(
            _together(insert, row),
            [flat[start : start + size] for start in range(0, len(flat), size)],
        ).rowcount
    if whole < len(rows):
        inserted += connection.executemany(f"{insert} VALUES {row}", rows[whole:]).rowcount
    return inserted


@contextmanager
def larger_cache(connection: Connection) -> Iterator[None]:
    """More memory for the pages of a large transaction, given back at its end."""
    connection.execute(f"PRAGMA cache_size = -{IMPORT_CACHE_KIB}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


@contextmanager
def atomic(connection: Connection) -> Iterator[None]:
    """All or nothing: commit at the end, or roll back and raise. Faults come out as sentences."""
    if connection.in_transaction:
        yield
        return
    try:
        with connection.way():
            connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, dbapi2.OperationalError | dbapi2.DatabaseError) and not isinstance(
            error, dbapi2.ProgrammingError | dbapi2.IntegrityError
        ):
            raise fault_from(error) from error
        raise
