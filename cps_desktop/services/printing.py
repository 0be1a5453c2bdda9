"""Printing: gather a session's records onto sheets, and have the document layer draw them.

The preview on screen is the very file that is saved or printed.
"""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from cps_desktop import __version__
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import ClaimState, Coming, NoteColour, Planner, Presence, Session
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import (
    BoxOnSheet,
    ClaimLineOnSheet,
    ClaimSheet,
    DayMark,
    DayState,
    Imprint,
    NoteOnSheet,
    PackSheet,
    PersonOnRegister,
    PlannerPage,
    PlannerSheet,
    ReceiptOnSheet,
    RegisterSheet,
    SessionOnSheet,
    StageOnSheet,
)
from cps_desktop.services.claim_lines import LineView
from cps_desktop.services.claim_view import claim_view, claims_of_session
from cps_desktop.services.desk import Desk
from cps_desktop.services.planner_view import NO_NAME, OTHER_NOTES, BoxView, NoteView, planner_view
from cps_desktop.services.planners import planners_of
from cps_desktop.services.register import RegisterRow, register_view
from cps_desktop.services.sessions import session_heading

PERSONAL = "Contains personal information"
_EXTRA_ROWS = 8


class Paper(StrEnum):
    """The documents a session can be printed as."""

    PLANNER = "planner"
    REGISTER = "register"
    CLAIMS = "claims"
    PACK = "pack"


Sheet = TypeVar("Sheet")


def session_on_sheet(desk: Desk, session: Session) -> SessionOnSheet:
    """What every sheet says of its session."""
    heading = session_heading(desk.workspace, session, desk.door.today())
    return SessionOnSheet(
        title=heading.title,
        kind=heading.kind_words,
        dates=heading.dates,
        venue=heading.venue,
        lead_agency=heading.lead_agency,
        community=heading.community,
        facilitators=", ".join(heading.facilitators),
    )


def imprint(desk: Desk, session: Session, *, personal: bool) -> Imprint:
    """What stands in the margins: DRAFT until the session is finished."""
    sample = "Sample: every name is invented"
    words = [PERSONAL] if personal else []
    return Imprint(
        printed_on=desk.door.today(),
        program=f"CPS Desktop {__version__}",
        classification=" · ".join([*words, *([sample] if desk.is_sample else [])]),
        draft=not session.finished,
    )


def planner_sheet(
    desk: Desk, session: Session, planner: RecordId, page: PlannerPage = "A3"
) -> PlannerSheet:
    """A planner with all its notes; notes in no box of the template stand under "Other notes"."""
    view = planner_view(desk.workspace, desk.planners, planner)
    template = view.template if view else None
    if view is None or template is None:
        raise InputRefused(
            "This planner was begun with a template that is not on this laptop, so it cannot be "
            "printed here. Its notes are safe. Add the template's file, then print again."
        )
    stages = [
        StageOnSheet(stage.title, tuple(_box(one) for one in stage.boxes), stage.prompt)
        for stage in view.stages
    ]
    if view.others:
        stages.append(StageOnSheet(OTHER_NOTES, (_others(view.others),)))
    title = template.title if view.title in ("", template.title) else view.title
    return PlannerSheet(
        session=session_on_sheet(desk, session),
        imprint=imprint(desk, session, personal=any(one.author != NO_NAME for one in view.notes())),
        template_title=title,
        template_version=f"{template.title}, edition {template.edition}",
        stages=tuple(stages),
        page=page,
        legend=tuple((one.colour, one.meaning) for one in template.colours),
    )


def blank_sheet(
    desk: Desk, session: Session, template: PlannerTemplate, page: PlannerPage = "A3"
) -> PlannerSheet:
    """A planner to be written on: nothing in it yet, so neither a draft nor anybody's business."""
    return PlannerSheet(
        session=session_on_sheet(desk, session),
        imprint=dataclasses.replace(imprint(desk, session, personal=False), draft=False),
        template_title=template.title,
        template_version=f"{template.title}, edition {template.edition}",
        stages=tuple(
            StageOnSheet(
                stage.title,
                tuple(_box(BoxView(one, ())) for one in template.boxes_of(stage.key)),
                stage.prompt,
            )
            for stage in template.stages
        ),
        page=page,
        legend=tuple((one.colour, one.meaning) for one in template.colours),
    )


def _box(view: BoxView) -> BoxOnSheet:
    box = view.box
    return BoxOnSheet(
        box.key,
        box.prompt,
        box.area.x,
        box.area.y,
        box.area.width,
        box.area.height,
        box.help,
        box.kind,
        tuple(_note(one) for one in view.notes),
    )


def _others(notes: tuple[NoteView, ...]) -> BoxOnSheet:
    # No place on the sheet of its own: the document layer continues it on a page after the wall.
    return BoxOnSheet(
        "other-notes", OTHER_NOTES, 0, 0, 0, 0, "", "notes", tuple(_note(one) for one in notes)
    )


def _note(view: NoteView) -> NoteOnSheet:
    known = view.colour in set(NoteColour)
    colour = NoteColour(view.colour) if known else NoteColour.YELLOW
    return NoteOnSheet(view.text, view.author, colour)


def register_sheet(desk: Desk, session: Session) -> RegisterSheet:
    """Who came, day by day, with room for those who sign in on paper."""
    view = register_view(desk.workspace, session.id)
    dated = [(place, one.date) for place, one in enumerate(view.days) if one.date is not None]
    return RegisterSheet(
        session=session_on_sheet(desk, session),
        imprint=imprint(desk, session, personal=True),
        days=tuple(day for _, day in dated),
        people=tuple(_person(row, [place for place, _ in dated]) for row in view.rows),
        blank_rows=0 if session.finished else _EXTRA_ROWS,
    )


_DAY_STATES: dict[str, DayState] = {
    Presence.HERE: "here",
    Presence.APOLOGIES: "apologies",
}


def _person(row: RegisterRow, places: list[int]) -> PersonOnRegister:
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
            )
        )
    return PersonOnRegister(
        row.name,
        row.role_words,
        row.organisation,
        row.group,
        tuple(marks),
        row.coming == Coming.WALK_IN,
    )


def claim_sheet(desk: Desk, session: Session, claim: RecordId) -> ClaimSheet:
    """A claim as the paper form has it, with its receipts behind it."""
    view = claim_view(desk.workspace, desk.policies, claim, desk.door.today())
    receipts: list[ReceiptOnSheet] = []
    lines = []
    for one in view.lines:
        words = _receipts_of(desk, one, receipts)
        lines.append(
            ClaimLineOnSheet(
                on=one.line.day or desk.door.today(),
                description=one.title,
                pence=one.pence,
                detail=one.detail if one.line.day else f"{one.detail} (no date yet)".strip(),
                rule=one.rule,
                receipt=words,
            )
        )
    send_by = ""
    if view.claim_by is not None:
        send_by = f"{say_date(view.claim_by)} ({view.claim_within})"
    stamp = imprint(desk, session, personal=True)
    return ClaimSheet(
        session=session_on_sheet(desk, session),
        imprint=Imprint(
            stamp.printed_on,
            stamp.program,
            stamp.classification,
            draft=view.claim.state != ClaimState.READY,
        ),
        claimant=view.claimant,
        lead_agency=view.lead_agency,
        lines=tuple(lines),
        declaration=view.declaration,
        reference=claim[-8:].upper(),
        send_by=send_by,
        missing=tuple(one.sentence for one in view.missing),
        receipts=tuple(receipts),
    )


def _receipts_of(desk: Desk, one: LineView, receipts: list[ReceiptOnSheet]) -> str:
    numbers: list[str] = []
    for receipt in one.receipts:
        jpeg = desk.workspace.attachment(receipt.digest)
        if jpeg is None:
            continue
        number = len(receipts) + 1
        receipts.append(
            ReceiptOnSheet(
                f"Receipt {number}: {one.title}, {one.amount}",
                f"Photograph of the receipt for {one.title}, {one.amount}",
                jpeg,
            )
        )
        numbers.append(str(number))
    if numbers:
        return f"Receipt {' and '.join(numbers)}"
    return one.receipt_words


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
    font_cache: Path,
) -> bytes:
    """One document of a session as a PDF.

    ``record`` chooses one planner or one claim; without it a session's planners or claims come
    together in one file; ``blank`` is one planner's template (the first one's by default) to be
    written on. Raises InputRefused where there is nothing to print.
    """
    from cps_desktop import documents

    found = session_to_print(desk, session)
    if paper is Paper.REGISTER:
        return documents.register_pdf(register_sheet(desk, found), font_cache=font_cache)
    if paper is Paper.PACK:
        return documents.pack_pdf(pack_sheet(desk, found), font_cache=font_cache)
    if paper is Paper.PLANNER:
        some = planners_of(desk.workspace, session)
        if blank:
            return _blank_pdf(desk, found, record or (some[0].id if some else ""), page, font_cache)
        chosen = [record] if record else [one.id for one in some]
        planners = [planner_sheet(desk, found, one, page) for one in chosen]
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


def _blank_pdf(
    desk: Desk, session: Session, planner: RecordId, page: PlannerPage, font_cache: Path
) -> bytes:
    known = desk.workspace.get(Planner, planner) if planner else None
    template = desk.planners.get(known.template, known.edition) if known is not None else None
    if template is None:
        raise InputRefused(
            "This session has no planner whose template is on this laptop. Nothing was printed."
        )
    return blank_pdf(desk, session, template, page, font_cache=font_cache)


def blank_pdf(
    desk: Desk,
    session: Session,
    template: PlannerTemplate,
    page: PlannerPage = "A3",
    *,
    font_cache: Path,
) -> bytes:
    """A planner of this template with lines to write on, under the session's heading."""
    from cps_desktop import documents

    sheet = blank_sheet(desk, session, template, page)
    return documents.planner_pdf(sheet, font_cache=font_cache, blank=True)


def _some(sheets: list[Sheet], otherwise: str) -> tuple[Sheet, ...]:
    if not sheets:
        raise InputRefused(otherwise)
    return tuple(sheets)
