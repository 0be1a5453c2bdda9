"""Two languages nobody speaks, made from a planner's own words: they find what does not fit.

``LONGER`` says everything at three times the length ("200 % longer"), with marks above the letters;
``MIRRORED`` is written from right to left, in Hebrew letters.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from cps_desktop.domain.planner_parts import LONGEST_TEXT
from cps_desktop.domain.planner_templates import (
    PARTS_OF_KIND,
    SCALE_WORDS,
    WORDS_OF,
    Box,
    PlannerTemplate,
)
from cps_desktop.services.participant_words import ParticipantWords, participant_words

LONGER: Final = "xa"
MIRRORED: Final = "he"
_PLAIN: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MARKED: Final = "áƀçďéƒĝĥíĵķłɱñóƥqřšťúṽŵẋýžÁƁÇĎÉƑĜĤÍĴĶŁṀÑÓƤQŘŠŤÚṼŴẊÝŽ"
_OTHER: Final = "אבגדהוזחטיכלמנסעפצקרשתאבגדאבגדהוזחטיכלמנסעפצקרשתאבגד"


def longer(text: str) -> str:
    """The text with marks above its letters, at three times its length; blanks stay blanks."""
    marked = _outside_blanks(text, str.maketrans(_PLAIN, _MARKED))
    missing = 2 * len(text)
    words = ("óñé ťŵó ťĥřéé " * (missing // 13 + 1))[:missing].strip()
    return f"{marked} {words}"[:LONGEST_TEXT]


def mirrored(text: str) -> str:
    """The text in letters that run from right to left."""
    return _outside_blanks(text, str.maketrans(_PLAIN, _OTHER))


def _outside_blanks(text: str, letters: dict[int, int]) -> str:
    parts = re.split(r"(\{\w+\})", text)
    return "".join(one if one.startswith("{") else one.translate(letters) for one in parts)


WAYS: Final[Mapping[str, Callable[[str], str]]] = {LONGER: longer, MIRRORED: mirrored}


def also_in(template: PlannerTemplate, language: str) -> PlannerTemplate:
    """The planner with all its words in ``LONGER`` or ``MIRRORED`` as a further translation."""
    way = WAYS[language]
    words: dict[str, Any] = {"title": way(template.title), "purpose": way(template.purpose)}
    for part, names in WORDS_OF.items():
        words[part] = {
            str(getattr(one, "colour", None) or one.key): {
                name: way(getattr(one, name)) for name in names if getattr(one, name)
            }
            for one in getattr(template, part)
        }
    for box in template.boxes:
        words["boxes"][box.key] |= _parts(box, way)
    return dataclasses.replace(template, translations={**template.translations, language: words})


def _parts(box: Box, way: Callable[[str], str]) -> dict[str, dict[str, str]]:
    said = {}
    if name := PARTS_OF_KIND.get(box.kind):
        said[name] = {one.key: way(one.words) for one in box.parts}
    if box.scale is not None:
        said["scale"] = {end: way(getattr(box.scale, end)) for end in SCALE_WORDS}
    return said


def words_in(language: str) -> ParticipantWords:
    """The participant view's own words in ``LONGER`` or ``MIRRORED``."""
    return participant_words("en").altered(language, WAYS[language])
