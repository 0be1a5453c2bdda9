"""Tables as files for other programs: CSV, XLSX, ODS; people as address cards; days as a calendar.

Every cell is a text or a whole number. None is a formula: what begins as one is marked as text in
CSV, and is written as text in the others.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from cps_desktop.domain.list_sheets import CardOnSheet, EventOnSheet, ListSheet

_DANGEROUS: Final = re.compile(r"'*[=+\-@|%\t\r\n]")
_NUMBER: Final = re.compile(r"[+-]?\d[\d\s().,/-]*")
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST_LINE: Final = 75
"""Bytes of a line of a card or calendar (RFC 6350 §3.2, RFC 5545 §3.1)."""
_LONGEST_CELL: Final = 32_000
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)


def csv_bytes(sheet: ListSheet) -> bytes:
    """A table as CSV: UTF-8 with its mark, all quoted, safe to open in a spreadsheet."""
    into = io.StringIO()
    writer = csv.writer(into, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (sheet.headings, *sheet.rows):
        writer.writerow([_safe(_text(one)) for one in row])
    return into.getvalue().encode("utf-8-sig", "replace")


def _text(cell: str | int) -> str:
    return _UNSEEN.sub("", str(cell))[:_LONGEST_CELL]


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula. Plain numbers and telephone numbers stay.

    What looks as if it had been made safe already is marked once more, so that it comes back as it
    is.
    """
    return f"'{text}" if _DANGEROUS.match(text) and not _NUMBER.fullmatch(text) else text


def xlsx_bytes(sheet: ListSheet) -> bytes:
    """A table as an Excel workbook with one sheet."""
    import xlsxwriter

    into = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(into, options) as book:
        book.set_properties({"title": sheet.title, "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet.title).strip()[:31] or "List")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for at, heading in enumerate(sheet.headings):
            page.write_string(0, at, _text(heading), bold)
            page.set_column(at, at, _width(sheet, at))
        for line, row in enumerate(sheet.rows, 1):
            for at, cell in enumerate(row):
                if isinstance(cell, int):
                    page.write_number(line, at, cell, plain)
                elif cell:
                    page.write_string(line, at, _text(cell), plain)
        page.freeze_panes(1, 0)
    return into.getvalue()


def _width(sheet: ListSheet, column: int) -> int:
    """Letters a column shows without breaking a line."""
    longest = max((len(str(row[column])) for row in sheet.rows[:200]), default=0)
    return max(10, min(44, max(longest, len(sheet.headings[column])) + 2))


_ODS_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES: Final = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
_ODS_MANIFEST: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def ods_bytes(sheet: ListSheet) -> bytes:
    """A table as an OpenDocument spreadsheet (OASIS ODF 1.2 part 1 §9, part 3 §3.3)."""
    rows = [_ods_row(sheet.headings, "head"), *(_ods_row(row, "") for row in sheet.rows)]
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content {_ODS_NAMES} office:version="1.2"><office:automatic-styles>'
        '<style:style style:name="head" style:family="table-cell">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"<table:table table:name={quoteattr(_text(sheet.title) or 'List')}>"
        f'<table:table-column table:number-columns-repeated="{max(1, len(sheet.headings))}"/>'
        f"{''.join(rows)}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        # The type stands first and unpacked, so that it is known without unpacking.
        archive.writestr(_entry("mimetype"), _ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr(_entry("META-INF/manifest.xml"), _ODS_MANIFEST)
        archive.writestr(_entry("content.xml"), content.encode("utf-8", "replace"))
    return into.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _ods_row(row: Sequence[str | int], style: str) -> str:
    named = f' table:style-name="{style}"' if style else ""
    cells = []
    for cell in row:
        if isinstance(cell, int):
            cells.append(
                f'<table:table-cell{named} office:value-type="float" office:value="{cell}">'
                f"<text:p>{cell}</text:p></table:table-cell>"
            )
        elif not cell:
            cells.append(f"<table:table-cell{named}/>")
        else:
            lines = _text(cell).replace("\r\n", "\n").split("\n")
            said = "".join(f"<text:p>{_ods_words(line)}</text:p>" for line in lines)
            cells.append(
                f'<table:table-cell{named} office:value-type="string">{said}</table:table-cell>'
            )
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _ods_words(line: str) -> str:
    """Words as they stand: more than one space, and a tab, have elements of their own."""
    said = escape(line).replace("\t", "<text:tab/>")
    return re.sub(r"(?<= ) +|^ +", lambda gap: f'<text:s text:c="{len(gap[0])}"/>', said)


# -- cards and calendars ---------------------------------------------------------------------------


def vcard_bytes(cards: Iterable[CardOnSheet]) -> bytes:
    """People as address cards, vCard 3.0 (RFC 2426), which every address book takes."""
    lines: list[str] = []
    for one in cards:
        given, _, family = one.name.strip().rpartition(" ")
        lines += [
            "BEGIN:VCARD",
            "VERSION:3.0",
            f"FN:{_value(one.name)}",
            f"N:{_value(family)};{_value(given)};;;",
        ]
        for name, value in (
            ("NICKNAME", one.known_as),
            ("ORG", one.organisation),
            ("EMAIL;TYPE=INTERNET", one.email),
            ("TEL;TYPE=VOICE", one.phone),
        ):
            if value:
                lines.append(f"{name}:{_value(value)}")
        lines.append("END:VCARD")
    return _folded(lines)


def calendar_bytes(events: Iterable[EventOnSheet], made: dt.datetime) -> bytes:
    """The days of a session as a calendar file (RFC 5545). Times are those of the place, wherever
    it is opened; a day without times is a whole day. ``made`` is a moment in UTC."""
    stamp = made.strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CPS Desktop//Session//EN",
             "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]  # fmt: skip
    for one in events:
        lines += ["BEGIN:VEVENT", f"UID:{one.uid}", f"DTSTAMP:{stamp}", *_when(one)]
        lines.append(f"SUMMARY:{_value(one.title)}")
        if one.place:
            lines.append(f"LOCATION:{_value(one.place)}")
        if one.words:
            lines.append(f"DESCRIPTION:{_value(one.words)}")
        lines.append("END:VEVENT")
    return _folded([*lines, "END:VCALENDAR"])


def _when(one: EventOnSheet) -> list[str]:
    day = one.day.strftime("%Y%m%d")
    if one.starts is None:
        after = (one.day + dt.timedelta(days=1)).strftime("%Y%m%d")
        return [f"DTSTART;VALUE=DATE:{day}", f"DTEND;VALUE=DATE:{after}"]
    starts = [f"DTSTART:{day}T{one.starts.strftime('%H%M%S')}"]
    if one.ends is None or one.ends <= one.starts:
        return starts
    return [*starts, f"DTEND:{day}T{one.ends.strftime('%H%M%S')}"]


def _value(text: str) -> str:
    said = (
        _UNSEEN.sub("", text)
        .replace("\x7f", "")
        .replace("\\", "\\\\")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    return said.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> bytes:
    """Lines of at most 75 bytes, each further part beginning with a space; no letter is cut."""
    found = bytearray()
    for line in lines:
        room, part = _LONGEST_LINE, bytearray()
        for letter in line:
            data = letter.encode("utf-8", "replace")
            if len(part) + len(data) > room:
                found += part + b"\r\n "
                part, room = bytearray(), _LONGEST_LINE - 1
            part += data
        found += part + b"\r\n"
    return bytes(found)
