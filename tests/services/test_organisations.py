"""Organisations looked after: a merger on a day, taken back, and two entries of the same one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.changes import creating
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Organisation
from cps_desktop.services.organisations import (
    OrganisationRow,
    became_part_of,
    its_own_again,
    organisation_rows,
    said_to_be_one,
)
from cps_desktop.services.people import (
    add_person,
    ensure_organisation,
    organisation_edits,
    rename_organisation,
)
from cps_desktop.services.sessions import create_session
from tests.services.laptop import THURSDAY, Laptop, laptop


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as made:
        yield made


def rows(one: Laptop) -> dict[str, OrganisationRow]:
    return {row.name: row for row in organisation_rows(one.workspace, THURSDAY)}


def test_the_list_says_who_is_of_each_and_what_became_of_it(one: Laptop) -> None:
    old = ensure_organisation(one.door, "West Trust", lead_agency=True)
    add_person(one.door, name="Ann", organisation="West Trust")
    create_session(one.door, title="A", lead_agency=old, organisations=(old,))
    rename_organisation(one.door, old, "North West Trust")
    became_part_of(one.door, old, "Fells Trust", since=dt.date(2027, 3, 1))
    found = rows(one)
    assert list(found) == ["Fells Trust", "North West Trust"], "the new one was added with it"
    row = found["North West Trust"]
    assert (row.people, row.sessions, row.pays, row.formerly) == (1, 1, True, ("West Trust",))
    assert (row.state_words, row.since_words) == ("Part of Fells Trust", "Mon 1 Mar 2027")
    assert found["Fells Trust"].state_words == "Its own"
    its_own_again(one.door, old)
    assert rows(one)["North West Trust"].state_words == "Its own"
    one.door.undo()
    assert rows(one)["North West Trust"].became == "Fells Trust"
    one.door.undo()
    assert list(rows(one)) == ["North West Trust"], "one step added it and said so"


def test_a_merger_that_is_still_to_come_changes_nothing_until_its_day(one: Laptop) -> None:
    old = ensure_organisation(one.door, "West Trust")
    became_part_of(one.door, old, "Fells Trust", since=THURSDAY + dt.timedelta(1))
    assert rows(one)["West Trust"].state_words == "Becomes part of Fells Trust"
    assert ensure_organisation(one.door, "west trust") == old
    new = ensure_organisation(one.door, "Fells Trust")
    tomorrow = THURSDAY + dt.timedelta(1)
    assert organisation_edits(one.workspace, "West Trust", tomorrow) == (new, [])


def test_what_became_part_of_what_became_part_of_another_says_both(one: Laptop) -> None:
    door, today = one.door, one.door.today()
    old, trust = ensure_organisation(door, "West Surgery"), ensure_organisation(door, "Eden Trust")
    became_part_of(door, old, "Eden Trust", since=today - dt.timedelta(900))
    became_part_of(door, trust, "Hub", since=today + dt.timedelta(1))

    def said(day: dt.date) -> dict[str, str]:
        return {row.name: row.state_words for row in organisation_rows(one.workspace, day)}

    assert said(today)["West Surgery"] == "Part of Eden Trust"
    later = said(today + dt.timedelta(1))
    assert later["West Surgery"] == "Part of Hub, by way of Eden Trust"
    assert later["Eden Trust"] == "Part of Hub"
    assert later["Hub"] == "Its own"


def test_nothing_becomes_part_of_itself(one: Laptop) -> None:
    old = ensure_organisation(one.door, "West Trust")
    new = ensure_organisation(one.door, "Fells Trust")
    became_part_of(one.door, old, "Fells Trust", since=THURSDAY + dt.timedelta(9))
    for organisation, name in ((old, "West trust"), (new, "West Trust"), (old, " ")):
        with pytest.raises(InputRefused):
            became_part_of(one.door, organisation, name)
    kept = one.workspace.get(Organisation, new)
    assert kept is not None
    assert kept.merged_into == ""


def test_nothing_becomes_part_of_what_became_part_of_it(one: Laptop) -> None:
    old = ensure_organisation(one.door, "West Trust")
    hub = ensure_organisation(one.door, "Hub")
    for each, into in ((old, "Fells Trust"), (hub, "West Trust")):
        became_part_of(one.door, each, into, since=THURSDAY + dt.timedelta(9))
    with pytest.raises(InputRefused):
        became_part_of(one.door, old, "Hub", since=THURSDAY)
    its_own_again(one.door, hub)
    became_part_of(one.door, old, "Hub", since=THURSDAY)
    assert rows(one)["West Trust"].became == "Hub"


def test_the_other_of_two_is_found_by_any_of_its_names(one: Laptop) -> None:
    first, second = (ensure_organisation(one.door, name) for name in ("West Trust", "Hub"))
    rename_organisation(one.door, second, "Riverside")
    pair = said_to_be_one(one.workspace, first, "hub")
    assert {pair.first, pair.second} == {first, second}
    for name in ("West Trust", "Nowhere", ""):
        with pytest.raises(InputRefused):
            said_to_be_one(one.workspace, first, name)


def test_who_is_called_so_goes_before_who_was_called_so_once(one: Laptop) -> None:
    first = ensure_organisation(one.door, "West Trust")
    was = [ensure_organisation(one.door, f"Once {n}") for n in range(6)]
    for each in was:
        rename_organisation(one.door, each, "Hub")
        rename_organisation(one.door, each, f"Now {each}")
    # "Hub" means what was called so once, as long as nobody is: a second entry comes by a bundle.
    hub = one.door.new_id()
    one.door.do("Add", creating(Organisation(id=hub, name="Hub")))
    pair = said_to_be_one(one.workspace, first, "hub")
    assert {pair.first, pair.second} == {first, hub}
