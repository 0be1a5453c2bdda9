"""The form that somebody fills in who was not in the room: which fields it has, and its stamp.

Drawing and reading both go by this list, so that a field is found again by its name, or, where a
copy was flattened, by its place.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, Protocol

from cps_desktop.domain.records import RecordId

LAYOUT: Final = 1
"""Raise it when fields change their names or places: copies of an older layout are then told."""

NOTES_ON_A_FORM: Final = 3
ROWS_ON_A_FORM: Final = 4
WHO: Final = "who"
SHOWN: Final = "shown"
STAMP: Final = "cps"
ATTACHED: Final = "cps-form.json"
"""Names of the fields that stand in no box, and of the file that says the same as the stamp."""

LONGEST_VALUE: Final = 20_000
"""Characters of one field; nobody types more into a form."""


class Part(StrEnum):
    """What a field of a form is in its box."""

    NOTE = "note"
    CELL = "cell"
    GIVEN = "given"
    WORDS = "words"
    ITEM = "item"


class HasKey(Protocol):
    """An option, a column or an item."""

    @property
    def key(self) -> str: ...
    @property
    def words(self) -> str: ...


class BoxOfForm(Protocol):
    """A box as far as its fields go; of a template or of a sheet."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def parts(self) -> Sequence[HasKey]: ...


@dataclasses.dataclass(frozen=True, slots=True)
class FormField:
    """One field. ``row`` and ``column`` count from 0; ``item`` is a checklist item's key."""

    name: str
    box: str
    part: Part
    row: int = 0
    column: int = 0
    item: str = ""


def fields_of_box(box: BoxOfForm) -> tuple[FormField, ...]:
    """The fields of a box, in reading order."""
    key = box.key
    if box.kind == "table":
        return tuple(
            FormField(f"{key}:{row + 1}:{column + 1}", key, Part.CELL, row, column)
            for row in range(ROWS_ON_A_FORM)
            for column in range(max(1, len(box.parts)))
        )
    if box.kind in ("choice", "scale"):
        given = FormField(f"{key}:given", key, Part.GIVEN)
        return (given, FormField(f"{key}:words", key, Part.WORDS))
    if box.kind == "checklist":
        return tuple(
            FormField(f"{key}:item:{one.key}", key, Part.ITEM, item=one.key) for one in box.parts
        )
    count = NOTES_ON_A_FORM if box.kind == "notes" else 1
    return tuple(FormField(f"{key}:{row + 1}", key, Part.NOTE, row) for row in range(count))


def fields_of(boxes: Iterable[BoxOfForm]) -> dict[str, FormField]:
    """Every field of a form by its name."""
    return {field.name: field for box in boxes for field in fields_of_box(box)}


@dataclasses.dataclass(frozen=True, slots=True)
class FormStamp:
    """Which form this is: made for which planner, in which edition and language of its template.

    ``form`` is the form's own id: the same copy brought in twice is known by it.
    """

    session: RecordId
    planner: RecordId
    template: str
    edition: int
    form: RecordId
    language: str
    layout: int = LAYOUT

    @property
    def words(self) -> str:
        """The stamp as one text without spaces, with a check so that a spoilt one is seen."""
        body = "/".join(
            (
                f"CPSF{self.layout}",
                self.session,
                self.planner,
                self.template,
                str(self.edition),
                self.form,
                self.language,
            )
        )
        return f"{body}/{_check(body)}"

    @property
    def short(self) -> str:
        """The form's number for people, for example "7F3A-91C2"."""
        digits = hashlib.blake2b(self.form.encode(), digest_size=4).hexdigest().upper()
        return f"{digits[:4]}-{digits[4:]}"


_STAMP: Final = re.compile(
    r"CPSF(?P<layout>\d{1,3})/(?P<session>[0-9a-f]{32})/(?P<planner>[0-9a-f]{32})/"
    r"(?P<template>[a-z0-9-]{1,60})/(?P<edition>\d{1,10})/(?P<form>[0-9a-f]{32})/"
    r"(?P<language>[A-Za-z0-9-]{2,20})/(?P<check>[0-9a-f]{6})"
)


def find_stamp(text: str) -> FormStamp | None:
    """The stamp in a text, however lines were broken; None where there is none, or a spoilt one."""
    for match in _STAMP.finditer("".join(text.split())):
        found = FormStamp(
            match["session"],
            match["planner"],
            match["template"],
            int(match["edition"]),
            match["form"],
            match["language"],
            int(match["layout"]),
        )
        if found.words == match[0]:
            return found
    return None


def _check(body: str) -> str:
    return hashlib.blake2b(body.encode(), digest_size=3).hexdigest()
