"""A record's registers in the journal: its changes, and which of them are heads."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cps_desktop.domain.identity import ChangeId
from cps_desktop.domain.records import Settling, settled_fields
from cps_desktop.domain.registers import FieldChange, ranked, resolve
from cps_desktop.domain.values import ERASED
from cps_desktop.storage.counting import HEAD, QUARANTINED, REPLACED, WAITING
from cps_desktop.storage.driver import Connection
from cps_desktop.storage.in_effect import KnownInEffect
from cps_desktop.storage.journal_numbers import JournalNumbers

_decode = msgspec.msgpack.Decoder().decode


class RegisterStates:
    """Of one open workspace. ``ruled`` says what is erased here and whose changes do not count."""

    def __init__(
        self, connection: Connection, numbers: JournalNumbers, ruled: KnownInEffect
    ) -> None:
        self._connection = connection
        self._numbers = numbers
        self._ruled = ruled
        self._settled = settled_fields()

    def changes_of(self, record: int) -> dict[int, list[FieldChange]]:
        """All of a record's changes by field, from the journal."""
        return self._by_field("record = ?", record)

    def heads_of(self, record: int, *, erased: bool = False) -> dict[int, list[FieldChange]]:
        """The heads of a record's registers by field, the shown one first.

        Those whose value was erased say nothing, and are left out unless asked for; so does a
        value of no bytes, which only a stranger writes.
        """
        said = "" if erased else " AND length(value) > 0"
        fields = self._by_field(f"record = ? AND state = {HEAD}{said}", record)
        for field, heads in fields.items():
            if len(heads) > 1:
                fields[field] = ranked(heads, self.settling(field))
        return fields

    def settling(self, field: int) -> Settling:
        """What becomes of two values of this field."""
        return self._settled.get(self._numbers.word(field), Settling.ASKED)

    def seen(self, sees: bytes) -> tuple[ChangeId, ...]:
        """The changes that a journal row says it replaces."""
        flat = _decode(sees)
        return tuple(
            ChangeId(self._numbers.site(site), seq)
            for site, seq in zip(flat[::2], flat[1::2], strict=True)
        )

    def found_states(
        self, record: int
    ) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int], dict[int, int]]:
        """A record's states as the journal has them, as they should be, and what waits, by field.

        States are by (site number, sequence number); derived from nothing but the changes.
        """
        states = {
            (site, seq): state
            for site, seq, state in self._connection.execute(
                "SELECT site, seq, state FROM journal_change WHERE record = ?", [record]
            )
        }
        numbers = {self._numbers.site(site): site for site, _ in states}
        right: dict[tuple[int, int], int] = {}
        waiting: dict[int, int] = {}
        for field, changes in self.changes_of(record).items():
            register = resolve(changes, self._not_counting(changes))
            right.update({(numbers[one.site], one.seq): REPLACED for one in changes})
            right.update({(numbers[one.site], one.seq): HEAD for one in register.heads})
            right.update({(numbers[one.site], one.seq): WAITING for one in register.waiting})
            right.update({(numbers[one.site], one.seq): QUARANTINED for one in register.discounted})
            if register.waiting:
                waiting[field] = len(register.waiting)
        return states, right, waiting

    def settle_states(self, record: int) -> None:
        """Find out anew which of a record's changes are heads, replaced or waiting.

        Live edits and plain imports keep this up as they go; here it is derived from nothing but
        the changes themselves, after an import that met an older record, and in a rebuild.
        """
        states, right, waiting = self.found_states(record)
        if waiting or WAITING in states.values():
            self._connection.execute("DELETE FROM journal_waiting WHERE record = ?", [record])
            self._connection.executemany(
                "INSERT INTO journal_waiting (record, field, changes) VALUES (?, ?, ?)",
                [(record, field, count) for field, count in waiting.items()],
            )
        corrected = [(right[one], *one) for one, state in states.items() if state != right[one]]
        if corrected:
            self._connection.executemany(
                "UPDATE journal_change SET state = ? WHERE site = ? AND seq = ?", corrected
            )

    def _not_counting(self, changes: Sequence[FieldChange]) -> frozenset[ChangeId]:
        """Those of the changes whose laptop was revoked before it made them."""
        ruled = self._ruled.now()
        if not ruled.distrusted:
            return frozenset()
        return frozenset(
            one.id
            for one in changes
            if not ruled.counts(self._numbers.device(one.site), one.site, one.seq)
        )

    def _by_field(self, where: str, record: int) -> dict[int, list[FieldChange]]:
        fields: dict[int, list[FieldChange]] = {}
        for field, site, seq, time, value, sees in self._connection.execute(
            f"SELECT field, site, seq, time, value, sees FROM journal_change WHERE {where}",
            [record],
        ):
            seen = self.seen(sees) if sees else ()
            change = FieldChange(
                self._numbers.site(site), seq, time, ERASED if value is None else value, seen
            )
            fields.setdefault(field, []).append(change)
        return fields
