"""Journeys a person has claimed for before, so that nobody types the same way twice.

Only the person's own are offered: where others set out from is nobody's business.
"""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from cps_desktop.domain.kinds import Claim, ClaimLine, LineKind, Vehicle
from cps_desktop.domain.pricing import say_miles
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records

MOST_OFFERED: Final = 3


class Journey(NamedTuple):
    """A way by road as it was claimed; ``miles_tenths`` is the whole of it, in tenths of a mile."""

    from_place: str
    to_place: str
    return_journey: bool
    vehicle: str
    miles_tenths: int

    @property
    def words(self) -> str:
        """ "Nenthead to Alston Village Hall and back, 9 miles by car"."""
        back = " and back" if self.return_journey else ""
        miles = say_miles(self.miles_tenths)
        return f"{self.from_place} to {self.to_place}{back}, {miles} by {self.vehicle}"


def earlier_journeys(records: Records, person: RecordId, venue: str) -> tuple[Journey, ...]:
    """Up to three: those to the venue first, then what was claimed most often, then latest."""
    counts: Counter[Journey] = Counter()
    latest: dict[Journey, tuple[int, RecordId]] = {}
    for claim in records.find(Claim, person=person):
        for one in records.find(ClaimLine, claim=claim.id, kind_of=LineKind.MILEAGE):
            known = one.vehicle in set(Vehicle) and not one.newer
            if not (known and one.from_place and one.to_place and one.miles_tenths):
                continue
            journey = Journey(
                one.from_place, one.to_place, one.return_journey, one.vehicle, one.miles_tenths
            )
            counts[journey] += 1
            latest[journey] = max(latest.get(journey, (0, "")), (one.touched, one.id))
    there = venue.strip().casefold()

    def rank(journey: Journey) -> tuple[bool, int, tuple[int, RecordId]]:
        to_venue = bool(there) and journey.to_place.strip().casefold() == there
        return to_venue, counts[journey], latest[journey]

    return tuple(sorted(counts, key=rank, reverse=True)[:MOST_OFFERED])
