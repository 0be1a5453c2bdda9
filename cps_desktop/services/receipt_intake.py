"""Receipts from a file or from what was copied, made ready in a worker; any kind people have."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cps_desktop.services.pictures import PreparedPicture, prepare_receipt, read_receipt_file


def pictures_of_files(paths: Iterable[Path]) -> tuple[PreparedPicture, ...]:
    """The pictures of these files, in order: JPEG, PNG, HEIC, or the first pages of a PDF.

    Takes a second or so a file: call it in a worker. Raises InputRefused at the first file that
    cannot be used, before anything is kept.
    """
    found: list[PreparedPicture] = []
    for path in paths:
        found += pictures_of_bytes(read_receipt_file(path), path.name)
    return tuple(found)


def pictures_of_bytes(data: bytes, name: str) -> tuple[PreparedPicture, ...]:
    """The pictures of what was dropped or pasted, which calls itself ``name``."""
    from cps_desktop.documents.receipt_pages import receipt_pages

    return prepare_receipt(data, name, pdf_pages=receipt_pages)
