"""Child A3s: a planner that grows from one note of another, with the way kept both ways."""

from __future__ import annotations

from cps_desktop.domain.changes import creating
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Note, NoteLink, Planner
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records
from cps_desktop.services.note_links import standing_note, went_into
from cps_desktop.services.places import order_at_end
from cps_desktop.services.planners import planners_of

LONGEST_TITLE = 60
"""Characters of a note that become the title of the A3 it grows into."""


def child_from_note(
    door: Door,
    note: RecordId,
    template: PlannerTemplate,
    *,
    title: str = "",
    initiator: object | None = None,
) -> RecordId:
    """Begin a planner that grows from a note, after the other planners of the session.

    Without a title it has the note's words. The id is derived from note and template, so that two
    laptops make one; where it is there already, it is the one.
    """
    known = door.must_exist(Note, note)
    identity = derived_id("child planner", note, template.id, str(template.edition))
    there = door.records.get(Planner, identity)
    if there is not None and not there.deleted and there.from_note == note:
        return identity
    planner = Planner(
        # One that was removed stays removed: what stood on it does not come back with a new one.
        id=identity if there is None else door.new_id(),
        root=known.session,
        session=known.session,
        template=template.id,
        edition=template.edition,
        title=title.strip() or _title(known.text) or template.title,
        order=order_at_end([one.order for one in planners_of(door.records, known.session)]),
        from_note=note,
    )
    door.do("Begin an A3 from a note", creating(planner), initiator=initiator)
    return planner.id


def parent_of(records: Records, planner: RecordId) -> tuple[RecordId, RecordId] | None:
    """The planner and the note that a planner grew from; None where there is none (any more)."""
    known = records.get(Planner, planner)
    note = standing_note(records, known.from_note) if known is not None else None
    if note is None or note.planner == planner:
        return None
    parent = records.get(Planner, note.planner)
    return None if parent is None or parent.deleted else (parent.id, note.id)


def path_to(records: Records, planner: RecordId) -> tuple[RecordId, ...]:
    """The planners one goes through from the topmost down to this one, itself last."""
    path = [planner]
    above = parent_of(records, planner)
    # Two laptops can hang two planners on one another: nobody goes round in circles.
    while above is not None and above[0] not in path:
        path.insert(0, above[0])
        above = parent_of(records, above[0])
    return tuple(path)


def children_of(records: Records, planner: RecordId) -> tuple[Planner, ...]:
    """The planners that grew from notes of this one, in their order; ``from_note`` says which."""
    known = records.get(Planner, planner)
    if known is None:
        return ()
    others = [one for one in planners_of(records, known.session) if one.from_note]
    if not others:
        return ()
    notes = {one.id for one in records.find(Note, planner=planner)}
    into = went_into(records.find(NoteLink, session=known.session), notes)
    return tuple(
        one
        for one in others
        if into.get(one.from_note, one.from_note) in notes and one.id != planner
    )


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"
