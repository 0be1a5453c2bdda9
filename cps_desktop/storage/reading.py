"""Reading the projections: snapshots of records, search, counts, and what waits to be decided."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from cps_desktop.domain.clock import milliseconds
from cps_desktop.domain.identity import ChangeId
from cps_desktop.domain.records import (
    DELETED,
    KINDS,
    Record,
    RecordId,
    Shape,
    Value,
    defaults,
    meanings,
)
from cps_desktop.domain.registers import FieldChange, latest, ranked
from cps_desktop.domain.rulings import RecordKey
from cps_desktop.domain.values import Unreadable, decode_value
from cps_desktop.storage.counting import HEAD
from cps_desktop.storage.driver import Connection
from cps_desktop.storage.kind_tables import column_of
from cps_desktop.storage.projections import Projector

R = TypeVar("R", bound=Record)

_DEVICES = (
    "SELECT DISTINCT here.id, journal_device.key FROM json_each(?) AS asked"
    " CROSS JOIN journal_record AS here ON here.root = unhex(asked.value ->> 0)"
    " AND here.id = unhex(asked.value ->> 1)"
    " CROSS JOIN journal_change AS said ON said.record = here.n"
    " JOIN journal_site ON journal_site.n = said.site"
    " JOIN journal_device ON journal_device.n = journal_site.device"
    " WHERE here.kind = (SELECT n FROM journal_word WHERE word = ?)"
    f" AND said.state = {HEAD} AND said.field IN (SELECT value FROM json_each(?))"
)

LONGEST_SEARCH = 1000
MOST_WORDS = 12
"""Characters and words of what is searched for; more would find nothing more."""

MOST_TIMES_UNDONE = 100
"""How far back it is looked who wrote a value first that was decided and undone again."""

_WORD = re.compile(r"\w+", re.UNICODE)


class Found(msgspec.Struct, frozen=True):
    """A record that a search found, with the words around the match (matches between ‹ and ›)."""

    kind: str
    record: RecordId
    root: RecordId
    excerpt: str


class SessionCounts(msgspec.Struct, frozen=True):
    """How much a session holds, for its row on the home page. ``touched`` in ms since 1970."""

    people: int = 0
    notes: int = 0
    claims: int = 0
    touched: int = 0


class Version(msgspec.Struct, frozen=True):
    """One of several values of a contested field, with who made it and when.

    ``device`` is the name of the laptop (may be ""), ``key`` its key, ``time`` milliseconds since
    1970.
    """

    value: Value
    readable: bool
    device: str
    own: bool
    time: int
    change: ChangeId
    key: bytes = b""


def first_said(
    change: FieldChange, everything: Sequence[FieldChange], *, deletion: bool = False
) -> FieldChange:
    """The change that said first what this one puts back, or the change itself.

    Undoing a decision writes the values that were decided between down again, beside one another
    and seeing the same; whose they were and when they were written is said by the first ones.
    """
    known = {one.id: one for one in everything}
    alike = Counter((one.site, one.sees) for one in everything)
    for _ in range(MOST_TIMES_UNDONE):
        if not change.sees or (alike[change.site, change.sees] < 2 and not deletion):
            break
        earlier = [
            known[one]
            for decision in change.sees
            if decision in known
            for one in known[decision].sees
            if one in known and known[one].value == change.value
        ]
        if not earlier:
            break
        change = max(earlier, key=latest)
    return change


class Reader:
    """Reads one open workspace."""

    def __init__(self, connection: Connection, projector: Projector) -> None:
        self._connection = connection
        self._projector = projector

    def get(self, cls: type[R], record: RecordId) -> R | None:
        """One record, deleted ones too; None where there is no such record."""
        table = self._projector.tables[cls.KIND]
        # Two records share a number only where a stranger gave one of ours to his own; what was
        # here first stays what it is.
        row = self._connection.execute(
            f"{table.select} WHERE id = ? ORDER BY n LIMIT 1", [record]
        ).fetchone()
        return cast(R, table.record(row)) if row else None

    def several(self, cls: type[R], records: Collection[RecordId]) -> dict[RecordId, R]:
        """These records by id, deleted ones too, in one look; those that are not here are not."""
        table = self._projector.tables[cls.KIND]
        rows = self._connection.execute(
            f"{table.select} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY n DESC",
            [json.dumps(list(records))],
        )
        # Of two under one number the first that was here, as with a single one.
        return {one.id: one for one in (cast(R, table.record(row)) for row in rows)}

    def is_erased(self, cls: type[Record], record: RecordId, root: RecordId) -> bool:
        """Whether a record was erased for good, so that nothing can be written into it."""
        self._projector.notice_others()
        key = RecordKey(bytes.fromhex(root), bytes.fromhex(record), cls.KIND)
        return key in self._projector.ruled.erased.records

    def erased_roots(self, cls: type[Record]) -> frozenset[RecordId]:
        """Those of a kind that is filed with itself that were erased for good."""
        self._projector.notice_others()
        return frozenset(
            one.id.hex()
            for one in self._projector.ruled.erased.records
            if one.kind == cls.KIND and one.id == one.root
        )

    def find(self, cls: type[R], *, deleted: bool = False, **equals: Value) -> tuple[R, ...]:
        """All records of a kind whose fields equal these; deleted ones only when asked for."""
        table = self._projector.tables[cls.KIND]
        where, asked = ["deleted = ?"], [cast(Any, int(deleted))]
        for name, value in equals.items():
            if name == "root":
                where.append("root = ?")
                asked.append(value)
                continue
            shape = table.shapes[name]
            where.append(f'"{name}" IS ?')
            asked.append(column_of(shape, value))
            parent = meanings(cls)[name].refers_to
            if value and parent in KINDS and not KINDS[parent].IS_ROOT:
                # What hangs on a record is filed with the same root, or it only says that it does.
                where.append(
                    f'root = (SELECT root FROM "{parent}" WHERE id = ? ORDER BY n LIMIT 1)'
                )
                asked.append(value)
        order = '"order", id' if "order" in table.shapes else "made, id"
        rows = self._connection.execute(
            f"{table.select} WHERE {' AND '.join(where)} ORDER BY {order}", asked
        )
        return tuple(cast(R, table.record(row)) for row in rows)

    def tally(
        self, cls: type[Record], fields: Sequence[str], within: str, values: Collection[str]
    ) -> dict[tuple[str, ...], int]:
        """How many records of a kind have each combination of these fields (texts and references),
        of those whose field ``within`` is one of these values; without reading a record."""
        known = self._projector.tables[cls.KIND].shapes
        for name in (*fields, within):
            if known[name] not in {Shape.TEXT, Shape.REFERENCE}:
                raise ValueError(f"{name} is neither a text nor a reference")
        parent, filed = meanings(cls)[within].refers_to, ""
        if parent in KINDS and not KINDS[parent].IS_ROOT:
            # As in ``find``: filed with the same root, or it only says that it hangs on it. Asked
            # once for each value, not for each record.
            filed = (
                f' AND its.root = (SELECT root FROM "{parent}" WHERE id = wanted.value'
                " ORDER BY n LIMIT 1)"
            )
        named = ", ".join(f'its."{one}"' for one in fields)
        rows = self._connection.execute(
            f'SELECT {named}, count(*) FROM json_each(?) AS wanted CROSS JOIN "{cls.KIND}" AS its'
            f' ON its."{within}" = wanted.value{filed} WHERE its.deleted = 0 GROUP BY {named}',
            [json.dumps(sorted(values))],
        )
        return {tuple(row[:-1]): int(row[-1]) for row in rows}

    def count(self, kind: str) -> int:
        """How many records of a kind there are that are not deleted."""
        row = self._connection.execute(f'SELECT count(*) FROM "{kind}" WHERE deleted = 0')
        return int(row.fetchone()[0])

    def changes(self) -> int:
        """How many changes the journal holds, from every laptop."""
        row = self._connection.execute("SELECT count(*) FROM journal_change")
        return int(row.fetchone()[0])

    def session_counts(self) -> dict[RecordId, SessionCounts]:
        """Counts for every session at once, for the home page."""
        # Each table once, in the order of its index, which holds all that is asked for.
        rows = self._connection.execute(
            """
            SELECT session.id, coalesce(people.n, 0), coalesce(notes.n, 0), coalesce(claims.n, 0),
                max(session.touched, coalesce(notes.touched, 0))
            FROM session
            LEFT JOIN (SELECT session, count(*) AS n FROM attendance WHERE deleted = 0
                GROUP BY session) AS people ON people.session = session.id
            LEFT JOIN (SELECT session, count(*) FILTER (WHERE deleted = 0) AS n,
                max(touched) AS touched FROM note
                GROUP BY session) AS notes ON notes.session = session.id
            LEFT JOIN (SELECT session, count(*) AS n FROM claim WHERE deleted = 0
                GROUP BY session) AS claims ON claims.session = session.id
            """
        )
        return {row[0]: SessionCounts(*row[1:]) for row in rows}

    def search(self, text: str, limit: int = 50) -> tuple[Found, ...]:
        """Records that hold all the words (the last may be begun only), best first."""
        # Each word once: for an excerpt every place of every word is compared with every other.
        found_words = {word.casefold(): word for word in _WORD.findall(text[:LONGEST_SEARCH])}
        words = list(found_words.values())[:MOST_WORDS]
        if not words:
            return ()
        # Every word is quoted: nothing a person types is search syntax.
        query = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
        rows = self._connection.execute(
            "SELECT kind, record, root, snippet(search, 0, '‹', '›', '…', 12) FROM search"
            " WHERE search MATCH ? ORDER BY rank LIMIT ?",
            [query, limit * 2],
        ).fetchall()
        found = [Found(*row) for row in rows if not self._gone(row[0], row[1], row[2])]
        return tuple(found[:limit])

    def _gone(self, kind: str, record: str, root: str) -> bool:
        if self._is_deleted(kind, record):
            return True
        if kind == "note":
            row = self._connection.execute(
                "SELECT planner.deleted FROM note JOIN planner ON planner.id = note.planner"
                " WHERE note.id = ?",
                [record],
            ).fetchone()
            if row and row[0]:
                return True
        return root != record and self._is_deleted("session", root)

    def _is_deleted(self, kind: str, record: str) -> bool:
        row = self._connection.execute(
            f'SELECT deleted FROM "{kind}" WHERE id = ?', [record]
        ).fetchone()
        return bool(row and row[0])

    def contested(self) -> tuple[Record, ...]:
        """Every record on which people's changes wait to be decided, of all kinds."""
        some: list[Record] = []
        for name in KINDS:
            table = self._projector.tables[name]
            rows = self._connection.execute(f"{table.select} WHERE contested <> '' ORDER BY n")
            some += [table.record(row) for row in rows]
        return tuple(some)

    def versions(self, record: Record, field: str) -> tuple[Version, ...]:
        """All values a contested field has, the shown one first."""
        cls = type(record)
        root = record.id if cls.IS_ROOT else record.root
        filed = self._projector.filed(cls.KIND, bytes.fromhex(record.id), bytes.fromhex(root))
        if filed is None:
            return ()
        number = self._projector.known_number(field)
        heads = self._projector.heads_of(filed.n).get(number, [])
        everything = self._projector.changes_of(filed.n).get(number, [])
        known = meanings(cls).get(field)
        versions = []
        for head in heads:
            value: Value | Unreadable
            if known is None:
                value = head.value not in (b"\xc2", b"\xc0")
            else:
                value = decode_value(known, defaults(cls)[field], head.value)
            readable = not isinstance(value, Unreadable)
            said = first_said(head, everything, deletion=field == DELETED)
            name, standing, key = self._device_of(said.site)
            versions.append(
                Version(
                    None if isinstance(value, Unreadable) else value,
                    readable,
                    name,
                    standing == "own",
                    milliseconds(said.time),
                    said.id,
                    key,
                )
            )
        return tuple(versions)

    def devices_behind(
        self, records: Collection[Record], fields: Sequence[str]
    ) -> dict[RecordId, set[bytes]]:
        """The keys of the laptops that said what these fields of records say now, by record, in one
        look a kind. One of which nothing is known here has none."""
        found: dict[RecordId, set[bytes]] = {one.id: set() for one in records}
        for cls in {type(one) for one in records}:
            some = [one for one in records if type(one) is cls]
            asked = [[one.id if cls.IS_ROOT else one.root, one.id] for one in some]
            numbers = [self._projector.known_number(one) for one in fields]
            rows = self._connection.execute(
                _DEVICES, [json.dumps(asked), cls.KIND, json.dumps(numbers)]
            )
            for identity, key in rows:
                found[identity.hex()].add(key)
        return found

    def said_of(self, record: Record, field: str) -> frozenset[Value]:
        """Every value a field had that is not erased, those that were replaced too."""
        cls = type(record)
        root = record.id if cls.IS_ROOT else record.root
        filed = self._projector.filed(cls.KIND, bytes.fromhex(record.id), bytes.fromhex(root))
        known = meanings(cls).get(field)
        if filed is None or known is None:
            return frozenset()
        changes = self._projector.changes_of(filed.n).get(self._projector.known_number(field), [])
        said = [
            decode_value(known, defaults(cls)[field], one.value) for one in changes if one.value
        ]
        return frozenset(one for one in said if not isinstance(one, Unreadable))

    def made_of(
        self, record: Record, field: str, site: bytes, first: int, last: int
    ) -> tuple[Value, Value] | None:
        """What the changes ``first`` to ``last`` of a site made of a field: (before, after).

        None where they did not write it, or where what was written is erased or unreadable.
        """
        cls = type(record)
        root = record.id if cls.IS_ROOT else record.root
        filed = self._projector.filed(cls.KIND, bytes.fromhex(record.id), bytes.fromhex(root))
        if filed is None or field not in meanings(cls):
            return None
        number = self._projector.known_number(field)
        everything = self._projector.changes_of(filed.n).get(number, [])
        mine = [one for one in everything if one.site == site and first <= one.seq <= last]
        if not mine:
            return None
        after = max(mine, key=lambda one: one.seq)
        replaced = [one for one in everything if one.id in after.sees]
        before = ranked(replaced, self._projector.settling(number))[:1]
        meaning, usual = meanings(cls)[field], defaults(cls)[field]
        values = [decode_value(meaning, usual, one.value) for one in (*before, after)]
        if any(isinstance(one, Unreadable) for one in values):
            return None
        said = cast(list[Value], values)
        return (said[0] if before else usual), said[-1]

    def ever_said(self, cls: type[Record], field: str) -> tuple[Value, ...]:
        """Every readable value that a field of a kind was ever given, by anybody, oldest first.

        For what holds by a signature of its own, whatever was written over it since.
        """
        said: list[FieldChange] = []
        number = self._projector.known_number(field)
        for (n,) in self._connection.execute(f'SELECT n FROM "{cls.KIND}"').fetchall():
            said += self._projector.changes_of(n).get(number, [])
        meaning, usual = meanings(cls)[field], defaults(cls)[field]
        values = (decode_value(meaning, usual, one.value) for one in sorted(said, key=latest))
        return tuple(one for one in values if not isinstance(one, Unreadable))

    def _device_of(self, site: bytes) -> tuple[str, str, bytes]:
        row = self._connection.execute(
            "SELECT journal_device.name, journal_device.standing, journal_device.key"
            " FROM journal_site"
            " JOIN journal_device ON journal_device.n = journal_site.device"
            " WHERE journal_site.id = ?",
            [site],
        ).fetchone()
        return (str(row[0]), str(row[1]), bytes(row[2])) if row else ("", "", b"")

    def waiting(self) -> int:
        """How many changes wait for others that have not arrived yet."""
        row = self._connection.execute("SELECT coalesce(sum(changes), 0) FROM journal_waiting")
        return int(row.fetchone()[0])

    def unknown_kinds(self) -> dict[str, int]:
        """Records of kinds only a newer version knows: kept and handed over, not shown."""
        known: Sequence[str] = list(KINDS)
        marks = ", ".join("?" * len(known))
        rows = self._connection.execute(
            "SELECT word, count(*) FROM journal_record JOIN journal_word"
            f" ON journal_word.n = kind WHERE word NOT IN ({marks}) GROUP BY word",
            list(known),
        )
        return {row[0]: row[1] for row in rows}

    def roots_referred_to(self, root: RecordId) -> set[RecordId]:
        """Every person and organisation that a session's records refer to, and theirs in turn."""
        wanted: set[RecordId] = {root}
        reached: set[RecordId] = set()
        while wanted:
            reached |= wanted
            wanted = self._referred(wanted) - reached
        return reached

    def _referred(self, roots: set[RecordId]) -> set[RecordId]:
        """The roots that records of these refer to. Only their own rows are read: they are found
        by the journal, which knows what belongs to a root without looking at all the others."""
        named = _fields_naming_roots()
        numbers: dict[str, list[int]] = defaultdict(list)
        for root in roots:
            for n, kind in self._connection.execute(
                "SELECT n, kind FROM journal_record WHERE root = ?", [bytes.fromhex(root)]
            ):
                numbers[self._projector.word(kind)].append(n)
        targets: set[RecordId] = set()
        for kind in numbers.keys() & named.keys():
            chosen = ", ".join(f'"{one}"' for one in named[kind])
            for row in self._connection.execute(
                f'SELECT DISTINCT {chosen} FROM "{kind}"'
                " WHERE n IN (SELECT value FROM json_each(?))",
                [json.dumps(numbers[kind])],
            ):
                for cell in row:
                    targets.update((cell or "").split())
        return targets


@cache
def _fields_naming_roots() -> dict[str, tuple[str, ...]]:
    """The fields by which each kind's records name sessions, people or organisations."""
    fields = {
        kind: tuple(
            name
            for name, meaning in meanings(cls).items()
            if meaning.refers_to
            and meaning.shape in (Shape.REFERENCE, Shape.REFERENCES)
            and KINDS[meaning.refers_to].IS_ROOT
        )
        for kind, cls in KINDS.items()
    }
    return {kind: some for kind, some in fields.items() if some}
