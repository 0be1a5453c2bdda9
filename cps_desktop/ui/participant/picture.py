"""The drawing that goes with a question, in the colours of the theme."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cps_desktop.paths import resources
from cps_desktop.ui.theme import CORNER_INPUT, HAIR, SPACE_M
from cps_desktop.ui.theme_state import theme

SIDE: Final = 116
SIDE_SMALL: Final = 72


class QuestionPicture(QWidget):
    """A picture of ``resources/pictures`` by name; hidden where there is none of that name."""

    def __init__(self, *, small: bool = False) -> None:
        super().__init__()
        self._drawn = b""
        self._side = SIDE_SMALL if small else SIDE
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)
        self.hide()

    def show_picture(self, name: str, language: str) -> bool:
        """Show it; False where there is none."""
        self._drawn = _drawing(name) if name else b""
        self.setAccessibleName(_words(language).get(name, "") if self._drawn else "")
        self.setHidden(not self._drawn)
        self.update()
        return bool(self._drawn)

    def sizeHint(self) -> QSize:
        side = round(self._side * min(theme().scale, 150) / 100)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Read when the first picture is painted: not every planner has any.
        from PySide6.QtSvg import QSvgRenderer

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("line"), HAIR))
        painter.setBrush(theme().colour("card"))
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, CORNER_INPUT, CORNER_INPUT)
        inked = self._drawn.replace(b"currentColor", theme().colours.primary.encode())
        QSvgRenderer(QByteArray(inked)).render(
            painter, frame.adjusted(SPACE_M, SPACE_M, -SPACE_M, -SPACE_M)
        )


@cache
def _drawing(name: str) -> bytes:
    # A name out of a planner file of somebody else's: never more than a file of that folder.
    folder = resources() / "pictures"
    known = {one.stem: one for one in folder.glob("*.svg")}
    return known[name].read_bytes() if name in known else b""


@cache
def _words(language: str) -> dict[str, str]:
    import json

    path = resources() / "pictures" / f"words.{language.split('-', maxsplit=1)[0]}.json"
    return dict(json.loads(path.read_bytes())) if path.is_file() else {}
