"""Does what people wish in boxes that are more than notes: answers, ticks, rows of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cps_desktop.domain.records import RecordId
from cps_desktop.services import answers
from cps_desktop.ui.attempts import Attempts
from cps_desktop.ui.kit import announce
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.wall import PlannerWall
from cps_desktop.ui.wall import wishes as w
from cps_desktop.ui.wall.snapshot import counted


class Answering:
    """Boxes that are more than notes."""

    def __init__(
        self,
        shell: Shell,
        wall: PlannerWall,
        done: Callable[[Callable[[], object], RecordId, str], bool],
    ) -> None:
        self._wall, self._done = wall, done
        self._attempt = Attempts(shell, wall.desk.not_done)
        self._door = shell.desk.door

    def does(self) -> dict[type, Callable[[Any], None]]:
        """The wishes it fulfils."""
        return {
            w.Answer: self._answer,
            w.Tick: self._tick,
            w.Remark: self._remark,
            w.AddRow: self._add_row,
            w.EditRow: self._edit_row,
        }

    @property
    def _planner(self) -> RecordId:
        return self._wall.desk.planner.id

    def _answer(self, wish: w.Answer) -> None:
        made = self._attempt(
            lambda: answers.answer_choice(
                self._door, self._planner, wish.box, wish.given, wish.text
            )
        )
        if made is not None:
            number = sum(1 for one in self._wall.desk.notes_in(wish.box) if one.given == wish.given)
            announce(self._wall, f"{counted(number, 'answer')}.")

    def _tick(self, wish: w.Tick) -> None:
        made = self._attempt(
            lambda: answers.tick_item(self._door, self._planner, wish.box, wish.item, wish.done)
        )
        if made is not None:
            announce(self._wall, "Ticked." if wish.done else "Not ticked any more.")

    def _remark(self, wish: w.Remark) -> None:
        text = " ".join(wish.text.split())
        made = self._attempt(
            lambda: answers.remark_on_item(self._door, self._planner, wish.box, wish.item, text)
        )
        if made is not None:
            announce(self._wall, "Written beside it." if text else "Nothing stands beside it.")

    def _add_row(self, wish: w.AddRow) -> None:
        made = self._attempt(
            lambda: answers.add_row(self._door, self._planner, wish.box, wish.cells)
        )
        if made is not None:
            self._wall.say_done(made, "Row added.", True)

    def _edit_row(self, wish: w.EditRow) -> None:
        self._done(
            lambda: answers.edit_row(self._door, wish.note, wish.cells), wish.note, "Row changed."
        )
