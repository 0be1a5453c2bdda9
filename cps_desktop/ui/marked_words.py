"""Words of which some are marked: bold and underlined, so that colour need not say it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cps_desktop.services.differences import Piece, only_here
from cps_desktop.ui.kit import Words


class MarkedWords(Words):
    """A version of a text with what only it says underlined. A screen reader is told it too."""

    def __init__(self, pieces: Sequence[Piece], parent: QWidget | None = None) -> None:
        self._plain = "".join(one.text for one in pieces)
        self.marks = only_here(pieces)
        self._heights: dict[tuple[int, str], int] = {}
        super().__init__(self._plain, parent=parent)
        if any(one.only_here for one in pieces):
            self.setTextFormat(Qt.TextFormat.RichText)
            # Whatever people wrote is text here, never markup.
            inside = "".join(_as_html(one) for one in pieces)
            self.setText(f'<span style="white-space:pre-wrap">{inside}</span>')
        if self.marks:
            self.setAccessibleName(f"{self._plain}. Only in this version: {self.marks}")

    def heightForWidth(self, width: int) -> int:
        # Marked text is laid out anew at every question, and a layout asks dozens of times.
        asked = (min(width, self.maximumWidth()), self.font().key())
        if asked not in self._heights:
            self._heights[asked] = super().heightForWidth(width)
        return self._heights[asked]

    def text(self) -> str:
        """The words alone."""
        return self._plain


def _as_html(piece: Piece) -> str:
    text = escape(piece.text, quote=False).replace("\n", "<br>")
    return f"<b><u>{text}</u></b>" if piece.only_here and piece.text.strip() else text
