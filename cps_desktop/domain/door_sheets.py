"""What the papers of the door show: a sheet to sign in on, and badges; plain, frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cps_desktop.domain.sheets import Imprint, SessionOnSheet


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """Everybody who is expected on one day, to sign beside their names."""

    session: SessionOnSheet
    imprint: Imprint
    day: date | None
    names: tuple[str, ...]
    """In the order of the list; with the organisation where two are called alike."""
    blank_rows: int = 6
    """Lines for whoever walks in, at least; the last page is filled up with them."""


@dataclass(frozen=True, slots=True)
class BadgeOnSheet:
    """One badge: what its owner wants on it, and no more."""

    name: str
    said: str = ""
    """How the name is said."""
    role: str = ""


@dataclass(frozen=True, slots=True)
class BadgeSheet:
    """The badges of whoever wants one."""

    session: SessionOnSheet
    imprint: Imprint
    badges: tuple[BadgeOnSheet, ...]
