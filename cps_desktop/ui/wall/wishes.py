"""What people want done that is not shown before it is kept: each is one step of undo.

The wall says ``desk.wished`` with one of these; whoever keeps the planner does it and shows it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cps_desktop.ui.wall.taking import Taken


@dataclass(frozen=True, slots=True)
class MoveNotes:
    """Put notes at a place among the others of a box, and under a theme (None: each its own)."""

    notes: tuple[str, ...]
    box: str
    index: int | None = None
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class Recolour:
    """Give several notes a colour."""

    notes: tuple[str, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class NameAuthor:
    """Say who said several notes, and how they are shown."""

    notes: tuple[str, ...]
    author: str
    named_as: str


@dataclass(frozen=True, slots=True)
class DeleteNotes:
    """Delete several notes together."""

    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Make one note of several; the first stays."""

    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Make several notes of one."""

    note: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GiveTheme:
    """Put notes under a theme; "" takes them out of theirs."""

    notes: tuple[str, ...]
    theme: str


@dataclass(frozen=True, slots=True)
class RenameTheme:
    """Another name for a theme, on all its notes; the name of another makes one of both."""

    theme: str
    new: str


@dataclass(frozen=True, slots=True)
class GiveDot:
    """One dot more for a note."""

    note: str


@dataclass(frozen=True, slots=True)
class TakeDot:
    """One dot fewer."""

    note: str


@dataclass(frozen=True, slots=True)
class SetDotsEach:
    """How many dots each person has."""

    count: int


@dataclass(frozen=True, slots=True)
class ClearDots:
    """Take every dot off this planner."""


@dataclass(frozen=True, slots=True)
class Link:
    """These notes belong together: the first with each of the others."""

    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unlink:
    """These two do not belong together after all."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class MakeAction:
    """Turn a note into something that somebody does by a day."""

    note: str
    what: str
    who: str
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class BeginChild:
    """Begin an A3 of its own for what stands on a note; which template is asked."""

    note: str


@dataclass(frozen=True, slots=True)
class OpenAction:
    """Go to the action that a note was turned into."""

    action: str


@dataclass(frozen=True, slots=True)
class OpenNote:
    """Go to a note on another planner of the session."""

    note: str


@dataclass(frozen=True, slots=True)
class OpenPlanner:
    """Go to another planner of the session; "" is the one this grew from."""

    planner: str = ""


@dataclass(frozen=True, slots=True)
class AddPictures:
    """Make notes of photos or drawings, in a box."""

    box: str
    taken: Taken
    text: str = ""


@dataclass(frozen=True, slots=True)
class PutPicture:
    """Put a photo or drawing on a note that is there."""

    note: str
    taken: Taken


@dataclass(frozen=True, slots=True)
class TakePicture:
    """Take the picture off a note."""

    note: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One more answer in a choice (an option's key) or on a scale (a number)."""

    box: str
    given: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """Tick an item of a checklist, or take its tick away."""

    box: str
    item: str
    done: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """Words beside an item of a checklist; "" for none."""

    box: str
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class AddRow:
    """One more row in a table."""

    box: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditRow:
    """Other words in a row of a table."""

    note: str
    cells: tuple[str, ...]


Wish = (
    MoveNotes
    | Recolour
    | NameAuthor
    | DeleteNotes
    | Merge
    | Split
    | GiveTheme
    | RenameTheme
    | GiveDot
    | TakeDot
    | SetDotsEach
    | ClearDots
    | Link
    | Unlink
    | MakeAction
    | BeginChild
    | OpenAction
    | OpenNote
    | OpenPlanner
    | AddPictures
    | PutPicture
    | TakePicture
    | Answer
    | Tick
    | Remark
    | AddRow
    | EditRow
)
