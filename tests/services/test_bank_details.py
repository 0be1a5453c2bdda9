"""Bank details: sealed as they are taken, read by a coordinator alone, gone when all is paid."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from cps_desktop.domain.bank_details import Account, read_account
from cps_desktop.domain.changes import setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import BankDetails
from cps_desktop.services import access_log, bank_details, people
from cps_desktop.services.privacy_papers import notice_sheet, record_sheet
from cps_desktop.services.receivers import own_age_keys
from cps_desktop.services.subject_data import gather
from cps_desktop.sync.sealed_age import unseal
from tests.services.desks import Pair, desk_of
from tests.services.laptop import Laptop, laptop
from tests.services.organisation import Organisation
from tests.storage.plain_pages import holds

ACCOUNT = Account("Zebedee Quillfeather", "123456", "00789012", "ZQ/77")
SECRETS = ("123456", "12-34-56", "789012", "ZQ/77")


class Hall(Pair):
    """The left laptop took the details at the venue; the right one is the coordinator's."""

    def __init__(self, left: Laptop, right: Laptop, folder: Path) -> None:
        super().__init__(left, right, folder)
        self.organisation = Organisation()
        self.organisation.found([right], [left])
        self.person = people.add_person(left.door, name="Zebedee Quillfeather")
        bank_details.keep_account(left.door, left.workspace, self.person, ACCOUNT)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with laptop(tmp_path, seed=1) as left, laptop(tmp_path, seed=2, hour=10) as right:
        yield Hall(left, right, tmp_path)


def read(one: Laptop, person: str) -> Account:
    return bank_details.read_account_of(one.door, one.workspace, person)


def test_only_the_coordinator_can_read_what_the_hall_took(hall: Hall) -> None:
    left, right = hall.left, hall.right
    assert not bank_details.may_read(left.workspace)
    with pytest.raises(InputRefused, match="Only Coordinator 0 can read these"):
        read(left, hall.person)
    hall.send()
    assert bank_details.may_read(right.workspace)
    assert read(right, hall.person) == ACCOUNT
    (look,) = access_log.looks(right.workspace)
    assert (look.page, look.about) == ("payment", hall.person)
    for one in (left, right):
        here = bank_details.given(one.door.records, hall.person)
        assert here is not None
        assert here.sealed_to == "Coordinator 0"


def test_nothing_of_them_is_readable_in_either_file_or_found_by_searching(hall: Hall) -> None:
    hall.send()
    for one in (hall.left.workspace, hall.right.workspace):
        for text in SECRETS:
            assert holds(one.folder, one.key, text) == [], text
            assert one.search(text) == ()


def test_whoever_asks_what_is_held_is_told_of_them_and_the_papers_name_them(hall: Hall) -> None:
    desk = desk_of(hall.left)
    (fact,) = (
        one
        for entry in gather(desk, hall.person).entries
        for one in entry.facts
        if one.field == "bank_details"
    )
    assert "Only Coordinator 0 can read them." in fact.says
    for sheet, called in ((notice_sheet(desk), "Your bank account"), (record_sheet(desk), "Bank")):
        said = str(sheet)
        assert called in said
        assert not any(secret in said for secret in SECRETS)


def test_how_long_it_is_says_nothing_of_the_account(hall: Hall) -> None:
    longest = "\N{GRINNING FACE}" * 140
    for name in ("A", longest):
        other = Account(name, "123456", "12345678", "r" * 40)
        bank_details.keep_account(hall.left.door, hall.left.workspace, hall.person, other)
    keys = own_age_keys(hall.right.workspace)
    some = hall.left.workspace.find(BankDetails)
    lengths = {len(unseal(b64decode(one.sealed), [keys.identity], None)) for one in some}
    assert len(some) == 3
    assert len(lengths) == 1


def test_the_latest_count_and_undo_takes_them_back(hall: Hall) -> None:
    hall.left.clock.later(60)
    other = Account("Z Quillfeather", "654321", "12345678")
    bank_details.keep_account(hall.left.door, hall.left.workspace, hall.person, other)
    hall.send()
    assert read(hall.right, hall.person) == other
    hall.left.door.undo()
    hall.send()
    assert read(hall.right, hall.person) == ACCOUNT


def test_without_coordinators_nothing_is_taken(tmp_path: Path) -> None:
    with laptop(tmp_path, seed=3) as alone:
        person = people.add_person(alone.door, name="Ann")
        with pytest.raises(InputRefused, match="Nothing was kept"):
            bank_details.keep_account(alone.door, alone.workspace, person, ACCOUNT)
        assert not alone.workspace.find(BankDetails)
        with pytest.raises(InputRefused, match="Ask them"):
            read(alone, person)


def test_damaged_details_are_said_to_be_so(hall: Hall) -> None:
    (kept,) = hall.left.workspace.find(BankDetails)
    for wrong in ("", "nonsense", kept.sealed[:40], kept.sealed[:-8] + "AAAAAAA="):
        hall.left.door.do("Break", setting(kept, sealed=wrong))
        hall.send()
        with pytest.raises(InputRefused, match="give them again"):
            read(hall.right, hall.person)
        (kept,) = hall.left.workspace.find(BankDetails)


def test_what_is_said_of_a_mistake_shows_no_account() -> None:
    assert repr(ACCOUNT) == "Account(…)"
    assert str([ACCOUNT]) == "[Account(…)]"


@pytest.mark.parametrize(
    ("code", "number", "words"),
    [
        ("12345", "12345678", "sort code"),
        ("12-34-5a", "12345678", "sort code"),
        ("१२३४५६", "12345678", "sort code"),
        ("", "12345678", "sort code"),
        ("12-34-56", "12345", "account number"),
        ("12-34-56", "123456789", "account number"),
        ("12-34-56", "00000000", "noughts"),
        ("00-00-00", "12345678", "noughts"),
    ],
)
def test_what_is_no_account_is_refused_in_a_sentence(code: str, number: str, words: str) -> None:
    with pytest.raises(InputRefused, match=words) as refused:
        read_account("Ann", code, number)
    assert "Nothing was kept." in str(refused.value)


def test_a_name_is_needed_and_has_an_end() -> None:
    for name in ("", " \n ", "x" * 1000):
        with pytest.raises(InputRefused):
            read_account(name, "123456", "12345678")


@tried(
    code=st.from_regex(r"[1-9][0-9]{5}", fullmatch=True),
    number=st.from_regex(r"[1-9][0-9]{5,7}", fullmatch=True),
    between=st.sampled_from(["", "-", " ", "–", ". "]),
)
def test_an_account_is_the_same_however_it_is_spaced(code: str, number: str, between: str) -> None:
    spaced = between.join((code[:2], code[2:4], code[4:]))
    found = read_account("  Ann   Bell ", f" {spaced} ", f"{number[:4]} {number[4:]}")
    assert found == Account("Ann Bell", code, number.rjust(8, "0"))
    assert read_account("Ann Bell", found.sort_code_words, found.number) == found
