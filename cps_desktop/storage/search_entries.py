"""What search holds: one entry a record, made from its row of the projections."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cps_desktop.storage.driver import Connection
from cps_desktop.storage.kind_tables import INTO_SEARCH, Column, KindTable

_PIECE = 20_000


class SearchEntries:
    """Puts records of one open workspace into search, and takes them out of it."""

    def __init__(self, connection: Connection, tables: Mapping[str, KindTable]) -> None:
        self._connection = connection
        self._tables = tables

    def add_new(self, last: int, kinds: Collection[str] | None = None) -> None:
        """Put the records numbered after ``last`` into search, which holds none of them yet;
        ``kinds`` says of which kinds there are any."""
        tables = [self._tables[one] for one in (self._tables if kinds is None else kinds)]
        of_kinds = [
            f"{one.searched_rows} AND n > :after AND n <= :last" for one in tables if one.searched
        ]
        if not of_kinds:
            return
        # In the order of their numbers, whatever their kind: the index is written in few large
        # pieces then, not in many small ones that are to be joined again.
        adding = f"{INTO_SEARCH} {' UNION ALL '.join(of_kinds)} ORDER BY n"
        end = self._connection.execute("SELECT max(n) FROM journal_record").fetchone()[0] or 0
        for start in range(last, end, _PIECE):
            self._connection.execute(adding, {"after": start, "last": start + _PIECE})

    def make_again(self, rows: Mapping[str, Sequence[list[Column]]]) -> None:
        """Let search hold what these rows say, by kind; a row begins with its record's number."""
        for kind, some in rows.items():
            table = self._tables[kind]
            if table.searched:
                numbers = [row[:1] for row in some]
                self._connection.executemany("DELETE FROM search WHERE rowid = ?", numbers)
                self._connection.executemany(f"{table.search} AND n = ?", numbers)

    def take_out(self, record: int) -> None:
        """Let search hold nothing of a record, by its number here."""
        self._connection.execute("DELETE FROM search WHERE rowid = ?", [record])
