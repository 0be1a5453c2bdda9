"""What the door says, and which name is meant by what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from cps_desktop.services.register import DayCount


def how_far(parts: Sequence[str], first: str, sought: str) -> int:
    """How far what was typed is from a name: it begins so, its words begin so in that order, in any
    order, or it is somewhere within. "ca b" is Cai Brough before it is Bea Caldbeck. ``first`` are
    the parts as they were typed."""
    if sought.startswith(first):
        return 0
    if f" {first}" in sought:
        return 1
    if len(parts) == 1:
        return 3
    words = iter(sought.split())
    if all(any(word.startswith(part) for word in words) for part in parts):
        return 1
    return 2 if all(f" {part}" in f" {sought}" for part in parts) else 3


def count_words(day: DayCount) -> str:
    """ "23 of 31 are here"; with people who left, how many are here now."""
    if day.gone:
        now = day.here - day.gone
        return f"{now} {'is' if now == 1 else 'are'} here now, {day.here} of {day.listed} came"
    return f"{day.here} of {day.listed} are here" if day.listed != 1 else day.words


def hint_words(text: str, most: int, found: int, *, leaving: bool) -> str:
    """What to do next, beneath the matches; ``most`` are shown of those ``found``."""
    if not text.strip():
        what = "notes that the first match leaves" if leaving else "ticks the first match in"
        return f"Enter {what}. Arrows choose another."
    if not found and leaving:
        return "Nobody who was ticked in is called this."
    if not found:
        return "Nobody on the list is called this. Press Enter to add them as someone new."
    if found > most:
        return f"{found - most} more. Type a little more of the name."
    return ""
