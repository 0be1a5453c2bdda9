"""Planner files: read strictly, kept whole, written again.

Reading never guesses: what is not as it should be is refused with one sentence that names the
place, so that whoever wrote the file can mend it. Fields this version does not know are kept and
written again. The format is described for people in ``docs/adding-a-planner.md``.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any, Final, TypeVar

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.planner_templates import (
    DRAWING_AREA,
    OWN_LANGUAGE,
    SLACK,
    SMALLEST_BOX,
    STAGE_HEADING,
    WORDS_OF,
    Area,
    Box,
    ColourMeaning,
    PlannerTemplate,
    Stage,
    Unknown,
)

FORMAT: Final = 1
"""The newest planner format this version reads."""

LARGEST_FILE: Final = 512 * 1024
MOST_STAGES: Final = 8
MOST_BOXES: Final = 40
LONGEST_TEXT: Final = 400
"""Bytes, counts and characters beyond which a planner no longer fits a wall or a sheet."""

BOX_KINDS: Final = frozenset({"notes"})

_KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

T = TypeVar("T")


def read_template(data: bytes, file_name: str) -> PlannerTemplate:
    """Read one planner file. Raises InputRefused with one sentence; nothing else can come out."""
    try:
        return _Reader(file_name).template(data)
    except _NotAsItShouldBe as problem:
        raise InputRefused(
            f"The planner file “{file_name}” cannot be used: {problem} Nothing was changed."
        ) from None


class _NotAsItShouldBe(Exception):
    """What is wrong with a planner file, as one sentence."""


class _Reader:
    """Reads what a planner file says, naming the place of everything it objects to."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name

    def template(self, data: bytes) -> PlannerTemplate:
        fields = self._decode(data)
        self._check_format(fields)
        taken = _Fields(fields, "the planner")
        taken.take("planner_format")
        language = taken.text("language", needed=False) or OWN_LANGUAGE
        if not _LANGUAGE.fullmatch(language):
            raise _NotAsItShouldBe('its "language" is not a language code such as "en-GB".')
        template = PlannerTemplate(
            id=taken.key("id"),
            edition=taken.whole_number("edition"),
            language=language,
            title=taken.text("title"),
            purpose=taken.text("purpose", needed=False),
            stages=taken.many("stages", _stage, MOST_STAGES),
            boxes=taken.many("boxes", _box, MOST_BOXES),
            colours=taken.many("colours", _colour, len(NoteColour), needed=False),
            translations=_translations(taken),
            unknown=taken.rest(),
        )
        _check_parts(template)
        _check_places(template)
        return template

    def _decode(self, data: bytes) -> dict[str, Any]:
        if len(data) > LARGEST_FILE:
            raise _NotAsItShouldBe(
                f"it is larger than {LARGEST_FILE // 1024} kB, and no planner is that large."
            )
        if not data.strip():
            raise _NotAsItShouldBe("it is empty.")
        try:
            found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise _NotAsItShouldBe("it is cut short or is not a planner at all.") from None
        if not isinstance(found, dict) or "planner_format" not in found:
            raise _NotAsItShouldBe("it is some other kind of file, not a planner.")
        return found

    def _check_format(self, fields: Mapping[str, Any]) -> None:
        number = fields["planner_format"]
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise _NotAsItShouldBe(f'its "planner_format" has to be the number {FORMAT}.')
        if number > FORMAT:
            raise _NotAsItShouldBe(
                "it was made for a newer version of this program; update the program to use it."
            )


class _Fields:
    """The fields of one object in the file; what nobody takes is kept as it stands."""

    def __init__(self, fields: Mapping[str, Any], where: str) -> None:
        self._fields = dict(fields)
        self.where = where

    def take(self, name: str) -> Any:
        return self._fields.pop(name, None)

    def rest(self) -> Unknown:
        return self._fields

    def text(self, name: str, *, needed: bool = True) -> str:
        found = self.take(name)
        if found is None and not needed:
            return ""
        if not isinstance(found, str) or (needed and not found.strip()):
            raise _NotAsItShouldBe(f'{self.where} needs a text called "{name}".')
        if len(found) > LONGEST_TEXT:
            raise _NotAsItShouldBe(
                f'the "{name}" of {self.where} is longer than {LONGEST_TEXT} characters.'
            )
        if not found.isprintable():
            raise _NotAsItShouldBe(f'the "{name}" of {self.where} has to be one line of text.')
        return found

    def key(self, name: str) -> str:
        found = self.text(name)
        if not _KEY.fullmatch(found) or len(found) > 60:
            raise _NotAsItShouldBe(
                f'the "{name}" of {self.where} takes small letters, digits and hyphens only.'
            )
        return found

    def whole_number(self, name: str) -> int:
        found = self.take(name)
        if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found < 2**31:
            raise _NotAsItShouldBe(f'{self.where} needs a whole number from 1 called "{name}".')
        return found

    def millimetres(self, name: str) -> float:
        found = self.take(name)
        if not isinstance(found, (int, float)) or isinstance(found, bool):
            raise _NotAsItShouldBe(f'{self.where} needs "{name}" in millimetres.')
        if not abs(found) < 10_000:
            raise _NotAsItShouldBe(f'the "{name}" of {self.where} does not lie on the page.')
        return float(found)

    def many(
        self, name: str, read: Callable[[_Fields], T], most: int, *, needed: bool = True
    ) -> tuple[T, ...]:
        found = self.take(name)
        if found is None and not needed:
            return ()
        if not isinstance(found, list) or (needed and not found):
            raise _NotAsItShouldBe(f'it needs a list called "{name}".')
        if len(found) > most:
            raise _NotAsItShouldBe(f'it has more than {most} "{name}".')
        singular = {"stages": "stage", "boxes": "box", "colours": "colour"}[name]
        made = []
        for number, one in enumerate(found, start=1):
            if not isinstance(one, dict):
                raise _NotAsItShouldBe(f"{singular} {number} is not written in curly brackets.")
            key = one.get("key")
            called = f"{singular} “{key}”" if isinstance(key, str) else f"{singular} {number}"
            made.append(read(_Fields(one, called[:80])))
        return tuple(made)


def _stage(fields: _Fields) -> Stage:
    return Stage(
        key=fields.key("key"),
        title=fields.text("title"),
        prompt=fields.text("prompt", needed=False),
        unknown=fields.rest(),
    )


def _box(fields: _Fields) -> Box:
    area = Area(*(fields.millimetres(name) for name in ("x", "y", "width", "height")))
    prompt = fields.text("prompt")
    kind = fields.text("kind", needed=False) or "notes"
    if kind not in BOX_KINDS:
        raise _NotAsItShouldBe(
            f"{fields.where} is of the kind “{kind[:30]}”, which this version does not know."
        )
    return Box(
        key=fields.key("key"),
        stage=fields.text("stage"),
        area=area,
        name=fields.text("name", needed=False) or prompt,
        prompt=prompt,
        plain=fields.text("plain"),
        help=fields.text("help", needed=False),
        example=fields.text("example", needed=False),
        kind=kind,
        unknown=fields.rest(),
    )


def _colour(fields: _Fields) -> ColourMeaning:
    name = fields.text("colour")
    if name not in set(NoteColour):
        known = ", ".join(NoteColour)
        raise _NotAsItShouldBe(f"{fields.where} has to be one of these: {known}.")
    return ColourMeaning(NoteColour(name), fields.text("meaning"), fields.rest())


def _translations(fields: _Fields) -> Mapping[str, Unknown]:
    found = fields.take("translations")
    if found is None:
        return {}
    wrong = _NotAsItShouldBe('its "translations" are not written as this version expects.')
    if not isinstance(found, dict):
        raise wrong
    for language, words in found.items():
        if not _LANGUAGE.fullmatch(language) or not isinstance(words, dict):
            raise wrong
        texts = [words[name] for name in ("title", "purpose") if name in words]
        for part, names in WORDS_OF.items():
            said = words.get(part, {})
            if not isinstance(said, dict) or not all(isinstance(v, dict) for v in said.values()):
                raise wrong
            texts += [one[name] for one in said.values() for name in names if name in one]
        if not all(isinstance(text, str) and 0 < len(text) <= LONGEST_TEXT for text in texts):
            raise wrong
    return found


def _check_parts(template: PlannerTemplate) -> None:
    for what, names in (
        ("stage", [one.key for one in template.stages]),
        ("box", [one.key for one in template.boxes]),
        ("colour", [str(one.colour) for one in template.colours]),
    ):
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            raise _NotAsItShouldBe(f"the {what} “{twice[0]}” is there twice.")
    stages = {one.key for one in template.stages}
    for box in template.boxes:
        if box.stage not in stages:
            raise _NotAsItShouldBe(
                f"box “{box.key}” belongs to the stage “{box.stage[:60]}”, which is not there."
            )
    for stage in template.stages:
        if not template.boxes_of(stage.key):
            raise _NotAsItShouldBe(f"the stage “{stage.key}” has no box.")


def _check_places(template: PlannerTemplate) -> None:
    page = DRAWING_AREA
    for box in template.boxes:
        area = box.area
        if area.width < SMALLEST_BOX or area.height < SMALLEST_BOX:
            raise _NotAsItShouldBe(
                f"box “{box.key}” is smaller than {SMALLEST_BOX:g} by {SMALLEST_BOX:g} mm."
            )
        if (
            area.x < page.x - SLACK
            or area.x + area.width > page.x + page.width + SLACK
            or area.y < page.y + STAGE_HEADING - SLACK
            or area.y + area.height > page.y + page.height + SLACK
        ):
            raise _NotAsItShouldBe(
                f"box “{box.key}” does not lie on the page: boxes stand between {page.x:g} and "
                f"{page.x + page.width:g} mm from the left and between {page.y + STAGE_HEADING:g} "
                f"and {page.y + page.height:g} mm from the top."
            )
    for one, other in combinations(template.boxes, 2):
        if one.area.overlaps(other.area):
            raise _NotAsItShouldBe(f"the boxes “{one.key}” and “{other.key}” overlap.")
    for first, second in combinations(template.stages, 2):
        if template.stage_area(first.key).overlaps(template.stage_area(second.key)):
            raise _NotAsItShouldBe(
                f"the stages “{first.key}” and “{second.key}” overlap; each needs "
                f"{STAGE_HEADING:g} mm above its boxes for its heading."
            )


def write_template(template: PlannerTemplate) -> bytes:
    """The template as a planner file, with every field that this version does not know."""
    written: dict[str, Any] = {"planner_format": FORMAT}
    for name in ("id", "edition", "language", "title", "purpose"):
        written[name] = getattr(template, name)
    written["colours"] = [
        {"colour": one.colour.value, "meaning": one.meaning, **one.unknown}
        for one in template.colours
    ]
    written["stages"] = [
        {"key": one.key, "title": one.title, "prompt": one.prompt, **one.unknown}
        for one in template.stages
    ]
    written["boxes"] = [_written_box(one) for one in template.boxes]
    if template.translations:
        written["translations"] = template.translations
    written.update(template.unknown)
    return msgspec.json.format(msgspec.json.encode(written), indent=2) + b"\n"


def _written_box(box: Box) -> dict[str, Any]:
    written = {
        name: getattr(box, name)
        for name in ("key", "stage", "name", "kind", "prompt", "plain", "help", "example")
    }
    return {**written, **dataclasses.asdict(box.area), **box.unknown}
