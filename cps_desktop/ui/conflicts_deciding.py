"""Deciding, for the page of decisions: one or hundreds, as one step; what is taken back is open
again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from cps_desktop.domain.changes import ChangeSummary, Edit
from cps_desktop.domain.records import RecordId
from cps_desktop.services.conflicts import (
    DECIDE,
    KEEP_BOTH,
    Disagreement,
    Side,
    keeping,
    keeping_both,
    write_together,
)
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Kept, keep_beside
from cps_desktop.services.progress import Progress
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.session_page import Shell

A_FEW: Final = 24
"""So many records are looked into, or decided, while the window waits; more are beside it."""

_STEPS: Final = (DECIDE, KEEP_BOTH)
Key = tuple[RecordId, str]


class Deciding:
    """What was decided on this page, and which of it was taken back since."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._decided: dict[Key, Disagreement] = {}
        self.reopened: dict[Key, Disagreement] = {}

    def heard(self, summary: ChangeSummary) -> None:
        """A choice that was undone is open again, as long as this page is."""
        touched = {one.record for one in summary.touched}
        if summary.what in {f"Undo: {step}" for step in _STEPS}:
            self.reopened.update(
                {key: one for key, one in self._decided.items() if key[0] in touched}
            )
        elif summary.everything or summary.what in {f"Again: {step}" for step in _STEPS}:
            for key in [key for key in self.reopened if summary.everything or key[0] in touched]:
                del self.reopened[key]

    def with_reopened(self, waiting: Sequence[Disagreement]) -> tuple[Disagreement, ...]:
        """What waits, and what was taken back though the journal has nothing to ask any more."""
        keys = {one.key for one in waiting}
        return (*waiting, *(one for key, one in self.reopened.items() if key not in keys))

    def keep_many(self, chosen: Sequence[tuple[Disagreement, Side]]) -> None:
        """Keep these sides, as one step."""
        said = "Chosen." if len(chosen) == 1 else f"{len(chosen)} chosen."
        self._decide([one for one, _ in chosen], DECIDE, lambda desk: keeping(desk, chosen), said)

    def keep_both(self, chosen: Sequence[Disagreement]) -> None:
        """Keep all versions of these notes, as one step."""
        said = "Both are notes now." if len(chosen) == 1 else f"Both kept, {len(chosen)} times."
        self._decide(chosen, KEEP_BOTH, lambda desk: keeping_both(desk, chosen), said)

    def write(self, one: Disagreement, text: str) -> None:
        """One text instead of the versions."""
        self._remember([one])
        desk = self._shell.desk
        if self._shell.attempt(lambda: write_together(desk, one, text)) is not None:
            self._shell.say("Written together.", undo=True)

    def _remember(self, chosen: Sequence[Disagreement]) -> None:
        """So that what is taken back can be shown as open again."""
        for one in chosen:
            self._decided[one.key] = one
            self.reopened.pop(one.key, None)

    def _decide(
        self,
        chosen: Sequence[Disagreement],
        what: str,
        edits: Callable[[Desk], list[Edit]],
        said: str,
    ) -> None:
        if not chosen:
            return
        before = dict(self.reopened)
        self._remember(chosen)
        desk = self._shell.desk
        if len(chosen) > A_FEW:
            self._decide_beside(what, edits, said)
        elif self._shell.attempt(lambda: desk.door.do(what, edits(desk))) is None:
            self.reopened = before
        else:
            self._shell.say(said, undo=True)

    def _decide_beside(self, what: str, edits: Callable[[Desk], list[Edit]], said: str) -> None:
        desk = self._shell.desk

        def job(_progress: Progress) -> Kept:
            with desk_beside(desk) as beside:
                return keep_beside(beside.workspace, what, edits(beside))

        def done(kept: Kept) -> None:
            desk.workspace.forget_caches()
            desk.door.kept_beside(kept)
            self._shell.say(said, undo=True)

        self._shell.run("Keeping what you chose", job, done)
