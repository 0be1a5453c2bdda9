"""Receipts as they come in: a photo or PDF becomes a small, plain JPEG that says nothing else.

Whatever a camera wrote beside the picture (place, time, device, thumbnail, comments, colour
profile) is gone, because the picture is built anew from its pixels. Strangers' files are opened in
a process of their own with limits on time and memory, so that none can hurt the window. This takes
a while: call it from a worker thread.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn

from cps_desktop.domain.faults import InputRefused
from cps_desktop.own_process import Ahead, Answer, ask
from cps_desktop.services.picture_bounds import LARGEST_FILE, MOST_PAGES, SECONDS, PdfPages

_HEIF_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
)


class NothingOpensIt(InputRefused):
    """What opens strangers' pictures cannot be started just now; the picture may well be right."""


@dataclasses.dataclass(frozen=True, slots=True)
class PreparedPicture:
    """A picture fit to be kept: JPEG without anything beside it; sizes in pixels."""

    jpeg: bytes
    width: int
    height: int
    sha256: str
    name: str


def read_receipt_file(path: Path) -> bytes:
    """A file's bytes, if it can be read and is not too large. Raises InputRefused."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError:
        _refuse(path.name, "cannot be read. Look whether it is still where it was")
    if len(data) > LARGEST_FILE:
        _too_large(path.name)
    return data


def ahead(pdf_pages: PdfPages | None = None) -> Ahead:
    """Opens files like :func:`prepare_receipt`, in processes that can be begun before there is one:
    beginning one takes as long as a photo."""
    from cps_desktop.services.picture_child import work

    return Ahead(work, (pdf_pages,))


def prepare_receipt(
    data: bytes,
    name: str,
    *,
    pdf_pages: PdfPages | None = None,
    seconds: float = SECONDS,
    by: Ahead | None = None,
    more: bool = False,
) -> tuple[PreparedPicture, ...]:
    """Make a receipt's pictures: one of a photo, one for each of a PDF's first pages.

    Takes JPEG, PNG, HEIC, and PDF where ``pdf_pages`` is given. Turned as it was held, at most
    2000 pixels long. ``by``: what :func:`ahead` gave for the same ``pdf_pages``; ``more``: another
    file follows. Raises InputRefused with one sentence for anything that cannot be used, and
    NothingOpensIt where no process can be begun.
    """
    if not data:
        _refuse(name, "is empty. Take the photo again, or choose another file")
    if len(data) > LARGEST_FILE:
        _too_large(name)
    kind = kind_of_file(data)
    if not kind or (kind == "pdf" and pdf_pages is None):
        _refuse(name, "is not a picture this program can read (JPEG, PNG, HEIC or PDF)")
    short = Path(name.replace("\\", "/")).name[:200]

    def asked(messages: Sequence[bytes]) -> Answer:
        from cps_desktop.services.picture_child import work

        most = LARGEST_FILE * MOST_PAGES
        if by is not None:
            return by.ask(messages, most=most, seconds=seconds, more=more)
        return ask(work, (pdf_pages,), messages, most=most, seconds=seconds)

    return tuple(
        PreparedPicture(jpeg, width, height, hashlib.sha256(jpeg).hexdigest(), short)
        for jpeg, width, height in _in_own_process(data, kind, name, asked)
    )


def kind_of_file(data: bytes) -> str:
    """ "jpeg", "png", "heif" or "pdf" by a file's first bytes; "" for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "heif"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return ""


def _in_own_process(
    data: bytes, kind: str, name: str, asked: Callable[[Sequence[bytes]], Answer]
) -> list[tuple[bytes, int, int]]:
    answer = asked([kind.encode("ascii"), data])
    if not answer.begun:
        raise NothingOpensIt(
            f"“{name[:80]}” could not be opened just now: this laptop did not start what opens "
            "pictures. Nothing was added, and the file is as it was. Try again in a moment."
        )
    if answer.late:
        _refuse(name, "took too long to open")
    return _answer(answer.data or b"", name)


def _answer(answer: bytes, name: str) -> list[tuple[bytes, int, int]]:
    # Not pickle: the other side has been reading a stranger's file.
    import msgspec

    try:
        found: str | list[tuple[bytes, int, int]] = msgspec.msgpack.decode(
            answer, type=str | list[tuple[bytes, int, int]]
        )
    except msgspec.DecodeError:
        found = ""
    if isinstance(found, str):
        _refuse(name, found[:300] or "is damaged or broken off, or is not a picture")
    return found


def _too_large(name: str) -> NoReturn:
    _refuse(name, f"is larger than {LARGEST_FILE // 2**20} MB. Take a smaller photo of it")


def _refuse(name: str, why: str) -> NoReturn:
    raise InputRefused(f"“{name[:80]}” {why}. Nothing was added.")
