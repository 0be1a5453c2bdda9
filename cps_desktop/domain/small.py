"""Small values of the domain: structs that answer to what dataclasses are asked.

A class takes a twentieth of the time to make, which is felt at the start, and a value a third,
which is felt where thousands are read.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

if TYPE_CHECKING:
    import dataclasses


class AsDataclass:
    """What ``dataclasses.replace``, ``fields``, ``astuple`` and ``asdict`` ask a class for, made
    when they first do: it takes milliseconds, and they ask twice for every value."""

    def __get__(self, value: object, of: type[msgspec.Struct]) -> dict[str, dataclasses.Field[Any]]:
        return _fields_of(of)


@functools.cache
def _fields_of(of: type[msgspec.Struct]) -> dict[str, dataclasses.Field[Any]]:
    import dataclasses

    names = [(one, Any, dataclasses.field(kw_only=True)) for one in of.__struct_fields__]
    return {one.name: one for one in dataclasses.fields(dataclasses.make_dataclass("_", names))}


class Small(msgspec.Struct, frozen=True):
    """A small value: nothing in it changes, and it is the same as another with the same fields."""

    __dataclass_fields__: ClassVar[Any] = AsDataclass()


class Changing(msgspec.Struct, eq=False):
    """One that is put together piece by piece, and the same as none but itself."""

    __dataclass_fields__: ClassVar[Any] = AsDataclass()
