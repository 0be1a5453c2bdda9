"""Who came for the first time, who has become a member, and from where people came.

A member has been to more than one meeting (terms of reference, seed 003). What counts is that they
were ticked in, not that they were listed. Needs one look at every list there is: for paper, not
for a page that is drawn at every tick.
"""

from __future__ import annotations

from typing import Final

import msgspec

from cps_desktop.domain.records import RecordId
from cps_desktop.domain.who_came import NOT_SAID, Figures
from cps_desktop.services.door import Records
from cps_desktop.services.who_came import everyone

_MOST_NAMED: Final = 8


class ComingAgain(msgspec.Struct, frozen=True):
    """People who came to one session: who for the first time, who counts as a member by its end.

    ``organisations`` and ``communities`` are names with how many came from each, most first.
    """

    came: frozenset[RecordId]
    first: frozenset[RecordId]
    members: frozenset[RecordId]
    organisations: tuple[tuple[str, int], ...] = ()
    communities: tuple[tuple[str, int], ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in words; nothing where nobody came."""
        if not self.came:
            return ()
        first, members = _people(len(self.first)), _people(len(self.members))
        have = "has" if len(self.members) < 2 else "have"
        said = [
            f"{first} came for the first time.",
            f"{members} {have} been to more than one meeting by now, which makes a member.",
        ]
        for what, some in (
            ("organisation", self.organisations),
            ("Integrated Care Community", self.communities),
        ):
            # Where nobody was asked there is nothing to tell.
            if any(name != NOT_SAID for name, _ in some):
                said.append(f"By {what}: {_listed(some)}.")
        return tuple(said)


def _people(number: int) -> str:
    if number == 0:
        return "Nobody"
    return "1 person" if number == 1 else f"{number} people"


def _listed(some: tuple[tuple[str, int], ...]) -> str:
    said = ", ".join(f"{name} {count}" for name, count in some[:_MOST_NAMED])
    left = sum(count for _, count in some[_MOST_NAMED:])
    return f"{said}, others {left}" if left else said


def coming_again(records: Records, session: RecordId) -> ComingAgain:
    """Who came to a session, and what is known of them by its last day.

    A session without a date counts as later than every other.
    """
    return coming_again_of(everyone(records).of_session(session))


def coming_again_of(found: Figures) -> ComingAgain:
    """The same of a session's, or a day's, figures."""
    return ComingAgain(
        found.people,
        found.first,
        found.members,
        tuple((one.name, one.count or 0) for one in found.organisations),
        tuple((one.name, one.count or 0) for one in found.communities),
    )
