"""The claimant's own copy of a claim: what they claimed, what comes of it, when they are paid and
whom to ask.

It is for them, so nothing of the finance office's is on it: no cost codes, no batches, nobody's
name who checked or approved.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from cps_desktop import paths
from cps_desktop.domain.claim_states import Stands
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Claim, ClaimStep, StepKind
from cps_desktop.domain.money import say_money
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.subject_sheets import PlainSheet, SubjectEntry, SubjectSection
from cps_desktop.services.claim_lines import LineView
from cps_desktop.services.claim_view import ClaimView, claim_view
from cps_desktop.services.desk import Desk
from cps_desktop.services.print_preview import Made, as_made
from cps_desktop.services.printing import session_to_print
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.sheet_heads import imprint, session_on_sheet

_UNDECIDED = "Somebody has to look at it once more. You will be told."


def make_copy(desk: Desk, claim: RecordId, *, font_cache: Path | None = None) -> Made:
    """The copy as a PDF, from a worker thread. Raises InputRefused where the claim is not here."""
    from cps_desktop.documents import plain_pdf

    with desk_beside(desk) as beside:
        sheet = copy_sheet(beside, claim)
    fonts = font_cache or paths.cache_folder() / "fonts"
    return as_made(
        lambda: plain_pdf(sheet, font_cache=fonts),
        # A claimant's name does not belong into the name of a file on a stick.
        title=f"Claimant's copy {claim[-8:].upper()}",
        classification=sheet.imprint.classification,
    )


def copy_sheet(desk: Desk, claim: RecordId) -> PlainSheet:
    """The copy of a claim, in plain words. Raises InputRefused where the claim is not here."""
    known = desk.workspace.get(Claim, claim)
    if known is None or known.deleted:
        raise InputRefused("This claim is not here any more. Nothing was printed.")
    session = session_to_print(desk, known.session)
    view = claim_view(desk.workspace, desk.policies, claim, desk.door.today())
    head = session_on_sheet(desk, session)
    stamp = imprint(desk, session, personal=True)
    signed = view.standing.declared is not None
    about = ", ".join(part for part in (head.dates, head.venue) if part)
    return PlainSheet(
        f"Your expenses: a copy for {view.claimant or 'you'}",
        dataclasses.replace(stamp, draft=not signed),
        (
            f"This is what you claimed for “{head.title}”{f' ({about})' if about else ''}.",
            f"{view.lead_agency or 'The lead agency'} pays it back. Please keep this copy.",
        ),
        (
            SubjectSection(
                "What you claimed",
                "",
                (SubjectEntry(f"{view.total} altogether", tuple(_amounts(view))),),
                heads=("Amount", "For what"),
            ),
            *_still_to_come(view),
            SubjectSection(
                "What happens next", "", (SubjectEntry("So far", lines=tuple(_so_far(view))),)
            ),
            SubjectSection(
                "When you are paid",
                "",
                (SubjectEntry("How soon", lines=tuple(_when_paid(view))),),
            ),
            SubjectSection(
                "Whom to ask",
                "",
                (SubjectEntry("About this claim", lines=_whom_to_ask(view, head.facilitators)),),
            ),
        ),
    )


def _amounts(view: ClaimView) -> Iterator[tuple[str, str]]:
    for one in view.lines:
        yield one.amount, _for_what(one)


def _for_what(line: LineView) -> str:
    rule = f"{line.rule}." if line.rule and not line.rule.endswith(".") else line.rule
    said = ". ".join(part.rstrip(".") for part in (line.date, line.title, line.detail) if part)
    return " ".join(part for part in (f"{said}.", rule) if part)


def _still_to_come(view: ClaimView) -> Iterator[SubjectSection]:
    if not view.missing:
        return
    lines = tuple(
        f"A receipt for {one.words}"
        + (f", until {say_date(one.by)}." if one.by is not None else ".")
        for one in view.missing
    )
    yield SubjectSection(
        "What we still need from you", "", (SubjectEntry("A photo will do", lines=lines),)
    )


def _so_far(view: ClaimView) -> Iterator[str]:
    now, agency = view.standing, view.lead_agency or "the lead agency"
    if now.declared is not None and now.declared.when_done:
        yield "You signed it."
    if now.changed:
        yield "It was changed after it was approved, so it is looked at once more."
    elif now.state in {Stands.DRAFT, Stands.READY}:
        by = f" It has to be handed in by {say_date(view.claim_by)}." if view.claim_by else ""
        yield f"It is not signed yet, so nothing has been sent.{by}"
    elif now.state in {Stands.DECLARED, Stands.ATTENDED}:
        yield f"It is handed in to {agency} next. You need not do anything."
    elif now.state is Stands.SUBMITTED:
        yield f"It is handed in. {agency} looks at it now."
    elif now.state is Stands.CONTESTED:
        yield _UNDECIDED
    else:
        yield from _decided(view, agency)


def _decided(view: ClaimView, agency: str) -> Iterator[str]:
    now = view.standing
    if now.state is Stands.QUERIED:
        yield f"{agency} has a question: {_words(now.deciding)}"
    elif now.state is Stands.REFUSED:
        yield f"{agency} does not pay it: {_words(now.deciding)}"
        yield "If you think that is wrong, say so. It can be handed in again."
    elif now.state is Stands.APPROVED:
        for one in now.struck:
            yield f"{say_money(one.pence)} was written down as paid, and was not paid after all."
        yield f"It is approved. {say_money(max(0, now.due_pence))} will be paid."
    for one in now.payments:
        day = f" on {say_date(one.day)}" if one.day is not None else ""
        yield f"{say_money(one.pence)} was paid{day}, with the reference {one.words}."


def _words(steps: tuple[ClaimStep, ...]) -> str:
    said = [one.words for one in steps if one.words and one.step != StepKind.APPROVED]
    return " ".join(f"“{one}”" for one in dict.fromkeys(said)) or "please ask."


def _when_paid(view: ClaimView) -> Iterator[str]:
    if view.standing.state is Stands.PAID:
        yield "It is paid. If the money has not arrived, please ask."
        return
    agency = view.lead_agency or "the lead agency"
    yield view.when_paid or f"Ask {agency} when you will be paid."
    yield "Payments for your time are something else, and not on this page."


def _whom_to_ask(view: ClaimView, facilitators: str) -> tuple[str, ...]:
    agency = view.lead_agency or "the lead agency"
    reference = f"Say that it is about claim {view.claim.id[-8:].upper()}."
    who = f"Ask {facilitators}, or {agency}." if facilitators else f"Ask {agency}."
    return (who, reference)
