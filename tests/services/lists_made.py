"""Lists as people make them, for the tests of taking them in and giving them out."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

from cps_desktop.domain.guest_lists import guests_of, recognise
from cps_desktop.services.list_texts import Read

HEADINGS = ("Name", "Role", "Organisation", "E-mail")
ROWS = (
    ("Zofia Łąka", "Carer", "Carers Eden (sample)", "zofia@example.invalid"),
    ("Aled Hughes", "NHS staff", "North Cumbria (sample)", ""),
)


def table(found: Read | str) -> list[list[str]]:
    assert isinstance(found, Read), found
    return found.rows


def names(found: Read | str) -> list[str]:
    rows = tuple(tuple(row) for row in table(found))
    return [one.name for one in guests_of(rows, recognise(rows)).people]


def workbook(fill: str = "") -> bytes:
    """A workbook as people make them: a title, headings over two lines, merged, with formulas."""
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        page = book.add_worksheet("Invited")
        page.write_string(0, 0, "Workshop on letters, 18 March")
        page.write_row(2, 0, ["Participant", "", "Contact", "", "Dietary requirements"])
        page.merge_range(2, 2, 2, 3, "Contact")
        page.write_row(3, 0, ["First name", "Surname", "E-mail", "Telephone", ""])
        page.write_row(4, 0, ["Zofia", "Łąka", "zofia@example.invalid", 1632960010, "Vegan"])
        page.write_row(5, 0, ["Aled", "Hughes", "", "", "none"])
        page.write_formula(6, 0, '="Be"&"th"', None, "Beth")
        page.write_formula(6, 1, '=HYPERLINK("http://example.invalid")', None, "Gill")
        page.write_string(7, 0, "=1+1")
        page.write_string(7, 1, "Formula")
        if fill:
            book.add_worksheet("Other").write_string(0, 0, fill)
    return into.getvalue()


def zipped(**entries: str) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return into.getvalue()


def tall_workbook() -> bytes:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "Name")
        page.write_string(1_048_575, 0, "Ann")
    return into.getvalue()
