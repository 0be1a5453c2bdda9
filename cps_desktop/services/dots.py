"""Voting with dots: so many for each person, put on notes; nobody's name is kept with them.

Each dot is a record of its own, so that dots from two laptops add up and nothing is contested.
Whoever gives dots does so in a *turn*, an identity that :meth:`Door.new_id` makes and that names
nobody: it says only which dots one person may still move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cps_desktop.domain.changes import ChangeSummary, creating, deleting, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Dot, Note, NoteLink, Planner
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records
from cps_desktop.services.note_links import went_into

MOST_DOTS_EACH = 20
"""So many dots one person may be given; more are no choice any more."""


def give_dot(
    door: Door, note: RecordId, *, turn: str = "", initiator: object | None = None
) -> RecordId:
    """Put a dot on a note.

    In a ``turn`` there are as many as the planner says; without one (the facilitator's own hand,
    for the whole room) they are not counted. Raises InputRefused where none is left.
    """
    known = door.must_exist(Note, note)
    if turn and dots_left(door.records, known.planner, turn) < 1:
        raise InputRefused("All your dots are given. Take one back first, then give it again.")
    dot = Dot(
        id=door.new_id(),
        root=known.session,
        session=known.session,
        planner=known.planner,
        note=note,
        turn=turn,
    )
    door.do("Give a dot", creating(dot), initiator=initiator)
    return dot.id


def take_dot_back(
    door: Door, note: RecordId, *, turn: str = "", initiator: object | None = None
) -> ChangeSummary:
    """Take the latest dot of a turn off a note; without a turn, the latest anybody gave.

    Raises InputRefused where there is none to take.
    """
    known = door.must_exist(Note, note)
    found = [
        dot
        for at, dot in _counting(door.records, known.planner)
        if at == note and (not turn or dot.turn == turn) and not dot.newer
    ]
    if not found:
        whose = "of yours " if turn else ""
        raise InputRefused(f"There is no dot {whose}on this note. Nothing was changed.")
    last = max(found, key=lambda one: (not turn and one.turn == "", one.made, one.id))
    return door.do("Take a dot back", deleting([last]), initiator=initiator)


def dots_of(records: Records, planner: RecordId) -> Mapping[RecordId, int]:
    """How many dots each note of a planner has; notes without any are left out."""
    return Counter(note for note, _ in _counting(records, planner))


def dots_given(records: Records, planner: RecordId, turn: str) -> Mapping[RecordId, int]:
    """How many dots were given in one turn, by note."""
    return Counter(note for note, dot in _counting(records, planner) if dot.turn == turn)


def dots_left(records: Records, planner: RecordId, turn: str) -> int:
    """How many dots may still be given in a turn; of a note that is gone one has them back."""
    known = records.get(Planner, planner)
    each = known.dots_each if known is not None else 0
    if not turn:
        return each
    return max(0, each - sum(dots_given(records, planner, turn).values()))


def set_dots_each(
    door: Door, planner: RecordId, count: int, *, initiator: object | None = None
) -> ChangeSummary:
    """Say how many dots each person has. Raises InputRefused for fewer than 1 or more than 20."""
    known = door.must_exist(Planner, planner)
    if not 1 <= count <= MOST_DOTS_EACH:
        raise InputRefused(
            f"Each person can have between 1 and {MOST_DOTS_EACH} dots. Nothing was changed."
        )
    return door.do("Set the number of dots", setting(known, dots_each=count), initiator=initiator)


def clear_dots(door: Door, planner: RecordId, *, initiator: object | None = None) -> ChangeSummary:
    """Take every dot off a planner, as one step; undo puts all of them back."""
    door.must_exist(Planner, planner)
    gone = deleting(one for one in door.records.find(Dot, planner=planner) if not one.newer)
    return door.do("Take all dots off", gone, initiator=initiator)


def _counting(records: Records, planner: RecordId) -> list[tuple[RecordId, Dot]]:
    """Dots that count, each with its note."""
    dots = records.find(Dot, planner=planner)
    if not dots:
        return []
    notes = {one.id for one in records.find(Note, planner=planner)}
    into: Mapping[RecordId, RecordId] = {}
    if any(one.note not in notes for one in dots):
        into = went_into(records.find(NoteLink, session=dots[0].session), notes)
    placed = ((into.get(one.note, one.note), one) for one in dots)
    return [(note, dot) for note, dot in placed if note in notes]
