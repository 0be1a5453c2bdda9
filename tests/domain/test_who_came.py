"""Figures of who came, against the same told day by day, and what may not be worked out of them."""

from __future__ import annotations

import datetime as dt
from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from cps_desktop.domain.who_came import (
    GROUPS,
    LEAST,
    OTHERS,
    Group,
    Visit,
    figures,
    hidden,
    histories,
    tallied,
    together,
    without_small,
)

FIRST = dt.date(2026, 12, 30)
GROUP_OF: dict[str, Group] = {"patient": "lay", "carer": "lay", "staff": "staff", "observer": ""}


@st.composite
def some_visits(draw: st.DrawFn) -> list[Visit]:
    """People of a few names at a few sessions of one to three days, some of them without a date."""
    visits = []
    for session in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, 6))
        for day in range(draw(st.integers(1, 3))):
            date = FIRST + dt.timedelta(begin + day) if draw(st.integers(0, 5)) else None
            for person in sorted(draw(st.sets(st.integers(0, 6), max_size=7))):
                role = draw(st.sampled_from(sorted(GROUP_OF)))
                visits.append(
                    Visit(
                        f"p{person}",
                        f"s{session}",
                        f"s{session}d{day}",
                        date,
                        dt.time(9 + session),
                        GROUP_OF[role],
                        role,
                        draw(st.sampled_from(("Hub", "hub ", "Trust", ""))),
                        draw(st.sampled_from(("Eden", ""))),
                    )
                )
    return draw(st.permutations(visits))


@given(some_visits(), st.integers(0, 8), st.integers(0, 8))
def test_figures_are_what_somebody_would_count_day_by_day(
    visits: list[Visit], first: int, last: int
) -> None:
    begin, end = (FIRST + dt.timedelta(one) for one in sorted((first, last)))
    chosen = [one for one in visits if one.date is not None and begin <= one.date <= end]
    found = figures(chosen, histories(visits))
    # Told day by day: who comes through the door, and what is known of them then.
    been: dict[str, list[str]] = {}
    came: dict[str, Visit] = {}
    new: set[str] = set()
    became: set[str] = set()
    members: set[str] = set()
    for one in sorted(visits, key=lambda each: each.order):
        mine = been.setdefault(one.person, [])
        fresh = one.session not in mine
        if fresh:
            mine.append(one.session)
        if one in chosen:
            came[one.person] = one
            if fresh and len(mine) == 1:
                new.add(one.person)
            if fresh and len(mine) == 2:
                became.add(one.person)
            if len(mine) > 1:
                members.add(one.person)
    assert found.people == set(came)
    assert found.first == new
    assert found.became == became
    assert found.members == members
    assert found.visits == len(chosen)
    assert found.sessions == len({one.session for one in chosen})
    assert [one.name for one in found.groups] == list(GROUPS)
    for group in GROUPS:
        theirs = [one.role for one in came.values() if one.group == group]
        assert found.of_group(group) == len(theirs)
        assert {one.name: one.count for one in found.roles[group]} == {
            role: theirs.count(role) for role in theirs
        }
    hub = sum(one.organisation.strip().lower() == "hub" for one in came.values())
    said = {one.name.lower(): one.count for one in found.organisations}
    assert said.get("hub", 0) == hub
    assert sum(one.count or 0 for one in found.organisations) == found.count
    assert sum(one.count or 0 for one in found.communities) == found.count


@given(some_visits())
def test_nobody_is_new_twice(visits: list[Visit]) -> None:
    """The days of a session, and the sessions of all time, add up to who was ever new."""
    known = histories(visits)
    everybody = figures(visits, known)
    assert everybody.first == {one.person for one in visits}
    for part in ("session", "day"):
        new: list[str] = []
        for key in {getattr(one, part) for one in visits}:
            some = figures((one for one in visits if getattr(one, part) == key), known)
            new += some.first
        assert len(new) == len(set(new))
        assert set(new) == everybody.first


def test_names_are_one_whatever_their_capitals_and_spaces() -> None:
    names = ["Eden", " eden", "Eden ", "EDEN", "", "  ", "Not said", "Copeland"]
    assert [(one.name, one.count) for one in tallied(names)] == [
        ("Eden", 4),
        ("Copeland", 1),
        ("Not said", 1),
        ("not said", 2),
    ]


@given(st.lists(st.integers(0, 9), max_size=4))
@example([3, 9])
@example([4, 4, 7])
@example([1, 1, 1])
def test_what_is_left_out_cannot_be_worked_out(counts: list[int]) -> None:
    """Whoever knows the whole and all that is shown cannot tell a figure that is too small."""
    shown = without_small(counts)
    gone = [place for place, one in enumerate(shown) if one is None]
    for count, one in zip(counts, shown, strict=True):
        assert one in (count, None)
        assert one is None or one == 0 or one >= LEAST
    if not any(0 < one < LEAST for one in counts):
        assert not gone, "nothing is left out where nothing is small"
    if gone and sum(one > 0 for one in counts) > 1:
        left = sum(counts[place] for place in gone)
        assert len(gone) > 1
        # All ways in which what was left out may have been shared: none is sure.
        ways = [one for one in product(range(1, left + 1), repeat=len(gone)) if sum(one) == left]
        may = [{way[place] for way in ways} for place in range(len(gone))]
        if left > len(gone):
            assert all(len(some) > 1 for some in may)


def test_small_ones_keep_their_names_only_where_everybody_knows_them() -> None:
    some = tallied(["Hub"] * 9 + ["Trust"] * 2 + ["Eden"] * 6)
    assert [(one.name, one.count) for one in hidden(some)] == [
        ("Hub", 9),
        ("Eden", None),
        ("Trust", None),
    ]
    assert [(one.name, one.count) for one in together(some)] == [("Hub", 9), (OTHERS, 8)]
    assert [(one.name, one.count) for one in together(tallied(["Hub"] * 3))] == [(OTHERS, None)]
    assert together(tallied(["Hub"] * 9)) == tallied(["Hub"] * 9)
