"""As what lists and tables are written for other programs, and such a file before it is saved."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from typing import Final

from cps_desktop.domain.list_sheets import ListSheet


class ListKind(StrEnum):
    """As what a list is written; the value is the end of the file's name."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    CARDS = "vcf"
    CALENDAR = "ics"


KIND_WORDS: Final[dict[ListKind, str]] = {
    ListKind.XLSX: "Excel (.xlsx)",
    ListKind.ODS: "LibreOffice (.ods)",
    ListKind.CSV: "Plain table (.csv)",
    ListKind.CARDS: "Address cards (.vcf)",
    ListKind.CALENDAR: "Invitation for calendars (.ics)",
}


@dataclasses.dataclass(frozen=True, slots=True)
class ListMade:
    """A file to be saved: its bytes, a name for it, and what is in it."""

    data: bytes
    name: str
    words: str


def table_bytes(sheet: ListSheet, kind: ListKind) -> bytes:
    """A table as the bytes of a file: ``ListKind.CSV``, ``XLSX`` or ``ODS``."""
    from cps_desktop.documents import list_files

    write = {
        ListKind.CSV: list_files.csv_bytes,
        ListKind.XLSX: list_files.xlsx_bytes,
        ListKind.ODS: list_files.ods_bytes,
    }[kind]
    return write(sheet)
