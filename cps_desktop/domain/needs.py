"""What people may need so that a day suits them: the list to choose from, which is data.

``resources/needs/needs.toml`` is the list; a workspace may have files of its own that add to it
(docs/adding-needs.md). What one person needs is a ``need`` record.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterable
from typing import Any, Final, Literal, NoReturn, cast

from cps_desktop.domain.faults import InputRefused

FORMAT: Final = 1
LONGEST_FILE: Final = 256 * 1024
"""Bytes; a list of needs is a page or two of text."""
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LONGEST_TEXT: Final = 200
_GROUP_WORDS: Final = frozenset({"key", "title", "need"})
_NEED_WORDS: Final = frozenset({"key", "words", "ready", "asks", "counts", "papers"})

Papers = Literal["", "large print", "easy words"]
Counts = Literal["people", "room"]


@dataclasses.dataclass(frozen=True, slots=True)
class NeedKind:
    """Something that can be needed.

    ``words`` stand on the form, ``ready`` on the preparation list; ``asks`` is the question for
    more ("Which language"), "" where nothing more is asked. ``counts`` says whether one is enough
    for the room. ``papers`` is how papers are offered where somebody needs this.
    """

    key: str
    words: str
    ready: str
    asks: str = ""
    counts: Counts = "people"
    papers: Papers = ""


@dataclasses.dataclass(frozen=True, slots=True)
class NeedGroup:
    """Needs that stand together on the form."""

    key: str
    title: str
    needs: tuple[NeedKind, ...]


class NeedList:
    """Everything that can be chosen, in the order in which it is offered."""

    def __init__(self, groups: Iterable[NeedGroup]) -> None:
        self.groups = tuple(groups)
        self._by_key = {one.key: one for group in self.groups for one in group.needs}

    def get(self, key: str) -> NeedKind | None:
        """The need of this key; None where this list does not know it."""
        return self._by_key.get(key)

    def place(self, key: str) -> int:
        """Where a need stands in the list; what is not known comes last."""
        return next(
            (at for at, one in enumerate(self._by_key) if one == key),
            len(self._by_key),
        )

    def words(self, key: str, detail: str) -> str:
        """A need as it is said: "An interpreter: Polish". An unknown one is its detail or key."""
        return _with_detail(known.words if (known := self.get(key)) else "", key, detail)

    def ready_words(self, key: str, detail: str) -> str:
        """A need as something to be got ready: "Interpreter: Polish"."""
        return _with_detail(known.ready if (known := self.get(key)) else "", key, detail)

    def with_more(self, other: NeedList) -> NeedList:
        """This list with the needs of another: in groups of the same key, or in new ones. A need
        of the same key takes the place of the one before."""
        own = {one.key: one for one in self.groups}
        again = {need.key: need for group in other.groups for need in group.needs}
        groups = []
        placed: set[str] = set()
        for group in self.groups:
            needs = [again.get(one.key, one) for one in group.needs]
            placed |= {one.key for one in needs}
            more = next((one.needs for one in other.groups if one.key == group.key), ())
            needs += [one for one in more if one.key not in self._by_key]
            placed |= {one.key for one in needs}
            groups.append(dataclasses.replace(group, needs=tuple(needs)))
        for group in other.groups:
            if group.key not in own:
                left = tuple(one for one in group.needs if one.key not in placed)
                groups.append(dataclasses.replace(group, needs=left))
        return NeedList(groups)


def _with_detail(words: str, key: str, detail: str) -> str:
    said = words or key.replace("-", " ").capitalize()
    detail = " ".join(detail.split())
    return f"{said}: {detail}" if detail else said


def read_needs(data: bytes, file: str) -> NeedList:
    """The list in a file's bytes. Raises InputRefused with one sentence where it cannot be used:
    a word that is not known is refused, so that a slip of the pen is not passed over."""
    if len(data) > LONGEST_FILE:
        _refuse(file, "it is far too long for a list of needs")
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        _refuse(file, "it does not read as such a file")
    if content.get("format") != FORMAT:
        _refuse(file, "it is written for another version of CPS Desktop")
    groups = content.get("group")
    if set(content) - {"format", "group"} or not isinstance(groups, list) or not groups:
        _refuse(file, "it has no groups of needs, or words that are not known")
    read = [_group(file, one) for one in groups]
    keys = [need.key for group in read for need in group.needs]
    twice = next((one for one in keys if keys.count(one) > 1), "")
    if twice:
        _refuse(file, f"the key “{twice}” stands in it twice")
    return NeedList(read)


def _group(file: str, group: object) -> NeedGroup:
    said = _table(file, group, _GROUP_WORDS)
    needs = said.get("need")
    if not isinstance(needs, list):
        _refuse(file, "a group in it has no needs")
    key, title = _key(file, said), _text(file, said, "title")
    return NeedGroup(key, title, tuple(_need(file, one) for one in needs))


def _need(file: str, need: object) -> NeedKind:
    said = _table(file, need, _NEED_WORDS)
    counts, papers = said.get("counts", "people"), said.get("papers", "")
    if counts not in ("people", "room") or papers not in ("", "large print", "easy words"):
        _refuse(file, "“counts” and “papers” know only the words that the guide names")
    return NeedKind(
        _key(file, said),
        _text(file, said, "words"),
        _text(file, said, "ready"),
        _text(file, said, "asks", needed=False),
        cast(Counts, counts),
        cast(Papers, papers),
    )


def _table(file: str, some: object, known: frozenset[str]) -> dict[str, Any]:
    if not isinstance(some, dict):
        _refuse(file, "it does not read as such a file")
    strange = sorted(set(some) - known)
    if strange:
        _refuse(file, f"the word “{strange[0]}” in it is not known")
    return some


def _key(file: str, said: dict[str, Any]) -> str:
    key = said.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        _refuse(file, "a key in it is missing, or has more than small letters, digits and hyphens")
    return key


def _text(file: str, said: dict[str, Any], name: str, *, needed: bool = True) -> str:
    text = said.get(name, "")
    fits = isinstance(text, str) and len(text) <= _LONGEST_TEXT
    if not fits or (needed and not text.strip()):
        _refuse(file, f"“{name}” is missing or too long in it")
    return " ".join(str(text).split())


def _refuse(file: str, why: str) -> NoReturn:
    raise InputRefused(
        f"The list of needs “{file}” cannot be used: {why}. The other lists are used as before."
    )
