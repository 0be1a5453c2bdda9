"""Who may be entered twice: found for a reason, not found for none, and never merged by itself."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.changes import creating
from cps_desktop.domain.kinds import Alike, LineKind, Person
from cps_desktop.services import claims, people, sessions
from cps_desktop.services.likeness import likenesses, one_slip
from cps_desktop.services.merging import keep_two, make_one
from cps_desktop.services.pictures import PreparedPicture
from tests.services.desks import Pair, pair
from tests.services.laptop import THURSDAY

ANN = {"name": "Ann Bell", "contact": "01768 555 010", "organisation": "Healthwatch (invented)"}


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as found:
        yield found


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (ANN, ANN, "Same name and telephone number and organisation"),
        ({"name": "Ann Bell"}, {"name": "ánn  BELL"}, "Same name"),
        ({"name": "Ann Bell"}, {"name": "Mrs Bell, Ann"}, "Same name, the other way round"),
        (
            {"name": "Ann Bell", "contact": "ann@example.org"},
            {"name": "Ann Bell", "contact": "ANN@example.org, evenings"},
            "Same name and e-mail address",
        ),
        (
            {"name": "Anne Bell", "contact": "+44 1768 555010"},
            {"name": "Ann Bell", "contact": "01768 555 010"},
            "Names that differ in one letter and same telephone number",
        ),
        ({"name": "Kathrine Bell"}, {"name": "Katherine Bell"}, "Names that differ in one letter"),
        (
            {"name": "Elizabeth Bell", "known_as": "Betty"},
            {"name": "Betty Bell"},
            "One is known by the name of the other",
        ),
        (
            {"name": "A. Bell", "organisation": "Trust"},
            {"name": "Ann Bell", "organisation": "Trust"},
            "Same surname and initial and same organisation",
        ),
        (
            {"name": "Ann Bell", "contact": "01768 555 010"},
            {"name": "Ann Bell", "contact": "01768 555 999"},
            "Same name, but another way to reach them",
        ),
    ],
)
def test_two_entries_are_suggested_with_the_reason(
    two: Pair, one: dict[str, str], other: dict[str, str], reason: str
) -> None:
    first = people.add_person(two.left.door, **one)
    second = people.add_person(two.left.door, **other)
    (found,) = likenesses(two.here.workspace)
    assert (found.what, found.first, found.second) == (Alike.PERSON, first, second)
    assert found.reason == reason
    assert len(two.here.workspace.find(Person)) == 2, "nobody is merged by a suggestion"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Ann Bell"}, {"name": "Tom Bell"}),
        (
            {"name": "Ann Bell", "contact": "01768 555 010", "organisation": "Trust"},
            {"name": "Tom Hill", "contact": "01768 555 010", "organisation": "Trust"},
        ),
        ({"name": "A. Bell"}, {"name": "Ann Bell"}),
        ({"name": "Ann"}, {"name": "Ann"}),
        ({"name": "Ann Bell", "contact": "a"}, {"name": "Ian Ball", "contact": "a"}),
        (
            {"name": "Ann Bell", "organisation": "Trust", "contact": "01768 555 010"},
            {"name": "Ann Bell", "organisation": "Council", "contact": "01768 555 999"},
        ),
    ],
)
def test_a_shared_surname_or_telephone_alone_is_not_enough(
    two: Pair, one: dict[str, str], other: dict[str, str]
) -> None:
    people.add_person(two.left.door, **one)
    people.add_person(two.left.door, **other)
    assert likenesses(two.here.workspace) == ()


def test_what_was_decided_is_not_asked_again_here_or_elsewhere(two: Pair) -> None:
    first = people.add_person(two.left.door, **ANN)
    second = people.add_person(two.left.door, **ANN)
    third = people.add_person(two.left.door, **ANN)
    assert len(likenesses(two.here.workspace)) == 3
    keep_two(two.left.door, Alike.PERSON, first, second)
    two.send()
    assert {one.second for one in likenesses(two.there.workspace)} == {third}
    make_one(two.right.door, Alike.PERSON, first, third)
    assert likenesses(two.there.workspace) == ()
    two.right.door.undo()
    assert len(likenesses(two.there.workspace)) == 2


def test_what_came_in_for_somebody_merged_is_suggested_first(two: Pair) -> None:
    from cps_desktop.services.attendance import add_to_list

    first = people.add_person(two.left.door, name="Ann Bell")
    second = people.add_person(two.left.door, name="Nan Bell")
    two.send()
    make_one(two.left.door, Alike.PERSON, first, second)
    add_to_list(two.right.door, two.session, person=second)
    two.exchange()
    (found,) = likenesses(two.here.workspace)
    assert (found.first, found.second, found.score) == (first, second, 100)
    make_one(two.left.door, Alike.PERSON, found.first, found.second)
    assert likenesses(two.here.workspace) == ()


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("The Eden Trust", "Eden NHS Trust", "Same name but for small words"),
        ("North Cumbria Integrated Care", "NCIC", "One is the initials of the other"),
        ("Healthwatch Cumbria", "Helthwatch Cumbria", "Names that differ in one letter"),
        ("Eden Carers", "Eden Drivers", ""),
        ("ABC", "NCIC", ""),
    ],
)
def test_organisations_that_may_be_one(two: Pair, one: str, other: str, reason: str) -> None:
    people.ensure_organisation(two.left.door, one)
    people.ensure_organisation(two.left.door, other)
    found = likenesses(two.here.workspace)
    assert [each.reason for each in found] == ([reason] if reason else [])
    assert all(each.what is Alike.ORGANISATION for each in found)


class Expenses:
    """A claim with one line, to which others are added."""

    def __init__(self, two: Pair) -> None:
        self.door, self.desk = two.left.door, two.here
        self.agency = people.ensure_organisation(self.door, "Trust", lead_agency=True)
        person = people.add_person(self.door, name="Ann Bell")
        self.claim = claims.start_claim(self.door, two.session, person, self.agency)

    def line(self, claim: str = "", **fields: Any) -> str:
        usual: dict[str, Any] = {"kind_of": LineKind.PARKING, "day": THURSDAY, "pence": 310}
        return claims.add_line(
            self.door, self.desk.policies, claim or self.claim, **{**usual, **fields}
        )  # fmt: skip

    def found(self) -> list[tuple[set[str], str]]:
        return [
            ({one.first, one.second}, one.reason)
            for one in likenesses(self.desk.workspace)
            if one.what is Alike.LINE
        ]


def test_the_same_person_day_and_amount_is_perhaps_the_same_claim(two: Pair) -> None:
    made = Expenses(two)
    first, again = made.line(), made.line()
    made.line(pence=311)
    made.line(day=THURSDAY + dt.timedelta(days=1))
    made.line(kind_of=LineKind.FARE)
    assert made.found() == [({first, again}, "Same person, same day and same amount")]
    make_one(made.door, Alike.LINE, first, again)
    assert made.found() == []


def test_the_same_claim_in_another_session_is_found_by_the_name_of_the_person(two: Pair) -> None:
    made = Expenses(two)
    other = sessions.create_session(made.door, title="Another")
    again = people.add_person(made.door, name="Ann Bell")
    claim = claims.start_claim(made.door, other, again, made.agency)
    first, second = made.line(), made.line(claim)
    assert made.found() == [({first, second}, "Same person, same day and same amount")]


def test_there_and_back_are_two_journeys(two: Pair) -> None:
    made = Expenses(two)
    journey: dict[str, Any] = {"kind_of": LineKind.MILEAGE, "pence": 0, "miles_tenths": 124}
    first = made.line(from_place="Alston", to_place="Penrith", **journey)
    made.line(from_place="Penrith", to_place="Alston", **journey)
    assert made.found() == []
    again = made.line(from_place="alston", to_place="PENRITH", **journey)
    assert made.found() == [({first, again}, "Same person, same day and same miles")]


def test_the_same_receipt_twice_is_found_whoever_claimed(two: Pair) -> None:
    made = Expenses(two)
    other = people.add_person(made.door, name="Tom Hill")
    claim = claims.start_claim(made.door, two.session, other, made.agency)
    first, second = made.line(pence=310), made.line(claim, pence=310, kind_of=LineKind.FARE)
    picture = PreparedPicture(b"one", 1, 1, "", "r.jpg")
    for line in (first, second):
        claims.attach_receipt(made.door, two.here.workspace, line, [picture])
    assert made.found() == [({first, second}, "Same receipt and same amount")]


@given(st.text("abcd", min_size=1, max_size=8), st.integers(0, 8), st.sampled_from("abcdx"))
def test_one_slip_is_one_letter_more_less_other_or_two_changed_round(
    word: str, at: int, letter: str
) -> None:
    at = min(at, len(word) - 1)
    slips = {
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }
    for slip in slips - {word}:
        assert one_slip(word, slip)
        assert one_slip(slip, word)
    assert not one_slip(word, word)
    assert not one_slip(word, word + "zz")


def test_a_thousand_people_are_compared_by_what_they_share(two: Pair) -> None:
    chance = random.Random(3)
    letters = "abcdefghijklmnoprstuw"
    surnames = ["".join(chance.choices(letters, k=8)).capitalize() for _ in range(140)]
    edits = []
    for number in range(1000):
        name = f"{''.join(chance.choices(letters, k=6))} {chance.choice(surnames)}"
        edits += creating(Person(id=two.left.door.new_id(), name=name, contact=f"01768 {number}"))
    for _ in range(2):
        edits += creating(Person(id=two.left.door.new_id(), name="Ann Bell", contact="07700 900"))
    two.left.door.do("Many", edits)
    steps: list[int] = []
    found = likenesses(two.here.workspace, lambda: steps.append(1))
    assert [one.reason for one in found if one.score > 90] == ["Same name and telephone number"]
    assert len(found) < 50
    assert len(steps) > 5, "it can be stopped on the way"
