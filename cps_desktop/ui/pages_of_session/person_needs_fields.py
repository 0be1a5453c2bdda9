"""What one person needs: chosen from the list one by one, and words for all else."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Person
from cps_desktop.domain.needs import NeedList
from cps_desktop.domain.records import RecordId, meanings
from cps_desktop.services.people import change_person
from cps_desktop.services.person_needs import clear_need, needs_of, set_need
from cps_desktop.ui.kit import Button, Choice, FormRow, LineField, Option, TextField, Words
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_M, SPACE_S

SHORTEST: Final = 12
"""Letters: the longest answer of a list may not decide how wide a panel has to be."""
WHO_SEES: Final = "Only facilitators see it; it is not on the register or at the door."


def short(choice: Choice) -> Choice:
    """A choice that is as wide as its place, whatever its longest answer."""
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(SHORTEST)
    return choice


class _NeedRow(QWidget):
    """One need that was chosen: what it is, its detail where one is asked, and a way back."""

    detail_edited = Signal(str, str)
    taken_away = Signal(str)

    def __init__(self, key: str, words: str, asks: str, detail: str) -> None:
        super().__init__()
        self.key = key
        self.detail: LineField | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(Words(f"● {words}"))
        if asks or detail:
            self.detail = LineField(f"{words}: {asks or 'which'}", detail)
            self.detail.edited.connect(lambda text: self.detail_edited.emit(key, text))
            column.addWidget(FormRow(asks or "Which", self.detail))
        self.away = Button("Not needed", partial(self.taken_away.emit, key), kind="link")
        self.away.setAccessibleName(f"{words}: not needed")
        column.addWidget(self.away, 0, Qt.AlignmentFlag.AlignLeft)


class NeedsFields(QWidget):
    """The needs of one person. Each answer keeps itself."""

    counted = Signal(int)
    """How many needs there are, words beside the list counted as one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._person: RecordId = ""
        self.rows: dict[str, _NeedRow] = {}
        self.choice = short(Choice("Add something they need", ()))
        self.choice.chosen.connect(self._chosen)
        self.words = TextField("Access and dietary needs in words")
        self.words.edited.connect(self._words_edited)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE_S)
        why = meanings(Person)["needs"].help
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(FormRow("Add something they need", self.choice, f"{why} {WHO_SEES}"))
        column.addLayout(self._column)
        column.addWidget(
            FormRow("In words", self.words, f"What is not in the list. {why} {WHO_SEES}")
        )

    def show_person(self, person: Person, *, other: bool) -> None:
        """Show what is so now; ``other`` where it is somebody else than before."""
        self._person = person.id
        (self.words.set_text if other else self.words.update_text)(person.needs)
        offered = self._shell.desk.needs.needs
        chosen = needs_of(self._shell.desk.door.records, person.id)
        self._show_rows(offered, chosen, other=other)
        self.choice.set_options(_options(offered, chosen))
        self.choice.setCurrentIndex(0)
        self.counted.emit(len(chosen) + bool(person.needs.strip()))

    def _show_rows(self, offered: NeedList, chosen: dict[str, str], *, other: bool) -> None:
        order = sorted(chosen, key=lambda key: (offered.place(key), key))
        if other or list(self.rows) != order:
            for gone in self.rows.values():
                gone.hide()
                gone.deleteLater()
            self.rows = {}
            for key in order:
                known = offered.get(key)
                asks = known.asks if known is not None else ""
                row = _NeedRow(key, offered.words(key, ""), asks, chosen[key])
                row.detail_edited.connect(self._detail_edited)
                row.taken_away.connect(self._taken_away)
                self._column.addWidget(row)
                self.rows[key] = row
            return
        for key, row in self.rows.items():
            if row.detail is not None:
                row.detail.update_text(chosen[key])

    def flush(self) -> None:
        """Keep what was typed and not yet kept."""
        self.words.flush()
        for row in self.rows.values():
            if row.detail is not None:
                row.detail.flush()

    def _chosen(self, key: str) -> None:
        if not key or not self._person:
            return
        self.flush()
        door, person = self._shell.desk.door, self._person
        if self._shell.attempt(lambda: set_need(door, person, key)) is None:
            return
        row = self.rows.get(key)
        if row is not None and row.detail is not None:
            row.detail.setFocus()

    def _detail_edited(self, key: str, text: str) -> None:
        door, person = self._shell.desk.door, self._person
        self._shell.attempt(lambda: set_need(door, person, key, detail=text))

    def _taken_away(self, key: str) -> None:
        door, person = self._shell.desk.door, self._person
        self.choice.setFocus()
        self._shell.attempt(lambda: clear_need(door, person, key))

    def _words_edited(self, text: str) -> None:
        door, person = self._shell.desk.door, self._person
        self._shell.attempt(lambda: change_person(door, person, needs=text))


def _options(offered: NeedList, chosen: dict[str, str]) -> list[Option]:
    options: list[Option] = [("", "Choose…")]
    for group in offered.groups:
        options += [
            (one.key, f"{one.words} ({group.title.lower()})")
            for one in group.needs
            if one.key not in chosen
        ]
    return options
