"""Notes that belong together, anywhere in a session."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from cps_desktop.domain.changes import ChangeSummary, Edit, deleting
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


def merge_record(gone: Note, stays: Note) -> NoteLink:
    """The record that says a note went into another one: a link from what is gone.

    So a dot, an action or a child A3 that another laptop hung on it meanwhile is not lost.
    """
    return NoteLink(
        id=_merge_id(gone.id, stays.id),
        root=stays.session,
        session=stays.session,
        one=gone.id,
        other=stays.id,
    )


def says_merged(link: NoteLink) -> bool:
    """Whether a link says that its first note went into its second."""
    return link.id == _merge_id(link.one, link.other)


def _merge_id(gone: RecordId, stays: RecordId) -> RecordId:
    return derived_id("merged note", gone, stays)


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


def link_together(
    door: Door, notes: Sequence[RecordId], *, initiator: object | None = None
) -> ChangeSummary:
    """Link the first of these notes with each of the others, as one step."""
    known = [door.must_exist(Note, one) for one in dict.fromkeys(notes)]
    if len({one.session for one in known}) > 1:
        raise InputRefused("These notes are in different sessions. Nothing was changed.")
    edits: list[Edit] = []
    for other in known[1:]:
        record = link_record(other.session, known[0].id, other.id)
        edits += making_there(door.records, record)
    what = "Link two notes" if len(known) == 2 else f"Link {len(known)} notes"
    return door.do(what, edits, initiator=initiator)


def unlink_notes(
    door: Door, one: RecordId, other: RecordId, *, initiator: object | None = None
) -> ChangeSummary:
    """Take the link between two notes away; where there is none nothing changes."""
    known = door.records.get(NoteLink, link_record("", one, other).id)
    gone = deleting([known]) if known is not None and not known.deleted else []
    return door.do("Unlink two notes", gone, initiator=initiator)


def linked_with(records: Records, note: RecordId) -> tuple[RecordId, ...]:
    """The notes that a note is linked with and that are there, in the order the links were made."""
    found = (*records.find(NoteLink, one=note), *records.find(NoteLink, other=note))
    ends = [one.other if one.one == note else one.one for one in found if not says_merged(one)]
    there = ((end, records.get(Note, end)) for end in dict.fromkeys(ends) if end != note)
    return tuple(end for end, known in there if known is not None and not known.deleted)


def links_among(
    records: Records,
    session: RecordId,
    links: Iterable[NoteLink],
    notes: Collection[RecordId],
) -> Mapping[RecordId, tuple[RecordId, ...]]:
    """For each of these notes those it is linked with, of all links of a session.

    ``notes`` are notes that are there; links that lead out of them are followed only to notes
    that are there too, with one more look.
    """
    pairs = [(one.one, one.other) for one in links if not says_merged(one) and one.one != one.other]
    pairs = [pair for pair in pairs if pair[0] in notes or pair[1] in notes]
    there: Collection[RecordId] = notes
    if any(one not in notes or other not in notes for one, other in pairs):
        there = {one.id for one in records.find(Note, session=session)}
    linked: dict[RecordId, list[RecordId]] = {}
    for one, other in pairs:
        if one in there and other in there:
            linked.setdefault(one, []).append(other)
            linked.setdefault(other, []).append(one)
    return {note: tuple(dict.fromkeys(ends)) for note, ends in linked.items() if note in notes}


def went_into(
    links: Iterable[NoteLink], notes: Collection[RecordId]
) -> Mapping[RecordId, RecordId]:
    """For notes that are gone because they went into one of these (or into one that did): which.

    Where two laptops let one note go into two others, it is the same one on both.
    """
    back: dict[RecordId, list[RecordId]] = {}
    for link in links:
        if link.one not in notes and says_merged(link):
            back.setdefault(link.other, []).append(link.one)
    found: dict[RecordId, RecordId] = {}
    reached = {one: one for one in back if one in notes}
    while reached:
        further: dict[RecordId, RecordId] = {}
        for at, stands in reached.items():
            for gone in back.get(at, ()):
                if gone not in found:
                    further[gone] = min(stands, further.get(gone, stands))
        found |= further
        reached = further
    return found


def standing_note(records: Records, note: RecordId) -> Note | None:
    """A note, or the one it went into; None where neither is there."""
    known = records.get(Note, note) if note else None
    if known is None or not known.deleted:
        return known
    there = {one.id: one for one in records.find(Note, session=known.session)}
    at = went_into(records.find(NoteLink, session=known.session), there).get(note, "")
    return there.get(at)
