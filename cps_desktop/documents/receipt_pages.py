"""The pages of a PDF receipt as pictures. Called in a process of its own: the file is a stranger's.

Nothing in the file is run: pdfium here has no script engine, and forms are not filled in.
"""

from __future__ import annotations

from cps_desktop.domain.faults import InputRefused

_DOTS_PER_POINT = 150 / 72
"""150 dots an inch read well on paper and keep an A4 page under the longest side."""


def receipt_pages(data: bytes, most_pages: int, longest: int) -> list[tuple[int, int, bytes]]:
    """The first pages as (width, height, RGB bytes), no side longer than ``longest`` pixels.

    Raises InputRefused, with the end of a sentence that begins with the file's name, for a file
    that is locked, damaged or empty.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as why:
        locked = "password" in str(why).lower()
        raise InputRefused(
            "is locked with a password. Save it without one, or take a photo of it"
            if locked
            else "is damaged or broken off. Choose another file, or take a photo of it"
        ) from None
    pages = []
    try:
        for number in range(min(len(document), most_pages)):
            page = document[number]
            width, height = page.get_size()
            if not (width > 0 and height > 0):
                continue
            scale = min(_DOTS_PER_POINT, (longest - 1) / max(width, height))
            picture = page.render(scale=scale).to_pil().convert("RGB")
            pages.append((picture.width, picture.height, picture.tobytes()))
            page.close()
    except pypdfium2.PdfiumError:
        raise InputRefused(
            "is damaged or broken off. Choose another file, or take a photo of it"
        ) from None
    finally:
        document.close()
    return pages
