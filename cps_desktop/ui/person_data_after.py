"""What came in after an erasure: to be erased too, left as it is, or asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.records import RecordId
from cps_desktop.services.after_erasure import CameAfter, came_after
from cps_desktop.services.erasing import ask_to_erase_too, leave_as_it_is, may_erase
from cps_desktop.services.progress import Progress
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Button, Card, Words, buttons_row, empty
from cps_desktop.ui.person_data_preview import ErasingCard
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_S

_LINE: Final = (
    "Another laptop had not heard of an erasure when it wrote these, so the erasure does not take "
    "them. The erased name is kept nowhere; what is here was found by what it refers to."
)
_ASK: Final = "A coordinator who may erase can erase these too."
_ASKED: Final = "A coordinator who may erase is asked to erase these too."
_WHY: Final = "It came in after the erasure."
_KINDS: Final = (
    "paper",
    "ruling",
    "person",
    "attendance",
    "presence",
    "attendance_signature",
    "claim",
    "claim_line",
    "receipt",
    "session",
    "note",
    "action",
    "erasure_request",
    "sameness",
    "difference",
)


class AfterCard(ErasingCard):
    """One part for each erasure after which something came in; hidden where nothing did."""

    def __init__(self, shell: Shell, page: QWidget, look_at: Callable[[RecordId], object]) -> None:
        super().__init__(shell, "Came in after the erasure")
        self._look_at = look_at
        self._beside = Background(page)
        self.told: tuple[CameAfter, ...] = ()
        self._allowed: bool | None = None
        self.buttons: list[list[Button]] = []
        inside = QWidget()
        self._parts = QVBoxLayout(inside)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(SPACE_S)
        self._from: Button | None = None
        self.add(Words("Came in after the erasure", "section"), Words(_LINE), inside, self._preview)
        self.hide()

    def refresh(self, summary: ChangeSummary | None) -> None:
        """Look again, beside the window, where it may have become something else."""
        if summary is not None and not summary.concerns(*_KINDS):
            return
        desk = self._shell.desk

        def job() -> tuple[tuple[CameAfter, ...], bool]:
            with desk_beside(desk) as beside:
                return came_after(beside.workspace), may_erase(beside.workspace)

        self._beside.do("after", job, lambda found: self._show_parts(*found))

    def _show_parts(self, told: tuple[CameAfter, ...], allowed: bool) -> None:
        if told != self.told or allowed is not self._allowed:
            self.told, self._allowed = told, allowed
            self._from = None
            if self._foreseen is not None:
                self._forget()
            empty(self._parts)
            self.buttons = []
            for one in told:
                self._parts.addWidget(self._part(one, allowed=allowed))
        self.setVisible(bool(told) or not self._preview.isHidden())

    def _part(self, one: CameAfter, *, allowed: bool) -> QWidget:
        holder = Card("accent", name=one.about, tight=True)
        holder.add(Words(one.about, "strong"))
        if one.reason:
            holder.add(Words(f"Why: {one.reason}", "small", "quiet"))
        for group in one.foreseen.groups:
            holder.add(Words(f"• {group.words}"))
        where = [f"Written on {_listed(one.laptops)}"] if one.laptops else []
        where += [f"In {_listed(one.sessions)}"] if one.sessions else []
        if where:
            holder.add(Words(". ".join(where) + ".", "small", "quiet"))
        for words in one.asked:
            holder.add(Words(f"Asked for: {words}" if words else "Asked for.", "small", "quiet"))
        holder.add(
            *(
                Words(f"Another laptop said that {name} is the same person.")
                for _, name in one.entries
            )
        )
        buttons = self._buttons(one, holder, allowed=allowed)
        self.buttons.append(buttons)
        if buttons:
            holder.column.addLayout(buttons_row(*buttons))
        return holder

    def _buttons(self, one: CameAfter, holder: Card, *, allowed: bool) -> list[Button]:
        look = [
            Button(f"Look at {name}", partial(self._look_at, person))
            for person, name in one.entries
        ]
        if allowed:
            erase = Button("Erase these too…", lambda: self._preview_of(one, erase))
            leave = Button("Leave these here", lambda: self._leave_here(one))
            return [erase, leave, *look]
        holder.add(Words(_ASKED if one.asked else _ASK))
        if one.asked or not one.person:
            return []
        return [Button("Ask a coordinator to erase these too", lambda: self._ask(one))]

    def _looked_from(self) -> QWidget | None:
        return self._from

    def _preview_of(self, one: CameAfter, button: Button) -> None:
        self._from = button
        self.show_foreseen(one.foreseen, one.reason)

    def _leave_here(self, one: CameAfter) -> None:
        desk = self._shell.desk

        def job(_progress: Progress) -> bool:
            with desk_beside(desk) as beside:
                leave_as_it_is(beside, one)
            return True

        def done(_done: bool) -> None:
            desk.workspace.forget_caches()
            desk.door.came_in(ChangeSummary("Leave as it is", everything=True))
            self._shell.say("These stay. Nobody is asked about them again.")

        self._shell.run("Leaving these here", job, done)

    def _ask(self, one: CameAfter) -> None:
        door = self._shell.desk.door
        if self._shell.attempt(lambda: ask_to_erase_too(door, one, _WHY)):
            self._shell.say("Asked. It goes along with your next bundle.", undo=True)


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:6])
    return f"{shown} and {len(names) - 6} more" if len(names) > 6 else shown
