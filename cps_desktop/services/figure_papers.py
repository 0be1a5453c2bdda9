"""Figures of who came on paper and as tables for other programs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from cps_desktop import __version__
from cps_desktop.domain.dates import say_short_date
from cps_desktop.domain.figure_sheets import FigureReport
from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import Imprint
from cps_desktop.services.desk import Desk
from cps_desktop.services.figures import FigureScope, figure_report, figure_table
from cps_desktop.services.handing_over import safe_name
from cps_desktop.services.list_kinds import ListKind, ListMade, table_bytes

TABLES: Final = (ListKind.CSV, ListKind.XLSX, ListKind.ODS)
_AMONG_OURSELVES: Final = "Small figures: may say who somebody is"
_FOR_OTHERS: Final = "No names, and no figures under 5"
_SAMPLE: Final = "Sample: every name is invented"


def session_report(
    desk: Desk, session: RecordId, day: RecordId = "", *, small: bool
) -> FigureReport:
    """Figures of a session or one day of it. Raises InputRefused."""
    return figure_report(desk.workspace, FigureScope(session, day), small=small)


def figures_imprint(desk: Desk, *, small: bool, session: Session | None = None) -> Imprint:
    """What stands in the margins: DRAFT until the session is finished."""
    words = [_AMONG_OURSELVES if small else _FOR_OTHERS, *([_SAMPLE] if desk.is_sample else [])]
    return Imprint(
        printed_on=desk.door.today(),
        program=f"CPS Desktop {__version__}",
        classification=" · ".join(words),
        draft=session is not None and not session.finished,
    )


def period_pdf(
    desk: Desk, first: dt.date, last: dt.date, *, small: bool, font_cache: Path
) -> bytes:
    """Figures of all sessions of a period, as a PDF. Raises InputRefused."""
    from cps_desktop.documents import figures_pdf

    scope = FigureScope(first=first, last=last)
    report = figure_report(desk.workspace, scope, small=small)
    return figures_pdf(report, figures_imprint(desk, small=small), font_cache=font_cache)


def figures_title(report: FigureReport, scope: FigureScope) -> str:
    """What a file with these figures is called, without its ending."""
    if scope.first is not None and scope.last is not None:
        days = f"{say_short_date(scope.first)} to {say_short_date(scope.last)}"
        return safe_name(f"{report.title} - {days}")
    return safe_name(" - ".join((report.title, *report.about[:2]))) or "Who came"


def make_figures_table(desk: Desk, scope: FigureScope, kind: ListKind, *, small: bool) -> ListMade:
    """The figures as a table to be saved. Raises InputRefused."""
    report = figure_report(desk.workspace, scope, small=small)
    said = (
        "Keep it among yourselves."
        if small
        else "It names nobody, and figures under 5 are not shown."
    )
    data = table_bytes(figure_table(report), kind)
    return ListMade(data, f"{figures_title(report, scope)}.{kind}", said)
