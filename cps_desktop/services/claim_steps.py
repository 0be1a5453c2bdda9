"""The way of a claim: signed, attendance confirmed, handed in, decided, paid. Each a record.

Nothing here sets a state: a step is written down, and where the claim stands follows from all of
them (:mod:`cps_desktop.domain.claim_states`). Undo takes back one's own step at once; afterwards
it is taken back with a step of its own, which says who did and why. Everything that cannot be
raises InputRefused with one sentence, and nothing is changed.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec

from cps_desktop.domain.changes import ChangeSummary, bringing_back, creating, setting
from cps_desktop.domain.claim_content import content_of, pence_of
from cps_desktop.domain.claim_states import (
    DECISIONS,
    Claimant,
    Standing,
    Stands,
    fold_name,
    standing_of,
)
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Alike,
    Attachment,
    Claim,
    ClaimStep,
    DayPresence,
    Person,
    Presence,
    Receipt,
    SessionDay,
    Signing,
    StepKind,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_deciders import doubted, payment_marks
from cps_desktop.services.claims import has_amount, lines_of
from cps_desktop.services.door import Door, Records
from cps_desktop.services.merging import merged_into
from cps_desktop.services.people import shown_name
from cps_desktop.services.who_stands import entries_of

FROZEN: Final = frozenset({Stands.APPROVED, Stands.PAID})
"""Where a claim's lines are not changed without asking."""

PAID_AGAIN: Final = ("by", "by_person", "when_done", "follows", "words", "day", "pence")
"""What is written anew where a payment that was undone is made after all."""

NOT_HERE: Final = "A coordinator decides, on a coordinator's laptop."


class Who(msgspec.Struct, frozen=True):
    """Who does a step: the name as they give it, and their record where it is known."""

    name: str
    person: RecordId = ""


# -- where a claim stands --------------------------------------------------------------------------


def steps_of(records: Records, claim: RecordId) -> tuple[ClaimStep, ...]:
    """The steps of a claim as they were made; of equal moments by identity, alike everywhere."""
    found = records.find(ClaimStep, claim=claim)
    return tuple(sorted(found, key=lambda one: (one.when_done or 0, one.id)))


def content_now(records: Records, claim: RecordId) -> str:
    """What a claim holds now, in canonical form."""
    lines = lines_of(records, claim)
    pictures = {one.id: _pictures_on(records, one.id) for one in lines}
    return content_of(lines, pictures)


def _pictures_on(records: Records, line: RecordId) -> list[str]:
    found = (records.get(Attachment, one.attachment) for one in records.find(Receipt, line=line))
    return [one.digest for one in found if one is not None]


def claimant_of(records: Records, claim: Claim) -> Claimant:
    """Whose claim it is, with every name they go by."""
    person = records.get(Person, claim.person)
    return Claimant(claim.person, names_of(person))


def names_of(person: Person | None) -> frozenset[str]:
    """Every name somebody goes by, folded."""
    names = (person.name, person.known_as) if person is not None else ()
    return frozenset(folded for one in names if (folded := fold_name(one)))


def standing(records: Records, claim: Claim) -> Standing:
    """Where a claim stands now."""
    steps = steps_of(records, claim.id)
    content = content_now(records, claim.id) if steps else ""
    who = claimant_of(records, claim)
    return standing_of(
        claim, steps, content, who, doubted(records, steps), payment_marks(records, steps)
    )


# -- who decides -----------------------------------------------------------------------------------


def decides(records: Records) -> bool:
    """Whether decisions are taken on this laptop: by coordinators, once there are any."""
    from cps_desktop.services.papers import is_coordinator, joined
    from cps_desktop.storage.workspace import Workspace

    if not isinstance(records, Workspace):
        return False
    return joined(records) is None or is_coordinator(records)


def only_where_it_is_decided(door: Door) -> None:
    """Raises InputRefused on a laptop that is no coordinator's."""
    if not decides(door.records):
        raise InputRefused(f"{NOT_HERE} Nothing was changed.")


# -- attendance ------------------------------------------------------------------------------------


class Register(msgspec.Struct, frozen=True):
    """What the register says about a claim's days. ``mismatch`` is "" where it bears the claim
    out."""

    words: str
    mismatch: str = ""


def register_says(records: Records, claim: Claim) -> Register:
    """What the register knows of the claimant, beside the days the claim is for."""
    who = shown_name(records.get(Person, claim.person)) or "The claimant"
    listed = entries_of(records, claim.session, claim.person)
    if not listed:
        return Register("", f"{who} is not on the list of this session.")
    days = {one.id: one.day for one in records.find(SessionDay, session=claim.session)}
    here = {
        day
        for entry in listed
        for one in records.find(DayPresence, attendance=entry.id)
        if one.state == Presence.HERE and (day := days.get(one.session_day)) is not None
    }
    if not here:
        return Register("", f"The register has no tick for {who} on any day.")
    words = f"The register has {who} here on {_say_days(here)}."
    # People travel the evening before and the morning after.
    claimed = {one.day for one in lines_of(records, claim.id) if one.day is not None}
    unseen = {one for one in claimed if all(abs((one - day).days) > 1 for day in here)} | {
        one for one in claimed if one in days.values() and one not in here
    }
    if not unseen:
        return Register(words)
    return Register(
        words, f"It is claimed for {_say_days(unseen)} too, and the register has no tick then."
    )


def _say_days(days: set[dt.date]) -> str:
    said = [say_date(one) for one in sorted(days)]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


# -- the steps -------------------------------------------------------------------------------------


def declare(
    door: Door, claim: RecordId, who: Who, *, signing: Signing, strokes: str = ""
) -> ChangeSummary:
    """The claimant signs what the claim holds now, on screen (``strokes``) or on paper."""
    known = door.must_exist(Claim, claim)
    lines = lines_of(door.records, claim)
    if not lines:
        raise InputRefused("There is nothing on this claim yet. Add a line first.")
    unpriced = sum(1 for one in lines if not has_amount(one))
    if unpriced:
        count = "One line has" if unpriced == 1 else f"{unpriced} lines have"
        raise InputRefused(f"{count} no amount yet. Nothing was changed; put in what is missing.")
    if signing is Signing.SCREEN and not strokes:
        raise InputRefused("Nothing is written in the box yet. Nothing was changed.")
    step = new_step(door, known, StepKind.DECLARED, who)
    signed = msgspec.structs.replace(step, signing=signing, strokes=strokes)
    return keep_step(door, "Sign the claim", signed)


def confirm_attendance(door: Door, claim: RecordId, who: Who, words: str = "") -> ChangeSummary:
    """Somebody else confirms that the claimant was there; a mismatch needs words."""
    known = door.must_exist(Claim, claim)
    now = standing(door.records, known)
    if now.declared is None or now.state in FROZEN:
        raise InputRefused("Attendance is confirmed once the claim is signed. Nothing was changed.")
    not_the_claimant(door, known, who, "Somebody else has to confirm attendance")
    says = register_says(door.records, known)
    if says.mismatch and not words.strip():
        raise InputRefused(
            f"{says.mismatch} Write how you know that they came. Nothing was changed."
        )
    said = " ".join(one for one in (says.words, says.mismatch, words.strip()) if one)
    return keep_step(
        door, "Confirm attendance", new_step(door, known, StepKind.ATTENDANCE, who, said)
    )


def submit(door: Door, claim: RecordId, who: Who, words: str = "") -> ChangeSummary:
    """Hand a claim in; after a query ``words`` is the answer."""
    known = door.must_exist(Claim, claim)
    now = standing(door.records, known)
    asked = now.state in {Stands.QUERIED, Stands.REFUSED, Stands.CONTESTED}
    if now.attended is None or now.declared is None or not (asked or now.state is Stands.ATTENDED):
        raise InputRefused(
            "A claim is handed in once it is signed as it is now and attendance is confirmed. "
            "Nothing was changed."
        )
    return keep_step(
        door, "Hand the claim in", new_step(door, known, StepKind.SUBMITTED, who, words)
    )


def query(door: Door, claim: RecordId, who: Who, words: str) -> ChangeSummary:
    """The coordinator asks about a claim."""
    needs(words, "Write what you want to know")
    return _decide(door, claim, StepKind.QUERIED, who, words, "Ask about the claim")


def refuse(door: Door, claim: RecordId, who: Who, words: str) -> ChangeSummary:
    """The coordinator refuses a claim, with a reason the claimant can read."""
    needs(words, "Write why it is refused")
    return _decide(door, claim, StepKind.REFUSED, who, words, "Refuse the claim")


def approve(door: Door, claim: RecordId, who: Who, words: str = "") -> ChangeSummary:
    """The coordinator approves what the claim holds now. Nobody approves their own."""
    known = door.must_exist(Claim, claim)
    not_the_claimant(door, known, who, "Somebody else has to approve this claim")
    now = standing(door.records, known)
    if now.changed or now.submitted is None:
        raise InputRefused(
            "The claim is not handed in as it is now. It has to be signed, confirmed and handed "
            "in again. Nothing was changed."
        )
    return _decide(door, claim, StepKind.APPROVED, who, words, "Approve the claim")


def _decide(
    door: Door, claim: RecordId, kind: StepKind, who: Who, words: str, what: str
) -> ChangeSummary:
    only_where_it_is_decided(door)
    known = door.must_exist(Claim, claim)
    now = standing(door.records, known)
    decided = now.deciding and now.state is not Stands.PAID
    if now.submitted is None and not decided:
        raise InputRefused("A claim is decided on once it is handed in. Nothing was changed.")
    if now.state is Stands.PAID:
        raise InputRefused("This claim is paid. Nothing was changed.")
    return keep_step(door, what, new_step(door, known, kind, who, words))


def take_back(door: Door, step: RecordId, who: Who, words: str) -> ChangeSummary:
    """Take a step back, with a reason; it stays readable. What was paid is not taken back: a
    payment that did not happen is struck out (:mod:`cps_desktop.services.claim_payments`)."""
    known = door.must_exist(ClaimStep, step)
    if known.step in {StepKind.PAID, StepKind.TAKEN_BACK, StepKind.STRUCK_OUT}:
        raise InputRefused("This is not taken back. Nothing was changed.")
    if known.step in DECISIONS:
        only_where_it_is_decided(door)
    claim = door.must_exist(Claim, known.claim)
    struck = {one.id for one in standing(door.records, claim).struck}
    paid = door.records.find(ClaimStep, claim=known.claim, step=StepKind.PAID)
    if any(step in one.follows for one in paid if one.id not in struck):
        raise InputRefused("The claim was paid after that. Nothing was changed.")
    needs(words, "Write why")
    back = new_step(door, claim, StepKind.TAKEN_BACK, who, words)
    return keep_step(door, "Take a step back", msgspec.structs.replace(back, takes_back=step))


# -- how a step is made ----------------------------------------------------------------------------


def new_step(door: Door, claim: Claim, kind: StepKind, who: Who, words: str = "") -> ClaimStep:
    """A step after all that are known, made now."""
    needs(who.name, "Write who does this")
    known = door.records.find(ClaimStep, claim=claim.id)
    content = content_now(door.records, claim.id)
    return ClaimStep(
        id=door.new_id(),
        root=claim.session,
        session=claim.session,
        claim=claim.id,
        step=kind,
        by=who.name.strip(),
        by_person=who.person,
        when_done=door.now_ms(),
        seen=content,
        follows=tuple(sorted(one.id for one in known)),
        words=words.strip(),
        pence=pence_of(content) if kind == StepKind.APPROVED else 0,
    )


def keep_step(door: Door, what: str, step: ClaimStep) -> ChangeSummary:
    """Write a step down; one that was undone is made after all."""
    known = door.records.get(ClaimStep, step.id)
    if known is not None and not known.deleted:
        return door.do(what, [])
    if known is not None:
        fields = {name: getattr(step, name) for name in PAID_AGAIN}
        return door.do(what, [*bringing_back([known]), *setting(known, **fields)])
    return door.do(what, creating(step))


def needs(words: str, sentence: str) -> None:
    """Raises InputRefused with this sentence where nothing is written."""
    if not words.strip():
        raise InputRefused(f"{sentence}. Nothing was changed.")


def not_the_claimant(door: Door, claim: Claim, who: Who, sentence: str) -> None:
    """Raises InputRefused where the claimant would do what others have to."""
    step = ClaimStep(id="", by=who.name, by_person=who.person)
    # Under another record, or in the other spelling, they are still themselves.
    people = (claim.person, *merged_into(door.records, Alike.PERSON, claim.person))
    own = (Claimant(one, names_of(door.records.get(Person, one))) for one in people)
    if any(one.did(step) for one in own):
        raise InputRefused(f"{sentence}: it is {who.name.strip()}'s own. Nothing was changed.")
