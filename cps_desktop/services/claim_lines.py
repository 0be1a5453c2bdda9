"""One claim line in words, as the paper form has it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Final

from cps_desktop.domain.claim_states import Standing, Stands
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.hours import say_hours, say_span
from cps_desktop.domain.kinds import (
    CARE,
    ClaimLine,
    ClaimState,
    ClaimStep,
    LineKind,
    StepKind,
    Vehicle,
)
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import Category, Evidence
from cps_desktop.domain.pricing import say_miles
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_pricing import needs_receipt
from cps_desktop.services.claims import has_amount

KIND_WORDS: Final[dict[str, str]] = {
    LineKind.MILEAGE: "Mileage",
    LineKind.BUS: "Bus",
    LineKind.TRAIN: "Train",
    LineKind.TAXI: "Taxi",
    LineKind.FARE: "Bus, train or taxi fare",
    LineKind.PARKING: "Parking or toll",
    LineKind.ADDITIONAL_NEEDS: "Transport for additional needs",
    LineKind.CARER_CARE: "Care for somebody at home",
    LineKind.CHILD_CARE: "Child care",
    LineKind.MEALS: "Meals and drinks",
    LineKind.OTHER: "Something else",
}
"""Each kind of line as people say it, in the order it is offered."""

EARLIER_KINDS: Final = frozenset({LineKind.FARE})
"""Kinds that lines of the first release have; nobody is offered them for a new line."""

VEHICLE_WORDS: Final[dict[str, str]] = {
    Vehicle.CAR: "Car",
    Vehicle.MOTORCYCLE: "Motorcycle",
    Vehicle.BICYCLE: "Bicycle",
}

STATE_WORDS: Final[dict[str, str]] = {
    ClaimState.DRAFT: "○ Draft",
    ClaimState.READY: "✔ Ready to sign",
}
"""State as shape and words; colour comes on top, never instead."""


_NAMED_FIRST: Final = frozenset(
    {
        LineKind.BUS,
        LineKind.TRAIN,
        LineKind.TAXI,
        LineKind.CARER_CARE,
        LineKind.CHILD_CARE,
        LineKind.MEALS,
    }
)
"""Kinds that are said before what was typed, unless it says so itself."""


STANDS_WORDS: Final[dict[Stands, str]] = {
    Stands.DRAFT: "○ Draft",
    Stands.READY: "✔ Ready to sign",
    Stands.DECLARED: "◔ Signed",
    Stands.ATTENDED: "◑ Attendance confirmed",
    Stands.SUBMITTED: "◕ Handed in",
    Stands.QUERIED: "◆ Asked about",
    Stands.APPROVED: "✔ Approved",
    Stands.REFUSED: "■ Refused",
    Stands.PAID: "✔ Paid",
    Stands.CONTESTED: "◆ Decided in two ways",
}
"""Where a claim stands, as shape and words."""

STEP_WORDS: Final[dict[str, str]] = {
    StepKind.DECLARED: "Signed",
    StepKind.ATTENDANCE: "Attendance confirmed",
    StepKind.SUBMITTED: "Handed in",
    StepKind.QUERIED: "Asked about",
    StepKind.APPROVED: "Approved",
    StepKind.REFUSED: "Refused",
    StepKind.PAID: "Paid",
    StepKind.TAKEN_BACK: "Taken back",
    StepKind.STRUCK_OUT: "Payment struck out",
}
"""Each step as people say it."""

NOT_A_COORDINATORS: Final = "This was done on a laptop that is no coordinator's."
"""Of a decision or payment that a coordinator has to look at."""

NOT_COUNTED: Final = "This does not count: it is the claimant's own."
"""Of an approval of one's own claim that came from another laptop."""

DID_NOT_HAPPEN: Final = "This payment was struck out."
"""Of a payment that was written down by mistake."""

PAID_ELSEWHERE: Final = (
    "This does not count: the payment was written down on another laptop too, without knowing of "
    "this. Strike it out once more if it did not happen."
)
"""Of a step that strikes out a payment which is another than it saw."""

BY_A_NEWER_VERSION: Final = (
    "A newer version of this program wrote this step. It counts for nothing here; nothing is lost."
)


def step_remark(step: ClaimStep, now: Standing) -> str:
    """What has to be said of a step besides what it says itself; "" for nothing."""
    if step.newer:
        return BY_A_NEWER_VERSION
    for some, words in (
        (now.void, NOT_COUNTED),
        (now.doubted, NOT_A_COORDINATORS),
        (now.struck, DID_NOT_HAPPEN),
        (now.passed, PAID_ELSEWHERE),
    ):
        if any(one.id == step.id for one in some):
            return words
    return ""


def overpaid_words(now: Standing) -> str:
    """Where more is written down as paid than was approved, as two laptops may do that did not know
    of one another; "" where it is not."""
    if now.due_pence >= 0:
        return ""
    return (
        f"{say_money(-now.due_pence)} more is written down as paid than was approved. If one of "
        "the payments did not happen, strike it out."
    )


def payment_words(payment: ClaimStep) -> str:
    """ "£4.20 on Thursday 18 March 2027, reference BACS 7"."""
    day = f" on {say_date(payment.day)}" if payment.day else ""
    return f"{say_money(payment.pence)}{day}, reference {payment.words}"


def struck_words(step: ClaimStep, steps: Iterable[ClaimStep]) -> str:
    """Which payment a step strikes out, and why."""
    payment = next((one for one in steps if one.id == step.takes_back), step)
    what = payment_words(payment) if payment is not step else say_money(step.pence)
    return f"{what} was not paid: {step.words}"


@dataclasses.dataclass(frozen=True, slots=True)
class ReceiptView:
    """A picture on a line. ``added`` is milliseconds since 1970, UTC."""

    receipt: RecordId
    digest: str
    name: str
    added: int


@dataclasses.dataclass(frozen=True, slots=True)
class LineView:
    """One line in words, as the paper form has it; ``line`` is the record it was made from."""

    line: ClaimLine
    date: str
    title: str
    detail: str
    rule: str
    pence: int
    amount: str
    receipts: tuple[ReceiptView, ...]
    receipt_words: str
    needs_receipt: bool


def line_view(
    line: ClaimLine, category: Category | None, receipts: tuple[ReceiptView, ...]
) -> LineView:
    needs = needs_receipt(category, line)
    return LineView(
        line=line,
        date=say_date(line.day) if line.day is not None else "No date yet",
        title=line_title(line),
        detail=_detail(line),
        rule=line.rule,
        pence=line.pence,
        amount=say_money(line.pence) if has_amount(line) else "No amount yet",
        receipts=receipts,
        receipt_words=_receipt_words(line, category, len(receipts), needs),
        needs_receipt=needs,
    )


def line_title(line: ClaimLine) -> str:
    """For example "Car, Nenthead to Alston Village Hall and back", or "Parking, Townfoot"."""
    journey = _journey(line)
    if line.kind_of == LineKind.MILEAGE:
        first = VEHICLE_WORDS.get(line.vehicle, "Journey")
        parts = [first, journey, line.description]
    elif line.kind_of == LineKind.PARKING:
        parts = ["Parking", line.description, journey]
    else:
        usual = "Fare" if line.kind_of == LineKind.FARE else KIND_WORDS.get(line.kind_of, "")
        named = line.description
        if named and line.kind_of in _NAMED_FIRST and not _says(named, usual):
            named = f"{usual}, {named}"
        parts = [named or usual or "Something else", journey]
    return ", ".join(part for part in parts if part)


def _says(words: str, kind: str) -> bool:
    """Whether what was typed says already what kind of cost it is."""
    return kind.split(maxsplit=1)[0].casefold() in words.casefold()


def _journey(line: ClaimLine) -> str:
    back = " and back" if line.return_journey else ""
    if line.from_place and line.to_place:
        return f"{line.from_place} to {line.to_place}{back}"
    if line.to_place:
        return f"to {line.to_place}{back}"
    if line.from_place:
        return f"from {line.from_place}{back}"
    return "there and back" if back else ""


def _detail(line: ClaimLine) -> str:
    if line.kind_of == LineKind.MILEAGE:
        miles = say_miles(line.miles_tenths)
        if not line.passengers:
            return miles
        return f"{miles} · {line.passengers} passenger{'' if line.passengers == 1 else 's'}"
    parts = []
    if line.kind_of in CARE and line.minutes:
        span = say_span(line.starts, line.ends)
        parts.append(f"{say_hours(line.minutes)}{f', {span}' if span else ''}")
    if line.agreed_by:
        parts.append(f"Agreed beforehand by {line.agreed_by}.")
    return " · ".join(parts)


def _receipt_words(line: ClaimLine, category: Category | None, count: int, needs: bool) -> str:
    if count:
        return "Receipt added" if count == 1 else f"{count} receipts added"
    if needs:
        return "Receipt still to come"
    if line.kind_of == LineKind.MILEAGE:
        return ""
    if category is not None and category.evidence is Evidence.OVER:
        return f"No receipt needed up to {say_money(category.evidence_over_pence)}"
    return "No receipt needed"
