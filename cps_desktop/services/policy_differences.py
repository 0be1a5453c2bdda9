"""What changes from one edition of a policy to the next, in sentences anybody can check."""

from __future__ import annotations

from collections.abc import Iterator

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import LineKind, Vehicle
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import (
    YEAR_WORDS,
    Category,
    Edition,
    Evidence,
    MileageRate,
    YearKind,
)
from cps_desktop.domain.pricing import say_miles, say_rate
from cps_desktop.services.claim_lines import EARLIER_KINDS, KIND_WORDS, VEHICLE_WORDS

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def differences(before: Edition, after: Edition) -> tuple[str, ...]:
    """What is different in ``after``, a sentence each; none where only days and source are new."""
    return (
        *_mileage(before, after),
        *_costs(before, after),
        *_claiming(before, after),
        *_worded(before, after),
    )


def _became(what: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"{what}: {old} becomes {new}."


def _mileage(before: Edition, after: Edition) -> Iterator[str]:
    for vehicle in Vehicle:
        old, new = before.rate_for(vehicle), after.rate_for(vehicle)
        yield from _became(VEHICLE_WORDS[vehicle], rate_words(old), rate_words(new))
        if old is not None and new is not None:
            what = f"{VEHICLE_WORDS[vehicle]}, for each passenger"
            yield from _became(what, _passenger(old), _passenger(new))
    yield from _became("Miles are counted over", year_words(before), year_words(after))


def rate_words(rate: MileageRate | None) -> str:
    """ "45p a mile to 10,000 miles, then 25p"."""
    if rate is None:
        return "not paid"
    said = ""
    for place, band in enumerate(rate.bands):
        said += f"{', then ' if place else ''}{say_rate(band.rate)}{'' if place else ' a mile'}"
        if band.up_to_tenths is not None:
            said += f" to {say_miles(band.up_to_tenths)}"
    return said


def _passenger(rate: MileageRate) -> str:
    return "nothing" if rate.passenger is None else f"{say_rate(rate.passenger)} a mile"


def year_words(edition: Edition) -> str:
    """ "the tax year", "a year from 1 July"."""
    if edition.year is not YearKind.SCHEME:
        return YEAR_WORDS[edition.year]
    month, day = edition.year_begins
    return f"a year from {day} {_MONTHS[month - 1]}"


def _costs(before: Edition, after: Edition) -> Iterator[str]:
    for kind, words in KIND_WORDS.items():
        if kind in EARLIER_KINDS:
            continue
        old, new = before.category(LineKind(kind)), after.category(LineKind(kind))
        if kind != LineKind.MILEAGE:
            yield from _became(words, cost_words(old), cost_words(new))
        if old is None or new is None:
            continue
        if old.words != new.words:
            yield f"{words}: the rule {_reads(new.words)} now."
        if old.evidence_words != new.evidence_words:
            yield f"{words}: what is good evidence {_reads(new.evidence_words)} now."
        yield from _became(
            f"{words}, cost code",
            before.cost_code_of(LineKind(kind)) or "none",
            after.cost_code_of(LineKind(kind)) or "none",
        )


def _reads(words: str) -> str:
    return f"reads “{words}”" if words else "is left out"


def cost_words(category: Category | None) -> str:
    """ "paid, with a receipt over £5.00, up to £25.00 a day, agreed beforehand"."""
    if category is None:
        return "not paid"
    said = [_receipt(category)]
    if category.hour_pence is not None:
        said.insert(0, f"{say_money(category.hour_pence)} an hour")
    if category.limit_pence is not None:
        said.append(f"up to {say_money(category.limit_pence)} {category.limit_span.value}")
    if category.agreed_beforehand:
        free = category.agreed_over_pence
        said.append("agreed beforehand" + (f" over {say_money(free)}" if free is not None else ""))
    return ", ".join(said)


def _receipt(category: Category) -> str:
    if category.evidence is Evidence.OVER:
        return f"a receipt over {say_money(category.evidence_over_pence)}"
    return "a receipt" if category.evidence is Evidence.ALWAYS else "no receipt"


def _claiming(before: Edition, after: Edition) -> Iterator[str]:
    yield from _became("Time to claim", _limit(before), _limit(after))
    if before.bank_details != after.bank_details:
        asked = "are asked for" if after.bank_details else "are not asked for"
        yield f"Bank details {asked} with a claim now."
    if before.cost_code != after.cost_code:
        # What has no code of its own goes by this one, and is said with its kind.
        yield from _became("Cost code", before.cost_code or "none", after.cost_code or "none")


def _limit(edition: Edition) -> str:
    return "no limit" if edition.time_limit is None else edition.time_limit.words


def _worded(before: Edition, after: Edition) -> Iterator[str]:
    if before.declaration != after.declaration:
        yield f"The declaration {_reads(after.declaration)} now."
    if before.when_paid != after.when_paid:
        yield f"When people are paid {_reads(after.when_paid)} now."
    if before.source != after.source:
        yield f"The figures come from “{after.source}”."


def edition_words(edition: Edition) -> str:
    """ "From Thursday 1 April 2027" or "From … to …", as an edition is listed."""
    until = f" to {say_date(edition.ends)}" if edition.ends is not None else ""
    return f"From {say_date(edition.starts)}{until}"
