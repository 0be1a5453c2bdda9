"""The expenses card says what a claim is priced by, in plain words, and is a document like all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop import paths
from cps_desktop.domain.faults import InputRefused
from cps_desktop.services.desk import Desk
from cps_desktop.services.expenses_card import card_sheet, make_card
from cps_desktop.services.people import change_organisation
from cps_desktop.services.sessions import change_session
from tests.conformance import check_pdf
from tests.services.expenses import POLICIES, Expenses
from tests.services.laptop import laptop


@pytest.fixture
def at(tmp_path: Path) -> Iterator[tuple[Desk, Expenses]]:
    with laptop(tmp_path) as one:
        made = Expenses(one)
        change_session(made.door, made.session, lead_agency=made.agency)
        yield Desk(one.workspace, one.door, policies=POLICIES, resources=paths.resources()), made


def test_the_card_says_what_the_policy_says(at: tuple[Desk, Expenses], tmp_path: Path) -> None:
    desk, made = at
    sheet = card_sheet(desk, made.session)
    claimable, keep, when, _ = sheet.sections
    car = dict(claimable.entries[0].facts)["Car"]
    assert car == (
        "45p a mile; 25p after 10,000 miles in the tax year; 5p more for each passenger."
    )
    said = dict(claimable.entries[1].facts)
    assert said["Taxi"] == "A taxi where it was agreed beforehand. Please ask first."
    assert any(line.startswith("Child care: A receipt from") for line in keep.entries[0].lines)
    assert when.entries[0].lines[0].startswith("Claim within 28 days")
    pdf = tmp_path / "card.pdf"
    pdf.write_bytes(make_card(desk, made.session, font_cache=paths.cache_folder() / "fonts"))
    assert check_pdf(pdf) == []


def test_without_a_policy_in_force_nothing_is_promised(at: tuple[Desk, Expenses]) -> None:
    desk, made = at
    change_organisation(desk.door, made.agency, policy="not-here")
    with pytest.raises(InputRefused, match="choose the policy first"):
        card_sheet(desk, made.session)
