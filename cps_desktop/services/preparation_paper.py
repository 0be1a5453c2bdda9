"""The preparation list on paper: to be ticked off, with who needs it, for facilitators only."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Final

from cps_desktop import paths
from cps_desktop.domain.preparation_sheets import PreparationSheet, ReadyOnSheet
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.preparation import preparation_list
from cps_desktop.services.print_preview import Made, as_made
from cps_desktop.services.printing import session_to_print
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.sheet_heads import imprint, session_on_sheet

SPECIAL: Final = "Contains specially protected information"


def preparation_sheet(desk: Desk, session: RecordId) -> PreparationSheet:
    """The list as it is printed. Raises InputRefused where the session is not here any more."""
    found = session_to_print(desk, session)
    view = preparation_list(desk.workspace, desk.needs.needs, session)
    stamp = imprint(desk, found, personal=True)
    words = [SPECIAL, *(["Sample: every name is invented"] if desk.is_sample else [])]
    return PreparationSheet(
        session=session_on_sheet(desk, found),
        imprint=dataclasses.replace(stamp, classification=" · ".join(words), draft=False),
        summary=f"{view.words}.",
        groups=tuple(
            (title, tuple(ReadyOnSheet(one.title, ", ".join(one.who), one.ready) for one in some))
            for title, some in view.groups
        ),
        in_words=tuple((one.name, one.lines) for one in view.in_words),
        young=tuple((one.name, one.adult) for one in view.young),
    )


def make_preparation(desk: Desk, session: RecordId, *, font_cache: Path | None = None) -> Made:
    """The list as a PDF, from a worker thread. Raises InputRefused."""
    from cps_desktop.documents import preparation_pdf

    with desk_beside(desk) as beside:
        sheet = preparation_sheet(beside, session)
    fonts = font_cache or paths.cache_folder() / "fonts"
    title = f"To prepare - {sheet.session.title}" if sheet.session.title else "To prepare"
    return as_made(
        lambda: preparation_pdf(sheet, font_cache=fonts),
        title=title,
        classification=sheet.imprint.classification,
    )
