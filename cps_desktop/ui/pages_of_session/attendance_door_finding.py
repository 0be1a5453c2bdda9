"""Who is meant by what is typed at the door, and what tells two of one name apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from cps_desktop.domain.kinds import Presence
from cps_desktop.domain.records import RecordId
from cps_desktop.services.people import folded
from cps_desktop.services.register import RegisterRow, RegisterView
from cps_desktop.ui.pages_of_session.attendance_door_words import how_far

_sought: Final = attrgetter("sought")


def matching(
    view: RegisterView | None, day: RecordId, text: str, *, leaving: bool
) -> list[RegisterRow]:
    """Rows whose name has every part sought, the nearest first (:func:`how_far`); of those as
    near, who is through the door already comes last."""
    parts = folded(text).split()
    if not parts or not day or view is None:
        return []
    found: Sequence[RegisterRow] = view.rows
    for part in parts:
        found = [row for row in found if part in row.sought]
    # The rows are in the order of their names already; it is kept within each of these.
    place = next(at for at, one in enumerate(view.days) if one.day == day)
    first = " ".join(parts)
    if leaving:
        found = [row for row in found if row.days[place].here]
    ranked: dict[tuple[int, bool], list[RegisterRow]] = {}
    for row in found:
        mark = row.days[place]
        through = (mark.left is not None) is leaving and mark.state == Presence.HERE
        ranked.setdefault((how_far(parts, first, row.sought), through), []).append(row)
    return [row for rank in sorted(ranked) for row in ranked[rank]]


def as_many(found: Sequence[RegisterRow], most: int) -> int:
    """How many are shown where there is room for ``most``: of those who are called alike, all.

    No letter more would tell them apart.
    """
    while 0 < most < len(found) and found[most].sought == found[most - 1].sought:
        most += 1
    return most


def told_apart(view: RegisterView, rows: Sequence[RegisterRow]) -> dict[RecordId, str]:
    """What stands beside the names of those in sight who are called alike, and nothing of others.

    As little as tells them apart: the organisation where it differs, else which of them it is on
    the list. Neither what they come as nor where they live is anybody's business at the door.
    """
    said: dict[RecordId, str] = {}
    for name in {row.sought for row in rows}:
        # The rows are in the order of their names: whoever is called alike stands together.
        first = bisect_left(view.rows, name, key=_sought)
        alike = view.rows[first : bisect_right(view.rows, name, lo=first, key=_sought)]
        if len(alike) < 2:
            continue
        of = Counter(row.organisation for row in alike)
        met: Counter[str] = Counter()
        for row in alike:
            met[row.organisation] += 1
            parts = [row.organisation] if len(of) > 1 else []
            if of[row.organisation] > 1:
                parts.append(f"{met[row.organisation]} of {of[row.organisation]} on the list")
            said[row.attendance] = ", ".join(part for part in parts if part)
    return said
