"""Payment batches as files for those who pay: a table with its control total, and no formula."""

from __future__ import annotations

from pathlib import Path

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.list_sheets import ListSheet
from cps_desktop.domain.money import say_money
from cps_desktop.services.handing_over import safe_name
from cps_desktop.services.list_kinds import ListKind, ListMade
from cps_desktop.services.payment_batches import BatchRow, BatchView


def batch_sheet(view: BatchView) -> ListSheet:
    """A batch as a table: its rows, the control total, and beneath that what was struck out since.
    Sums are whole pence and, beside them, pounds as text: no cell is a formula."""
    headings = (
        "Batch", "Date", "Lead agency", "Claim", "Claimant", "Session", "Cost code",
        "Approved by", "Amount", "Amount in pence",
    )  # fmt: skip
    rows = [_row(view, one, view.reference) for one in view.rows]
    count = f"{len(view.rows)} claim{'' if len(view.rows) == 1 else 's'}"
    total = say_money(view.control_pence)
    rows.append(("Control total", "", "", count, "", "", "", "", total, view.control_pence))
    # Beneath the total, so that nobody adds them in: they were in it when it was written down.
    rows += [_row(view, one, f"Struck out: {view.reference}") for one in view.struck]
    return ListSheet(f"Payment batch {view.reference}", headings, tuple(rows))


def _row(view: BatchView, one: BatchRow, first: str) -> tuple[str | int, ...]:
    return (
        first,
        say_date(view.day) if view.day is not None else "",
        view.lead_agency,
        one.claim[-8:].upper(),
        one.claimant,
        one.session_title,
        one.cost_code,
        one.approved_by,
        say_money(one.pence),
        one.pence,
    )


def batch_file(view: BatchView, kind: ListKind) -> ListMade:
    """A batch as a file: ``ListKind.XLSX`` or ``ListKind.CSV``."""
    return table_file(batch_sheet(view), kind, view.words)


def table_file(sheet: ListSheet, kind: ListKind, words: str) -> ListMade:
    """A table as a file; ``words`` say what is in it."""
    from cps_desktop.documents.list_files import csv_bytes, xlsx_bytes

    data = csv_bytes(sheet) if kind is ListKind.CSV else xlsx_bytes(sheet)
    return ListMade(data, f"{safe_name(sheet.title)}.{kind.value}", words)


def save_file(made: ListMade, path: Path) -> Path:
    """Write a file whole or not at all. Raises StorageFull or InputRefused with a sentence."""
    from cps_desktop.documents import save_pdf

    save_pdf(made.data, path)
    return path
