"""Projections: one row a record, made from the journal, and made again whenever need be.

Both ways in, one record after an edit and thousands during an import or rebuild, end in the same
function :meth:`Projector.row`, so that what is live and what is rebuilt cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from cps_desktop.domain.clock import GREATEST, milliseconds
from cps_desktop.domain.identity import ChangeId
from cps_desktop.domain.records import (
    DELETED,
    KINDS,
    Settling,
)
from cps_desktop.domain.registers import FieldChange, is_contested, ranked
from cps_desktop.domain.rulings import LASTING, InEffect, RecordKey
from cps_desktop.domain.values import NOTHING
from cps_desktop.storage.counting import CountingRoots
from cps_desktop.storage.driver import Connection, insert_rows
from cps_desktop.storage.in_effect import KnownInEffect
from cps_desktop.storage.journal_numbers import JournalNumbers
from cps_desktop.storage.kind_tables import Column, KindTable, ToColumn, Unfit, unknown
from cps_desktop.storage.open_holes import open_segments
from cps_desktop.storage.register_states import RegisterStates
from cps_desktop.storage.search_entries import SearchEntries

Rows = dict[str, list[list[Column]]]
"""Projection rows by kind."""

_decode = msgspec.msgpack.Decoder().decode
_PIECE = 20_000
_NEWER = 6
"""Where a projection row says that something in it is of a newer version."""


class Shown(NamedTuple):
    """What a record's registers come to: the shown value of each field, and what is contested.

    ``touched`` is the latest of its heads, in milliseconds since 1970.
    """

    values: dict[int, bytes]
    touched: int
    deleted: bool
    contested: frozenset[int]


class InJournal(Protocol):
    """What a record's row in the journal says of it, as in :class:`Filed`."""

    @property
    def n(self) -> int: ...

    @property
    def identity(self) -> bytes: ...

    @property
    def root(self) -> bytes: ...

    @property
    def made(self) -> int: ...


class Filed(NamedTuple):
    """A record's row in the journal: its number here, identity, root and first clock reading."""

    n: int
    identity: bytes
    root: bytes
    made: int


class Projector:
    """Makes projection rows and search entries from the journal of one open workspace."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.tables = {name: KindTable(cls) for name, cls in KINDS.items()}
        self.search = SearchEntries(connection, self.tables)
        self.roots = CountingRoots(connection)
        numbers = self._numbers = JournalNumbers(connection)
        self.word, self.number = numbers.word, numbers.number
        self.known_number = numbers.known_number
        self.site, self.site_number = numbers.site, numbers.site_number
        self._ruled = KnownInEffect(connection)
        states = RegisterStates(connection, numbers, self._ruled)
        self.changes_of, self.heads_of = states.changes_of, states.heads_of
        self.settling, self.seen = states.settling, states.seen
        self.found_states, self.settle_states = states.found_states, states.settle_states
        self._places: dict[str, dict[int, tuple[int, ToColumn]]] = {}
        self._open: bool | None = None
        self._version = 0

    @property
    def ruled(self) -> InEffect:
        """What is erased here and whose changes do not count."""
        return self._ruled.now()

    def notice_others(self) -> None:
        """Forget what was remembered where another connection has written since the last look.

        For the beginning of whatever writes: a person may be erased beside the window, and what
        the window writes next must know it.
        """
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._version = version
            self.forget()

    def forget(self) -> None:
        """Drop what was remembered of words and sites (after a rollback or another writer)."""
        self._numbers.forget()
        self._places.clear()
        self._ruled.forget()
        self._open = None
        self.roots.look_again()

    def filed(self, kind: str, identity: bytes, root: bytes) -> Filed | None:
        """A record's row in the journal.

        A record is known by all three. Ours never share an identity; a stranger's bundle that
        gives one of ours another kind or root makes a record of its own beside it, the same on
        every laptop, and takes nothing over.
        """
        row = self._connection.execute(
            "SELECT n, made FROM journal_record WHERE root = ? AND id = ?"
            " AND kind = (SELECT n FROM journal_word WHERE word = ?)",
            [root, identity, kind],
        ).fetchone()
        return None if row is None else Filed(row[0], identity, root, row[1])

    def shown(self, record: int) -> Shown:
        """What a record comes to now."""
        return self.shown_by(self.heads_of(record))

    def shown_by(self, heads_of: Mapping[int, Sequence[FieldChange]]) -> Shown:
        """What the heads of a record's registers come to, each field's shown one first."""
        values: dict[int, bytes] = {}
        contested: set[int] = set()
        heads: set[ChangeId] = set()
        deletions: Sequence[FieldChange] = ()
        deletion_field = self.number(DELETED)
        last = 0
        for field, heads_here in heads_of.items():
            rule = self.settling(field)
            some = heads_here if len(heads_here) == 1 else ranked(heads_here, rule)
            last = max(last, *(head.time for head in some))
            if field == deletion_field:
                deletions = some
                continue
            values[field] = some[0].value
            heads.update(head.id for head in some)
            if len(some) > 1 and rule is Settling.ASKED and is_contested(some):
                contested.add(field)
        deleted, disputed = _deletion(deletions, heads)
        if disputed:
            contested.add(deletion_field)
        return Shown(values, milliseconds(min(last, GREATEST)), deleted, frozenset(contested))

    def shows(self, kind: str, identity: bytes, root: bytes, record: int) -> bool:
        """Whether a record (by its number here, too) is shown at all: of a kind known here, not
        erased nor still to come back, and a session, person or organisation only as its own root.
        Where nothing that is filed with a root counts, since its laptop was revoked, nothing of it
        is shown; but for papers and rulings, which are judged by themselves. What is not shown is
        kept and handed on."""
        table = self.tables.get(kind)
        if table is None or (table.cls.IS_ROOT and identity != root):
            return False
        gone = self.ruled.erased.records
        if gone and RecordKey(root, identity, kind) in gone:
            return False
        if self.ruled.distrusted and kind not in LASTING and not self.roots.counts(root):
            return False
        return not self._missing or not self._is_missing(RecordKey(root, identity, kind), record)

    @property
    def _missing(self) -> bool:
        """Whether values are missing here for an erasure that holds no more."""
        if self._open is None:
            self._open = bool(open_segments(self._connection))
        return self._open

    def _is_missing(self, key: RecordKey, record: int) -> bool:
        """Whether nothing is left of a record, though no erasure that holds took it."""
        erased = self.ruled.erased
        left = False
        for site, seq, said in self._connection.execute(
            "SELECT site, seq, value IS NOT NULL FROM journal_change WHERE record = ?", [record]
        ).fetchall():
            if said:
                return False
            left = left or not erased.covers(key, self.site(site), seq)
        return left

    def row(self, record: InJournal, kind: str, shown: Shown) -> list[Column]:
        """The projection row of a record; what does not fit marks it as newer than this version."""
        table = self.tables[kind]
        places = self._places.get(kind)
        if places is None:
            places = self._places[kind] = {}
        root = record.root.hex()
        filled: list[Column] = [
            record.n,
            record.identity.hex(),
            root,
            milliseconds(min(record.made, GREATEST)),
            shown.touched,
            int(shown.deleted),
            0,
            " ".join(sorted(map(self.word, shown.contested))) if shown.contested else "",
            *table.usual.values(),
        ]
        newer = 0
        for field, data in shown.values.items():
            try:
                place, to_column = places[field]
            except KeyError:
                place, to_column = self._place(table, places, field)
            if data == NOTHING and place:
                continue
            try:
                filled[place] = to_column(data)
            except (Unfit, msgspec.DecodeError, RecursionError, UnicodeDecodeError):
                newer = 1
        if table.session_place is not None:
            # What a record is filed with decides where it stands, whatever it says of itself.
            filled[table.session_place] = root
        filled[_NEWER] = newer
        return filled

    def _place(
        self, table: KindTable, places: dict[int, tuple[int, ToColumn]], field: int
    ) -> tuple[int, ToColumn]:
        """Where a field stands in its kind's row, and how: in none where it is not known here."""
        name = self.word(field)
        known = name in table.places
        places[field] = (table.places[name], table.to_column[name]) if known else (0, unknown)
        return places[field]

    def write(self, rows: Rows, fresh: Rows | None = None) -> None:
        """Put rows into their kinds' tables; ``fresh`` ones were not there before. Search is to
        follow."""
        for kind, some in rows.items():
            table = self.tables[kind]
            replace = table.insert.replace("INSERT", "INSERT OR REPLACE", 1)
            insert_rows(self._connection, replace, table.marks, some)
        for kind, some in (fresh or {}).items():
            # What may replace a row costs more: SQLite then prepares to take every one back.
            insert_rows(self._connection, self.tables[kind].insert, self.tables[kind].marks, some)

    def project(self, records: Iterable[int]) -> None:
        """Make the rows of these records again, from the journal; of what is shown no more they
        are taken down."""
        self.roots.look_again()
        numbers = list(records)
        rows = self.rows(numbers)
        self.write(rows)
        self.search.make_again(rows)
        if self.ruled.distrusted:
            self._take_down(set(numbers) - {row[0] for some in rows.values() for row in some})

    def _take_down(self, hidden: Iterable[int]) -> None:
        for n in hidden:
            kind = self._connection.execute(
                "SELECT kind FROM journal_record WHERE n = ?", [n]
            ).fetchone()[0]
            table = self.tables.get(self.word(kind))
            if table is None:
                continue
            self._connection.execute(f'DELETE FROM "{table.cls.KIND}" WHERE n = ?', [n])
            if table.searched:
                self.search.take_out(n)

    def rows(self, records: Iterable[int]) -> Rows:
        """What the rows of these records are to be, by the journal."""
        rows: Rows = {}
        for n in records:
            identity, kind, root, made = self._connection.execute(
                "SELECT id, kind, root, made FROM journal_record WHERE n = ?", [n]
            ).fetchone()
            name = self.word(kind)
            if self.shows(name, identity, root, n):
                filed = Filed(n, identity, root, made)
                rows.setdefault(name, []).append(self.row(filed, name, self.shown(n)))
        return rows

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Make every row again, of tables and search that were emptied; returns how many records
        there are. Call inside a transaction."""
        self._connection.execute(
            "UPDATE journal_record SET made = coalesce((SELECT min(time) FROM journal_change"
            f" WHERE record = n AND time < {GREATEST}), {GREATEST})"
        )
        total = self._connection.execute("SELECT count(*) FROM journal_record").fetchone()[0]
        settled = bool(self.ruled.distrusted)
        if settled:
            # Whether anything of a root counts is asked of the first of its records already.
            for (number,) in self._connection.execute("SELECT n FROM journal_record").fetchall():
                self.settle_states(number)
        self.roots.look_again()
        done, last = 0, 0
        while True:
            batch = [
                row[0]
                for row in self._connection.execute(
                    "SELECT n FROM journal_record WHERE n > ? ORDER BY n LIMIT ?", [last, _PIECE]
                )
            ]
            if not batch:
                self.search.add_new(0)
                return int(total)
            for number in () if settled else batch:
                self.settle_states(number)
            self.write(self.rows(batch))
            last = batch[-1]
            done += len(batch)
            if progress is not None:
                progress(done, total)


def _deletion(deletions: Sequence[FieldChange], heads: set[ChangeId]) -> tuple[bool, bool]:
    """Whether a record is deleted, and whether that is disputed.

    A deletion says which changes its maker had seen. A head it had not seen brings the record
    back, to be decided: an edit is never lost to a deletion elsewhere.
    """
    if not deletions:
        return False, False
    gone: list[bool] = []
    had_seen: set[ChangeId] = set()
    for change in deletions:
        try:
            value = _decode(change.value)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            value = None
        gone.append(bool(value) or value == [])
        if isinstance(value, list):
            had_seen.update(_ids(value))
    if not any(gone):
        return False, False
    if not all(gone):
        return gone[0], True
    unseen = heads - had_seen
    return not unseen, bool(unseen)


def _ids(flat: list[Any]) -> Iterable[ChangeId]:
    for site, seq in zip(flat[::2], flat[1::2], strict=False):
        if isinstance(site, bytes) and isinstance(seq, int):
            yield ChangeId(site, seq)
