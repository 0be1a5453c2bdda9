"""The parts of a planner file as they are read: strictly, naming the place of what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.planner_checks import LONGEST_PART, MOST_PARTS
from cps_desktop.domain.planner_templates import (
    BOX_KINDS,
    PARTS_OF_KIND,
    SCALE_WORDS,
    WORDS_OF,
    Area,
    Box,
    ColourMeaning,
    Part,
    Scale,
    Stage,
    Unknown,
)

LONGEST_TEXT: Final = 400
"""Characters in one text of a planner."""

LONGEST_KEY: Final = 60

_KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SINGULAR: Final = {
    "stages": "stage",
    "boxes": "box",
    "colours": "colour",
    "options": "option",
    "columns": "column",
    "items": "item",
}
_WRONG_TRANSLATIONS: Final = 'its "translations" are not written as this version expects.'

T = TypeVar("T")


class NotAsItShouldBe(Exception):
    """What is wrong with a planner file, as one sentence."""


def is_key(text: object) -> bool:
    """Whether this can be the key of a planner, a stage, a box or a part of a box."""
    return isinstance(text, str) and len(text) <= LONGEST_KEY and bool(_KEY.fullmatch(text))


def is_language(text: str) -> bool:
    """Whether this is written like a language code such as "en-GB"."""
    return bool(_LANGUAGE.fullmatch(text))


class Fields:
    """The fields of one object in the file; what nobody takes is kept as it stands."""

    def __init__(self, fields: Mapping[str, Any], where: str) -> None:
        self._fields = dict(fields)
        self.where = where

    def take(self, name: str) -> Any:
        return self._fields.pop(name, None)

    def rest(self) -> Unknown:
        return self._fields

    def look(self, name: str) -> Any:
        return self._fields.get(name)

    def text(self, name: str, *, needed: bool = True, longest: int = LONGEST_TEXT) -> str:
        found = self.take(name)
        if found is None and not needed:
            return ""
        if not isinstance(found, str) or (needed and not found.strip()):
            raise NotAsItShouldBe(f'{self.where} needs a text called "{name}".')
        if len(found) > longest:
            raise NotAsItShouldBe(
                f'the "{name}" of {self.where} is longer than {longest} characters.'
            )
        if not found.isprintable():
            raise NotAsItShouldBe(f'the "{name}" of {self.where} has to be one line of text.')
        return found

    def key(self, name: str) -> str:
        found = self.text(name)
        if not is_key(found):
            raise NotAsItShouldBe(
                f'the "{name}" of {self.where} takes small letters, digits and hyphens only.'
            )
        return found

    def whole_number(self, name: str, least: int = 1) -> int:
        found = self.take(name)
        if not isinstance(found, int) or isinstance(found, bool) or not least <= found < 2**31:
            raise NotAsItShouldBe(
                f'{self.where} needs a whole number from {least} called "{name}".'
            )
        return found

    def millimetres(self, name: str) -> float:
        found = self.take(name)
        if not isinstance(found, (int, float)) or isinstance(found, bool):
            raise NotAsItShouldBe(f'{self.where} needs "{name}" in millimetres.')
        if not abs(found) < 10_000:
            raise NotAsItShouldBe(f'the "{name}" of {self.where} does not lie on the page.')
        return float(found)

    def many(
        self, name: str, read: Callable[[Fields], T], most: int, *, needed: bool = True
    ) -> tuple[T, ...]:
        found = self.take(name)
        if found is None and not needed:
            return ()
        of = "it" if name in {"stages", "boxes", "colours"} else self.where
        if not isinstance(found, list) or (needed and not found):
            raise NotAsItShouldBe(f'{of} needs a list called "{name}".')
        if len(found) > most:
            raise NotAsItShouldBe(f'{of} has more than {most} "{name}".')
        singular, inside = _SINGULAR[name], "" if of == "it" else f" of {of}"
        made = []
        for number, one in enumerate(found, start=1):
            if not isinstance(one, dict):
                raise NotAsItShouldBe(
                    f"{singular} {number}{inside} is not written in curly brackets."
                )
            key = one.get("key")
            called = f"{singular} “{key}”" if isinstance(key, str) else f"{singular} {number}"
            made.append(read(Fields(one, called[:80] + inside)))
        return tuple(made)


def read_stage(fields: Fields, *, draft: bool = False) -> Stage:
    """One stage."""
    return Stage(
        key=fields.key("key"),
        title=fields.text("title", needed=not draft),
        prompt=fields.text("prompt", needed=False),
        unknown=fields.rest(),
    )


def read_box(fields: Fields, planner_format: int, *, draft: bool = False) -> Box:
    """One box. In format 1 what only format 2 knows is kept as it stands, as it always was."""
    area = Area(*(fields.millimetres(name) for name in ("x", "y", "width", "height")))
    prompt = fields.text("prompt", needed=not draft)
    kind = fields.text("kind", needed=False) or "notes"
    if kind not in BOX_KINDS:
        raise NotAsItShouldBe(
            f"{fields.where} is of the kind “{kind[:30]}”, which this version does not know."
        )
    if kind != "notes" and planner_format < 2:
        raise NotAsItShouldBe(
            f'{fields.where} is of the kind “{kind}”, for which "planner_format" has to be 2.'
        )
    return Box(
        key=fields.key("key"),
        stage=fields.text("stage"),
        area=area,
        name=fields.text("name", needed=False) or prompt,
        prompt=prompt,
        plain=fields.text("plain", needed=not draft),
        help=fields.text("help", needed=False),
        example=fields.text("example", needed=False),
        kind=kind,
        picture=_picture(fields, planner_format),
        was=_was(fields, planner_format),
        **(_made_of(fields) if planner_format > 1 else {}),
        unknown=fields.rest(),
    )


def _picture(fields: Fields, planner_format: int) -> str:
    found = fields.look("picture")
    if planner_format == 1 and not is_key(found):
        return ""
    if found is None:
        fields.take("picture")
        return ""
    return fields.key("picture")


def _was(fields: Fields, planner_format: int) -> tuple[str, ...]:
    found = fields.look("was")
    right = isinstance(found, list) and len(found) <= LONGEST_KEY and all(map(is_key, found))
    if planner_format == 1 and not right:
        return ()
    if not right and found is not None:
        raise NotAsItShouldBe(f'the "was" of {fields.where} has to be a list of boxes.')
    return tuple(fields.take("was") or ())


def _made_of(fields: Fields) -> dict[str, Any]:
    made: dict[str, Any] = {
        name: fields.many(name, _part, MOST_PARTS[name], needed=False)
        for name in PARTS_OF_KIND.values()
    }
    found = fields.take("scale")
    if found is not None:
        if not isinstance(found, dict):
            raise NotAsItShouldBe(f'the "scale" of {fields.where} is not in curly brackets.')
        made["scale"] = _scale(Fields(found, f"the scale of {fields.where}"))
    return made


def _part(fields: Fields) -> Part:
    key, words = fields.key("key"), fields.text("words", longest=LONGEST_PART)
    return Part(key, words, fields.rest())


def _scale(fields: Fields) -> Scale:
    return Scale(
        lowest=fields.whole_number("lowest", 0),
        highest=fields.whole_number("highest", 0),
        lowest_words=fields.text("lowest_words", needed=False, longest=LONGEST_PART),
        highest_words=fields.text("highest_words", needed=False, longest=LONGEST_PART),
        unknown=fields.rest(),
    )


def read_colour(fields: Fields) -> ColourMeaning:
    """What one colour means."""
    name = fields.text("colour")
    if name not in set(NoteColour):
        known = ", ".join(NoteColour)
        raise NotAsItShouldBe(f"{fields.where} has to be one of these: {known}.")
    return ColourMeaning(NoteColour(name), fields.text("meaning"), fields.rest())


def read_translations(fields: Fields, planner_format: int) -> Mapping[str, Unknown]:
    """The words in other languages, kept as they stand once they are known to be words."""
    found = fields.take("translations")
    if found is None:
        return {}
    wrong = NotAsItShouldBe(_WRONG_TRANSLATIONS)
    if not isinstance(found, dict):
        raise wrong
    for language, words in found.items():
        if not is_language(language) or not isinstance(words, dict):
            raise wrong
        texts = [words[name] for name in ("title", "purpose") if name in words]
        for part, names in WORDS_OF.items():
            said = words.get(part, {})
            if not isinstance(said, dict) or not all(isinstance(v, dict) for v in said.values()):
                raise wrong
            texts += [one[name] for one in said.values() for name in names if name in one]
        if planner_format > 1:
            texts += _part_texts(words)
        if not all(isinstance(text, str) and 0 < len(text) <= LONGEST_TEXT for text in texts):
            raise wrong
    return found


def _part_texts(words: Unknown) -> list[Any]:
    """What a translation says for options, columns, items and the ends of scales."""
    texts: list[Any] = []
    for said in words.get("boxes", {}).values():
        for name in (*PARTS_OF_KIND.values(), "scale"):
            parts = said.get(name, {})
            if not isinstance(parts, dict):
                raise NotAsItShouldBe(_WRONG_TRANSLATIONS)
            texts += [text for key, text in parts.items() if name != "scale" or key in SCALE_WORDS]
    return texts
