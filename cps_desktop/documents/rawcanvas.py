"""reportlab's canvas, fed with finished drawing code a page at a time."""

from __future__ import annotations

import io
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFImageXObject
from reportlab.pdfgen.canvas import Canvas


class RawCanvas(Canvas):  # type: ignore[misc]
    """A document whose pages come as code; same code, same bytes.

    Its own page preamble names a font that is not embedded, which an archivable file must not do,
    so it is left out.
    """

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        super().__init__(self._bytes, invariant=1, pageCompression=1)
        self.document: Any = self._doc
        self._pictures: dict[str, bytes] = {}

    def add_page(self, size: tuple[float, float], code: str, pictures: list[str]) -> None:
        """A page of ``size`` points with the named pictures among its resources."""
        self.setPageSize(size)
        self._preamble = ""
        self._code[:] = [code or " "]
        self._formsinuse = pictures
        self._currentPageHasImages = bool(pictures)
        self.showPage()

    def add_jpeg(self, name: str, jpeg: bytes) -> None:
        """A picture, byte for byte, without reportlab's detour over 85 printable characters.

        Its bytes are put in at the end (:meth:`pictures`): of hundreds of receipts every step until
        then would hold a copy.
        """
        rl_config.useA85 = 0
        picture = PDFImageXObject(name)
        picture._filters = ()  # noqa: SLF001 - the stand-in picture's; replaced with the next line
        picture.loadImageFromJPEG(io.BytesIO(jpeg))
        picture.streamContent = b"-"
        self._pictures[name] = jpeg
        self._doc.addForm(name, picture)

    def picture_name(self, name: str) -> str:
        """What drawing code calls a picture."""
        return str(self._doc.getXObjectName(name))

    def finished(self) -> bytes:
        """The whole file."""
        rl_config.useA85 = 0
        self.save()
        return self._bytes.getvalue()

    def pictures(self) -> dict[int, bytes]:
        """What belongs into the picture objects of the finished file, by their numbers."""
        numbers = self._doc.idToObjectNumberAndVersion
        return {
            int(numbers[self._doc.getXObjectName(name)][0]): jpeg
            for name, jpeg in self._pictures.items()
        }

    def page_object(self, number: int) -> int:
        """The object number of page ``number`` (from 1) in the finished file."""
        return int(self._doc.idToObjectNumberAndVersion[f"Page{number}"][0])
