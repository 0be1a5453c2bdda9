"""What a record is: typed, frozen classes whose fields carry their own meaning.

A record kind is one class. From it come its values in the journal, its projection table, its
place in search, its columns and labels. Add a kind by writing one class with :func:`kind` above
it; nothing else needs to know.

Identities are 32 lower-case hexadecimal digits (a UUIDv7 without hyphens, see
:mod:`cps_desktop.domain.identity`). The empty string stands for "none" in a reference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform

import msgspec

from cps_desktop.domain.small import AsDataclass

RecordId = str
"""32 lower-case hexadecimal digits; "" where a reference points nowhere."""

Value = str | int | bool | dt.date | dt.time | tuple[str, ...] | None
"""What a field holds in memory."""


class Sensitivity(StrEnum):
    """How carefully a field is kept: it decides classification on paper and who may see it."""

    PUBLIC = "public"
    PERSONAL = "personal"
    SPECIAL = "special"
    PAYMENT = "payment"


class Shape(StrEnum):
    """How a field's value looks, in memory and in the journal (canonical msgpack).

    ``text``, ``long_text``, ``choice``, ``order``, ``digest``: str as str. ``integer``, ``pence``,
    ``moment`` (milliseconds since 1970, UTC): int, or None when not known. ``flag``: bool.
    ``day``: date as "2027-03-18". ``clock``: time of day as "09:30". ``reference``: record id as
    16 bytes, nil for none. ``references``: list of 16-byte ids.
    """

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    ORDER = "order"
    DIGEST = "digest"
    INTEGER = "integer"
    PENCE = "pence"
    MOMENT = "moment"
    FLAG = "flag"
    DAY = "day"
    CLOCK = "clock"
    REFERENCE = "reference"
    REFERENCES = "references"


class Settling(StrEnum):
    """What becomes of two values that two laptops gave without knowing of one another.

    Most are asked about. Some are no matter for a person to decide: two doors that ticked in the
    same person a minute apart mean the earlier minute, and of two places in a list one will do.
    Every value is kept in the journal all the same.
    """

    ASKED = "asked"
    LATEST = "latest"
    LEAST = "least"
    GREATEST = "greatest"


class Meaning(msgspec.Struct, frozen=True):
    """What a field means to people and to the program."""

    shape: Shape
    label: str
    help: str = ""
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    participant: bool = False
    searched: bool = False
    choices: type[StrEnum] | None = None
    refers_to: str = ""
    settles: Settling = Settling.ASKED


class _Declared(msgspec.Struct, frozen=True):
    """A field as a class declares it."""

    default: Value
    meaning: Meaning


def field(
    shape: Shape,
    label: str,
    default: Value = "",
    *,
    help: str = "",  # noqa: A002 - the field's own word
    sensitivity: Sensitivity = Sensitivity.PUBLIC,
    participant: bool = False,
    searched: bool = False,
    choices: type[StrEnum] | None = None,
    refers_to: str = "",
    settles: Settling = Settling.ASKED,
) -> Any:
    """Declare a record's field with its meaning; ``participant`` allows it in participant view."""
    meaning = Meaning(
        shape, label, help, sensitivity, participant, searched, choices, refers_to, settles
    )
    return _Declared(default, meaning)


_MEANINGS: dict[type[Record], dict[str, Meaning]] = {}
_DEFAULTS: dict[type[Record], dict[str, Value]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
class _RecordType(msgspec.StructMeta):
    """Takes the meanings of a kind's fields aside while its class is made."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _RecordType:
        declared = {one: said for one, said in namespace.items() if isinstance(said, _Declared)}
        usual = {one: said.default for one, said in declared.items()}
        made = super().__new__(cls, name, bases, {**namespace, **usual}, frozen=True, kw_only=True)
        of = cast("type[Record]", made)
        _MEANINGS[of] = {one: said.meaning for one, said in declared.items()}
        _DEFAULTS[of] = usual
        return made


class Record(msgspec.Struct, metaclass=_RecordType):
    """What every record has besides its fields; none of this is itself a field of the journal.

    ``root`` is the record this one is filed and handed over with: a session, a person, an
    organisation, or itself. ``made`` and ``touched`` are milliseconds since 1970 (UTC) of its first
    and latest change. ``contested`` names the fields on which two people's changes still wait to
    be decided ("deleted" among them when it was deleted here and edited there). A record that is
    ``newer`` holds something this version cannot read: it is shown and relayed, never edited.
    """

    KIND: ClassVar[str] = ""
    IS_ROOT: ClassVar[bool] = False
    STAYS_ONCE_GIVEN: ClassVar[bool] = False
    """Whether undo leaves it alone once it was handed over: others go by it."""
    __dataclass_fields__: ClassVar[Any] = AsDataclass()

    id: RecordId
    root: RecordId = ""
    made: int = 0
    touched: int = 0
    deleted: bool = False
    newer: bool = False
    contested: tuple[str, ...] = ()


OUTSIDE_THE_JOURNAL = ("id", "root", "made", "touched", "deleted", "newer", "contested")
"""The names in :class:`Record` that are derived, not fields."""

DELETED = "deleted"
"""The journal's field for deletion: true, or the list of change ids the deletion had seen."""

KINDS: dict[str, type[Record]] = {}
"""Every record kind this version knows, by its name in the journal."""

R = TypeVar("R", bound=Record)


def kind(
    name: str, *, root: bool = False, stays_once_given: bool = False
) -> Callable[[type[R]], type[R]]:
    """Make a class a record kind; a ``root`` kind is handed over with all that hangs on it."""

    def register(cls: type[R]) -> type[R]:
        if name in KINDS:
            raise ValueError(f"record kind {name!r} is declared twice")
        cls.KIND = name
        cls.IS_ROOT = root
        cls.STAYS_ONCE_GIVEN = stays_once_given
        KINDS[name] = cls
        return cls

    return register


def meanings(cls: type[Record]) -> dict[str, Meaning]:
    """The journal fields of a kind with their meanings, in the order of the class."""
    return _MEANINGS[cls]


def defaults(cls: type[Record]) -> dict[str, Value]:
    """What each journal field holds when nobody has said anything."""
    return _DEFAULTS[cls]


def settled_fields() -> dict[str, Settling]:
    """How fields settle by themselves, by name. A name settles alike in every kind that has it."""
    found: dict[str, Settling] = {}
    for cls in KINDS.values():
        for name, meaning in meanings(cls).items():
            if found.setdefault(name, meaning.settles) is not meaning.settles:
                raise ValueError(f"the field {name!r} settles in two ways")
    return {name: rule for name, rule in found.items() if rule is not Settling.ASKED}


def said(record: Record) -> Iterator[tuple[str, Value]]:
    """The fields of a record that differ from their default, with their values."""
    usual = defaults(type(record))
    # The kind's own fields stand behind those of every record.
    values = msgspec.structs.astuple(record)[len(OUTSIDE_THE_JOURNAL) :]
    for (name, default), value in zip(usual.items(), values, strict=True):
        if value != default:
            yield name, value
