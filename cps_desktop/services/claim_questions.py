"""What a careful colleague would ask about a claim. Questions only: nothing is changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import (
    CARE,
    Attachment,
    Claim,
    ClaimLine,
    LineKind,
    Receipt,
    SessionDay,
)
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import Category, Edition, LimitSpan, Policies
from cps_desktop.domain.pricing import Priced, say_miles
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_lines import LineView, line_title
from cps_desktop.services.claim_pricing import edition_of, policy_of, price_now
from cps_desktop.services.door import Records

FAR_MILES_TENTHS: Final = 3000
"""A line over 300 miles is asked about."""

MANY_PASSENGERS: Final = 8


class Asks(StrEnum):
    """What a question is about, so that a screen can offer the fitting answer."""

    DAY = "day"
    MILES = "miles"
    PASSENGERS = "passengers"
    HOURS = "hours"
    PRICE = "price"
    LIMIT = "limit"
    AGREED = "agreed"
    RECEIPT = "receipt"
    TIME = "time"
    POLICY = "policy"


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """Something a careful colleague would ask; nothing is changed. ``line`` is "" for the claim."""

    line: RecordId
    about: Asks
    words: str


def questions(
    records: Records,
    policies: Policies,
    claim: Claim,
    views: Sequence[LineView],
    today: dt.date,
) -> Iterable[Question]:
    """Everything worth asking about a claim, line by line."""
    policy = policy_of(records, policies, claim)
    if policy is None:
        yield Question(
            "",
            Asks.POLICY,
            "The lead agency's expense policy is not on this laptop. Which one does it follow?",
        )
    found = records.find(SessionDay, session=claim.session)
    days = sorted({one.day for one in found if one.day is not None})
    latest = policy.latest if policy is not None else None
    for view in views:
        line = view.line
        edition = edition_of(policies, latest, line)
        yield from _about_day(line, days, edition, today)
        yield from _about_journey(line)
        yield from _about_price(records, policies, line)
        if edition is not None:
            yield from _about_rule(view, policy.name if policy else "", edition, views)
    yield from _about_pictures(views)
    yield from _about_pictures_elsewhere(records, claim, views)


def _about_day(
    line: ClaimLine, days: Sequence[dt.date], edition: Edition | None, today: dt.date
) -> Iterable[Question]:
    day = line.day
    if day is None:
        yield Question(line.id, Asks.DAY, f"On which day was this: {line_title(line)}?")
        return
    if days and not _near(day, days):
        first, last = days[0], days[-1]
        side = "before the session begins" if day < first else "after the session ended"
        if first < day < last:
            side = "not a day of this session"
        yield Question(line.id, Asks.DAY, f"{say_date(day)} is {side}. Is the date right?")
    elif day > today and not days:
        yield Question(line.id, Asks.DAY, f"{say_date(day)} is still to come. Is the date right?")
    if edition is None:
        return
    if edition.check_again is not None and day > edition.check_again:
        yield Question(
            line.id,
            Asks.POLICY,
            f"These rates were to be looked at again after {say_date(edition.check_again)}. "
            "Has somebody checked that they still hold?",
        )
    limit = edition.time_limit
    if limit is not None and today > limit.last_day(day):
        yield Question(
            line.id,
            Asks.TIME,
            f"The time to claim this ran out on {say_date(limit.last_day(day))} ({limit.words}). "
            "Has the lead agency agreed to a late claim?",
        )


def _near(day: dt.date, days: Sequence[dt.date]) -> bool:
    """People travel the evening before and the morning after; that is not worth a question."""
    return any(abs((day - one).days) <= 1 for one in days)


def _about_journey(line: ClaimLine) -> Iterable[Question]:
    if line.kind_of != LineKind.MILEAGE:
        return
    if not line.miles_tenths:
        yield Question(line.id, Asks.MILES, "How many miles was it, in all?")
    if line.miles_tenths > FAR_MILES_TENTHS:
        yield Question(line.id, Asks.MILES, f"{say_miles(line.miles_tenths)} is far. Is it right?")
    if line.passengers > MANY_PASSENGERS:
        yield Question(line.id, Asks.PASSENGERS, f"{line.passengers} passengers: is that right?")


def _about_price(records: Records, policies: Policies, line: ClaimLine) -> Iterable[Question]:
    if line.kind_of in CARE:
        if not line.minutes:
            yield Question(line.id, Asks.HOURS, "How many hours of care was it?")
            return
    elif line.kind_of != LineKind.MILEAGE:
        if not line.pence:
            yield Question(line.id, Asks.PRICE, "How much was it?")
        return
    now = price_now(records, policies, line)
    if not isinstance(now, Priced):
        # The policy may be on another laptop; a price given there stands.
        if not line.policy:
            yield Question(line.id, Asks.PRICE, now.sentence)
    elif now.edition != line.policy_edition and _is_elsewhere(policies, line):
        # What it was priced by comes with a bundle or a newer version; an older rate is no news.
        return
    elif not line.policy and now.policy:
        yield Question(
            line.id, Asks.PRICE, f"This can be priced now: {say_money(now.pence)}. Shall it be?"
        )
    elif now.pence != line.pence:
        yield Question(
            line.id,
            Asks.PRICE,
            f"This was priced at {say_money(line.pence)}. By the policy and the miles known now "
            f"it would be {say_money(now.pence)}. Price it again?",
        )


def _is_elsewhere(policies: Policies, line: ClaimLine) -> bool:
    """Whether the edition that priced a line is not on this laptop yet."""
    return bool(line.policy) and policies.edition(line.policy, line.policy_edition) is None


def _about_rule(
    view: LineView, policy_name: str, edition: Edition, views: Sequence[LineView]
) -> Iterable[Question]:
    line = view.line
    if line.kind_of not in set(LineKind):
        return
    category = edition.category(LineKind(line.kind_of))
    if category is None:
        yield Question(
            line.id,
            Asks.POLICY,
            f"{policy_name} says nothing about this kind of cost. Has the lead agency agreed?",
        )
        return
    if category.needs_agreement(line.pence) and not line.agreed_by:
        free = category.agreed_over_pence
        above = f" It is over {say_money(free)}." if free is not None else ""
        yield Question(line.id, Asks.AGREED, f"Who agreed to this beforehand?{above}")
    over = _over_limit(category, line, views)
    if over:
        said = f" The rule: {category.words}" if category.words else ""
        yield Question(line.id, Asks.LIMIT, f"{over} in {policy_name}.{said} Was more agreed?")


def _over_limit(category: Category, line: ClaimLine, views: Sequence[LineView]) -> str:
    """What is over which limit, the beginning of a sentence; "" where nothing is."""
    if category.limit_pence is None:
        return ""
    limit = say_money(category.limit_pence)
    if category.limit_span is LimitSpan.HOUR:
        hour = line.hour_pence
        if category.hour_pence is not None or hour <= category.limit_pence:
            return ""
        return f"{say_money(hour)} an hour is over the limit of {limit} an hour"
    spent = line.pence
    if category.limit_span is LimitSpan.DAY:
        same = [
            one.line
            for one in views
            if one.line.kind_of == line.kind_of and one.line.day == line.day
        ]
        # Asked once for the day, on the line that goes over it.
        spent = sum(one.pence for one in same[: [one.id for one in same].index(line.id) + 1])
    if spent > category.limit_pence >= spent - line.pence:
        per = "for one day" if category.limit_span is LimitSpan.DAY else "for one line"
        return f"{say_money(spent)} is over the limit of {limit} {per}"
    return ""


def _about_pictures(views: Sequence[LineView]) -> Iterable[Question]:
    seen: dict[str, LineView] = {}
    for view in views:
        for receipt in view.receipts:
            first = seen.setdefault(receipt.digest, view) if receipt.digest else view
            if first is not view:
                yield Question(
                    view.line.id,
                    Asks.RECEIPT,
                    f"The same picture is the receipt for {first.title}. Does it belong to both?",
                )


def _about_pictures_elsewhere(
    records: Records, claim: Claim, views: Sequence[LineView]
) -> Iterable[Question]:
    """The same picture as the receipt of another claim, whoever's and whenever."""
    for view in views:
        asked: set[RecordId] = set()
        for digest in sorted({one.digest for one in view.receipts if one.digest}):
            for picture in records.find(Attachment, digest=digest):
                for receipt in records.find(Receipt, attachment=picture.id):
                    line = records.get(ClaimLine, receipt.line)
                    other = records.get(Claim, line.claim) if line is not None else None
                    if line is None or other is None or line.deleted or other.deleted:
                        continue
                    if other.id == claim.id or other.id in asked:
                        continue
                    asked.add(other.id)
                    whose = "theirs" if other.person == claim.person else "somebody else's"
                    yield Question(
                        view.line.id,
                        Asks.RECEIPT,
                        f"The same picture is a receipt on another claim, {whose}: "
                        f"{line_title(line)}. Does it belong to both?",
                    )
