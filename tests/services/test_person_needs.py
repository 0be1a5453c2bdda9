"""What people need, agree to and are reached by, on a real workspace; and when two are one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Alike, Consent, ConsentWay, Need, Organisation, Person
from cps_desktop.paths import resources
from cps_desktop.services.consents import (
    consents_of,
    load_purposes,
    note_consent,
    said_so_far,
    standing_words,
)
from cps_desktop.services.merging import make_one
from cps_desktop.services.needs_files import load_needs
from cps_desktop.services.people import (
    add_person,
    ensure_organisation,
    merge_organisation,
    organisation_edits,
)
from cps_desktop.services.person_needs import clear_need, needs_of, needs_words, set_need
from cps_desktop.services.reaching import digits, reach_of, read_reach
from tests.services.laptop import THURSDAY, Laptop, give, laptop

CONTACT, PHOTOGRAPHS, _LEARNING = load_purposes([resources() / "consents"])
OFFERED = load_needs([resources() / "needs"]).needs


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as opened:
        yield opened


def test_two_laptops_that_note_the_same_need_mean_one_and_undo_takes_it_back(
    one: Laptop, tmp_path: Path
) -> None:
    ann = add_person(one.door, name="Ann Bell")
    with laptop(tmp_path, seed=2) as other:
        give(one, other, tmp_path)
        set_need(one.door, ann, "interpreter", detail="Pol")
        set_need(one.door, ann, "interpreter", detail=" Polish ")
        set_need(other.door, ann, "interpreter", detail="Polish")
        set_need(other.door, ann, "large-print")
        give(other, one, tmp_path)
    assert needs_of(one.workspace, ann) == {"interpreter": "Polish", "large-print": ""}
    assert len(one.workspace.find(Need)) == 2
    assert all(record.root == ann for record in one.workspace.find(Need))
    assert needs_words(OFFERED, needs_of(one.workspace, ann), "A chair\n\n by the door ") == (
        "An interpreter: Polish",
        "Papers in large print",
        "A chair",
        "by the door",
    )
    clear_need(one.door, ann, "interpreter")
    assert needs_of(one.workspace, ann) == {"large-print": ""}
    one.door.undo()
    assert needs_of(one.workspace, ann)["interpreter"] == "Polish"
    with pytest.raises(InputRefused, match="not here any more"):
        set_need(one.door, "0" * 32, "vegan")


def test_a_consent_keeps_the_words_and_the_day_and_is_taken_back_by_another(one: Laptop) -> None:
    ann = add_person(one.door, name="Ann Bell")
    assert consents_of(one.workspace, ann) == {}
    note_consent(one.door, ann, PHOTOGRAPHS, given=True, way=ConsentWay.PAPER)
    note_consent(one.door, ann, PHOTOGRAPHS, given=True)
    (kept,) = one.workspace.find(Consent)
    assert (kept.wording, kept.edition, kept.day, kept.way) == (
        PHOTOGRAPHS.wording, PHOTOGRAPHS.edition, THURSDAY, "paper",
    )  # fmt: skip
    holds = consents_of(one.workspace, ann)["photographs"]
    assert standing_words(holds, PHOTOGRAPHS.wording) == "Said yes on Thursday 18 March 2027"
    assert standing_words(holds, "Other words").endswith("to other words than these")
    note_consent(one.door, ann, PHOTOGRAPHS, given=False)
    assert consents_of(one.workspace, ann)["photographs"].given is False
    assert [record.given for record in said_so_far(one.workspace, ann, "photographs")] == [
        True,
        False,
    ]
    one.door.undo()
    assert consents_of(one.workspace, ann)["photographs"].given is True
    with pytest.raises(InputRefused, match="still to come"):
        note_consent(one.door, ann, CONTACT, given=True, day=THURSDAY + dt.timedelta(days=1))
    assert "contact" not in consents_of(one.workspace, ann)


def test_two_who_are_one_need_what_both_need_and_a_no_of_either_stays_a_no(
    one: Laptop, tmp_path: Path
) -> None:
    ann = add_person(one.door, name="Ann Bell")
    anne = add_person(one.door, name="Anne Bell")
    first, second = sorted((ann, anne))
    set_need(one.door, first, "interpreter", detail="Polish")
    set_need(one.door, second, "interpreter", detail="Ukrainian")
    set_need(one.door, second, "vegan")
    note_consent(one.door, first, CONTACT, given=True)
    note_consent(one.door, second, CONTACT, given=True)
    note_consent(one.door, second, CONTACT, given=False)
    assert make_one(one.door, Alike.PERSON, second, first) == first
    with laptop(tmp_path, seed=2) as other:
        give(one, other, tmp_path)
        assert needs_of(other.workspace, first) == {
            "interpreter": "Polish, Ukrainian",
            "vegan": "",
        }
        holds = consents_of(other.workspace, first)["contact"]
    assert (holds.given, holds.differing) == (False, True)
    assert needs_of(one.workspace, second) == {}
    one.door.undo()
    assert needs_of(one.workspace, second) == {"interpreter": "Ukrainian", "vegan": ""}
    assert needs_of(one.workspace, first) == {"interpreter": "Polish"}
    assert consents_of(one.workspace, first)["contact"].given is True


def test_who_writes_the_name_of_what_was_merged_means_what_it_became(one: Laptop) -> None:
    old = ensure_organisation(one.door, "North Cumbria Trust (sample)")
    older = ensure_organisation(one.door, "Eden Hospitals (sample)")
    new = ensure_organisation(one.door, "Fells and Lakes Trust (sample)")
    before = add_person(one.door, name="Ann", organisation="North Cumbria Trust (sample)")
    merge_organisation(one.door, older, old, since=dt.date(2015, 4, 1))
    merge_organisation(one.door, old, new, since=dt.date(2019, 10, 1))
    assert organisation_edits(one.workspace, " eden hospitals (SAMPLE)") == (new, [])
    known = one.workspace.get(Person, before)
    assert known is not None
    assert known.organisation == old, "what was written before stays as it was"
    with pytest.raises(InputRefused, match="part of itself"):
        merge_organisation(one.door, new, older)
    merge_organisation(one.door, old, "")
    assert organisation_edits(one.workspace, "Eden Hospitals (sample)") == (old, [])
    trust = one.workspace.get(Organisation, old)
    assert trust is not None
    assert trust.merged_on is None


@pytest.mark.parametrize(
    ("contact", "email", "phone", "other"),
    [
        ("01632 960 010", "", "01632 960 010", ""),
        ("ann@example.invalid", "ann@example.invalid", "", ""),
        (
            "+44 (0)1632 960010, ann@example.invalid",
            "ann@example.invalid",
            "+44 (0)1632 960010",
            "",
        ),
        ("01632 960010, evenings", "", "01632 960010", "evenings"),
        ("through her daughter", "", "", "through her daughter"),
        ("flat 12", "", "", "flat 12"),
        ("", "", "", ""),
    ],
)
def test_one_field_of_before_is_read_as_two(
    contact: str, email: str, phone: str, other: str
) -> None:
    found = reach_of(Person(id="0" * 32, contact=contact))
    assert (found.email, found.phone, found.other) == (email, phone, other)
    own = reach_of(Person(id="0" * 32, contact=contact, email="own@example.invalid", phone="1"))
    assert (own.email, own.phone) == ("own@example.invalid", "1")
    for part in (email, phone, other):
        assert part in own.words, "nothing that was written is hidden"


@given(st.text(max_size=60))
def test_nothing_written_in_the_field_of_before_is_lost(text: str) -> None:
    found = read_reach(text)
    left = f"{found.email} {found.phone} {found.other}"
    letters = [one for one in text if one.isalnum()]
    assert sorted(letters) == sorted(one for one in left if one.isalnum())


def test_one_number_is_one_number_however_it_is_written() -> None:
    assert len({digits(one) for one in ("01632 960010", "+44 1632 960010", "+44 (0)1632 960 010",
                                        "0044 1632-960010")}) == 1  # fmt: skip
