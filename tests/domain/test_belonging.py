"""What is a person's: a new kind has to say so, or that it only mentions somebody."""

from __future__ import annotations

from cps_desktop.domain.belonging import belongings
from cps_desktop.domain.kinds import Person
from cps_desktop.domain.records import KINDS, meanings
from cps_desktop.domain.rulings import RecordKey
from cps_desktop.services.erasing_groups import CLAIMS, ENTRY, LISTS, filed_words, kinds_of

MENTIONED = {
    ("batch_entry", "after"),
    ("batch_entry", "approval"),
    ("claim_step", "after"),
    ("claim_step", "by_person"),
    ("claim_step", "follows"),
    ("claim_step", "takes_back"),
    ("consent", "after"),
    ("difference", "lines"),
    ("difference", "people"),
    ("sameness", "lines"),
    ("sameness", "people"),
    ("session", "facilitators"),
}
"""Fields that name a person, or what is a person's, in a record that is not theirs by that."""


def test_whatever_names_a_person_or_what_is_theirs_is_theirs_or_mentions_them() -> None:
    theirs = {one.cls.KIND: one for one in belongings()}
    naming = {
        (kind, name)
        for kind, cls in KINDS.items()
        for name, one in meanings(cls).items()
        if one.refers_to in {Person.KIND, *theirs}
    }
    belonging = {(kind, one.field) for kind, one in theirs.items()}
    assert naming - belonging == MENTIONED
    assert belonging <= naming


def test_what_something_hangs_on_comes_before_it_and_goes_with_it() -> None:
    before = {Person.KIND: ""}
    for cls, _, parent, branch in belongings():
        assert branch == (before[parent] or cls.KIND)
        before[cls.KIND] = branch
    assert [one.cls.KIND for one in kinds_of(LISTS)] == [
        "attendance",
        "presence",
        "attendance_signature",
    ]
    assert {one.cls.KIND for one in kinds_of(CLAIMS)} == {
        "claim",
        "claim_line",
        "claim_step",
        "batch_entry",
        "receipt",
        "payment_for_time",
    }


def test_each_kind_that_goes_with_an_entry_is_said_in_words_of_its_own() -> None:
    for one in kinds_of(ENTRY):
        (words,) = filed_words([RecordKey(bytes(16), bytes(16), one.cls.KIND)])
        assert "other entr" not in words
