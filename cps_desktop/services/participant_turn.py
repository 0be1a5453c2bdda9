"""One participant's turn: what this person says, changes and takes back — their own and no other's.

Nothing of a turn is remembered but what was said: who gives the keyboard back finds nothing of
theirs to change any more, and who gets it finds nothing of anybody's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cps_desktop.domain.changes import bringing_back, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import NamedAs, Note
from cps_desktop.domain.records import RecordId
from cps_desktop.services import answers, dots, note_pictures
from cps_desktop.services.desk import Desk
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.planners import add_note, delete_notes, edit_note, notes_in, set_author

_NOT_YOURS = "Only what you said yourself can be changed here. Nothing was changed."


class Votes:
    """The dots one person gives in a turn."""

    def __init__(self, desk: Desk, planner: RecordId, *, initiator: object | None = None) -> None:
        self._door = desk.door
        self._planner = planner
        self._initiator = initiator
        self._turn = ""

    @property
    def begun(self) -> bool:
        """Whether a dot was given."""
        return bool(self._turn)

    @property
    def left(self) -> int:
        """How many dots this person has still to give."""
        return dots.dots_left(self._door.records, self._planner, self._turn)

    def on(self, note: RecordId) -> int:
        """How many dots of this turn are on a note."""
        if not self._turn:
            return 0
        return dots.dots_given(self._door.records, self._planner, self._turn).get(note, 0)

    def give(self, note: RecordId) -> None:
        """Give a note one of this person's dots. Raises InputRefused where none is left."""
        self._turn = self._turn or self._door.new_id()
        dots.give_dot(self._door, note, turn=self._turn, initiator=self._initiator)

    def take_back(self, note: RecordId) -> None:
        """Take one of this person's dots off a note."""
        if not self._turn:
            raise InputRefused(_NOT_YOURS)
        dots.take_dot_back(self._door, note, turn=self._turn, initiator=self._initiator)


class Turn:
    """What one person does on a planner, from "Start" to "next person"."""

    def __init__(self, desk: Desk, planner: RecordId, *, initiator: object | None = None) -> None:
        self.planner = planner
        self.name = ""
        self.named_as: str = NamedAs.NOBODY
        self._desk = desk
        self._door = desk.door
        self._initiator = initiator
        self._own: dict[str, list[RecordId]] = {}
        self._written: dict[str, str] = {}
        self._ticked: set[tuple[str, str]] = set()
        self.votes = Votes(desk, planner, initiator=initiator)

    # -- who ------------------------------------------------------------------------------------

    def introduce(self, name: str, named_as: str) -> None:
        """Say who it is, or that nobody shall know; what was said before follows."""
        self.name = "" if named_as == NamedAs.NOBODY else name.strip()
        self.named_as = named_as if self.name else NamedAs.NOBODY
        for note in self._every_note():
            if (note.author, note.named_as) != (self.name, self.named_as):
                set_author(self._door, note.id, self.name, self.named_as, initiator=self._initiator)

    # -- notes, choices, rows, drawings: records of their own -----------------------------------

    def notes(self, box: str) -> tuple[Note, ...]:
        """What this person said in a box, in the order they said it; nothing of anybody else."""
        found = (self._door.records.get(Note, one) for one in self._own.get(box, ()))
        return tuple(one for one in found if one is not None and not one.deleted)

    def say(self, box: str, text: str, note: RecordId = "") -> RecordId:
        """A note as its words stand now: begun, gone on with, or gone again where none are left.

        Returns its id, to be given the next time; "" where there is no note.
        """
        if not note:
            return self._add(box, text) if text.strip() else ""
        if not text.strip():
            self.take_back(note)
            return ""
        self._must_be_own(note)
        edit_note(self._door, note, text, initiator=self._initiator)
        return note

    def row(self, box: str, cells: Sequence[str], note: RecordId = "") -> RecordId:
        """A row of a table, as :meth:`say`."""
        text = answers.row_text(cells)
        return self.say(box, text if text.strip() else "", note)

    def choose(self, box: str, given: str, text: str) -> RecordId:
        """This person's one answer in a choice or on a scale; ``given`` is a key or a number."""
        there = self.notes(box)
        note = answers.answer_choice(
            self._door,
            self.planner,
            box,
            given,
            text,
            author=self.name,
            named_as=self.named_as,
            note_id=there[0].id if there else self._door.new_id(),
            initiator=self._initiator,
        )
        if not there:
            self._own.setdefault(box, []).append(note)
        return note

    def draw(
        self, box: str, prepared: PreparedPicture | None, text: str, note: RecordId = ""
    ) -> RecordId:
        """A drawing with what it shows; without either there is nothing to keep."""
        if prepared is None:
            if note and not text.strip() and self.picture(note) is not None:
                # Its words are gone, and the drawing stays.
                self._must_be_own(note)
                edit_note(self._door, note, "", initiator=self._initiator)
                return note
            return self.say(box, text, note)
        if not note:
            made = note_pictures.add_picture_note(
                self._desk,
                self.planner,
                box,
                prepared,
                text,
                author=self.name,
                named_as=self.named_as,
                initiator=self._initiator,
            )
            self._own.setdefault(box, []).append(made)
            return made
        self._must_be_own(note)
        note_pictures.put_picture(self._desk, note, prepared, initiator=self._initiator)
        edit_note(self._door, note, text, initiator=self._initiator)
        return note

    def picture(self, note: RecordId) -> bytes | None:
        """The drawing on one of this person's notes (JPEG), if it has one."""
        self._must_be_own(note)
        return note_pictures.picture_of(self._door.records, self._desk.workspace, note)

    def take_back(self, note: RecordId) -> None:
        """Take back something this person said."""
        self._must_be_own(note)
        delete_notes(self._door, [note], initiator=self._initiator)

    def bring_back(self, note: RecordId) -> None:
        """Bring back what they just took back, by the name they wish to have now."""
        known = self._must_be_own(note)
        if known.deleted:
            named = setting(known, author=self.name, named_as=NamedAs(self.named_as).value)
            edits = [*bringing_back([known]), *named]
            self._door.do("Bring back a note", edits, initiator=self._initiator)

    # -- one text for all -----------------------------------------------------------------------

    def written(self, box: str) -> str:
        """What this person wrote into a text box."""
        return self._written.get(box, "")

    def write(self, box: str, text: str) -> None:
        """Their part of the text that all write into: beneath what was there, and no more."""
        if text.strip() == self._written.get(box, ""):
            return
        known = self._door.records.get(Note, answers.text_note_id(self.planner, box))
        whole = known.text if known is not None and not known.deleted else ""
        mine = self._written.get(box, "")
        # Whole lines: "an" is not to be found within another person's "Ann".
        place = f"\n{whole}\n".rfind(f"\n{mine}\n") if mine else -1
        if place >= 0:
            before, after = whole[:place].rstrip("\n"), whole[place + len(mine) :].lstrip("\n")
        else:
            before, after = whole, ""
        self._written[box] = text.strip()
        parts = [one for one in (before, text.strip(), after) if one]
        answers.write_text(
            self._door, self.planner, box, "\n".join(parts), initiator=self._initiator
        )

    # -- ticks ----------------------------------------------------------------------------------

    def ticks(self, box: str) -> dict[str, bool]:
        """Which items are ticked, and of each whether it was in this turn."""
        notes = answers.by_item(notes_in(self._door.records, self.planner, box))
        return {item: (box, item) in self._ticked for item, note in notes.items() if note.done}

    def tick(self, box: str, item: str, done: bool) -> None:
        """Tick an item, or take one's own tick away."""
        if not done and (box, item) not in self._ticked:
            raise InputRefused(_NOT_YOURS)
        if done and self.ticks(box).get(item) is False:
            # It is ticked already, and stays the tick of whoever it was.
            return
        answers.tick_item(self._door, self.planner, box, item, done, initiator=self._initiator)
        (self._ticked.add if done else self._ticked.discard)((box, item))

    # -- inside ---------------------------------------------------------------------------------

    def _add(self, box: str, text: str) -> RecordId:
        note = add_note(
            self._door,
            self.planner,
            box,
            text,
            author=self.name,
            named_as=self.named_as,
            note_id=self._door.new_id(),
            initiator=self._initiator,
        )
        self._own.setdefault(box, []).append(note)
        return note

    def _every_note(self) -> list[Note]:
        return [note for box in self._own for note in self.notes(box)]

    def _must_be_own(self, note: RecordId) -> Note:
        known = self._door.records.get(Note, note)
        if known is None or not any(note in own for own in self._own.values()):
            raise InputRefused(_NOT_YOURS)
        return known


def said_by_others(
    desk: Desk, planner: RecordId, box: str, own: Callable[[str], Sequence[Note]]
) -> tuple[str, ...]:
    """What others said in a box, without a word of who: only where the facilitator allows it."""
    mine = {one.id for one in own(box)}
    found = notes_in(desk.door.records, planner, box)
    return tuple(one.text for one in found if one.id not in mine and one.text.strip())
