"""What the wall shows: a planner at one moment, plain and frozen. The wall never sees a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from cps_desktop.services.planner_view import author_words
from cps_desktop.ui.theme import DEFAULT_NOTE_COLOUR, NOTE_COLOURS

BY_NAME: Final = "name"
BY_INITIALS: Final = "initials"
BY_NOBODY: Final = "nobody"
TWO_VERSIONS: Final = "Two people changed this"
LOCKED: Final = "To be read only"
LINKED: Final = "linked"
ACTION: Final = "action"
CHILD: Final = "child"


@dataclass(frozen=True, slots=True)
class StageSnapshot:
    """A part of the work, such as "Think"."""

    key: str
    title: str
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class PartSnapshot:
    """An option of a choice, a column of a table, an item of a checklist."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class ScaleSnapshot:
    """The numbers of a scale, both ends counted, and what its ends mean."""

    lowest: int
    highest: int
    lowest_words: str = ""
    highest_words: str = ""


@dataclass(frozen=True, slots=True)
class BoxSnapshot:
    """One question and its place on the A3: millimetres from the sheet's top left corner.

    ``kind`` is ``notes``, ``text``, ``table``, ``choice``, ``scale``, ``checklist`` or ``sketch``;
    ``own_note`` is the id of the one note that all write into in a ``text`` box.
    """

    key: str
    stage: str
    name: str
    prompt: str
    x: float
    y: float
    width: float
    height: float
    help: str = ""
    takes: bool = True
    """Whether notes can be put here; not so for notes whose own box the template does not have."""
    kind: str = "notes"
    options: tuple[PartSnapshot, ...] = ()
    columns: tuple[PartSnapshot, ...] = ()
    items: tuple[PartSnapshot, ...] = ()
    scale: ScaleSnapshot | None = None
    own_note: str = ""

    @property
    def title(self) -> str:
        """Its short name, for menus and sentences."""
        return self.name or self.prompt


@dataclass(frozen=True, slots=True)
class NoteSnapshot:
    """One note. ``named_as`` is ``name``, ``initials`` or ``nobody``."""

    id: str
    box: str
    text: str
    colour: str = DEFAULT_NOTE_COLOUR
    author: str = ""
    named_as: str = BY_NOBODY
    contested: bool = False
    """Two people changed it, and somebody has still to choose."""
    locked: bool = False
    """A newer version of the program wrote it: shown, never changed."""
    theme: str = ""
    given: str = ""
    """The option, number or item it answers with, in a box of that kind."""
    done: bool = False
    given_words: str = ""
    """The same as the template says it."""
    picture: str = ""
    """The SHA-256 of its photo or drawing, "" where it has none or it is still to come."""
    pictured: bool = False
    """Whether it has a picture, be it here or still to come."""
    dots: int = 0
    linked: tuple[str, ...] = ()
    """The notes that belong to it."""
    action: str = ""
    action_words: str = ""
    """The action it was turned into, and who does it by when."""
    child: str = ""
    child_words: str = ""
    """The A3 that grew from it, and its title."""

    made: int = 0
    touched: int = 0
    """Milliseconds since 1970, UTC: when it was written, and last changed."""

    @property
    def leads(self) -> tuple[tuple[str, str], ...]:
        """Where one can go from this note: what kind of place, and the words that stand there."""
        ways = []
        if self.linked:
            notes = "1 note" if len(self.linked) == 1 else f"{len(self.linked)} notes"
            ways.append((LINKED, f"Linked with {notes}"))
        if self.action:
            ways.append(
                (ACTION, f"→ Action{f': {self.action_words}' if self.action_words else ''}")
            )
        if self.child:
            ways.append((CHILD, f"→ A3 “{self.child_words or 'A planner'}”"))
        return tuple(ways)

    @property
    def mark(self) -> str:
        """What has to be known about this note, in words; "" for most."""
        if self.contested:
            return TWO_VERSIONS
        return LOCKED if self.locked else ""

    @property
    def shown_author(self) -> str:
        """Who said it, as that person wished to be shown."""
        return author_words(self.author, self.named_as)

    @property
    def name(self) -> str:
        """The note in words, for a screen reader and for sentences."""
        words = self.text.strip().replace("\t", "; ")
        if self.pictured:
            return f"Picture: {words}" if words else "Picture"
        return words or self.given_words or "Empty note"

    @property
    def also_said(self) -> tuple[str, ...]:
        """What a screen reader is told of it beside its words, author and colour."""
        parts = [
            f"Answer: {self.given_words}" if self.given_words else "",
            counted(self.dots, "dot") if self.dots else "",
            f"Theme: {self.theme}" if self.theme else "",
            *(words.removeprefix("→ ") for _, words in self.leads),
            "The picture is still to come" if self.pictured and not self.picture else "",
            self.mark,
        ]
        return tuple(one for one in parts if one)


@dataclass(frozen=True, slots=True)
class PlannerSnapshot:
    """A planner with its notes; stages and boxes in reading order, notes in order in their box.

    ``meanings`` says what a note colour means on this planner; ``people`` are names offered for
    "Who said it". A note of a box this template does not have stands in the last box of all.
    """

    id: str
    title: str
    stages: tuple[StageSnapshot, ...]
    boxes: tuple[BoxSnapshot, ...]
    notes: tuple[NoteSnapshot, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    people: tuple[str, ...] = ()
    read_only: bool = False
    dots_each: int = 3
    """How many dots each person has."""
    today: dt.date = dt.date.min
    """For days that are said as "tomorrow"."""

    @property
    def themes(self) -> tuple[str, ...]:
        """Every theme in use, in reading order."""
        return tuple(dict.fromkeys(one.theme for one in self.notes if one.theme))

    def boxes_of(self, stage: str) -> tuple[BoxSnapshot, ...]:
        return tuple(box for box in self.boxes if box.stage == stage)

    def meaning(self, colour: str) -> str:
        """What a colour means here, in words."""
        known = NOTE_COLOURS.get(colour)
        return self.meanings.get(colour) or (known.meaning if known else "")


def counted(number: int, word: str = "note") -> str:
    """ "1 note", "7 notes"."""
    return f"1 {word}" if number == 1 else f"{number} {word}s"


def colour_name(key: str) -> str:
    """The name of a note colour; one from a newer version is named by its key."""
    known = NOTE_COLOURS.get(key)
    return known.name if known else key


EMPTY_PLANNER: Final = PlannerSnapshot("", "", (), ())
