"""The lock: while participants have the keyboard, nothing else of this program can be reached.

It stands between Qt and every widget of the program. What belongs to the participants' window goes
through; everything else is turned away: keys and clicks on other windows (the one on the projector
is to be looked at), windows, menus and dialogs that would open, files that are dropped, context
menus, and closing. The operating system's own keys are not the program's to take.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget
from shiboken6 import isValid

from cps_desktop.ui.shown_beside import BESIDE_PROPERTY

_TO_BE_TOUCHED: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.Shortcut,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletRelease,
        QEvent.Type.InputMethod,
    }
)
_NEVER: Final = frozenset(
    {
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.ToolTip,
        QEvent.Type.WhatsThis,
        QEvent.Type.FileOpen,
    }
)


class Lock(QObject):
    """Turns away whatever does not belong to ``window``. ``refused`` is told of a try to close.

    With ``popups``, the lists that drop down from the window's own fields belong to it.
    """

    def __init__(
        self, window: QWidget, refused: Callable[[], object], *, popups: bool = False
    ) -> None:
        super().__init__(window)
        self._popups = popups
        self._window = window
        self._refused = refused
        self._app = QApplication.instance()
        assert isinstance(self._app, QApplication)
        for one in QApplication.topLevelWidgets():
            if one is not window and one.isVisible() and not _beside(one):
                _put_away(one)
        self._app.installEventFilter(self)

    def open(self) -> None:
        """Let everything through again."""
        if isinstance(self._app, QApplication):
            self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _NEVER:
            event.ignore()
            return True
        if not isinstance(watched, QWidget):
            return False
        if kind is QEvent.Type.Show and watched.isWindow():
            if not self._may_be_seen(watched):
                # Not from inside its own showing: it goes as soon as that is done.
                QTimer.singleShot(0, watched, lambda: _put_away(watched))
            return False
        if kind is QEvent.Type.Close and event.spontaneous() and not self._is_ours(watched):
            event.ignore()
            return True
        return kind in _TO_BE_TOUCHED and not self._is_ours(watched)

    def _is_ours(self, widget: QWidget) -> bool:
        if widget is self._window or self._window.isAncestorOf(widget):
            return True
        return self._drops_down(widget.window())

    def _may_be_seen(self, widget: QWidget) -> bool:
        return widget is self._window or _beside(widget) or self._drops_down(widget)

    def _drops_down(self, window: QWidget) -> bool:
        field = window.parentWidget()
        return (
            self._popups
            and window.windowType() == Qt.WindowType.Popup
            and isinstance(field, QComboBox)
            and self._window.isAncestorOf(field)
        )


def _beside(widget: QWidget) -> bool:
    return bool(widget.property(BESIDE_PROPERTY))


def _put_away(widget: QWidget) -> None:
    if not isValid(widget):
        return
    if isinstance(widget, QDialog):
        # A dialog that waits for an answer would hold up everything behind it.
        widget.reject()
    widget.hide()
