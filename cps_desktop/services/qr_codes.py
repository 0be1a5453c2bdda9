"""QR codes: made for paper, and read from pictures that strangers took.

A picture is opened in a process of its own, bounded in time and memory, as receipts are.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from cps_desktop.domain.faults import InputRefused
from cps_desktop.own_process import ask
from cps_desktop.services.picture_bounds import (
    LARGEST_FILE,
    LONGEST_CODE,
    MOST_CODES,
    SECONDS,
    PdfPages,
)
from cps_desktop.services.pictures import kind_of_file, read_receipt_file

Modules = tuple[str, ...]
"""A QR code without its margin: a row a text, "1" for dark and "0" for light."""


def qr_modules(text: str) -> Modules:
    """The squares of a QR code that can lose a seventh of itself. Raises InputRefused."""
    import segno

    try:
        code = segno.make_qr(text, error="m", boost_error=False)
    except segno.DataOverflowError as error:
        raise InputRefused(
            "This is too long for one QR code. Nothing was written. Save it as a file instead."
        ) from error
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.matrix)


def codes_in(path: Path) -> tuple[str, ...]:
    """The texts of the QR codes in a picture or PDF; none where there are none.

    Takes a second or two: call it from a worker thread. Raises InputRefused for what cannot be
    opened as a picture.
    """
    from cps_desktop.documents.receipt_pages import receipt_pages

    return codes_of(read_receipt_file(path), path.name, receipt_pages)


def codes_of(data: bytes, name: str, pdf_pages: PdfPages | None = None) -> tuple[str, ...]:
    """The texts of the QR codes in a picture's bytes; see :func:`codes_in`."""
    import msgspec

    from cps_desktop.services.qr_child import work

    kind = kind_of_file(data)
    if not kind or (kind == "pdf" and pdf_pages is None):
        _refuse(name, "is not a picture this program can read (JPEG, PNG, HEIC or PDF)")
    most = MOST_CODES * LONGEST_CODE * 4
    answer = ask(work, (kind, pdf_pages), [data], most=min(most, LARGEST_FILE), seconds=SECONDS)
    if answer.late:
        _refuse(name, "took too long to open")
    try:
        found = msgspec.msgpack.decode(answer.data or b"", type=str | list[str])
    except msgspec.DecodeError:
        found = "is damaged or broken off, or is not a picture"
    if isinstance(found, str):
        _refuse(name, found[:300])
    return tuple(found)


def _refuse(name: str, why: str) -> NoReturn:
    raise InputRefused(f"“{name[:80]}” {why}. Nothing was changed.")
