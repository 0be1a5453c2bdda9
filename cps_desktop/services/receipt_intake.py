"""Receipts from a file or from what was copied, made ready in a worker; any kind people have."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cps_desktop.own_process import Ahead
from cps_desktop.services.pictures import (
    PreparedPicture,
    ahead,
    prepare_receipt,
    read_receipt_file,
)


def get_ready() -> None:
    """Somebody is about to take a receipt: the process that opens it is begun now, so that they do
    not wait for it. It ends by itself. Takes some milliseconds."""
    _opener().prepare()


def pictures_of_files(paths: Iterable[Path], *, more: bool = False) -> tuple[PreparedPicture, ...]:
    """The pictures of these files, in order: JPEG, PNG, HEIC, or the first pages of a PDF.

    Takes up to a second or so a file: call it in a worker. ``more``: further files follow at once.
    Raises InputRefused at the first file that cannot be used, before anything is kept.
    """
    every = tuple(paths)
    found: list[PreparedPicture] = []
    for place, path in enumerate(every, 1):
        found += _pictures(read_receipt_file(path), path.name, more=more or place < len(every))
    return tuple(found)


def pictures_of_bytes(data: bytes, name: str) -> tuple[PreparedPicture, ...]:
    """The pictures of what was dropped or pasted, which calls itself ``name``."""
    return _pictures(data, name, more=False)


def _pictures(data: bytes, name: str, *, more: bool) -> tuple[PreparedPicture, ...]:
    from cps_desktop.documents.receipt_pages import receipt_pages

    return prepare_receipt(data, name, pdf_pages=receipt_pages, by=_opener(), more=more)


@lru_cache(maxsize=1)
def _opener() -> Ahead:
    from cps_desktop.documents.receipt_pages import receipt_pages

    return ahead(receipt_pages)
