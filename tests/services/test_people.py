"""People and organisations, on a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Organisation, Person, Role
from cps_desktop.services import people
from tests.services.laptop import Laptop, laptop


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as opened:
        yield opened


@pytest.fixture
def village(one: Laptop) -> Laptop:
    for name, known_as, organisation in (
        ("Siân Llŷr", "", "Third Sector"),
        ("Paweł Łukasik", "Pawel", ""),
        ("أمينة حدّاد", "Amina", ""),
        ("Joan Hartley", "", "Carers' Circle"),
        ("Joan Hartley", "", "Third Sector"),
        ("Hartley Ann Siddle", "", ""),
    ):
        people.add_person(
            one.door, name=name, known_as=known_as, organisation=organisation, role=Role.CARER
        )
    return one


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sian", ["Siân Llŷr"]),
        ("LLYR", ["Siân Llŷr"]),
        ("lukasik", ["Paweł Łukasik"]),
        ("pawe lu", ["Paweł Łukasik"]),
        ("amin", ["أمينة حدّاد"]),
        ("أمينة حداد", ["أمينة حدّاد"]),
        ("art", ["Hartley Ann Siddle", "Joan Hartley", "Joan Hartley"]),
        ("hart", ["Hartley Ann Siddle", "Joan Hartley", "Joan Hartley"]),
        ("hartley jo", ["Joan Hartley", "Joan Hartley"]),
        ("sid", ["Hartley Ann Siddle"]),
        ("hartley siân", []),
        ("  ", []),
        ("%", []),
    ],
)
def test_a_person_is_found_by_any_part_of_a_name_with_or_without_accents(
    village: Laptop, typed: str, found: list[str]
) -> None:
    finder = people.PeopleFinder(village.workspace)
    assert [one.name for one in finder.find(typed)] == found


def test_two_people_of_one_name_are_told_apart(village: Laptop) -> None:
    twins = people.PeopleFinder(village.workspace).same_name("joan hartley")
    assert {one.detail for one in twins} == {"Carer · Carers' Circle", "Carer · Third Sector"}
    finder = people.PeopleFinder(village.workspace)
    left = finder.find("joan", without=[twins[0].person])
    assert [one.person for one in left] == [twins[1].person]


def test_a_new_person_is_found_after_a_refresh_and_undo_takes_them_away(village: Laptop) -> None:
    finder = people.PeopleFinder(village.workspace)
    person = people.add_person(village.door, name="  Nia Prydderch ", organisation="New One")
    assert finder.find("prydd") == ()
    finder.refresh()
    (found,) = finder.find("prydd")
    assert (found.person, found.name, found.organisation_name) == (
        person,
        "Nia Prydderch",
        "New One",
    )
    assert village.door.can_undo == "Add a person"
    village.door.undo()
    finder.refresh()
    assert finder.find("prydd") == ()


def test_nobody_is_added_without_a_name(one: Laptop) -> None:
    with pytest.raises(InputRefused, match="needs a name"):
        people.add_person(one.door, name=" \t")
    assert one.workspace.find(Person) == ()
    assert one.told == []


def test_an_organisation_is_added_once_however_it_is_written(one: Laptop) -> None:
    first = people.ensure_organisation(one.door, "Third Sector Hub")
    again = people.ensure_organisation(one.door, "  third sector  HUB ")
    assert first == again
    assert len(one.workspace.find(Organisation)) == 1


def test_a_renamed_organisation_is_still_found_by_its_former_names(one: Laptop) -> None:
    trust = people.ensure_organisation(one.door, "West Trust", lead_agency=True)
    people.rename_organisation(one.door, trust, "North West Trust")
    people.rename_organisation(one.door, trust, "Whole County Trust")
    assert people.ensure_organisation(one.door, "west trust") == trust
    assert people.ensure_organisation(one.door, "north west trust") == trust
    known = one.workspace.get(Organisation, trust)
    assert known is not None
    assert known.name == "Whole County Trust"
    assert known.lead_agency
    assert known.former_names.splitlines() == ["West Trust", "North West Trust"]


def test_going_back_to_a_former_name_keeps_the_name_between(one: Laptop) -> None:
    trust = people.ensure_organisation(one.door, "A")
    people.rename_organisation(one.door, trust, "B")
    people.rename_organisation(one.door, trust, "A")
    known = one.workspace.get(Organisation, trust)
    assert known is not None
    assert (known.name, known.former_names) == ("A", "B")


def test_an_organisation_whose_adding_was_undone_comes_back_when_it_is_named_again(
    one: Laptop,
) -> None:
    first = people.ensure_organisation(one.door, "Village Hall Committee")
    one.door.undo()
    assert people.organisations(one.workspace) == ()
    assert people.ensure_organisation(one.door, "village hall committee") == first
    assert [known.name for known in people.organisations(one.workspace)] == [
        "village hall committee"
    ]


def test_keystrokes_in_one_field_of_a_person_are_one_step(one: Laptop) -> None:
    person = people.add_person(one.door, name="Eve")
    for typed in ("l", "la", "large print"):
        people.change_person(one.door, person, needs=typed)
    one.door.undo()
    known = one.workspace.get(Person, person)
    assert known is not None
    assert (known.needs, known.deleted) == ("", False)
