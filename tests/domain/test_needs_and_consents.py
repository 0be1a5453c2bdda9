"""The lists that come with the program, what is refused in others, and what holds of consents."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_desktop.domain.consents import read_purposes, standing
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Consent
from cps_desktop.domain.needs import NeedList, read_needs
from cps_desktop.paths import resources

SHIPPED = (resources() / "needs" / "needs.toml").read_bytes()
CONSENTS = (resources() / "consents" / "consents.toml").read_bytes()
GROUP = 'format = 1\n[[group]]\nkey = "food"\ntitle = "Food"\n[[group.need]]\n'


def test_the_list_that_comes_with_the_program_can_be_read_and_names_the_needs_of_the_seeds() -> (
    None
):
    offered = read_needs(SHIPPED, "needs.toml")
    for key in ("interpreter", "large-print", "hearing-loop", "step-free", "vegan", "allergy"):
        assert offered.get(key) is not None
    assert offered.words("interpreter", " Polish ") == "An interpreter: Polish"
    assert offered.ready_words("interpreter", "Polish") == "Interpreter: Polish"
    assert offered.words("sign-board", "") == "Sign board", "a key of a newer list is still shown"
    printing = [one for group in offered.groups for one in group.needs if one.papers]
    assert {one.papers for one in printing} == {"large print", "easy words"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "another version"),
        ("\xff", "does not read"),
        ("format = 2\n", "another version"),
        ("format = 1\n", "no groups"),
        ("format = 1\n[[group]]\nkey = 'a'\ntitle = 'A'\n", "no needs"),
        (GROUP + "key = 'No'\nwords = 'a'\nready = 'b'\n", "key"),
        (GROUP + "key = 'a'\nwords = 'a'\n", "“ready” is missing"),
        (GROUP + "key = 'a'\nwords = 'a'\nready = 'b'\ncounts = 'many'\n", "“counts”"),
        (GROUP + "key = 'a'\nwords = 'a'\nready = 'b'\ncuonts = 'room'\n", "“cuonts”"),
        (GROUP + "key = 'a'\nwords = 'a'\nready = 'b'\n"
         + "[[group.need]]\nkey = 'a'\nwords = 'c'\nready = 'd'\n", "twice"),
        ("#" * 300_000, "too long"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_used_is_refused_with_a_sentence(text: str, why: str) -> None:
    with pytest.raises(InputRefused, match=why):
        read_needs(text.encode("latin-1"), "ours.toml")


def test_a_list_of_ones_own_adds_to_the_other_and_takes_the_place_of_what_it_names_again() -> None:
    shipped = read_needs(SHIPPED, "needs.toml")
    text = GROUP + "key = 'vegan'\nwords = 'Vegan'\nready = 'Vegan plate'\n"
    text += "[[group.need]]\nkey = 'tea'\nwords = 'Herb tea'\nready = 'Herb tea'\n"
    text += "[[group]]\nkey = 'ours'\ntitle = 'Ours'\n"
    text += "[[group.need]]\nkey = 'boat'\nwords = 'A boat'\nready = 'Boat'\n"
    both = shipped.with_more(read_needs(text.encode(), "ours.toml"))
    assert both.ready_words("vegan", "") == "Vegan plate"
    food = next(one for one in both.groups if one.key == "food")
    assert food.needs[-1].key == "tea"
    assert [one.key for one in both.groups if one.key not in {g.key for g in shipped.groups}] == [
        "ours"
    ]
    assert both.place("boat") < both.place("nobody-knows-this")
    assert NeedList(()).with_more(shipped).groups == shipped.groups


def test_the_words_for_consents_ask_for_contact_photographs_and_learning() -> None:
    read = read_purposes(CONSENTS, "consents.toml")
    assert [one.key for one in read] == ["contact", "photographs", "learning"]
    for one in read:
        assert "say no at any time" in one.wording
    for text in (b"", b"format = 1\n", CONSENTS.replace(b"edition", b"editoin"), CONSENTS * 2):
        with pytest.raises(InputRefused, match=r"consents\.toml"):
            read_purposes(text, "consents.toml")


def said(number: int, *, given: bool, after: tuple[int, ...] = (), day: int = 18) -> Consent:
    return Consent(
        id=f"{number:032x}",
        given=given,
        day=dt.date(2027, 3, day),
        wording="The words",
        after=tuple(f"{one:032x}" for one in after),
    )


def test_who_changes_their_mind_is_believed_the_last_time() -> None:
    yes, no = said(9, given=True, day=20), said(1, given=False, after=(9,), day=19)
    for some in permutations([yes, no]):
        assert standing(some).given is False
    again = said(3, given=True, after=(1,), day=19)
    assert standing([no, again, yes]).given is True
    assert standing([]).given is None


def test_a_yes_and_a_no_that_did_not_know_of_one_another_are_a_no_until_somebody_asks() -> None:
    both = standing([said(1, given=True), said(2, given=False)])
    assert (both.given, both.differing) == (False, True)
    asked = said(3, given=True, after=(1, 2))
    after = standing([said(1, given=True), asked, said(2, given=False)])
    assert (after.given, after.differing) == (True, False)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.booleans(), st.sets(st.integers(0, 7), max_size=3)), min_size=1, max_size=6
    ),
    st.randoms(use_true_random=False),
)
def test_what_holds_never_depends_on_the_order_and_a_last_no_is_never_lost(
    some: list[tuple[bool, set[int]]], random: object
) -> None:
    records = [
        said(number, given=given, after=tuple(sorted(after)))
        for number, (given, after) in enumerate(some)
    ]
    mixed = list(records)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    holds = standing(records)
    assert standing(mixed) == holds
    named = {each for one in records for each in one.after if each != one.id}
    last = [one for one in records if one.id not in named]
    if any(not one.given for one in last):
        assert holds.given is False
    elif last:
        assert holds.given is True
