"""The words of the participant view itself, in every language there is a file for.

One file a language in ``resources/words``, ``participant.cy.json``: a key and what it says. What a
planner asks stands in the planner. A speaker has still to check the Welsh and the Polish.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from cps_desktop.paths import resources

FIRST_LANGUAGE: Final = "en"
"""What is said where another language has no words of its own."""


class ParticipantWords:
    """The words in one language: ``words("question_of", number=3, total=9)``."""

    def __init__(self, language: str, words: dict[str, str], usual: dict[str, str]) -> None:
        self.language = language
        self._words = {**usual, **words}

    def __call__(self, key: str, /, **values: object) -> str:
        """What a key says, with its blanks filled in. Raises KeyError for a key nobody knows."""
        return self._words[key].format(**values)

    def altered(self, language: str, way: Callable[[str], str]) -> ParticipantWords:
        """The same keys in another language, made from these words: for trying out what fits."""
        return ParticipantWords(language, {}, {key: way(said) for key, said in self._words.items()})

    @property
    def keys(self) -> frozenset[str]:
        """Every key there is."""
        return frozenset(self._words)


def participant_languages(folder: Path | None = None) -> tuple[str, ...]:
    """The languages there are words for, English first."""
    found = {path.name.split(".")[1] for path in _folder(folder).glob("participant.*.json")}
    return (FIRST_LANGUAGE, *sorted(found - {FIRST_LANGUAGE}))


def participant_words(language: str, folder: Path | None = None) -> ParticipantWords:
    """The words for a language such as "cy" or "pl-PL"; English where there are none."""
    spoken = language.split("-", maxsplit=1)[0]
    if spoken not in participant_languages(folder):
        spoken = FIRST_LANGUAGE
    usual = _read(_folder(folder) / f"participant.{FIRST_LANGUAGE}.json")
    return ParticipantWords(spoken, _read(_folder(folder) / f"participant.{spoken}.json"), usual)


def _folder(folder: Path | None) -> Path:
    return folder if folder is not None else resources() / "words"


@cache
def _read(path: Path) -> dict[str, str]:
    return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
