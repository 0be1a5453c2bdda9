"""Documents of sections and entries, such as everything held about one person: plain values, ready
to be drawn."""

from __future__ import annotations

import msgspec

from cps_desktop.domain.sheets import Imprint, ReceiptOnSheet


class SubjectEntry(msgspec.Struct, frozen=True):
    """One thing held, such as a claim: its title, and what is known of it as label and words."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    """Further sentences, one each."""


class SubjectSection(msgspec.Struct, frozen=True):
    """A part of the document. ``nothing`` stands where there are no entries."""

    title: str
    intro: str
    entries: tuple[SubjectEntry, ...] = ()
    nothing: str = ""
    heads: tuple[str, str] = ("What", "What it says")
    """Over the two columns of an entry's facts."""


class SubjectSheet(msgspec.Struct, frozen=True):
    """Everything held about one person, for them."""

    name: str
    imprint: Imprint
    intro: tuple[str, ...]
    sections: tuple[SubjectSection, ...]
    receipts: tuple[ReceiptOnSheet, ...] = ()


class PlainSheet(msgspec.Struct, frozen=True):
    """A document of headings and sentences about no session, such as a privacy notice."""

    title: str
    imprint: Imprint
    intro: tuple[str, ...]
    sections: tuple[SubjectSection, ...]
