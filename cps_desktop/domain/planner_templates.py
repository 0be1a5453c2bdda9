"""Planner templates: which stages a planner has, and which boxes stand where on the A3 sheet.

A template is content, one data file each; :mod:`cps_desktop.domain.planner_files` reads and writes
them. The file's format is described for people in ``docs/adding-a-planner.md``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from cps_desktop.domain.kinds import NoteColour

SHEET_WIDTH: Final = 420.0
SHEET_HEIGHT: Final = 297.0
MARGIN: Final = 12.0
TITLE_BLOCK: Final = 28.0
STAGE_HEADING: Final = 10.0
"""Millimetres of a landscape A3 sheet. The title block lies under the top margin; a stage's
heading stands in the strip of this height above its boxes."""

SLACK: Final = 1e-6
"""Millimetres that do not count: sums of decimal places need not come out exactly."""

SMALLEST_BOX: Final = 20.0
"""Millimetres; a narrower or lower box cannot hold one note."""

OWN_LANGUAGE: Final = "en-GB"
"""The language of a planner whose file does not say."""

BOX_KINDS: Final = ("notes", "text", "table", "choice", "scale", "checklist", "sketch")
"""What people put into a box; how each is kept as notes is said at the record kind ``Note``."""

PARTS_OF_KIND: Final[Mapping[str, str]] = {
    "table": "columns",
    "choice": "options",
    "checklist": "items",
}
"""Which parts a box of this kind is made of; a scale has its two ends, the others have none."""

RIGHT_TO_LEFT: Final = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])
"""Languages that are written from right to left."""

Unknown = Mapping[str, Any]
"""Fields that this version does not know, as they stood in the file."""

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the sheet: millimetres from the top left corner."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Area) -> bool:
        """Whether both share more than an edge."""
        return (
            self.x + self.width > other.x + SLACK
            and other.x + other.width > self.x + SLACK
            and self.y + self.height > other.y + SLACK
            and other.y + other.height > self.y + SLACK
        )


DRAWING_AREA: Final = Area(
    MARGIN,
    MARGIN + TITLE_BLOCK,
    SHEET_WIDTH - 2 * MARGIN,
    SHEET_HEIGHT - 2 * MARGIN - TITLE_BLOCK,
)
"""Where stages and boxes may stand: inside the margins, below the title block."""


@dataclasses.dataclass(frozen=True, slots=True)
class Stage:
    """A part of the work, such as "Think": a heading with boxes under it."""

    key: str
    title: str
    prompt: str = ""
    unknown: Unknown = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One option of a choice, one column of a table or one item of a checklist."""

    key: str
    words: str
    unknown: Unknown = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Scale:
    """The whole numbers a scale box offers, both ends included, and what the ends mean."""

    lowest: int
    highest: int
    lowest_words: str = ""
    highest_words: str = ""
    unknown: Unknown = dataclasses.field(default_factory=dict)

    @property
    def numbers(self) -> range:
        """Every number that can be given, the lowest first."""
        return range(self.lowest, self.highest + 1)


@dataclasses.dataclass(frozen=True, slots=True)
class Box:
    """One question of a planner and its place on the sheet.

    ``name`` is short, for menus and "next gap"; ``prompt`` stands on the wall; ``plain`` is the
    same question in easy words, asked one at a time; ``help`` says how to answer; ``example`` is
    what somebody might say. ``picture`` names a drawing in ``resources/pictures``, "" for none.
    ``kind`` is one of ``BOX_KINDS``; ``options`` are those of a choice, ``columns`` those of a
    table, ``items`` those of a checklist, ``scale`` that of a scale. ``was`` are the keys of the
    boxes of earlier editions whose notes belong here now.
    """

    key: str
    stage: str
    area: Area
    name: str
    prompt: str
    plain: str
    help: str = ""
    example: str = ""
    kind: str = "notes"
    picture: str = ""
    options: tuple[Part, ...] = ()
    columns: tuple[Part, ...] = ()
    items: tuple[Part, ...] = ()
    scale: Scale | None = None
    was: tuple[str, ...] = ()
    unknown: Unknown = dataclasses.field(default_factory=dict)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the box is made of: its options, columns or items; nothing for other kinds."""
        return {"table": self.columns, "choice": self.options, "checklist": self.items}.get(
            self.kind, ()
        )

    def part_words(self, key: str) -> str:
        """The words of the option, column or item with this key; "" where there is none."""
        return next((one.words for one in self.parts if one.key == key), "")


@dataclasses.dataclass(frozen=True, slots=True)
class ColourMeaning:
    """What one note colour means on this planner."""

    colour: NoteColour
    meaning: str
    unknown: Unknown = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class PlannerTemplate:
    """A planner template in one edition; stages and boxes are in reading order."""

    id: str
    edition: int
    language: str
    title: str
    purpose: str
    stages: tuple[Stage, ...]
    boxes: tuple[Box, ...]
    colours: tuple[ColourMeaning, ...]
    translations: Mapping[str, Unknown] = dataclasses.field(default_factory=dict)
    unknown: Unknown = dataclasses.field(default_factory=dict)

    def box(self, key: str) -> Box | None:
        """The box with this key, or None where this edition has none."""
        return next((one for one in self.boxes if one.key == key), None)

    def boxes_of(self, stage: str) -> tuple[Box, ...]:
        """The boxes of a stage, in reading order."""
        return tuple(one for one in self.boxes if one.stage == stage)

    def stage_area(self, stage: str) -> Area:
        """Where a stage stands: its boxes and the heading above them."""
        areas = [one.area for one in self.boxes_of(stage)]
        left, top = min(one.x for one in areas), min(one.y for one in areas)
        right = max(one.x + one.width for one in areas)
        bottom = max(one.y + one.height for one in areas)
        return Area(left, top - STAGE_HEADING, right - left, bottom - top + STAGE_HEADING)

    def meaning(self, colour: str) -> str:
        """What a note colour means here; "" where the legend does not say."""
        return next((one.meaning for one in self.colours if one.colour == colour), "")

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language this planner can be read in, its own first."""
        return (self.language, *sorted(self.translations))

    def in_language(self, language: str) -> PlannerTemplate:
        """The same planner with its words in another language, as far as they are translated.

        A planner that has no words for "cy-GB" gives those for "cy".
        """
        found = language if language in self.translations else language.split("-", maxsplit=1)[0]
        words = self.translations.get(found)
        if words is None or language == self.language:
            return self
        return dataclasses.replace(
            self,
            language=found,
            stages=tuple(_reworded(one, words, "stages", one.key) for one in self.stages),
            boxes=tuple(_box_reworded(one, words) for one in self.boxes),
            colours=tuple(_reworded(one, words, "colours", one.colour) for one in self.colours),
            **{name: words[name] for name in ("title", "purpose") if name in words},
        )


WORDS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "stages": ("title", "prompt"),
    "boxes": ("name", "prompt", "plain", "help", "example"),
    "colours": ("meaning",),
}
"""Which words of each part of a planner a translation may replace."""

SCALE_WORDS: Final = ("lowest_words", "highest_words")


def runs_right_to_left(language: str) -> bool:
    """Whether a language such as "ar" or "ur-PK" is written from right to left."""
    return language.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT


def _reworded(one: T, words: Unknown, part: str, key: str) -> T:
    said = words.get(part, {}).get(key, {})
    chosen = {name: said[name] for name in WORDS_OF[part] if name in said}
    return dataclasses.replace(one, **chosen) if chosen else one  # type: ignore[type-var]


def _box_reworded(box: Box, words: Unknown) -> Box:
    said = words.get("boxes", {}).get(box.key, {})
    box = _reworded(box, words, "boxes", box.key)
    if said.get("plain") and "prompt" not in said:
        # Who reads this language can do more with the plain question than with the wall's own.
        box = dataclasses.replace(box, prompt=box.plain)
    if (name := PARTS_OF_KIND.get(box.kind)) and name in said:
        parts = tuple(
            dataclasses.replace(one, words=said[name].get(one.key, one.words)) for one in box.parts
        )
        return with_parts(box, parts)
    if box.scale is not None and "scale" in said:
        ends = {end: said["scale"][end] for end in SCALE_WORDS if end in said["scale"]}
        return dataclasses.replace(box, scale=dataclasses.replace(box.scale, **ends))
    return box


def with_parts(box: Box, parts: tuple[Part, ...]) -> Box:
    """The box with other options, columns or items, whichever its kind has."""
    if box.kind == "table":
        return dataclasses.replace(box, columns=parts)
    if box.kind == "choice":
        return dataclasses.replace(box, options=parts)
    return dataclasses.replace(box, items=parts)
