"""A certificate of attendance and a training record as they are printed: plain values."""

from __future__ import annotations

import datetime as dt

import msgspec

from cps_desktop.domain.sheets import Imprint


class CertificateSheet(msgspec.Struct, frozen=True):
    """What one certificate says: of the person, the name and nothing else.

    ``name`` is "" where it is to be written in by hand. ``days`` and ``hours`` are words;
    ``hours`` is "" where nobody noted when the days begin and end.
    """

    name: str
    title: str
    kind: str
    days: str
    hours: str
    facilitators: tuple[str, ...]
    agency: str
    given: dt.date
    remark: str = ""
    """Such as that the names are invented."""


class TrainedOnSheet(msgspec.Struct, frozen=True):
    """One session somebody went to: its title, the days they were there, and how long."""

    title: str
    days: str
    hours: str
    where: str = ""


class TrainingSheet(msgspec.Struct, frozen=True):
    """A person's training record: parts with a title each, such as "Training", and sentences."""

    name: str
    imprint: Imprint
    summary: tuple[str, ...]
    parts: tuple[tuple[str, tuple[TrainedOnSheet, ...]], ...] = ()
