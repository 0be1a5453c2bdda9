"""What an erasure would take, to be chosen from, and doing it: what every card that erases has."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.records import RecordId
from cps_desktop.services.erasing import TEXTS, Erased, Foreseen, Group, erase
from cps_desktop.services.progress import Progress
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.kit import (
    Button,
    Card,
    FormRow,
    MessagePanel,
    QuestionDialog,
    TextField,
    TickBox,
    Words,
    buttons_row,
    empty,
    rule,
)
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_S, SPACE_XL

_MOST_TEXTS: Final = 100
_NOT_RECALLED: Final = (
    "It cannot be called back from bundles on sticks or in mails, from copies of the folder, from "
    "backups kept elsewhere, and from paper."
)


class ErasingCard(Card):
    """A card with a preview of what would go. ``erased`` when it is done."""

    erased = Signal()

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__(name=name)
        self._shell = shell
        self._foreseen: Foreseen | None = None
        self.ticks: dict[str, TickBox] = {}
        self.text_ticks: dict[str, dict[RecordId, TickBox]] = {}
        self._preview = QWidget()
        self._column = QVBoxLayout(self._preview)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._preview.hide()

    def _looked_from(self) -> QWidget | None:
        """What has the keyboard again when nothing is erased after all."""
        return None

    # -- what would go ----------------------------------------------------------------------------

    def show_foreseen(self, foreseen: Foreseen, reason: str = "") -> None:
        """Show what would go; ``reason`` is what is proposed to be said for it."""
        self._forget()
        self._foreseen = foreseen
        self._preview.show()
        self._column.addWidget(rule())
        if not foreseen.groups:
            self._column.addWidget(Words("Nothing is written there, so nothing can be erased."))
            return
        self._column.addWidget(Words("This would go", "strong"))
        for group in foreseen.groups:
            self._show_group(group)
        self.reason = TextField("Why it is erased")
        self.reason.set_text(reason)
        self.reason.edited.connect(lambda _text: self._fit())
        self._reason_row = FormRow(
            "Why it is erased", self.reason, "Kept for good and seen by others. Name nobody in it."
        )
        self._column.addWidget(self._reason_row)
        self._column.addWidget(Words(_NOT_RECALLED, "body", "quiet"))
        self.erase = Button("Erase for good…", self._sure, kind="danger")
        self.leave = Button("Leave it", self._leave)
        self._column.addLayout(buttons_row(self.erase, self.leave))
        self._fit()
        (next(iter(self.ticks.values()), None) or self.reason).setFocus()

    def _show_group(self, group: Group) -> None:
        tick = TickBox(group.words, on=group.ticked)
        tick.ticked.connect(lambda _on: self._fit())
        self.ticks[group.key] = tick
        self._column.addWidget(tick)
        if group.note:
            self._column.addWidget(_indented(Words(group.note, "small", "quiet")))
        texts: dict[RecordId, TickBox] = {}
        for one in group.found[:_MOST_TEXTS]:
            if one.record in texts:
                continue
            said = one.words if one.now else f"{one.words} (an earlier wording)"
            text = texts[one.record] = TickBox(said, on=group.key == TEXTS or group.ticked)
            text.ticked.connect(lambda on, of=tick: self._text_ticked(of, on=on))
            self._column.addWidget(_indented(text))
        if texts:
            self.text_ticks[group.key] = texts
        more = len({one.record for one in group.found}) - len(texts)
        if more > 0:
            words = f"{more:,} more are not listed and go along with these."
            self._column.addWidget(_indented(Words(words, "small", "quiet")))

    def chosen(self) -> Foreseen:
        """What is ticked of what was foreseen."""
        assert self._foreseen is not None
        some = self._foreseen.choosing([key for key, one in self.ticks.items() if one.isChecked()])
        for key, texts in self.text_ticks.items():
            unticked = {record for record, one in texts.items() if not one.isChecked()}
            group = next(one for one in some.groups if one.key == key)
            left = {one.record for one in group.found} - unticked
            if unticked:
                some = some.narrowed(key, left)
        return some

    def _text_ticked(self, group: TickBox, *, on: bool) -> None:
        if on and not group.isChecked():
            group.set_ticked(True)
        self._fit()

    def _fit(self) -> None:
        chosen = any(
            tick.isChecked()
            and (
                key not in self.text_ticks
                or any(map(TickBox.isChecked, self.text_ticks[key].values()))
            )
            for key, tick in self.ticks.items()
        )
        self.erase.setEnabled(bool(self.reason.text().strip()) and chosen)

    def _leave(self) -> None:
        self._forget()
        looked_from = self._looked_from()
        if looked_from is not None:
            looked_from.setFocus()

    def _forget(self) -> None:
        self._foreseen = None
        self.ticks = {}
        self.text_ticks = {}
        empty(self._column)
        self._preview.hide()

    # -- erasing ----------------------------------------------------------------------------------

    def _sure(self) -> None:
        foreseen = self.chosen()
        going = "\n".join(f"• {one.words}" for one in foreseen.going)
        answer = QuestionDialog(
            f"Erase {foreseen.about} for good?",
            f"{going}\n\nNobody can bring it back, here or anywhere else.",
            (("erase", "Erase for good"), ("leave", "Leave it")),
            danger="erase",
            parent=self,
        ).ask()
        if answer == "erase":
            self.erase_now(foreseen, self.reason.text())

    def erase_now(self, foreseen: Foreseen, reason: str) -> None:
        """Erase what is given, in a thread."""
        desk = self._shell.desk

        def job(progress: Progress) -> Erased:
            with desk_beside(desk) as beside:
                return erase(beside, foreseen, reason, progress)

        self._shell.run("Erasing", job, self._done)

    def _done(self, erased: Erased) -> None:
        self._forget()
        desk = self._shell.desk
        desk.workspace.forget_caches()
        self._say(erased)
        desk.door.came_in(ChangeSummary("Erase", everything=True))
        self.erased.emit()

    def _say(self, erased: Erased) -> None:
        went = list(erased.went)
        if erased.backups_cleaned:
            word = "backup" if erased.backups_cleaned == 1 else "backups"
            went.append(f"Also taken out of {erased.backups_cleaned} {word} here")
        panel = MessagePanel(
            "done",
            f"Erased: {erased.about}",
            safe="\n".join(f"• {one}" for one in went),
            to_do="\n".join(erased.cannot_recall),
        )
        self._column.addWidget(panel)
        self._preview.show()
        panel.speak()


def _indented(widget: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(SPACE_XL, 0, 0, 0)
    column.addWidget(widget)
    return holder
