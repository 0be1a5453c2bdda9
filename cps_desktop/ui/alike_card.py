"""Two that may be one: side by side, with the reason, and the words to decide by."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cps_desktop.domain.records import Value
from cps_desktop.services.differences import Piece, marked
from cps_desktop.services.likeness import Likeness
from cps_desktop.services.side_by_side import Pair
from cps_desktop.ui.kit import Button, Card, RadioGroup, Words, buttons_row, empty, rule
from cps_desktop.ui.marked_words import MarkedWords
from cps_desktop.ui.theme import SPACE_L, SPACE_S

_NOTHING = "–"


class AlikeCard(Card):
    """One suggestion. ``one`` carries the fields chosen by name; ``two`` that they differ."""

    one = Signal(object, object)
    two = Signal(object)
    grown = Signal(object)

    def __init__(self, likeness: Likeness, pair: Pair) -> None:
        names = " and ".join(dict.fromkeys(pair.names))
        super().__init__(name=f"{names}. {likeness.reason}")
        self.likeness = likeness
        self.pair = pair
        self.add(Words(names, "section"), Words(f"{likeness.reason}.", "body", "quiet"))
        if any(row.differs for row in pair.rows):
            self.add(Words("What differs is underlined.", "small", "quiet"))
        self.add(self._table())
        self.make_one = Button("They are one", self._asked)
        self.make_one.setAccessibleName(f"They are one: {names}")
        self.keep_two = Button("They are two", lambda: self.two.emit(self.likeness))
        self.keep_two.setAccessibleName(f"They are two: {names}")
        self._buttons = QWidget()
        row = QVBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(buttons_row(self.make_one, self.keep_two))
        self.add(self._buttons)
        self.choices: dict[str, RadioGroup] = {}
        self._choosing = QWidget()
        self._choosing_column = QVBoxLayout(self._choosing)
        self._choosing_column.setContentsMargins(0, 0, 0, 0)
        self._choosing_column.setSpacing(SPACE_S)
        self._choosing.hide()
        self.add(self._choosing)

    def _table(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for number, row in enumerate(self.pair.rows):
            grid.addWidget(Words(row.label, "strong"), number, 0, Qt.AlignmentFlag.AlignTop)
            both: tuple[tuple[Piece, ...], ...] = ((Piece(row.left),), (Piece(row.right),))
            if row.differs:
                both = marked((row.left, row.right))
                if not any(piece.only_here for said in both for piece in said):
                    # Nothing in common: all of it differs.
                    both = ((Piece(row.left, True),), (Piece(row.right, True),))
            for column, (said, pieces) in enumerate(zip((row.left, row.right), both, strict=True)):
                words = MarkedWords(pieces) if said else Words(_NOTHING, "body", "quiet")
                if not said:
                    words.setAccessibleName(f"{row.label}: nothing is written")
                grid.addWidget(words, number, column + 1, Qt.AlignmentFlag.AlignTop)
        return table

    def first_button(self) -> Button:
        """Where the keyboard goes when this card is come to."""
        return self.make_one

    def _asked(self) -> None:
        if not self.pair.open:
            self.one.emit(self.likeness, {})
            return
        self._choosing_column.addWidget(rule())
        self._choosing_column.addWidget(Words("Which is right?", "strong"))
        for one in self.pair.open:
            options = (("left", one.left[1]), ("right", one.right[1]))
            group = RadioGroup(one.label, options, "left")
            self.choices[one.field] = group
            self._choosing_column.addWidget(Words(one.label, "small_strong"))
            self._choosing_column.addWidget(group)
        self.sure = Button("Make them one", self._chosen)
        self.leave = Button("Leave it", self._left)
        self._choosing_column.addLayout(buttons_row(self.sure, self.leave))
        self._buttons.hide()
        self._choosing.show()
        next(iter(self.choices.values())).setFocus()
        self.grown.emit(self._choosing)

    def _chosen(self) -> None:
        values: dict[str, Value] = {}
        for one in self.pair.open:
            left = self.choices[one.field].key() == "left"
            values[one.field] = one.left[0] if left else one.right[0]
        self.one.emit(self.likeness, values)

    def _left(self) -> None:
        self.choices.clear()
        empty(self._choosing_column)
        self._choosing.hide()
        self._buttons.show()
        self.make_one.setFocus()
