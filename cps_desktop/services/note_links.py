"""Notes that belong together, anywhere in a session."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cps_desktop.domain.changes import ChangeSummary, deleting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Note, NoteLink
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records
from cps_desktop.services.places import making_there


def link_record(session: RecordId, one: RecordId, other: RecordId) -> NoteLink:
    """The record that says two notes belong together; the same whichever is named first."""
    less, more = sorted((one, other))
    return NoteLink(
        id=derived_id("note link", less, more), root=session, session=session, one=less, other=more
    )


def link_notes(
    door: Door, one: RecordId, other: RecordId, *, initiator: object | None = None
) -> ChangeSummary:
    """Link two notes of a session; linking them again changes nothing.

    Raises InputRefused where one is not here, for a note and itself, and across sessions: a link
    is handed over with its session.
    """
    first, second = door.must_exist(Note, one), door.must_exist(Note, other)
    if one == other:
        raise InputRefused("A note is linked with another one, not with itself. Choose another.")
    if first.session != second.session:
        raise InputRefused("These notes are in different sessions. Nothing was changed.")
    edits = making_there(door.records, link_record(first.session, one, other))
    return door.do("Link two notes", edits, initiator=initiator)


def unlink_notes(
    door: Door, one: RecordId, other: RecordId, *, initiator: object | None = None
) -> ChangeSummary:
    """Take the link between two notes away; where there is none nothing changes."""
    known = door.records.get(NoteLink, link_record("", one, other).id)
    gone = deleting([known]) if known is not None and not known.deleted else []
    return door.do("Unlink two notes", gone, initiator=initiator)


def linked_with(records: Records, note: RecordId) -> tuple[RecordId, ...]:
    """The notes that a note is linked with and that are there, in the order the links were made."""
    ends = [one.other for one in records.find(NoteLink, one=note)]
    ends += [one.one for one in records.find(NoteLink, other=note)]
    there = ((end, records.get(Note, end)) for end in dict.fromkeys(ends))
    return tuple(end for end, known in there if known is not None and not known.deleted)


def links_among(
    records: Records, session: RecordId, notes: Collection[RecordId]
) -> Mapping[RecordId, tuple[RecordId, ...]]:
    """For each of these notes those it is linked with, in one look at the session's links.

    ``notes`` are notes that are there; links that lead out of them are followed only to notes
    that are there too.
    """
    pairs = [(one.one, one.other) for one in records.find(NoteLink, session=session)]
    pairs = [
        (one, other) for one, other in pairs if one != other and (one in notes or other in notes)
    ]
    there: Collection[RecordId] = notes
    if any(one not in notes or other not in notes for one, other in pairs):
        there = {one.id for one in records.find(Note, session=session)}
    linked: dict[RecordId, list[RecordId]] = {}
    for one, other in pairs:
        if one in there and other in there:
            linked.setdefault(one, []).append(other)
            linked.setdefault(other, []).append(one)
    return {note: tuple(dict.fromkeys(ends)) for note, ends in linked.items() if note in notes}
