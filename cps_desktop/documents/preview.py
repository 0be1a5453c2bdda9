"""Pages as pictures: the preview on screen is drawn from the very file that is printed or saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING

from cps_desktop.domain.faults import InputRefused

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MOST_PIXELS = 60_000_000

PDFIUM = RLock()
"""Held by whoever uses PDFium: it is for one thread at a time, whatever the document, and two at
once end the program."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as pixels, row by row from the top, three bytes (red, green, blue) each."""

    width: int
    height: int
    rgb: bytes


def page_count(pdf: bytes) -> int:
    """How many pages a document has. Raises InputRefused for what is not a PDF."""
    with PDFIUM:
        document = _open(pdf)
        try:
            return len(document)
        finally:
            document.close()


def render_pages(pdf: bytes, dpi: float, pages: Sequence[int] | None = None) -> Iterator[PageImage]:
    """The pages as pictures of ``dpi`` dots an inch; ``pages`` chooses some, counted from 0.

    One after the other, so that a long document does not fill the memory. A page that would have
    more than 60 million dots is drawn smaller. Raises InputRefused for what is not a PDF.
    """
    for number in range(page_count(pdf)) if pages is None else pages:
        with PDFIUM:
            document = _open(pdf)
            try:
                picture = _drawn(document, number, dpi)
            finally:
                document.close()
        yield picture


def _drawn(document: PdfDocument, number: int, dpi: float) -> PageImage:
    page = document[number]
    width, height = page.get_size()
    scale = dpi / 72
    scale = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
    stride, columns, rows = bitmap.stride, bitmap.width, bitmap.height
    data = bytes(bitmap.buffer)
    row = columns * 3
    if stride != row:
        data = b"".join([data[y * stride : y * stride + row] for y in range(rows)])
    bitmap.close()
    page.close()
    return PageImage(columns, rows, data)


def _open(pdf: bytes) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(pdf)
    except PdfiumError:
        raise InputRefused(
            "This file cannot be shown: it is not a PDF, or it is damaged. "
            "Nothing was changed. Make the document again."
        ) from None
