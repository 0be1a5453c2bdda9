"""The process that looks for sheets in photos: little time, little memory, nothing to lose.

It answers with each page made upright and plain, and with the codes on it and where they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cps_desktop.own_process import be_quiet, bound
from cps_desktop.services.picture_child import CPU_SECONDS, MEMORY, prepare
from cps_desktop.services.pictures import PdfPages

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

LONGEST: Final = 3600
"""Pixels of a side: on a photo of an A3 sheet the squares of the codes are then five wide."""
_MOST_CODES = 24
_LONGEST_TEXT = 40

Corners = tuple[tuple[int, int], ...]
"""Top left, top right, bottom right and bottom left of a code as it is read, in pixels."""

Seen = tuple[bytes, int, int, list[tuple[str, Corners]]]
"""JPEG, width, height, and codes."""


def work(pipe: Connection, kind: str, pdf_pages: PdfPages | None) -> None:
    """What the process does, from beginning to end."""
    import msgspec

    be_quiet()
    bound(MEMORY, CPU_SECONDS)
    pipe.send_bytes(msgspec.msgpack.encode(seen_in(pipe.recv_bytes(), kind, pdf_pages)))
    pipe.close()


def seen_in(data: bytes, kind: str, pdf_pages: PdfPages | None) -> list[Seen] | str:
    """The pages of a file with the codes on them, or why it could not be looked through."""
    import io

    from PIL import Image, ImageOps

    pages = prepare(data, kind, pdf_pages, LONGEST)
    if isinstance(pages, str):
        return pages
    found: list[Seen] = []
    for jpeg, width, height in pages:
        grey = Image.open(io.BytesIO(jpeg), formats=["JPEG"]).convert("L")
        codes = _codes(grey)
        if len(codes) < 4:  # a dark or pale photo: once more with all its greys drawn out
            codes |= _codes(ImageOps.autocontrast(grey, cutoff=2))
        found.append((jpeg, width, height, [(text, at) for (text, _), at in codes.items()]))
    return found


def _codes(grey: Any) -> dict[tuple[str, tuple[int, int]], Corners]:
    """Codes by text and rough place: the same text twice in a photo is two sheets."""
    import zxingcpp

    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found: dict[tuple[str, tuple[int, int]], Corners] = {}
    for code in zxingcpp.read_barcodes(grey, kinds)[:_MOST_CODES]:
        at = code.position
        spots = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        corners = tuple((spot.x, spot.y) for spot in spots)
        middle = (sum(x for x, _ in corners) // 400, sum(y for _, y in corners) // 400)
        if len(code.text) <= _LONGEST_TEXT:
            found.setdefault((code.text, middle), corners)
    return found
