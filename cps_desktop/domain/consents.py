"""Consents: what people are asked, in which words, and what holds after all that was said.

``resources/consents/consents.toml`` has the words. What somebody said is a ``consent`` record that
is never changed; who changes their mind makes another one, which names those it comes after.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from typing import Final, NoReturn

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Consent

FORMAT: Final = 1
LONGEST_FILE: Final = 256 * 1024
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_WORDS: Final = ("key", "edition", "name", "wording", "why")
_LONGEST_TEXT: Final = 2_000


@dataclasses.dataclass(frozen=True, slots=True)
class Purpose:
    """One thing people are asked to agree to; ``wording`` is what they are shown."""

    key: str
    edition: str
    name: str
    wording: str
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """What holds for one purpose. ``given`` is None where nobody was asked yet.

    ``differing`` says that a yes and a no were noted on two laptops that did not know of one
    another: until somebody asks again, it is a no.
    """

    given: bool | None = None
    day: dt.date | None = None
    wording: str = ""
    heads: tuple[Consent, ...] = ()
    differing: bool = False


def standing(said: Iterable[Consent]) -> Standing:
    """What holds after these records of one person and one purpose, in whatever order they came.

    Those that no other comes after count. Is one of them a no, it is a no: a photograph that was
    not taken can be taken another day.
    """
    every = sorted(said, key=lambda one: one.id)
    known = {one.id for one in every}
    # A record cannot come after itself, whoever wrote so.
    before = {each for one in every for each in one.after if each != one.id and each in known}
    heads = tuple(one for one in every if one.id not in before) or tuple(every)
    if not heads:
        return Standing()
    noes = [one for one in heads if not one.given]
    counts = noes or heads
    latest = max(counts, key=lambda one: (one.day or dt.date.min, one.id))
    differing = bool(noes) and len(noes) < len(heads)
    return Standing(not noes, latest.day, latest.wording, heads, differing)


def read_purposes(data: bytes, file: str) -> tuple[Purpose, ...]:
    """The purposes in a file's bytes, in order. Raises InputRefused with one sentence."""
    if len(data) > LONGEST_FILE:
        _refuse(file, "it is far too long")
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        _refuse(file, "it does not read as such a file")
    some = content.get("consent")
    if content.get("format") != FORMAT or not isinstance(some, list) or not some:
        _refuse(file, "it is written for another version of CPS Desktop, or names no consent")
    read = tuple(_purpose(file, one) for one in some)
    if len({one.key for one in read}) != len(read):
        _refuse(file, "a key stands in it twice")
    return read


def _purpose(file: str, some: object) -> Purpose:
    if not isinstance(some, dict) or set(some) != set(_WORDS):
        _refuse(file, "each consent in it has a key, an edition, a name, a wording and a why")
    said: dict[str, str] = {}
    for name in _WORDS:
        text = some[name]
        if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST_TEXT:
            _refuse(file, f"“{name}” is missing or too long in it")
        said[name] = " ".join(text.split())
    if not _KEY.fullmatch(said["key"]):
        _refuse(file, "a key in it has more than small letters, digits and hyphens")
    return Purpose(**said)


def _refuse(file: str, why: str) -> NoReturn:
    raise InputRefused(f"The words for consents in “{file}” cannot be used: {why}.")
