"""The bundles that wait, as rows."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Final

from cps_desktop.domain.dates import say_short_date
from cps_desktop.services.inbox import Look
from cps_desktop.ui.kit import Column, State

LOOKING: Final = State("Looking inside…", "ring", "quiet")
READY: Final = State("Ready", "open_diamond", "text")
NOTHING_NEW: Final = State("Nothing new", "disc", "quiet")
ASKS: Final = State("Asks for its words", "triangle", "amber")
REFUSED: Final = State("Cannot be used", "cross", "danger")
CAME: Final = State("Brought in", "tick", "done")


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A bundle file in the list; ``look`` is None until it was looked into."""

    path: Path
    look: Look | None = None
    came: bool = False

    @property
    def state(self) -> State:
        """In one word."""
        if self.came:
            return CAME
        if self.look is None:
            return LOOKING
        if self.look.preview is None:
            return ASKS if self.look.asks else REFUSED
        return NOTHING_NEW if self.look.preview.nothing_new else READY

    @property
    def ready(self) -> bool:
        """Whether it can be brought in and was not yet."""
        return not self.came and self.look is not None and self.look.ready


def _from(row: Row) -> str:
    return (row.look.sender if row.look else "") or row.path.name


def _made(row: Row) -> int:
    return row.look.preview.inspection.made if row.look and row.look.preview else 0


def _when(row: Row) -> str:
    if not _made(row):
        return ""
    try:
        moment = dt.datetime.fromtimestamp(_made(row) / 1000, dt.UTC).astimezone()
    except (OverflowError, ValueError, OSError):
        return "?"
    return say_short_date(moment.date())


def _inside(row: Row) -> str:
    """The sessions; where it cannot be opened, the sentence that says why."""
    if row.look is not None and row.look.problem:
        return row.look.problem
    titles = row.look.sessions if row.look else ()
    if not titles:
        return ""
    return titles[0] if len(titles) == 1 else f"{titles[0]} and {len(titles) - 1} more"


def _number(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def _new(row: Row) -> str:
    return _number(row.look.new) if row.look and row.look.ready else ""


def _decide(row: Row) -> str:
    return _number(row.look.to_decide) if row.look and row.look.ready else ""


def _missing(row: Row) -> str:
    return _number(row.look.missing) if row.look and row.look.ready else ""


def columns() -> tuple[Column[Row], ...]:
    """The columns of the list."""
    return (
        Column("From", _from, strong=True),
        Column("State", lambda row: row.state.word, state=lambda row: row.state),
        Column("New", _new, sort=lambda row: row.look.new if row.look else -1, number=True),
        Column("To decide", _decide, number=True),
        Column("Missing", _missing, number=True),
        Column("When", _when, sort=_made),
        Column("Inside", _inside, wide=True),
    )
