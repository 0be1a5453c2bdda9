"""Blank sheets that carry codes, so that photos of them find their boxes again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from cps_desktop.domain.kinds import Session
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import PlannerPage, SheetCodes
from cps_desktop.services.desk import Desk
from cps_desktop.services.paper_words import spoken_in
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
    language: str = "",
) -> bytes:
    """Blank sheets of a planner ("" for a template that no planner was begun with yet).

    A3 is the wall on one sheet, anything else A4 with one or two boxes a sheet. Raises InputRefused
    where the template has no words in that language.
    """
    from cps_desktop import documents
    from cps_desktop.documents.coded_sheets import a4_places

    of, subject = (PLANNER, planner) if planner else (TEMPLATE, template.id)
    spoken = spoken_in(template, language)
    sheet = blank_sheet(desk, session, spoken, "A3" if page == "A3" else "A4")

    def codes_of(paper: str, stage: int, number: int) -> SheetCodes:
        code = code_for(
            session.id,
            subject,
            template.edition,
            of=of,
            paper=paper,
            stage=stage,
            sheet=number,
            language="" if spoken.language == template.language else spoken.language,
        )
        return sheet_codes(code, _SAID.format(number), sheet.words.photograph)

    if page == "A3":
        coded = dataclasses.replace(sheet, codes=codes_of("3", 0, 1))
        return documents.planner_pdf(coded, font_cache=font_cache, blank=True)
    codes = [codes_of("4", one.stage, n) for n, one in enumerate(a4_places(sheet), start=1)]
    return documents.coded_pdf(sheet, codes, font_cache=font_cache)
