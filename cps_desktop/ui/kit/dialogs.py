"""Windows in front of the page: a question with verbs, and help in plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from cps_desktop.paths import resources
from cps_desktop.ui.kit.announcing import announce
from cps_desktop.ui.kit.buttons import Button
from cps_desktop.ui.kit.overlays import Drawer
from cps_desktop.ui.kit.whole_page import WholePage
from cps_desktop.ui.kit.words import Words
from cps_desktop.ui.theme import DIALOG_WIDTH, DRAWER_WIDTH, SPACE_L, SPACE_M, SPACE_XL, TITLE_BAR
from cps_desktop.ui.theme_state import set_type, theme

STAYS_HERE: Final = "What you gave stays here until it is kept, or you leave it."


class QuestionDialog(QDialog):
    """A question whose answers are verbs, never "OK". ``answer`` is the key chosen, "" for Esc.

    ``answers`` are (key, words); the first is the primary one unless ``danger`` names another to
    be drawn as a warning. The keyboard starts on the last, the one that changes nothing.

    What was typed or drawn in it is not lost where it cannot be kept (:meth:`keeps`): the question
    stays until it is kept, or left on purpose by an answer of its own.
    """

    HELP = "question"
    """What F1 opens, of ``resources/help``."""

    def __init__(
        self,
        title: str,
        explanation: str,
        answers: Sequence[tuple[str, str]],
        *,
        danger: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(explanation)
        self.answer = ""
        self._keepers: dict[str, Callable[[], str]] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        outer.setSpacing(SPACE_L)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        # On a small screen with large letters all but the answers scrolls.
        self._whole = WholePage(inside, column.totalMinimumHeightForWidth)
        self._whole.setAccessibleName(title)
        self._whole.laid_out.connect(self._grow)
        outer.addWidget(self._whole, 1)
        column.addWidget(Words(title, "section"))
        if explanation:
            column.addWidget(Words(explanation))
        self.body = QVBoxLayout()
        # Whatever room is over is the body's: title and words stay together.
        column.addLayout(self.body, 1)
        self.unkept = Words("", "small_strong", "danger")
        self.unkept.hide()
        column.addWidget(self.unkept)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addStretch(1)
        self.buttons: dict[str, Button] = {}
        for number, (key, words) in enumerate(answers):
            kind = "danger" if key == danger else "primary" if number == 0 else "secondary"
            button = Button(words, partial(self._answered, key), kind=kind)
            self.buttons[key] = button
            row.insertWidget(1, button)
        outer.addLayout(row)
        # No narrower than its answers: their words would be cut.
        wanted = max(theme().px(DIALOG_WIDTH), row.sizeHint().width() + 2 * SPACE_XL)
        self.setMinimumWidth(min(wanted, 2 * DIALOG_WIDTH))
        help_on_f1(self, self.HELP)
        if answers:
            self.buttons[answers[-1][0]].setFocus()

    def keeps(self, keep: Callable[[], str], *keys: str) -> None:
        """These answers keep what is in the dialog: ``keep`` does it and says why it could not."""
        self._keepers |= dict.fromkeys(keys, keep)

    def _answered(self, key: str) -> None:
        keep = self._keepers.get(key)
        why = keep() if keep is not None else ""
        if why:
            self._say_unkept(why)
            return
        self.answer = key
        self.accept()

    def _say_unkept(self, why: str) -> None:
        self.unkept.setText(f"{why} {STAYS_HERE}")
        self.unkept.show()
        self._fit()
        # Only once it has been laid out is it known where it stands.
        show = partial(self._whole.ensureWidgetVisible, self.unkept, 0, SPACE_M)
        QTimer.singleShot(0, self.unkept, show)
        announce(self, self.unkept.text(), urgent=True)

    def reject(self) -> None:
        """Esc and the cross do not throw away what could not be kept; an answer does."""
        if self.unkept.isHidden():
            super().reject()
        else:
            announce(self, self.unkept.text(), urgent=True)

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        """As tall as its words are in its width: Qt asks for those of another."""
        layout = self.layout()
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized) or not isinstance(layout, QVBoxLayout):
            return
        layout.activate()
        wide = max(self.minimumWidth(), layout.totalSizeHint().width())
        high = layout.totalHeightForWidth(wide) if layout.hasHeightForWidth() else -1
        if high > 0:
            room = self.screen().availableGeometry().height() - TITLE_BAR
            self.resize(wide, min(high, room))
            self.setAttribute(Qt.WidgetAttribute.WA_Resized, False)

    def _grow(self) -> None:
        """What came into it since is seen as well, as far as the screen has room for it."""
        free, sized = self.screen().availableGeometry(), Qt.WidgetAttribute.WA_Resized
        tall = min(self.height() + self._whole.lacking(), free.height() - TITLE_BAR)
        if not self.isVisible() or tall <= self.height():
            return
        by_hand = self.testAttribute(sized)
        self.resize(self.width(), tall)
        self.setAttribute(sized, by_hand)
        beneath = self.frameGeometry().bottom() - free.bottom()
        if beneath > 0:
            self.move(self.x(), max(free.top(), self.y() - beneath))

    def ask(self) -> str:
        """Show the question and wait; the key of the answer, or "" when it was put away."""
        self.exec()
        return self.answer


def read_help(folder: Path, page: str) -> str:
    """The help text of a page (``<page>.md``), or a sentence when there is none yet."""
    path = folder / f"{page}.md"
    if path.is_file():
        return path.read_text(encoding="utf-8")
    return "There is no help for this page yet. Everything you type is saved at once."


class HelpWindow(QDialog):
    """Help over a dialog, which lets nothing beside it be reached. F1, Esc or "Close" closes it."""

    def __init__(self, folder: Path, page: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Help")
        self.setAccessibleName("Help")
        self.browser = QTextBrowser()
        self.browser.setAccessibleName("Help text")
        self.browser.setOpenLinks(False)
        set_type(self.browser, "body")
        self.browser.document().setDefaultFont(theme().font("body"))
        self.browser.setMarkdown(read_help(folder, page))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        column.setSpacing(SPACE_L)
        column.addWidget(self.browser, 1)
        row = QHBoxLayout()
        row.addWidget(Button("Close", self.close))
        row.addStretch(1)
        column.addLayout(row)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.close)
        wanted = QSize(theme().px(DIALOG_WIDTH), theme().px(DIALOG_WIDTH))
        self.resize(wanted.boundedTo(self.screen().availableGeometry().size()))
        self.browser.setFocus()


def open_help(dialog: QWidget, page: str) -> None:
    """Open the help of a page (``resources/help/<page>.md``) over a dialog."""
    HelpWindow(resources() / "help", page, dialog).open()


def help_on_f1(dialog: QWidget, page: str) -> None:
    """Give a dialog its F1: the window's own is out of reach while the dialog is there."""
    QShortcut(QKeySequence("F1"), dialog).activated.connect(lambda: open_help(dialog, page))


class HelpPanel(Drawer):
    """F1: what this page is for and how to do things, beside the page."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__("Help", parent)
        self._folder = folder
        self._page = ""
        self._browser = QTextBrowser()
        self._browser.setAccessibleName("Help text")
        self._browser.setOpenLinks(False)
        self._browser.setMinimumHeight(DRAWER_WIDTH)
        set_type(self._browser, "body")
        self.column.addWidget(self._browser, 1)
        theme().changed.connect(self._fill)

    @property
    def page(self) -> str:
        """Of which page the help is shown; "" before the first."""
        return self._page

    def show_page(self, page: str) -> None:
        """Open at the help of a page."""
        self._page = page
        self._fill()
        self.open_drawer()
        self._browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        return self._browser.toPlainText()

    def _fill(self) -> None:
        if self._page:
            self._browser.document().setDefaultFont(theme().font("body"))
            self._browser.setMarkdown(read_help(self._folder, self._page))
