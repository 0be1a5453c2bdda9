"""Answers in boxes that are more than notes: one text, a choice, a scale, ticks, rows of a table.

All of them are notes (see :class:`cps_desktop.domain.kinds.Note`), so that they merge, move,
print and are handed over like any other. What is one thing for all has a derived id: the text of a
text box, an item of a checklist. What each person gives is a note of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol, TypeVar

from cps_desktop.domain.changes import ChangeSummary, Edit, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import NamedAs, Note, Planner
from cps_desktop.domain.ordering import key_between
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records
from cps_desktop.services.places import making_there, order_at_end
from cps_desktop.services.planners import add_note, edit_note, new_note, notes_in

BETWEEN_CELLS: Final = "\t"
"""Stands between the cells of a table's row in the note's text."""

_FIRST: Final = key_between()
"""The place of what has a derived id: alike on every laptop, for nobody puts it there."""


class Says(Protocol):
    """A note or the view of one, as far as its answer goes."""

    @property
    def text(self) -> str:
        """What is written."""

    @property
    def given(self) -> str:
        """The key of an option or item, or a number."""

    @property
    def done(self) -> bool:
        """Whether an item is ticked."""


S = TypeVar("S", bound=Says)

# --------------------------------------------------------------------------------------------
# One text for all


def text_note_id(planner: RecordId, box: str) -> RecordId:
    """The note into which everybody writes in a text box."""
    return derived_id("text", planner, box)


def write_text(
    door: Door,
    planner: RecordId,
    box: str,
    text: str,
    *,
    author: str = "",
    named_as: str = NamedAs.NOBODY,
    initiator: object | None = None,
) -> RecordId:
    """Write the text of a text box; keystrokes that follow one another are one step of undo."""
    known = door.must_exist(Planner, planner)
    identity = text_note_id(planner, _needed(box))
    note = new_note(known, box, identity, _FIRST, text=text, author=author, named_as=named_as)
    return _keep_words(door, "Write in a box", note, initiator)


# --------------------------------------------------------------------------------------------
# Choices and scales: a note for each person


def answer_choice(
    door: Door,
    planner: RecordId,
    box: str,
    option: str,
    text: str = "",
    *,
    author: str = "",
    named_as: str = NamedAs.NOBODY,
    note_id: RecordId = "",
    initiator: object | None = None,
) -> RecordId:
    """Keep one person's choice: the option's key or the number, and what they wish to add.

    ``note_id`` is an id of ``Door.new_id`` where they may still change their mind: an answer that
    is there already by this id is changed.
    """
    known = door.must_exist(Planner, planner)
    there = door.records.get(Note, note_id) if note_id else None
    if there is not None and not there.deleted:
        change_answer(door, note_id, option, text, initiator=initiator)
        return note_id
    note = new_note(
        known,
        _needed(box),
        note_id or door.new_id(),
        order_at_end([one.order for one in notes_in(door.records, planner, box)]),
        text=text,
        given=option,
        author=author,
        named_as=named_as,
    )
    door.do("Answer a question", making_there(door.records, note), initiator=initiator)
    return note.id


def change_answer(
    door: Door, note: RecordId, given: str, text: str, *, initiator: object | None = None
) -> ChangeSummary:
    """Change what somebody chose and added, as one step."""
    known = door.must_exist(Note, note)
    edits = setting(known, given=given, text=text)
    return door.do("Change an answer", edits, initiator=initiator, amend=("answer", note))


def number_of(note: Says) -> int | None:
    """The number somebody gave on a scale; None where it is none."""
    try:
        return int(note.given)
    except ValueError:
        return None


# --------------------------------------------------------------------------------------------
# Checklists: a note for each item


def item_note_id(planner: RecordId, box: str, item: str) -> RecordId:
    """The note that holds an item's tick and remark."""
    return derived_id("item", planner, box, item)


def tick_item(
    door: Door,
    planner: RecordId,
    box: str,
    item: str,
    done: bool,
    *,
    initiator: object | None = None,
) -> RecordId:
    """Tick an item of a checklist, or take its tick away."""
    edits = item_edits(door.records, door.must_exist(Planner, planner), _needed(box), item, done)
    door.do("Tick an item" if done else "Take a tick away", edits, initiator=initiator)
    return item_note_id(planner, box, item)


def item_edits(
    records: Records,
    planner: Planner,
    box: str,
    item: str,
    done: bool,
    remark: str | None = None,
) -> list[Edit]:
    """The edits after which an item is ticked or not, and has this remark (None leaves it)."""
    identity = item_note_id(planner.id, box, item)
    there = records.get(Note, identity)
    if there is not None and not there.deleted:
        words = {} if remark is None else {"text": remark}
        return setting(there, done=done, **words)
    if not done and not remark:
        return []
    note = new_note(planner, box, identity, _FIRST, given=item, done=done, text=remark or "")
    return making_there(records, note)


def remark_on_item(
    door: Door,
    planner: RecordId,
    box: str,
    item: str,
    text: str,
    *,
    initiator: object | None = None,
) -> RecordId:
    """Write a remark beside an item of a checklist."""
    known = door.must_exist(Planner, planner)
    identity = item_note_id(planner, _needed(box), item)
    note = new_note(known, box, identity, _FIRST, given=item, text=text)
    return _keep_words(door, "Write a remark", note, initiator)


def by_item(notes: Iterable[S]) -> Mapping[str, S]:
    """The note of each item of a checklist, by the item's key; the first where there are two."""
    found: dict[str, S] = {}
    for one in notes:
        if one.given:
            found.setdefault(one.given, one)
    return found


# --------------------------------------------------------------------------------------------
# Tables: a note for each row


def row_cells(note: Says, columns: Sequence[object]) -> tuple[str, ...]:
    """The cells of a row, one for each column; what is too many stands in the last one."""
    wanted = max(1, len(columns))
    cells = note.text.split(BETWEEN_CELLS, wanted - 1)
    cells[-1] = cells[-1].replace(BETWEEN_CELLS, " ")
    return (*cells, *[""] * (wanted - len(cells)))


def add_row(
    door: Door,
    planner: RecordId,
    box: str,
    cells: Sequence[str],
    *,
    author: str = "",
    named_as: str = NamedAs.NOBODY,
    index: int | None = None,
    note_id: RecordId = "",
    initiator: object | None = None,
) -> RecordId:
    """Add a row to a table, at ``index`` or at its end."""
    return add_note(
        door,
        planner,
        box,
        row_text(cells),
        author=author,
        named_as=named_as,
        index=index,
        note_id=note_id,
        initiator=initiator,
    )


def edit_row(
    door: Door, note: RecordId, cells: Sequence[str], *, initiator: object | None = None
) -> ChangeSummary:
    """Change the cells of a row; keystrokes that follow one another are one step of undo."""
    return edit_note(door, note, row_text(cells), initiator=initiator)


def row_text(cells: Sequence[str]) -> str:
    """A row as a note keeps it; a tab within a cell would begin another one."""
    return BETWEEN_CELLS.join(one.replace(BETWEEN_CELLS, " ") for one in cells)


# --------------------------------------------------------------------------------------------


def _needed(box: str) -> str:
    if not box:
        raise InputRefused("Say first which box this belongs in. Nothing was changed.")
    return box


def _keep_words(door: Door, what: str, note: Note, initiator: object | None) -> RecordId:
    """Keep the words of a note whose id is derived, be it there already or not."""
    there = door.records.get(Note, note.id)
    if there is not None and not there.deleted:
        edit_note(door, note.id, note.text, initiator=initiator)
    else:
        edits = making_there(door.records, note)
        door.do(what, edits, initiator=initiator, amend=("note text", note.id))
    return note.id
