"""Edits that people make, and what comes back when they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from cps_desktop.domain.records import DELETED, Record, RecordId, Value, meanings, said


class Edit(msgspec.Struct, frozen=True):
    """One field of one record gets one value; ``field == DELETED`` deletes or brings back.

    Undoing a decision puts several values back beside one another. Such an edit is ``beside``: it
    replaces what stood there before the step, not what the step itself has written. ``kept`` are
    then the value's own bytes as they stood in the journal, and ``value`` says nothing.
    """

    kind: str
    record: RecordId
    root: RecordId
    field: str
    value: Value
    beside: bool = False
    kept: bytes | None = None


class Touched(msgspec.Struct, frozen=True):
    """A record that a change touched."""

    kind: str
    record: RecordId
    root: RecordId


class ChangeSummary(msgspec.Struct, frozen=True):
    """What changed, for everyone who shows it. ``everything`` means: read it all again.

    ``initiator`` is whoever asked for it, so that a screen can skip its own echo.
    """

    what: str
    touched: tuple[Touched, ...] = ()
    initiator: object | None = None
    everything: bool = False
    changes: int = 0

    def concerns(self, *kinds: str) -> bool:
        """Whether records of any of these kinds may look different now."""
        return self.everything or any(one.kind in kinds for one in self.touched)

    def concerns_root(self, root: RecordId) -> bool:
        """Whether anything filed with this root (a session, a person) may look different now."""
        return self.everything or any(one.root == root for one in self.touched)


def creating(record: Record) -> list[Edit]:
    """The edits that bring a new record into being: every field that differs from its default.

    A record of which nothing is said yet still comes into being: its first field is written down.
    """
    cls = type(record)
    root = record.id if cls.IS_ROOT else record.root
    if not root:
        raise ValueError(f"a {cls.KIND} is filed with a root record")
    edits = [Edit(cls.KIND, record.id, root, name, value) for name, value in said(record)]
    if not edits:
        name = next(iter(meanings(cls)))
        edits.append(Edit(cls.KIND, record.id, root, name, getattr(record, name)))
    return edits


def setting(record: Record, **values: Value) -> list[Edit]:
    """The edits that give fields of an existing record new values; unchanged ones are left out."""
    cls = type(record)
    known = meanings(cls)
    root = record.id if cls.IS_ROOT else record.root
    edits = []
    for name, value in values.items():
        if name not in known:
            raise KeyError(f"a {cls.KIND} has no {name}")
        if getattr(record, name) != value or name in record.contested:
            edits.append(Edit(cls.KIND, record.id, root, name, value))
    return edits


def deleting(records: Iterable[Record]) -> list[Edit]:
    """The edits that delete records; an edit elsewhere that did not know of it brings them back."""
    return [_deletion(one, gone=True) for one in records]


def bringing_back(records: Iterable[Record]) -> list[Edit]:
    """The edits that undo a deletion."""
    return [_deletion(one, gone=False) for one in records]


def _deletion(record: Record, *, gone: bool) -> Edit:
    cls = type(record)
    root = record.id if cls.IS_ROOT else record.root
    return Edit(cls.KIND, record.id, root, DELETED, gone)


def by_record(edits: Sequence[Edit]) -> dict[RecordId, list[Edit]]:
    """Edits grouped by the record they are about, in order."""
    grouped: dict[RecordId, list[Edit]] = {}
    for edit in edits:
        grouped.setdefault(edit.record, []).append(edit)
    return grouped
