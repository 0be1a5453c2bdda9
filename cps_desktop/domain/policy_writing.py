"""Writing a policy as a file: what :mod:`cps_desktop.domain.policy_reading` reads.

The same policy is written to the same bytes on every laptop, by every version of this program: an
edition's identity in a workspace, and how claims remember it, follow from what is written. A word
that is new is written only where it says something.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import (
    Category,
    Edition,
    Evidence,
    MileageRate,
    Policy,
    YearKind,
)
from cps_desktop.domain.policy_reading import OWN
from cps_desktop.domain.pricing import say_rate

_ESCAPED: Final = re.compile(r'["\\\x00-\x1f\x7f]')
_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_policy(policy: Policy) -> bytes:
    """The policy as a file, all its editions in it.

    A policy of a workspace's own is written with its identity (``format = 3``), so that it is
    known again where the file is brought in; any other as ``format = 2``.
    """
    own = policy.id.startswith(OWN)
    lines = [f"format = {3 if own else 2}"]
    if own:
        lines.append(f"identity = {_text(policy.id)}")
    lines.append(f"name = {_text(policy.name)}")
    if policy.guidance:
        lines.append(f"guidance = {_text(policy.guidance)}")
    if policy.to_copy:
        lines.append("to_copy = true")
    for place, edition in enumerate(policy.editions):
        following = policy.editions[place + 1 : place + 2]
        lines += ["", *_edition(edition, following[0].starts if following else None)]
    return ("\n".join(lines) + "\n").encode()


def _edition(edition: Edition, following: dt.date | None) -> Iterator[str]:
    yield "[[edition]]"
    yield f"from = {edition.starts.isoformat()}"
    closed = None if following is None else following - dt.timedelta(days=1)
    if edition.ends is not None and edition.ends != closed:
        yield f"until = {edition.ends.isoformat()}"
    yield f"source = {_text(edition.source)}"
    yield f"checked = {edition.checked.isoformat()}"
    if edition.check_again is not None:
        yield f"check_again = {edition.check_again.isoformat()}"
    yield f"year = {_text(edition.year.value)}"
    if edition.year is YearKind.SCHEME:
        yield f'year_begins = "{edition.year_begins[0]:02d}-{edition.year_begins[1]:02d}"'
    if edition.time_limit is not None:
        yield f"claim_within = {_text(edition.time_limit.words)}"
    for word in ("declaration", "when_paid", "cost_code"):
        if said := getattr(edition, word):
            yield f"{word} = {_text(said)}"
    if edition.bank_details:
        yield "bank_details = true"
    for rate in sorted(edition.mileage, key=lambda one: one.vehicle):
        yield from ("", f"[edition.mileage.{rate.vehicle.value}]", *_rate(rate))
    for category in sorted(edition.categories, key=lambda one: one.kind_of):
        yield from ("", f"[edition.pays.{category.kind_of.value}]", *_category(category))


def _rate(rate: MileageRate) -> Iterator[str]:
    if len(rate.bands) == 1:
        yield f"pence = {_number(rate.bands[0].rate)}"
    else:
        bands = ", ".join(
            f"{{ up_to = {band.up_to_tenths // 10}, pence = {_number(band.rate)} }}"
            if band.up_to_tenths is not None
            else f"{{ pence = {_number(band.rate)} }}"
            for band in rate.bands
        )
        yield f"bands = [{bands}]"
    if rate.passenger is not None:
        yield f"passenger = {_number(rate.passenger)}"


def _category(one: Category) -> Iterator[str]:
    over = one.evidence is Evidence.OVER
    receipt = f"over {say_money(one.evidence_over_pence)}" if over else one.evidence.value
    yield f"receipt = {_text(receipt)}"
    if one.evidence_words:
        yield f"evidence = {_text(one.evidence_words)}"
    if one.limit_pence is not None:
        yield f"limit = {_text(f'{say_money(one.limit_pence)} {one.limit_span.value}')}"
    if one.agreed_beforehand:
        free = one.agreed_over_pence
        said = "true" if free is None else _text(f"over {say_money(free)}")
        yield f"agreed_beforehand = {said}"
    if one.hour_pence is not None:
        yield f"rate = {_text(f'{say_money(one.hour_pence)} an hour')}"
    if one.cost_code:
        yield f"cost_code = {_text(one.cost_code)}"
    if one.words:
        yield f"words = {_text(one.words)}"


def _number(rate: Fraction) -> str:
    return say_rate(rate).removesuffix("p")


def _text(said: str) -> str:
    """A text in quotation marks; half a letter (a lone surrogate) is written as U+FFFD."""
    whole = said.strip().encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return f'"{_ESCAPED.sub(_escape, whole)}"'


def _escape(found: re.Match[str]) -> str:
    letter = found[0]
    return _SHORT.get(letter, f"\\u{ord(letter):04X}")
