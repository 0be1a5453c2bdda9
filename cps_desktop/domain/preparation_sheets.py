"""What the preparation list shows on paper: plain, frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from cps_desktop.domain.sheets import Imprint, SessionOnSheet


@dataclass(frozen=True, slots=True)
class ReadyOnSheet:
    """One thing to be got ready, as "Interpreter: Polish × 2", and the names it is for."""

    title: str
    who: str
    ready: bool = False


@dataclass(frozen=True, slots=True)
class PreparationSheet:
    """What has to be got ready for a session, in groups with a title each."""

    session: SessionOnSheet
    imprint: Imprint
    summary: str
    groups: tuple[tuple[str, tuple[ReadyOnSheet, ...]], ...] = ()
    in_words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Names, each with what that person said in their own words."""
    young: tuple[tuple[str, str], ...] = ()
    """Names of those under 18, each with the responsible adult or ""."""
