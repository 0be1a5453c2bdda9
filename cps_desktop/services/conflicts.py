"""Two people changed this: show both, and let a person choose, combine, or keep both.

Choosing is a change like any other: it replaces the heads it had seen, it travels, and it can be
undone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from cps_desktop.domain.changes import ChangeSummary, Edit, creating
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Note, Person, Session
from cps_desktop.domain.records import DELETED, Record, RecordId, Value, meanings
from cps_desktop.services.door import Door
from cps_desktop.storage.reading import Version
from cps_desktop.storage.workspace import Workspace


@dataclasses.dataclass(frozen=True, slots=True)
class Disagreement:
    """One field of one record that two people changed without knowing of one another.

    ``versions`` has the one shown now first. A field ``DELETED`` means: deleted on one laptop,
    edited on another.
    """

    record: Record
    field: str
    label: str
    about: str
    session: RecordId
    versions: tuple[Version, ...]

    @property
    def is_text(self) -> bool:
        """Whether the versions can be written together as one text."""
        return all(isinstance(one.value, str) for one in self.versions) and self.field != DELETED


def disagreements(workspace: Workspace, session: RecordId = "") -> tuple[Disagreement, ...]:
    """Everything that waits to be decided, of all sessions or of one."""
    some = []
    for record in workspace.contested():
        if session and session not in (record.root, getattr(record, "session", "")):
            continue
        for field in record.contested:
            label = "Deleted" if field == DELETED else meanings(type(record))[field].label
            some.append(
                Disagreement(
                    record,
                    field,
                    label,
                    about(workspace, record),
                    getattr(record, "session", record.root),
                    workspace.versions(record, field),
                )
            )
    return tuple(some)


def about(workspace: Workspace, record: Record) -> str:
    """What a record is, in words: the note, the person, the session."""
    if isinstance(record, Note):
        session = workspace.get(Session, record.session)
        return f"Note in {session.title}" if session and session.title else "Note"
    if isinstance(record, Session):
        return f"Session {record.title}".strip()
    if isinstance(record, Person):
        return record.known_as or record.name or "A person"
    kind = record.KIND.replace("_", " ").capitalize()
    session = workspace.get(Session, getattr(record, "session", "") or record.root)
    return f"{kind} in {session.title}" if session and session.title else kind


def keep(
    door: Door, one: Disagreement, value: Value, *, initiator: object | None = None
) -> ChangeSummary:
    """Keep this value; the others are replaced (and stay in the journal)."""
    return keep_all(door, [(one, value)], initiator=initiator)


def keep_all(
    door: Door,
    chosen: Sequence[tuple[Disagreement, Value]],
    *,
    initiator: object | None = None,
) -> ChangeSummary:
    """Decide many at once, as one step."""
    edits = [_deciding(one, value) for one, value in chosen]
    return door.do("Decide between two versions", edits, initiator=initiator)


def _deciding(one: Disagreement, value: Value) -> Edit:
    return Edit(type(one.record).KIND, one.record.id, one.record.root, one.field, value)


def keep_both(
    door: Door, one: Disagreement, *, initiator: object | None = None
) -> ChangeSummary:
    """Keep both texts of a note: the shown one stays, each other becomes a note beside it."""
    if not isinstance(one.record, Note) or one.field != "text":
        raise InputRefused("Only two versions of a note can both be kept. Nothing was changed.")
    edits = [_deciding(one, one.versions[0].value)]
    for other in one.versions[1:]:
        note = dataclasses.replace(
            one.record, id=door.new_id(), text=str(other.value or ""), contested=()
        )
        edits += creating(note)
    return door.do("Keep both versions as notes", edits, initiator=initiator)


def delete_after_all(
    door: Door, one: Disagreement, *, initiator: object | None = None
) -> ChangeSummary:
    """It was deleted here and edited there: delete it, now knowing of the edit."""
    return keep(door, one, True, initiator=initiator)


def bring_back(
    door: Door, one: Disagreement, *, initiator: object | None = None
) -> ChangeSummary:
    """It was deleted here and edited there: keep it."""
    return keep(door, one, False, initiator=initiator)
