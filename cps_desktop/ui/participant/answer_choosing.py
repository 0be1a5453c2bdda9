"""Choosing one of several, a number on a scale, and ticking what is so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QWidget

from cps_desktop.ui.kit import Button, ParticipantButton, TextField, Words, announce
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.participant.answer import Answer, Asking
from cps_desktop.ui.participant.fields import AnswerField
from cps_desktop.ui.participant.options import BigOption, BigTick
from cps_desktop.ui.theme import SPACE_S


class ChoosingAnswer(Answer):
    """One of several, or a number on a scale; and what one wishes to add."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self.options: dict[str, BigOption] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        if self.box.scale is not None:
            self._build_scale()
        else:
            for part in self.box.options:
                self.column.addWidget(self._option(part.key, part.words))
        self.more = AnswerField(self.words("say_more"), lines=1)
        self.take_away = ParticipantButton(self.words("take_away"), self._take_away, parent=self)
        self.column.addWidget(self.label(self.words("say_more"), self.more))
        self.column.addWidget(self.more)
        self.more.edited.connect(lambda _text: self._keep())
        self.more.began.connect(self.began)
        self._show()

    def buttons(self) -> Sequence[Button]:
        return (self.take_away,)

    def first(self) -> QWidget:
        return self.options.get(self.given()) or next(iter(self.options.values()), self.more)

    def fields(self) -> Sequence[TextField]:
        return (self.more,)

    def write_down(self) -> None:
        self.more.flush()
        if self.given() != self._given_so_far():
            self._keep()

    def given(self) -> str:
        """The key of what is chosen; "" for nothing."""
        return next((key for key, one in self.options.items() if one.isChecked()), "")

    def _given_so_far(self) -> str:
        """The key of what is kept."""
        said = self.turn.notes(self.box.key)
        return said[0].given if said else ""

    def _build_scale(self) -> None:
        scale = self.box.scale
        assert scale is not None
        numbers = QWidget()
        row = WrappingRow(SPACE_S, parent=numbers)
        for number in scale.numbers:
            row.addWidget(self._option(str(number), str(number), compact=True))
        ends = {scale.lowest: scale.lowest_words, scale.highest: scale.highest_words}
        said = " · ".join(f"{number}: {words}" for number, words in ends.items() if words)
        for number, words in ends.items():
            if words and str(number) in self.options:
                self.options[str(number)].setAccessibleName(f"{number}: {words}")
        self.column.addWidget(Words(said, "participant_words"))
        self.column.addWidget(numbers)

    def _option(self, key: str, words: str, *, compact: bool = False) -> BigOption:
        option = BigOption(words, compact=compact)
        option.clicked.connect(self._chose)
        self._group.addButton(option)
        self.options[key] = option
        return option

    def _chose(self) -> None:
        self.began.emit()
        self._keep()
        if self.given() == self._given_so_far():
            announce(self, self.words("saved"))

    def _keep(self) -> None:
        given, text = self.given(), self.more.text()
        if given or text.strip() or self.turn.notes(self.box.key):
            self.keeping.do(lambda: self.turn.choose(self.box.key, given, text))
        self.take_away.setVisible(self.answered())
        self.changed.emit()

    def _take_away(self) -> None:
        for note in self.turn.notes(self.box.key):
            self.keeping.do(partial(self.turn.take_back, note.id))
        self.first().setFocus()
        self._show()
        announce(self, self.words("taken_away"))

    def _show(self) -> None:
        said = self.turn.notes(self.box.key)
        given = self._given_so_far()
        self._group.setExclusive(False)
        for key, option in self.options.items():
            option.setChecked(key == given)
        self._group.setExclusive(True)
        self.more.set_text(said[0].text if said else "")
        self.take_away.setVisible(bool(said))
        self.changed.emit()


class ChecklistAnswer(Answer):
    """What is done is ticked; what somebody else ticked stays so."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        ticks = self.turn.ticks(self.box.key)
        self.items: dict[str, BigTick] = {}
        for part in self.box.items:
            tick = BigTick(part.words, on=part.key in ticks)
            if ticks.get(part.key) is False:
                tick.setEnabled(False)
                tick.setAccessibleDescription(self.words("ticked_before"))
            tick.clicked.connect(lambda on, key=part.key: self._ticked(key, on))
            self.items[part.key] = tick
            self.column.addWidget(tick)

    def first(self) -> QWidget:
        return next((one for one in self.items.values() if one.isEnabled()), self)

    def answered(self) -> bool:
        return any(self.turn.ticks(self.box.key).values())

    def _ticked(self, item: str, on: bool) -> None:
        self.began.emit()
        self.keeping.do(lambda: self.turn.tick(self.box.key, item, on))
        if (item in self.turn.ticks(self.box.key)) == on:
            announce(self, self.words("ticked" if on else "not_ticked"))
        else:
            # It could not be kept, which was said: the tick shows what is.
            self.items[item].setChecked(not on)
        self.changed.emit()
