"""The program's own line drawings on screen, in the colour of the words beside them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cps_desktop.services.drawings import drawing, drawing_words
from cps_desktop.ui.theme_state import theme


def paint_drawing(painter: QPainter, place: QRectF, name: str, colour: QColor) -> bool:
    """Paint a drawing into a square place; False where there is none of this name."""
    made = drawing(name, colour.name())
    if not made:
        return False
    from PySide6.QtSvg import QSvgRenderer

    QSvgRenderer(QByteArray(made)).render(painter, place)
    return True


def drawing_pixmap(name: str, side: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """A drawing ``side`` pixels wide and high, clear around it; null where there is none."""
    if not drawing(name, colour.name()):
        return QPixmap()
    pixmap = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_drawing(painter, QRectF(0, 0, side, side), name, colour)
    painter.end()
    return pixmap


class Drawing(QLabel):
    """A drawing with its words for a screen reader, as large as the text size asks.

    ``side`` is in pixels at 100 %. Where the name says no drawing, there is none to be seen.
    """

    def __init__(
        self, name: str, side: int, language: str = "en", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._side = side
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._draw)
        self.show_drawing(name, language)

    def show_drawing(self, name: str, language: str = "en") -> None:
        """Show another drawing; its words in this language."""
        self._name = name
        self.setAccessibleName(drawing_words(name, language))
        self._draw()
        self.setVisible(bool(drawing(name, theme().colour("text").name())))

    def _draw(self) -> None:
        side = theme().px(self._side)
        self.setFixedSize(side, side)
        colour = theme().colour("text")
        self.setPixmap(drawing_pixmap(self._name, side, colour, self.devicePixelRatioF()))
