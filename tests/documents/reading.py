"""Reading documents back with two independent readers."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final, cast

from cps_desktop.documents.preview import PDFIUM

if TYPE_CHECKING:
    from pypdf import PageObject

_SET_IN: Final = re.compile(rb"(/\S+)\s+[\d.]+\s+Tf\b")


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

    return [_words(page) for page in PdfReader(io.BytesIO(pdf)).pages]


def _words(page: PageObject) -> str:
    """The text of a page, read with the fonts that it sets anything in.

    All pages share one list of all fonts, and pypdf reads every font of it for each page anew:
    with forty of them on a hundred pages, that is nearly all of its time.
    """
    from pypdf.generic import DictionaryObject, NameObject

    contents = page.get_contents()
    names = set(_SET_IN.findall(contents.get_data())) if contents is not None else set()
    resources: Any = DictionaryObject(cast("DictionaryObject", page["/Resources"].get_object()))
    fonts = resources["/Font"].get_object()
    used = {name: fonts.raw_get(name) for name in fonts if name.encode() in names}
    resources[NameObject("/Font")] = DictionaryObject(used)
    page[NameObject("/Resources")] = resources
    return page.extract_text()


def squeezed(text: str) -> str:
    """Without any spaces and line ends, which readers place as they see fit."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text))
