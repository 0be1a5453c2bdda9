"""The process that reads strangers' lists: little time, little memory, nothing to lose.

It answers with a table of texts, or with the end of a sentence that says why not. Formulas are
never worked out: what a cell showed when it was saved is what is read.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final

from cps_desktop.own_process import be_quiet, bound
from cps_desktop.services.list_texts import MOST_COLUMNS, MOST_LINES, Read, rows_of_text, too_many

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MEMORY: Final = 1024 * 1024 * 1024
CPU_SECONDS: Final = 60
IDLE_SECONDS: Final = 120
"""How long a process that was begun ahead waits for a file."""
_MOST_UNPACKED: Final = 400 * 1024 * 1024
"""Bytes a spreadsheet may unpack to; one of 20,000 people has about four million."""
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILE_PASS: Final = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
"""BOF of a workbook of Excel 97 to 2003, perhaps WriteProtect, and FilePass."""
_LOCKED: Final = (
    "is locked with a password. Open it where it was made, save it without the password, and "
    "choose it again"
)
_BROKEN: Final = "is damaged or broken off, or is not a list"
_APPLE: Final = (
    "was made with Apple's Numbers. Open it there, choose File, Export To, Excel, and choose the "
    "file that makes"
)
_BIG: Final = "unpacks to more than a list of people can be"


def work(pipe: Connection) -> None:
    """What the process does, from beginning to end; it may be begun before there is a file."""
    import msgspec
    import python_calamine  # noqa: F401 - nobody waits for it now

    be_quiet()
    bound(MEMORY, CPU_SECONDS)
    if not pipe.poll(IDLE_SECONDS):
        return
    try:
        found = read(pipe.recv_bytes())
    except MemoryError:
        found = _BIG
    pipe.send_bytes(msgspec.msgpack.encode(found))
    pipe.close()


def read(data: bytes) -> Read | str:
    """A file's table, or the end of a sentence that says why it could not be read."""
    if data.startswith((_ZIP, _OLD_OFFICE)):
        return _spreadsheet(data)
    return rows_of_text(data)


def _spreadsheet(data: bytes) -> Read | str:
    problem = _look_inside(data) if data.startswith(_ZIP) else ""
    if problem:
        return problem
    if data.startswith(_OLD_OFFICE) and _is_locked(data):
        return _LOCKED
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_object(io.BytesIO(data))
        filled = [(name, book.get_sheet_by_name(name)) for name in _seen_sheets(book)]
    except PasswordError:
        return _LOCKED
    except (CalamineError, OSError, ValueError, LookupError) as broken:
        return _LOCKED if "password" in str(broken).lower() else _BROKEN
    filled = [(name, sheet) for name, sheet in filled if sheet.height and sheet.width]
    if not filled:
        return "is empty"
    name, sheet = filled[0]
    height = int(sheet.height)
    if height > MOST_LINES:
        return too_many(height)
    rows = [
        [_text(cell) for cell in row[:MOST_COLUMNS]] for row in sheet.to_python(nrows=MOST_LINES)
    ]
    others = [other for other, _ in filled[1:]]
    remarks = [f"Only the sheet “{name}” was read"] if others else []
    return Read(rows, remarks)


def _is_locked(data: bytes) -> bool:
    """Whether a file of Office needs a password: a later one in its envelope (MS-OFFCRYPTO), or
    an old one that says so behind its beginning (MS-XLS, FilePass)."""
    return "EncryptedPackage".encode("utf-16-le") in data or bool(_FILE_PASS.search(data))


def _seen_sheets(book: Any) -> list[str]:
    """The names of the sheets that are shown and hold cells, in order."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        one.name
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
    ]


def _look_inside(data: bytes) -> str:
    """Why an archive is not opened at all; "" where nothing speaks against it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {one.filename for one in entries}
            if sum(one.file_size for one in entries) > _MOST_UNPACKED or len(entries) > 2_000:
                return _BIG
            if any(one.flag_bits & 1 for one in entries):
                return _LOCKED
            manifest = "META-INF/manifest.xml"
            if manifest in names and b"encryption-data" in archive.read(manifest):
                return _LOCKED
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return _BROKEN
    if any(one.endswith(".iwa") for one in names):
        return _APPLE
    known = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
    return "" if names & known else "is not a list: it is some other kind of file"


def _text(cell: object) -> str:
    """A cell as it is read by a person."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)
