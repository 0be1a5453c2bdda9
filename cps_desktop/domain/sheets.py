"""What a printed document shows: plain, frozen values with no word of how they are kept or drawn.

A service gathers one of these from the records and hands it to ``cps_desktop.documents``. Every
text is what the person typed, unchanged: the document layer makes it safe to print. Words that
depend on a rule (dates of a session, which rate priced a line) come ready-made in plain language;
single days come as dates and money as whole pence, so that all documents write them alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.paper_words import ENGLISH, PaperWords
from cps_desktop.domain.signatures import Strokes

PlannerPage = Literal["A3", "A3 on two A4", "A4", "A4 large print"]
"""A3: the wall on one landscape sheet. A3 on two A4: its halves, to be cut and joined. A4, A4 large
print: the same words, read in order."""

DayState = Literal["here", "apologies", "not seen"]
PersonGroup = Literal["lay", "staff", ""]


@dataclass(frozen=True, slots=True)
class SessionOnSheet:
    """The session a document belongs to, in words."""

    title: str
    kind: str
    """For example "Co-production session"."""
    dates: str
    """For example "Thursday 18 and Friday 19 March 2027"."""
    venue: str = ""
    lead_agency: str = ""
    community: str = ""
    facilitators: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands in the margins of every page."""

    printed_on: date
    program: str
    """Name and version of the program, for example "CPS Desktop 0.1.0"."""
    classification: str = ""
    """For example "Contains personal information"; empty for a document without any."""
    draft: bool = False
    """True until signed off: DRAFT stands behind the text and in the header."""
    language: str = "en-GB"
    """BCP 47 tag of the document's own words."""


@dataclass(frozen=True, slots=True)
class NoteOnSheet:
    """One note in a planner box."""

    text: str
    author: str = ""
    """Name, initials or "No name"."""
    colour: NoteColour = NoteColour.YELLOW
    dots: int = 0
    """How many votes it was given."""
    link: str = ""
    """What became of it, for example "A3 One-page letter"."""
    theme: str = ""
    given: str = ""
    """The key of the option, the item or the number that was answered."""
    done: bool = False
    """Ticked, in a checklist."""
    picture: bytes = b""
    """A JPEG, or nothing."""
    picture_to_come: bool = False
    """There is a picture, but it is still on another laptop."""
    colour_name: str = ""
    """What its colour is called where that is not said in English."""


@dataclass(frozen=True, slots=True)
class PartOnSheet:
    """An option of a choice, a column of a table, or an item of a checklist."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class ScaleOnSheet:
    """The numbers of a scale, and what its ends mean."""

    lowest: int
    highest: int
    lowest_words: str = ""
    highest_words: str = ""

    def numbers(self) -> range:
        """All of them; a scale is never longer than a line."""
        return range(self.lowest, min(self.highest, self.lowest + 20) + 1)


@dataclass(frozen=True, slots=True)
class BoxOnSheet:
    """One box of a planner: where it stands on the A3 and what was put in it.

    ``x, y, w, h`` are millimetres from the top left of a 420 × 297 mm landscape sheet, as in
    ``cps_desktop.domain.planner_templates``, whose margins and title block hold here too.
    """

    key: str
    prompt: str
    x: float
    y: float
    w: float
    h: float
    help: str = ""
    kind: str = "notes"
    """notes, text, table, choice, scale, checklist or sketch; what else is printed as notes."""
    notes: tuple[NoteOnSheet, ...] = ()
    parts: tuple[PartOnSheet, ...] = ()
    """Options of a choice, columns of a table, items of a checklist."""
    scale: ScaleOnSheet | None = None
    plain: str = ""
    """The question in easy words."""
    drawing: str = ""
    """The drawing beside the question as SVG, "" for none."""
    drawing_words: str = ""
    """What the drawing shows, for who cannot see it."""


@dataclass(frozen=True, slots=True)
class StageOnSheet:
    """A column or area of a planner ("Think") with its boxes in reading order."""

    title: str
    boxes: tuple[BoxOnSheet, ...]
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class SheetCodes:
    """QR codes for the corners of one sheet, each a row a text with "1" for dark.

    ``main`` says which sheet it is; ``corners`` stand at the other corners: top right, bottom left,
    bottom right. ``words`` is what the main one says, for who cannot see it; ``said`` what is to be
    done with the sheet.
    """

    main: tuple[str, ...]
    corners: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    words: str
    said: str = ENGLISH.photograph


@dataclass(frozen=True, slots=True)
class PlannerSheet:
    """A planner as it is printed."""

    session: SessionOnSheet
    imprint: Imprint
    template_title: str
    template_version: str
    stages: tuple[StageOnSheet, ...]
    page: PlannerPage = "A3"
    legend: tuple[tuple[NoteColour, str], ...] = ()
    """What the colours mean in this session, for example ("pink", "cannot change this year")."""

    codes: SheetCodes | None = None
    """The marks by which a sheet is known again on a photo, if it shall have them."""
    words: PaperWords = ENGLISH
    """What the program itself says on it."""

    def meaning(self, colour: NoteColour) -> str:
        """What a colour means here; "" where the legend does not say."""
        return next((words for known, words in self.legend if known == colour), "")

    def boxes(self) -> Iterator[BoxOnSheet]:
        """All boxes in reading order."""
        for stage in self.stages:
            yield from stage.boxes


@dataclass(frozen=True, slots=True)
class DayMark:
    """One person on one day of the session."""

    state: DayState
    arrived: str = ""
    left: str = ""
    """Times of the clock as they were noted, "09:05"; empty where nobody noted one."""
    part: str = ""
    """"morning" or "afternoon" where it was not the whole day."""
    signed: bool = False
    """They signed that they came, on screen or on a sheet of their own."""


@dataclass(frozen=True, slots=True)
class PersonOnRegister:
    """One row of the register; ``days`` has one mark for each day of the sheet, in order."""

    name: str
    role: str = ""
    organisation: str = ""
    group: PersonGroup = ""
    days: tuple[DayMark, ...] = ()
    walk_in: bool = False
    strokes: Strokes = ()
    """The signature given on screen, where the register is of one day."""


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """Who came, day by day, with room to sign."""

    session: SessionOnSheet
    imprint: Imprint
    days: tuple[date, ...]
    people: tuple[PersonOnRegister, ...]
    blank_rows: int = 0
    """Empty rows after the last person, for those who sign in on paper."""
    remarks: tuple[str, ...] = ()
    """Further sentences about who came: for the first time, as members, from where."""
    one_day: str = ""
    """The day in words where the register is of that day alone."""

    def count(self, day: int, state: DayState) -> int:
        """How many people are in ``state`` on day number ``day`` (from 0)."""
        return sum(1 for p in self.people if day < len(p.days) and p.days[day].state == state)

    def came(self) -> tuple[PersonOnRegister, ...]:
        """Those who were there on at least one day."""
        return tuple(p for p in self.people if any(m.state == "here" for m in p.days))

    def mix(self) -> dict[PersonGroup, int]:
        """People who came on at least one day, by group: lay, staff and not said ("")."""
        counted: dict[PersonGroup, int] = {"lay": 0, "staff": 0, "": 0}
        for person in self.came():
            counted[person.group] += 1
        return counted


@dataclass(frozen=True, slots=True)
class ClaimLineOnSheet:
    """One thing claimed for."""

    on: date
    description: str
    pence: int
    detail: str = ""
    rule: str = ""
    """The rule that priced it: "45p a mile: HMRC approved amounts, in force on the day"."""
    receipt: str = ""
    """"Receipt 1", "Receipt still to come", "None needed"."""


@dataclass(frozen=True, slots=True)
class ReceiptOnSheet:
    """The picture of a receipt, printed on a page of its own behind the claim."""

    caption: str
    alt: str
    """What a person who cannot see the picture is told."""
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class SignatureOnSheet:
    """A place to sign; ``name`` and ``signed`` are empty until somebody is known.

    ``strokes`` is a signature given on screen (:mod:`cps_desktop.domain.signatures`).
    """

    label: str
    name: str = ""
    signed: str = ""
    strokes: str = ""


DEFAULT_SIGNATURES: tuple[SignatureOnSheet, ...] = (
    SignatureOnSheet("Claimant"),
    SignatureOnSheet("Attendance confirmed by"),
    SignatureOnSheet("Approved by"),
    SignatureOnSheet("Authorised by"),
)


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """One person's claim on one lead agency."""

    session: SessionOnSheet
    imprint: Imprint
    claimant: str
    lead_agency: str
    lines: tuple[ClaimLineOnSheet, ...]
    declaration: str
    signatures: tuple[SignatureOnSheet, ...] = DEFAULT_SIGNATURES
    reference: str = ""
    cost_code: str = ""
    payment: str = ""
    """How the person would like to be paid, in words; never an account number."""
    send_by: str = ""
    """The last day and the rule, "Thursday 15 April 2027 (28 days)"; its label is the form's."""
    missing: tuple[str, ...] = ()
    """Receipts still to come, one sentence each."""
    receipts: tuple[ReceiptOnSheet, ...] = ()
    history: tuple[str, ...] = ()
    """What was done with it, by whom and when, one sentence each."""

    @property
    def total_pence(self) -> int:
        """The sum of the lines, nothing rounded again."""
        return total_pence(self.lines)


@dataclass(frozen=True, slots=True)
class PackSheet:
    """All documents of one session in one file; the pack's imprint holds for every page."""

    session: SessionOnSheet
    imprint: Imprint
    planners: tuple[PlannerSheet, ...] = ()
    register: RegisterSheet | None = None
    claims: tuple[ClaimSheet, ...] = ()


@dataclass(frozen=True, slots=True)
class BundleOnSheet:
    """One bundle in a report of what came in; every text is in words, "" where there is none."""

    file: str
    sender: str
    made: str
    outcome: str
    """ "Brought in", "Kept to be looked at", "Refused", "Not brought in"."""
    changes: str
    """ "37 new of 40"."""
    sessions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """What waits to be decided, what is missing, who was let in, why it was refused."""


@dataclass(frozen=True, slots=True)
class ArrivalsSheet:
    """What came in with one or many bundles, and what was decided on the others."""

    imprint: Imprint
    title: str
    where: str
    """The laptop it came in to."""
    when: str
    summary: tuple[str, ...]
    bundles: tuple[BundleOnSheet, ...]
    who: str = ""
    """Who works on that laptop."""
    organisation: str = ""


def total_pence(lines: Iterable[ClaimLineOnSheet]) -> int:
    """Sum of the lines in pence."""
    return sum(line.pence for line in lines)


@dataclass(frozen=True, slots=True)
class CodeSheet:
    """A secret or a join file on paper: a QR code, and the same to be typed in beneath it."""

    title: str
    imprint: Imprint
    opening: tuple[str, ...]
    """What it is, in paragraphs, above the code."""
    code: tuple[str, ...]
    """The QR code without its margin: a row a text, "1" for dark and "0" for light."""
    code_words: str
    """What the code is, for who cannot see it."""
    heading: str
    """Above the rows, for example "The 28 words"."""
    how: str
    """How to type them."""
    rows: tuple[str, ...]
    """Words or rows of letters, numbered from 1 in this order."""
    columns: int
    """How many of them stand side by side."""
    closing: tuple[tuple[str, str], ...] = ()
    """Headings with a paragraph each, beneath."""
