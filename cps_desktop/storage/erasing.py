"""Obeying rulings in an open workspace file: what is erased goes, what does not count steps back.

A value is gone when nothing in the file can give it any more: not the journal, what is shown,
search, the keys of its segment's commitments, nor the log. What stays is that there was a change,
when, by whom, of which field of which record; and its commitment, which without its key says
nothing. See docs/decisions/erasure.md.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from cps_desktop.domain.kinds import Attachment, Ruling
from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.domain.records import Record, RecordId
from cps_desktop.domain.rulings import InEffect, RecordKey
from cps_desktop.domain.segments import commitment_keys
from cps_desktop.storage.counting import QUARANTINED
from cps_desktop.storage.driver import BUSY_MS, Connection, DriverError
from cps_desktop.storage.healing import look_again
from cps_desktop.storage.in_effect import save_in_effect
from cps_desktop.storage.notes_cleaned import clean_notes
from cps_desktop.storage.projections import Projector
from cps_desktop.storage.workspace import Workspace

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode
_decode_text = msgspec.msgpack.Decoder(str).decode

CHECKPOINT_OWED = "log to be emptied"
"""This laptop's note that the log may still hold, encrypted, what was erased since."""


@dataclasses.dataclass(frozen=True, slots=True)
class Obeyed:
    """What came of rulings: whether anything changed, and how much went."""

    changed: bool = False
    records: int = 0
    values: int = 0
    pictures: int = 0

    @property
    def erased(self) -> bool:
        """Whether anything was erased now."""
        return bool(self.records or self.values or self.pictures)


class SaidRuling(NamedTuple):
    """A change of a ruling's text as the journal has it; ``device`` is its author's key."""

    site: bytes
    seq: int
    device: bytes
    record: RecordId
    text: str


def _known_words(connection: Connection, words: Iterable[str]) -> list[int]:
    """The numbers of those names that the journal knows. To look for something writes nothing:
    a full disk is no hindrance to it."""
    known = dict(connection.execute("SELECT word, n FROM journal_word"))
    return [known[one] for one in words if one in known]


def said_rulings(workspace: Workspace) -> Iterator[SaidRuling]:
    """Every change that anybody made to the text of a ruling; what is no text is left out.

    A ruling that is filed with another record's root than itself is none, here or anywhere.
    """
    connection = workspace.connection
    field = next(iter(_known_words(connection, ["written"])), None)
    if field is None:
        return
    for (n,) in connection.execute(f'SELECT n FROM "{Ruling.KIND}" ORDER BY n').fetchall():
        rows = connection.execute(
            "SELECT journal_site.id, seq, key, journal_record.id, value FROM journal_change"
            " JOIN journal_site ON journal_site.n = journal_change.site"
            " JOIN journal_device ON journal_device.n = journal_site.device"
            " JOIN journal_record ON journal_record.n = journal_change.record"
            " WHERE record = ? AND field = ? AND value IS NOT NULL",
            [n, field],
        )
        for site, seq, device, record, value in rows.fetchall():
            try:
                text = _decode_text(value)
            except (msgspec.MsgspecError, UnicodeError):
                continue
            yield SaidRuling(site, seq, device, record.hex(), text)


def rulings_in_effect(workspace: Workspace) -> InEffect:
    """What was last found to hold here."""
    return workspace.projector.ruled


def obey(workspace: Workspace, effect: InEffect, *, anew: bool = False) -> Obeyed:
    """From now on this holds here. Use inside a transaction; what is made here must be sealed.

    Nothing is done where it holds already; ``anew``: everything is done whatever was done before.
    """
    return obey_in(workspace.connection, workspace.projector, effect, anew=anew)


def obey_in(
    connection: Connection, projector: Projector, effect: InEffect, *, anew: bool = False
) -> Obeyed:
    """The same in a file that is not an open workspace, such as a backup."""
    before = InEffect() if anew else projector.ruled
    if before == effect and not anew and not _still_here(connection, effect):
        return Obeyed()
    save_in_effect(connection, effect)
    projector.forget()
    gone = _Gone(connection, projector)
    newly = effect.erased.records - before.erased.records
    gone.records(newly)
    clean_notes(connection, {one.id.hex() for one in newly})
    for site, some in effect.erased.changes.items():
        left = some - before.erased.changes.get(site, RangeSet())
        gone.changes(effect, site, left)
    gone.cut_segments()
    less = not before.erased.records <= effect.erased.records or any(
        not effect.erased.changes.get(site, RangeSet()).covers(some)
        for site, some in before.erased.changes.items()
    )
    look_again(connection, projector, everywhere=less or anew)
    pictures = _drop_pictures(connection, effect)
    again = set(gone.touched)
    # Where an erasure holds no more, the record is there again, of which nothing is said.
    for key in before.erased.records - effect.erased.records:
        filed = projector.filed(key.kind, key.id, key.root)
        again |= {filed.n} if filed else set()
    changed = _of_changed_trust(connection, before, effect)
    for n in changed:
        projector.settle_states(n)
        again.add(n)
    again |= projector.roots.not_counting_of(_roots_of(connection, changed))
    projector.project(sorted(again))
    return Obeyed(True, gone.count, gone.values, pictures)


class _Gone:
    """Takes values out of the journal, and what was made of them with them."""

    def __init__(self, connection: Connection, projector: Projector) -> None:
        self._connection = connection
        self._projector = projector
        self._holes: dict[tuple[bytes, int], set[int]] = {}
        self.touched: set[int] = set()
        """Records of which single changes went: to be shown anew."""
        self.count = 0
        self.values = 0

    def records(self, keys: Iterable[RecordKey]) -> None:
        """Whole records: each of their changes, their row and their words in search."""
        projector = self._projector
        for key in keys:
            filed = projector.filed(key.kind, key.id, key.root)
            if filed is None:
                continue
            places = self._connection.execute(
                "SELECT site, seq FROM journal_change WHERE record = ?", [filed.n]
            ).fetchall()
            went = self._connection.execute(
                "UPDATE journal_change SET value = NULL WHERE record = ? AND value IS NOT NULL",
                [filed.n],
            ).rowcount
            self.count += bool(went)
            self.values += went
            for site, seq in places:
                self._holes.setdefault((key.root, site), set()).add(seq)
            table = projector.tables.get(key.kind)
            if table is not None:
                self._connection.execute(f'DELETE FROM "{key.kind}" WHERE n = ?', [filed.n])
                if table.searched:
                    self._connection.execute("DELETE FROM search WHERE rowid = ?", [filed.n])

    def changes(self, effect: InEffect, site: bytes, some: RangeSet) -> None:
        """Single changes of a site, as far as they are here."""
        row = self._connection.execute("SELECT n FROM journal_site WHERE id = ?", [site]).fetchone()
        if row is None:
            return
        number, word = row[0], self._projector.word
        for span in some.spans:
            found = self._connection.execute(
                "SELECT seq, record, journal_record.id, kind, root FROM journal_change"
                " JOIN journal_record ON journal_record.n = record"
                " WHERE site = ? AND seq BETWEEN ? AND ? AND value IS NOT NULL",
                [number, span.first, span.last],
            ).fetchall()
            for seq, record, identity, kind, root in found:
                key = RecordKey(root, identity, word(kind))
                if not effect.erased.covers(key, site, seq):
                    continue
                self._connection.execute(
                    "UPDATE journal_change SET value = NULL WHERE site = ? AND seq = ?",
                    [number, seq],
                )
                self._holes.setdefault((root, number), set()).add(seq)
                self.values += 1
                if key not in effect.erased.records:
                    self.touched.add(record)

    def cut_segments(self) -> None:
        """Of each segment that held what went: the keys of what is left in place of the seed."""
        for (root, site), holes in self._holes.items():
            for n, seqs, seed, keys in self._connection.execute(
                "SELECT n, seqs, seed, keys FROM journal_segment WHERE root = ? AND site = ?",
                [root, site],
            ).fetchall():
                inside = list(RangeSet.from_flat(_decode(seqs)))
                if holes.isdisjoint(inside):
                    continue
                kept = commitment_keys(seed, len(inside)) if keys is None else _decode(keys)
                left = [
                    None if seq in holes else key for seq, key in zip(inside, kept, strict=True)
                ]
                self._connection.execute(
                    "UPDATE journal_segment SET seed = NULL, keys = ? WHERE n = ?",
                    [_encode(left), n],
                )


def not_obeyed(workspace: Workspace) -> int:
    """How many values and pictures are here that should be gone; 0 in a file that is whole."""
    connection, projector = workspace.connection, workspace.projector
    effect = projector.ruled
    left = len(_dropped(connection, effect))
    for key in effect.erased.records:
        filed = projector.filed(key.kind, key.id, key.root)
        if filed is not None:
            row = connection.execute(
                "SELECT count(*) FROM journal_change WHERE record = ? AND value IS NOT NULL",
                [filed.n],
            ).fetchone()
            left += int(row[0])
    for site, some in effect.erased.changes.items():
        for span in some.spans:
            rows = connection.execute(
                "SELECT seq, journal_record.id, kind, root FROM journal_change"
                " JOIN journal_site ON journal_site.n = journal_change.site"
                " JOIN journal_record ON journal_record.n = record"
                " WHERE journal_site.id = ? AND seq BETWEEN ? AND ? AND value IS NOT NULL",
                [site, span.first, span.last],
            )
            left += sum(
                effect.erased.covers(RecordKey(root, identity, projector.word(kind)), site, seq)
                for seq, identity, kind, root in rows
            )
    return left


def _still_here(connection: Connection, effect: InEffect) -> bool:
    """Whether a picture is here that a ruling lists and no record names any more."""
    return bool(effect.erased.digests) and bool(_dropped(connection, effect))


def _drop_pictures(connection: Connection, effect: InEffect) -> int:
    gone = _dropped(connection, effect)
    connection.executemany(
        "DELETE FROM attachment_content WHERE digest = ?", [[one] for one in gone]
    )
    return len(gone)


def _dropped(connection: Connection, effect: InEffect) -> list[str]:
    """The pictures here that are to go: listed by a ruling, and named by no record, not even by
    one that was deleted: that may come back."""
    here = [
        one
        for one in sorted(effect.erased.digests)
        if connection.execute("SELECT 1 FROM attachment_content WHERE digest = ?", [one]).fetchone()
    ]
    if not here:
        return []
    named = {
        row[0] for row in connection.execute(f'SELECT DISTINCT digest FROM "{Attachment.KIND}"')
    }
    return [one for one in here if one not in named]


def _of_changed_trust(connection: Connection, before: InEffect, after: InEffect) -> set[int]:
    """The records of which something counts now that did not before, or the other way about."""
    records: set[int] = set()
    for device in {*before.distrusted, *after.distrusted}:
        was, now = before.distrusted.get(device), after.distrusted.get(device)
        if was == now:
            continue
        sites = connection.execute(
            "SELECT journal_site.n, id, (SELECT coalesce(max(seq), 0) FROM journal_change"
            " WHERE site = journal_site.n) FROM journal_site JOIN journal_device"
            " ON journal_device.n = journal_site.device WHERE key = ?",
            [device],
        ).fetchall()
        for number, site, last in sites:
            if not last:
                continue
            all_of_it = RangeSet([Span(1, last)])
            counted = all_of_it if was is None else was.get(site, RangeSet())
            counts = all_of_it if now is None else now.get(site, RangeSet())
            for span in ((counted - counts) | (counts - counted)).spans:
                rows = connection.execute(
                    "SELECT DISTINCT record FROM journal_change"
                    " WHERE site = ? AND seq BETWEEN ? AND ?",
                    [number, span.first, span.last],
                )
                records.update(row[0] for row in rows)
    return records


def _roots_of(connection: Connection, records: Iterable[int]) -> set[bytes]:
    return {
        connection.execute("SELECT root FROM journal_record WHERE n = ?", [n]).fetchone()[0]
        for n in records
    }


def empty_log(workspace: Workspace) -> bool:
    """Empty the file's log, which may still hold, encrypted, what was erased.

    False while another connection reads from it: then it is remembered, and tried again when this
    is called next. Never inside a transaction.
    """
    connection = workspace.connection
    # Whoever reads beside may do so for long; what is owed is remembered, so nobody need wait.
    connection.execute("PRAGMA busy_timeout = 100")
    try:
        busy = bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
    except DriverError:
        # A full disk, or one that went away: what was erased is erased, the log has to wait.
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    if busy or workspace.note(CHECKPOINT_OWED):
        workspace.set_note(CHECKPOINT_OWED, busy)
    return not busy


class Said(NamedTuple):
    """One readable value that somebody gave a field, and which change it was."""

    site: bytes
    seq: int
    kind: str
    record: RecordId
    root: RecordId
    field: str
    value: object


def said_of(workspace: Workspace, record: Record, field: str = "") -> list[Said]:
    """Every value that was ever given to a record's field (or to any of its fields)."""
    projector = workspace.projector
    root = record.id if type(record).IS_ROOT else record.root
    filed = projector.filed(record.KIND, bytes.fromhex(record.id), bytes.fromhex(root))
    if filed is None:
        return []
    found = []
    for number, changes in projector.changes_of(filed.n).items():
        name = projector.word(number)
        if field and name != field:
            continue
        for one in changes:
            value = readable(one.value)
            found.append(Said(one.site, one.seq, record.KIND, record.id, root, name, value))
    return found


def texts_holding(
    workspace: Workspace, fields: Iterable[str], pieces: Sequence[bytes]
) -> Iterator[Said]:
    """Every text that was ever given to fields of these names, by anybody, is still there, and
    holds one of these pieces (small ASCII letters; the text's own size of letters is no matter).

    Without pieces: every text there is. The whole journal is walked: not for the window's thread.
    """
    projector, connection = workspace.projector, workspace.connection
    numbers = _known_words(connection, fields)
    marks = ", ".join("?" * len(numbers))
    wanted = tuple(pieces) or (b"",)
    for site, seq, record, field, value in connection.execute(
        "SELECT site, seq, record, field, value FROM journal_change"
        f" WHERE field IN ({marks}) AND value IS NOT NULL",
        numbers,
    ):
        small = value.lower()
        for piece in wanted:
            if piece in small:
                break
        else:
            continue
        text = readable(value)
        if not isinstance(text, str):
            continue
        kind, identity, root = connection.execute(
            "SELECT kind, id, root FROM journal_record WHERE n = ?", [record]
        ).fetchone()
        word = projector.word
        yield Said(
            projector.site(site), seq, word(kind), identity.hex(), root.hex(), word(field), text
        )


def readable(value: bytes) -> object:
    """A value as it is written in the journal; None where it cannot be read."""
    try:
        return _decode(value)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def sealed_by_device(workspace: Workspace) -> dict[bytes, int]:
    """How many sealed changes of each device are here; quick, however many they are."""
    having = workspace.segments.have()
    counts: dict[bytes, int] = {}
    for site, key in workspace.connection.execute(
        "SELECT id, key FROM journal_site JOIN journal_device"
        " ON journal_device.n = journal_site.device"
    ):
        counts[key] = counts.get(key, 0) + len(having.get(site, ()))
    return counts


def changes_of_device(workspace: Workspace, device: bytes) -> dict[bytes, RangeSet]:
    """What is here of every site that a device minted."""
    sites = workspace.connection.execute(
        "SELECT id FROM journal_site JOIN journal_device"
        " ON journal_device.n = journal_site.device WHERE key = ?",
        [device],
    ).fetchall()
    return {site: workspace.segments.seqs_of(site) for (site,) in sites}


def not_counting_of(workspace: Workspace, device: bytes) -> int:
    """How many of a device's changes that are here do not count."""
    row = workspace.connection.execute(
        "SELECT count(*) FROM journal_change WHERE state = ? AND site IN"
        " (SELECT journal_site.n FROM journal_site JOIN journal_device"
        " ON journal_device.n = journal_site.device WHERE key = ?)",
        [QUARANTINED, device],
    ).fetchone()
    return int(row[0])
