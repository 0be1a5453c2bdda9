"""``table``: a payment batch, what to set aside, or what runs out of time, as Excel or CSV."""

from __future__ import annotations

import argparse

from cps_desktop.commands.opening import counted, desk_of, not_there_yet, say
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.list_sheets import ListSheet
from cps_desktop.services.desk import Desk
from cps_desktop.services.list_kinds import ListKind


def table(options: argparse.Namespace) -> int:
    """Write one table; the file is whole or not there."""
    from cps_desktop.services.batch_files import save_file, table_file

    kind = _kind_of(options.to.suffix.casefold())
    if options.kind == "batch" and not options.record:
        raise InputRefused(
            "Say which batch with --record; `list batches` names them. Nothing was written."
        )
    not_there_yet(options.to, replace=options.replace)
    with desk_of(options) as desk:
        sheet, rows = _sheet(desk, options)
    made = table_file(sheet, kind, counted(rows, "row"))
    save_file(made, options.to)
    said = f"{options.to}: {made.words}"
    say(options, {"file": options.to, "rows": rows, "bytes": len(made.data)}, said)
    return 0


def _kind_of(suffix: str) -> ListKind:
    if suffix not in (".xlsx", ".csv"):
        raise InputRefused(
            "A table is written as .xlsx or .csv. Name the file so. Nothing was written."
        )
    return ListKind.XLSX if suffix == ".xlsx" else ListKind.CSV


def _sheet(desk: Desk, options: argparse.Namespace) -> tuple[ListSheet, int]:
    """The table, and how many rows it has besides its total."""
    from cps_desktop.services.accruals import (
        accruals,
        accruals_sheet,
        running_out,
        running_out_sheet,
    )
    from cps_desktop.services.batch_files import batch_sheet
    from cps_desktop.services.payment_batches import batch_view

    records, policies = desk.workspace, desk.policies
    if options.kind == "batch":
        view = batch_view(records, policies, options.record)
        return batch_sheet(view), len(view.rows)
    if options.kind == "accruals":
        sums = accruals(records, policies)
        return accruals_sheet(sums), len(sums)
    late = running_out(records, policies, desk.door.today(), options.session or "")
    return running_out_sheet(late, records), len(late)
