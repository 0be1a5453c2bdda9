"""The bundles that wait, as rows, and what can be decided on each."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Final

from cps_desktop.domain.dates import say_short_date
from cps_desktop.services.inbox import Look
from cps_desktop.services.kept_bundles import Refusal
from cps_desktop.ui.kit import Column, State

LOOKING: Final = State("Looking inside…", "ring", "quiet")
READY: Final = State("Ready", "open_diamond", "text")
WITH_A_GAP: Final = State("Ready, with a gap", "diamond", "amber")
NOTHING_NEW: Final = State("Nothing new", "disc", "quiet")
AN_ANSWER: Final = State("An answer", "open_diamond", "text")
TO_LOOK_AT: Final = State("To be looked at", "triangle", "amber")
KEPT: Final = State("Kept to be looked at", "triangle", "amber")
ASKS: Final = State("Asks for its words", "triangle", "amber")
BROKEN: Final = State("Cannot be used", "cross", "danger")
REFUSED: Final = State("Refused", "cross", "quiet")
CAME: Final = State("Brought in", "tick", "done")


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A bundle file in the list; ``look`` is None until it was looked into."""

    path: Path
    look: Look | None = None
    came: bool = False
    refusal: Refusal | None = None

    @property
    def state(self) -> State:
        """In one word."""
        look = self.look
        if self.came:
            return CAME
        if self.refusal is not None:
            return REFUSED
        if look is None or look.refused:
            return LOOKING
        if look.preview is None:
            return ASKS if look.asks else BROKEN
        if look.kept:
            return KEPT
        if look.strangers:
            return TO_LOOK_AT
        if look.preview.inspection.only_answers:
            return AN_ANSWER
        if look.preview.nothing_new:
            return NOTHING_NEW
        return WITH_A_GAP if look.preview.gaps else READY

    @property
    def open(self) -> bool:
        """Whether something is still to be decided on it."""
        return not self.came and self.refusal is None and self.look is not None

    @property
    def ready(self) -> bool:
        """Whether it can be brought in and was not yet, be it after somebody was let in."""
        return self.open and self.look is not None and self.look.ready

    @property
    def known(self) -> bool:
        """Whether it can be brought in without a question."""
        return self.ready and self.look is not None and self.look.known

    @property
    def keepable(self) -> bool:
        """Whether a copy can be kept to be looked at."""
        look = self.look
        return self.open and look is not None and not look.kept and (look.ready or look.asks)

    @property
    def refusable(self) -> bool:
        """Whether it can be refused."""
        return self.open and self.look is not None and bool(self.look.seal)

    @property
    def kept(self) -> bool:
        """Whether it is a copy that was kept, and can be thrown away."""
        return self.open and self.look is not None and self.look.kept


def _from(row: Row) -> str:
    if row.refusal is not None:
        return row.refusal.sender or row.refusal.name
    if row.look is None:
        return row.path.name
    return row.look.sender or row.look.called


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
    if row.refusal is not None:
        return row.refusal.name
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
