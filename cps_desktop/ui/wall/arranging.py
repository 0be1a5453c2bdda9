"""In which order notes are shown in their box, and which of them: never a change to the planner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cps_desktop.ui.wall.snapshot import NoteSnapshot

BY_THEME: Final = "theme"
AS_PLACED: Final = "placed"
BY_DOTS: Final = "dots"
ORDERS: Final = (
    (BY_THEME, "Under their themes"),
    (AS_PLACED, "In their own order"),
    (BY_DOTS, "Most dots first"),
)
NO_THEME: Final = " none"
"""Stands for "without a theme" where a theme is chosen; the space keeps it apart from any name."""


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """Notes shown together under a theme's name; ``theme`` is "" for those without."""

    theme: str
    notes: tuple[NoteSnapshot, ...]


@dataclass(frozen=True, slots=True)
class Only:
    """Which notes are shown: of one stage, by one author as shown, of one theme; "" is all."""

    stage: str = ""
    author: str = ""
    theme: str = ""

    def __bool__(self) -> bool:
        return bool(self.stage or self.author or self.theme)

    def lets(self, note: NoteSnapshot, stage: str) -> bool:
        """Whether a note that stands in a box of this stage is among them."""
        return (
            self.stage in {"", stage}
            and self.author in {"", note.shown_author}
            and (not self.theme or (note.theme or NO_THEME) == self.theme)
        )


def arranged(notes: Sequence[NoteSnapshot], order: str) -> tuple[NoteGroup, ...]:
    """The notes of a box in groups, in the order they are shown; no empty group."""
    if not notes:
        return ()
    if order == BY_DOTS:
        return (NoteGroup("", tuple(sorted(notes, key=lambda one: -one.dots))),)
    if order == AS_PLACED or not any(one.theme for one in notes):
        return (NoteGroup("", tuple(notes)),)
    by_theme: dict[str, list[NoteSnapshot]] = {"": []}
    for one in notes:
        by_theme.setdefault(one.theme, []).append(one)
    return tuple(NoteGroup(theme, tuple(some)) for theme, some in by_theme.items() if some)
