"""Who looked at what is sensitive, on this laptop: kept beside the work, never handed over.

A look says which page, about whom, when, and under which name this laptop works. It holds no words
of what was seen; whoever is erased stands in it by a number that means nothing any more.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Final

import msgspec

from cps_desktop.domain.faults import StorageFull
from cps_desktop.domain.kinds import Person
from cps_desktop.domain.records import RecordId
from cps_desktop.services.own_details import own_name
from cps_desktop.services.people import shown_name
from cps_desktop.storage.workspace import Workspace

_NAME: Final = "looked "
_ONE_LOOK_MS: Final = 10 * 60 * 1000
"""Going to and fro within ten minutes is one look."""

PAGE_WORDS: Final = {
    "details": "A person's details",
    "claim": "A claim for expenses",
    "person_data": "A person's data",
    "given": "A person's data, written to files",
    "signed": "Sheets that people signed",
    "preparation": "What people need, for a session",
    "privacy": "What may go, and who looked",
    "payment": "How a person is paid",
}
"""What is written down, by the key of the place."""


class Look(msgspec.Struct, frozen=True):
    """One look. ``at`` in milliseconds since 1970; ``about`` a person, or "" for a list."""

    at: int
    page: str
    about: RecordId = ""
    who: str = ""


class LookWords(msgspec.Struct, frozen=True):
    """A look as it is read."""

    at: int
    page: str
    about: str
    who: str


def looked(workspace: Workspace, page: str, about: RecordId, now_ms: int) -> None:
    """Write down that somebody looks now; nothing where the same was looked at just before.

    On a full disk the page opens all the same, and the look is not written down.
    """
    name = f"{_NAME}{_day(now_ms)}"
    kept = workspace.note(name)
    today = _read(kept)
    same = (one for one in reversed(today) if (one.page, one.about) == (page, about))
    last = next(same, None)
    if last is not None and 0 <= now_ms - last.at < _ONE_LOOK_MS:
        return
    look = Look(now_ms, page, about, own_name(workspace))
    # What a newer program wrote beside it stays as it is.
    whole = [*(kept if isinstance(kept, list) else ()), msgspec.to_builtins(look)]
    with suppress(StorageFull):
        workspace.set_note(name, whole)


def looks(workspace: Workspace) -> tuple[Look, ...]:
    """Every look that is still written down, the latest first."""
    kept = workspace.notes_beginning(_NAME)
    found = [one for some in kept.values() for one in _read(some)]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def in_words(workspace: Workspace, some: tuple[Look, ...]) -> tuple[LookWords, ...]:
    """Looks with names instead of ids."""
    names: dict[RecordId, str] = {"": ""}
    for one in some:
        if one.about not in names:
            person = workspace.get(Person, one.about)
            names[one.about] = shown_name(person) if person else "Somebody who was erased"
    return tuple(
        LookWords(one.at, PAGE_WORDS.get(one.page, one.page), names[one.about], one.who)
        for one in some
    )


def looks_before(workspace: Workspace, day: dt.date) -> int:
    """How many looks were written down before a day."""
    kept = workspace.notes_beginning(_NAME)
    return sum(len(_read(some)) for name, some in kept.items() if name < f"{_NAME}{day}")


def forget_looks(workspace: Workspace, before: dt.date) -> int:
    """Forget the looks of the days before one; how many they were."""
    gone = looks_before(workspace, before)
    names = [one for one in workspace.notes_beginning(_NAME) if one < f"{_NAME}{before}"]
    workspace.forget_notes(names)
    return gone


def _day(now_ms: int) -> str:
    return dt.datetime.fromtimestamp(now_ms / 1000).astimezone().date().isoformat()


def _read(kept: object) -> list[Look]:
    found = []
    for one in kept if isinstance(kept, list) else ():
        try:
            found.append(msgspec.convert(one, Look))
        except msgspec.ValidationError:
            continue  # a newer program wrote it in another way
    return found
