"""Two notes become one, one becomes two: what people do when they sort what was said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import msgspec

from cps_desktop.domain.changes import ChangeSummary, Edit, creating, deleting, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Action, Dot, NamedAs, Note, NoteLink, Planner
from cps_desktop.domain.records import RecordId, Value
from cps_desktop.services.answers import BETWEEN_CELLS
from cps_desktop.services.door import Door, Records
from cps_desktop.services.note_links import link_record, merge_record, says_merged
from cps_desktop.services.places import making_there, orders_for
from cps_desktop.services.planners import notes_in


def merge_notes(
    door: Door, notes: Sequence[RecordId], *, initiator: object | None = None
) -> ChangeSummary:
    """Make one note of several, as one step of undo: the first named stays, the others go.

    Their texts stand beneath one another in the order they are named (rows of a table: cell by
    cell). The first keeps its place, colour and theme; a theme or a picture that only another has
    is kept too. Where they were said by different people, nobody is named. Dots, links, actions
    and child A3s of the others go to it. Raises InputRefused where one is not here, where they
    are of different planners, where two have pictures, and for answers to a question: each of
    those is one person's.
    """
    merging = [door.must_exist(Note, one) for one in dict.fromkeys(notes)]
    if len(merging) < 2:
        raise InputRefused("Choose two notes or more to make one of them. Nothing was changed.")
    stays, others = merging[0], merging[1:]
    _check_merging(merging)
    edits = setting(stays, **_merged(merging))
    edits += _handed_on(door.records, stays, others)
    for gone in others:
        edits += making_there(door.records, merge_record(gone, stays))
    edits += deleting(others)
    what = "Merge two notes" if len(merging) == 2 else f"Merge {len(merging)} notes"
    return door.do(what, edits, initiator=initiator)


def _check_merging(notes: Sequence[Note]) -> None:
    if len({one.planner for one in notes}) > 1:
        raise InputRefused("These notes are on different planners. Nothing was changed.")
    if any(one.given for one in notes):
        raise InputRefused(
            "An answer or a tick stands for itself, so it is not made one with another. "
            "Nothing was changed."
        )
    if len({one.picture for one in notes if one.picture}) > 1:
        raise InputRefused(
            "Two of these notes have pictures, and one note holds one. Nothing was changed. "
            "Link them instead, or take a picture off first."
        )


def _merged(notes: Sequence[Note]) -> dict[str, Value]:
    """What the note that stays says afterwards."""
    first = notes[0]
    said = {(one.author, one.named_as) for one in notes}
    return {
        "text": texts_together([one.text for one in notes]),
        "theme": next((one.theme for one in notes if one.theme), ""),
        "picture": next((one.picture for one in notes if one.picture), ""),
        "author": first.author if len(said) == 1 else "",
        "named_as": first.named_as if len(said) == 1 else NamedAs.NOBODY.value,
    }


def texts_together(texts: Sequence[str], *, once: bool = False) -> str:
    """Texts of notes beneath one another; rows of a table cell by cell.

    With ``once`` two that say the same in a cell (or altogether) say it once: two versions of a
    row differ in a cell or two.
    """
    rows = [one.split(BETWEEN_CELLS) for one in texts]
    columns = zip_longest(*rows, fillvalue="")
    return BETWEEN_CELLS.join(_lines(column, once=once) for column in columns)


def _lines(texts: Sequence[str], *, once: bool) -> str:
    some = [one.strip("\n") for one in texts if one.strip()]
    return "\n".join(dict.fromkeys(some) if once else some)


def _handed_on(records: Records, stays: Note, others: Sequence[Note]) -> list[Edit]:
    """What hung on the others hangs on the one that stays; what a newer version of the program
    wrote is left as it is, and found by way of the merge."""
    gone = {one.id for one in others}
    edits: list[Edit] = []
    for dot in records.find(Dot, planner=stays.planner):
        if dot.note in gone and not dot.newer:
            edits += setting(dot, note=stays.id)
    for action in records.find(Action, session=stays.session):
        if action.note in gone and not action.newer:
            edits += setting(action, note=stays.id)
    for child in records.find(Planner, session=stays.session):
        if child.from_note in gone and not child.newer:
            edits += setting(child, from_note=stays.id)
    made: set[RecordId] = set()
    for link in records.find(NoteLink, session=stays.session):
        if link.newer or says_merged(link) or not {link.one, link.other} & gone:
            continue
        edits += deleting([link])
        ends = {stays.id if end in gone else end for end in (link.one, link.other)}
        if len(ends) == 2:
            anew = link_record(stays.session, *sorted(ends))
            there = records.get(NoteLink, anew.id)
            if anew.id not in made and (there is None or there.deleted):
                made.add(anew.id)
                edits += making_there(records, anew)
    return edits


def split_note(
    door: Door, note: RecordId, texts: Sequence[str], *, initiator: object | None = None
) -> tuple[RecordId, ...]:
    """Make several notes of one: the first text stays in it, the others follow right after.

    They have its colour, author and theme; its dots, links, picture and action stay with it. Two
    laptops that split a note alike make the same notes. Texts with nothing in them are left out.
    Raises InputRefused where fewer than two are left, and for answers to a question.
    """
    known = door.must_exist(Note, note)
    parts = [one.strip() for one in texts if one.strip()]
    if len(parts) < 2:
        raise InputRefused("A note is split into two parts or more. Nothing was changed.")
    if known.given:
        raise InputRefused("An answer or a tick cannot be split. Nothing was changed.")
    notes = notes_in(door.records, known.planner, known.box)
    place = next(number for number, one in enumerate(notes) if one.id == note)
    orders, edits = orders_for(notes, place + 1, len(parts) - 1)
    edits += setting(known, text=parts[0])
    made: list[RecordId] = []
    for number, (text, order) in enumerate(zip(parts[1:], orders, strict=True), start=1):
        identity = derived_id("split note", note, str(number), text)
        if door.records.get(Note, identity) is not None:
            # It was split into just this once before: that note has a life of its own.
            identity = door.new_id()
        part = msgspec.structs.replace(
            known,
            id=identity,
            text=text,
            order=order,
            picture="",
            made=0,
            touched=0,
            contested=(),
        )
        made.append(identity)
        edits += creating(part)
    door.do("Split a note", edits, initiator=initiator)
    return (note, *made)
