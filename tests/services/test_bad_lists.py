"""What is no list, or tries to be too much of one: a sentence each, nothing lost, nothing executed,
and never more room and time than the process that reads it may have."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter

from cps_desktop.documents.list_files import csv_bytes, xlsx_bytes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.list_sheets import ListSheet
from cps_desktop.services.list_child import read
from cps_desktop.services.list_reading import read_list_file
from cps_desktop.services.list_texts import MOST_COLUMNS, MOST_LINES, Read
from tests.services.lists_made import HEADINGS, ROWS, names, table, tall_workbook, workbook, zipped

DATA = Path(__file__).parents[1] / "data" / "lists"
"""Written by LibreOffice 7.4: as .xls and .ods, and with the password “secret”."""
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "is empty"),
        (xlsx_bytes(ListSheet("Nothing", ())), "is empty"),
        (_OLD + "EncryptedPackage".encode("utf-16-le"), "password"),
        ((DATA / "locked.ods").read_bytes(), "password"),
        ((DATA / "locked.xls").read_bytes(), "password"),
        (workbook()[:900], "damaged"),
        (_OLD + bytes(range(256)) * 20, "damaged"),
        (zipped(hello_txt="Hello"), "some other kind of file"),
        (zipped(Index__Document_iwa="Names"), "Apple's Numbers. Open it there"),
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "is a PDF"),
        (b"\xef\xbb\xbf <HTML><table><tr><td>Ann</td></tr></table>", "is a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "is a web page"),
        (b"{\\rtf1\\ansi Ann Bell}", "some other kind of file"),
        (b"Name,Role\nAnn\x00 Bell,Carer\nBob,Staff\n", "some other kind of file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "some other kind of file"),
        (b"a,b\n" * (MOST_LINES + 5), "a list of people may have 20,000"),
        (tall_workbook(), "1,048,576 lines"),
        (b"BEGIN:VCARD\nVERSION:3.0\n", "no address card"),
        (b'Name,Role\nAnn,Carer\n"Bob,Staff\nCy,Staff\n', "quotation mark in it is never closed"),
        (b'Name,Role\nAnn,Carer\nBob,"' + b"x" * 2_000_000, "quotation mark in it is never closed"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)  # fmt: skip
def test_what_is_no_list_is_one_sentence(data: bytes, why: str) -> None:
    found = read(data)
    if isinstance(found, Read):
        assert not any(cell.strip() for row in found.rows for cell in row)
        found = "is empty"
    assert why in found
    assert "\n" not in found


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_other_programs_write_is_read(kind: str) -> None:
    found = table(read((DATA / f"guests.{kind}").read_bytes()))
    assert found == [list(row) for row in (HEADINGS, *ROWS)]


def test_an_old_workbook_with_two_header_lines_is_read() -> None:
    found = names(read((DATA / "two-headings.xls").read_bytes()))
    assert found[:2] == ["Zofia Łąka", "Aled Hughes"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_text(encoding: str) -> None:
    text = "\r\n".join("\t".join(row) for row in (HEADINGS, *ROWS))
    assert table(read(text.encode(encoding))) == [list(row) for row in (HEADINGS, *ROWS)]
    assert read(text.encode(encoding)[:-1]) == "is not a list: it is some other kind of file"


def test_days_that_are_none_and_cells_that_are_broken_are_said_as_they_stand() -> None:
    """A day of the 31st of February is words; what Excel took for a day is one, or a number."""
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, ["Name", "Needs"])
        for line, number in enumerate((46_464, 99_999_999, 1e300), 1):
            page.write_string(line, 0, f"Ann {line}")
            page.write_number(line, 1, number, day)
        page.write_row(4, 0, ["Bea", "31/02/2027"])
        page.write_string(5, 0, "Cy")
        page.write_formula(5, 1, "=1/0", None, "#DIV/0!")
        page.write_string(6, 0, "Di")
        page.write_boolean(6, 1, True)
    assert [row[1] for row in table(read(into.getvalue()))[1:]] == [
        "2027-03-18", "99999999", "1e+300", "31/02/2027", "", "Yes",
    ]  # fmt: skip
    assert table(read(b"Name,Needs\nBea,31/02\n"))[1] == ["Bea", "31/02"]


# -- files that would grow ------------------------------------------------------------------------

_SHEET = "xl/worksheets/sheet1.xml"
_CELLS = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "{}</sheetData></worksheet>"
)
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
    + "]>"
)
_SPACES = 'a<text:s text:c="4000000000"/>'
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"


def _with_sheet(xml: str) -> bytes:
    """A workbook whose one sheet is this."""
    into = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_bytes(ListSheet("Invited", ("Name",))))) as ours,
        zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for name in ours.namelist():
            other.writestr(name, xml if name == _SHEET else ours.read(name))
    return into.getvalue()


def _said_smaller(data: bytes) -> bytes:
    """The same archive, which says of its sheet that it unpacks to 1,000 bytes."""
    lying = bytearray(data)
    for mark, name_at, name_length, size_at in (
        (b"PK\x01\x02", 46, 28, 24),
        (b"PK\x03\x04", 30, 26, 22),
    ):
        at = lying.find(mark)
        while at >= 0:
            (length,) = struct.unpack_from("<H", lying, at + name_length)
            if lying[at + name_at :][:length] == _SHEET.encode():
                struct.pack_into("<I", lying, at + size_at, 1_000)
            at = lying.find(mark, at + 4)
    return bytes(lying)


def _ods(rows: str, before: str = "") -> bytes:
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content xmlns:office="{_NAMES}:office:1.0" '
        f'xmlns:table="{_NAMES}:table:1.0" xmlns:text="{_NAMES}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{_NAMES}:manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{_ODS}"/></manifest:manifest>',
        )
        archive.writestr("content.xml", content)
    return into.getvalue()


def _ods_row(columns: str = "", rows: str = "", text: str = "Ann") -> str:
    cell = f'<table:table-cell office:value-type="string"{columns}><text:p>{text}</text:p>'
    return f"<table:table-row{rows}>{cell}</table:table-cell></table:table-row>"


def _repeated(what: str, times: int) -> str:
    return f' table:number-{what}-repeated="{times}"'


@cache
def _bomb() -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open(_SHEET, "w") as sheet:
            for _ in range(101):
                sheet.write(b" " * (4 * 2**20))
    return into.getvalue()


GROWING: dict[str, tuple[Callable[[], bytes], str]] = {
    "a million rows": (
        lambda: _with_sheet(_CELLS.format("<row><c><v>1</v></c></row>" * 1_000_000)),
        "has 1,000,000 lines; a list of people may have 20,000",
    ),
    "far corners": (
        lambda: _with_sheet(
            _CELLS.format(
                '<row r="1"><c r="A1"><v>1</v></c></row>'
                '<row r="20000"><c r="XFD20000"><v>1</v></c></row>'
            )
        ),
        "needs more room than a list of people can",
    ),
    "a bomb": (_bomb, "unpacks to more than a list of people can be"),
    "a bomb that lies": (lambda: _said_smaller(_bomb()), "is damaged"),
    "laughs": (
        lambda: _with_sheet(
            _LAUGHS + _CELLS.format('<row><c t="inlineStr"><is><t>&j;</t></is></c></row>')
        ),
        "is damaged",
    ),
    "laughs in an ODS": (
        lambda: _ods(_ods_row(text="&j;"), _LAUGHS),
        "is damaged",
    ),
    "an ODS of repeats": (
        lambda: _ods(_ods_row(_repeated("columns", 16_384), _repeated("rows", 1_048_576))),
        "is damaged",
    ),
    "an ODS of endless rows": (
        lambda: _ods(_ods_row(rows=_repeated("rows", 4_294_967_295))),
        "has 1,048,576 lines",
    ),
    "an ODS of endless spaces": (lambda: _ods(_ods_row(text=_SPACES)), "is damaged"),
}
"""How each is made, and what is said of it."""


@pytest.mark.parametrize("name", GROWING)
def test_what_would_grow_is_stopped_by_the_process_that_reads_it(name: str, tmp_path: Path) -> None:
    make, why = GROWING[name]
    path = tmp_path / "invited.xlsx"
    path.write_bytes(make())
    with pytest.raises(InputRefused) as refused:
        read_list_file(path)
    assert str(refused.value).startswith("“invited.xlsx” ")
    assert why in str(refused.value)
    assert str(refused.value).endswith(". Nothing was changed.")


def test_an_ods_whose_cells_are_said_to_go_on_without_end_is_read_as_far_as_a_list_goes(
    tmp_path: Path,
) -> None:
    """LibreOffice itself says of the empty rest of a sheet that it is repeated a million times."""
    path = tmp_path / "invited.ods"
    endless = _ods_row(_repeated("columns", 2_000_000_000))
    path.write_bytes(_ods(endless))
    assert read_list_file(path).table == (("Ann",) * MOST_COLUMNS,)
    rest = "<table:table-cell" + _repeated("columns", 16_384) + "/>"
    empty = f"<table:table-row{_repeated('rows', 1_048_575)}>{rest}</table:table-row>"
    path.write_bytes(_ods(_ods_row() + empty))
    assert read_list_file(path).table == (("Ann",),)


def test_nothing_of_a_list_is_worked_out_fetched_or_started(tmp_path: Path) -> None:
    """What a formula showed when it was saved is read; a link, a macro's name, and what asks
    another program are not even that."""
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Name", "Needs"])
        started = tmp_path / "started"
        page.write_formula(1, 0, f"=cmd|'/C touch {started}'!A0", None, "Ann Bell")
        page.write_formula(1, 1, '=WEBSERVICE("http://127.0.0.1:9/")', None, "Large print")
        page.write_url(2, 0, f"external:{started}", None, "Bea Bly")
        page.write_comment(2, 1, "=1+1")
        book.define_name("Auto_Open", "=Sheet1!$A$1")
    path = tmp_path / "invited.xlsx"
    path.write_bytes(into.getvalue())
    assert read_list_file(path).table[1:] == (("Ann Bell", "Large print"), ("Bea Bly", ""))
    assert not started.exists()


def test_what_is_given_out_again_begins_with_nothing_that_starts_anything() -> None:
    odd = ("=1", "+1*2", "-1*2", "@x", "\t=1", "\r=1", "%1", "|x", "'=1", "'\t=1", "\n=1")
    sheet = ListSheet("People", ("Name",), tuple((one,) for one in odd))
    for line in csv_bytes(sheet).decode("utf-8-sig").split("\r\n")[1:-1]:
        assert line.startswith("\"'"), line
    # A list has lines that end in one way.
    assert table(read(csv_bytes(sheet)))[1:] == [[one.replace("\r", "\n")] for one in odd]
