"""What the fields of a claim line offer and say: kinds, hints, miles and hours as typed."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from cps_desktop.domain.hours import say_hours, say_span
from cps_desktop.domain.kinds import ClaimLine, LineKind
from cps_desktop.domain.pricing import say_miles
from cps_desktop.services.claim_lines import EARLIER_KINDS, KIND_WORDS
from cps_desktop.ui.kit import Option

_MOST_OFFERED: Final = 16
PASSENGERS: Final[tuple[Option, ...]] = (
    ("0", "Nobody else"),
    ("1", "1 passenger"),
    *((str(n), f"{n} passengers") for n in range(2, _MOST_OFFERED + 1)),
)
WHAT: Final[dict[str, tuple[str, str]]] = {
    LineKind.BUS: ("Which bus?", "Such as: 680, day ticket"),
    LineKind.TRAIN: ("Which train?", "Such as: day return"),
    LineKind.TAXI: ("Which taxi?", "Such as: no bus after six"),
    LineKind.FARE: ("What was it?", "Such as: bus, Penrith to Alston"),
    LineKind.PARKING: ("Where did you park?", "Such as: Townfoot; or which toll"),
    LineKind.ADDITIONAL_NEEDS: ("What was it?", "Such as: taxi with wheelchair ramp"),
    LineKind.CARER_CARE: ("Who was cared for?", "Such as: my mother, by a neighbour"),
    LineKind.CHILD_CARE: ("Who looked after them?", "Such as: childminder"),
    LineKind.MEALS: ("What was it?", "Such as: lunch at the station"),
    LineKind.OTHER: ("What was it?", "Such as: phone calls"),
}
BY_ROAD: Final = frozenset(
    {
        LineKind.MILEAGE,
        LineKind.BUS,
        LineKind.TRAIN,
        LineKind.TAXI,
        LineKind.FARE,
        LineKind.ADDITIONAL_NEEDS,
    }
)
OFFERED: Final[tuple[Option, ...]] = tuple(
    (kind, words) for kind, words in KIND_WORDS.items() if kind not in EARLIER_KINDS
)


def say_typed_hours(line: ClaimLine) -> str:
    """ "10:00 to 13:30" where it was written so, else "3.5"; "" for none."""
    span = say_span(line.starts, line.ends)
    if span or not line.minutes:
        return span
    hours = Fraction(line.minutes, 60)
    quarters = (hours * 4).denominator == 1
    return f"{float(hours):g}" if quarters else say_hours(line.minutes)


def say_typed_miles(tenths: int) -> str:
    """ "9.5" for 95; "" for none."""
    return say_miles(tenths).split()[0] if tenths else ""
