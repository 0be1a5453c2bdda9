"""The program's own line drawings: one beside a question helps whoever does not read with ease.

Each is an SVG file in ``resources/pictures``; what it shows is said in a file beside them, one a
language. Lines take the colour of whoever draws them (``currentColor``), so one file serves every
theme. A planner names a drawing; a name nobody knows is no drawing, and no error.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from cps_desktop.paths import resources

INK: Final = "currentColor"
"""What stands in a drawing's file where its colour comes."""


def drawing_names() -> tuple[str, ...]:
    """Every drawing there is, by name."""
    return tuple(sorted(path.stem for path in _folder().glob("*.svg")))


@cache
def drawing(name: str, colour: str) -> bytes:
    """A drawing as SVG in a colour such as "#212b32"; b"" where there is none of this name."""
    if name not in drawing_names():
        return b""
    text = (_folder() / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace(INK, colour).encode()


def drawing_words(name: str, language: str = "en") -> str:
    """What a drawing shows, in words; in English where a language has none, "" for no drawing."""
    spoken = language.split("-", maxsplit=1)[0]
    return _words(spoken).get(name) or _words("en").get(name, "")


@cache
def _words(language: str) -> dict[str, str]:
    path = _folder() / f"words.{language}.json"
    return msgspec.json.decode(path.read_bytes(), type=dict[str, str]) if path.is_file() else {}


def _folder() -> Path:
    return resources() / "pictures"
