"""What the facilitator shows, and what of a note the room is to see."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Final

from cps_desktop.domain.records import RecordId
from cps_desktop.services.planner_view import author_words
from cps_desktop.ui.wall.arranging import BY_THEME, Only
from cps_desktop.ui.wall.snapshot import NoteSnapshot

LONGEST_WORDS: Final = 1500
"""Letters of one note that are shown to the room; nobody reads more on a wall."""
_GOES_ON: Final = " … (it goes on)"


@dataclass(frozen=True, slots=True)
class Showing:
    """What is shown: a planner, all of it or a part, and where work is going on.

    ``stage`` or ``box`` shows only that one; ``only`` and ``order`` are how the facilitator looks
    at the notes just now. Where all of it does not fit, the page with ``at_note`` or ``at_box`` is
    shown.
    """

    planner: RecordId = ""
    stage: str = ""
    box: str = ""
    only: Only = field(default_factory=Only)
    order: str = BY_THEME
    at_box: str = ""
    at_note: RecordId = ""

    def of_same(self, other: Showing) -> bool:
        """Whether both show the same part, wherever work is going on in it."""
        return replace(self, at_box="", at_note="") == replace(other, at_box="", at_note="")


@dataclass(frozen=True, slots=True)
class RoomNote(NoteSnapshot):
    """A note as the room sees it. Nobody's name is missed where none is shown."""

    @property
    def shown_author(self) -> str:
        """Who said it, where the room is to know; "" and not "No name" otherwise."""
        return author_words(self.author, self.named_as) if self.author else ""


_OWN: Final = tuple(one.name for one in fields(NoteSnapshot))


def for_the_room(note: NoteSnapshot, *, named: bool) -> RoomNote:
    """A note as the room sees it: no questions of housekeeping, and no name unless ``named``.

    What it leads to is the facilitator's business, and an action says who does it.
    """
    values = {name: getattr(note, name) for name in _OWN}
    values |= {
        "contested": False,
        "locked": False,
        "linked": (),
        "action": "",
        "action_words": "",
        "child": "",
        "child_words": "",
    }
    if not named:
        values["author"] = ""
    if len(note.text) > LONGEST_WORDS:
        values["text"] = note.text[:LONGEST_WORDS].rstrip() + _GOES_ON
    return RoomNote(**values)
