"""What was claimed, approved and paid, by session, lead agency, kind of cost and month; and which
claims are running out of time.

What was approved is what was seen then, line by line; what a claim holds now is what is claimed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from cps_desktop.domain.claim_content import read_content
from cps_desktop.domain.claim_states import Standing, Stands
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import Claim, ClaimLine, ClaimStep
from cps_desktop.domain.list_sheets import ListSheet
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import Edition, Policies
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_lines import KIND_WORDS
from cps_desktop.services.claim_pricing import cost_code_of, edition_of, followed_by, latest_of
from cps_desktop.services.claims_at_once import ClaimsAtOnce
from cps_desktop.services.door import Records
from cps_desktop.services.people import shown_name

NOT_HANDED_IN: Final = frozenset({Stands.DRAFT, Stands.READY, Stands.DECLARED, Stands.ATTENDED})
SOON_DAYS: Final = 14
"""How long before its last day a claim is named."""


class Accrual(msgspec.Struct, frozen=True):
    """Whole pence of one session, lead agency, kind of cost, account and month (2027-03)."""

    session: str
    lead_agency: str
    category: str
    cost_code: str
    month: str
    claimed: int
    approved: int
    paid: int
    owed: int
    """What is to be set aside, line by line: what was approved, or else is claimed and was not
    refused, and is not paid yet."""


class _Sums(msgspec.Struct):
    claimed: int = 0
    approved: int = 0
    paid: int = 0
    owed: int = 0


_Key = tuple[str, str, str, str, str]


def accruals(records: Records, policies: Policies) -> tuple[Accrual, ...]:
    """Every claim there is, summed. No payment for somebody's time is among them."""
    sums: dict[_Key, _Sums] = {}
    known = ClaimsAtOnce(records)
    for claim in records.find(Claim):
        now, agency = known.standing(claim), known.agency(claim)
        head = (known.title(claim.session), agency.name if agency is not None else "")
        latest = latest_of(followed_by(policies, agency))
        lines = {one.id: one for one in known.lines(claim)}
        approved, paid = _approved(now), _paid(now)
        for name in dict.fromkeys([*lines, *approved, *paid]):
            line = lines.get(name) or records.get(ClaimLine, name)
            if line is None:
                continue
            claimed = lines[name].pence if name in lines else 0
            wanted = 0 if now.state is Stands.REFUSED else claimed
            found = sums.setdefault(_key(policies, latest, head, line), _Sums())
            found.claimed += claimed
            found.approved += approved.get(name, 0)
            found.paid += paid.get(name, 0)
            found.owed += max(approved.get(name, 0), wanted) - paid.get(name, 0)
    return tuple(
        Accrual(*name, one.claimed, one.approved, one.paid, one.owed)
        for name, one in sorted(sums.items())
    )


def _key(
    policies: Policies, latest: Edition | None, head: tuple[str, str], line: ClaimLine
) -> _Key:
    code = cost_code_of(policies, latest, line)
    month = line.day.strftime("%Y-%m") if line.day is not None else ""
    return (*head, KIND_WORDS.get(line.kind_of, line.kind_of), code, month)


def _approved(now: Standing) -> Mapping[RecordId, int]:
    return _by_line(now.approval.seen) if now.approval is not None else {}


def _paid(now: Standing) -> Mapping[RecordId, int]:
    """What was paid, line by line. One that somebody has to look at first is still to be set aside,
    and so is what was struck out."""
    every = {one.id: one for one in (*now.payments, *now.struck)}
    known: dict[RecordId, Counter[RecordId]] = {}
    sums: Counter[RecordId] = Counter()
    for one in now.payments:
        if one not in now.doubted:
            _add(sums, _brought(one, every, known))
    return sums


def _brought(
    payment: ClaimStep,
    every: Mapping[RecordId, ClaimStep],
    known: dict[RecordId, Counter[RecordId]],
) -> Counter[RecordId]:
    """What one payment brought each line: it brought the whole claim up to what it saw, beside what
    those had brought that were known then, and not struck out."""
    if payment.id not in known:
        known[payment.id] = Counter()  # should two ever name one another
        found = Counter(_by_line(payment.seen))
        before = (every[one] for one in payment.follows if one in every)
        for one in before:
            if one.id not in payment.after:
                _add(found, _brought(one, every, known), -1)
        known[payment.id] = found
    return known[payment.id]


def _add(sums: Counter[RecordId], more: Mapping[RecordId, int], times: int = 1) -> None:
    for line, pence in more.items():
        sums[line] += times * pence


def _by_line(seen: str) -> Mapping[RecordId, int]:
    return {one.line: one.pence for one in read_content(seen) or ()}


def accruals_sheet(rows: Iterable[Accrual]) -> ListSheet:
    """The sums as a table with a total; whole pence, so that they add up wherever it is opened."""
    headings = (
        "Session", "Lead agency", "Kind of cost", "Cost code", "Month",
        "Claimed (pence)", "Approved (pence)", "Paid (pence)", "To set aside (pence)",
        "To set aside",
    )  # fmt: skip
    found = tuple(rows)
    said: list[tuple[str | int, ...]] = [
        (
            one.session,
            one.lead_agency,
            one.category,
            one.cost_code,
            one.month,
            one.claimed,
            one.approved,
            one.paid,
            one.owed,
            say_money(one.owed),
        )
        for one in found
    ]
    owed = sum(one.owed for one in found)
    said.append(
        (
            "Total",
            "",
            "",
            "",
            "",
            sum(one.claimed for one in found),
            sum(one.approved for one in found),
            sum(one.paid for one in found),
            owed,
            say_money(owed),
        )
    )
    return ListSheet("Expenses to set aside", headings, tuple(said))


class RunningOut(msgspec.Struct, frozen=True):
    """A claim that is not handed in, and the last day on which its oldest line can be claimed."""

    claim: RecordId
    session: RecordId
    claimant: str
    last_day: dt.date
    pence: int
    days_left: int

    @property
    def words(self) -> str:
        """ "R. Hartley, £4.20: by Thursday 15 April 2027 (3 days left)"."""
        left = "1 day" if self.days_left == 1 else f"{self.days_left} days"
        late = "the time has run out" if self.days_left < 0 else f"{left} left"
        late = "today is the last day" if self.days_left == 0 else late
        return f"{self.claimant}, {say_money(self.pence)}: by {say_date(self.last_day)} ({late})"


def running_out(
    records: Records,
    policies: Policies,
    today: dt.date,
    session: RecordId = "",
    known: ClaimsAtOnce | None = None,
) -> tuple[RunningOut, ...]:
    """Claims whose time to be handed in ends within a fortnight or has ended, soonest first; of one
    session, or of all. ``known``: what was read of them already."""
    found = []
    known = known or ClaimsAtOnce(records)
    for claim in records.find(Claim, session=session) if session else records.find(Claim):
        lines = known.lines(claim)
        latest = latest_of(followed_by(policies, known.agency(claim)))
        days = []
        for one in lines:
            edition = edition_of(policies, latest, one)
            if one.day is not None and edition is not None and edition.time_limit is not None:
                days.append(edition.time_limit.last_day(one.day))
        last = min(days, default=None)
        if last is None or (last - today).days > SOON_DAYS:
            continue
        if known.standing(claim).state not in NOT_HANDED_IN:
            continue
        found.append(
            RunningOut(
                claim.id,
                claim.session,
                shown_name(known.person(claim)),
                last,
                sum(one.pence for one in lines),
                (last - today).days,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.last_day, one.claimant, one.claim)))


def running_out_sheet(claims: Iterable[RunningOut], records: Records) -> ListSheet:
    """Those claims as a table, the most pressing first."""
    known = ClaimsAtOnce(records)
    headings = ("Last day", "Days left", "Claimant", "Session", "Amount", "Amount in pence")
    rows = [
        (
            say_date(one.last_day),
            one.days_left,
            one.claimant,
            known.title(one.session),
            say_money(one.pence),
            one.pence,
        )
        for one in claims
    ]
    return ListSheet("Claims near their limit", headings, tuple(rows))
