"""Planner files: read strictly, kept whole, written again.

Reading never guesses: what is not as it should be is refused with one sentence that names the
place, so that whoever wrote the file can mend it. Fields this version does not know are kept and
written again. The format is described for people in ``docs/adding-a-planner.md``.

Format 1 knew boxes with notes. Format 2 adds the other kinds of box; a planner that does not use
them is still written as format 1, so that an earlier version of the program reads it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.planner_checks import problems
from cps_desktop.domain.planner_parts import (
    Fields,
    NotAsItShouldBe,
    is_language,
    read_box,
    read_colour,
    read_stage,
    read_translations,
)
from cps_desktop.domain.planner_templates import (
    OWN_LANGUAGE,
    PARTS_OF_KIND,
    Box,
    PlannerTemplate,
    Scale,
)

FORMAT: Final = 2
"""The newest planner format this version reads."""

LARGEST_FILE: Final = 512 * 1024
MOST_STAGES: Final = 8
MOST_BOXES: Final = 40
"""Bytes and counts beyond which a planner no longer fits a wall or a sheet."""


def read_template(data: bytes, file_name: str) -> PlannerTemplate:
    """Read one planner file. Raises InputRefused with one sentence; nothing else can come out."""
    try:
        return _read(data, draft=False)
    except NotAsItShouldBe as problem:
        raise InputRefused(
            f"The planner file “{file_name}” cannot be used: {problem} Nothing was changed."
        ) from None


def read_draft(data: bytes) -> PlannerTemplate | None:
    """A planner somebody is still making: words may be missing and boxes may overlap.

    None where it cannot be read at all.
    """
    try:
        return _read(data, draft=True)
    except NotAsItShouldBe:
        return None


def format_of(template: PlannerTemplate) -> int:
    """The oldest planner format that can hold this template."""
    return 2 if any(one.kind != "notes" for one in template.boxes) else 1


def _read(data: bytes, *, draft: bool) -> PlannerTemplate:
    fields = _decode(data)
    planner_format = _checked_format(fields)
    taken = Fields(fields, "the planner")
    taken.take("planner_format")
    language = taken.text("language", needed=False) or OWN_LANGUAGE
    if not is_language(language):
        raise NotAsItShouldBe('its "language" is not a language code such as "en-GB".')
    box = partial(read_box, planner_format=planner_format, draft=draft)
    template = PlannerTemplate(
        id=taken.key("id"),
        edition=taken.whole_number("edition"),
        language=language,
        title=taken.text("title", needed=not draft),
        purpose=taken.text("purpose", needed=False),
        stages=taken.many("stages", partial(read_stage, draft=draft), MOST_STAGES),
        boxes=taken.many("boxes", box, MOST_BOXES, needed=not draft),
        colours=taken.many("colours", read_colour, len(NoteColour), needed=False),
        translations=read_translations(taken, planner_format),
        unknown=taken.rest(),
    )
    problem = None if draft else next(problems(template), None)
    if problem is not None:
        raise NotAsItShouldBe(problem.sentence)
    return template


def _decode(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST_FILE:
        raise NotAsItShouldBe(
            f"it is larger than {LARGEST_FILE // 1024} kB, and no planner is that large."
        )
    if not data.strip():
        raise NotAsItShouldBe("it is empty.")
    try:
        found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotAsItShouldBe("it is cut short or is not a planner at all.") from None
    if not isinstance(found, dict) or "planner_format" not in found:
        raise NotAsItShouldBe("it is some other kind of file, not a planner.")
    return found


def _checked_format(fields: Mapping[str, Any]) -> int:
    number = fields["planner_format"]
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise NotAsItShouldBe(f'its "planner_format" has to be a number from 1 to {FORMAT}.')
    if number > FORMAT:
        raise NotAsItShouldBe(
            "it was made for a newer version of this program; update the program to use it."
        )
    return number


def write_template(template: PlannerTemplate, *, close: bool = False) -> bytes:
    """The template as a planner file, with every field that this version does not know.

    ``close`` leaves out the spaces that make it easy to read.
    """
    planner_format = format_of(template)
    written: dict[str, Any] = {"planner_format": planner_format}
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
    written["boxes"] = [_written_box(one, planner_format) for one in template.boxes]
    if template.translations:
        written["translations"] = template.translations
    written.update(template.unknown)
    text = msgspec.json.encode(written)
    return text if close else msgspec.json.format(text, indent=2) + b"\n"


def _written_box(box: Box, planner_format: int) -> dict[str, Any]:
    written = {name: getattr(box, name) for name in ("key", "stage", "name", "kind")}
    written.update({name: getattr(box, name) for name in ("prompt", "plain", "help", "example")})
    if box.picture:
        written["picture"] = box.picture
    if box.was:
        written["was"] = list(box.was)
    for name in PARTS_OF_KIND.values():
        if parts := getattr(box, name):
            written[name] = [{"key": one.key, "words": one.words, **one.unknown} for one in parts]
    if box.scale is not None:
        written["scale"] = _written_scale(box.scale)
    # What format 1 did not know and format 2 gives a meaning would now be misread.
    known = {*PARTS_OF_KIND.values(), "scale", "picture", "was"} if planner_format > 1 else set()
    unknown = {name: value for name, value in box.unknown.items() if name not in known}
    return {**unknown, **written, **dataclasses.asdict(box.area)}


def _written_scale(scale: Scale) -> dict[str, Any]:
    names = ("lowest", "highest", "lowest_words", "highest_words")
    return {**{name: getattr(scale, name) for name in names}, **scale.unknown}
