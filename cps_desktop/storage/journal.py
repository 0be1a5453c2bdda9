"""The journal: the one function that keeps edits, and the one that takes in other laptops' changes.

Each appends changes and updates the projections in one transaction, so the two cannot part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from cps_desktop.domain.changes import ChangeSummary, Edit, Touched
from cps_desktop.domain.clock import HybridClock
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import site_id
from cps_desktop.domain.records import DELETED, KINDS, RecordId, defaults, meanings
from cps_desktop.domain.rulings import RecordKey
from cps_desktop.domain.values import (
    FALSE,
    LONGEST_VALUE,
    Unreadable,
    decode_value,
    encode_value,
)
from cps_desktop.storage.counting import HEAD, REPLACED
from cps_desktop.storage.driver import Connection, atomic
from cps_desktop.storage.new_records import (
    TOO_LONG,
    Here,
    Numbers,
    filed_of,
    keep_new,
    made_anew,
)
from cps_desktop.storage.projections import Projector

_encode = msgspec.msgpack.Encoder().encode

INSERT_CHANGE = (
    "INSERT INTO journal_change (site, seq, time, record, field, value, sees, state)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_RECORD = "INSERT OR IGNORE INTO journal_record (id, kind, root, made) VALUES (?, ?, ?, ?)"


REVOKED = (
    "A coordinator has revoked this laptop, so nothing that is written here would count any more. "
    "Nothing was changed. What was written before is still here to read; ask your coordinator."
)


class Launch:
    """One launch of the program on one workspace: its site, minted at the first edit."""

    def __init__(self, device_key: bytes, nonce: bytes) -> None:
        self.device_key = device_key
        self.nonce = nonce
        self.site = site_id(device_key, nonce)
        self.number: int | None = None
        self.last_seq = 0

    @property
    def state(self) -> tuple[int | None, int]:
        """How far this launch is in the file: to be set back with what is rolled back there."""
        return self.number, self.last_seq

    @state.setter
    def state(self, state: tuple[int | None, int]) -> None:
        self.number, self.last_seq = state


class Journal:
    """Appends to the journal of one open workspace."""

    def __init__(
        self, connection: Connection, projector: Projector, clock: HybridClock, launch: Launch
    ) -> None:
        self._connection = connection
        self._projector = projector
        self._clock = clock
        self._launch = launch

    # -- edits made here -------------------------------------------------------------------

    def append(
        self,
        what: str,
        edits: Sequence[Edit],
        initiator: object | None = None,
        told: Callable[[int, int], object] | None = None,
        back: list[Edit] | None = None,
    ) -> ChangeSummary:
        """Keep edits durably, all or none. Raises InputRefused for what cannot be kept.

        ``told`` hears how many of how many steps are done, where they are taken one by one; it may
        raise to stop, and nothing is kept. Into ``back`` come the edits that would put these fields
        back to what they held before.
        """
        touched: dict[RecordId, Touched] = {}
        before = self._launch.state
        numbers: dict[RecordId, int] = {}
        before_step: dict[tuple[int, int], list[tuple[int, int, bytes]]] = {}
        try:
            with atomic(self._connection):
                self._projector.notice_others()
                if self._launch.device_key in self._projector.ruled.distrusted:
                    raise InputRefused(REVOKED)
                self._mint_site()
                hidden = self._hidden(edits)
                here = filed_of(self._connection, self._projector, edits)
                if back is not None:
                    back += self._held_now(edits, here)
                new = made_anew(self._projector, edits, here)
                for at, edit in enumerate(edits):
                    record = edit.record
                    if told is not None:
                        # As long again until all of it is shown.
                        told(at, 2 * len(edits))
                    if record in new:
                        if record not in touched:
                            touched[record] = Touched(edit.kind, record, edit.root)
                        continue
                    touched[record] = Touched(edit.kind, record, edit.root)
                    time = self._clock.tick()
                    if edit.record not in numbers:
                        numbers[edit.record] = self._record_number(edit, time, here)
                    self._append_one(edit, numbers[edit.record], time, before_step)
                if new:
                    self._keep_new(new)
                again = self._projector.roots.not_counting_of(hidden)
                self._projector.project([*numbers.values(), *again])
        except BaseException:
            self._launch.state = before
            self._projector.forget()
            raise
        return ChangeSummary(what, tuple(touched.values()), initiator, changes=len(edits))

    def _keep_new(self, new: Mapping[RecordId, Sequence[Edit]]) -> None:
        launch, count = self._launch, sum(map(len, new.values()))
        assert launch.number is not None
        numbers = Numbers(launch.number, launch.last_seq + 1, self._clock.ticks(count))
        launch.last_seq += count
        keep_new(self._connection, self._projector, new, numbers)

    def _hidden(self, edits: Sequence[Edit]) -> tuple[bytes, ...]:
        """The roots of this step that are not shown, and may be once it is kept."""
        projector = self._projector
        if not projector.ruled.distrusted:
            return ()
        return projector.roots.hidden({bytes.fromhex(one.root) for one in edits})

    def _mint_site(self) -> None:
        launch = self._launch
        if launch.number is not None:
            return
        device = device_number(self._connection, launch.device_key, "own")
        launch.number = site_number(self._connection, launch.site, device, launch.nonce)

    def _record_number(self, edit: Edit, time: int, here: Here) -> int:
        identity, root = bytes.fromhex(edit.record), bytes.fromhex(edit.root)
        if len(identity) != 16 or len(root) != 16:
            raise ValueError("a record and its root have ids of 32 hexadecimal digits")
        if RecordKey(root, identity, edit.kind) in self._projector.ruled.erased.records:
            raise InputRefused(
                "This was erased for good at somebody's request, so nothing can be written into "
                "it any more. Nothing was changed."
            )
        found = here.get((edit.kind, edit.record, edit.root))
        if found is not None:
            self._refuse_newer(edit, found.n)
            if time < found.made:
                # It came from a laptop whose clock runs far ahead, or ours was set back: every
                # laptop says the same of when a record was made, the least reading there is.
                self._connection.execute(
                    "UPDATE journal_record SET made = ? WHERE n = ?", [time, found.n]
                )
            return found.n
        kind = self._projector.number(edit.kind)
        cursor = self._connection.execute(INSERT_RECORD, [identity, kind, root, time])
        return int(cursor.lastrowid)

    def _refuse_newer(self, edit: Edit, number: int) -> None:
        if edit.kind not in KINDS:
            newer = True
        else:
            row = self._connection.execute(
                f'SELECT newer FROM "{edit.kind}" WHERE n = ?', [number]
            ).fetchone()
            newer = bool(row and row[0])
        if newer:
            raise InputRefused(
                "This was written by a newer version of CPS Desktop, so it can be read and "
                "handed over here but not changed. Nothing was changed."
            )

    def _append_one(
        self,
        edit: Edit,
        record: int,
        time: int,
        before_step: dict[tuple[int, int], list[tuple[int, int, bytes]]],
    ) -> None:
        field = self._projector.number(edit.field)
        heads = self._heads(record, field)
        first = before_step.setdefault((record, field), heads)
        if edit.beside:
            heads = first
        value = self._value_of(edit, record)
        if len(value) > LONGEST_VALUE:
            raise InputRefused(TOO_LONG)
        launch = self._launch
        launch.last_seq += 1
        sees = _encode([part for head in heads for part in head[:2]]) if heads else None
        for site, seq, _ in heads:
            self._connection.execute(
                f"UPDATE journal_change SET state = {REPLACED} WHERE site = ? AND seq = ?",
                [site, seq],
            )
        self._connection.execute(
            INSERT_CHANGE,
            [launch.number, launch.last_seq, time, record, field, value, sees, HEAD],
        )

    def _value_of(self, edit: Edit, record: int) -> bytes:
        if edit.kept is not None:
            return edit.kept
        if edit.field != DELETED:
            return encode_value(meanings(KINDS[edit.kind])[edit.field], edit.value)
        if not edit.value:
            return FALSE
        deletion = self._projector.number(DELETED)
        seen: list[bytes | int] = []
        for field, heads in sorted(self._projector.heads_of(record, erased=True).items()):
            if field != deletion:
                for head in heads:
                    seen += [head.site, head.seq]
        return _encode(seen)

    def _heads(self, record: int, field: int) -> list[tuple[int, int, bytes]]:
        """The heads of one register as (site number, seq, value), in no order."""
        rows: list[tuple[int, int, bytes]] = self._connection.execute(
            "SELECT site, seq, value FROM journal_change"
            f" WHERE record = ? AND state = {HEAD} AND field = ?",
            [record, field],
        ).fetchall()
        return rows

    # -- what would put edits back -----------------------------------------------------------

    def _held_now(self, edits: Sequence[Edit], here: Here) -> list[Edit]:
        """The edits that would put these fields back to what they hold now.

        A field that waits to be decided gets an edit for each of its values.
        """
        back: dict[tuple[RecordId, str], list[Edit]] = {}
        created: set[RecordId] = set()
        for edit in edits:
            if edit.record in created:
                continue
            found = here.get((edit.kind, edit.record, edit.root))
            if found is None:
                created.add(edit.record)
                back[edit.record, DELETED] = [
                    Edit(edit.kind, edit.record, edit.root, DELETED, value=True)
                ]
            elif (edit.record, edit.field) not in back:
                back[edit.record, edit.field] = self._held(edit, found.n)
        return [one for some in back.values() for one in some]

    def _held(self, edit: Edit, record: int) -> list[Edit]:
        heads_of = self._projector.heads_of(record)
        field = self._projector.number(edit.field)
        heads = heads_of.get(field, [])
        where = (edit.kind, edit.record, edit.root, edit.field)
        if edit.field == DELETED or len(heads) > 1:
            shown = self._projector.shown_by(heads_of)
            if field in shown.contested:
                values = list(dict.fromkeys(head.value for head in heads))
                # The one that is shown comes last: the latest is shown again.
                return [Edit(*where, None, beside=True, kept=one) for one in reversed(values)]
            if edit.field == DELETED:
                return [Edit(*where, shown.deleted)]
        cls = KINDS[edit.kind]
        usual = defaults(cls)[edit.field]
        if not heads:
            return [Edit(*where, usual)]
        value = decode_value(meanings(cls)[edit.field], usual, heads[0].value)
        return [Edit(*where, usual if isinstance(value, Unreadable) else value)]


def device_number(connection: Connection, key: bytes, standing: str, name: str = "") -> int:
    """The number of a device here, given one if it is new."""
    connection.execute(
        "INSERT INTO journal_device (key, standing, name) VALUES (?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET standing = 'own'"
        " WHERE excluded.standing = 'own' AND standing <> 'own'",
        [key, standing, name],
    )
    row = connection.execute("SELECT n FROM journal_device WHERE key = ?", [key]).fetchone()
    return int(row[0])


def site_number(connection: Connection, site: bytes, device: int, nonce: bytes) -> int:
    """The number of a site here, given one if it is new."""
    connection.execute(
        "INSERT OR IGNORE INTO journal_site (id, device, nonce) VALUES (?, ?, ?)",
        [site, device, nonce],
    )
    row = connection.execute("SELECT n FROM journal_site WHERE id = ?", [site]).fetchone()
    return int(row[0])


Progress = Callable[[int, int], None]
"""Told how much is done, of how much; may raise to stop (then nothing is changed)."""
