"""Room for papers on a small screen: no dialog is larger than it, and what does not fit scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.theme import SPACE_XL
from cps_desktop.ui.theme_state import theme


def scrolling(name: str, inside: QWidget) -> QScrollArea:
    """A part of a dialog that scrolls up and down by itself."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    area.setWidget(inside)
    tab_stop(area)
    return area


def as_large_as(dialog: QDialog, width: int, height: int) -> None:
    """Make a dialog this large at 100 %, larger with larger text, but never than its screen."""
    room = dialog.screen().availableGeometry()
    wide, high = room.width() - 2 * SPACE_XL, room.height() - 2 * SPACE_XL
    dialog.setMinimumWidth(min(dialog.minimumWidth(), wide))
    dialog.resize(min(theme().px(width), wide), min(theme().px(height), high))


def picture_width(dialog: QDialog, width: int) -> int:
    """How wide a picture may be: ``width`` at 100 %, and never over two fifths of the screen."""
    return min(theme().px(width), dialog.screen().availableGeometry().width() * 2 // 5)
