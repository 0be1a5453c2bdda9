"""What is written for other programs: tables, address cards, days of a calendar. Plain values."""

from __future__ import annotations

import datetime as dt

import msgspec


class ListSheet(msgspec.Struct, frozen=True):
    """A table: its title, its headings, and rows of as many cells; a whole number stays one."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...] = ()


class CardOnSheet(msgspec.Struct, frozen=True):
    """A person as an address book has them."""

    name: str
    known_as: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""


class EventOnSheet(msgspec.Struct, frozen=True):
    """One day of a session; ``uid`` is the same each time it is written, so that a calendar
    changes its entry instead of adding another."""

    uid: str
    title: str
    day: dt.date
    starts: dt.time | None = None
    ends: dt.time | None = None
    place: str = ""
    words: str = ""
