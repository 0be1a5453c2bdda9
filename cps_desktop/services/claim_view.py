"""A claim as it is shown and printed: lines in words, total, what is missing, what to ask."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Final

from cps_desktop.domain.claim_states import Standing, Stands
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Attachment,
    Claim,
    ClaimLine,
    ClaimState,
    ClaimStep,
    LineKind,
    Person,
    Receipt,
    Vehicle,
)
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import YEAR_WORDS, Edition, Policies, TimeLimit
from cps_desktop.domain.pricing import say_miles
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_lines import STANDS_WORDS, LineView, ReceiptView, line_view
from cps_desktop.services.claim_pricing import (
    category_of,
    cost_code_of,
    edition_of,
    followed_by,
    latest_of,
    miles_before,
    needs_receipt,
    policy_of,
)
from cps_desktop.services.claim_questions import Question, questions
from cps_desktop.services.claim_steps import standing, steps_of
from cps_desktop.services.claims import has_amount, lines_of
from cps_desktop.services.claims_at_once import ClaimsAtOnce
from cps_desktop.services.door import Records
from cps_desktop.services.people import organisation_name, shown_name

_NOT_SIGNED: Final = frozenset({Stands.DRAFT, Stands.READY})
_DECIDED: Final = frozenset({Stands.APPROVED, Stands.PAID})


@dataclasses.dataclass(frozen=True, slots=True)
class MissingReceipt:
    """A receipt still to come: for what ("Taxi, £38.00"), and by which day, where one is set."""

    line: RecordId
    words: str
    by: dt.date | None
    within: str
    evidence: str = ""
    """What is good evidence, in the policy's own words."""
    stands: Stands = Stands.DRAFT

    @property
    def sentence(self) -> str:
        """For the list at the end of a claim, on screen and paper."""
        wanted = f" {self.evidence}" if self.evidence else ""
        if self.stands in _DECIDED:
            return f"{self.words}.{wanted} It was not there when the claim was approved."
        later = "You can sign now and add it later"
        if self.stands not in _NOT_SIGNED:
            later = "It can still be added"
        if self.by is None:
            return f"{self.words}.{wanted} {later}."
        return (
            f"{self.words}.{wanted} {later}; "
            f"the claim waits for it until {say_date(self.by)} ({self.within})."
        )


@dataclasses.dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim for screen and print; ``total_pence`` is the sum of its lines, rounded nowhere."""

    claim: Claim
    claimant: str
    lead_agency: str
    policy_name: str
    state_words: str
    lines: tuple[LineView, ...]
    total_pence: int
    missing: tuple[MissingReceipt, ...]
    questions: tuple[Question, ...]
    claim_by: dt.date | None
    claim_within: str
    declaration: str
    guidance: str
    miles_note: str
    """How many miles were counted this year, and that those claimed elsewhere are not known."""
    standing: Standing
    steps: tuple[ClaimStep, ...] = ()
    cost_code: str = ""
    """What the claim is booked to; with several accounts, how much to each."""
    when_paid: str = ""
    bank_details: bool = False
    """Whether the policy asks for the claimant's account."""

    @property
    def ready(self) -> bool:
        """Whether it is ready to sign, or signed and beyond, as it is now."""
        return self.standing.state is not Stands.DRAFT and not self.standing.changed

    @property
    def total(self) -> str:
        """``£45.30``."""
        return say_money(self.total_pence)

    @property
    def missing_words(self) -> str:
        """ "One receipt is still to come"; "" when none is."""
        count = len(self.missing)
        if not count:
            return ""
        return f"{'One receipt is' if count == 1 else f'{count} receipts are'} still to come"

    def questions_on(self, line: RecordId) -> tuple[Question, ...]:
        """What would be asked about one line."""
        return tuple(one for one in self.questions if one.line == line)


@dataclasses.dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as a session's list shows it."""

    claim: RecordId
    claimant: str
    lead_agency: str
    total_pence: int
    lines: int
    missing: int
    unpriced: int
    state: str
    """Draft, or beyond it."""
    state_words: str
    stands: Stands = Stands.DRAFT
    doubted: bool = False
    """Whether a coordinator has to look at what was decided elsewhere."""

    @property
    def total(self) -> str:
        """``£45.30``."""
        return say_money(self.total_pence)


# --------------------------------------------------------------------------------------------


def claims_of_session(
    records: Records, policies: Policies, session: RecordId, known: ClaimsAtOnce | None = None
) -> tuple[ClaimRow, ...]:
    """Every claim of a session as a row, by name: few reads however many claims there are, and
    fewer where they are ``known`` already.

    A claim that was removed here while somebody elsewhere added a line to it is among them, so
    that nobody's money is out of sight.
    """
    with_receipt = {one.line for one in records.find(Receipt, session=session)}
    claims = {one.id: one for one in records.find(Claim, session=session)}
    known = known or ClaimsAtOnce(records)
    claims |= records.several(Claim, known.with_lines(session) - claims.keys())
    rows = [_row(known, policies, claim, with_receipt) for claim in claims.values()]
    return tuple(sorted(rows, key=lambda row: (row.claimant.casefold(), row.claim)))


def stands_words(now: Standing) -> str:
    """Where a claim stands, as shape and words."""
    if now.doubted:
        return "◆ To be looked at by a coordinator"
    return "◆ Changed since it was approved" if now.changed else STANDS_WORDS[now.state]


def _row(
    known: ClaimsAtOnce, policies: Policies, claim: Claim, with_receipt: set[RecordId]
) -> ClaimRow:
    lines, now, agency = known.lines(claim), known.standing(claim), known.agency(claim)
    latest = latest_of(followed_by(policies, agency))
    missing = sum(
        1
        for one in lines
        if one.id not in with_receipt and needs_receipt(category_of(policies, latest, one), one)
    )
    draft = now.state is Stands.DRAFT
    return ClaimRow(
        claim=claim.id,
        claimant=shown_name(known.person(claim)),
        lead_agency=agency.name if agency is not None else "",
        total_pence=sum(one.pence for one in lines),
        lines=len(lines),
        missing=missing,
        unpriced=sum(1 for one in lines if not has_amount(one)),
        state=ClaimState.DRAFT if draft else ClaimState.READY,
        state_words=stands_words(now),
        stands=now.state,
        doubted=bool(now.doubted),
    )


def claim_view(records: Records, policies: Policies, claim: RecordId, today: dt.date) -> ClaimView:
    """A claim as it stands. Raises InputRefused where there is no such claim."""
    known = records.get(Claim, claim)
    if known is None:
        raise InputRefused("This claim is not here any more. Nothing was changed.")
    lines = lines_of(records, claim)
    stands = standing(records, known)
    policy = policy_of(records, policies, known)
    latest = latest_of(policy)
    receipts = _receipts(records, known.session)
    views = tuple(
        line_view(one, category_of(policies, latest, one), receipts.get(one.id, ()))
        for one in lines
    )
    missing = tuple(
        dataclasses.replace(_missing(policies, latest, view), stands=stands.state)
        for view in views
        if view.needs_receipt and not view.receipts
    )
    edition = next((found for one in lines if (found := edition_of(policies, latest, one))), latest)
    claim_by, limit = _time_left(policies, latest, lines)
    if limit is None and edition is not None:
        limit = edition.time_limit
    return ClaimView(
        claim=known,
        claimant=shown_name(records.get(Person, known.person)),
        lead_agency=organisation_name(records, known.lead_agency),
        policy_name=policy.name if policy is not None else "",
        state_words=stands_words(stands),
        standing=stands,
        steps=steps_of(records, claim),
        lines=views,
        total_pence=sum(one.pence for one in lines),
        missing=missing,
        questions=tuple(questions(records, policies, known, views, today)),
        claim_by=claim_by,
        claim_within=limit.words if limit is not None else "",
        declaration=edition.declaration if edition is not None else "",
        guidance=policy.guidance if policy is not None else "",
        miles_note=_miles_note(records, policies, known, lines),
        cost_code=_cost_code(policies, latest, lines),
        when_paid=edition.when_paid if edition is not None else "",
        bank_details=edition is not None and edition.bank_details,
    )


def _time_left(
    policies: Policies, latest: Edition | None, lines: Sequence[ClaimLine]
) -> tuple[dt.date | None, TimeLimit | None]:
    """The last day for the line whose time runs out first, each by the edition that priced it."""
    ends = []
    for one in lines:
        edition = edition_of(policies, latest, one)
        if one.day is not None and edition is not None and edition.time_limit is not None:
            ends.append((edition.time_limit.last_day(one.day), edition.time_limit))
    return min(ends, key=lambda one: one[0], default=(None, None))


def _receipts(records: Records, session: RecordId) -> dict[RecordId, tuple[ReceiptView, ...]]:
    pictures = {one.id: one for one in records.find(Attachment, session=session)}
    found: dict[RecordId, tuple[ReceiptView, ...]] = {}
    for one in records.find(Receipt, session=session):
        picture = pictures.get(one.attachment)
        view = ReceiptView(
            receipt=one.id,
            digest=picture.digest if picture is not None else "",
            name=picture.name if picture is not None else "",
            added=one.made,
        )
        found[one.line] = (*found.get(one.line, ()), view)
    return found


def _cost_code(policies: Policies, latest: Edition | None, lines: Sequence[ClaimLine]) -> str:
    sums: dict[str, int] = {}
    for one in lines:
        code = cost_code_of(policies, latest, one)
        sums[code] = sums.get(code, 0) + one.pence
    if len(sums) < 2:
        return next(iter(sums), "")
    return ", ".join(f"{code or 'no code'} {say_money(pence)}" for code, pence in sums.items())


def _missing(policies: Policies, latest: Edition | None, view: LineView) -> MissingReceipt:
    edition = edition_of(policies, latest, view.line)
    category = category_of(policies, latest, view.line)
    limit = edition.time_limit if edition is not None else None
    day = view.line.day
    return MissingReceipt(
        line=view.line.id,
        words=f"{view.title}, {view.amount}",
        by=limit.last_day(day) if limit is not None and day is not None else None,
        within=limit.words if limit is not None else "",
        evidence=category.evidence_words if category is not None else "",
    )


def _miles_note(
    records: Records, policies: Policies, claim: Claim, lines: Sequence[ClaimLine]
) -> str:
    """What was counted towards a threshold, for the latest journey of each vehicle that has one."""
    said = []
    latest: dict[str, ClaimLine] = {}
    for one in sorted(lines, key=lambda line: (line.day or dt.date.min, line.id)):
        known = one.kind_of == LineKind.MILEAGE and one.vehicle in set(Vehicle)
        if known and one.day is not None and has_amount(one):
            latest[one.vehicle] = one
    for one in latest.values():
        edition = policies.edition(one.policy, one.policy_edition)
        rate = edition.rate_for(Vehicle(one.vehicle)) if edition is not None else None
        if edition is None or rate is None or len(rate.bands) < 2:
            continue
        counted = miles_before(records, claim.person, one, edition) + one.miles_tenths
        said.append(
            f"{say_miles(counted)} by {one.vehicle} counted in {YEAR_WORDS[edition.year]}"
            f" from {say_date(edition.year_start(one.day or dt.date.min))}"
        )
    if not said:
        return ""
    return (
        "; ".join(said) + ". Only what was claimed in this program is counted; "
        "miles claimed elsewhere count too."
    )
