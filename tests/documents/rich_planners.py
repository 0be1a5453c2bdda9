"""A planner with boxes of every kind, full of what people bring; every name in it is invented."""

from __future__ import annotations

from dataclasses import replace

from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.paper_forms import FormStamp
from cps_desktop.domain.sheets import (
    BoxOnSheet,
    NoteOnSheet,
    PartOnSheet,
    PlannerPage,
    PlannerSheet,
    ScaleOnSheet,
    SheetCodes,
    StageOnSheet,
)
from tests.documents import rich_sheets

STAMP = FormStamp("0" * 32, "1" * 32, "all-kinds", 2, "abcdef0123456789" * 2, "en-GB")
_PROMISED = (
    "We said we would answer letters in {} days\tWe now do, most of the time\tSiân Ŵyn-Jones"
)


def kinds(page: PlannerPage = "A3", *, more: int = 1) -> PlannerSheet:
    """The planner; ``more`` times as much in each box."""
    notes = tuple(
        replace(
            note,
            theme="Letters" if at % 3 else "",
            link="→ action: Ring the GP · by Monday 3 May 2027" if at == 2 else note.link,
        )
        for at, note in enumerate(rich_sheets.notes(12 * more, 3))
    )
    now = BoxOnSheet("now", "What is it like now?", 280, 52, 128, 233, notes=notes)
    stages = (
        StageOnSheet("Think", (_table(more), _choice(), _scale()), "How is it now?"),
        StageOnSheet("Plan", (_text(more), _checklist(), _sketch())),
        StageOnSheet("Reflect", (now,)),
    )
    return PlannerSheet(
        rich_sheets.SESSION,
        rich_sheets.IMPRINT,
        "All kinds of boxes",
        "All kinds, edition 2",
        stages,
        page,
        rich_sheets.LEGEND,
    )


def _table(more: int) -> BoxOnSheet:
    rows = tuple(NoteOnSheet(_PROMISED.format(number)) for number in range(3 * more))
    odd = (NoteOnSheet("only one cell"), NoteOnSheet("a\tb\tc\td too many"))
    columns = (
        PartOnSheet("a", "We said"),
        PartOnSheet("b", "We did"),
        PartOnSheet("c", "Who can tell you"),
    )
    return BoxOnSheet(
        "said", "We said … we did …", 12, 52, 128, 110, "One row for each promise.", "table",
        (*rows, *odd), columns, None, "What did we promise?",
    )  # fmt: skip


def _choice() -> BoxOnSheet:
    options = (
        PartOnSheet("bus", "By bus"),
        PartOnSheet("car", "By car, somebody drives me"),
        PartOnSheet("walk", "On foot"),
    )
    late = NoteOnSheet("It is late, always", "Łukasz Wójcik", NoteColour.PINK, given="bus")
    answers = (NoteOnSheet("", "Ann", given="bus"), late, NoteOnSheet("", "No name", given="walk"))
    return BoxOnSheet(
        "how", "How do you get here?", 12, 168, 128, 55, "", "choice", answers, options
    )


def _scale() -> BoxOnSheet:
    answers = (
        NoteOnSheet("", "سميرة حداد", given="4"),
        NoteOnSheet("", "No name", given="2"),
        NoteOnSheet("Better than last year", "G. H.", given="4"),
    )
    scale = ScaleOnSheet(1, 5, "not clear at all", "very clear")
    return BoxOnSheet(
        "feel", "How clear are the letters now?", 12, 228, 128, 57, "", "scale", answers, (), scale
    )


def _text(more: int) -> BoxOnSheet:
    words = "By May, every letter is one page, in plain words, with one number to ring.\n\nMore: "
    said = (NoteOnSheet(words + " More words follow here." * 30 * more),)
    return BoxOnSheet(
        "goal", "What will have been achieved, and by when?", 146, 52, 128, 80, "", "text", said
    )


def _checklist() -> BoxOnSheet:
    items = (
        PartOnSheet("room", "The room is booked"),
        PartOnSheet("tea", "Tea, coffee and something to eat"),
        PartOnSheet("ramp", "The ramp is out"),
    )
    ticks = (
        NoteOnSheet("Sandra has it", given="room", done=True),
        NoteOnSheet("", given="tea"),
        NoteOnSheet("kept from an older list", given="gone", done=True),
    )
    return BoxOnSheet(
        "list", "Is everything ready?", 146, 138, 128, 70, "", "checklist", ticks, items
    )


def _sketch() -> BoxOnSheet:
    drawn = (
        NoteOnSheet("A letter with one big number", "R.", picture=rich_sheets.photo()),
        NoteOnSheet("its picture is broken", picture=b"broken"),
        NoteOnSheet("its picture is elsewhere", picture_to_come=True),
    )
    return BoxOnSheet(
        "draw", "Draw how a good letter looks", 146, 214, 128, 71, "", "sketch", drawn
    )


def codes(count: int) -> tuple[SheetCodes, ...]:
    """Patterns that look like codes, for so many sheets."""
    small = tuple("10" * 10 + "1" for _ in range(21))
    rows = tuple("1" * 13 + "01" * 6 for _ in range(25))
    return tuple(
        SheetCodes(rows, (small, small, small), f"QR code of sheet {number}")
        for number in range(1, count + 1)
    )
