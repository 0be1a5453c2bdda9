"""The process that looks for QR codes in strangers' pictures: little time, little memory.

It reads one file from a pipe and answers with the codes' texts, or with the end of a sentence that
says why there are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cps_desktop.own_process import be_quiet, bound
from cps_desktop.services.picture_bounds import LONGEST_CODE, MOST_CODES, PdfPages
from cps_desktop.services.picture_child import CPU_SECONDS, MEMORY, prepare

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def work(pipe: Connection, kind: str, pdf_pages: PdfPages | None) -> None:
    """What the process does, from beginning to end."""
    import msgspec

    be_quiet()
    bound(MEMORY, CPU_SECONDS)
    pipe.send_bytes(msgspec.msgpack.encode(found_in(pipe.recv_bytes(), kind, pdf_pages)))
    pipe.close()


def found_in(data: bytes, kind: str, pdf_pages: PdfPages | None) -> list[str] | str:
    """The texts of the QR codes in a file, or why it could not be looked through."""
    import io

    import zxingcpp
    from PIL import Image

    # The pictures are made upright, plain and small first, as for a receipt.
    pages = prepare(data, kind, pdf_pages)
    if isinstance(pages, str):
        return pages
    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    texts: dict[str, None] = {}
    for jpeg, _, _ in pages:
        grey = Image.open(io.BytesIO(jpeg), formats=["JPEG"]).convert("L")
        for code in zxingcpp.read_barcodes(grey, kinds):
            if len(code.text) <= LONGEST_CODE:
                texts[code.text] = None
    return list(texts)[:MOST_CODES]
