"""Signing at the door: one name, one box to sign in, and on to the next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from cps_desktop.ui.kit import BigButton, Card, Words, announce
from cps_desktop.ui.pages_of_session.claim_signing import SignatureBox
from cps_desktop.ui.theme import FIELD_WIDTH, SPACE_L, SPACE_M

_EMPTY = "Nothing is written in the box yet."


class DoorSigning(Card):
    """``signed`` carries the strokes; ``on_paper`` and ``put_away`` are the other ways on.
    ``touched`` after every stroke."""

    signed = Signal(str)
    touched = Signal()
    on_paper = Signal()
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__("accent", name="Sign")
        self.who = Words("", "title")
        self.box = SignatureBox()
        # The box is as large as the screen lets it be, and its buttons stay in sight.
        self.box.paper.setMinimumSize(FIELD_WIDTH, FIELD_WIDTH * 9 // 16)
        self.box.paper.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.done = BigButton("Done", self._done, primary=True)
        self.problem = Words("", "strong", "danger")
        self.problem.hide()
        self.add(self.who)
        self.add(self.problem)
        beside = QVBoxLayout()
        beside.setSpacing(SPACE_M)
        for button in (
            self.done,
            BigButton("Signs on paper", self.on_paper.emit),
            BigButton("Not now", self.put_away.emit),
        ):
            beside.addWidget(button)
        beside.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(SPACE_L)
        both.addWidget(self.box, 1)
        both.addLayout(beside)
        self.column.addLayout(both, 1)
        self.box.signed.connect(self.problem.hide)
        self.box.signed.connect(self.touched)

    def start(self, name: str, day: str) -> None:
        """An empty box for somebody; nothing of whoever signed before is left in it."""
        self.wipe()
        self.who.setText(f"{name} came on {day}")
        self.box.paper.setFocus()
        announce(self, self.who.text())

    def wipe(self) -> None:
        """Nothing is in it any more, nor who it was for."""
        self.who.setText("")
        self.box.paper.clear()
        self.problem.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._done()
        else:
            super().keyPressEvent(event)

    def _done(self) -> None:
        strokes = self.box.strokes()
        if strokes:
            self.signed.emit(strokes)
            return
        self.problem.setText(_EMPTY)
        self.problem.show()
        announce(self, _EMPTY)
