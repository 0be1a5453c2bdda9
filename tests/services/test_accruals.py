"""What is to be set aside adds up to the claims; whose time runs out is named in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.kinds import LineKind, Signing
from cps_desktop.services import claim_payments, claim_steps
from cps_desktop.services.accruals import accruals, accruals_sheet, running_out
from cps_desktop.services.claim_steps import Who
from cps_desktop.services.claims import add_line, change_line, start_claim
from tests.services.expenses import FRIDAY, POLICIES, Expenses
from tests.services.laptop import THURSDAY, laptop

DODD, PATEL = Who("A. Dodd (invented)"), Who("B. Patel (invented)")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Expenses]:
    with laptop(tmp_path) as one:
        yield Expenses(one)


def to_approved(at: Expenses, claim: str) -> None:
    claim_steps.declare(at.door, claim, Who("Signer"), signing=Signing.PAPER)
    claim_steps.confirm_attendance(at.door, claim, DODD, "Seen.")
    claim_steps.submit(at.door, claim, DODD)
    claim_steps.approve(at.door, claim, PATEL)


def test_by_kind_and_month_what_is_claimed_approved_and_paid(at: Expenses) -> None:
    def add(claim: str, kind: LineKind, day: dt.date, pence: int) -> str:
        return add_line(at.door, POLICIES, claim, kind_of=kind, day=day, pence=pence)

    bus = add(at.claim, LineKind.BUS, THURSDAY, 420)
    add(at.claim, LineKind.BUS, FRIDAY, 420)
    add(at.claim, LineKind.MEALS, dt.date(2027, 4, 1), 500)
    other = start_claim(at.door, at.session, at.new_person("B. Other"), at.agency)
    add(other, LineKind.BUS, THURSDAY, 300)
    to_approved(at, at.claim)
    rows = {(one.category, one.month): one for one in accruals(at.records, POLICIES)}
    march = rows["Bus", "2027-03"]
    assert (march.claimed, march.approved, march.paid, march.owed) == (1140, 840, 0, 1140)
    assert rows["Meals and drinks", "2027-04"].owed == 500
    claim_payments.record_payment(at.door, at.claim, PATEL, reference="1", day=THURSDAY)
    change_line(at.door, POLICIES, bus, pence=9900)
    rows = {(one.category, one.month): one for one in accruals(at.records, POLICIES)}
    march = rows["Bus", "2027-03"]
    assert (march.claimed, march.approved, march.paid) == (10_620, 840, 840)
    assert rows["Meals and drinks", "2027-04"].owed == 0
    sheet = accruals_sheet(accruals(at.records, POLICIES))
    numbers = [[cell for cell in row if isinstance(cell, int)] for row in sheet.rows]
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]


def test_what_is_refused_is_not_set_aside_and_hides_no_other_claim(at: Expenses) -> None:
    bus = add_line(at.door, POLICIES, at.claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420)
    other = start_claim(at.door, at.session, at.new_person("B. Other"), at.agency)
    add_line(at.door, POLICIES, other, kind_of=LineKind.BUS, day=THURSDAY, pence=300)
    to_approved(at, at.claim)
    change_line(at.door, POLICIES, bus, pence=120)
    (row,) = accruals(at.records, POLICIES)
    assert (row.claimed, row.approved, row.owed) == (420, 420, 720), "what was approved, and more"
    to_approved(at, other)
    claim_steps.refuse(at.door, other, PATEL, "Paid by the office.")
    (row,) = accruals(at.records, POLICIES)
    assert (row.claimed, row.approved, row.owed) == (420, 420, 420)


def test_a_claim_is_named_before_its_time_runs_out_and_no_more_once_handed_in(
    at: Expenses,
) -> None:
    add_line(at.door, POLICIES, at.claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420)
    last = THURSDAY + dt.timedelta(days=28)

    def named(day: dt.date) -> list[str]:
        return [one.words for one in running_out(at.records, POLICIES, day, at.session)]

    assert named(last - dt.timedelta(days=15)) == []
    assert named(last - dt.timedelta(days=14)) == [
        "R. Hartley (invented), £4.20: by Thursday 15 April 2027 (14 days left)"
    ]
    assert named(last)[0].endswith("(today is the last day)")
    assert named(last + dt.timedelta(days=1))[0].endswith("(the time has run out)")
    to_approved(at, at.claim)
    assert named(last) == []
    assert running_out(at.records, POLICIES, last) == ()
