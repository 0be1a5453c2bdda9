"""One thing that two people changed: the versions side by side, and the words to choose by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cps_desktop.services.conflicts import Disagreement, Side
from cps_desktop.services.differences import Piece, only_here
from cps_desktop.services.version_words import shortened
from cps_desktop.ui.kit import (
    Button,
    Card,
    LinkButton,
    TextField,
    TickBox,
    Words,
    buttons_row,
    empty,
)
from cps_desktop.ui.marked_words import MarkedWords
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.theme import FIELD_WIDTH, SPACE_M, SPACE_S
from cps_desktop.ui.theme_state import theme

_MOST_SHOWN = 600
"""Longer texts stand in a field of their own that scrolls."""

_MOST_MARKED = 200


class SidePanel(Card):
    """One version: what it says, whose it is and from when, and the button that keeps it."""

    kept = Signal(object)

    def __init__(self, one: Disagreement, side: Side, pieces: Sequence[Piece]) -> None:
        super().__init__("accent" if side.shown else "card", name=f"Version of {side.whose}")
        self.side = side
        said = [f"{side.whose}, {side.when}" if side.when else side.whose]
        if side.shown:
            said.append("shown for now")
        self.whose = Words(" · ".join(said), "small", "quiet")
        verb = "Keep this"
        if one.is_deletion:
            verb = "Delete it" if side.deletes else "Keep it"
        self.keep = Button(verb, lambda: self.kept.emit(side))
        self.keep.setAccessibleName(f"{verb}: {side.whose}, {side.words[:80]}")
        self.keep.setEnabled(side.readable)
        text: QWidget = MarkedWords(pieces)
        self.marks = only_here(pieces)
        parts: list[QWidget] = [text]
        if len(side.words) > _MOST_SHOWN:
            field = TextField("What it says", side.words)
            field.setReadOnly(True)
            parts = [field]
            if self.marks:
                parts.append(Words(f"Only here: {shortened(self.marks, _MOST_MARKED)}", "small"))
        self.add(*parts, self.whose)
        self.column.addStretch(1)
        self.add(self.keep)
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumWidth(theme().px(FIELD_WIDTH))


class ConflictCard(Card):
    """Everything about one decision. Left and right go from version to version."""

    kept = Signal(object, object)
    both_kept = Signal(object)
    written = Signal(object, str)
    ticked = Signal()
    session_asked = Signal(str)
    grown = Signal(object)
    """An editor opened in it: that widget should come into view."""

    def __init__(self, one: Disagreement, *, reopened: bool = False) -> None:
        super().__init__(name=f"{one.about}. {one.label}".strip())
        self.one = one
        self.tick = TickBox("Decide together with others")
        self.tick.setAccessibleName(f"Decide together with others: {one.about}")
        self.tick.ticked.connect(lambda _on: self.ticked.emit())
        alike = one.about.startswith(one.label)
        what = one.about if alike else f"{one.about}: {one.label}"
        heading = Words(what, "section")
        self.add(Across((heading, 1), (self.tick, 0)))
        if one.session_title and one.session_title != one.about:
            link = LinkButton(one.session_title, lambda: self.session_asked.emit(one.session))
            self.add(link)
        pieces = one.pieces
        self.sides = [
            SidePanel(one, side, said) for side, said in zip(one.sides, pieces, strict=True)
        ]
        happened = _happened(one)
        if any(panel.marks for panel in self.sides):
            happened += " What differs is underlined."
        self.add(Words(happened, "body", "quiet"))
        if reopened:
            self.add(
                Words("You took your choice back. Choose again, or leave it so.", "body", "amber")
            )
        for panel in self.sides:
            panel.kept.connect(self._keep)
        self.add(Across(*((panel, 1) for panel in self.sides), spacing=SPACE_M, even=True))
        both = "Keep both" if len(one.sides) == 2 else f"Keep all {len(one.sides)}"
        self.both = Button(both, lambda: self.both_kept.emit(one), tip="Each as a note")
        self.both.setAccessibleName(f"{both} as notes: {one.about}")
        self.both.setVisible(one.can_keep_both)
        self.together = Button("Write it together", self.open_editor)
        self.together.setAccessibleName(f"Write it together: {one.about}")
        self.together.setVisible(one.is_text)
        if one.is_text:
            self.column.addLayout(buttons_row(self.both, self.together))
        else:
            for button in (self.both, self.together):
                button.setParent(self)
        self.editor: TextField | None = None
        self._editing = QWidget()
        self._editing_column = QVBoxLayout(self._editing)
        self._editing_column.setContentsMargins(0, 0, 0, 0)
        self._editing_column.setSpacing(SPACE_S)
        self._editing.hide()
        self.add(self._editing)

    def first_button(self) -> Button:
        """Where the keyboard goes when this card is come to."""
        return self.sides[0].keep

    @property
    def is_editing(self) -> bool:
        """Whether somebody is writing both together just now."""
        return self.editor is not None

    def open_editor(self) -> None:
        """Write one text out of both."""
        if self.editor is not None:
            self.editor.setFocus()
            return
        self.editor = TextField("One text out of both", self.one.written_together)
        self._editing_column.addWidget(Words("One text out of both", "strong"))
        self._editing_column.addWidget(self.editor)
        self.use = Button("Keep this text", self._use)
        self.leave = Button("Leave it", self._close_editor)
        self._editing_column.addLayout(buttons_row(self.use, self.leave))
        self.editor.entered.connect(self._use)
        self._editing.show()
        self.together.setEnabled(False)
        self.editor.setFocus()
        self.grown.emit(self._editing)

    def _use(self) -> None:
        if self.editor is not None:
            self.written.emit(self.one, self.editor.text())

    def _close_editor(self) -> None:
        self.editor = None
        empty(self._editing_column)
        self._editing.hide()
        self.together.setEnabled(True)
        self.together.setFocus()

    def _keep(self, side: Side) -> None:
        self.kept.emit(self.one, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        buttons = [panel.keep for panel in self.sides]
        focused = QApplication.focusWidget()
        if step and focused in buttons:
            place = buttons.index(focused) + step
            if 0 <= place < len(buttons):
                buttons[place].setFocus()
            return
        super().keyPressEvent(event)


def _happened(one: Disagreement) -> str:
    if one.is_deletion:
        return (
            "It was deleted on one laptop and changed on another. It stays until somebody decides."
        )
    count = "Two people" if len(one.sides) == 2 else f"{len(one.sides)} people"
    return f"{count} changed this without knowing of one another. All versions are kept."
