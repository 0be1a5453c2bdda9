"""The expenses card: what those who take part can claim, what to keep, when they are paid.

It is made from the lead agency's policy as it is in force on the first day of the session, so it
never says anything else than what a claim is priced by.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import LineKind, Organisation, Session
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import (
    YEAR_WORDS,
    Category,
    Edition,
    Evidence,
    LimitSpan,
    MileageRate,
)
from cps_desktop.domain.pricing import say_miles, say_rate
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import Imprint
from cps_desktop.domain.subject_sheets import PlainSheet, SubjectEntry, SubjectSection
from cps_desktop.services.claim_lines import EARLIER_KINDS, KIND_WORDS, VEHICLE_WORDS
from cps_desktop.services.claim_pricing import followed_by
from cps_desktop.services.desk import Desk
from cps_desktop.services.people import organisation_name
from cps_desktop.services.sessions import days_of
from cps_desktop.services.sheet_heads import imprint


def make_card(desk: Desk, session: RecordId, *, font_cache: Path) -> bytes:
    """The card as a PDF. Raises InputRefused where no policy is in force."""
    from cps_desktop.documents import plain_pdf

    return plain_pdf(card_sheet(desk, session), font_cache=font_cache)


def save_card(desk: Desk, session: RecordId, path: Path, *, font_cache: Path) -> Path:
    """Write the card as a PDF, whole or not at all. Raises InputRefused or StorageFull."""
    from cps_desktop.documents import save_pdf

    save_pdf(make_card(desk, session, font_cache=font_cache), path)
    return path


def card_sheet(desk: Desk, session: RecordId) -> PlainSheet:
    """The card of a session, in plain words."""
    known = desk.door.must_exist(Session, session)
    edition = _edition(desk, known)
    agency = organisation_name(desk.workspace, known.lead_agency) or "The lead agency"
    stamp = imprint(desk, known, personal=False)
    return PlainSheet(
        "Expenses: what you can claim",
        Imprint(stamp.printed_on, stamp.program, stamp.classification),
        (
            "Nobody should be out of pocket for helping.",
            f"{agency} pays back what you spend to take part in “{known.title}”.",
        ),
        (
            SubjectSection(
                "What you can claim", "", tuple(_claimable(edition)), heads=("What", "How much")
            ),
            SubjectSection("What to keep", "", tuple(_to_keep(edition))),
            SubjectSection("When", "", (_when(edition, agency),)),
            SubjectSection("Good to know", "", (_good_to_know(),)),
        ),
    )


def _edition(desk: Desk, session: Session) -> Edition:
    agency = desk.workspace.get(Organisation, session.lead_agency)
    policy = followed_by(desk.policies, agency)
    if policy is None:
        raise InputRefused(
            "The lead agency's expense policy is not on this laptop yet, so there is nothing to "
            "print. Nothing was changed; choose the policy first."
        )
    days = [one.day for one in days_of(desk.workspace, session.id) if one.day is not None]
    day = min(days, default=desk.door.today())
    edition = policy.edition_on(day)
    if edition is None:
        raise InputRefused(f"{policy.why_not_on(day)} Nothing was changed.")
    return edition


def _claimable(edition: Edition) -> Iterator[SubjectEntry]:
    rates = tuple(
        (VEHICLE_WORDS.get(rate.vehicle, rate.vehicle), _rate_words(rate, edition))
        for rate in edition.mileage
    )
    if rates:
        yield SubjectEntry("Your own car, motorcycle or bicycle", rates)
    costs = [
        (words, " ".join(_rules(category)))
        for kind, words in KIND_WORDS.items()
        if (category := edition.category(LineKind(kind))) is not None
        and kind != LineKind.MILEAGE
        and kind not in EARLIER_KINDS
    ]
    if costs:
        yield SubjectEntry("Fares and other costs", tuple(costs))


def _rate_words(rate: MileageRate, edition: Edition) -> str:
    said = f"{say_rate(rate.bands[0].rate)} a mile"
    for band, before in zip(rate.bands[1:], rate.bands, strict=False):
        past = say_miles(before.up_to_tenths or 0)
        said += f"; {say_rate(band.rate)} after {past} in {YEAR_WORDS[edition.year]}"
    if rate.passenger is not None:
        said += f"; {say_rate(rate.passenger)} more for each passenger"
    return f"{said}."


def _rules(category: Category) -> Iterator[str]:
    yield category.words or "What you paid."
    if category.hour_pence is not None:
        yield f"{say_money(category.hour_pence)} for each hour."
    if category.limit_pence is not None:
        span = {LimitSpan.LINE: "each time"}.get(category.limit_span, category.limit_span.value)
        yield f"Up to {say_money(category.limit_pence)} {span}."
    if category.agreed_beforehand:
        free = category.agreed_over_pence
        yield f"Ask first if it is over {say_money(free)}." if free else "Please ask first."


def _to_keep(edition: Edition) -> Iterator[SubjectEntry]:
    always, over, never = [], [], []
    for kind, words in KIND_WORDS.items():
        category = edition.category(LineKind(kind))
        if category is None or kind in EARLIER_KINDS:
            continue
        if category.evidence is Evidence.NEVER:
            never.append(words)
        elif category.evidence is Evidence.OVER:
            over.append(
                f"{words}: a receipt if it is over {say_money(category.evidence_over_pence)}."
            )
        else:
            always.append(f"{words}: {category.evidence_words or 'a receipt.'}")
    if always or over:
        yield SubjectEntry("Keep these. A photo will do.", lines=(*always, *over))
    if never:
        yield SubjectEntry("Nothing to keep for", lines=(f"{', '.join(never)}.",))


def _when(edition: Edition, agency: str) -> SubjectEntry:
    lines = []
    if edition.time_limit is not None:
        lines.append(f"Claim within {edition.time_limit.words} of the day you spent the money.")
    lines.append(edition.when_paid or f"Ask {agency} when you will be paid.")
    return SubjectEntry("How soon", lines=tuple(lines))


def _good_to_know() -> SubjectEntry:
    return SubjectEntry(
        "Your claim",
        lines=(
            "Your facilitator writes it down with you. You sign it.",
            "You can ask for a copy.",
            "Please do not write bank details on it.",
            "Being paid for your time is something else. Ask, as it can change your benefits.",
        ),
    )
