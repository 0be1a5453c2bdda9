"""Planners and the notes on them: add, edit, move, colour, name, delete.

What makes something returns its id; every other change returns the summary of ``Door.do``.
Deleting is a step like any other: undo brings it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cps_desktop.domain.changes import (
    ChangeSummary,
    Edit,
    bringing_back,
    creating,
    deleting,
    setting,
)
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Action,
    Dot,
    NamedAs,
    Note,
    NoteColour,
    NoteLink,
    Planner,
    Session,
)
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records
from cps_desktop.services.people import needed_name
from cps_desktop.services.places import order_at_end, orders_for, stands_at

# --------------------------------------------------------------------------------------------
# Planners


def planners_of(records: Records, session: RecordId) -> tuple[Planner, ...]:
    """The planners of a session in order.

    A planner that was removed here while somebody elsewhere added a note to it is still among
    them (``deleted`` is true): a note that nobody saw is never out of sight.
    """
    every = list(records.find(Planner, session=session))
    removed = records.find(Planner, session=session, deleted=True)
    if removed:
        alive = {planner for (planner,) in records.tally(Note, ("planner",), "session", [session])}
        every += [one for one in removed if one.id in alive]
    return tuple(sorted(every, key=lambda one: (one.order, one.id)))


def add_planner(
    door: Door, session: RecordId, template: PlannerTemplate, *, title: str = ""
) -> RecordId:
    """Put a planner into a session, in the template's edition, after the others."""
    door.must_exist(Session, session)
    planner = Planner(
        id=door.new_id(),
        root=session,
        session=session,
        template=template.id,
        edition=template.edition,
        title=title.strip() or template.title,
        order=order_at_end([one.order for one in planners_of(door.records, session)]),
    )
    door.do("Add a planner", creating(planner))
    return planner.id


def rename_planner(
    door: Door, planner: RecordId, title: str, *, initiator: object | None = None
) -> ChangeSummary:
    """Give a planner another title."""
    known = door.must_exist(Planner, planner)
    return door.do(
        "Rename the planner",
        setting(known, title=needed_name(title, "A planner")),
        initiator=initiator,
        amend=("planner title", planner),
    )


def move_planner(door: Door, planner: RecordId, index: int) -> ChangeSummary:
    """Put a planner at another place among the planners of its session."""
    known = door.must_exist(Planner, planner)
    others = [one for one in planners_of(door.records, known.session) if one.id != planner]
    orders, edits = orders_for(others, index, 1)
    return door.do("Move the planner", [*edits, *setting(known, order=orders[0])])


def remove_planner(door: Door, planner: RecordId) -> ChangeSummary:
    """Remove a planner with its notes, their dots and links, as one step.

    What somebody said they would do stays, without the note it grew from; so does an A3 that grew
    from one of the notes, as a planner of its own.
    """
    known = door.must_exist(Planner, planner)
    records = door.records
    notes = records.find(Note, planner=planner)
    ids = {one.id for one in notes}
    hanging: list[Dot | NoteLink] = [*records.find(Dot, planner=planner)]
    hanging += [
        one for one in records.find(NoteLink, session=known.session) if {one.one, one.other} & ids
    ]
    # What a newer version wrote there is left: it points at nothing then, and breaks no view.
    edits = deleting([known, *notes, *(one for one in hanging if not one.newer)])
    for action in records.find(Action, session=known.session):
        if not action.newer and (action.planner == planner or action.note in ids):
            edits += setting(action, planner="", note="")
    return door.do("Remove the planner", edits)


def bring_back_planner(door: Door, planner: RecordId) -> ChangeSummary:
    """Bring back a planner that was removed here while notes came in from elsewhere."""
    known = door.records.get(Planner, planner)
    if known is None:
        raise InputRefused("This planner is not here any more. Nothing was changed.")
    return door.do("Bring back the planner", bringing_back([known]))


# --------------------------------------------------------------------------------------------
# Notes


def notes_in(records: Records, planner: RecordId, box: str) -> tuple[Note, ...]:
    """The notes of one box in order; equal orders from two laptops go by id, alike everywhere."""
    found = records.find(Note, planner=planner, box=box)
    return tuple(sorted(found, key=lambda one: (one.order, one.id)))


def new_note(
    planner: Planner,
    box: str,
    identity: RecordId,
    order: str,
    *,
    text: str = "",
    given: str = "",
    done: bool = False,
    picture: RecordId = "",
    colour: str = NoteColour.YELLOW,
    theme: str = "",
    author: str = "",
    named_as: str = NamedAs.NOBODY,
) -> Note:
    """A note for a planner, filed with its session; the record alone, nothing is kept yet."""
    return Note(
        id=identity,
        root=planner.session,
        session=planner.session,
        planner=planner.id,
        box=box,
        order=order,
        text=text,
        colour=colour,
        author=name_kept(author, named_as),
        named_as=named_as,
        theme=theme,
        given=given,
        done=done,
        picture=picture,
    )


def name_kept(author: str, named_as: str) -> str:
    """What is written down of who said it: nothing where they do not wish to be named."""
    return "" if named_as == NamedAs.NOBODY else author.strip()


def add_note(
    door: Door,
    planner: RecordId,
    box: str,
    text: str = "",
    *,
    author: str = "",
    named_as: str = NamedAs.NOBODY,
    colour: str = NoteColour.YELLOW,
    theme: str = "",
    index: int | None = None,
    before: RecordId = "",
    after: RecordId = "",
    note_id: RecordId = "",
    initiator: object | None = None,
) -> RecordId:
    """Add a note to a box: at ``index``, before or after another note there, or at the end.

    Who does not wish to be named is not written down. ``note_id`` is an id of ``Door.new_id``
    where somebody is typing a note that the screen already shows: what they go on typing belongs
    to the same step of undo.
    """
    known = door.must_exist(Planner, planner)
    notes = notes_in(door.records, planner, box)
    orders, edits = orders_for(notes, _place(notes, index, before, after), 1)
    note = new_note(
        known,
        box,
        note_id or door.new_id(),
        orders[0],
        text=text,
        colour=colour,
        theme=theme,
        author=author,
        named_as=named_as,
    )
    step = [*edits, *creating(note)]
    typing = ("note text", note.id) if note_id else None
    door.do("Add a note", step, initiator=initiator, amend=typing)
    return note.id


def edit_note(
    door: Door, note: RecordId, text: str, *, initiator: object | None = None
) -> ChangeSummary:
    """Change what a note says; keystrokes that follow one another are one step of undo."""
    known = door.must_exist(Note, note)
    return door.do(
        "Change a note", setting(known, text=text), initiator=initiator, amend=("note text", note)
    )


def move_note(
    door: Door,
    note: RecordId,
    box: str,
    index: int | None = None,
    *,
    initiator: object | None = None,
) -> ChangeSummary:
    """Move a note to a place in a box of its planner; the end where no place is named.

    ``index`` counts the other notes of that box, without the moved one.
    """
    return move_notes(door, [note], box, index, initiator=initiator)


def move_notes(
    door: Door,
    notes: Sequence[RecordId],
    box: str,
    index: int | None = None,
    *,
    theme: str | None = None,
    initiator: object | None = None,
) -> ChangeSummary:
    """Move several notes of one planner together, in the order they are named.

    With a ``theme`` they are put under it in the same step; None leaves each its own.
    """
    moving = [door.must_exist(Note, one) for one in dict.fromkeys(notes)]
    if not moving:
        return ChangeSummary("Move a note", initiator=initiator)
    planner = moving[0].planner
    if any(one.planner != planner for one in moving):
        raise InputRefused("These notes are on different planners. Nothing was moved.")
    moved = {one.id for one in moving}
    others = [one for one in notes_in(door.records, planner, box) if one.id not in moved]
    place = len(others) if index is None else index
    stays = theme is None or all(one.theme == theme for one in moving)
    alone = stays and len(moving) == 1 and moving[0].box == box
    if alone and stands_at(moving[0], others, place):
        return ChangeSummary("Move a note", initiator=initiator)
    orders, edits = orders_for(others, place, len(moving))
    for one, order in zip(moving, orders, strict=True):
        under = one.theme if theme is None else theme
        edits += setting(one, box=box, order=order, theme=under)
    what = "Move a note" if len(moving) == 1 else f"Move {len(moving)} notes"
    return door.do(what, edits, initiator=initiator)


def set_colour(
    door: Door, notes: Iterable[RecordId], colour: str, *, initiator: object | None = None
) -> ChangeSummary:
    """Give notes a colour."""
    edits: list[Edit] = []
    for one in notes:
        edits += setting(door.must_exist(Note, one), colour=NoteColour(colour).value)
    return door.do("Colour a note", edits, initiator=initiator)


def set_author(
    door: Door,
    note: RecordId,
    author: str,
    named_as: str,
    *,
    initiator: object | None = None,
) -> ChangeSummary:
    """Say who said it and how they wish to be shown; nobody's name is not kept."""
    known = door.must_exist(Note, note)
    kept = name_kept(author, named_as)
    return door.do(
        "Say who said it",
        setting(known, author=kept, named_as=NamedAs(named_as).value),
        initiator=initiator,
        amend=("note author", note),
    )


def set_authors(
    door: Door,
    notes: Iterable[RecordId],
    author: str,
    named_as: str,
    *,
    initiator: object | None = None,
) -> ChangeSummary:
    """The same for several notes, as one step."""
    kept = name_kept(author, named_as)
    edits: list[Edit] = []
    for one in dict.fromkeys(notes):
        known = door.must_exist(Note, one)
        edits += setting(known, author=kept, named_as=NamedAs(named_as).value)
    return door.do("Say who said it", edits, initiator=initiator)


def delete_notes(
    door: Door, notes: Iterable[RecordId], *, initiator: object | None = None
) -> ChangeSummary:
    """Delete notes as one step; undo brings all of them back where they were."""
    known = [door.must_exist(Note, one) for one in dict.fromkeys(notes)]
    what = "Delete a note" if len(known) == 1 else f"Delete {len(known)} notes"
    return door.do(what, deleting(known), initiator=initiator)


# --------------------------------------------------------------------------------------------
# Order


def _place(notes: Sequence[Note], index: int | None, before: RecordId, after: RecordId) -> int:
    if index is not None:
        return max(0, min(index, len(notes)))
    for place, one in enumerate(notes):
        if one.id == before:
            return place
        if one.id == after:
            return place + 1
    return len(notes)
