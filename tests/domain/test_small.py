"""Records and small values answer to what dataclasses are asked, and are asked only once."""

from __future__ import annotations

import dataclasses

from cps_desktop.domain.kinds import Organisation, Person
from cps_desktop.domain.segments import SegmentHeader


def test_a_record_is_copied_with_other_fields_and_names_its_own() -> None:
    ann = Person(id="1" * 32, name="Ann", contact="at the mill")

    other = dataclasses.replace(ann, name="Bea")

    assert other == Person(id="1" * 32, name="Bea", contact="at the mill")
    assert [one.name for one in dataclasses.fields(Person)] == list(Person.__struct_fields__)
    assert [one.name for one in dataclasses.fields(Organisation)] == list(
        Organisation.__struct_fields__
    )


def test_what_a_class_answers_is_made_once() -> None:
    for cls in (Person, SegmentHeader):
        assert cls.__dataclass_fields__ is cls.__dataclass_fields__
