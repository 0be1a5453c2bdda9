"""Moving a planner to another edition of its template: what moves where, and doing it.

A planner keeps the edition it began with until somebody moves it. Nothing is lost then: what has
no place in the new edition is chosen one, or stands under "Other notes".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from cps_desktop.domain.changes import ChangeSummary, Edit, deleting, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Action, Dot, Note, NoteLink, Planner
from cps_desktop.domain.ordering import key_between
from cps_desktop.domain.planner_templates import Box, PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services.answers import text_note_id
from cps_desktop.services.door import Door, Records
from cps_desktop.services.places import making_there, orders_for
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.planners import notes_in

FREE: Final = frozenset({"notes", "table"})
"""Kinds of box into which any note can be moved: it is said there in words."""


class Fate(StrEnum):
    """What becomes of the notes of a box."""

    STAYS = "stays"
    GOES = "goes"
    NO_PLACE = "no place"


@dataclasses.dataclass(frozen=True, slots=True)
class BoxMove:
    """What becomes of notes that stand in one box now.

    ``to`` is the key of the box they come to; where they have no place, it is the one suggested,
    or "" for "Other notes".
    """

    key: str
    name: str
    notes: tuple[RecordId, ...]
    fate: Fate
    to: str = ""

    @property
    def count(self) -> int:
        """How many notes these are."""
        return len(self.notes)


@dataclasses.dataclass(frozen=True, slots=True)
class EditionMove:
    """A planner's way from the edition it has to another one."""

    planner: RecordId
    before: PlannerTemplate | None
    """None where the edition it began with is not on this laptop."""
    after: PlannerTemplate
    boxes: tuple[BoxMove, ...]
    new: tuple[Box, ...]
    """Boxes of the new edition that nothing comes to by itself."""

    @property
    def open(self) -> tuple[BoxMove, ...]:
        """Those that somebody has to choose a place for."""
        return tuple(one for one in self.boxes if one.fate is Fate.NO_PLACE)

    @property
    def places(self) -> tuple[Box, ...]:
        """The boxes that notes without a place can be moved to."""
        return tuple(one for one in self.after.boxes if one.kind in FREE)


def newer_edition(catalogue: PlannerCatalogue, planner: Planner) -> PlannerTemplate | None:
    """The newest edition of a planner's template, where that is newer than the one it has."""
    newest = catalogue.newest(planner.template)
    return catalogue.exactly(planner.template, newest) if newest > planner.edition else None


def foresee_move(
    records: Records, catalogue: PlannerCatalogue, planner: RecordId, edition: int
) -> EditionMove:
    """What moving a planner to an edition would do to its notes; nothing is changed.

    Raises InputRefused where the planner or the edition is not here.
    """
    known = records.get(Planner, planner)
    after = catalogue.exactly(known.template, edition) if known is not None else None
    if known is None or known.deleted or after is None:
        raise InputRefused(
            "This edition of the planner is not on this laptop. Nothing was changed."
        )
    before = catalogue.exactly(known.template, known.edition)
    standing: dict[str, list[Note]] = {one.key: [] for one in before.boxes} if before else {}
    for note in sorted(records.find(Note, planner=planner), key=lambda one: (one.order, one.id)):
        standing.setdefault(note.box, []).append(note)
    moves: list[BoxMove] = []
    for key, notes in standing.items():
        old = before.box(key) if before else None
        moves += _moves_of(key, notes, old, after, loose=_is_loose(records, notes))
    reached = {one.to for one in moves if one.fate is not Fate.NO_PLACE}
    new = tuple(one for one in after.boxes if one.key not in reached)
    return EditionMove(planner, before, after, tuple(moves), new)


def _moves_of(
    key: str, notes: Sequence[Note], old: Box | None, after: PlannerTemplate, *, loose: bool
) -> list[BoxMove]:
    """The fate of the notes of one box: all together, or those that fit apart from the others.

    ``loose``: it is one note, and nothing hangs on it.
    """
    name = old.name if old is not None else key
    new = after.box(key) or next((one for one in after.boxes if key in one.was), None)
    if old is None and new is None:
        # These stand under "Other notes" already, and go on to.
        return [BoxMove(key, name, tuple(one.id for one in notes), Fate.STAYS)] if notes else []
    other_kind = new is not None and (old is None or new.kind != old.kind)
    becomes_text = loose and new is not None and new.kind == "text"
    if notes and new is not None and new.kind not in FREE and other_kind and not becomes_text:
        new = None
    if new is not None and new.key != key and new.kind not in FREE:
        new = None  # What is one record for a box keeps the key of that box.
    fits = [one for one in notes if new is not None and _fits(one, new)]
    others = tuple(one.id for one in notes if one not in fits)
    moves = []
    if new is not None:
        fate = Fate.STAYS if new.key == key else Fate.GOES
        moves.append(BoxMove(key, name, tuple(one.id for one in fits), fate, new.key))
    if others or new is None:
        stage = old.stage if old is not None else ""
        near = next((b.key for b in after.boxes_of(stage) if b.kind in FREE), "")
        moves.append(BoxMove(key, name, others, Fate.NO_PLACE, near))
    return moves


def _is_loose(records: Records, notes: Sequence[Note]) -> bool:
    """Whether this is one note on which nothing hangs, so that a text can take its place."""
    if len(notes) != 1:
        return False
    note = notes[0].id
    hangs = (
        *records.find(Dot, note=note),
        *records.find(NoteLink, one=note),
        *records.find(NoteLink, other=note),
        *records.find(Action, note=note),
        *records.find(Planner, from_note=note),
    )
    return not (hangs or notes[0].picture or notes[0].theme or notes[0].newer)


def _fits(note: Note, box: Box) -> bool:
    """Whether an answer can still be given in the box."""
    if box.kind == "scale" and box.scale is not None and note.given:
        return note.given.isdecimal() and int(note.given) in box.scale.numbers
    if box.kind in {"choice", "checklist"} and note.given:
        return any(one.key == note.given for one in box.parts)
    return True


def move_to_edition(
    door: Door,
    catalogue: PlannerCatalogue,
    planner: RecordId,
    edition: int,
    places: Mapping[str, str],
    *,
    initiator: object | None = None,
) -> ChangeSummary:
    """Move a planner to an edition, as one step of undo.

    ``places`` says for the key of each box without a place (``EditionMove.open``) which box its
    notes come to, "" for "Other notes"; those it does not name go where it was suggested.
    """
    move = foresee_move(door.records, catalogue, planner, edition)
    known = door.must_exist(Planner, planner)
    edits = setting(known, edition=edition)
    for one in move.boxes:
        old = move.before.box(one.key) if move.before is not None else None
        if one.fate is not Fate.NO_PLACE:
            edits += _reshaped(door.records, one, old, move.after.box(one.to))
            continue
        to = places.get(one.key, one.to)
        target = next((box for box in move.places if box.key == to), None)
        if to and target is None:
            raise InputRefused("There is no such box in this edition. Nothing was changed.")
        edits += _moved(door.records, move, one, old, target)
    return door.do(f"Move to edition {edition}", edits, initiator=initiator)


def _reshaped(records: Records, move: BoxMove, old: Box | None, new: Box | None) -> list[Edit]:
    """The edits for notes whose box is there in another shape, or under another key."""
    edits: list[Edit] = []
    for note in (records.get(Note, one) for one in move.notes):
        if note is None or new is None:
            continue
        if new.kind == "text" and (old is None or old.kind != "text"):
            edits += _as_text(records, note, old, new)
        else:
            edits += setting(note, box=new.key, **_said_there(note, old, new))
    return edits


def _as_text(records: Records, note: Note, old: Box | None, new: Box) -> list[Edit]:
    """The edits that make one note the text of a text box, which has an identity of its own."""
    said = {"text": note.text, **_said_there(note, old, new)}
    identity = text_note_id(note.planner, new.key)
    text = msgspec.structs.replace(
        note, id=identity, box=new.key, order=key_between(), made=0, touched=0, contested=(), **said
    )
    return [*making_there(records, text), *deleting([note])]


def _moved(
    records: Records, move: EditionMove, box: BoxMove, old: Box | None, target: Box | None
) -> list[Edit]:
    """The edits that bring notes to the end of a box, or to "Other notes"."""
    notes = [note for one in box.notes if (note := records.get(Note, one)) is not None]
    edits: list[Edit] = []
    if target is None:
        if move.after.box(box.key) is not None:
            # The key is a box of another kind now: under this one they are nobody's.
            left = f"{box.key}-edition-{move.before.edition if move.before else 0}"
            for note in notes:
                edits += setting(note, box=left)
        return edits
    there = notes_in(records, move.planner, target.key)
    orders, room = orders_for(there, len(there), len(notes))
    edits += room
    for note, order in zip(notes, orders, strict=True):
        edits += setting(note, box=target.key, order=order, **_said_there(note, old, target))
    return edits


def _said_there(note: Note, old: Box | None, new: Box) -> dict[str, str | bool]:
    """What a note says in its new box, so that a tick, a number or a row reads as words."""
    if old is None or (old.kind == new.kind and old.columns == new.columns):
        return {}
    if old.kind == "table":
        cells = note.text.split("\t")
        if new.kind == "table":
            return {"text": _columns_moved(cells, old, new)}
        return {"text": " · ".join(cell for cell in cells if cell.strip())}
    if old.kind in {"choice", "scale", "checklist"} and new.kind != old.kind:
        given = old.part_words(note.given) or note.given
        if old.kind == "checklist" and given:
            given = f"✔ {given}" if note.done else f"– {given}"
        text = f"{given}: {note.text}" if given and note.text else given or note.text
        return {"text": text, "given": "", "done": False}
    return {}


def _columns_moved(cells: Sequence[str], old: Box, new: Box) -> str:
    """A row's cells under the new columns; what has no column is added to the last cell."""
    by_key = {column.key: cell for column, cell in zip(old.columns, cells, strict=False)}
    moved = [by_key.pop(column.key, "") for column in new.columns]
    left = [f"{old.part_words(key)}: {cell}" for key, cell in by_key.items() if cell.strip()]
    left += [cell for cell in cells[len(old.columns) :] if cell.strip()]
    if left:
        moved[-1] = " · ".join(one for one in (moved[-1], *left) if one)
    return "\t".join(moved)
