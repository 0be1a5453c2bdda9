"""Themes: what several notes of a planner are about, in people's own word for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cps_desktop.domain.changes import ChangeSummary, Edit, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Note
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records
from cps_desktop.services.people import folded

LONGEST_THEME = 80
"""Characters of a theme: it is a heading, not a note."""


def set_theme(
    door: Door, notes: Iterable[RecordId], theme: str, *, initiator: object | None = None
) -> ChangeSummary:
    """Put notes under a theme, as one step; "" takes them out of theirs.

    A theme that is there already keeps the way it is written. Raises InputRefused where the theme
    is longer than a heading or a note is not here.
    """
    known = [door.must_exist(Note, one) for one in dict.fromkeys(notes)]
    words = _one_line(theme)
    edits: list[Edit] = []
    spelt: dict[RecordId, str] = {}
    for one in known:
        if words and one.planner not in spelt:
            spelt[one.planner] = _as_written(door.records, one.planner, words)
        edits += setting(one, theme=spelt.get(one.planner, words))
    return door.do("Group by theme" if words else "Take out of a theme", edits, initiator=initiator)


def rename_theme(
    door: Door, planner: RecordId, theme: str, new: str, *, initiator: object | None = None
) -> ChangeSummary:
    """Give a theme another name on all notes of a planner that have it, as one step.

    The name of another theme makes one theme of both.
    """
    words = _one_line(new)
    if not words:
        raise InputRefused("A theme needs a name. Nothing was changed.")
    notes = [one for one in door.records.find(Note, planner=planner) if one.theme]
    # Another spelling of itself is no other theme.
    others = spellings(one.theme for one in notes if folded(one.theme) != folded(theme))
    edits: list[Edit] = []
    for one in notes:
        if folded(one.theme) == folded(theme) and not one.newer:
            edits += setting(one, theme=others.get(folded(words), words))
    return door.do("Rename a theme", edits, initiator=initiator)


def themes_of(records: Records, planner: RecordId) -> tuple[str, ...]:
    """The themes of a planner, each once, by the alphabet: the same on every laptop."""
    known = spellings(one.theme for one in records.find(Note, planner=planner))
    return tuple(known[one] for one in sorted(known))


def spellings(themes: Iterable[str]) -> Mapping[str, str]:
    """How each theme is written, by its folded form: two laptops may write one in two ways."""
    known: dict[str, str] = {}
    for one in sorted({one for one in themes if one.strip()}):
        known.setdefault(folded(one), one)
    return known


def _as_written(records: Records, planner: RecordId, theme: str) -> str:
    known = spellings(one.theme for one in records.find(Note, planner=planner))
    return known.get(folded(theme), theme)


def _one_line(theme: str) -> str:
    words = " ".join(theme.split())
    if len(words) > LONGEST_THEME:
        raise InputRefused(
            f"A theme has at most {LONGEST_THEME} characters; this is longer. Nothing was changed."
        )
    return words
