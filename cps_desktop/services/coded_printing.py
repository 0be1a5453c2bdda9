"""Blank sheets that carry codes, so that photos of them find their boxes again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from cps_desktop.domain.kinds import Session
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import PlannerPage
from cps_desktop.services.desk import Desk
from cps_desktop.services.planner_sheets import blank_sheet
from cps_desktop.services.sheet_codes import PLANNER, TEMPLATE, code_for, sheet_codes

_SAID = "QR code by which the program knows sheet {} again on a photo"


def coded_sheets_pdf(
    desk: Desk,
    session: Session,
    planner: RecordId,
    template: PlannerTemplate,
    page: PlannerPage = "A3",
    *,
    font_cache: Path,
) -> bytes:
    """Blank sheets of a planner ("" for a template that no planner was begun with yet).

    A3 is the wall on one sheet, anything else A4 with one or two boxes a sheet.
    """
    from cps_desktop import documents
    from cps_desktop.documents.coded_sheets import a4_places

    of, subject = (PLANNER, planner) if planner else (TEMPLATE, template.id)
    sheet = blank_sheet(desk, session, template, "A3" if page == "A3" else "A4")
    if page == "A3":
        code = code_for(session.id, subject, template.edition, of=of, paper="3", stage=0, sheet=1)
        coded = dataclasses.replace(sheet, codes=sheet_codes(code, _SAID.format(1)))
        return documents.planner_pdf(coded, font_cache=font_cache, blank=True)
    codes = [
        sheet_codes(
            code_for(
                session.id,
                subject,
                template.edition,
                of=of,
                paper="4",
                stage=one.stage,
                sheet=number,
            ),
            _SAID.format(number),
        )
        for number, one in enumerate(a4_places(sheet), start=1)
    ]
    return documents.coded_pdf(sheet, codes, font_cache=font_cache)
