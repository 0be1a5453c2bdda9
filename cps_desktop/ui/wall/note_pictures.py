"""Photos and drawings on notes as they are shown: read small, once for each size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap

_MOST_KEPT: Final = 400
_STEP: Final = 64
"""Sizes are rounded up to this many pixels, so that a small zoom reads nothing anew."""


class NotePictures:
    """``read`` gives a picture's content by its SHA-256, None while it is still to come."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._known: dict[tuple[str, int], QPixmap] = {}

    def of(self, digest: str, room: QSize) -> QPixmap | None:
        """The picture, large enough for ``room`` (pixels); None while it is still to come."""
        side = max(_STEP, -(-max(room.width(), room.height()) // _STEP) * _STEP)
        key = (digest, side)
        if key not in self._known:
            found = self._made(digest, side) if digest else None
            if found is None:
                return None
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[key] = found
        return self._known[key]

    def _made(self, digest: str, side: int) -> QPixmap | None:
        content = self._read(digest)
        if content is None:
            return None
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(b"jpeg"))
        whole = reader.size()
        if whole.isValid() and max(whole.width(), whole.height()) > side:
            # Asked for small, a JPEG is read in a fraction of the time.
            reader.setScaledSize(whole.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        return None if image.isNull() else QPixmap.fromImage(image)


NO_PICTURES: Final = NotePictures(lambda _digest: None)
