"""Fields for passphrases: hidden while typed, with a way to see them; nothing is kept here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cps_desktop.services.own_keys import passphrase_problem, strength
from cps_desktop.ui.kit import Button, FormRow, Words
from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.theme import SPACE_M, SPACE_S, TARGET
from cps_desktop.ui.theme_state import set_type, theme

LONGEST = 1000


class _LentLine(QLineEdit):
    """On a laptop that others have in hand: no menu, and nothing of anybody else's clipboard,
    which "Show" would let them read."""

    def __init__(self) -> None:
        super().__init__()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Insert puts in what is copied or, with Ctrl and Shift, what is chosen elsewhere.
        if event.matches(QKeySequence.StandardKey.Paste) or event.key() == Qt.Key.Key_Insert:
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            event.accept()
            return
        super().mouseReleaseEvent(event)


class SecretField(QWidget):
    """One hidden line with "Show". ``lent``: whoever has the laptop in hand need not be its
    owner."""

    typed = Signal()
    entered = Signal()

    def __init__(self, name: str, *, lent: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.line = _LentLine() if lent else QLineEdit()
        tab_stop(self.line)
        self.line.setAccessibleName(name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(LONGEST)
        self.line.setTextMargins(SPACE_S, 0, SPACE_S, 0)
        set_type(self.line, "body")
        self._show = Button("Show")
        self._show.setCheckable(True)
        self._show.setAccessibleName(f"Show {name.lower()}")
        self._show.toggled.connect(self._shown)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.line, 1)
        row.addWidget(self._show)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(lambda _text: self.typed.emit())
        self.line.returnPressed.connect(self.entered)
        theme().changed.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Nothing is in it any more, nor to be had back by undoing in it."""
        # QLineEdit.clear can be undone, and then be read with "Show".
        self.line.setText("")

    def hide_letters(self) -> None:
        """What is typed from now on is hidden again."""
        self._show.setChecked(False)

    def _shown(self, shown: bool) -> None:
        echo = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(echo)
        self._show.setText("Hide" if shown else "Show")

    def _fit(self) -> None:
        height = self.line.fontMetrics().height() + 2 * SPACE_S
        self.line.setMinimumHeight(max(TARGET, height))


class NewPassphrase(QWidget):
    """A new passphrase, typed twice, with a word on how hard it is to guess."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first = SecretField("New passphrase")
        self.second = SecretField("The same passphrase again")
        self._strength = Words("", "small", "quiet")
        self._first_row = FormRow("Passphrase", self.first, "Three words or more are good.")
        self._second_row = FormRow("The same again", self.second)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self._first_row)
        column.addWidget(self._strength)
        column.addWidget(self._second_row)
        self.first.typed.connect(self._typed)
        self.second.typed.connect(self._typed)
        self.first.entered.connect(self.second.setFocus)
        self.second.entered.connect(self.entered)
        self._strength.hide()

    def taken(self) -> str:
        """The passphrase; "" where it cannot be taken yet, and why stands beneath."""
        problem = passphrase_problem(self.first.text(), self.second.text())
        row = self._second_row if problem.startswith("The two") else self._first_row
        for one in (self._first_row, self._second_row):
            one.set_problem(problem if one is row else "")
        if problem:
            (self.second if row is self._second_row else self.first).setFocus()
            return ""
        return self.first.text()

    @property
    def begun(self) -> bool:
        """Whether a passphrase is being asked for and something of it was typed."""
        return not self.isHidden() and bool(self.first.text() or self.second.text())

    def clear(self) -> None:
        """Forget both."""
        self.first.clear()
        self.second.clear()
        self._typed()

    def _typed(self) -> None:
        words = strength(self.first.text())
        self._strength.setText(words)
        self._strength.setVisible(bool(words))
        for one in (self._first_row, self._second_row):
            one.set_problem("")
