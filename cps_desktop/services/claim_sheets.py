"""A claim as the paper form has it: lines, what is missing, who signed and decided, receipts."""

from __future__ import annotations

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import ClaimStep, Session, Signing, StepKind
from cps_desktop.domain.money import say_money
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import (
    ClaimLineOnSheet,
    ClaimSheet,
    Imprint,
    ReceiptOnSheet,
    SignatureOnSheet,
)
from cps_desktop.services.claim_lines import (
    STEP_WORDS,
    LineView,
    payment_words,
    step_remark,
    struck_words,
)
from cps_desktop.services.claim_view import ClaimView, claim_view
from cps_desktop.services.desk import Desk
from cps_desktop.services.handing_over import say_moment
from cps_desktop.services.sheet_heads import imprint, session_on_sheet


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
            draft=not view.ready,
        ),
        claimant=view.claimant,
        lead_agency=view.lead_agency,
        lines=tuple(lines),
        declaration=view.declaration,
        reference=claim[-8:].upper(),
        cost_code=view.cost_code,
        send_by=send_by,
        missing=tuple(one.sentence for one in view.missing),
        receipts=tuple(receipts),
        signatures=_signatures(view),
        history=tuple(
            " ".join(part for part in (_said(view, one), step_remark(one, view.standing)) if part)
            for one in view.steps
        ),
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


def _signatures(view: ClaimView) -> tuple[SignatureOnSheet, ...]:
    """Who signed, confirmed and approved what the form says now; the rest is left to sign."""
    now = view.standing
    signed = now.declared
    strokes = signed.strokes if signed is not None and signed.signing == Signing.SCREEN else ""
    approval = None if now.changed else now.approval
    return (
        _signature("Claimant", signed, view.claimant, strokes=strokes),
        _signature("Attendance confirmed by", now.attended),
        _signature("Approved by", approval),
        SignatureOnSheet("Authorised by"),
    )


def _signature(
    label: str, step: ClaimStep | None, name: str = "", *, strokes: str = ""
) -> SignatureOnSheet:
    if step is None:
        return SignatureOnSheet(label, name)
    how = {Signing.SCREEN: "on screen, ", Signing.PAPER: "on paper, "}
    way = how[Signing(step.signing)] if step.signing in set(Signing) else ""
    return SignatureOnSheet(label, step.by, f"{way}{_when(step)}", strokes)


def _when(step: ClaimStep) -> str:
    return say_moment(step.when_done) if step.when_done else ""


def _said(view: ClaimView, step: ClaimStep) -> str:
    """ "Approved by A. Dodd, Thursday 18 March 2027, 14:02. £45.30." """
    words = f"{STEP_WORDS.get(step.step, 'A step')} by {step.by}, {_when(step)}."
    if step.step == StepKind.PAID:
        return f"{words} {payment_words(step)}."
    if step.step == StepKind.STRUCK_OUT:
        return f"{words} {struck_words(step, view.steps)}"
    amount = f" {say_money(step.pence)}." if step.step == StepKind.APPROVED else ""
    return f"{words}{amount}{f' {step.words}' if step.words else ''}"
