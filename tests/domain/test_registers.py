"""Registers: the same set of changes comes to the same, whatever the order, however often."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.identity import ChangeId
from cps_desktop.domain.records import Settling
from cps_desktop.domain.registers import FieldChange, is_contested, latest, ranked, resolve

encode, decode = msgspec.msgpack.encode, msgspec.msgpack.decode

SITES = [bytes([one]) * 16 for one in range(3)]


@st.composite
def histories(draw: st.DrawFn) -> list[FieldChange]:
    """Changes of one field as laptops could make them: each sees some that were made before."""
    made: list[FieldChange] = []
    for _ in range(draw(st.integers(1, 9))):
        site = draw(st.sampled_from(SITES))
        seq = 1 + sum(1 for one in made if one.site == site)
        known = draw(st.lists(st.sampled_from(made), max_size=3, unique=True)) if made else []
        value = draw(st.sampled_from([b"\xa1a", b"\xa1b", b"\xc0"]))
        time = draw(st.integers(0, 5))
        made.append(FieldChange(site, seq, time, value, tuple(one.id for one in known)))
    return made


@given(histories(), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(history: list[FieldChange], chance: object) -> None:
    shuffled = [*history, *history[: len(history) // 2]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first, again = resolve(history), resolve(shuffled)
    assert first.heads == again.heads
    assert set(first.waiting) == set(again.waiting) == set()


@given(histories())
def test_heads_are_what_nobody_replaced_and_the_latest_is_first(history: list[FieldChange]) -> None:
    replaced = {one for change in history for one in change.sees}
    heads = resolve(history).heads
    assert {one.id for one in heads} == {one.id for one in history} - replaced
    assert list(heads) == sorted(heads, key=latest, reverse=True)
    assert resolve(history).contested == is_contested(heads)


@given(histories(), st.data())
def test_what_has_not_arrived_keeps_only_what_stands_on_it_waiting(
    history: list[FieldChange], data: st.DataObject
) -> None:
    missing = data.draw(st.sampled_from(history))
    here = [one for one in history if one is not missing]
    waiting: set[ChangeId] = {missing.id}
    for one in history:  # made in order, so one pass finds all that stands on it
        if waiting & set(one.sees):
            waiting.add(one.id)
    register = resolve(here)
    assert {one.id for one in register.waiting} == waiting - {missing.id}
    counted = [one for one in here if one.id not in waiting]
    assert register.heads == (resolve(counted).heads if counted else ())
    assert resolve([*here, missing]).waiting == ()


def test_what_was_seen_wins_over_a_clock_that_runs_ahead() -> None:
    ahead = FieldChange(SITES[0], 1, 10**15, b"\xa1a")
    after = FieldChange(SITES[1], 1, 5, b"\xa1b", (ahead.id,))
    assert resolve([ahead, after]).heads == (after,)


def test_the_same_said_twice_is_not_contested() -> None:
    one = FieldChange(SITES[0], 1, 1, b"\xa1a")
    two = FieldChange(SITES[1], 1, 2, b"\xa1a")
    assert not resolve([one, two]).contested
    assert len(resolve([one, two]).heads) == 2


def test_a_change_that_claims_to_see_itself_or_a_circle_never_counts() -> None:
    itself = FieldChange(SITES[0], 1, 1, b"\xa1a", (ChangeId(SITES[0], 1),))
    one = FieldChange(SITES[1], 1, 1, b"\xa1a", (ChangeId(SITES[2], 1),))
    two = FieldChange(SITES[2], 1, 1, b"\xa1a", (ChangeId(SITES[1], 1),))
    plain = FieldChange(SITES[0], 2, 1, b"\xa1b")
    register = resolve([itself, one, two, plain])
    assert register.heads == (plain,)
    assert set(register.waiting) == {itself, one, two}


def test_a_hundred_thousand_changes_in_a_row_are_no_trouble() -> None:
    row = [FieldChange(SITES[0], 1, 0, b"\xc0")]
    for seq in range(2, 100_001):
        row.append(FieldChange(SITES[0], seq, seq, b"\xc0", (ChangeId(SITES[0], seq - 1),)))  # noqa: PERF401
    assert resolve(row).heads == (row[-1],)


@given(histories(), st.data())
def test_what_does_not_count_replaces_nothing_and_nobody_waits_for_it(
    history: list[FieldChange], data: st.DataObject
) -> None:
    out = {one.id for one in data.draw(st.lists(st.sampled_from(history), max_size=4))}
    shuffled = data.draw(st.permutations(history))
    register, again = resolve(history, out), resolve(shuffled, out)
    assert register.heads == again.heads
    assert {one.id for one in register.discounted} == out
    assert register.waiting == ()
    counting = [one for one in history if one.id not in out]
    replaced = {one for change in counting for one in change.sees}
    assert {one.id for one in register.heads} == {one.id for one in counting} - replaced
    assert resolve(history, ()) == resolve(history)
    assert set(register.heads) <= set(history)


@given(st.text(min_size=1, max_size=40), st.sampled_from("abc"), st.sampled_from("abc"))
def test_two_texts_that_begin_alike_are_two_texts(begin: str, one: str, two: str) -> None:
    values = [encode(begin + one), encode(begin + two)]
    heads = [FieldChange(site, 1, 5, value) for site, value in zip(SITES, values, strict=False)]
    assert is_contested(heads) == resolve(heads).contested == (one != two)
    # Of the same length or longer, at the beginning or at the end.
    assert is_contested([heads[0], heads[1]._replace(value=encode(begin + one + two))])
    assert is_contested([heads[0], heads[1]._replace(value=encode("d" + (begin + one)[1:]))]) == (
        not begin.startswith("d")
    )


TIMES = st.times().map(lambda one: one.strftime("%H:%M"))


@given(st.lists(st.none() | TIMES, min_size=1, max_size=3), st.permutations([1, 2, 3]))
def test_a_time_settles_by_which_is_earlier_or_later_and_not_by_when_it_was_said(
    times: list[str | None], moments: list[int]
) -> None:
    heads = [
        FieldChange(site, 1, moment, encode(value))
        for site, moment, value in zip(SITES, moments, times, strict=False)
    ]
    said = sorted(time for time in times if time is not None)
    for settles, wanted in ((Settling.LEAST, said), (Settling.GREATEST, said[::-1])):
        for order in (heads, heads[::-1]):
            shown = [decode(one.value) for one in ranked(order, settles)]
            # Whoever said nothing comes last, however late.
            assert shown == wanted + [None] * (len(times) - len(said))
    for settles in (Settling.ASKED, Settling.LATEST):
        assert ranked(heads, settles) == sorted(heads, key=latest, reverse=True)
