"""Printing: gather a session's records onto sheets, and have the document layer draw them.

The preview on screen is the very file that is saved or printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Coming, DayPart, Planner, Presence, Session
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import (
    DayMark,
    DayState,
    PackSheet,
    PersonOnRegister,
    PlannerPage,
    RegisterSheet,
)
from cps_desktop.domain.signatures import Strokes
from cps_desktop.services.attendance_signing import strokes_by_entry
from cps_desktop.services.claim_sheets import claim_sheet
from cps_desktop.services.claim_view import claims_of_session
from cps_desktop.services.coming_again import coming_again_of
from cps_desktop.services.desk import Desk
from cps_desktop.services.figure_papers import figures_imprint, session_report
from cps_desktop.services.paper_words import has_language, spoken_in
from cps_desktop.services.planner_sheets import blank_sheet, planner_sheet
from cps_desktop.services.planners import planners_of
from cps_desktop.services.register import RegisterRow, register_view
from cps_desktop.services.sheet_heads import imprint, session_on_sheet
from cps_desktop.services.training import certificate_sheets
from cps_desktop.services.who_came import everyone

_EXTRA_ROWS = 8


class Paper(StrEnum):
    """The documents a session can be printed as."""

    PLANNER = "planner"
    REGISTER = "register"
    FIGURES = "figures"
    CERTIFICATES = "certificates"
    CLAIMS = "claims"
    PACK = "pack"


Sheet = TypeVar("Sheet")


def register_sheet(desk: Desk, session: Session, day: RecordId = "") -> RegisterSheet:
    """Who came, day by day, or on one ``day`` alone, with room for those who sign in on paper.

    Raises InputRefused for a day that is not one of the session's, or has no date yet.
    """
    view = register_view(desk.workspace, session.id)
    dated = [
        (place, one.date)
        for place, one in enumerate(view.days)
        if one.date is not None and day in ("", one.day)
    ]
    if day and not dated:
        raise InputRefused("This session has no such day with a date. Nothing was printed.")
    # Of several days, nobody could tell which one a signature is for.
    one_day = view.days[dated[0][0]].day if len(dated) == 1 else ""
    drawn = strokes_by_entry(desk.workspace, session.id, one_day) if one_day else {}
    found = everyone(desk.workspace)
    again = coming_again_of(found.of_day(day) if day else found.of_session(session.id))
    return RegisterSheet(
        session=session_on_sheet(desk, session),
        imprint=imprint(desk, session, personal=True),
        days=tuple(date for _, date in dated),
        people=tuple(
            _person(row, [place for place, _ in dated], _strokes(row, drawn)) for row in view.rows
        ),
        blank_rows=0 if session.finished else _EXTRA_ROWS,
        remarks=again.sentences,
        one_day=say_date(dated[0][1]) if day else "",
    )


def _strokes(row: RegisterRow, drawn: Mapping[RecordId, Strokes]) -> Strokes:
    """The signature of a row: under the entry of who they are now, else under one that they came
    in by since they were made one."""
    return next((drawn[one] for one in (row.attendance, *row.also) if one in drawn), ())


_DAY_STATES: dict[str, DayState] = {
    Presence.HERE: "here",
    Presence.APOLOGIES: "apologies",
}


def _person(row: RegisterRow, places: list[int], strokes: Strokes) -> PersonOnRegister:
    marks = []
    for place in places:
        one = row.days[place]
        state = _DAY_STATES.get(one.state, "not seen")
        if state == "not seen" and row.coming == Coming.APOLOGIES:
            state = "apologies"
        marks.append(
            DayMark(
                state,
                one.arrived.strftime("%H:%M") if one.arrived else "",
                one.left.strftime("%H:%M") if one.left else "",
                "" if one.part == DayPart.WHOLE else one.part,
                bool(one.signed),
            )
        )
    return PersonOnRegister(
        row.name,
        row.role_words,
        row.organisation,
        row.group,
        tuple(marks),
        row.coming == Coming.WALK_IN,
        strokes,
    )


def pack_sheet(desk: Desk, session: Session) -> PackSheet:
    """Everything of a session: its planners, its register, its claims."""
    return PackSheet(
        session=session_on_sheet(desk, session),
        imprint=imprint(desk, session, personal=True),
        planners=tuple(
            planner_sheet(desk, session, one.id)
            for one in planners_of(desk.workspace, session.id)
            if desk.planners.get(one.template, one.edition) is not None
        ),
        register=register_sheet(desk, session),
        claims=tuple(
            claim_sheet(desk, session, row.claim)
            for row in claims_of_session(desk.workspace, desk.policies, session.id)
        ),
    )


def make_pdf(
    desk: Desk,
    session: RecordId,
    paper: Paper,
    *,
    record: RecordId = "",
    blank: bool = False,
    page: PlannerPage = "A3",
    language: str = "",
    small: bool = False,
    font_cache: Path,
) -> bytes:
    """One document of a session as a PDF.

    ``record`` chooses one planner or one claim; without it a session's planners or claims come
    together in one file; ``blank`` is one planner's template (the first one's by default) to be
    written on. ``language`` is that of the planners' own words; of several planners those that lack
    it stay in their own. Of a register and of figures ``record`` is a day, of certificates a
    person; ``small`` shows figures under five too. Raises InputRefused where there is nothing to
    print.
    """
    from cps_desktop import documents

    found = session_to_print(desk, session)
    if paper is Paper.REGISTER:
        register = register_sheet(desk, found, record)
        return documents.register_pdf(register, font_cache=font_cache)
    if paper is Paper.FIGURES:
        report = session_report(desk, session, record, small=small)
        stamp = figures_imprint(desk, small=small, session=found)
        return documents.figures_pdf(report, stamp, font_cache=font_cache)
    if paper is Paper.CERTIFICATES:
        certificates = certificate_sheets(desk, found, record)
        stamp = imprint(desk, found, personal=False)
        return documents.certificates_pdf(certificates, stamp, font_cache=font_cache)
    if paper is Paper.PACK:
        return documents.pack_pdf(pack_sheet(desk, found), font_cache=font_cache)
    if paper is Paper.PLANNER:
        some = planners_of(desk.workspace, session)
        if blank:
            template = template_of(desk, record or (some[0].id if some else ""))
            spoken = spoken_in(template, language)
            return blank_pdf(desk, found, spoken, page, font_cache=font_cache)
        chosen = [record] if record else [one.id for one in some]
        _needs_language(desk, chosen, language)
        planners = [planner_sheet(desk, found, one, page, language) for one in chosen]
        if len(planners) == 1:
            return documents.planner_pdf(planners[0], font_cache=font_cache)
        sheet = PackSheet(
            session_on_sheet(desk, found),
            imprint(desk, found, personal=True),
            planners=_some(planners, "This session has no planner yet. Nothing was printed."),
        )
        return documents.pack_pdf(sheet, font_cache=font_cache)
    rows = claims_of_session(desk.workspace, desk.policies, session)
    claims = [
        claim_sheet(desk, found, one) for one in ([record] if record else [r.claim for r in rows])
    ]
    if len(claims) == 1:
        return documents.claim_pdf(claims[0], font_cache=font_cache)
    sheet = PackSheet(
        session_on_sheet(desk, found),
        imprint(desk, found, personal=True),
        claims=_some(claims, "This session has no claim yet. Nothing was printed."),
    )
    return documents.pack_pdf(sheet, font_cache=font_cache)


def session_to_print(desk: Desk, session: RecordId) -> Session:
    """The session, or InputRefused where it is not here any more."""
    found = desk.workspace.get(Session, session)
    if found is None or found.deleted:
        raise InputRefused("This session is not in this workspace. Nothing was printed.")
    return found


def template_of(desk: Desk, planner: RecordId) -> PlannerTemplate:
    """The template of a planner in its edition. Raises InputRefused where it is not here."""
    known = desk.workspace.get(Planner, planner) if planner else None
    template = desk.planners.get(known.template, known.edition) if known is not None else None
    if template is None:
        raise InputRefused(
            "This session has no planner whose template is on this laptop. Nothing was printed."
        )
    return template


def _needs_language(desk: Desk, planners: Sequence[RecordId], language: str) -> None:
    """Refuse a language that none of these planners has."""
    known = [desk.workspace.get(Planner, one) for one in planners]
    found = [desk.planners.get(one.template, one.edition) for one in known if one is not None]
    templates = [one for one in found if one is not None]
    if language and templates and not any(has_language(one, language) for one in templates):
        spoken_in(templates[0], language)


def blank_pdf(
    desk: Desk,
    session: Session,
    template: PlannerTemplate,
    page: PlannerPage = "A3",
    *,
    font_cache: Path,
) -> bytes:
    """A planner of this template, in its language, with lines to write on, under the session's
    heading."""
    from cps_desktop import documents

    sheet = blank_sheet(desk, session, template, page)
    return documents.planner_pdf(sheet, font_cache=font_cache, blank=True)


def _some(sheets: list[Sheet], otherwise: str) -> tuple[Sheet, ...]:
    if not sheets:
        raise InputRefused(otherwise)
    return tuple(sheets)
