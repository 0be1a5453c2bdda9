"""What an organisation has to be able to say about people's data, made from what is really held.

A record of processing for whoever looks after data protection, and a notice in plain words for
those who take part. Both name only what is in this workspace, by the fields' own labels and the
rules by which it is kept; what the program cannot know is left as a line to be filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from cps_desktop import __version__, paths
from cps_desktop.domain.kinds import Person
from cps_desktop.domain.records import KINDS, Meaning, Record, Sensitivity, meanings
from cps_desktop.domain.retention import KeepingTimes, Takes
from cps_desktop.domain.sheets import Imprint
from cps_desktop.domain.subject_sheets import PlainSheet, SubjectEntry, SubjectSection
from cps_desktop.services import papers
from cps_desktop.services.desk import Desk
from cps_desktop.services.own_details import own_name, own_organisation
from cps_desktop.services.print_preview import Made, as_made
from cps_desktop.services.retention import keeping_times, say_months
from cps_desktop.services.second_desk import desk_beside

_KINDS: Final = {
    "person": "People who take part",
    "need": "What people need",
    "consent": "What people agreed to",
    "attendance": "Lists of who is expected",
    "presence": "Who was there, by day",
    "attendance_signature": "Who signed that they came",
    "sign_in_page": "Pictures of signed sheets",
    "session": "Who facilitates",
    "note": "Who said what on planners",
    "action": "Who will do what",
    "claim": "Claims for expenses",
    "claim_line": "Journeys and amounts claimed",
    "claim_step": "Who did what with a claim",
    "attachment": "Pictures",
    "bank_details": "Bank details",
    "payment_for_time": "Payments for time",
    "payment_batch": "Payment batches",
    "erasure_request": "Requests to be erased",
    "sameness": "Entries that were made one",
    "difference": "Entries that are two people",
}
_SORTS: Final = {
    Sensitivity.PERSONAL: "personal",
    Sensitivity.SPECIAL: "specially protected",
    Sensitivity.PAYMENT: "payment details, most protected",
}
_FILL_IN: Final = "To be filled in by hand: ______________________________"


class HeldField(msgspec.Struct, frozen=True):
    """A field in which something about people is held: in how many records of how many."""

    kind: str
    name: str
    label: str
    help: str
    sensitivity: Sensitivity
    filled: int
    of: int


def held_fields(desk: Desk) -> tuple[HeldField, ...]:
    """Every field that says something of a person and is filled somewhere. Reads all records."""
    found: list[HeldField] = []
    for kind, cls in KINDS.items():
        fields = {
            name: one
            for name, one in meanings(cls).items()
            if one.sensitivity is not Sensitivity.PUBLIC
        }
        if fields:
            found += _filled(kind, fields, desk.workspace.find(cls))
    return tuple(found)


def _filled(
    kind: str, fields: dict[str, Meaning], records: Iterable[Record]
) -> Iterator[HeldField]:
    counts = dict.fromkeys(fields, 0)
    number = 0
    for record in records:
        number += 1
        for name in fields:
            if getattr(record, name):
                counts[name] += 1
    for name, one in fields.items():
        if counts[name]:
            yield HeldField(kind, name, one.label, one.help, one.sensitivity, counts[name], number)


# -- the record of processing -------------------------------------------------------------------


def make_record(desk: Desk) -> Made:
    """The record of processing as a PDF, from a worker thread."""
    with desk_beside(desk) as beside:
        sheet = record_sheet(beside)
    return _made(sheet)


def record_sheet(desk: Desk) -> PlainSheet:
    """What is held, about whom, why, for how long, who has it, and how it is protected."""
    times = keeping_times(desk)
    held = held_fields(desk)
    return PlainSheet(
        "Record of processing",
        _imprint(desk),
        (
            (
                "What this workspace of CPS Desktop holds about people. It is made from what is "
                "really written down on this laptop today; lines to be filled in are what a "
                "program cannot know."
            ),
        ),
        (
            _responsible(desk),
            SubjectSection(
                "What it is for",
                "",
                (
                    SubjectEntry(
                        "Purposes",
                        (
                            ("Sessions", "Running workshops, training and co-production"),
                            ("Expenses", "Paying back what people spent to take part"),
                            ("Follow-up", "Saying what came of it, and asking again"),
                            ("Legal basis", _FILL_IN),
                        ),
                    ),
                ),
            ),
            SubjectSection(
                "What is held",
                "Only fields in which something is written are listed.",
                tuple(_entries_of(held, times)),
                "Nothing about people is held here yet.",
            ),
            _recipients(desk),
            SubjectSection("How long it is kept", _TIMES, tuple(_times(times))),
            SubjectSection(
                "How it is protected", "", (SubjectEntry("On this laptop", lines=_PROTECTED),)
            ),
        ),
    )


_TIMES: Final = "Nothing goes by itself: a coordinator is shown what is due, and says yes or no."
_PROTECTED: Final = (
    (
        "The workspace is one encrypted file. Its key is in the laptop's own keyring, or under a "
        "passphrase."
    ),
    (
        "What leaves this laptop is a sealed bundle that only the coordinators named in it, or "
        "whoever is told its five words, can open. No server and no account is involved."
    ),
    "What people see while they fill in a planner, and what the room sees, shows nobody's details.",
    "Who looks at a person's details, data or claim is written down on the laptop.",
    "A person can be given all that is held about them, and can be erased on every laptop.",
    "Printed pages, saved PDFs and files given to people are not encrypted.",
)


def _responsible(desk: Desk) -> SubjectSection:
    now = papers.paper_now(desk.workspace)
    organisation = now.join.organisation if now else own_organisation(desk.workspace)
    coordinators = ", ".join(one.name for one in now.join.coordinators) if now else ""
    return SubjectSection(
        "Who is responsible",
        "",
        (
            SubjectEntry(
                "Organisation",
                (
                    ("Name", organisation or _FILL_IN),
                    ("Coordinators", coordinators or own_name(desk.workspace) or _FILL_IN),
                    ("Data protection officer", _FILL_IN),
                    ("How to reach them", _FILL_IN),
                ),
            ),
        ),
    )


def _entries_of(held: Iterable[HeldField], times: KeepingTimes) -> Iterator[SubjectEntry]:
    by_kind: dict[str, list[HeldField]] = {}
    for one in held:
        by_kind.setdefault(one.kind, []).append(one)
    for kind, fields in by_kind.items():
        facts = []
        for one in fields:
            said = [f"In {one.filled:,} of {one.of:,}. {_SORTS[one.sensitivity].capitalize()}."]
            rule = times.rule_of(kind, one.name)
            if rule is not None:
                said.append(
                    f"Kept {say_months(rule.months)}: {rule.what[:1].lower()}{rule.what[1:]}."
                )
            if one.help:
                said.append(f"Shown beside it: “{one.help}”")
            facts.append((one.label, "\n".join(said)))
        yield SubjectEntry(_kind_words(kind), tuple(facts))


def _kind_words(kind: str) -> str:
    return _KINDS.get(kind, kind.replace("_", " ").capitalize())


def _recipients(desk: Desk) -> SubjectSection:
    entries = [
        SubjectEntry(one.name or "A laptop without a name", lines=("By sealed bundle.",))
        for one in papers.receivers(desk.workspace)
    ]
    return SubjectSection(
        "Who else has it, or may get it",
        "Coordinators and laptops that bundles can be handed over to. Nothing leaves the country "
        "by this program; where sticks and mails go is not known to it.",
        tuple(entries),
        "As far as this laptop knows, nobody: nothing can be handed over yet.",
    )


def _times(times: KeepingTimes) -> Iterator[SubjectEntry]:
    for one in times.rules:
        counted_from = (
            "after somebody looked"
            if one.takes is Takes.LOOKED
            else "after the last session or journey it was needed for"
        )
        yield SubjectEntry(
            one.what, (("How long", f"{say_months(one.months)} {counted_from}"), ("Why", one.why))
        )


# -- the notice ---------------------------------------------------------------------------------


def make_notice(desk: Desk) -> Made:
    """The privacy notice as a PDF, from a worker thread."""
    with desk_beside(desk) as beside:
        sheet = notice_sheet(beside)
    return _made(sheet)


def notice_sheet(desk: Desk) -> PlainSheet:
    """What those who take part are told, in plain words."""
    times = keeping_times(desk)
    held = held_fields(desk)
    now = papers.paper_now(desk.workspace)
    organisation = now.join.organisation if now else own_organisation(desk.workspace)
    return PlainSheet(
        "What we write down about you",
        _imprint(desk),
        (
            (
                "You take part in a session. We write some things down about you. This page says "
                "what, why, and what you can ask for."
            ),
        ),
        (
            SubjectSection(
                "What we write down",
                "",
                tuple(_told(held)),
                "Nothing about people so far.",
                ("What", "Why we ask"),
            ),
            SubjectSection(
                "Where it is kept",
                "",
                (
                    SubjectEntry(
                        "Safe on a laptop",
                        lines=(
                            "It is locked on the laptop of your facilitator.",
                            (
                                "It goes in a sealed file to the coordinators of "
                                f"{organisation or 'the organisation'}. Nobody else can open it."
                            ),
                            "It is not on the internet.",
                        ),
                    ),
                ),
            ),
            SubjectSection(
                "How long we keep it",
                "",
                tuple(_kept_words(times, held)),
                heads=("What", "How long"),
            ),
            SubjectSection(
                "What you can ask for",
                "",
                (SubjectEntry("Tell your facilitator, now or later", lines=_RIGHTS),),
            ),
            SubjectSection(
                "Whom you can ask",
                "",
                (
                    SubjectEntry(
                        organisation or "The organisation",
                        (
                            ("Name and telephone", _FILL_IN),
                            ("Our legal reason", _FILL_IN),
                            (
                                "If you are not happy",
                                "You can also tell the Information Commissioner's Office.",
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )


_RIGHTS: Final = (
    "You can see all that we hold about you. You get a copy to keep.",
    "You can have mistakes put right.",
    "You can ask us to erase it. We say so if the law makes us keep some of it.",
    "You can say no to photographs, to being contacted, or to sharing what you said.",
    "You can change your mind at any time. Nobody will treat you differently.",
)
_ABOUT_YOU: Final = {
    "name": "So that we know who takes part.",
    "known_as": "So that people call you what you like to be called.",
    "role": "So that we can see whether all kinds of people are heard.",
    "other_roles": "Many people are more than one thing.",
    "organisation": "So that we can see who works together.",
    "community": "So that we can see which places are heard.",
    "contact": "Only if you wish to be contacted.",
    "email": "Only if you wish us to write to you.",
    "phone": "Only if you wish us to ring you.",
    "needs": "So that the room, the food and the papers suit you.",
    "emergency_contact": "So that we know whom to ring if you are taken ill.",
    "under_18": "An adult has to be responsible for you while you are with us.",
    "responsible_adult": "So that we know who looks after you on the day.",
}
_TOLD: Final = {
    "attendance": ("That you are on the list", "So that a seat is kept for you."),
    "presence": ("Which days you came", "So that expenses and training can be counted."),
    "attendance_signature": ("Your signature, where you signed", "To show that you came."),
    "sign_in_page": ("A picture of the sheet you signed", "To show who came."),
    "note": ("What you say, with your name", "Only if you want your name on it."),
    "action": ("What you said you would do", "So that nothing is forgotten."),
    "claim": ("What you spent", "So that you get your money back."),
    "claim_line": ("Your journeys and amounts", "So that you get your money back."),
    "claim_step": ("Who dealt with your claim, and your signature", "To show who agreed to what."),
    "attachment": ("Pictures of receipts, and pictures you give us", "To show what was paid."),
    "bank_details": ("Your bank account", "So that your money arrives. Only who pays can read it."),
    "payment_for_time": ("What you are paid for your time", "So that you get what was agreed."),
}


def _told(held: Iterable[HeldField]) -> Iterator[SubjectEntry]:
    held = tuple(held)
    about = [
        (one.label, _ABOUT_YOU.get(one.name) or "So that we know who takes part.")
        for one in held
        if one.kind == Person.KIND
    ]
    if about:
        yield SubjectEntry("About you", tuple(about))
    kinds = {one.kind for one in held}
    if "need" in kinds:
        yield SubjectEntry(
            "What you need",
            (("Such as large print, or food you eat", "So that the day suits you."),),
        )
    if "consent" in kinds:
        yield SubjectEntry("What you agreed to", (("Yes or no", "With the words you were shown."),))
    others = [words for kind, words in _TOLD.items() if kind in kinds]
    if others:
        yield SubjectEntry("About the session", tuple(others))


def _kept_words(times: KeepingTimes, held: Iterable[HeldField]) -> Iterator[SubjectEntry]:
    rules = {rule.key: rule for one in held if (rule := times.rule_of(one.kind, one.name))}
    facts = tuple((one.what, say_months(one.months)) for one in rules.values())
    yield SubjectEntry("After the last time you came", facts)


def _imprint(desk: Desk) -> Imprint:
    words = "Sample: every name is invented" if desk.is_sample else ""
    return Imprint(desk.door.today(), f"CPS Desktop {__version__}", words)


def _made(sheet: PlainSheet) -> Made:
    from cps_desktop.documents import plain_pdf

    return as_made(
        lambda: plain_pdf(sheet, font_cache=paths.cache_folder() / "fonts"),
        title=sheet.title,
        classification=sheet.imprint.classification,
    )
