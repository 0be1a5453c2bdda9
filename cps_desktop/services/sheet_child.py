"""The process that looks for sheets in photos: little time, little memory, nothing to lose.

It answers with each page made upright and plain, and with the codes on it and where they stand.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cps_desktop.own_process import be_quiet, bound
from cps_desktop.services.picture_bounds import PdfPages
from cps_desktop.services.picture_child import CPU_SECONDS, MEMORY, prepare

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from PIL.Image import Image

LONGEST: Final = 4096
"""Pixels of a side: on a photo of an A3 sheet the squares of the codes are then five wide."""
QUALITY: Final = 90
"""Of the JPEG that is looked at: fine squares are what a stronger one takes first."""
_MOST_CODES = 24
_ENOUGH = 4
"""Codes after which nobody looks further: a sheet has as many."""
_PATIENCE = 12.0
"""Seconds after which no other way of looking is begun."""
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

    from PIL import Image

    pages = prepare(data, kind, pdf_pages, LONGEST, QUALITY)
    if isinstance(pages, str):
        return pages
    found: list[Seen] = []
    for jpeg, width, height in pages:
        grey = Image.open(io.BytesIO(jpeg), formats=["JPEG"]).convert("L")
        found.append((jpeg, width, height, _codes(grey)))
    return found


def _codes(grey: Image) -> list[tuple[str, Corners]]:
    """The codes of a photo; one that is hard to read is looked at in one way after the other."""
    found: list[tuple[str, Corners]] = []
    began = time.monotonic()
    for ways, one in _looks(grey):
        for fixed in ways:
            _add(found, one, fixed=fixed)
        if len(found) >= _ENOUGH or time.monotonic() - began > _PATIENCE:
            break
    return found[:_MOST_CODES]


def _looks(grey: Image) -> Iterator[tuple[tuple[bool, ...], Image]]:
    """The photo as it is; in even light; sharpened, where it is blurred; smoothed, where it is
    dark. With each, whether what is dark is judged by its neighbours, by one grey for all, or both.
    """
    from PIL import ImageFilter, ImageOps

    yield (False,), grey
    yield (False,), ImageOps.autocontrast(grey, cutoff=2)
    even = _in_even_light(grey)
    yield (False, True), even.filter(ImageFilter.UnsharpMask(3, 250, 0))
    yield (True, False), even.filter(ImageFilter.UnsharpMask(5, 400, 0))
    yield (True, False), _in_even_light(grey.filter(ImageFilter.GaussianBlur(1.5)))


def _in_even_light(grey: Image) -> Image:
    """Paper everywhere nearly white: each spot divided by how light the paper around it is."""
    from PIL import Image, ImageChops, ImageFilter

    small = grey.resize((grey.width // 8 or 1, grey.height // 8 or 1), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(8))
    # A product of bytes is over 255; the share of paper is therefore taken of 60 first.
    share = paper.point([min(255, round(255 * 60 / max(one, 8))) for one in range(256)])
    even = ImageChops.multiply(grey, share.resize(grey.size, Image.Resampling.BILINEAR))
    return even.point([min(255, round(one * 255 / 60)) for one in range(256)])


def _add(found: list[tuple[str, Corners]], grey: Image, *, fixed: bool) -> None:
    """Add the codes that are not known yet: the same text elsewhere in a photo is another sheet."""
    import zxingcpp

    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    way = zxingcpp.Binarizer.FixedThreshold if fixed else zxingcpp.Binarizer.LocalAverage
    for code in zxingcpp.read_barcodes(grey, kinds, binarizer=way)[:_MOST_CODES]:
        at = code.position
        spots = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        corners = tuple((spot.x, spot.y) for spot in spots)
        known = any(text == code.text and _near(place, corners) for text, place in found)
        if len(code.text) <= _LONGEST_TEXT and not known:
            found.append((code.text, corners))


def _near(one: Corners, other: Corners) -> bool:
    """Whether two codes are the same one, seen twice: each begins within the other's width."""
    wide = max(abs(one[2][0] - one[0][0]), abs(one[2][1] - one[0][1]))
    return all(abs(a - b) < wide / 2 for a, b in zip(one[0], other[0], strict=True))
