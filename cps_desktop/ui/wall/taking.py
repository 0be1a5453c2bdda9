"""Pictures that somebody hands over: files, or one picture from the clipboard or the pad."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from cps_desktop.services.pictures import PreparedPicture


@dataclass(frozen=True, slots=True)
class Taken:
    """Files, one picture without a file, or a drawing that is ready to be kept."""

    paths: tuple[Path, ...] = ()
    picture: bytes = b""
    prepared: PreparedPicture | None = None


def may_be_taken(mime: QMimeData | None) -> bool:
    """Whether what hovers over the wall, or was copied, can be a picture."""
    return mime is not None and (mime.hasImage() or any(url.isLocalFile() for url in mime.urls()))


def taken_from(mime: QMimeData | None) -> Taken | None:
    """The pictures in what was dropped or copied; None where there are none."""
    if mime is None:
        return None
    paths = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    if paths:
        return Taken(paths)
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    return Taken(picture=png(image))


def png(image: QImage) -> bytes:
    """A picture without loss; it is made small and plain when it comes in, like any other."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())
