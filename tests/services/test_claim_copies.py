"""The claimant's copy says what they claimed and what comes of it, and nothing of the office's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop import paths
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import LineKind, Signing
from cps_desktop.domain.subject_sheets import PlainSheet
from cps_desktop.services import claim_payments, claim_steps
from cps_desktop.services.claim_copies import copy_sheet, make_copy
from cps_desktop.services.claim_steps import Who
from cps_desktop.services.claims import add_line, change_line, lines_of, remove_claim
from cps_desktop.services.desk import Desk
from cps_desktop.services.sessions import change_session
from tests.conformance import check_pdf
from tests.services.expenses import POLICIES, Expenses
from tests.services.laptop import THURSDAY, laptop

DODD, PATEL = Who("A. Dodd (invented)"), Who("B. Patel (invented)")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[tuple[Desk, Expenses]]:
    with laptop(tmp_path) as one:
        made = Expenses(one)
        change_session(
            made.door,
            made.session,
            lead_agency=made.agency,
            facilitators=(made.new_person("C. Bell (invented)"),),
        )
        add_line(made.door, POLICIES, made.claim, day=THURSDAY, miles_tenths=90, passengers=1)
        add_line(made.door, POLICIES, made.claim, kind_of=LineKind.PARKING, day=THURSDAY, pence=280)
        yield Desk(one.workspace, one.door, policies=POLICIES, resources=paths.resources()), made


def said(sheet: PlainSheet) -> str:
    words = [sheet.title, *sheet.intro]
    for section in sheet.sections:
        words.append(section.title)
        for entry in section.entries:
            words += [entry.title, *(" ".join(fact) for fact in entry.facts), *entry.lines]
    return "\n".join(words)


def test_what_was_claimed_when_it_is_paid_and_whom_to_ask(
    at: tuple[Desk, Expenses], tmp_path: Path
) -> None:
    desk, made = at
    words = said(copy_sheet(desk, made.claim))
    for part in (
        "a copy for R. Hartley (invented)",
        "£7.30 altogether",
        "£4.50 Thursday 18 March 2027. Car",
        "45p a mile and 5p for a passenger",
        "A receipt for Parking, £2.80, until Thursday 15 April 2027.",
        "not signed yet, so nothing has been sent. It has to be handed in by",
        "Ask North Cumbria (sample) when you will be paid.",
        "Ask C. Bell (invented), or North Cumbria (sample).",
    ):
        assert part in words
    assert copy_sheet(desk, made.claim).imprint.draft
    pdf = tmp_path / "copy.pdf"
    pdf.write_bytes(make_copy(desk, made.claim).pdf)
    assert check_pdf(pdf) == []


def test_it_follows_the_claim_to_the_money_and_names_nobody_who_checked_it(
    at: tuple[Desk, Expenses],
) -> None:
    desk, made = at

    def now() -> str:
        words = said(copy_sheet(desk, made.claim))
        assert "Dodd" not in words
        assert "Patel" not in words
        return words

    door, claim = made.door, made.claim
    claim_steps.declare(door, claim, Who("R. Hartley (invented)"), signing=Signing.PAPER)
    assert "You signed it." in now()
    assert "handed in to North Cumbria (sample) next" in now()
    claim_steps.confirm_attendance(door, claim, DODD, "Seen.")
    claim_steps.submit(door, claim, DODD)
    assert "looks at it now" in now()
    claim_steps.query(door, claim, PATEL, "Which car park?")
    assert "has a question: “Which car park?”" in now()
    claim_steps.submit(door, claim, DODD, "Townfoot.")
    claim_steps.refuse(door, claim, PATEL, "Paid by the office.")
    assert "does not pay it: “Paid by the office.”" in now()
    claim_steps.submit(door, claim, DODD, "It was not.")
    claim_steps.approve(door, claim, PATEL)
    assert "£7.30 will be paid." in now()
    claim_payments.record_payment(door, claim, PATEL, reference="BACS 7", day=THURSDAY)
    words = now()
    assert "£7.30 was paid on Thursday 18 March 2027, with the reference BACS 7." in words
    assert "It is paid." in words
    change_line(door, POLICIES, lines_of(made.records, claim)[1].id, pence=300)
    assert "changed after it was approved" in now()


def test_a_claim_that_is_gone_has_no_copy(at: tuple[Desk, Expenses]) -> None:
    desk, made = at
    remove_claim(made.door, made.claim)
    with pytest.raises(InputRefused, match="not here any more"):
        copy_sheet(desk, made.claim)
