"""What the wall shows: a planner at one moment, plain and frozen. The wall never sees a record."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class StageSnapshot:
    """A part of the work, such as "Think"."""

    key: str
    title: str
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class BoxSnapshot:
    """One question and its place on the A3: millimetres from the sheet's top left corner."""

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

    def boxes_of(self, stage: str) -> tuple[BoxSnapshot, ...]:
        return tuple(box for box in self.boxes if box.stage == stage)

    def meaning(self, colour: str) -> str:
        """What a colour means here, in words."""
        known = NOTE_COLOURS.get(colour)
        return self.meanings.get(colour) or (known.meaning if known else "")


def colour_name(key: str) -> str:
    """The name of a note colour; one from a newer version is named by its key."""
    known = NOTE_COLOURS.get(key)
    return known.name if known else key


EMPTY_PLANNER: Final = PlannerSnapshot("", "", (), ())
