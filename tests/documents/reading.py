"""Reading documents back with two independent readers."""

from __future__ import annotations

import io
import re
import unicodedata

from cps_desktop.documents.preview import PDFIUM


def words_by_pdfium(pdf: bytes) -> list[str]:
    """The text of each page as PDFium, the reader of many browsers, finds it."""
    from pypdfium2 import PdfDocument

    # The program may be drawing a page at this moment.
    with PDFIUM:
        document = PdfDocument(pdf)
        try:
            return [page.get_textpage().get_text_range() for page in document]
        finally:
            document.close()


def words_by_pypdf(pdf: bytes) -> list[str]:
    """The text of each page as pypdf finds it."""
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Without any spaces and line ends, which readers place as they see fit."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text))
