"""The sheet to sign in on: names and room to sign, with codes by which its photo is known again."""

from __future__ import annotations

import dataclasses
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Final

from cps_desktop import paths
from cps_desktop.domain.dates import say_date, say_short_date
from cps_desktop.domain.door_sheets import SignInSheet
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Presence, Session, SessionDay
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import SheetCodes
from cps_desktop.services.desk import Desk
from cps_desktop.services.print_preview import Made, as_made
from cps_desktop.services.printing import session_to_print
from cps_desktop.services.register import register_view
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.sessions import days_of
from cps_desktop.services.sheet_codes import SIGN_IN, code_for, sheet_codes
from cps_desktop.services.sheet_heads import imprint, session_on_sheet

_WORDS: Final = "QR code by which the program knows page {} of this sheet again on a photo"
_SAID: Final = "Photograph or scan the signed sheet with all four codes in the picture."


def sign_in_sheet(desk: Desk, session: Session, day: RecordId) -> SignInSheet:
    """The sheet of one day as it is printed: everybody on the list who did not send apologies.

    Raises InputRefused where the session does not have this day.
    """
    known = desk.workspace.get(SessionDay, day)
    if known is None or known.deleted or known.session != session.id:
        raise InputRefused("This session does not have this day any more. Nothing was printed.")
    view = register_view(desk.workspace, session.id)
    place = next(at for at, one in enumerate(view.days) if one.day == day)
    rows = [row for row in view.rows if row.days[place].state != Presence.APOLOGIES]
    alike = Counter(row.name_sought for row in rows)
    return SignInSheet(
        session=session_on_sheet(desk, session),
        imprint=dataclasses.replace(imprint(desk, session, personal=True), draft=False),
        day=known.day,
        names=tuple(
            f"{row.name} ({row.organisation})"
            if alike[row.name_sought] > 1 and row.organisation
            else row.name
            for row in rows
        ),
    )


def codes_of_page(session: RecordId, day: RecordId, page: int) -> SheetCodes:
    """The codes in the corners of a page, counted from 1. No name is in them."""
    code = code_for(session, day, 0, of=SIGN_IN, paper="4", stage=0, sheet=page)
    return sheet_codes(code, _WORDS.format(page), _SAID)


def sign_in_bytes(desk: Desk, session: Session, day: RecordId, *, font_cache: Path) -> bytes:
    """The sheet of a day as a PDF. Raises InputRefused where there is no such day."""
    from cps_desktop.documents import sign_in_pdf

    sheet = sign_in_sheet(desk, session, day)
    codes = partial(codes_of_page, session.id, day)
    return sign_in_pdf(sheet, codes, font_cache=font_cache)


def make_sign_in(
    desk: Desk, session: RecordId, day: RecordId, *, font_cache: Path | None = None
) -> Made:
    """The sheet of a day as a PDF, from a worker thread. Raises InputRefused."""
    from cps_desktop.documents import sign_in_pdf

    with desk_beside(desk) as beside:
        sheet = sign_in_sheet(beside, session_to_print(beside, session), day)
    fonts = font_cache or paths.cache_folder() / "fonts"
    when = f" of {say_short_date(sheet.day)}" if sheet.day else ""
    title = f"Sign-in sheet{when}"
    return as_made(
        lambda: sign_in_pdf(sheet, partial(codes_of_page, session, day), font_cache=fonts),
        title=f"{title} - {sheet.session.title}" if sheet.session.title else title,
        classification=sheet.imprint.classification,
    )


def day_to_print(desk: Desk, session: RecordId, chosen: RecordId) -> RecordId:
    """The day whose sheet is meant: the one named, today's, or the only one. Raises InputRefused
    where that leaves it open."""
    days = days_of(desk.workspace, session)
    if chosen:
        return chosen
    today = [one.id for one in days if one.day == desk.door.today()]
    if today or len(days) == 1:
        return today[0] if today else days[0].id
    if not days:
        raise InputRefused(
            "This session has no day yet, so it has no sheet to sign in on. Nothing was written."
        )
    named = "; ".join(f"{one.id} is {say_date(one.day)}" for one in days if one.day is not None)
    raise InputRefused(
        f"This session has more than one day. Say which with --record: {named}. "
        "Nothing was written."
    )
